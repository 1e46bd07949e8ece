"""Dated facts: what a fact was before it became what it is, so that an audit of a past day sees the past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar

from debtaudit.domain.asset import Asset
from debtaudit.domain.facts import Day, Free, Place, Target, Word, fact, hidden, key
from debtaudit.domain.say import attributes

A = TypeVar("A", bound=Asset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What a fact of an asset was until a day; on that day it became what is stated now, or by the next entry."""

    asset: Target = key("whose fact it was (an id)")
    path: Word = key("which fact, as in monitoring.data_drift", written="fact")
    was: Free = fact("what it was; unknown when nobody knew")
    until: Day = key("first day on which it was so no more")
    place: Place = hidden(Place(""))


def standing(history: Iterable[Earlier], as_of: date) -> dict[tuple[str, str], Earlier]:
    """Return the entry that speaks for each asset and fact on a day; none where what is stated now held already."""
    found: dict[tuple[str, str], Earlier] = {}
    dated = [(each.until, each) for each in history if isinstance(each.until, date)]
    for until, each in sorted(dated, key=lambda pair: pair[0], reverse=True):
        if as_of < until:
            found[each.asset, each.path] = each
    return found


def as_it_was(assets: Mapping[str, A], entries: Iterable[Earlier]) -> dict[str, A]:
    """Return assets with the facts that entries state; shorter paths first, so that a group may hold its parts."""
    changed = dict(assets)
    for each in sorted(entries, key=lambda each: (each.asset, each.path)):
        if each.asset in changed:
            changed[each.asset] = _with(changed[each.asset], each.path.split("."), each.was)
    return changed


def _with(record: Any, path: list[str], value: object) -> Any:
    """Return a record with one fact replaced; what lies inside of a group that was not there stays away with it."""
    if not is_dataclass(record) or isinstance(record, type):
        return record
    name = attributes(type(record))[path[0]]
    return replace(record, **{name: value if len(path) == 1 else _with(getattr(record, name), path[1:], value)})
