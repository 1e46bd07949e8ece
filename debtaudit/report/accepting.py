"""What a backlog says below a finding: what was decided, until when and by whom, and what else bears on its rank."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import day, sentence, upper
from debtaudit.domain.problem import printable
from debtaudit.scoring.decisions import last_day

RESTS: Final = {"accepted": "accepted", "false_positive": "no debt"}


def decided(item: Item, as_of: date) -> str:
    """Return the sentence; empty where a finding was neither accepted nor called a false positive."""
    made = item.decision
    if made is None or item.state not in RESTS:
        return ""
    until = last_day(made, item.risk.band, as_of) if item.state == "accepted" else made.expires_at
    carried = "carried by" if item.state == "accepted" else "said by"
    people = ((made.owner, carried), (made.approver, "approved by"))
    ends = f"until {day(until)}" if isinstance(until, date) else ""
    told = [f"{RESTS[item.state]} {ends}".strip(), *(f"{how} {who}" for who, how in people if who)]
    return upper(sentence(printable(", ".join(told) + (f": {made.reason}" if made.reason else ""))))


def beside(item: Item, as_of: date) -> Iterator[str]:
    """Yield what was decided about a finding, what else bears on its rank, and where its gap is counted."""
    if said := decided(item, as_of):
        yield said
    elif item.state not in {"open", "accepted"}:
        yield item.state.replace("_", " ")
    yield from item.notes
    if item.overlaps:
        yield f"same gap as {item.overlaps.partition('@')[0]}: counted once in the sum"
