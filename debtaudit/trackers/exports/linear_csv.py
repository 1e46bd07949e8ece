"""Linear: a CSV file in the form that Linear itself exports, for its importer.

How to import:
    1. Get a personal API key in Linear under *Settings*, *Security and access*.
    2. Run `npx @linear/import`, give it the key, and choose *Linear (CSV export)* and the file.
    3. Choose the team. Answer no when it asks whether to assign issues to yourself.
    4. Look at the first issues before you import the next file.
Mapping:
    - Debt and asset: *Title*
    - What was found, why it matters, what to do, the engineer-days and the mark: *Description*, in Markdown
    - Lane and band: *Priority*, one of Urgent, High, Medium, Low
    - Kind of debt and of asset, and the team's own labels: *Labels*; missing ones are created
    - The state: *Status*, always Backlog
    - Engineer-days: not in *Estimate*, whose scale each team chooses for itself
    - The day until which the work is planned: not imported; Linear's importer reads no due date
Good to know:
    Nobody is assigned or mentioned. Import a file once: a second time makes a second set of issues. To see what was
    imported, filter by the label `debtaudit`. Exports are split at 500 issues, since Linear limits requests an hour.
"""

from __future__ import annotations

from collections.abc import Sequence

from debtaudit.trackers.block import fit
from debtaudit.trackers.csv_text import for_importers
from debtaudit.trackers.exports._export import export
from debtaudit.trackers.render.github_markdown import render
from debtaudit.trackers.ticket import Ticket

PRIORITIES = {1: "Urgent", 2: "High", 3: "Medium", 4: "Low"}
LONGEST_BODY = 100_000


@export(suffix="csv", tracker="linear", most=500)
def linear_csv(tickets: Sequence[Ticket]) -> str:
    """Write a row a ticket, with the columns that the importer looks at, empty ones too."""
    titles = ("Team", "Title", "Description", "Status", "Estimate", "Priority", "Assignee", "Labels",
              "Created", "Completed", "Archived")  # fmt: skip
    return for_importers([titles, *map(_row, tickets)])


def _row(ticket: Ticket) -> tuple[str, ...]:
    return (
        ticket.team, ticket.title, fit(ticket.body, LONGEST_BODY, render), "Backlog", "", PRIORITIES[ticket.priority],
        "", ", ".join(ticket.labels), "", "", "",
    )  # fmt: skip
