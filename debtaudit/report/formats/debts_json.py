"""The catalogue of debts for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from debtaudit.report.debt_page import DebtPage, sections, written


def debts_json(pages: Iterable[DebtPage]) -> str:
    """Write debts as one document; numbers of limits and economics are those that are set."""
    document = {"format": "debtaudit-debts", "version": 1, "debts": [_debt(page) for page in pages]}
    return json.dumps(document, indent=2, ensure_ascii=False)


def trials_json(trials: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    """Write what came of trying users' debts."""
    debts = [{"debt": slug, "passed": not failures, "failures": list(failures)} for slug, failures in trials]
    return json.dumps({"format": "debtaudit-debts-test", "version": 1, "debts": debts}, indent=2, ensure_ascii=False)


def _debt(page: DebtPage) -> dict[str, Any]:
    debt = page.debt
    return {
        "debt": debt.slug,
        "name": debt.name,
        "definition": debt.definition,
        "category": debt.category,
        "dimension": debt.dimension,
        "kinds": [kind.kind for kind in debt.on],
        "severity": {"least": debt.severity[0], "most": debt.severity[1]},
        "economics": {
            "prior_rate": debt.prior_rate,
            "growth": debt.growth,
            "effort": {"low": debt.effort.low, "likely": debt.effort.likely, "high": debt.effort.high},
            "loss": debt.loss,
            "change_driven": debt.change_driven,
        },
        "touches_rights": debt.touches_rights,
        "limits": [
            {"name": each.name, "value": _plain(each.value), "counts": each.counts, "reason": each.reason,
             "default": _plain(page.default("limits", each.name, each.value))}
            for each in page.limits
        ],
        "facts": {kind: list(facts) for kind, facts in page.facts},
        "questions": list(debt.questions),
        "overlap": {"group": debt.overlap.group, "members": [each.slug for each in page.gap]} if debt.overlap else None,
        "after": list(debt.after),
        "remediation": list(debt.remediation),
        "sections": {title: debt.section(title) for title in sections(debt)},
    }  # fmt: skip


def _plain(value: object) -> object:
    return value if isinstance(value, (bool, int, float, str)) else written(value)
