"""Programs of your own: every ticket as JSON, format `debtaudit-tickets`, version 1.

How to import:
    Read `tickets`, a list in the order of the backlog. Additive changes keep the version.
Mapping:
    - `id`: the finding's id, the same from run to run; `mark`: a short word made of it, safe as a label
    - `rank`: place in the whole backlog
    - `title`: one line in which nothing calls anybody
    - `body`: Markdown; `text`: the same without markup
    - `labels`, `priority` (1 is the most urgent), `lane`, `state`
    - `team`: null where no owner was stated
    - `days`: engineer-days that repaying takes
    - `due`: the day until which the work is planned; `ticket`: where it is tracked already
Good to know:
    Create a ticket for an `id` only once: keep which id became which ticket. All findings are here, also accepted and
    tracked ones: leave out those whose `state` is `accepted` or `false_positive`, or whose `ticket` is not null.
"""

from __future__ import annotations

import json as _json
from collections.abc import Sequence

from debtaudit.trackers.exports._export import export
from debtaudit.trackers.render import github_markdown, plain
from debtaudit.trackers.ticket import Ticket


@export(suffix="json")
def json(tickets: Sequence[Ticket]) -> str:
    """Write all tickets as one document."""
    tree = {"format": "debtaudit-tickets", "version": 1, "tickets": [_ticket(each) for each in tickets]}
    return _json.dumps(tree, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _ticket(ticket: Ticket) -> dict[str, object]:
    return {
        "id": ticket.id, "mark": ticket.mark, "rank": ticket.rank, "title": ticket.title, "lane": ticket.lane,
        "priority": ticket.priority, "state": ticket.state, "labels": list(ticket.labels), "team": ticket.team or None,
        "days": ticket.days,
        "due": ticket.due.isoformat() if ticket.due else None, "ticket": ticket.tracked or None,
        "body": github_markdown.render(ticket.body), "text": plain.render(ticket.body),
    }  # fmt: skip
