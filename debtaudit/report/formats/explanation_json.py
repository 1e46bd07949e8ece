"""One finding explained, as JSON: format `debtaudit-explanation`, version 1."""

from __future__ import annotations

from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import SECTIONS, Debt
from debtaudit.domain.finding import Item
from debtaudit.report.explanation import paragraph
from debtaudit.report.formats.backlog_json import Json, dumps, factor, finding, money
from debtaudit.scoring.sensitivity import borders, swings


def explanation_json(item: Item, audit: Audit) -> str:
    """Write a finding with its paragraph and every factor behind its price, unrounded."""
    return dumps(
        {
            "format": "debtaudit-explanation", "version": 1, "as_of": audit.as_of.isoformat(),
            "currency": audit.currency, "explanation": paragraph(item, audit), "finding": finding(item),
            "factors": [factor(each) for each in audit.factors(item.id)],
            "swings": [{"input": each.name, "low": money(each.low), "high": money(each.high)}
                       for each in swings(item.risk, audit.factors(item.id), audit.policy)],
            "other_lanes": [
                {"lane": each.lane, "interest": money(each.interest), "events_per_quarter": round(each.events, 4),
                 "loss_per_event": money(each.loss)} for each in borders(item.risk, audit.policy)
            ],
        }
    )  # fmt: skip


def debt_json(debt: Debt) -> str:
    """Write what is known of a debt: format `debtaudit-debt`, version 1."""
    return dumps({"format": "debtaudit-debt", "version": 1, **debt_as_json(debt)})


def debt_as_json(debt: Debt) -> Json:
    """Return a debt's words and numbers."""
    effort = {"low": debt.effort.low, "likely": debt.effort.likely, "high": debt.effort.high}
    return {
        "debt": debt.slug, "name": debt.name, "definition": debt.definition, "category": debt.category,
        "dimension": debt.dimension, "on": [kind.kind for kind in debt.on], "prior_rate": debt.prior_rate,
        "growth": debt.growth, "effort": effort, "loss": debt.loss, "severity": list(debt.severity),
        "change_driven": debt.change_driven, "overlap": debt.overlap.group if debt.overlap else None,
        "questions": list(debt.questions), "sections": {title: debt.section(title) for title in SECTIONS},
    }  # fmt: skip
