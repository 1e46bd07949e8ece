"""The whole of it against a real server: what people do there stays, and nothing is made twice."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from debtaudit.inventory.write import write
from debtaudit.trackers.sync.adapters import redmine as adapter
from debtaudit.trackers.sync.apply import Run, Step
from debtaudit.trackers.sync.client import Wires
from debtaudit.trackers.sync.failures import Unauthorised
from debtaudit.trackers.sync.journal import Journal
from debtaudit.trackers.sync.plan import Action, Wishes
from debtaudit.trackers.sync.state import State
from debtaudit.trackers.sync.survey import carry_out, survey
from debtaudit.trackers.sync.target import Target
from debtaudit.trackers.sync.token import Token
from debtaudit.trackers.sync.tracker import Told
from tests.trackers.sync.real_redmine import INSTALLED, Server, redmine
from tests.trackers.sync.sitting import repaid, told

pytestmark = pytest.mark.slow
NUMBER = 60
CHANGED = 8
NAMES = [f"model-{number:02}" for number in range(NUMBER)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not INSTALLED:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up("no Redmine on this machine; on Debian: apt-get install redmine redmine-sqlite ruby-sqlite3 puma")
    with redmine(tmp_path_factory.mktemp("redmine")) as running:
        yield running


class Time:
    """The real one, ahead by as much as a test wants to have waited."""

    ahead = 0.0

    def now(self) -> float:
        return time.time() + self.ahead

    def sleep(self, seconds: float) -> None:
        self.ahead += seconds


@dataclass
class Sitting:
    server: Server
    folder: Path
    told: list[Told]

    def __post_init__(self) -> None:
        self.clock = Time()

    def plan(self) -> tuple[Action, ...]:
        with self.tracker() as tracker:
            return survey(tracker, self.told, Journal(self.folder, State("t"), write).state, Wishes()).actions

    def apply(self) -> list[Step]:
        self.folder.mkdir(exist_ok=True)
        with self.tracker() as tracker:
            journal = Journal(self.folder, State("t"), write)
            found = survey(tracker, self.told, journal.state, Wishes())
            return list(carry_out(Run(tracker, journal, self.clock), journal, found, found.actions))

    @contextmanager
    def tracker(self) -> Iterator[adapter.Redmine]:
        target = Target("redmine", "debt", self.server.url)
        unlucky = Unlucky()
        tracker = adapter.open_tracker(target, Token(self.server.key), Wires(self.clock, transport=unlucky))
        try:
            tracker.connect()
            yield tracker
        finally:
            tracker.leave()


class Unlucky(httpx.HTTPTransport):
    """A connection that loses every fourth answer to a POST, after the server obeyed."""

    def __init__(self) -> None:
        super().__init__(trust_env=False)
        self.posts = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        if request.method == "POST":
            self.posts += 1
            if self.posts % 4 == 0:
                answer.read()
                raise httpx.ReadTimeout("lost", request=request)
        return answer


def test_sixty_issues_are_made_once_and_what_people_do_stays(server: Server, tmp_path: Path) -> None:
    mine = Sitting(server, tmp_path / "state", told(*NAMES))
    with mine.tracker() as tracker:
        assert tracker.connect().watchers.assigned == "Pat Human"
    mine.apply()
    issues = server.as_person("GET", "/issues.json?limit=1&status_id=*")
    assert issues["total_count"] == NUMBER
    assert mine.plan() == ()

    edited, closed, deleted = _ids(server)[:3]
    server.as_person("PUT", f"/issues/{edited}.json", {"subject": "A person's title"})
    server.as_person("PUT", f"/issues/{closed}.json", {"status_id": 5})
    server.as_admin("DELETE", f"/issues/{deleted}.json")
    mine.told = [*told(*NAMES[:CHANGED], says="It costs more by now."), *told(*NAMES[CHANGED:])]
    actions = mine.plan()
    kinds = sorted(action.kind for action in actions)
    assert kinds == sorted(["update"] * (CHANGED - 2) + ["kept", "closed", "gone"])
    assert all(action.issue.followers == ("Pat Human",) for action in actions if action.issue)
    mine.apply()

    assert server.as_person("GET", f"/issues/{edited}.json")["issue"]["subject"] == "A person's title"
    assert "costs more" in server.as_person("GET", f"/issues/{edited}.json")["issue"]["description"]
    assert "costs more" not in server.as_person("GET", f"/issues/{closed}.json")["issue"]["description"]
    assert server.as_person("GET", "/issues.json?limit=1&status_id=*")["total_count"] == NUMBER - 1
    assert not any(action.does for action in mine.plan())

    mine.told[CHANGED] = repaid(mine.told[CHANGED])
    [closing] = [action for action in mine.plan() if action.does]
    mine.apply()
    assert closing.issue
    there = server.as_person("GET", f"/issues/{closing.issue.id}.json?include=journals")["issue"]
    assert there["status"]["name"] == "Closed"
    assert len([each for each in there["journals"] if each["notes"]]) == 1
    assert not any(action.does for action in mine.plan())
    mine.told[CHANGED] = told(NAMES[CHANGED])[0]

    shutil.rmtree(mine.folder)
    again = mine.plan()
    assert sorted({action.kind for action in again}) == ["adopt", "create"]
    assert sum(action.kind == "create" for action in again) == 1  # the one that was deleted: nobody remembers it
    mine.told = [each for each in mine.told if any(a.finding == each.finding and a.kind == "adopt" for a in again)]
    mine.apply()
    assert server.as_person("GET", "/issues.json?limit=1&status_id=*")["total_count"] == NUMBER - 1
    assert not any(action.does for action in mine.plan())


def test_a_wrong_key_is_told_before_an_empty_list_is_believed(server: Server) -> None:
    target = Target("redmine", "debt", server.url)
    tracker = adapter.open_tracker(target, Token("0" * 40), Wires(Time()))
    with pytest.raises(Unauthorised):
        tracker.connect()
    tracker.leave()


def _ids(server: Server) -> list[int]:
    return [each["id"] for each in server.as_person("GET", "/issues.json?limit=100&status_id=*&sort=id")["issues"]]
