"""The workbook's sheets for a meeting: the decisions to take, and the key figures with targets that may be changed."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.ledger.measure import Measured
from debtaudit.ledger.reading import Reading, Unit
from debtaudit.ledger.review import Review
from debtaudit.report import figures as words
from debtaudit.report.choices import decisions
from debtaudit.report.links import to_item
from debtaudit.report.owners import owner_id, owner_name
from debtaudit.report.spreadsheet import HEAD, Cell, Column, Formula, Look, Sheet, added_by

QUARTERS = 6
UNITS: dict[Unit, str] = {
    "share": "share", "hours": "hours", "days": "days", "count": "number", "money": "", "per_week": "a week",
    "per_10000": "in 10,000", "times": "times", "score": "score", "points": "percentage points",
}  # fmt: skip


def decisions_sheet(audit: Audit) -> Sheet:
    """Return the decisions of the board's page; days are changed in the backlog, and formulas here follow."""
    unit = f", {audit.currency}" if audit.currency else ""
    columns = (
        Column("No.", 6, right=True), Column("What to do", 60), Column("Debt", 34), Column("Asset", 28),
        Column("Who", 22), Column("Days of repair", 10, right=True), Column(f"Cost{unit}", 12, right=True),
        Column(f"Saves a quarter{unit}", 14, right=True), Column("Back after quarters", 12, right=True),
        Column(f"Lost by waiting a quarter{unit}", 16, right=True), Column("If it waits", 60),
    )  # fmt: skip
    items = decisions(audit)
    rows = [_decision(audit, item, str(number), HEAD + 1 + number) for number, item in enumerate(items, 1)]
    if len(rows) > 1:
        rows.append(_all(audit, items))
    note = "Days and costs follow the backlog's sheet, savings the settings; nothing is added up twice"
    return Sheet("Decisions", "Decisions to take", note, columns, tuple(rows))


def _decision(audit: Audit, item: Item, number: str, row: int) -> tuple[Cell, ...]:
    """Return the cells of a decision; `row` is its own row, from 1."""
    finding, risk = item.finding, item.risk
    there = HEAD + 1 + item.rank  # its row in the backlog
    saves = audit.policy.effectiveness * added_by(item)
    return (
        Cell(float(number), "whole"), Cell(finding.debt.remediation[0]), Cell(finding.debt.name, href=to_item(item.id)),
        Cell(finding.asset.label), Cell(owner_name(audit, owner_id(finding.asset))),
        Cell(Formula(f"=Backlog!M{there}", risk.principal.days), "tenth"),
        Cell(Formula(f"=Backlog!N{there}", risk.principal.cost), "whole"),
        Cell(Formula(f"=effectiveness*Backlog!R{there}", saves), "whole"), _back(row, risk.principal.cost, saves),
        Cell(risk.cost_of_delay, "whole"), Cell(finding.debt.if_it_waits),
    )  # fmt: skip


def _back(row: int, cost: float, saves: float) -> Cell:
    return Cell(Formula(f"=IF(H{row}>0,G{row}/H{row},0)", cost / saves if saves else 0.0), "tenth")


def _all(audit: Audit, items: tuple[Item, ...]) -> tuple[Cell, ...]:
    first, row = HEAD + 2, HEAD + 2 + len(items)
    days, cost, lost = (
        fsum(each) for each in zip(
            *((item.risk.principal.days, item.risk.principal.cost, item.risk.cost_of_delay) for item in items),
            strict=True,
        )
    )  # fmt: skip
    saves = audit.policy.effectiveness * fsum(added_by(item) for item in items)

    def total(column: str, value: float, look: Look) -> Cell:
        return Cell(Formula(f"=SUM({column}{first}:{column}{row - 1})", value), look)

    return (
        Cell(""), Cell("All of them"), Cell(""), Cell(""), Cell(""), total("F", days, "tenth"),
        total("G", cost, "whole"), total("H", saves, "whole"), _back(row, cost, saves), total("J", lost, "whole"),
        Cell(""),
    )  # fmt: skip


def kpis_sheet(review: Review) -> Sheet:
    """Return every key figure with its last quarters. A target may be changed, and whether it is met follows."""
    labels = [each.quarter.label for each in review.earlier][-QUARTERS + 1 :]
    columns = (
        Column("Key figure", 40), Column("Unit", 14), *(Column(label, 10, right=True) for label in labels),
        Column(review.quarter.label, 12, right=True), Column("Target", 10, right=True), Column("Target met?", 10),
        Column("90% interval from", 10, right=True), Column("to", 10, right=True), Column("Counted", 16, right=True),
        Column("Change", 14, right=True), Column("Judged", 16), Column("What it is", 70), Column("Note", 60),
    )  # fmt: skip
    rows = tuple(tuple(_figure(each, labels, HEAD + 2 + place, review)) for place, each in enumerate(review.figures))
    since = f"; changes since {review.before.quarter.label}" if review.before else ""
    note = f"No data is never 0. Tinted targets are yours{since}"
    return Sheet("KPIs", f"Key figures of {review.quarter.label}", note, columns, rows)


def _figure(each: Measured, labels: list[str], row: int, review: Review) -> Iterator[Cell]:
    kpi, reading, currency = each.kpi, each.reading, review.audit.currency
    history = dict(each.history)
    value, target = (f"{chr(ord('C') + len(labels) + place)}{row}" for place in range(2))
    yield Cell(kpi.name, href=f"kpi.html#{kpi.slug}")
    yield Cell(UNITS[kpi.unit] or currency or "relative units")
    yield from (_number(history.get(label, Reading()).value, kpi.unit, "") for label in labels)
    yield _number(reading.value, kpi.unit, "no data")
    yield _target(each)
    yield Cell(_met(each, value, target))
    yield _number(reading.low, kpi.unit, "")
    yield _number(reading.high, kpi.unit, "")
    yield Cell(words.counted(reading) if reading.known else "", "right")
    yield Cell(words.change(each, currency), "right")
    yield Cell(each.verdict or ("no clear change" if each.change is not None else ""))
    yield Cell(kpi.definition)
    yield Cell(reading.note)


def _number(value: float | None, unit: Unit, without: str) -> Cell:
    if value is None:
        return Cell(without, "right")
    return Cell(value, "percent" if unit == "share" else "whole" if unit in {"money", "count"} else "hundredth")


def _target(each: Measured) -> Cell:
    look: Look = "given percent" if each.kpi.unit == "share" else "given hundredth"
    return Cell("" if each.target is None else each.target, look)


def _met(each: Measured, value: str, target: str) -> str | Formula:
    """Return the formula for whether a target is met; nothing where neither direction is better."""
    if not each.kpi.better:
        return ""
    sign = ">=" if each.kpi.better == "up" else "<="
    said = "" if each.met is None else "yes" if each.met else "no"
    return Formula(f'=IF(AND(ISNUMBER({value}),ISNUMBER({target})),IF({value}{sign}{target},"yes","no"),"")', said)
