"""The backlog as CSV, a row a finding, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from debtaudit.domain.finding import Item

COLUMNS = (
    "rank", "id", "debt", "asset", "kind", "owner", "lane", "band", "state", "severity", "confidence",
    "events_per_quarter", "loss_per_event", "interest", "interest_p10", "interest_p90", "days", "cost", "priority",
    "cost_of_delay", "message", "remediation", "evidence", "incidents", "ticket",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\n")


def backlog_csv(items: Iterable[Item]) -> str:
    """Write a header and a row a finding; lists are joined by '; '."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for item in items:
        rows.writerow([_harmless(value) for value in _row(item)])
    return out.getvalue()


def _row(item: Item) -> tuple[object, ...]:
    found, risk = item.finding, item.risk
    return (
        item.rank, item.id, found.debt.slug, found.asset.id, found.asset.kind, found.asset.owner or "", risk.lane,
        risk.band, item.state, round(found.severity, 4), risk.confidence, round(risk.likelihood.events.mean, 4),
        round(risk.loss.event.mean, 2), round(risk.interest.mean, 2), round(risk.interest.p10, 2),
        round(risk.interest.p90, 2), round(risk.principal.days, 2), round(risk.principal.cost, 2),
        round(risk.priority, 4), round(risk.cost_of_delay, 2), found.message, "; ".join(found.debt.remediation),
        "; ".join(f"{each.fact}: {each.value} ({each.place})" for each in found.evidence), "; ".join(item.incidents),
        (item.decision.ticket or "") if item.decision else "",
    )  # fmt: skip


def _harmless(value: object) -> object:
    """Keep a spreadsheet from taking text for a formula: an apostrophe before it is shown as text.

    A carriage return alone, which the csv module would leave without quotes, becomes a line end.
    """
    if not isinstance(value, str):
        return value
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{value}" if value.startswith(FORMULA) else value
