"""Every debt that is looked for: the built-in ones and the users', with limits and economics as they are set."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, get_args

from debtaudit.domain.debt import Category, Days, Debt, LossClass
from debtaudit.domain.declared import ascending, flaws
from debtaudit.domain.finding import NotRun
from debtaudit.domain.limits import limits_of
from debtaudit.domain.plugin import discover, discover_folder
from debtaudit.domain.problem import Problem
from debtaudit.domain.settings import DebtSettings, Setting, Settings, Touched

PACKAGE = "debtaudit.detectors"
LISTED = 8
"""Known names that a hint lists when none is close."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The debts in order of their slugs, what was wrong with the settings, and which debts cannot be looked for."""

    debts: tuple[Debt, ...]
    problems: tuple[Problem, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    touched: tuple[Touched, ...] = ()


@dataclass(slots=True)
class _Heap:
    """What comes up while settings are applied."""

    problems: list[Problem] = field(default_factory=list)
    touched: list[Touched] = field(default_factory=list)

    def unknown(self, name: str, setting: Setting | DebtSettings, word: str, known: Collection[str]) -> None:
        close = get_close_matches(word, known, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"use one of {_some(known)}" if known else ""
        self.problems.append(Problem.at(setting.named, "unknown-setting", f"unknown setting '{name}'", hint))

    def bad(self, name: str, setting: Setting, wanted: str) -> None:
        message = f"'{name}' must be {wanted}, not {_quoted(setting.value)}"
        self.problems.append(Problem.at(setting.place, "bad-value", message))


def catalogue(settings: Settings) -> Catalogue:
    """Return the debts under these settings. What is wrong with them is told, and the rest holds."""
    known = {debt.slug: debt for debt in discover(PACKAGE, Debt)}
    users, not_run = users_debts(settings.debts, known)
    known |= {debt.slug: debt for debt in users}
    heap = _Heap()
    for part in ("limits", "economics"):
        stated: Mapping[str, DebtSettings] = getattr(settings, part)
        for slug, set_here in stated.items():
            if slug in known:
                known[slug] = _with(known[slug], part, set_here.values, heap)
            elif slug not in {each.debt for each in not_run}:  # of a broken debt that much has been told
                heap.unknown(f"{part}.{slug}", set_here, slug, known)
    fitted = dict(_fitted(settings.categories, heap))
    debts = tuple(replace(known[slug], **fitted.get(known[slug].category, {})) for slug in sorted(known))
    return Catalogue(debts, tuple(heap.problems), not_run, tuple(sorted(heap.touched, key=lambda each: each.name)))


def users_debts(folder: Setting | None, taken: Collection[str]) -> tuple[tuple[Debt, ...], tuple[NotRun, ...]]:
    """Return the debts of a users' folder, and those that cannot be looked for; names that are taken are among them."""
    if folder is None:
        return (), ()
    found, broken = discover_folder(str(folder.value), Debt)
    wrong = dict(broken)
    for debt in found:
        if debt.slug in taken:
            wrong[debt.slug] = "a debt of this name is built in; give the file another name"
        elif flaws(debt):
            wrong[debt.slug] = "; ".join(flaws(debt))
    fine = tuple(debt for debt in found if debt.slug not in wrong)
    return fine, tuple(NotRun(slug, error) for slug, error in sorted(wrong.items()))


def _with(debt: Debt, part: str, values: Mapping[str, Setting], heap: _Heap) -> Debt:
    changes: dict[str, Any] = dict((_limits if part == "limits" else _economics)(debt, values, heap))
    holder: Any = debt.limits if part == "limits" else debt
    try:
        changed = replace(holder, **changes)
    except ValueError as error:  # limits of users' own debts may refuse values that do not go together
        first = next(iter(values.values()))
        heap.problems.append(Problem.at(first.named, "bad-value", f"'{part}.{debt.slug}' does not hold: {error}"))
        return debt
    for name, value in changes.items():
        default = getattr(holder, name)
        if value != default:
            heap.touched.append(Touched(f"{part}.{debt.slug}.{name}", default, value, values[name].place))
    return replace(debt, limits=changed) if part == "limits" else replace(debt, **changes)


Changes = Iterator[tuple[str, object]]


def _limits(debt: Debt, values: Mapping[str, Setting], heap: _Heap) -> Changes:
    known = {each.name: each for each in limits_of(debt.limits)}
    for name, setting in values.items():
        full = f"limits.{debt.slug}.{name}"
        if name not in known:
            heap.unknown(full, setting, name, known)
        elif (value := known[name].read(setting.value)) is None:
            heap.bad(full, setting, known[name].wanted)
        else:
            yield name, value


def _economics(debt: Debt, values: Mapping[str, Setting], heap: _Heap) -> Changes:
    return _read(f"economics.{debt.slug}", values, ECONOMICS, heap)


def _read(
    part: str, values: Mapping[str, Setting], known: Mapping[str, tuple[Callable[[object], object | None], str]],
    heap: _Heap,
) -> Changes:  # fmt: skip
    for name, setting in values.items():
        if name not in known:
            heap.unknown(f"{part}.{name}", setting, name, known)
            continue
        read, wanted = known[name]
        if (value := read(setting.value)) is None:
            heap.bad(f"{part}.{name}", setting, wanted)
        else:
            yield name, value


def _fitted(stated: Mapping[str, DebtSettings], heap: _Heap) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what is set for all debts of a category."""
    for category, set_here in stated.items():
        if category not in CATEGORIES:
            heap.unknown(f"categories.{category}", set_here, category, CATEGORIES)
            continue
        values = dict(_read(f"categories.{category}", set_here.values, FITTED, heap))
        for name, value in values.items():
            place = set_here.values[name].place
            heap.touched.append(Touched(f"categories.{category}.{name}", DEFAULTS[name], value, place))
        yield category, values


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        return None
    return float(value)


def _above_zero(value: object) -> float | None:
    return _number(value) or None


def _days(value: object) -> Days | None:
    if not isinstance(value, Mapping) or set(value) != {"low", "likely", "high"}:
        return None
    days = Days(value["low"], value["likely"], value["high"])
    return Days(float(days.low), float(days.likely), float(days.high)) if ascending(days) else None


def _loss(value: object) -> LossClass | None:
    return next((name for name in LOSSES if name == value), None)


LOSSES: tuple[LossClass, ...] = get_args(LossClass)
ECONOMICS: dict[str, tuple[Callable[[object], object | None], str]] = {
    "prior_rate": (_number, "a number of events a quarter, 0 or more"),
    "growth": (_number, "a share a quarter, 0 or more"),
    "effort": (_days, "three ascending numbers of engineer-days, such as {low: 1, likely: 2, high: 5}"),
    "loss": (_loss, f"one of {', '.join(LOSSES)}"),
}
"""What can be set of a debt's economics: how it is read, and what may be written."""
FITTED: dict[str, tuple[Callable[[object], object | None], str]] = {
    "rate_ratio": (_above_zero, "a number above 0, 1 where the catalogue's rates are right"),
    "pseudo_quarters": (_above_zero, "a number of quarters above 0"),
    "effort_ratio": (_above_zero, "a number above 0, 1 where repairs take what was estimated"),
}
"""The same for all debts of a category: what can be fitted to incidents and repairs."""
DEFAULTS: Mapping[str, object] = {"rate_ratio": 1.0, "pseudo_quarters": "as in policy", "effort_ratio": 1.0}
CATEGORIES: tuple[Category, ...] = get_args(Category)


def _some(known: Collection[str]) -> str:
    names = sorted(known)
    return ", ".join(names[:LISTED]) + (", …" if len(names) > LISTED else "")


def _quoted(value: object) -> str:
    """Write a value as it stood in the settings."""
    match value:
        case bool():
            return "'yes'" if value else "'no'"
        case Mapping():
            return f"{{{', '.join(f'{name}: {each}' for name, each in value.items())}}}"
        case tuple():
            return f"[{', '.join(map(str, value))}]"
        case float():
            return f"{value:g}"
    return f"'{value}'"
