"""What a plan over a large backlog reads and holds; how long it takes is measured by `benchmarks/sync.py`."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from tests.trackers.sync.crowd import crowd
from tests.trackers.sync.fakes import FAKES
from tests.trackers.sync.fakes.jira import Jira
from tests.trackers.sync.sitting import Desk, told

NUMBER = 2000
READS = 25
MEGABYTES = 75
"""Of the 150 that are promised; the program with its inventory holds the others."""


@pytest.mark.parametrize("name", FAKES)
def test_a_plan_over_two_thousand_issues_reads_little_and_only_reads(name: str, tmp_path: Path) -> None:
    mine = crowd(name, tmp_path, NUMBER, says="x")
    assert mine.plan() == []
    assert 2 < len(mine.fake.calls) <= READS
    assert mine.fake.writes == []


def test_a_plan_over_two_thousand_long_issues_holds_little(tmp_path: Path) -> None:
    mine = crowd("azure", tmp_path, NUMBER)  # which is sent the most for each issue
    tracemalloc.start()
    try:
        assert mine.plan() == []
        assert tracemalloc.get_traced_memory()[1] < MEGABYTES * 1e6
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["jira", "jira-dc"])
def test_a_server_that_sends_smaller_pages_than_asked_for_hides_no_issue(name: str, tmp_path: Path) -> None:
    mine = crowd(name, tmp_path, 23, says="x")
    assert isinstance(mine.fake, Jira)
    mine.fake.most = 10
    assert mine.plan() == []
    mine.told += told("more")
    assert Desk(mine.fake, tmp_path / "fresh", mine.told).plan() == [
        ("create", "more"), *(("adopt", f"n{at:05}") for at in range(23)),
    ]  # fmt: skip
