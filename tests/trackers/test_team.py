from __future__ import annotations

from textwrap import dedent

import pytest

from debtaudit.inventory import loads
from debtaudit.trackers.team import Wish, addressed, wishes
from tests.trackers.example import ticket_of


def inventory(tracker: str) -> str:
    return dedent(f"""\
        teams:
          - id: platform
            tracker: {tracker}
          - {{id: silent}}
        """)


def test_a_teams_tickets_are_addressed_as_it_wants_them() -> None:
    found, problems = wishes(
        loads(inventory("{jira: {project: PLAT, component: data, labels: [ai-debt, debtaudit]}}")), "jira"
    )
    assert problems == ()
    assert found == {"platform": Wish("PLAT", "data", ("ai-debt", "debtaudit"))}
    made = addressed(ticket_of(), found)
    assert (made.project, made.component) == ("PLAT", "data")
    assert made.labels == ("debtaudit", "glue-code", "pipeline", "ai-debt")
    assert addressed(ticket_of(team="silent"), found) == ticket_of(team="silent")


def test_what_is_said_for_one_tracker_counts_for_no_other() -> None:
    assert wishes(loads(inventory("{jira: {project: PLAT}}")), "gitlab") == ({}, ())


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("{jira: {labels: ['=cmd()']}}", "'=cmd()' is no label for team 'platform'"),
        ("{jira: {labels: [two words]}}", "'two words' is no label"),
        ("{jira: {labels: ['a,b']}}", "'a,b' is no label"),
        ("{jira: {labels: [" + "x" * 51 + "]}}", "is no label"),
        ("{jira: {component: '@x'}}", "'@x' is no component of jira for team 'platform'"),
        ("{jira: {project: '-x'}}", "'-x' is no project of jira"),
        ("{jira: CONV}", "'CONV' says nothing about team 'platform' in jira"),
    ],
)
def test_what_no_tracker_could_take_is_refused_with_its_place(said: str, says: str) -> None:
    found, [problem] = wishes(loads(inventory(said)), "jira")
    assert found == {}
    assert says in problem.message
    assert (problem.level, problem.line) == ("error", 3)
    assert problem.hint


def test_one_label_may_stand_without_a_list() -> None:
    found, problems = wishes(loads(inventory("{jira: {labels: ai-debt}}")), "jira")
    assert (found["platform"].labels, problems) == (("ai-debt",), ())
