"""GitLab: a CSV file for the issue importer of gitlab.com and of one's own server.

How to import:
    1. In the project open *Plan*, then *Issues*, then the menu with three dots, then *Import CSV*. You need the
       role Planner, on older servers Developer.
    2. Choose the file and press *Import issues*. It runs in the background; a mail tells when it is done.
    3. GitLab takes no labels from a file. To set them, search the list for `[debt]`, press *Bulk edit*, select all,
       and choose labels.
Mapping:
    - Debt and asset: `title`
    - What was found, why it matters, what to do, the engineer-days and the mark: `description`, in Markdown
    - The day until which the work is planned: `due_date`
    - Lane, labels, team: not imported; GitLab reads no further columns. The order of the rows is that of the backlog
Good to know:
    The user who imports becomes the author of every issue. Nothing in the descriptions is a quick action, a mention or
    a reference, so nothing is run and nobody but those who watch the project is notified. Import a file once: a second
    time makes a second set of issues. Exports are split at 500 issues, which keeps files below the 10 MB that
    gitlab.com takes.
"""

from __future__ import annotations

from collections.abc import Sequence

from debtaudit.trackers.block import fit
from debtaudit.trackers.csv_text import for_importers
from debtaudit.trackers.exports._export import export
from debtaudit.trackers.render.github_markdown import render
from debtaudit.trackers.ticket import Ticket

LONGEST_BODY = 20_000
"""Characters; GitLab takes a million, but 500 of them must fit into its largest file."""


@export(suffix="csv", tracker="gitlab", most=500)
def gitlab_csv(tickets: Sequence[Ticket]) -> str:
    """Write a row a ticket. Title and description must be the first columns."""
    return for_importers([("title", "description", "due_date"), *map(_row, tickets)])


def _row(ticket: Ticket) -> tuple[str, ...]:
    return (ticket.title, fit(ticket.body, LONGEST_BODY, render), ticket.due.isoformat() if ticket.due else "")
