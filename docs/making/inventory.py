"""The reference of the inventory: every kind of entry, every fact and link, as the types declare them."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc
from typing import Any, TypeAlias

from debtaudit.domain.asset import Asset
from debtaudit.domain.facts import SHORTHAND, Practice
from debtaudit.domain.link import LINK_KEYS
from debtaudit.domain.measurement import MEASUREMENTS
from debtaudit.inventory.sections import SECTIONS, TELEMETRY
from debtaudit.inventory.vocabulary import FactType, Shape, facts_of
from making.markdown import made_from, table

Described: TypeAlias = Any
"""A class of facts."""
COMMON = "What every asset has"
FORMS = {
    "slug": "id", "target": "id", "ref": "id", "word": "word", "text": "text", "number": "number", "share": "share",
    "count": "whole number", "date": "day", "moment": "moment", "yes/no": "yes or no", "currency": "currency",
    "names": "names", "refs": "ids", "finding": "finding", "findings": "findings", "reasons": "reasons by fact",
    "places": "places by fact", "free": "anything",
}  # fmt: skip
WORDS = (
    ("unknown", "the same as leaving a fact out: nobody knows. It is never counted as fine"),
    ("none", "it was looked at, and there is none"),
    ("id", "a-z, 0-9, dot, dash and underscore; unique in the whole inventory"),
    ("yes or no", "`yes` or `no`"),
    ("share", "`0.35` or `35%`"),
    ("number", "`12000`, `12_000` or `1.2e4`"),
    ("day, moment", "`2026-09-30`, `2026-09-30T14:05:00Z`; without an offset it is UTC"),
    ("finding", "`debt@asset`, as `stale-model@order-intent`"),
    ("several", "a list, or one of its items alone"),
)


def inventory_page() -> str:
    """Write the page."""
    return made_from("debtaudit/domain/") + "\n".join(_page()).rstrip("\n") + "\n"


def _page() -> Iterator[str]:
    yield "# The inventory\n"
    yield (
        "An inventory is one YAML file or a folder of them, in any division; each file may hold any of the keys below."
        " All facts are optional but those marked *needed*. `debtaudit schema` prints the same as a JSON Schema, for"
        " editors; `debtaudit check` tells mistakes.\n"
    )
    yield from _links()
    yield "## How values are written\n"
    yield from table(("Written", "Means"), [(f"`{name}`" if " " not in name else name, says) for name, says in WORDS])
    groups: dict[str, type] = {}
    yield f"## {COMMON} {{#every-asset}}\n"
    yield "Organisation, teams, systems, models, pipelines, datasets, features and dependencies all have these facts.\n"
    yield from _facts(Asset, groups, says=False)
    for name, shape in SECTIONS.items():
        yield from _section(name, shape, groups)
    yield from _telemetry(groups)
    yield "## Groups of facts\n"
    done: set[str] = set()
    while rest := sorted(groups.keys() - done):
        for name in rest:
            done.add(name)
            yield f"### {name} {{#{name.lower()}}}\n"
            yield from _facts(groups[name], groups)


def _links() -> Iterator[str]:
    yield "## Links on assets\n"
    yield (
        "Value flows from provider to consumer, and so does damage. A link is written on an asset, as an id or as a"
        " mapping that says more ([LinkEntry](#linkentry)), or under `links:` with both ends.\n"
    )
    rows = [
        (f"`{key}`", link.kind, "the asset itself" if link.asset_is_provider else "what is named",
         "what is named" if link.asset_is_provider else "the asset itself")
        for key, link in LINK_KEYS.items()
    ]  # fmt: skip
    yield from table(("Written on an asset", "Kind of link", "Provider", "Consumer"), rows)


def _section(name: str, shape: Shape, groups: dict[str, type]) -> Iterator[str]:
    cls: Described = shape.group or (shape.item.group if shape.item else None)
    yield f"## `{name}` {{#{name}}}\n"
    yield from _facts(cls, groups)


def _telemetry(groups: dict[str, type]) -> Iterator[str]:
    yield f"## `{TELEMETRY}` {{#{TELEMETRY}}}\n"
    yield "Dated measurements. `kind` says of which sort one is; all have `asset`, and `at` or `from` and `to`.\n"
    for kind, cls in MEASUREMENTS.items():
        yield f"### `kind: {kind}` {{#{TELEMETRY}-{kind}}}\n"
        yield from _facts(cls, groups, leave=frozenset({"asset", "at", "from", "to"}))


def _facts(
    cls: Described, groups: dict[str, type], leave: frozenset[str] = frozenset(), *, says: bool = True
) -> Iterator[str]:
    if says:
        yield f"{cleandoc(cls.__doc__ or '').partition(chr(10))[0]}\n"
    if cls is not Asset and issubclass(cls, Asset):
        leave |= {spec.name for spec in facts_of(Asset)}
        yield f"It has [what every asset has](#every-asset){', and' if len(facts_of(cls)) > len(leave) else '.'}\n"
    if cls in SHORTHAND:
        yield f"Written as a single value, that is its `{SHORTHAND[cls]}`.\n"
    rows = [_row(spec, groups) for spec in facts_of(cls) if spec.name not in leave]
    yield from table(("Fact", "Takes", "Says"), rows)


def _row(spec: FactType, groups: dict[str, type]) -> tuple[str, str, str]:
    also = f" (also `{'`, `'.join(spec.also)}`)" if spec.also else ""
    says = f"{spec.says}; {spec.unit}" if spec.unit else spec.says
    return f"`{spec.name}`{also}", _takes(spec.shape, groups), f"{says} *(needed)*" if spec.required else says


def _takes(shape: Shape, groups: dict[str, type]) -> str:
    if shape.form is not None:
        return _within(FORMS[shape.form.name], shape.form.low, shape.form.high)
    if shape.options:
        absent = () if "none" in shape.options or not shape.may_be_absent else ("none",)
        return " ".join(f"`{option}`" for option in (*shape.options, *absent))
    if shape.item is not None:
        return f"several: {_takes(shape.item, groups)}"
    cls: Described = shape.group
    groups[cls.__name__] = cls
    name = "practice" if cls is Practice else cls.__name__
    return f"[{name}](#{cls.__name__.lower()})"


def _within(name: str, low: float | None, high: float | None) -> str:
    if name == "share":
        return name
    if low is not None and high is not None:
        return f"{name}, {low:g} to {high:g}"
    return name if low is None else f"{name}, {low:g} or more"
