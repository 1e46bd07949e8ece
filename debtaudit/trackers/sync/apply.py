"""Do what a plan says, so that no crash, lost answer or second start makes a duplicate or loses what people wrote.

Before an issue is made, the journal says so and is on the disk. When nobody knows what came of it, it is looked up by
its mark; where it is not found, it may still appear, for lists of some trackers lag. So it stays pending, and only a
later run may make it, after the time to settle and after another look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from debtaudit.trackers.sync.client import TIMEOUT, Clock
from debtaudit.trackers.sync.failures import Failure, Missing, Refused, Stale, Stops, Unclear, Unfit
from debtaudit.trackers.sync.journal import Book
from debtaudit.trackers.sync.plan import Action, Merge, Wishes, adopted, in_step, merge, remembered, updated, written
from debtaudit.trackers.sync.state import Entry, Pending
from debtaudit.trackers.sync.tracker import Tracker
from debtaudit.trackers.sync.words import Issue, Known, Wanted, fingerprint

SETTLE: Final = 60.0
"""Seconds after which an issue that was made shows up in every list; seen lags are shorter, but for one."""
LOOKS: Final = (0.0, 2.0, 10.0, 30.0)
"""Seconds between looks for an issue of which nobody knows whether it was made."""
SAME_FAULTS: Final = 3
"""Equal refusals after which the rest would be refused too."""

Result = Literal["made", "found", "updated", "closed", "skipped", "refused", "pending"]


@dataclass(frozen=True, slots=True)
class Step:
    """What came of one action."""

    action: Action
    result: Result
    key: str = ""
    said: str = ""


@dataclass(slots=True)
class Run:
    """One run over a plan."""

    tracker: Tracker
    book: Book
    clock: Clock
    wishes: Wishes = field(default_factory=Wishes)
    settle: float = SETTLE
    go_on: Callable[[], bool] = lambda: True
    faults: Counter[str] = field(default_factory=Counter)

    def __call__(self, actions: Sequence[Action]) -> Iterator[Step]:
        """Do what is to be done, one after the other; ends early, between two actions, when `go_on` says no.

        Raises:
            Stops: when nothing more can be sent in this run.

        """
        todo = [each for each in actions if each.does]
        labels = {label for each in todo if each.wanted for label in each.wanted.labels}
        if labels:
            self.tracker.prepare(sorted(labels))
        for action in todo:
            if not self.go_on():
                return
            yield self._one(action)

    def _one(self, action: Action) -> Step:
        try:
            return self._done(action)
        except Stops:
            raise
        except Failure as error:
            self._count(error)
            return Step(action, "refused", said=str(error))

    def _done(self, action: Action) -> Step:
        wanted = action.wanted
        if wanted is None:
            return Step(action, "skipped")
        if action.kind == "create":
            return self._create(action, wanted)
        issue = self.tracker.get(action.issue.id) if action.issue else None
        if issue is None:
            return Step(action, "skipped", said="it is gone by now")
        match action.kind:
            case "adopt":
                return self._adopt(action, wanted, issue)
            case "close":
                return self._close(action, wanted, issue)
            case _:
                return self._update(action, wanted, issue)

    def _create(self, action: Action, wanted: Wanted) -> Step:
        pending = self.book.state.pending.get(wanted.mark)
        if pending:
            found = self.tracker.find(wanted, pending.since)
            if found:
                return self._adopt(action, wanted, found)
            rest = pending.since + TIMEOUT + self.settle - self.clock.now()
            if rest > 0:
                said = f"it may have been made a moment ago: run again in {rest:.0f} seconds"
                return Step(action, "pending", said=said)
        begun = Pending(wanted.finding, wanted.mark, self.clock.now(), wanted.prints, wanted.labels)
        self.book.write(Entry("begin", wanted.mark, pending=begun))
        try:
            issue = self.tracker.create(wanted)
        except Unclear as error:
            return self._look_for(action, wanted, begun, error)
        except Failure:
            self.book.write(Entry("refused", wanted.mark))
            raise
        return self._made(action, wanted, issue)

    def _made(self, action: Action, wanted: Wanted, issue: Issue) -> Step:
        if issue.mark != wanted.mark:  # some servers answer with less than they keep
            issue = self.tracker.get(issue.id) or issue
        self.book.write(Entry("made", wanted.mark, known=written(wanted, issue)))
        if issue.mark != wanted.mark:
            text = f"{issue.key} was made, but the server left its mark out, by which it is found again"
            raise Unfit(text, "nothing more is made: `debtaudit sync TRACKER doctor` looks for the reason")
        lost = wanted.labels - issue.labels
        said = f"the server left out its labels {', '.join(sorted(lost))}: may the token set them?" if lost else ""
        return Step(action, "made", issue.key, said)

    def _look_for(self, action: Action, wanted: Wanted, begun: Pending, error: Unclear) -> Step:
        """Look for an issue that may have been made. Not finding it proves nothing yet: it stays pending."""
        for pause in LOOKS:
            if pause:
                self.clock.sleep(pause)
            found = self.tracker.find(wanted, begun.since)
            if found:
                return self._adopt(action, wanted, found)
        self._count(error)
        return Step(action, "pending", said=f"{error}; it is looked for again in the next run")

    def _adopt(self, action: Action, wanted: Wanted, issue: Issue) -> Step:
        known = adopted(wanted, issue, self.book.state.pending.get(wanted.mark))
        self.book.write(Entry("made", wanted.mark, known=known))
        return Step(action, "found", issue.key)

    def _update(self, action: Action, wanted: Wanted, issue: Issue) -> Step:
        known = remembered(wanted, self.book.state)
        if known is None or issue.closed:
            return Step(action, "skipped", issue.key, "somebody closed it in between" if issue.closed else "")
        merged = merge(known, wanted, issue, self.wishes.forced)
        if not merged.changes:
            self._keep(in_step(known, wanted, issue))
            return Step(action, "skipped", issue.key, "somebody changed it in between")
        try:
            after = self.tracker.update(issue, wanted, merged)
        except Stale:
            return Step(action, "skipped", issue.key, "somebody changed it in between: plan again")
        except Missing:
            return Step(action, "skipped", issue.key, "it is gone by now")
        self._keep(updated(known, wanted, after, [change.field for change in merged.send]))
        ignored = _ignored(merged, issue, after)
        return Step(action, "updated", issue.key, f"the server ignored the new {ignored}" if ignored else "")

    def _close(self, action: Action, wanted: Wanted, issue: Issue) -> Step:
        after = issue if issue.closed else self._closed(issue, wanted)
        known = remembered(wanted, self.book.state)
        if known:
            self._keep(in_step(known, wanted, after))
        return Step(action, "closed", after.key, "" if after.closed else "the server kept it open")

    def _closed(self, issue: Issue, wanted: Wanted) -> Issue:
        try:
            return self.tracker.close(issue, wanted)
        except Refused:  # a second try after a lost answer is refused where the first one closed it
            after = self.tracker.get(issue.id)
            if after is None or not after.closed:
                raise
            return after

    def _keep(self, known: Known) -> None:
        self.book.write(Entry("keep", known.mark, known=known))

    def _count(self, error: Failure) -> None:
        self.faults[str(error)] += 1
        if self.faults[str(error)] >= SAME_FAULTS:
            raise Unfit(f"{SAME_FAULTS} times the same: {error}", error.hint) from None


def _ignored(merged: Merge, before: Issue, after: Issue) -> str:
    """Name the texts that a server said it would change, and did not."""
    same = [
        change.field for change in merged.send
        if change.field in before.prints and fingerprint(change.before) != fingerprint(change.after)
        and after.prints[change.field] == before.prints[change.field]
    ]  # fmt: skip
    return ", ".join(same)
