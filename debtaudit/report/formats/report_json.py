"""All numbers of a report as JSON: format `debtaudit-report`, version 1: the backlog, and what its pages add to it."""

from __future__ import annotations

import json
from dataclasses import fields
from math import fsum

from debtaudit.domain.audit import Audit
from debtaudit.domain.say import say
from debtaudit.ledger.review import Review
from debtaudit.report.choices import decisions, organisation
from debtaudit.report.comparing import statement
from debtaudit.report.explanation import paragraph
from debtaudit.report.formats.backlog_json import Json, document, finding, money, spread
from debtaudit.report.formats.kpis_json import figure
from debtaudit.report.links import to_item
from debtaudit.report.owners import Owner, owners
from debtaudit.scoring.exceedance import exceedance


def report_json(audit: Audit, review: Review | None = None) -> str:
    """Write the document; with the review of the quarter, what changed and every key figure too.

    Each finding, question and key figure has a line of its own: that reads well, and is written five times as fast as
    with indents where there are thousands.
    """
    members = (f"  {dumps(name)}: {_lines(value)}" for name, value in report(audit, review).items())
    return "{\n" + ",\n".join(members) + "\n}\n"


def dumps(value: object) -> str:
    """Write a value in one line."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _lines(value: object) -> str:
    """Write a value, a list with a line for each entry."""
    if not isinstance(value, list) or not value:
        return dumps(value)
    return "[\n    " + ",\n    ".join(map(dumps, value)) + "\n  ]"


def report(audit: Audit, review: Review | None = None) -> Json:
    """Return the document as plain values."""
    return {
        **document(audit, ()),
        "format": "debtaudit-report",
        "version": 1,
        "organisation": organisation(audit) or None,
        "findings": [
            {**finding(item), "page": to_item(item.id), "explanation": paragraph(item, audit)} for item in audit.items
        ],
        "decisions": [item.id for item in decisions(audit)],
        "teams": [_team(each) for each in owners(audit)],
        **_quarter(review),
        "exceedance": _exceedance(audit),
        "paid_by": {"business": money(audit.totals.business), "engineering": money(audit.totals.engineering)},
        "supports": [{"asset": each.asset.id, "systems": each.systems} for each in audit.supports],
        "settings": {each.name: getattr(audit.policy, each.name) for each in fields(audit.policy)},
        "changed_settings": [
            {"name": each.name, "value": say(each.value), "default": say(each.default)} for each in audit.touched
        ],
        "inputs": [{"file": each.path, "sha256": each.sha256} for each in audit.inventory.files],
    }


def _quarter(review: Review | None) -> Json:
    """Return what the quarter's review adds: its name, what it is compared with, the account, and the key figures."""
    made = review.comparison if review else None
    return {
        "quarter": review.quarter.label if review else None,
        "since": made.before.quarter.label if made else None,
        "account": [
            {"what": what, "findings": findings, "interest": interest, "days": days}
            for what, findings, interest, days in (statement(made) if made else ())
        ],
        "kpis": [figure(each) for each in (review.figures if review else ())],
    }


def _exceedance(audit: Audit) -> list[Json]:
    """Return what the next quarter costs more than, by chance: today, and with the decisions taken."""
    chosen = {item.id for item in decisions(audit)}
    today, after = exceedance(audit.items), exceedance(audit.items, chosen, audit.policy.effectiveness)
    return [
        {"chance": chance, "loss": money(loss), "after_decisions": money(min(loss, after[chance]))}
        for chance, loss in today.items()
    ]


def _team(owner: Owner) -> Json:
    bears, causes = (fsum(each.cost for each in side) for side in (owner.bears, owner.causes))
    return {
        "team": owner.id or None, "name": owner.name, "assets": len(owner.assets), "findings": len(owner.items),
        "unknown": len(owner.questions), "interest": spread(owner.interest),
        "principal": {"days": round(fsum(item.risk.principal.days for item in owner.items), 1),
                      "cost": money(fsum(item.risk.principal.cost for item in owner.items))},
        "falls_on_others": money(causes), "bears_for_others": money(bears),
    }  # fmt: skip
