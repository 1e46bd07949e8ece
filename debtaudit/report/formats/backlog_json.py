"""The backlog as JSON: format `debtaudit-backlog`, version 1. Additive changes keep the version.

Amounts are rounded to two digits after the point, rates and shares to four: below that, numbers would differ from
machine to machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from debtaudit.domain.audit import Audit
from debtaudit.domain.decision import Decision
from debtaudit.domain.facts import Place
from debtaudit.domain.finding import Evidence, Item, OpenQuestion, Totals
from debtaudit.domain.risk import Factor, Likelihood, Range, Risk

Json = dict[str, object]


def backlog_json(audit: Audit, items: Iterable[Item] | None = None) -> str:
    """Write an audit's backlog, or those of its items; totals and unknowns are always those of the whole audit."""
    return dumps(document(audit, audit.items if items is None else items))


def dumps(tree: Json) -> str:
    """Write a document the way that all of ours are written."""
    return json.dumps(tree, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def document(audit: Audit, items: Iterable[Item]) -> Json:
    """Return the backlog as plain values."""
    detected = audit.detected
    return {
        "format": "debtaudit-backlog",
        "version": 1,
        "as_of": audit.as_of.isoformat(),
        "currency": audit.currency,
        "totals": {
            "findings": len(audit.items),
            "unknown": len(audit.unknowns),
            "not_applicable": len(detected.excluded),
            "coverage": round(detected.coverage, 4),
            **totals(audit.totals),
        },
        "findings": [finding(item) for item in items],
        "unknowns": [unknown(each) for each in audit.unknowns],
        "problems": [
            {name: getattr(each, name) for name in ("file", "line", "column", "level", "code", "message", "hint")}
            for each in audit.problems
        ],
        "not_run": [{"debt": each.debt, "error": each.error} for each in detected.not_run],
        "unexplained_incidents": [each.id for each in audit.unexplained],
    }


def totals(sums: Totals) -> Json:
    """Return the sums of a backlog."""
    return {
        "interest": spread(sums.interest),
        "interest_undecided": money(sums.undecided),
        "principal": {"days": round(sums.principal_days, 1), "cost": money(sums.principal_cost)},
        "cost_of_delay": money(sums.cost_of_delay),
    }


def finding(item: Item) -> Json:
    """Return one finding with its price."""
    found, risk, debt = item.finding, item.risk, item.finding.debt
    return {
        "rank": item.rank,
        "id": item.id,
        "debt": debt.slug,
        "asset": found.asset.id,
        "kind": found.asset.kind,
        "category": debt.category,
        "dimension": debt.dimension,
        "owner": found.asset.owner or None,
        "state": item.state,
        "lane": risk.lane,
        "band": risk.band,
        "severity": round(found.severity, 4),
        "confidence": risk.confidence,
        **price(risk),
        "message": found.message,
        "evidence": [evidence(each) for each in found.evidence],
        "involved": [each.id for each in found.involved],
        "reaches": [
            {"system": each.system, "weight": round(each.weight, 4), "path": list(each.path)}
            for each in risk.loss.systems
        ],
        "incidents": list(item.incidents),
        "remediation": list(debt.remediation),
        "ticket": (item.decision.ticket or None) if item.decision else None,
        "decision": decision(item.decision) if item.decision else None,
        "overlaps": item.overlaps or None,
        "overrides": list(risk.overrides),
        "notes": list(item.notes),
    }


def price(risk: Risk) -> Json:
    """Return the numbers of one finding."""
    principal = risk.principal
    return {
        "likelihood": likelihood(risk.likelihood),
        "loss_per_event": {
            **spread(risk.loss.event), "own": money(risk.loss.own), "cascade": money(risk.loss.cascade),
        },
        "interest": spread(risk.interest),
        "growth": round(risk.growth, 4),
        "principal": {
            "days": round(principal.days, 2), "low": round(principal.low, 2), "likely": round(principal.likely, 2),
            "high": round(principal.high, 2), "cost": money(principal.cost),
        },
        "benefit": money(risk.benefit),
        "priority": round(risk.priority, 4),
        "cost_of_delay": money(risk.cost_of_delay),
    }  # fmt: skip


def likelihood(belief: Likelihood) -> Json:
    """Return the events to expect."""
    events = belief.events
    return {
        "events_per_quarter": round(events.mean, 4), "p10": round(events.p10, 4), "p90": round(events.p90, 4),
        "probability": round(belief.probability, 4),
    }  # fmt: skip


def evidence(each: Evidence) -> Json:
    """Return one statement with its place."""
    return {"fact": each.fact, "value": each.value, "kind": each.kind, **place(each.place)}


def place(where: Place | None) -> Json:
    """Return a place; nulls where there is none."""
    return {"file": where.file or None, "line": where.line or None} if where else {"file": None, "line": None}


def decision(made: Decision) -> Json:
    """Return what was decided."""
    names = ("state", "reason", "owner", "approver", "decided_at", "expires_at", "ticket")
    return {name: _plain(getattr(made, name)) for name in names}


def unknown(question: OpenQuestion) -> Json:
    """Return one debt that cannot be told, what would tell, and what finding out is worth."""
    gap = question.gap
    return {
        "debt": gap.debt.slug,
        "asset": gap.asset.id,
        "kind": gap.asset.kind,
        "facts": list(gap.facts),
        "questions": list(gap.debt.questions),
        "interest": money(question.interest),
        "value_of_finding_out": money(question.value_of_finding_out),
    }


def factor(each: Factor) -> Json:
    """Return one number behind a price."""
    return {
        "name": each.name, "of": each.of or None, "value": each.value, "unit": each.unit, "says": each.says,
        "default": each.default, **place(each.place),
    }  # fmt: skip


def spread(amount: Range) -> Json:
    """Return an amount with its range."""
    return {"mean": money(amount.mean), "p10": money(amount.p10), "p90": money(amount.p90)}


def money(amount: float) -> float:
    """Round an amount."""
    return round(amount, 2)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else (value or None)
