"""The quarter's statement as blocks: the bridge from one snapshot to the next, and quarters by kind of debt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from debtaudit.domain.phrases import money, upper
from debtaudit.ledger.amounts import whole
from debtaudit.ledger.compare import PARTS, Comparison
from debtaudit.ledger.snapshot import Snapshot, split
from debtaudit.report.blocks import Cell, Column, Picture, Table, line
from debtaudit.report.charts.bridge import Pier, Sort, bridge, bridge_rows
from debtaudit.report.charts.stacks import Stack, stacks
from debtaudit.report.comparing import NAMES, signed, statement

WIDE, NARROW, QUARTERS, KINDS = 500.0, 354.0, 6, 4
OTHER = "other"
PLURAL = {"system": "Systems", "model": "Models", "pipeline": "Pipelines", "dataset": "Datasets", "feature": "Features",
          "dependency": "Dependencies"}  # fmt: skip


def bridge_of(made: Comparison) -> Picture:
    """Draw how open debt, as cost a quarter, went from the one snapshot to the other."""
    piers = tuple(_piers(made))
    says = "; ".join(f"{pier.name} {pier.says}" for pier in piers) + "."
    return Picture(bridge(piers, WIDE, says), bridge_rows(piers, NARROW, says), statement_table(made))


def _piers(made: Comparison) -> Iterator[Pier]:
    currency = made.after.currency
    before, after = (whole(each.interest) for each in (made.opening, made.closing))
    yield Pier(made.before.quarter.label, before, money(before, currency), "end")
    for name in PARTS:
        amount = whole(made.part(name).interest)
        if amount:
            sort: Sort = "aside" if name == "accepted" else "less" if amount < 0 else "more"
            yield Pier(upper(NAMES[name]), amount, f"{'+' if amount > 0 else '−'}{money(abs(amount), currency)}", sort)
    yield Pier(made.after.quarter.label, after, money(after, currency), "end")


def statement_table(made: Comparison) -> Table:
    """Return the account: opening, each part, closing; whole numbers that add up."""
    currency = made.after.currency
    columns = (Column("What"), Column("Findings", numeric=True), Column(f"{currency} a quarter".strip(), numeric=True),
               Column("Days of repair", numeric=True))  # fmt: skip
    rows = statement(made)
    ends = {0, len(rows) - 1}
    return Table(columns, tuple(
        (Cell(line(upper(name))), *(Cell(line(f"{each:,}" if place in ends else signed(each))) for each in numbers))
        for place, (name, *numbers) in enumerate(rows)
    ), "The quarter's account")  # fmt: skip


def quarters_of(snapshots: Sequence[Snapshot]) -> Picture:
    """Draw open debt of the last quarters by kind of asset, the dearest kind first."""
    shown = snapshots[-QUARTERS:]
    amounts = [_by_kind(each) for each in shown]
    ordered = [name for name, _ in sum(amounts, Counter[str]()).most_common()]
    kept = ordered if len(ordered) <= KINDS else [*ordered[: KINDS - 1], OTHER]
    columns = [
        Stack(
            each.quarter.label,
            tuple(_part(found, name, kept) for name in kept),
            money(sum(found.values()), each.currency),
        )
        for each, found in zip(shown, amounts, strict=True)
    ]
    called = [PLURAL.get(name, upper(name)) for name in kept]
    says = "; ".join(f"{each.name} {each.says}" for each in columns) + "."
    titles = (Column("Quarter"), *(Column(name, numeric=True) for name in called), Column("Sum", numeric=True))
    rows = tuple(
        tuple(Cell(line(text)) for text in (one.name, *(money(part, each.currency) for part in one.parts), one.says))
        for each, one in zip(shown, columns, strict=True)
    )
    table = Table(titles, rows, "Open debt by quarter and kind")
    return Picture(stacks(columns, called, WIDE, says), stacks(columns, called, NARROW, says), table)


def _by_kind(snapshot: Snapshot) -> Counter[str]:
    found: Counter[str] = Counter()
    for id_, each in snapshot.findings.items():
        amount = round(whole(each.open.interest))
        if amount > 0:
            asset = snapshot.assets.get(split(id_)[1])
            found[asset.kind if asset and asset.kind in PLURAL else OTHER] += amount
    return found


def _part(found: Counter[str], name: str, kept: Sequence[str]) -> float:
    if name != OTHER:
        return float(found[name])
    return float(sum(amount for kind, amount in found.items() if kind not in kept or kind == OTHER))
