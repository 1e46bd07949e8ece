"""What is remembered between runs, and how each line of the journal changes it. Pure.

The journal says what is about to be done before it is done, and what came of it after. An issue whose creation was
begun and not ended is pending: it may exist, or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, Literal, cast

from debtaudit.trackers.sync.words import Category, Known

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Pending:
    """An issue that may exist: its creation was begun, in seconds since 1970, and no end was written down."""

    finding: str
    mark: str
    since: float
    sent: Mapping[str, str]
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal.

    begin: an issue is about to be made. made: it was. refused: it was certainly not. keep: what is remembered of an
    issue changed.
    """

    does: Literal["begin", "made", "refused", "keep"]
    mark: str
    pending: Pending | None = None
    known: Known | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """What is remembered of one target: a project on a server."""

    target: str
    items: Mapping[str, Known] = field(default_factory=dict)  # by finding
    pending: Mapping[str, Pending] = field(default_factory=dict)  # by mark
    number: int = 0  # of the last entry that is in it

    def after(self, entry: Entry) -> State:
        """Return the state after one line of the journal; a line that is in it already changes nothing."""
        if entry.number <= self.number:
            return self
        pending = {mark: each for mark, each in self.pending.items() if mark != entry.mark or entry.does == "keep"}
        items = dict(self.items)
        if entry.pending:
            pending[entry.mark] = entry.pending
        if entry.known:
            items = {name: each for name, each in items.items() if each.id != entry.known.id}
            items[entry.known.finding] = entry.known
        return replace(self, items=items, pending=pending, number=entry.number)


def to_plain(state: State) -> dict[str, object]:
    """Return a state as plain values, sorted."""
    return {
        "format": "debtaudit-sync-state", "version": VERSION, "target": state.target, "number": state.number,
        "items": [_plain(state.items[name]) for name in sorted(state.items)],
        "pending": [_plain(state.pending[mark]) for mark in sorted(state.pending)],
    }  # fmt: skip


def from_plain(value: Any) -> State:  # noqa: ANN401 - what a file of JSON holds
    """Return the state that plain values stand for.

    Raises:
        ValueError: when they are no state, or one of a newer version.

    """
    try:
        if value["format"] != "debtaudit-sync-state" or value["version"] != VERSION:
            raise ValueError("it was written by another version of debtaudit")
        items = [_known(each) for each in value["items"]]
        pending = [_pending(each) for each in value["pending"]]
        return State(
            str(value["target"]), {each.finding: each for each in items},
            {each.mark: each for each in pending}, int(value["number"]),
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"it holds no state: {error}") from None


def entry_to_plain(entry: Entry) -> dict[str, object]:
    """Return one line of the journal as plain values."""
    said: dict[str, object] = {"number": entry.number, "does": entry.does, "mark": entry.mark}
    for name, part in (("pending", entry.pending), ("known", entry.known)):
        if part is not None:
            said[name] = _plain(part)
    return said


def entry_from_plain(value: Any) -> Entry:  # noqa: ANN401 - what a file of JSON holds
    """Return the line of the journal that plain values stand for.

    Raises:
        ValueError: when they are none.

    """
    try:
        return Entry(
            value["does"], str(value["mark"]), _pending(value["pending"]) if "pending" in value else None,
            _known(value["known"]) if "known" in value else None, int(value["number"]),
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"it is no entry of a journal: {error}") from None


def _plain(part: Known | Pending) -> dict[str, object]:
    return {**asdict(part), "sent": dict(part.sent), "labels": sorted(part.labels)}


def _known(value: Mapping[str, Any]) -> Known:
    words = {name: str(value[name]) for name in ("finding", "mark", "id", "key", "url", "status", "assignee", "due")}
    return Known(
        **words, sent=dict(value["sent"]), seen=dict(value["seen"]), labels=frozenset(value["labels"]),
        category=cast("Category", value["category"]),
    )  # fmt: skip


def _pending(value: Mapping[str, Any]) -> Pending:
    labels = frozenset(value["labels"])
    return Pending(str(value["finding"]), str(value["mark"]), float(value["since"]), dict(value["sent"]), labels)
