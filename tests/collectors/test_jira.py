"""Issues of Jira, by the shapes of its public documentation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from debtaudit.collectors.jira import JiraOptions, jira
from debtaudit.domain.problem import errors
from tests.collectors.reading import entries, of_text, told

HEAD = "Summary,Issue key,Issue Type,Priority,Created,Resolved,Component/s,Component/s,Labels,Custom field (Severity)\n"
ROW = "Down,INC-7,Incident,Low,03/Aug/26 9:10 AM,03/Aug/26 3:40 PM,order-chat,intent,model,Sev 1\n"
BERLIN = JiraOptions(timezone="Europe/Berlin")


def issue(text: str = HEAD + ROW, options: JiraOptions = BERLIN, **aliases: str) -> dict[str, Any]:
    return entries(of_text(jira, text, options=options, **aliases), "incidents")["INC-7"]


def test_times_are_those_of_who_exported() -> None:
    assert issue()["opened_at"] == datetime(2026, 8, 3, 7, 10, tzinfo=UTC)
    assert issue()["resolved_at"] == datetime(2026, 8, 3, 13, 40, tzinfo=UTC)


def test_without_a_time_zone_nothing_is_taken_and_the_option_is_named() -> None:
    made = of_text(jira, HEAD + ROW)
    assert [each.code for each in errors(made.problems)] == ["no-zone"]
    assert "export.csv:2:1 error: '03/Aug/26 9:10 AM' has no time zone; set the option timezone" in told(made)


def test_another_locale_is_another_format() -> None:
    text = HEAD + ROW.replace("03/Aug/26 9:10 AM", "2026.08.03 09:10").replace("03/Aug/26 3:40 PM", "2026.08.03 15:40")
    made = issue(text, JiraOptions(timezone="Europe/Berlin", date_format="%Y.%m.%d %H:%M"))
    assert made["opened_at"] == datetime(2026, 8, 3, 7, 10, tzinfo=UTC)
    assert "is not written as" in told(of_text(jira, text, options=BERLIN))


def test_a_column_that_stands_twice_gives_both() -> None:
    assert issue()["assets"] == ["order-chat", "intent"]
    assert issue(model="labels")["assets"] == ["order-chat", "intent", "labels"]


def test_the_severity_is_the_field_for_it_and_else_the_priority() -> None:
    assert issue()["severity"] == 5
    assert issue(HEAD + ROW.replace("Sev 1", ""))["severity"] == 2


def test_tasks_are_no_incidents() -> None:
    made = of_text(jira, HEAD + ROW.replace("Incident", "Task"), options=BERLIN)
    assert made.counts["issues of type Task, left out"] == 1
    assert entries(of_text(jira, HEAD + ROW.replace("Incident", "Task"),
                           options=JiraOptions(timezone="UTC", types=("task",))), "incidents")  # fmt: skip


def test_line_breaks_in_cells_are_no_rows_and_places_stay_right() -> None:
    text = HEAD + ROW.replace("Down", '"Down\nand out"') + ROW.replace("INC-7", "INC-8").replace("03/Aug", "soon")
    made = of_text(jira, text, options=BERLIN)
    assert entries(made, "incidents")["INC-7"]["title"] == "Down and out"
    assert "export.csv:4:1 warning: 'soon/26 9:10 AM'" in told(made)
