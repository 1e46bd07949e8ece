"""The JSON Schema of `debtaudit.yaml`, for editors, derived from what reads it: settings, debts, sources, figures.

Like that of the inventory it accepts what the program accepts, and leaves to it what needs a look at the disk, at two
values together, or at numbers in quotes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Final, get_args

from debtaudit.collectors._collector import Collector
from debtaudit.detectors._catalogue import CATEGORIES, ECONOMICS, FITTED, LOSSES
from debtaudit.domain.debt import Debt
from debtaudit.domain.limits import Limit, limits_of
from debtaudit.domain.policy import Policy
from debtaudit.inventory import forms
from debtaudit.inventory.look import COLOUR, PAPERS
from debtaudit.inventory.look import NAMES as LOOKS
from debtaudit.inventory.schema import DIALECT, UNKNOWN, WORDS, Schema, any_of, group
from debtaudit.inventory.settings import PARTS, SHARES, ZERO_IS_FINE
from debtaudit.ledger.kpis._kpi import Kpi
from debtaudit.trackers.sync.settings import NAMES as OF_TRACKERS
from debtaudit.trackers.sync.settings import TRACKERS
from debtaudit.trackers.sync.words import Category

TEXT: Final[Schema] = {"type": ["string", "number", "boolean"]}
SAYS: Final[Mapping[str, str]] = {
    "policy": "How findings are priced: the numbers of the risk model.",
    "limits": "From when something is called a debt, by debt.",
    "economics": "What a debt costs before any history, by debt.",
    "categories": "What your own incidents say of a category of debts; `debtaudit calibrate --write` puts it here.",
    "aliases": "Names in other tools, by the id in the inventory.",
    "report": "How the board report looks.",
    "debts": "Debts of your own.",
    "members": "Further inventories that are audited with this one: folders, seen from this file.",
    "trackers": "Where `debtaudit sync` keeps issues, and how things are called there.",
    "collect": "Tools that `debtaudit collect --all` reads.",
    "targets": "Targets of key figures.",
}
"""What each part of the file is for."""


def settings_schema(debts: Iterable[Debt], sources: Iterable[Collector], figures: Iterable[Kpi]) -> Schema:
    """Return the schema (draft 2020-12) of a settings file, with these debts, sources to collect from and key figures.

    Own debts may have other names where the file names a folder of them.
    """
    listed, made = tuple(debts), _Definitions(dict(WORDS))
    parts = {
        "policy": _mapping(dict(_policy(made))),
        "limits": _mapping({each.slug: _limits(each, made) for each in listed}, open_=True),
        "economics": _mapping({each.slug: _economics(each, made) for each in listed}, open_=True),
        "categories": _mapping(dict.fromkeys(CATEGORIES, made.ref("fitted", _mapping(dict(_fitted(made)))))),
        "aliases": _aliases(),
        "report": _mapping(dict(_report())),
        "debts": _mapping({"folder": TEXT}),
        "members": {"type": "array", "items": {**TEXT, "minLength": 1}},
        "trackers": _mapping(dict.fromkeys(TRACKERS, made.ref("tracker", _mapping(dict(_tracker()))))),
        "collect": _sources(tuple(sources), made),
        "targets": _mapping({each.slug: {"description": _head(each.doc), **made.number()} for each in figures}),
    }
    return {
        "$schema": DIALECT,
        "title": "debtaudit settings",
        "description": "The file debtaudit.yaml. All of it is optional.",
        "type": ["object", "null"],
        "properties": {name: {"description": SAYS[name], **any_of(parts[name], UNKNOWN)} for name in PARTS},
        "additionalProperties": False,
        **_names_of_debts([each.slug for each in listed]),
        "$defs": dict(sorted(made.held.items())),
    }


@dataclass(frozen=True, slots=True)
class _Definitions:
    """What is described once and referred to by its name."""

    held: Schema

    def ref(self, name: str, said: Schema) -> Schema:
        self.held[name] = said
        return {"$ref": f"#/$defs/{name}"}

    def number(
        self, low: float | None = None, high: float | None = None, *, above: bool = False, percent: bool = True,
        whole: bool = False,
    ) -> Schema:  # fmt: skip
        """Describe a number with its range; editors take percents and `1_000` for text, whose range they cannot see."""
        span = {"exclusiveMinimum" if above else "minimum": low, "maximum": high}
        kept = {name: bound for name, bound in span.items() if bound is not None}
        sort: Schema = {"type": "number", "multipleOf": 1} if whole else {"type": "number"}
        text = {"type": "string", "pattern": f"^({forms.NUMBER}){'( *%)?' if percent else ''}$"}
        words = ("whole" if whole else "number", *(f"{name}_{bound:g}" for name, bound in kept.items()),
                 "or_percent" if percent else "")  # fmt: skip
        return self.ref("_".join(filter(None, words)), any_of({**sort, **kept}, text, UNKNOWN))


def _names_of_debts(slugs: list[str]) -> Schema:
    """Take debts of other names for mistakes, unless there is a folder with debts of the users' own."""
    known = {"propertyNames": {"enum": slugs}}
    own = {"required": ["debts"], "properties": {"debts": {"type": "object", "required": ["folder"]}}}
    return {"if": own, "else": {"properties": {"limits": known, "economics": known}}}


def _mapping(properties: Mapping[str, Schema], *, open_: bool = False) -> Schema:
    """Describe a mapping with these entries, and others only where it is open; an entry may say nothing."""
    entries: Schema = {}
    for name, each in properties.items():
        described = {key: each[key] for key in ("description", "default") if key in each}
        rest = {key: value for key, value in each.items() if key not in described}
        entries[name] = {**described, **(rest if UNKNOWN in rest.get("anyOf", ()) else any_of(rest, UNKNOWN))}
    return {"type": "object", "properties": entries, **({} if open_ else {"additionalProperties": False})}


def _policy(made: _Definitions) -> Iterator[tuple[str, Schema]]:
    for each in fields(Policy):
        share = each.name in SHARES
        number = made.number(0, 1 if share else None, above=each.name not in ZERO_IS_FINE, percent=share)
        yield each.name, {"description": each.metadata["says"], "default": each.default, **number}


def _limits(debt: Debt, made: _Definitions) -> Schema:
    said = {each.name: {"description": each.says, **_limit(each, made)} for each in limits_of(debt.limits)}
    return {"description": _head(debt.doc), **_mapping(said)}


def _limit(limit: Limit, made: _Definitions) -> Schema:
    value, words = limit.value, {"type": "string"}
    if isinstance(value, bool):
        return {"default": value, "$ref": "#/$defs/yes_no"}
    if isinstance(value, (int, float)):
        return {"default": value, **made.number(*limit.least_and_most, whole=limit.whole)}
    if isinstance(value, (tuple, frozenset)):
        return {"default": sorted(map(str, value)), **any_of({"type": "array", "items": words}, words)}
    return {"default": value, **words}


def _economics(debt: Debt, made: _Definitions) -> Schema:
    days = _mapping(dict.fromkeys(("low", "likely", "high"), made.number(0)))
    special = {
        "effort": made.ref("effort", {**days, "required": ["low", "likely", "high"]}), "loss": {"enum": list(LOSSES)},
    }  # fmt: skip
    said: Schema = {}
    for name, (_read, wanted) in ECONOMICS.items():
        default = getattr(debt, name)
        plain = asdict(default) if is_dataclass(default) and not isinstance(default, type) else default
        said[name] = {"description": wanted, "default": plain, **special.get(name, made.number(0))}
    return {"description": _head(debt.doc), **_mapping(said)}


def _fitted(made: _Definitions) -> Iterator[tuple[str, Schema]]:
    for name, (_read, wanted) in FITTED.items():
        yield name, {"description": wanted, **made.number(0, above=True)}


def _aliases() -> Schema:
    name = {"type": "string", "pattern": "^[^:]+:.", "description": "tool:name", "examples": ["mlflow:churn"]}
    either = any_of({"type": "array", "items": name}, name, UNKNOWN)
    return {"type": "object", "propertyNames": {"$ref": "#/$defs/id"}, "additionalProperties": either}


def _report() -> Iterator[tuple[str, Schema]]:
    accent = {"type": ["string", "number"], "pattern": f"^ *({COLOUR.pattern}) *$", "examples": ["#0b6e4f"]}
    special: Schema = {"accent": accent, "paper": {"enum": list(PAPERS)}}
    yield from ((name, special.get(name, TEXT)) for name in LOOKS)


def _tracker() -> Iterator[tuple[str, Schema]]:
    names = any_of({"type": "array", "items": TEXT}, TEXT)
    special: Schema = {
        "priorities": {"type": "object", "propertyNames": {"pattern": "^[Pp]?[1-4]$"}},
        "states": _mapping(dict.fromkeys(get_args(Category), names)),
        "fields": {"type": "object"}, "authors": names, "confidential": {"$ref": "#/$defs/yes_no"},
    }  # fmt: skip
    yield from ((name, special.get(name, {"type": ["string", "integer"]})) for name in OF_TRACKERS)


def _sources(sources: tuple[Collector, ...], made: _Definitions) -> Schema:
    """Describe sources by their names; one of another name says under `source` which collector reads it."""
    options = {each.slug: group(each.options, made.held) for each in sources}
    chosen = [
        {"if": {"required": ["source"], "properties": {"source": {"const": slug}}}, "then": said}
        for slug, said in options.items()
    ]
    named = {"properties": {"source": {"enum": list(options)}}, "required": ["source"], "allOf": chosen}
    other = made.ref("other_source", {"type": "object", **named})
    own = {
        each.slug: {"description": _head(each.doc), "type": "object", "if": {"required": ["source"]}, "then": other,
                    "else": options[each.slug]}
        for each in sources
    }  # fmt: skip
    names = {"pattern": f"^{forms.SLUG}$"}
    return {"type": "object", "properties": own, "propertyNames": names, "additionalProperties": other}


def _head(doc: str) -> str:
    """Return the first paragraph of a documentation in one line."""
    return " ".join(doc.strip().partition("\n\n")[0].partition("\nWhy it is debt:")[0].split())
