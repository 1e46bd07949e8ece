"""Names in tools that may stand for one asset: suggested with a score and a reason, never joined silently."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Final

from debtaudit.domain.asset import Asset, Undescribed
from debtaudit.domain.incident import Incident
from debtaudit.domain.inventory import Inventory

LEAST: Final = 0.8
"""Score from which a pair is worth a look."""
MOST: Final = 600
"""Assets of a kind that are compared each with each."""
EMPTY_WORDS: Final = frozenset({"model", "service", "prod", "production", "v1", "v2", "dataset", "table", "the", "api"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that may mean one thing: `name` as `tool:name`, the id it may stand for, a score of 0 to 1, and why."""

    score: float
    id: str
    name: str
    reason: str


def suggestions(
    inventory: Inventory, tools: Mapping[str, str], aliases: Mapping[str, str], stated: Mapping[str, str] | None = None
) -> tuple[Pair, ...]:
    """Return pairs of assets of one kind that may be one, the surest first.

    `tools` says which tool brought an id (ids that people described are not in it), `stated` holds what people stated
    inside a tool (`{"mlflow:churn": "churn-model"}`).
    """
    found = {(pair.id, pair.name): pair for pair in _alike(inventory, tools)}
    for name, id_ in (stated or {}).items():
        if name.partition(":")[2] != id_:
            found[id_, name] = Pair(1.0, id_, name, "an annotation in the tool says so")
    known = set(aliases.items())
    return tuple(sorted((each for each in found.values() if (each.name, each.id) not in known),
                        key=lambda each: (-each.score, each.id, each.name)))  # fmt: skip


def _alike(inventory: Inventory, tools: Mapping[str, str]) -> Iterator[Pair]:
    for kind in sorted({each.kind for each in inventory.assets.values()}):
        assets = [each for each in inventory.assets.values() if each.kind == kind or isinstance(each, Undescribed)]
        for at, one in enumerate(assets[:MOST]):
            for other in assets[at + 1 : MOST]:
                if tools.get(one.id) != tools.get(other.id) and kind in {one.kind, other.kind}:
                    yield from _pair(one, other, tools)


def _pair(one: Asset, other: Asset, tools: Mapping[str, str]) -> Iterator[Pair]:
    score, reason = _score(one, other)
    if score >= LEAST:
        kept, named = (one, other) if other.id in tools else (other, one)
        yield Pair(round(score, 2), kept.id, f"{tools[named.id]}:{named.id}", reason)


def _score(one: Asset, other: Asset) -> tuple[float, str]:
    first, second = _words(one.id), _words(other.id)
    if first == second:
        return 0.97, "same name but for spelling"
    if one.repository and one.repository == other.repository and set(first) & set(second):
        return 0.9, "same repository, and a word in common"
    if first and set(first) - EMPTY_WORDS == set(second) - EMPTY_WORDS:
        return 0.9, "same words but for such as model or service"
    return SequenceMatcher(None, "".join(first), "".join(second)).ratio(), "nearly the same letters"


def _words(id_: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z]+|[0-9]+", id_))


def tools_of(inventory: Inventory) -> dict[str, str]:
    """Return which tool brought an asset, for those that only tools describe."""
    found = {}
    for id_ in inventory.assets:
        origin = inventory.origin(id_, "id")
        if origin and origin.source.kind == "collector":
            found[id_] = origin.source.name
    return found


def lines(pairs: Iterable[Pair]) -> Iterator[str]:
    """Write pairs as they would stand in debtaudit.yaml."""
    for each in pairs:
        yield f"{each.score:4.2f}  {each.id}: [{each.name}]  # {each.reason}"


def outages(inventory: Inventory) -> tuple[tuple[str, str, str], ...]:
    """Return pairs of incidents from two files that may be one outage, and why: an asset and a time in common."""
    found = []
    timed = [(each, *_span(each)) for each in inventory.incidents if each.known_at and not each.same_as]
    timed.sort(key=lambda each: (each[1], each[0].id))
    for at, (one, _, end) in enumerate(timed):
        for other, begin, _ in timed[at + 1 :]:
            if begin > end:
                break
            shared = sorted(set(one.assets or ()) & set(other.assets or ()))
            if shared and one.place.file != other.place.file:
                found.append((other.id, one.id, f"both hit {shared[0]} at the same time"))
    return tuple(found)


def _span(incident: Incident) -> tuple[datetime, datetime]:
    """Return from when to when an incident lasted; one without an end is taken as an hour long."""
    moments = (incident.started_at, incident.detected_at, incident.opened_at, incident.resolved_at)
    known = [each for each in moments if isinstance(each, datetime)]
    end = incident.resolved_at if isinstance(incident.resolved_at, datetime) else min(known) + timedelta(hours=1)
    return min(known), max(end, min(known))
