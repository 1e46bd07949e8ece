"""What there is to say of one debt: the same words in a terminal, in the documentation and for programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, get_args

from debtaudit.domain.debt import Category, Days, Debt, Dimension, LossClass
from debtaudit.domain.limits import Limit, limits_of
from debtaudit.domain.settings import Touched

CATEGORIES: Final[tuple[Category, ...]] = get_args(Category)
DIMENSIONS: Final[tuple[Dimension, ...]] = get_args(Dimension)
OUTSIDE: Final = "other"
"""The dimension of debts that lie outside the four."""
LOSSES: Final[Mapping[LossClass, str]] = {
    "silent": "the answers get worse and nobody sees it",
    "wrong_handling": "cases are handled wrongly",
    "outage": "something stands still",
    "effort_or_duty": "effort, or a duty that is not met",
}
EXAMPLES: Final = ("Example", "Instead")
AFTERWARDS: Final = ("Fix", "False alarms", "Decisions", "Source")
"""Sections that stand below the numbers; what else a file says stands above them."""


@dataclass(frozen=True, slots=True)
class DebtPage:
    """One debt with what its neighbours and the settings add to it."""

    debt: Debt
    facts: tuple[tuple[str, tuple[str, ...]], ...]  # that tell, by kind of asset
    gap: tuple[Debt, ...] = ()  # the debts that describe one gap together, parent first
    defaults: Mapping[str, object] = field(default_factory=dict)  # of what was set otherwise, by its dotted name

    @property
    def limits(self) -> tuple[Limit, ...]:
        """Its limits, as they are set."""
        return limits_of(self.debt.limits)

    def default(self, part: str, name: str, otherwise: object = None) -> object:
        """Return the default of something that was set, and `otherwise` where it was not."""
        return self.defaults.get(f"{part}.{self.debt.slug}.{name}", otherwise)


def page_of(
    debt: Debt,
    known: Iterable[Debt],
    facts: tuple[tuple[str, tuple[str, ...]], ...],
    touched: Iterable[Touched] = (),
) -> DebtPage:
    """Put a debt's page together; `known` are all debts."""
    group = debt.overlap.group if debt.overlap else None
    members = [(each.overlap.place, each) for each in known if each.overlap and each.overlap.group == group]
    gap = tuple(each for _place, each in sorted(members, key=lambda pair: (pair[0], pair[1].slug)))
    return DebtPage(debt, facts, gap, {each.name: each.default for each in touched})


def sections(debt: Debt) -> tuple[str, ...]:
    """Return the titles of a debt's documentation, in its own order."""
    return tuple(re.findall(r"^([A-Z][^\n:]*):$", debt.doc, re.MULTILINE))


def first_sections(debt: Debt) -> tuple[str, ...]:
    """Return the titles that stand above the numbers."""
    return tuple(title for title in sections(debt) if title not in (*AFTERWARDS, *EXAMPLES))


def last_sections(debt: Debt) -> tuple[str, ...]:
    """Return the titles that stand below the numbers."""
    return tuple(title for title in AFTERWARDS if debt.section(title))


def economics(page: DebtPage) -> Iterator[tuple[str, str, object | None]]:
    """Yield the name of each number of a debt's economics, what it says, and its default where it was set otherwise."""
    debt, effort = page.debt, page.debt.effort
    days = f"{effort.low:g} to {effort.high:g} engineer-days for one asset, most likely {effort.likely:g}"
    for name, says in (
        ("prior_rate", f"{debt.prior_rate:g} loss events a quarter at severity 1, before any history"),
        ("growth", f"{debt.growth:.3g} a quarter: how the interest grows when nothing is done"),
        ("effort", f"{days} ({effort.mean:.1f} on average)"),
        ("loss", f"{debt.loss}: {LOSSES[debt.loss]}"),
    ):
        yield name, says, page.default("economics", name)


def remarks(page: DebtPage, name: Callable[[str], str] = str) -> Iterator[str]:
    """Yield what else bears on a debt's price and place; `name` writes the name of another debt."""
    debt = page.debt
    yield from _fitted(debt)
    yield f"Severity is {span(debt.severity)}."
    if debt.change_driven:
        yield "Losses come with changes: the rate of releases counts."
    if debt.touches_rights:
        yield "Safety, rights or licences are at stake: money alone does not rank it."
    if debt.after:
        yield f"Repair first, on the same asset: {', '.join(map(name, debt.after))}."
    others = [each.slug for each in page.gap if each.slug != debt.slug]
    if debt.overlap and others:
        yield (f"One gap, '{debt.overlap.group}', is described together with {', '.join(map(name, others))}: the loss"
               " of an event is counted once an asset, with the first that is present"
               f"{'' if page.gap[0] is debt else f', {name(page.gap[0].slug)} before all'}.")  # fmt: skip


def _fitted(debt: Debt) -> Iterator[str]:
    """Yield what settings say of all debts of the category."""
    if debt.rate_ratio != 1:
        yield f"The rate counts {debt.rate_ratio:g} times, as incidents say of category {debt.category}."
    if debt.pseudo_quarters:
        yield f"The rate is worth {debt.pseudo_quarters:g} quarters of history."
    if debt.effort_ratio != 1:
        yield f"Repairs take {debt.effort_ratio:g} times what is estimated."


def written(value: object) -> str:
    """Write a limit, or a number of the economics, as settings take it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}"
        case Days():
            return f"{value.low:g}, {value.likely:g}, {value.high:g}"
        case tuple() | frozenset():
            return ", ".join(sorted(map(str, value)))
    return str(value)


def paragraphs(text: str) -> tuple[str, ...]:
    """Split a section into paragraphs, each in one line."""
    return tuple(" ".join(each.split()) for each in re.split(r"\n\s*\n", text) if each.strip())


def span(severity: tuple[float, float]) -> str:
    """Write a range of severities."""
    low, high = severity
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def kinds(debt: Debt) -> str:
    """Name the kinds of asset that a debt is looked for on."""
    return ", ".join(kind.kind for kind in debt.on)


def by_category(debts: Iterable[Debt]) -> Iterator[tuple[Category, tuple[Debt, ...]]]:
    """Yield each category that has debts, with them."""
    every = tuple(debts)
    for category in CATEGORIES:
        if mine := tuple(debt for debt in every if debt.category == category):
            yield category, mine


def by_dimension(debts: Iterable[Debt]) -> Iterator[tuple[Dimension, tuple[Debt, ...]]]:
    """Yield each dimension that has debts, with them; last those that lie outside the four."""
    every = tuple(debts)
    for dimension in DIMENSIONS:
        if mine := tuple(debt for debt in every if debt.dimension == dimension):
            yield dimension, mine
