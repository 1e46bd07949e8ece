"""What the board's page picks from a backlog: the decisions to take, and how their money is written."""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Asset
from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import days, money, span
from debtaudit.domain.risk import Range
from debtaudit.report.owners import owner_id, owner_name
from debtaudit.report.sums import added, scaled, together

MOST = 5
URGENT = frozenset({"now", "next"})
LOW_COVERAGE = 0.6
"""Below this share of answered questions a total says little, and carries a warning (scoring model, section 6)."""


def decisions(audit: Audit) -> tuple[Item, ...]:
    """Return the findings that somebody must decide on: urgent, open, dearest for their price first; at most five."""
    waiting = (item for item in audit.items if item.risk.lane in URGENT and item.state == "open" and not item.overlaps)
    return tuple(waiting)[:MOST]


def pinned(audit: Audit) -> tuple[Item, ...]:
    """Return the findings that pictures show one by one: the decisions, else the first of the backlog."""
    return decisions(audit) or tuple(item for item in audit.items if item.state == "open")[:3]


def owner(audit: Audit, asset: Asset) -> str:
    """Return the name of the team that answers for an asset; empty when nobody is stated."""
    id_ = owner_id(asset)
    return owner_name(audit, id_) if id_ else ""


def organisation(audit: Audit) -> str:
    """Return the name at the head of the report: that of the settings, else the organisation's; empty without any."""
    return audit.look.name or str(audit.inventory.organisation.name or "")


@dataclass(frozen=True, slots=True)
class Prices:
    """How amounts of one audit are written: in its currency, or as relative units; repairs in money, or in days."""

    currency: str
    priced: bool  # whether the price of an engineer-day is stated

    @classmethod
    def of(cls, audit: Audit) -> Prices:
        """Return how the amounts of an audit are written."""
        stated = isinstance(audit.inventory.organisation.engineer_day_cost, (int, float))
        return cls(audit.currency, stated and audit.money_known)

    def amount(self, amount: float) -> str:
        """Write an amount."""
        return money(amount, self.currency)

    def span(self, amount: Range) -> str:
        """Write the range of an amount."""
        return span(amount, self.currency)

    def repair(self, cost: float, number: float) -> tuple[str, str]:
        """Write what a repair costs, and its days below; only the days when they have no price."""
        return (self.amount(cost), days(number)) if self.priced else (days(number), "")


def saved(audit: Audit, items: tuple[Item, ...]) -> Range:
    """Return what repaying these findings saves a quarter."""
    return together(scaled(added(item), audit.policy.effectiveness) for item in items)
