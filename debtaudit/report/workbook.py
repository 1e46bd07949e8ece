"""The report as sheets to calculate with: numbers that a manager may change are cells, what follows are formulas.

The days of a repair, what is to be repaired, and settings of the model may be changed; costs, savings and totals
follow. Each formula carries the value that the audit has for it, for programs that only read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import KINDS, day, sentence, upper
from debtaudit.ledger.review import Review
from debtaudit.report.choices import decisions, organisation
from debtaudit.report.explanation import LANES
from debtaudit.report.links import to_item
from debtaudit.report.owners import Owner, owner_id, owner_name, owners
from debtaudit.report.spreadsheet import HEAD, MARK, Cell, Column, Formula, Sheet, added_by
from debtaudit.report.workbook_board import decisions_sheet, kpis_sheet
from debtaudit.scoring.worth import finished_after

NAMED = {
    "day_cost": "cost of one engineer-day",
    "effectiveness": "share of the interest that a repair removes",
    "discount": "discount a quarter",
    "growth_cap": "times that interest may grow at most",
    "start_delay": "quarters until a repair begins",
    "working_days": "engineer-days in a quarter of one engineer",
    "least_days": "engineer-days that a repair is taken to need at least",
}
"""Settings that formulas refer to by name, and what they mean."""


def sheets(audit: Audit, review: Review | None = None) -> tuple[Sheet, ...]:
    """Return the sheets, the board's first; key figures are there with the review of the quarter."""
    figures = (kpis_sheet(review),) if review else ()
    return (_board(audit), decisions_sheet(audit), *figures, _backlog(audit), _teams(audit), _decided(audit),
            _unknown(audit), _settings(audit))  # fmt: skip


def _backlog(audit: Audit) -> Sheet:
    unit = f", {audit.currency}" if audit.currency else ""
    columns = (
        Column("Repair?", 8), Column("Rank", 6, right=True), Column("Debt", 34), Column("Asset", 28),
        Column("Kind", 11),
        Column("Team", 20), Column("Lane", 9), Column("State", 12), Column(f"Costs a quarter{unit}", 13, right=True),
        Column("likely from", 11, right=True), Column("to", 11, right=True), Column("Grows a quarter", 9, right=True),
        Column("Days of repair", 9, right=True), Column(f"Cost of repair{unit}", 12, right=True),
        Column("Done after quarters", 10, right=True),
        Column(f"Saves in {int(audit.policy.horizon)} quarters{unit}", 13, right=True),
        Column("Pays, times its cost", 10, right=True), Column("Adds to the total", 12, right=True),
        Column("What was seen", 70), Column("Id", 40),
    )  # fmt: skip
    chosen = {item.id for item in decisions(audit)}
    rows = tuple(_row(audit, item, HEAD + 2 + place, chosen) for place, item in enumerate(audit.items))
    note = "Tinted cells are yours: an x for what is to be repaired, and its days. The board's sheet adds up the x."
    return Sheet("Backlog", "The ranked backlog", note, columns, rows)


def _row(audit: Audit, item: Item, row: int, chosen: set[str]) -> tuple[Cell, ...]:
    """Return the cells of a finding; `row` is its row as formulas count them, from 1."""
    finding, risk, interest = item.finding, item.risk, item.risk.interest
    horizon, done = int(audit.policy.horizon), finished_after(item.risk.principal.days, audit.policy)
    return (
        Cell(MARK if item.id in chosen else "", "given mark"), Cell(item.rank, "whole"),
        Cell(finding.debt.name, href=to_item(item.id)), Cell(finding.asset.label),
        Cell(KINDS.get(finding.asset.kind, finding.asset.kind)), Cell(owner_name(audit, owner_id(finding.asset))),
        Cell(LANES[risk.lane]), Cell(item.state.replace("_", " ")), Cell(interest.mean, "whole"),
        Cell(interest.p10, "whole"), Cell(interest.p90, "whole"), Cell(risk.growth, "percent"),
        Cell(risk.principal.days, "given tenth"), Cell(Formula(f"=M{row}*day_cost", risk.principal.cost), "whole"),
        Cell(Formula(f"=ROUND(start_delay+M{row}/working_days,1)", done), "tenth"),
        Cell(Formula(_benefit(row, horizon), risk.benefit), "whole"),
        Cell(Formula(f"=P{row}/MAX(N{row},least_days*day_cost)", risk.priority), "hundredth"),
        Cell(added_by(item), "whole"), Cell(sentence(finding.message)), Cell(item.id),
    )  # fmt: skip


def _benefit(row: int, horizon: int) -> str:
    """Return the formula of the benefit, a term a quarter; see `debtaudit.scoring.worth.benefit`."""
    terms = (
        f"MIN(growth_cap,(1+L{row})^{quarter})*(1+discount)^-{quarter}*MAX(0,MIN(1,{quarter}-O{row}))"
        for quarter in range(1, horizon + 1)
    )
    return f"=effectiveness*I{row}*({'+'.join(terms)})"


def _over(audit: Audit, column: str) -> str:
    """Return the cells of a column of the backlog."""
    first = HEAD + 2
    return f"Backlog!${column}${first}:${column}${first + max(1, len(audit.items)) - 1}"


def _board(audit: Audit) -> Sheet:
    name = organisation(audit)
    columns = (Column("What", 44), Column("Amount", 18, right=True), Column("Of what", 70))
    rows = tuple(
        (Cell(what), Cell(Formula(formula, value), "whole"), Cell(says, "note"))
        for what, formula, value, says in _sums(audit)
    )
    title = f"{name}: AI debt review" if name else "AI debt review"
    return Sheet("Board", title, f"As known on {day(audit.as_of)}", columns, rows)


def _sums(audit: Audit) -> Iterator[tuple[str, str, float, str]]:
    """Yield each sum of the board: what it is, its formula, its value, and its unit."""
    chosen, totals, unit = decisions(audit), audit.totals, audit.currency or "relative units"
    marked, days, cost, added = (_over(audit, column) for column in ("A", "M", "N", "R"))
    spent = fsum(item.risk.principal.cost for item in chosen)
    saved = fsum(added_by(item) for item in chosen) * audit.policy.effectiveness
    number = fsum(item.risk.principal.days for item in chosen)
    yield "Debts", f"=COUNT({_over(audit, 'B')})", len(audit.items), "found"
    yield "What it costs each quarter", f"=SUM({added})", totals.interest.mean, f"{unit}; each gap counts once"
    yield "What we owe", f"=SUM({cost})", totals.principal_cost, unit
    yield "What we owe, in days", f"=SUM({days})", totals.principal_days, "engineer-days"
    yield "To be repaired", f'=COUNTIF({marked},"{MARK}")', len(chosen), f"debts with an {MARK} in the backlog"
    yield "Days of that", f'=SUMIF({marked},"{MARK}",{days})', number, "engineer-days"
    yield "Cost of that", f'=SUMIF({marked},"{MARK}",{cost})', spent, unit
    yield "Saves each quarter", f'=effectiveness*SUMIF({marked},"{MARK}",{added})', saved, unit
    back = "cost by savings; 0 where nothing is saved"
    yield "Back after so many quarters", "=IF(B12>0,B11/B12,0)", spent / saved if saved else 0.0, back
    yield "Left to pay each quarter", "=B6-B12", totals.interest.mean - saved, unit


def _teams(audit: Audit) -> Sheet:
    columns = (Column("Team", 30), Column("Debts", 10, right=True), Column("Costs a quarter", 16, right=True),
               Column("Days of repair", 14, right=True), Column("To be repaired, days", 14, right=True),
               Column("Unknown", 10, right=True))  # fmt: skip
    chosen = {item.id for item in decisions(audit)}
    rows = tuple(_team(audit, owner, HEAD + 2 + place, chosen) for place, owner in enumerate(owners(audit)))
    return Sheet("Teams", "Debts by team", "Formulas over the backlog's sheet", columns, rows)


def _team(audit: Audit, owner: Owner, row: int, chosen: set[str]) -> tuple[Cell, ...]:
    team, added, days, marked = (_over(audit, column) for column in ("F", "R", "M", "A"))
    own = fsum(item.risk.principal.days for item in owner.items)
    now = fsum(item.risk.principal.days for item in owner.items if item.id in chosen)
    return (
        Cell(owner.name), Cell(Formula(f"=COUNTIF({team},A{row})", len(owner.items)), "whole"),
        Cell(Formula(f"=SUMIF({team},A{row},{added})", owner.interest.mean), "whole"),
        Cell(Formula(f"=SUMIF({team},A{row},{days})", own), "tenth"),
        Cell(Formula(f'=SUMIFS({days},{team},A{row},{marked},"{MARK}")', now), "tenth"),
        Cell(len(owner.questions), "whole"),
    )  # fmt: skip


def _decided(audit: Audit) -> Sheet:
    titles = ("Finding", "State", "Reason", "Owner", "Approver", "Decided", "Until", "Ticket")
    widths = (44, 14, 50, 18, 18, 12, 12, 24)
    rows = []
    for item in audit.items:
        if made := item.decision:
            said = (made.reason, made.owner, made.approver, made.decided_at, made.expires_at, made.ticket)
            rows.append((Cell(item.id, href=to_item(item.id)), Cell(item.state.replace("_", " ")), *_said(said)))
    columns = tuple(Column(title, width) for title, width in zip(titles, widths, strict=True))
    return Sheet("Decided", "What was decided", "Who signed for what, and until when", columns, tuple(rows))


def _said(values: Sequence[object]) -> Iterator[Cell]:
    yield from (Cell(str(value or "")) for value in values)


def _unknown(audit: Audit) -> Sheet:
    columns = (Column("Debt", 40), Column("Asset", 32), Column("Team", 22), Column("Facts that would tell", 50),
               Column("May cost a quarter", 16, right=True))  # fmt: skip
    rows = tuple(
        (Cell(each.gap.debt.name), Cell(each.gap.asset.label), Cell(owner_name(audit, owner_id(each.gap.asset))),
         Cell(", ".join(each.gap.facts)), Cell(each.interest, "whole"))
        for each in audit.unknowns
    )  # fmt: skip
    return Sheet("Unknown", "What nobody could tell", "Never the same as fine, and in no total", columns, rows)


def _settings(audit: Audit) -> Sheet:
    columns = (Column("Setting", 18), Column("Meaning", 60), Column("Value", 12, right=True))
    rows = tuple((Cell(name), Cell(upper(says)), Cell(float(getattr(audit.policy, name)), "given hundredth"))
                 for name, says in NAMED.items())  # fmt: skip
    names = tuple((name, f"=Settings!$C${HEAD + 2 + place}") for place, name in enumerate(NAMED))
    note = "Change a tinted cell, and the other sheets follow. This changes the workbook and not the audit."
    return Sheet("Settings", "Settings that the other sheets calculate with", note, columns, rows, names)
