"""Facts of a source -> the text of its file. What was known before and is gone from the source stays, and is marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from debtaudit.collectors._collector import Collected
from debtaudit.domain.asset import Asset, Undescribed
from debtaudit.domain.facts import Place
from debtaudit.domain.incident import Incident
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.measurement import Measurement
from debtaudit.domain.problem import Problem, errors
from debtaudit.inventory import forms, loads, tree
from debtaudit.inventory.sections import DESCRIBED
from debtaudit.inventory.write import dump

SECTIONS: Final = {cls: name for name, cls in DESCRIBED.items()}
ONES_OWN: Final = ("feature", "metric", "consumer", "slice", "measure", "version")
"""Facts that tell measurements of one kind and asset apart."""


@dataclass(frozen=True, slots=True)
class Before:
    """The file as an earlier run left it, and what its header says."""

    text: str
    inventory: Inventory
    stale: tuple[str, ...] = ()
    refs: Mapping[str, str] | None = None
    at: date | None = None


NEVER = Before("", Inventory())


def earlier(name: str, text: str, file: str, aliases: Mapping[str, str]) -> Before | Problem:
    """Read what an earlier run wrote; a file of anybody else is not touched.

    `aliases` are those of debtaudit.yaml, as `{"mlflow:churn": "churn-model"}`.
    """
    root, _ = tree.parse(text, file)
    header = root.get("source") if isinstance(root, tree.Mapping) else None
    if not isinstance(header, tree.Mapping) or header.get("kind") != "collector" or header.get("name") != name:
        message = f"this file was not written by the source '{name}', so it is not replaced"
        return Problem.at(Place(file), "not-ours", message, "move it, or give the source another name with --name")
    inventory = loads(text, file, dict(aliases))
    wrong = errors(inventory.problems)
    if wrong:
        return wrong[0]
    stale, refs = header.get("stale", ()), header.get("refs", {})
    return Before(
        text, inventory,
        tuple(map(str, stale)) if isinstance(stale, list) else (str(stale),) if stale else (),
        {str(fact): str(place) for fact, place in refs.items()} if isinstance(refs, dict) else {},
        _day(header.get("at")),
    )  # fmt: skip


def _day(said: object) -> date | None:
    try:
        return forms.day(said) if isinstance(said, str) else None
    except ValueError:
        return None


def draft(name: str, collected: Collected, before: Before, today: date, *, prune: bool = False) -> str:
    """Return the new text of a source's file.

    Incidents and measurements that the source no longer tells of are history, and stay. Assets that it no longer knows
    stay with their last facts, and stand under `stale`. With `prune` all of these go. Nothing dated in the export: the
    facts are of `today`, or of the day when they were first seen to be so.
    """
    document = {section: list(_entries(value)) for section, value in collected.document.items()}
    here = {str(entry["id"]) for section in document for entry in document[section] if "id" in entry}
    gone: list[Asset] = []
    incidents: list[Incident] = []
    refs = dict(collected.refs)
    if not prune:
        known = (*before.inventory.teams.values(), *before.inventory.assets.values())
        gone = [each for each in known if each.id not in here and not isinstance(each, Undescribed)]
        incidents = [each for each in before.inventory.incidents if each.id not in here]
        kept: list[Asset | Incident] = [*gone, *incidents]
        for each in kept:
            document.setdefault(SECTIONS[type(each)], []).append(each)
            own = {fact: place for fact, place in (before.refs or {}).items() if fact.startswith(f"{each.id}.")}
            refs = {**own, **refs}
        if old := list(_history(before.inventory.telemetry, document.get("telemetry", ()))):
            document.setdefault("telemetry", []).extend(old)
    stale = sorted({each.id for each in gone if each.kind != "team"})
    header: dict[str, object] = {"kind": "collector", "name": name, "at": collected.at or today}
    header |= {"refs": refs} if refs else {}
    header |= {"stale": stale} if stale else {}
    text = dump({"source": header, **document})
    if collected.at is None and before.at:
        same = dump({"source": {**header, "at": before.at}, **document})
        return same if same == before.text else text
    return text


def vanished(before: Before, name: str, today: date) -> str:
    """Return the text of a file whose source can no longer be read: the facts stay, and since when is said."""
    root, _ = tree.parse(before.text, name)
    header = root["source"] if isinstance(root, tree.Mapping) else {}
    if "gone_since" in header:
        return before.text
    head, line, rest = before.text.partition("\n  name: ")
    named, end, rest = rest.partition("\n")
    return f"{head}{line}{named}{end}  gone_since: {today}\n{rest}"


def _entries(value: object) -> Iterator[Any]:
    if isinstance(value, (list, tuple)):
        yield from value


def _history(old: Iterable[Measurement], new: Iterable[Mapping[str, object]]) -> Iterator[Measurement]:
    """Yield measurements from before the first of the same kind that is told now: windows must not overlap."""
    begins: dict[tuple[object, ...], date] = {}
    for record in new:
        first = record.get("from", record.get("at"))
        key = (record["kind"], record["asset"], *(record.get(name) for name in ONES_OWN))
        if isinstance(first, date):
            begins[key] = min(first, begins.get(key, first))
    for each in old:
        key = (each.kind, each.asset, *(getattr(each, name, None) for name in ONES_OWN))
        if each.day and (key not in begins or each.day < begins[key]):
            yield each
