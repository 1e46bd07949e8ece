"""Tickets written by hand, as tests need them."""

from __future__ import annotations

from typing import Any

from debtaudit.trackers.block import Paragraph, line
from debtaudit.trackers.ticket import Ticket, mark


def ticket_of(id_: str = "glue-code@order-join", **more: Any) -> Ticket:
    made: dict[str, Any] = {
        "id": id_, "mark": mark(id_), "rank": 1, "title": f"[debt] Glue code on {id_.partition('@')[2]}",
        "blocks": (Paragraph(line("On the pipeline x: it is glue.")),), "origin": (Paragraph(line("Found on a day.")),),
        "labels": ("debtaudit", "glue-code", "pipeline"), "priority": 2, "lane": "next", "state": "open",
        "team": "platform", "days": 2.5,
    }  # fmt: skip
    return Ticket(**{**made, **more})
