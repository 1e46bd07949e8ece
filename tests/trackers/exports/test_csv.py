from __future__ import annotations

from datetime import date

from debtaudit.trackers.csv_text import MARK
from tests.trackers.example import ticket_of
from tests.trackers.exports.formats import records, written


def test_a_ticket_is_a_row_in_plain_text() -> None:
    made = ticket_of(due=date(2026, 12, 1), tracked="PLAT-7")
    text = written("csv", made)
    assert text.startswith(MARK)
    assert records(text.removeprefix(MARK)) == [{
        "rank": "1", "finding": "glue-code@order-join", "mark": made.mark, "title": "[debt] Glue code on order-join",
        "lane": "next", "priority": "2", "state": "open", "team": "platform",
        "labels": "debtaudit glue-code pipeline", "days": "2.5", "due": "2026-12-01", "ticket": "PLAT-7",
        "description": "On the pipeline x: it is glue.\n\nFound on a day.\n",
    }]  # fmt: skip


def test_a_formula_is_guarded() -> None:
    text = written("csv", ticket_of(tracked='=HYPERLINK("https://evil.example")')).removeprefix(MARK)
    assert records(text)[0]["ticket"].startswith("'=HYPERLINK")
