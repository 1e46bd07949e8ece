"""The promise: never a duplicate, never a lost update, wherever the program is killed and whatever gets lost."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from debtaudit.trackers.sync.failures import Failure
from debtaudit.trackers.sync.journal import Journal
from debtaudit.trackers.sync.state import Entry
from debtaudit.trackers.sync.words import fingerprint
from tests.trackers.sync.fakes import FAKES
from tests.trackers.sync.fakes.server import Call, Clock, Fake, Killed
from tests.trackers.sync.sitting import Desk, does, repaid, told, tracker_of

NAMES = ("alpha", "beta", "gamma")
LAGS = (0.0, 5.0)
SEEDS = range(20)
"""Of chance: twenty for each tracker, by turns with an index that is up to date and with one that lags."""
QUICK = {("github", 0.0), ("redmine", 5.0)}
CASES = [
    pytest.param(name, lag, marks=() if (name, lag) in QUICK else pytest.mark.slow) for name in FAKES for lag in LAGS
]
"""Every tracker, with an index that is up to date and with one that lags; all but two take their time."""
LATER = 100.0
"""Seconds until somebody starts it again."""


@dataclass
class Fuse:
    """Kill at the n-th event."""

    at: int
    seen: int = 0

    def __call__(self) -> None:
        self.seen += 1
        if self.seen == self.at:
            raise Killed


def journal_with(event: Callable[[], None]) -> type[Journal]:
    """Return a journal in which each write is an event: killed before it, in the midst of a line, or after it."""

    class Fused(Journal):
        def write(self, entry: Entry) -> None:
            event()
            try:
                event()
            except Killed:
                with (self.folder / "journal.jsonl").open("ab") as file:
                    file.write(b'{"number": 1, "does": "be')
                raise
            super().write(entry)
            event()

        def fold(self) -> None:
            event()
            super().fold()

    return Fused


def desk(name: str, folder: Path, lag: float) -> Desk:
    return Desk(FAKES[name](Clock(), lag), folder, told(*NAMES))


def killed_at(at: int, desk: Desk) -> bool:
    """Run until the n-th event; tell whether there was one."""
    fuse = Fuse(at)
    desk.fake.event, desk.journal = fuse, journal_with(fuse)
    try:
        desk.apply()
    except Killed:
        return True
    finally:
        desk.fake.event, desk.journal = (lambda: None), Journal
    return False


def settles(desk: Desk, times: int = 6) -> None:
    """Start it again and again until it has nothing more to do."""
    for _time in range(times):
        desk.fake.clock.sleep(LATER)
        try:
            desk.apply()
        except Failure:
            continue
        if not does(desk.look().actions):
            return


def is_right(desk: Desk) -> None:
    """One issue for each finding; what is remembered is what stands there; and the next run changes nothing."""
    fake = desk.fake
    assert fake.marks() == sorted(each.mark for each in desk.told)
    state = desk.state()
    assert not state.pending
    tracker = tracker_of(fake)
    tracker.connect()
    for each in desk.told:
        tracker.wanted(each)
    fake.clock.sleep(LATER)
    there = {issue.id: issue for issue in tracker.every()}
    assert {known.id for known in state.items.values()} == set(there)
    for known in state.items.values():
        assert known.seen["title"] == fingerprint(there[known.id].title)
        assert known.mark == there[known.id].mark
    fake.calls.clear()
    assert desk.plan() == []
    desk.apply()
    assert fake.writes == []


@pytest.mark.parametrize(("name", "lag"), CASES)
def test_killed_at_any_event_it_makes_each_issue_once(name: str, lag: float, tmp_path: Path) -> None:
    at = 0
    happened = True
    while happened:
        at += 1
        mine = desk(name, tmp_path / str(at), lag)
        happened = killed_at(at, mine)
        settles(mine)
        is_right(mine)
    assert at > 5 * len(NAMES)  # or the fuse does not burn


@pytest.mark.parametrize(("name", "lag"), CASES)
def test_killed_at_any_event_of_a_change_or_a_closing_it_does_all_of_it(name: str, lag: float, tmp_path: Path) -> None:
    at = 0
    happened = True
    while happened:
        at += 1
        mine = desk(name, tmp_path / str(at), lag)
        mine.apply()
        mine.fake.people_retitle(mine.fake.live[0], "A person's title")
        *others, last = told(*NAMES, says="It costs more.", priority=1)
        mine.told = [*others, repaid(last)]
        mine.fake.clock.sleep(LATER)
        happened = killed_at(at, mine)
        settles(mine)
        assert len(mine.fake.live) == len(NAMES)
        assert mine.fake.title(mine.fake.live[0]) == "A person's title"
        found = mine.look()
        assert not does(found.actions)
        assert sorted(len(row.comments) for row in mine.fake.live) == [0, 0, 1]
        assert {known.category for known in mine.state().items.values()} == {"open", "done"}
        sent = {known.finding: known.sent["body"] for known in mine.state().items.values()}
        assert all(sent[each.finding] == each.prints["body"] for each in found.wanted if not each.repaid)
    assert at > 2 * len(NAMES)


def losses(chance: random.Random) -> Callable[[Call], str | None]:
    def fault(call: Call) -> str | None:
        if chance.random() < 0.15:
            return "lost"
        return "unsent" if chance.random() < 0.05 else None

    return fault


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", FAKES)
def test_lost_answers_and_kills_by_chance_make_each_issue_once(name: str, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    mine = desk(name, tmp_path, LAGS[seed % len(LAGS)])
    mine.fake.faults.append(losses(chance))
    for _start in range(8):
        with suppress(Failure):
            killed_at(chance.randrange(1, 60), mine)
        mine.fake.clock.sleep(chance.choice((1.0, 20.0, LATER)))
    mine.fake.faults.clear()
    settles(mine)
    is_right(mine)


@pytest.mark.parametrize(("name", "lag"), CASES)
def test_the_naive_way_makes_duplicates_or_the_faults_would_not_bite(name: str, lag: float, tmp_path: Path) -> None:
    duplicates = 0
    for seed in SEEDS:
        chance = random.Random(seed)
        fake = FAKES[name](Clock(), lag)
        fake.faults.append(loses_writes(chance))
        saved: set[str] = set()
        for _start in range(8):
            naively(fake, saved)
        duplicates += len(fake.live) - len(saved)
    assert duplicates > 0


def loses_writes(chance: random.Random) -> Callable[[Call], str | None]:
    return lambda call: "lost" if call.writes and chance.random() < 0.15 else None


def naively(fake: Fake, saved: set[str]) -> None:
    """Make whatever is not saved, and save it after."""
    tracker = tracker_of(fake)
    try:
        tracker.connect()
        for each in told(*NAMES):
            if each.finding not in saved:
                tracker.create(tracker.wanted(each))
                saved.add(each.finding)
    except Failure:
        return
