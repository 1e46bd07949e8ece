"""The backlog as Markdown, for a wiki or a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from debtaudit.domain import phrases
from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.report.accepting import beside
from debtaudit.report.formats.markdown import harmless

LANES = {"now": "Now", "next": "Next", "later": "Later", "find_out": "Find out", "accepted": "Accepted, or no debt"}


def backlog_markdown(audit: Audit, items: Iterable[Item]) -> str:
    """Write a sentence about the whole, and a table a lane."""
    name = str(audit.inventory.organisation.name or "The inventory")
    parts = [f"# Debt of {harmless(name)}, {phrases.day(audit.as_of)}\n", " ".join(_summary(audit))]
    for lane, mine in groupby(items, key=lambda item: item.risk.lane):
        parts += [f"\n## {LANES[lane]}\n", "| # | Finding | A quarter | Range | Days | Returns | Owner | Seen |",
                  "|--:|---|--:|---|--:|--:|---|---|", *(_row(item, audit) for item in mine)]  # fmt: skip
    return "\n".join(parts) + "\n"


def _summary(audit: Audit) -> Iterator[str]:
    totals, currency, detected = audit.totals, audit.currency, audit.detected
    if audit.items:
        cost = f"{phrases.money(totals.interest.mean, currency)} a quarter ({phrases.span(totals.interest, currency)})"
        about = "" if audit.money_known else ", in relative units: no revenue is stated"
        yield f"{phrases.upper(phrases.count(len(audit.items), 'finding'))}, together about {cost}{about}."
        yield f"Repaying all takes {phrases.days(totals.principal_days)} of engineering."
    else:
        yield "Nothing was found."
    yield f"{phrases.percent(detected.coverage)} of what applies is known."
    if audit.unknowns:
        yield f"{phrases.upper(phrases.count(len(audit.unknowns), 'debt'))} cannot be told either way."
    if detected.not_run:
        yield f"Not run, and so not clean: {', '.join(f'`{each.debt}`' for each in detected.not_run)}."


def _row(item: Item, audit: Audit) -> str:
    risk, currency = item.risk, audit.currency
    seen = (item.finding.message, *beside(item, audit.as_of))
    cells = (
        str(item.rank), f"`{item.id}`", phrases.money(risk.interest.mean, currency),
        phrases.span(risk.interest, currency), f"{risk.principal.days:.0f}", f"{risk.priority:.1f}×",
        harmless(str(item.finding.asset.owner or "")), "<br>".join(map(harmless, seen)),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"
