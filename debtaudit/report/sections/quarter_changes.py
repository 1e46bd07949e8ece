"""What changed, part by part: each finding with how much open debt it added or took away, and why."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import money, upper
from debtaudit.ledger.amounts import whole
from debtaudit.ledger.compare import PARTS, Change, Comparison
from debtaudit.ledger.review import Review
from debtaudit.ledger.snapshot import split
from debtaudit.report.blocks import Block, Cell, Column, Heading, Line, Paragraph, Run, Table, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.comparing import MEANS, NAMES
from debtaudit.report.links import to_asset, to_item
from debtaudit.report.section import of_quarter

MOST, NAME = 40, 90


@of_quarter("quarter", place=40)
def quarter_changes(review: Review) -> Iterator[Block]:
    """Yield a table a part, the largest change first; nothing in the first quarter."""
    made = review.comparison
    for part in PARTS if made else ():
        changes = made.of(part) if made else ()
        if made and changes:
            yield Heading(f"{upper(NAMES[part])}: {len(changes):,}", upper(MEANS[part]), anchor=part.replace("_", "-"))
            yield _table(review.audit, made, changes[:MOST], upper(NAMES[part]))
            if len(changes) > MOST:
                yield Paragraph(line(f"And {len(changes) - MOST:,} smaller ones."))


def _table(audit: Audit, made: Comparison, changes: tuple[Change, ...], caption: str) -> Table:
    columns = (
        Column("Finding"),
        Column("Open debt, a quarter", numeric=True),
        Column("Days", numeric=True),
        Column("Why"),
    )
    return Table(columns, tuple(_row(audit, made, each) for each in changes), caption)


def _row(audit: Audit, made: Comparison, each: Change) -> tuple[Cell, ...]:
    cost, days = whole(each.amounts.interest), whole(each.amounts.days)
    why = f"{each.why}, formerly {each.formerly}" if each.formerly else each.why
    return (
        Cell(_named(audit, each.finding), line(Run(shortened(each.finding, NAME), "code"))),
        Cell(line(f"{'+' if cost > 0 else '−' if cost < 0 else ''}{money(abs(cost), made.after.currency)}")),
        Cell(line(f"{days:+.1f}".replace("-", "−").removesuffix(".0") if days else "0")),
        Cell(line(upper(why))),
    )


def _named(audit: Audit, finding: str) -> Line:
    """Name a finding: with the address of its page where it is found still, else in its own words."""
    item = audit.item(finding)
    if item:
        return line(Run(shortened(item.finding.debt.name, NAME), href=to_item(item.id)), " on ",
                    Run(shortened(item.finding.asset.label, NAME)))  # fmt: skip
    debt, asset = split(finding)
    known = audit.inventory.assets.get(asset)
    name = Run(shortened(known.label, NAME), href=to_asset(asset)) if known else Run(shortened(asset, NAME))
    return line(upper(debt.replace("-", " ")), " on ", name)
