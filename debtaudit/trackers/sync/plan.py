"""What would change: the issues wanted, what is remembered, and what stands in the tracker -> actions.

A text is compared three ways: what we last sent, what stood there right after, and what stands there now. Where people
changed it, theirs stays. Where they closed an issue, it stays closed. Nothing is ever deleted, and an issue whose
finding is gone from the audit stays open until somebody says that the debt is repaid.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from debtaudit.trackers.sync.state import Pending, State
from debtaudit.trackers.sync.words import FIELDS, UNKNOWN, Field, Issue, Known, Wanted, fingerprint

Kind = Literal[
    "create", "adopt", "update", "close",
    "kept", "conflict", "closed", "gone", "orphan", "duplicate", "foreign",
]  # fmt: skip
DOES: Final = frozenset({"create", "adopt", "update", "close"})
"""Kinds that change something; the others are told, and nothing more."""


@dataclass(frozen=True, slots=True)
class Change:
    """One text, before and after; or labels that come and go, in a field named `labels`."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do, or to tell, about one finding's issue."""

    kind: Kind
    finding: str
    reason: str
    wanted: Wanted | None = None
    issue: Issue | None = None
    changes: tuple[Change, ...] = ()

    @property
    def does(self) -> bool:
        """Whether it changes something."""
        return self.kind in DOES

    @property
    def signature(self) -> str:
        """A fingerprint of what it would do, to tell whether a saved plan still holds."""
        texts = [[change.field, change.after] for change in self.changes]
        where = self.issue.id if self.issue else ""
        return fingerprint(json.dumps([self.kind, self.finding, where, texts, _digest(self.wanted)]))


@dataclass(frozen=True, slots=True)
class Remote:
    """What stands in the tracker, by id: every issue that carries a mark or is remembered."""

    issues: Mapping[str, Issue]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asked for beyond the ordinary."""

    forced: frozenset[Field] = frozenset()  # ours wins over people's edits there
    recreate: bool = False  # issues that somebody deleted
    close_repaid: bool = True


@dataclass(frozen=True, slots=True)
class Merge:
    """One issue compared: texts to send, texts that people changed, texts that both changed; labels to add and take."""

    send: tuple[Change, ...] = ()
    kept: tuple[Change, ...] = ()
    conflicts: tuple[Change, ...] = ()
    add: frozenset[str] = frozenset()
    take: frozenset[str] = frozenset()

    @property
    def changes(self) -> tuple[Change, ...]:
        """Everything that would be sent."""
        labels = sorted([f"+{each}" for each in self.add] + [f"-{each}" for each in self.take])
        return (*self.send, Change("labels", "", " ".join(labels))) if labels else self.send


NO_WISHES: Final = Wishes()


def merge(known: Known, wanted: Wanted, issue: Issue, forced: Collection[Field] = ()) -> Merge:
    """Compare one issue, text by text and label by label."""
    sorted_out: dict[str, list[Change]] = {"send": [], "kept": [], "conflicts": []}
    for name in FIELDS:
        verdict = _verdict(known, wanted, issue, name)
        if verdict in {"kept", "conflicts"} and name in forced:
            verdict = "send"
        if verdict:
            sorted_out[verdict].append(Change(name, issue.text(name), wanted.text(name)))
    if issue.mark != wanted.mark:  # the finding has a new id, or somebody took the mark away
        sorted_out["send"].append(Change("mark", issue.mark, wanted.mark))
    return Merge(
        send=tuple(sorted_out["send"]), kept=tuple(sorted_out["kept"]), conflicts=tuple(sorted_out["conflicts"]),
        add=wanted.labels - known.labels - issue.labels,
        take=(known.labels - wanted.labels) & issue.labels,
    )  # fmt: skip


def _verdict(known: Known, wanted: Wanted, issue: Issue, name: Field) -> str:
    ours, theirs = fingerprint(wanted.text(name)), fingerprint(issue.text(name))
    sent, seen = known.sent.get(name, UNKNOWN), known.seen.get(name, UNKNOWN)
    if ours == theirs:
        return ""
    if ours == sent:
        return "" if theirs == seen else "kept"
    return "send" if theirs == seen else "conflicts"


def plan(wanted: Sequence[Wanted], state: State, remote: Remote, wishes: Wishes = NO_WISHES) -> tuple[Action, ...]:
    """Return what to do and what to tell, in the order in which it is done: new issues by rank, changes, closings."""
    place = {kind: at for at, kind in enumerate(("create", "adopt", "update", "close"))}
    made = list(_actions(wanted, state, remote, wishes))
    return tuple(sorted(made, key=lambda each: place.get(each.kind, len(place))))


def _actions(wanted: Sequence[Wanted], state: State, remote: Remote, wishes: Wishes) -> Iterator[Action]:
    by_mark = _by_mark(remote.issues.values(), state)
    spoken_for = set()
    for each in wanted:
        known = remembered(each, state)
        spoken_for |= {each.finding, *each.former}
        yield from _of_one(each, known, by_mark, remote, wishes)
    yield from _duplicates(by_mark)
    for finding, item in sorted(state.items.items()):
        issue = remote.issues.get(item.id)
        if finding not in spoken_for and issue and not issue.closed:
            reason = "the audit does not find it any more, and nobody said that it is repaid: it stays open"
            yield Action("orphan", finding, reason, issue=issue)


def remembered(wanted: Wanted, state: State) -> Known | None:
    """Return what is remembered of a finding's issue, under its present id or a former one."""
    names = (wanted.finding, *wanted.former)
    return next((state.items[name] for name in names if name in state.items), None)


def _by_mark(issues: Iterable[Issue], state: State) -> dict[str, list[Issue]]:
    """Group issues by their marks: the one that is remembered first, then the oldest."""
    ids = {item.id for item in state.items.values()}
    found: dict[str, list[Issue]] = defaultdict(list)
    for issue in sorted(issues, key=lambda each: (each.id not in ids, not each.ours, len(each.id), each.id)):
        if issue.mark:
            found[issue.mark].append(issue)
    return found


def _of_one(
    wanted: Wanted, known: Known | None, by_mark: Mapping[str, Sequence[Issue]], remote: Remote, wishes: Wishes
) -> Iterator[Action]:  # fmt: skip
    marked = [issue for mark in wanted.marks for issue in by_mark.get(mark, ())]
    if known and known.id in remote.issues:
        yield from _kept_in_step(wanted, known, remote.issues[known.id], wishes)
    elif known and not any(issue.ours for issue in marked):
        yield from _lost(wanted, known, wishes)
    elif any(issue.ours for issue in marked):
        yield from _found(wanted, next(issue for issue in marked if issue.ours))
    elif marked:
        who = marked[0].author or "somebody else"
        reason = (
            f"{marked[0].key} carries its mark, but {who} wrote it; was that you? then list '{who}' under 'authors'"
        )
        yield Action("foreign", wanted.finding, reason, wanted, marked[0])
    elif wanted.creatable and not wanted.repaid:
        yield Action("create", wanted.finding, "", wanted)


def _found(wanted: Wanted, issue: Issue) -> Iterator[Action]:
    reason = f"{issue.key} carries its mark, and was not remembered here"
    yield Action("adopt", wanted.finding, reason, wanted, issue)


def _lost(wanted: Wanted, known: Known, wishes: Wishes) -> Iterator[Action]:
    if wishes.recreate and wanted.creatable and not wanted.repaid:
        yield Action("create", wanted.finding, f"{known.key} was deleted there", wanted)
    else:
        reason = f"{known.key} was deleted, or is out of sight for this token: not made again without --recreate"
        yield Action("gone", wanted.finding, reason, wanted)


def _kept_in_step(wanted: Wanted, known: Known, issue: Issue, wishes: Wishes) -> Iterator[Action]:
    if issue.closed:
        if not wanted.repaid:
            yield Action(
                "closed", wanted.finding, f"{issue.status or issue.category} there, still found here", wanted, issue
            )
        return
    if wanted.repaid:
        if wishes.close_repaid:
            yield Action("close", wanted.finding, "repaid, and not found any more", wanted, issue)
        return
    merged = merge(known, wanted, issue, wishes.forced)
    if merged.changes:
        yield Action("update", wanted.finding, "", wanted, issue, merged.changes)
    if merged.conflicts:
        reason = "changed here and there: theirs stays"
        yield Action("conflict", wanted.finding, reason, wanted, issue, merged.conflicts)
    if merged.kept:
        yield Action("kept", wanted.finding, "changed there: it stays", wanted, issue, merged.kept)


def _duplicates(by_mark: Mapping[str, Sequence[Issue]]) -> Iterator[Action]:
    for _mark, issues in sorted(by_mark.items()):
        first, *others = [each for each in issues if each.ours] or list(issues)
        for other in others:
            reason = f"{other.key} carries the same mark as {first.key}, which is kept in step; close one by hand"
            yield Action("duplicate", "", reason, issue=other)


def adopted(wanted: Wanted, issue: Issue, pending: Pending | None = None) -> Known:
    """Return what is to be remembered of an issue that is found again: a text that differs counts as people's.

    `pending` says what was sent, where that is known.
    """
    sent, labels = (pending.sent, pending.labels) if pending else (wanted.prints, wanted.labels & issue.labels)
    seen = {name: each if each == sent.get(name) else UNKNOWN for name, each in issue.prints.items()}
    where = (issue.id, issue.key, issue.url)
    return remember(Known(wanted.finding, wanted.mark, *where, sent, seen, labels), issue)


def written(wanted: Wanted, issue: Issue) -> Known:
    """Return what is to be remembered of an issue that was just made, as it was read back."""
    where = (issue.id, issue.key, issue.url)
    return remember(Known(wanted.finding, wanted.mark, *where, wanted.prints, issue.prints, wanted.labels), issue)


def updated(known: Known, wanted: Wanted, issue: Issue, sent: Iterable[str]) -> Known:
    """Return what is to be remembered after some texts of an issue were sent, and all was read back."""
    names = set(sent)
    new = {name: each for name, each in issue.prints.items() if name in names}
    ours = {name: each for name, each in wanted.prints.items() if name in names}
    after = replace(known, sent={**known.sent, **ours}, seen={**known.seen, **new}, labels=wanted.labels)
    return remember(replace(after, finding=wanted.finding), issue)


def in_step(known: Known, wanted: Wanted, issue: Issue) -> Known:
    """Return what is remembered, refreshed by what stands there: a text that both agree on is known to be the same."""
    there = issue.prints
    agreed = {name: each for name, each in wanted.prints.items() if each == there[name]}
    arrived = (known.labels & (wanted.labels | issue.labels)) | (wanted.labels & issue.labels)
    labels = known.labels if wanted.labels - arrived else arrived
    sent, seen = {**known.sent, **agreed}, {**known.seen, **agreed}
    return remember(replace(known, finding=wanted.finding, sent=sent, seen=seen, labels=labels), issue)


def remember(known: Known, issue: Issue) -> Known:
    """Take over what only people decide: status, who does it, until when; and where it went."""
    return replace(
        known, id=issue.id, key=issue.key, url=issue.url, mark=issue.mark or known.mark,
        category=issue.category, status=issue.status, assignee=issue.assignee, due=issue.due,
    )  # fmt: skip


def digest(wanted: Sequence[Wanted], target: str) -> str:
    """Return a fingerprint of everything that is wanted in a target: a plan holds for exactly that."""
    text = json.dumps([target, *sorted(_digest(each) for each in wanted)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _digest(wanted: Wanted | None) -> str:
    if wanted is None:
        return ""
    parts = [
        wanted.finding,
        wanted.mark,
        wanted.prints,
        sorted(wanted.labels),
        wanted.due,
        wanted.repaid,
    ]
    return fingerprint(json.dumps(parts, sort_keys=True))
