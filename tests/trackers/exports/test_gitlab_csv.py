from __future__ import annotations

import re
from datetime import date

from debtaudit.trackers.block import Paragraph, Verbatim, line
from tests.trackers.example import ticket_of
from tests.trackers.exports.formats import rows, written


def test_title_and_description_are_the_first_columns() -> None:
    titles, row = rows(written("gitlab-csv", ticket_of(due=date(2026, 12, 1))))
    assert titles == ["title", "description", "due_date"]
    assert row == [
        "[debt] Glue code on order-join",
        "On the pipeline x: it is glue.\n\nFound on a day.\n",
        "2026-12-01",
    ]


def test_no_line_of_a_description_is_a_quick_action() -> None:
    said = (Paragraph(line("/close")), Verbatim("/assign @me\n```\n/label ~bug\n````"))
    description = rows(written("gitlab-csv", ticket_of(blocks=said)))[1][1]
    assert not re.search(r"^\s*/\w", description, re.MULTILINE)


def test_500_of_the_longest_fit_into_what_gitlab_takes() -> None:
    made = ticket_of(blocks=tuple(Paragraph(line("word " * 300)) for _ in range(40)))
    assert len(written("gitlab-csv", made).encode()) * 500 < 10 * 1024 * 1024
