"""A quarter to read key figures from: an inventory in words, audited on a day, with snapshots of quarters before."""

from __future__ import annotations

from datetime import date

from debtaudit import flow
from debtaudit.domain.problem import errors
from debtaudit.inventory import loads
from debtaudit.ledger.review import Review, review
from debtaudit.ledger.snapshot import Snapshot

DAY = date(2026, 9, 30)


def reviewed(text: str, day: date = DAY, earlier: tuple[Snapshot, ...] = (), **more: float) -> Review:
    """Review the quarter of a day; `more` are targets."""
    inventory = loads(text)
    assert not errors(inventory.problems), inventory.problems
    targets = {name.replace("_", "-"): value for name, value in more.items()}
    return review(flow.audit(inventory, day), earlier, {"model": "1"}, targets)
