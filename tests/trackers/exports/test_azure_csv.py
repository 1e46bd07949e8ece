from __future__ import annotations

from tests.trackers.example import ticket_of
from tests.trackers.exports.formats import records, rows, written


def test_a_ticket_is_a_task_with_tags_and_html() -> None:
    made = ticket_of()
    assert records(written("azure-csv", made)) == [{
        "Work Item Type": "Task", "Title": "[debt] Glue code on order-join", "Priority": "2",
        "Tags": f"{made.mark}; debtaudit; glue-code; pipeline",
        "Description": "<p>On the pipeline x: it is glue.</p><p>Found on a day.</p>",
    }]  # fmt: skip


def test_no_column_would_make_the_import_fail_or_change_an_item() -> None:
    [titles] = rows(written("azure-csv"))
    assert not {"ID", "Assigned To", "State", "Changed Date", "Created By"} & set(titles)
