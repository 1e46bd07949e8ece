"""Look at everything once: what is wanted, what is remembered and what stands there, and hence what is to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from debtaudit.trackers.sync.apply import Run, Step
from debtaudit.trackers.sync.journal import Book, Journal
from debtaudit.trackers.sync.plan import Action, Remote, Wishes, in_step, plan, remember, remembered
from debtaudit.trackers.sync.state import Entry, State
from debtaudit.trackers.sync.tracker import Told, Tracker
from debtaudit.trackers.sync.words import Issue, Wanted


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found, and what is to be done."""

    wanted: tuple[Wanted, ...]
    remote: Remote
    actions: tuple[Action, ...]


def survey(tracker: Tracker, told: Iterable[Told], state: State, wishes: Wishes) -> Survey:
    """Read what stands in a tracker, and compare. Nothing is written anywhere."""
    wanted = tuple(tracker.wanted(each) for each in told)
    remote = look(tracker, state)
    return Survey(wanted, remote, plan(wanted, state, remote, wishes))


def look(tracker: Tracker, state: State) -> Remote:
    """Return every issue that carries a mark, and those that are remembered though they carry none any more."""
    issues: dict[str, Issue] = {issue.id: issue for issue in tracker.every()}
    for known in state.items.values():
        issue = issues.get(known.id) or tracker.get(known.id)
        if issue:
            issues[known.id] = issue
    return Remote(issues)


def refresh(book: Book, wanted: Sequence[Wanted], remote: Remote) -> None:
    """Write down what people changed of issues that are remembered, and what both sides agree on."""
    state = book.state
    by_finding = {known.finding: each for each in wanted if (known := remembered(each, state)) and not each.repaid}
    for finding, known in sorted(state.items.items()):
        issue = remote.issues.get(known.id)
        if issue is None:
            continue
        each = by_finding.get(finding)
        after = in_step(known, each, issue) if each else remember(known, issue)
        if after != known:
            book.write(Entry("keep", known.mark, known=after))


def carry_out(run: Run, journal: Journal, found: Survey, actions: Sequence[Action]) -> Iterator[Step]:
    """Do some of the actions of a survey, and fold the journal into the state, however it ends."""
    try:
        refresh(journal, found.wanted, found.remote)
        yield from run(actions)
    finally:
        journal.fold()
