"""What nobody could tell, debt by debt: never the same as fine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import OpenQuestion
from debtaudit.report.blocks import Block, Cell, Column, Heading, Line, Run, Table, line
from debtaudit.report.choices import Prices
from debtaudit.report.section import section

ASSETS, FACTS = 8, 4


@section("backlog", place=40)
def unknowns(audit: Audit) -> Iterator[Block]:
    """Yield the open questions, those first that cost most while nobody knows."""
    if not audit.unknowns:
        return
    groups: dict[str, list[OpenQuestion]] = defaultdict(list)
    for question in audit.unknowns:
        groups[question.gap.debt.slug].append(question)
    ordered = sorted(groups.values(), key=lambda each: (-_cost(each), each[0].gap.debt.slug))
    yield Heading(
        f"Unknown: {len(audit.unknowns):,}",
        "Not the same as fine. What it may cost is expected while nobody knows, and in no total above",
        anchor="unknown",
    )
    columns = (
        Column("Debt"),
        Column("Assets", numeric=True),
        Column("Which"),
        Column("Facts that would tell"),
        Column("May cost a quarter", numeric=True),
    )
    yield Table(columns, tuple(_row(each, Prices.of(audit)) for each in ordered), "What could not be told")


def _row(questions: list[OpenQuestion], prices: Prices) -> tuple[Cell, ...]:
    first = sorted(questions, key=lambda each: (-each.interest, each.gap.asset.id))[:ASSETS]
    more = len(questions) - len(first)
    which = ", ".join(each.gap.asset.label for each in first) + (f" and {more:,} more" if more else "")
    return (
        Cell(line(questions[0].gap.debt.name)),
        Cell(line(f"{len(questions):,}")),
        Cell(line(which)),
        Cell(_facts(questions)),
        Cell(line(prices.amount(_cost(questions)))),
    )


def _facts(questions: list[OpenQuestion]) -> Line:
    names = dict.fromkeys(fact for each in questions for fact in each.gap.facts)
    shown = [Run(name, "code") for name in list(names)[:FACTS]]
    parts: list[str | Run] = []
    for run in shown:
        parts += [", ", run] if parts else [run]
    return (*parts, *([", …"] if len(names) > FACTS else []))


def _cost(questions: list[OpenQuestion]) -> float:
    return sum(each.interest for each in questions)
