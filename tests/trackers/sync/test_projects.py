"""One project for each team: each finding gets its issue in one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from debtaudit.inventory.write import write
from debtaudit.trackers.sync.journal import Journal
from debtaudit.trackers.sync.opening import folder_of, named
from debtaudit.trackers.sync.projects import Homes, homes
from debtaudit.trackers.sync.state import Entry, Pending, State
from debtaudit.trackers.sync.target import Target
from debtaudit.trackers.sync.words import Known
from debtaudit.trackers.team import Wish
from tests.trackers.example import ticket_of

CHAT, SILENT = ticket_of(project="CHAT"), ticket_of(project="")
TEAMS = frozenset({"CHAT", "TRUST"})


@pytest.mark.parametrize(
    ("project", "chat", "silent"),
    [
        ("DEBT", "CHAT", ""),
        ("CHAT", "", "DEBT"),
        ("chat", "", "DEBT"),
        ("TRUST", "CHAT", "DEBT"),
        ("OTHER", "CHAT", ""),
    ],
)
def test_a_team_that_names_a_project_has_its_issues_there_and_the_others_have_theirs_elsewhere(
    project: str, chat: str, silent: str
) -> None:
    where = Homes(project, "DEBT", TEAMS)
    assert (where.elsewhere(CHAT), where.elsewhere(SILENT)) == (chat, silent)


def test_without_teams_that_name_projects_any_project_takes_all() -> None:
    assert Homes("OTHER", "DEBT").elsewhere(SILENT) == ""


def test_a_project_may_be_a_teams_and_the_usual_one() -> None:
    where = Homes("CHAT", "CHAT", TEAMS)
    assert (where.elsewhere(CHAT), where.elsewhere(SILENT)) == ("", "")


def test_what_has_or_may_have_an_issue_in_a_teams_or_the_usual_project_is_known(tmp_path: Path) -> None:
    for project, finding in (("DEBT", "a@b"), ("CHAT", "c@d"), ("SANDBOX", "e@f")):
        target = Target("jira", project)
        folder_of(tmp_path, target).mkdir(parents=True)
        journal = Journal(folder_of(tmp_path, target), State(named(target)), write)
        journal.write(Entry("made", "m", known=Known(finding, "m", "7", "#7", "")))
        journal.write(Entry("begin", "n", pending=Pending(f"{finding}2", "n", 0.0, {})))
    wished = {"chat": Wish("CHAT"), "trust": Wish("TRUST")}
    assert homes(wished, Target("jira", "TRUST"), "DEBT", tmp_path).kept == {"a@b", "a@b2", "c@d", "c@d2"}
    assert homes(wished, Target("jira", "CHAT"), "DEBT", tmp_path).kept == {"a@b", "a@b2"}
    assert homes({}, Target("jira", "OTHER"), "DEBT", tmp_path).kept == frozenset()
