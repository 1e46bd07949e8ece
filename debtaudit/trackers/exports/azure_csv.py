"""Azure DevOps: a CSV file for the work item importer of Azure Boards.

How to import:
    1. Open *Boards*, then *Queries*, then *Import work items*. You need to be a project administrator.
    2. Choose the file and press *Import*. The items are shown, and nothing is saved yet.
    3. Look at items that are marked as wrong: a required field of your process may be missing. Set it, or change
       *Task* in the file to a type that your process has.
    4. Press *Save items*.
Mapping:
    - A work item of type Task, which every process has: *Work Item Type*
    - Debt and asset: *Title*
    - What was found, why it matters, what to do and the engineer-days: *Description*, in HTML
    - Lane and band: *Priority*, 1 to 4
    - Kind of debt and of asset, the team's own labels, and the mark: *Tags*
    - State, assignment, area: not imported; Azure starts every item as new, unassigned, in the area of the project
    - Due date and estimate: not imported, since their fields differ from process to process; the text has both
Good to know:
    The file has no column *ID*, so that items are created and none is changed. Import it once: a second time makes a
    second set. To see what was imported, query for items whose tags contain `debtaudit`. Azure takes at most 1,000
    items a file; longer exports are split.
"""

from __future__ import annotations

from collections.abc import Sequence

from debtaudit.trackers.block import fit
from debtaudit.trackers.csv_text import for_importers
from debtaudit.trackers.exports._export import export
from debtaudit.trackers.render.html import render
from debtaudit.trackers.ticket import Ticket

LONGEST_BODY = 100_000


@export(suffix="csv", tracker="azure", most=1000)
def azure_csv(tickets: Sequence[Ticket]) -> str:
    """Write a row a ticket; tags are joined by semicolons."""
    return for_importers([("Work Item Type", "Title", "Priority", "Tags", "Description"), *map(_row, tickets)])


def _row(ticket: Ticket) -> tuple[str, ...]:
    tags = "; ".join((ticket.mark, *ticket.labels))
    return ("Task", ticket.title, str(ticket.priority), tags, fit(ticket.body, LONGEST_BODY, render))
