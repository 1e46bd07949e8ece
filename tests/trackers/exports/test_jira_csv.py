from __future__ import annotations

from datetime import date

from debtaudit.trackers.block import Paragraph, line
from tests.trackers.example import ticket_of
from tests.trackers.exports.formats import rows, written


def test_a_ticket_is_a_row_under_the_names_of_jiras_fields() -> None:
    made = ticket_of(component="data", due=date(2026, 12, 1), labels=("debtaudit", "ai-debt"))
    titles, row = rows(written("jira-csv", made))
    assert titles == ["Summary", "Issue Type", "Priority", "Description", "Original Estimate", "Due Date", "Component",
                      "Finding", "Labels", "Labels", "Labels"]  # fmt: skip
    description = "On the pipeline x: it is glue.\n\nFound on a day.\n"
    assert row == ["[debt] Glue code on order-join", "Task", "High", description, "72000", "2026-12-01", "data",
                   "glue-code@order-join", made.mark, "debtaudit", "ai-debt"]  # fmt: skip


def test_every_row_has_as_many_columns_of_labels_as_the_longest() -> None:
    titles, *found = rows(
        written("jira-csv", ticket_of(labels=("debtaudit",)), ticket_of(labels=("debtaudit", "a", "b")))
    )
    assert titles.count("Labels") == 4
    assert [len(row) for row in found] == [len(titles)] * 2
    assert found[0][-2:] == ["", ""]


def test_titles_of_columns_have_no_punctuation() -> None:
    assert all(title.replace(" ", "").isalpha() for title in rows(written("jira-csv", ticket_of()))[0])


def test_priorities_have_the_names_that_jira_starts_with() -> None:
    found = rows(written("jira-csv", *(ticket_of(priority=n) for n in (1, 2, 3, 4))))[1:]
    assert [row[2] for row in found] == ["Highest", "High", "Medium", "Low"]


def test_a_description_keeps_to_jiras_limit_and_says_so() -> None:
    made = ticket_of(blocks=tuple(Paragraph(line("word " * 300)) for _ in range(40)))
    description = rows(written("jira-csv", made))[1][3]
    assert len(description) <= 32_767
    assert "did not fit" in description
