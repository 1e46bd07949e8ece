"""A spreadsheet: a CSV file with a row a ticket, for Excel and its like, and for trackers that map columns by hand.

How to import:
    1. Open it in a spreadsheet: it is UTF-8, with commas between cells, and begins with the mark that Excel needs.
    2. For a tracker such as Redmine, Asana, YouTrack or Shortcut, choose its CSV import, UTF-8 and comma, and map the
       columns that it asks for.
Mapping:
    - `rank`: place in the whole backlog
    - `finding`: the finding's id; `mark`: the short word made of it
    - `title` and `description`: what a ticket says, as plain text
    - `lane`, `priority` (1 is the most urgent), `state`
    - `team`, `labels` (separated by blanks)
    - `days`: engineer-days that repaying takes
    - `due`: the day until which the work is planned, as 2026-09-30
    - `ticket`: where it is tracked already
Good to know:
    Text that a spreadsheet could take for a formula has an apostrophe before it, which spreadsheets do not show;
    trackers do. Use a tracker's own format where there is one. All findings are here, also accepted and tracked ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from debtaudit.trackers.block import fit
from debtaudit.trackers.csv_text import Cell, for_spreadsheets
from debtaudit.trackers.exports._export import export
from debtaudit.trackers.render.plain import render
from debtaudit.trackers.ticket import Ticket

COLUMNS = (
    "rank", "finding", "mark", "title", "lane", "priority", "state", "team", "labels", "days",
    "due", "ticket", "description",
)  # fmt: skip
LONGEST_BODY = 32_000
"""Characters; a cell of Excel holds 32,767."""


@export(suffix="csv")
def csv(tickets: Sequence[Ticket]) -> str:
    """Write a header and a row a ticket."""
    return for_spreadsheets([COLUMNS, *map(_row, tickets)])


def _row(ticket: Ticket) -> tuple[Cell, ...]:
    return (
        ticket.rank, ticket.id, ticket.mark, ticket.title, ticket.lane, ticket.priority, ticket.state, ticket.team,
        " ".join(ticket.labels), ticket.days,
        ticket.due.isoformat() if ticket.due else "", ticket.tracked, fit(ticket.body, LONGEST_BODY, render),
    )  # fmt: skip
