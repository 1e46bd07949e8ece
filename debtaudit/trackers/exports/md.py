"""A page: all tickets in one Markdown document, for a wiki, a pull request or a mail.

How to import:
    Paste it, or add the file to a repository. Whoever has no tracker at hand can read it as it is.
Mapping:
    - Debt and asset: a heading each, in the order of the backlog
    - Rank, lane, team and engineer-days: one line below it
    - What was found, why it matters and what to do: the text below that
Good to know:
    Nothing in it mentions people or refers to issues. All findings are here, also accepted and tracked ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debtaudit.trackers.block import Blocks, Paragraph
from debtaudit.trackers.exports._export import export
from debtaudit.trackers.render.github_markdown import render, text
from debtaudit.trackers.ticket import Ticket

LANES = {"now": "now", "next": "next", "later": "later", "find_out": "find out", "accepted": "accepted"}


@export(suffix="md")
def md(tickets: Sequence[Ticket]) -> str:
    """Write a heading a ticket, and its body below."""
    head = f"# {len(tickets)} debt{'' if len(tickets) == 1 else 's'} to repay\n"
    return "\n".join([head, *(f"## {text(each.title)}\n\n{render(_blocks(each))}" for each in tickets)])


def _blocks(ticket: Ticket) -> Blocks:
    return (Paragraph((", ".join(_facts(ticket)) + ".",)), *ticket.body)


def _facts(ticket: Ticket) -> Iterator[str]:
    yield f"Rank {ticket.rank}, lane {LANES[ticket.lane]}"
    yield f"{ticket.days:g} engineer-days"
    yield f"team {ticket.team}" if ticket.team else "no team"
    if ticket.due:
        yield f"planned until {ticket.due.isoformat()}"
    if ticket.tracked:
        yield f"tracked as {ticket.tracked}"
