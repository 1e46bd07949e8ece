"""What tests of the sync share: findings to speak of, and one sitting of the program against a fake."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from debtaudit.inventory.write import write
from debtaudit.trackers.block import Code, Paragraph
from debtaudit.trackers.sync.apply import Run, Step
from debtaudit.trackers.sync.client import Wires
from debtaudit.trackers.sync.journal import Journal, locked
from debtaudit.trackers.sync.plan import Action, Wishes
from debtaudit.trackers.sync.state import State
from debtaudit.trackers.sync.survey import Survey, carry_out, survey
from debtaudit.trackers.sync.target import Target
from debtaudit.trackers.sync.token import Token
from debtaudit.trackers.sync.tracker import Told, Tracker
from debtaudit.trackers.ticket import mark
from tests.trackers.sync.fakes.server import TOKEN, Fake


def told(*names: str, says: str = "It costs money.", priority: int = 2) -> list[Told]:
    body = (Paragraph((says,)),)
    found = [f"static-test-set@{name}" for name in names]
    return [Told(each, mark(each), f"Old test set: {each}", body, priority, ("debt",)) for each in found]


def repaid(said: Told) -> Told:
    """Return a finding that somebody repaid: what is told of it holds its mark, as a comment that is found again."""
    body = (*said.body, Paragraph(("closed (", Code(said.mark), ")")))
    return replace(said, body=body, repaid=True, creatable=False)


def tracker_of(fake: Fake, token: str = TOKEN, settings: dict[str, Any] | None = None) -> Tracker:
    found = import_module(f"debtaudit.trackers.sync.adapters.{fake.name}")
    target = Target(fake.name, fake.project, fake.address, user=fake.user, **(settings or {}))
    tracker: Tracker = found.open_tracker(target, Token(token), Wires(fake.clock, transport=fake.transport()))
    return tracker


@dataclass
class Desk:
    """One folder, one fake, and the findings of the day."""

    fake: Fake
    folder: Path
    told: list[Told]
    wishes: Wishes = field(default_factory=Wishes)
    journal: type[Journal] = Journal
    settings: dict[str, Any] = field(default_factory=dict)

    def look(self) -> Survey:
        tracker = tracker_of(self.fake, settings=self.settings)
        tracker.connect()
        state = self.journal(self.folder, self._fresh(), write).state
        return survey(tracker, self.told, state, self.wishes)

    def plan(self) -> list[tuple[str, str]]:
        return [(each.kind, each.finding.rpartition("@")[2]) for each in self.look().actions]

    def apply(self) -> list[Step]:
        tracker = tracker_of(self.fake, settings=self.settings)
        with locked(self.folder):
            tracker.connect()
            journal = self.journal(self.folder, self._fresh(), write)
            found = survey(tracker, self.told, journal.state, self.wishes)
            run = Run(tracker, journal, self.fake.clock, self.wishes)
            return list(carry_out(run, journal, found, found.actions))

    def state(self) -> State:
        return Journal(self.folder, self._fresh(), write).state

    def _fresh(self) -> State:
        return State(f"{self.fake.name} {self.fake.project}")


def does(actions: tuple[Action, ...]) -> list[str]:
    return [each.kind for each in actions if each.does]
