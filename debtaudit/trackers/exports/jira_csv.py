"""Jira: a CSV file for the importer of Jira Cloud and Data Center.

How to import:
    1. In Jira open *Issues*, then *Import issues from CSV* (Data Center: *Issues and filters*). You need the right to
       make bulk changes.
    2. Choose the file. Leave the delimiter at a comma; set the date format to `yyyy-MM-dd`.
    3. Choose the project, then map each column to the field of the same name. Map every column *Labels* to *Labels*.
       Leave *Finding* unmapped, or map it to a text field of your own.
    4. Tick *Map field value* for *Priority* and *Issue Type* if yours have other names.
    5. Press *Validate*, read what it says, then *Begin import*.
Mapping:
    - Debt and asset: *Summary*
    - What was found, why it matters and what to do: *Description*, in Jira's wiki markup
    - Lane and band: *Priority*, one of Highest, High, Medium, Low
    - Engineer-days: *Original Estimate*, in seconds, a day having eight hours
    - Kind of debt and of asset, and the team's own labels: *Labels*, a column each
    - The ticket's mark, by which it is found again: the label that begins with `debtaudit-`
    - The team's component: *Component*; it must exist
    - The day until which the work is planned: *Due Date*
    - The finding's id: *Finding*
Good to know:
    Nobody is assigned or mentioned, so that nobody but the project's watchers is notified. Import a file once: a second
    time makes a second set of tickets. To see what was imported, search for `labels = debtaudit`. A project that does
    not use time tracking has no *Original Estimate*: leave that column unmapped. Atlassian advises at most 1,500 issues
    a file; longer exports are split. Newer versions of Jira call issues *work items*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debtaudit.trackers.block import fit
from debtaudit.trackers.csv_text import for_importers
from debtaudit.trackers.exports._export import export
from debtaudit.trackers.render.jira_wiki import render
from debtaudit.trackers.ticket import Ticket

PRIORITIES = {1: "Highest", 2: "High", 3: "Medium", 4: "Low"}
LONGEST_BODY = 32_767
SECONDS_A_DAY = 8 * 60 * 60


@export(suffix="csv", tracker="jira", most=1500)
def jira_csv(tickets: Sequence[Ticket]) -> str:
    """Write a row a ticket; a field of several values is several columns of one name."""
    width = max((len(_labels(each)) for each in tickets), default=1)
    titles = (
        "Summary",
        "Issue Type",
        "Priority",
        "Description",
        "Original Estimate",
        "Due Date",
        "Component",
        "Finding",
    )
    return for_importers([[*titles, *["Labels"] * width], *(list(_row(each, width)) for each in tickets)])


def _row(ticket: Ticket, width: int) -> Iterator[str]:
    yield from (ticket.title, "Task", PRIORITIES[ticket.priority])
    yield fit(ticket.body, LONGEST_BODY, render)
    yield str(round(ticket.days * SECONDS_A_DAY))
    yield ticket.due.isoformat() if ticket.due else ""
    yield from (ticket.component, ticket.id)
    labels = _labels(ticket)
    yield from (*labels, *[""] * (width - len(labels)))


def _labels(ticket: Ticket) -> tuple[str, ...]:
    return (ticket.mark, *ticket.labels)
