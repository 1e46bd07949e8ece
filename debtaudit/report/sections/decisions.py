"""The decisions to take, at most five: what to do, what it costs and saves, what if it waits, and who does it."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import KINDS, count, upper, words
from debtaudit.report.blocks import Block, Choice, Decisions, Heading, Line, Paragraph, Run, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.choices import Prices, decisions, owner, saved
from debtaudit.report.links import to_item
from debtaudit.report.section import section
from debtaudit.report.sums import scaled

CHOSEN = (
    "What is for now, then for next, most saved for its cost first; without what is under way or repaired with another"
)
"""How decisions are chosen: why they may skip ranks of the backlog."""
ACTION, NAME, WHY, WAITS, WHO = 84, 36, 92, 116, 32
"""Characters that each column may take, so that five decisions fit on the first side of the sheet."""


@section("index", place=30)
def decisions_to_take(audit: Audit) -> Iterator[Block]:
    """Yield the decisions, or the sentence that there are none."""
    items = decisions(audit)
    if items:
        yield Heading(f"{upper(count(len(items), 'decision'))} to take", CHOSEN, anchor="decisions")
        yield Decisions(
            tuple(_choice(audit, item, str(place)) for place, item in enumerate(items, 1)), _total(audit, items)
        )
    elif audit.items:
        yield Heading("Nothing to decide today", anchor="decisions")
        yield Paragraph(_nothing_urgent(audit))


def _nothing_urgent(audit: Audit) -> Line:
    waiting = [item for item in audit.items if item.state == "open"]
    if not waiting:
        return line("Whatever was found is accepted, or being worked on already.")
    return line(f"None of the {words(len(waiting))} open debts is dear enough to be for now or next. "
                if len(waiting) > 1 else "The one open debt is not dear enough to be for now or next. ",
                "Teams repay them when they work nearby anyway.")  # fmt: skip


def _choice(audit: Audit, item: Item, number: str) -> Choice:
    finding, risk, prices = item.finding, item.risk, Prices.of(audit)
    cost, below = prices.repair(risk.principal.cost, risk.principal.days)
    saves = scaled(risk.interest, audit.policy.effectiveness)
    return Choice(
        number, shortened(finding.debt.remediation[0], ACTION), _why(item), cost, below,
        prices.amount(saves.mean), prices.span(saves), shortened(finding.debt.if_it_waits, WAITS),
        f"{prices.amount(risk.cost_of_delay)} lost in the next quarter",
        shortened(owner(audit, finding.asset), WHO) or "nobody yet", to_item(item.id),
    )  # fmt: skip


def _why(item: Item) -> Line:
    finding = item.finding
    first = shortened(finding.message.partition(";")[0], WHY)
    kind = KINDS.get(finding.asset.kind, finding.asset.kind)
    return line(
        Run(shortened(finding.asset.label, NAME), "strong"), f", {kind}: {first}{'' if first[-1:] in '.…' else '.'}"
    )


def _total(audit: Audit, items: tuple[Item, ...]) -> tuple[str, str, str, str] | None:
    if len(items) == 1:
        return None
    prices, saves = Prices.of(audit), saved(audit, items)
    cost, days = (sum(getattr(item.risk.principal, part) for item in items) for part in ("cost", "days"))
    return *prices.repair(cost, days), prices.amount(saves.mean), prices.span(saves)
