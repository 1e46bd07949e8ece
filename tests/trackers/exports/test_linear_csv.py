from __future__ import annotations

import pytest

from tests.trackers.example import ticket_of
from tests.trackers.exports.formats import records, written

READ = (
    "Title",
    "Description",
    "Priority",
    "Status",
    "Assignee",
    "Created",
    "Completed",
    "Estimate",
    "Labels",
    "Archived",
)
"""What Linear's importer looks at in each row."""


def test_a_ticket_has_every_column_that_the_importer_reads() -> None:
    [row] = records(written("linear-csv", ticket_of()))
    assert set(READ) <= set(row)
    assert (row["Title"], row["Status"], row["Labels"]) == (
        "[debt] Glue code on order-join", "Backlog", "debtaudit, glue-code, pipeline",
    )  # fmt: skip
    assert row["Description"].startswith("On the pipeline x")
    assert (row["Assignee"], row["Archived"], row["Estimate"]) == ("", "", "")


@pytest.mark.parametrize(("priority", "name"), [(1, "Urgent"), (2, "High"), (3, "Medium"), (4, "Low")])
def test_priorities_have_linears_names(priority: int, name: str) -> None:
    assert records(written("linear-csv", ticket_of(priority=priority)))[0]["Priority"] == name
