"""The page on the risk model: its worked example is priced by the model when the page is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

from debtaudit.detectors._catalogue import catalogue
from debtaudit.domain.debt import Debt
from debtaudit.domain.finding import Detected, Finding, Item
from debtaudit.domain.policy import Policy
from debtaudit.domain.risk import Range
from debtaudit.domain.settings import Settings
from debtaudit.graph import AuditGraph
from debtaudit.inventory import loads
from debtaudit.scoring import rank
from debtaudit.scoring.uncertainty import DRAWS
from making.markdown import made_from

TEMPLATE = Path(__file__).with_name("model.txt")
AS_OF = date(2026, 9, 30)
INVENTORY = """\
organisation: {currency: EUR, engineer_day_cost: 700, materiality: 25000}
systems:
  - {id: order-chat, revenue_per_day: 40000, customer_facing: yes, calls: [order-intent]}
  - {id: order-desk, revenue_per_day: 22222, calls: [{id: order-intent, strength: 0.6}]}
models:
  - {id: order-intent, system: order-chat, status: production, volatility: high}
datasets:
  - {id: analytics-export, volatility: low, validation: {level: automated, alert_route: pager}}
incidents:
  - {id: inc-1, detected_at: 2025-09-30T09:00:00Z, assets: [order-intent], tickets: 600}
  - {id: inc-2, detected_at: 2026-02-11T09:00:00Z, assets: [order-intent], tickets: 600}
  - {id: inc-3, detected_at: 2026-08-03T09:00:00Z, assets: [order-intent], tickets: 600}
  - {id: inc-4, detected_at: 2026-01-20T09:00:00Z, assets: [analytics-export]}
  - {id: inc-5, detected_at: 2026-06-20T09:00:00Z, assets: [analytics-export]}
"""
CHATBOT, EXPORT = "unmonitored-concept-drift@order-intent", "deprecated-asset@analytics-export"
SEVERITIES = {CHATBOT: 0.8, EXPORT: 0.3}
MEASURED = {"half_life": 1e9, "hurt_silent": 0.04, "detect_customer": 3.0, "resolve_days": 1.5}
RESPONSE = {CHATBOT: 6.0, EXPORT: 1000 / 700}
MORE = 10
"""Incidents a year of the export, to see what it would take."""
SAID = (
    "incidents do not age, a fault hurts 4% of the revenue, customers tell after 3 days, mending takes 1.5 days, and"
    " engineers need 6 days for a fault of the chatbot, 1.4 for one of the export"
)


def model_page() -> str:
    """Write the page."""
    debts = catalogue(Settings()).debts
    return made_from("docs/making/model.txt and the model itself") + TEMPLATE.read_text(encoding="utf-8").format(
        p=Policy(), ratio="quarter", inventory=INVENTORY, measured=SAID, draws=DRAWS, settings=len(fields(Policy)),
        **_columns(debts), **_spans(debts),
    )  # fmt: skip


def priced(finding: str, debts: Sequence[Debt], text: str = INVENTORY) -> Item:
    """Return a finding of the example as the model prices it."""
    inventory = loads(text)
    graph = AuditGraph(inventory, AS_OF)
    slug, _, asset_id = finding.partition("@")
    asset = graph.asset(asset_id)
    debt = next(each for each in debts if each.slug == slug)
    if asset is None:
        raise LookupError(f"the example has no asset '{asset_id}'")
    found = Finding(debt, asset, SEVERITIES[finding], "seen")
    policy = replace(Policy(), **MEASURED, response_days=RESPONSE[finding])
    return rank(Detected((found,)), graph, inventory, policy).items[0]


def _columns(debts: Sequence[Debt]) -> Mapping[str, object]:
    """Return each row of the table, and what is said below it."""
    both = [priced(each, debts) for each in SEVERITIES]
    more = "".join(
        f"  - {{id: more-{day}, detected_at: 2026-05-{day:02}T09:00:00Z, assets: [analytics-export]}}\n"
        for day in range(1, MORE - 1)
    )
    many = priced(EXPORT, debts, INVENTORY + more).risk
    chatbot, export = (each.risk for each in both)
    return {name: " | ".join(map(say, both)) for name, say in ROWS.items()} | {
        "factor": f"{chatbot.interest.mean / export.interest.mean:.0f}",
        "more": MORE, "few": "two", "many_cost": f"€{many.interest.mean:,.0f}", "many_lane": many.lane,
    }  # fmt: skip


def _span(each: Range, form: str = ",.0f", sign: str = "€") -> str:
    return f"**{sign}{each.mean:{form}}** ({sign}{each.p10:{form}} to {sign}{each.p90:{form}})"


def _prior(item: Item) -> str:
    debt, risk = item.finding.debt, item.risk
    moves = risk.likelihood.prior / debt.prior_rate / risk.severity
    return f"{debt.prior_rate:g} × {risk.severity:g} × {moves:.2g} = {risk.likelihood.prior:.3f}"


def _evidence(item: Item) -> str:
    seen = item.risk.likelihood
    return f"{seen.incidents:g} incidents in {seen.quarters:.0f} quarters, noticed with a chance of {seen.noticed:g}"


def _principal(item: Item) -> str:
    cost = item.risk.principal
    return f"{cost.low:g} / {cost.likely:g} / {cost.high:g} days: {cost.days:g} days, €{cost.cost:,.0f}"


ROWS: Mapping[str, Callable[[Item], str]] = {
    "names": lambda item: "The chatbot" if item.id == CHATBOT else "The export",
    "ids": lambda item: f"`{item.id}`",
    "severities": lambda item: f"{item.risk.severity:g}",
    "priors": _prior,
    "evidence": _evidence,
    "events": lambda item: _span(item.risk.likelihood.events, ".2f", ""),
    "chances": lambda item: f"{item.risk.likelihood.probability:.0%}",
    "days": lambda item: f"{item.risk.loss.detect_days:g} + {item.risk.loss.resolve_days:g}",
    "owns": lambda item: f"€{item.risk.loss.own:,.0f}",
    "cascades": lambda item: f"€{item.risk.loss.cascade:,.0f}",
    "losses": lambda item: f"**€{item.risk.loss.event.mean:,.0f}**",
    "carries": lambda item: f"€{item.risk.carry:,.0f}",
    "interests": lambda item: _span(item.risk.interest),
    "principals": _principal,
    "growths": lambda item: f"{item.risk.growth:.0%}",
    "benefits": lambda item: f"€{item.risk.benefit:,.0f}",
    "returns": lambda item: f"**{item.risk.priority:.2f}** times its cost",
    "lanes": lambda item: f"**{item.risk.band}, {item.risk.lane}**",
}
"""What stands in each row of the table."""


def _spans(debts: Sequence[Debt]) -> Mapping[str, object]:
    rates, growths, days = ([get(each) for each in debts] for get in (
        lambda debt: debt.prior_rate, lambda debt: debt.growth, lambda debt: debt.effort.mean,
    ))  # fmt: skip
    return {
        "debts": len(debts), "rate_low": min(rates), "rate_high": max(rates), "growth_low": min(growths),
        "growth_high": max(growths), "days_low": round(min(days), 1), "days_high": round(max(days)),
    }  # fmt: skip
