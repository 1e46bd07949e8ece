"""All formats as they are found, and what their files hold."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from debtaudit.domain.plugin import discover
from debtaudit.trackers.exports._export import Export
from debtaudit.trackers.ticket import Ticket

FORMATS: Mapping[str, Export] = {each.slug: each for each in discover("debtaudit.trackers.exports", Export)}


def written(slug: str, *tickets: Ticket) -> str:
    """Return the text of the only file that some tickets need."""
    [file] = FORMATS[slug].files(tickets)
    return file.text


def rows(text: str) -> Sequence[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def records(text: str) -> list[dict[str, str]]:
    """Return a mapping a row; only for tables whose titles differ."""
    titles, *found = rows(text)
    return [dict(zip(titles, row, strict=True)) for row in found]
