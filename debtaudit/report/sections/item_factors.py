"""Every number behind a finding's price, with what it rests on and the place where it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import plain_number, upper
from debtaudit.domain.risk import Factor
from debtaudit.report.blocks import Block, Cell, Column, Heading, Line, Paragraph, Run, Subheading, Table, line
from debtaudit.report.links import to_asset
from debtaudit.report.section import section

COLUMNS = (Column("Factor"), Column("Value", numeric=True), Column("Because"), Column("Written in"))
HEADS = {"weight": "Weight", "revenue": "Revenue a day", "peak": "Season", "anchor": "Loss by criticality",
         "tickets": "Support, an event"}  # fmt: skip
SYSTEMS = 20


@section("item", place=90)
def item_factors(audit: Audit, item: Item) -> Iterator[Block]:
    """Yield the factors of the whole finding, then those of each system that it reaches."""
    factors = audit.factors(item.id)
    if not factors:
        return
    yield Heading("Every factor", "Enough to work the price out again by hand; the formulas stand under method")
    yield Table(COLUMNS, tuple(_factor(audit, each) for each in factors if not each.of), "Factors of the price")
    if any(each.of for each in factors):
        yield Subheading("On each system that it reaches")
        yield from _systems(audit, [each for each in factors if each.of])


def _factor(audit: Audit, factor: Factor) -> tuple[Cell, ...]:
    return (
        Cell(line(upper(factor.name.replace("_", " ")))),
        Cell(line(plain_number(factor.value)), line(factor.unit.replace("currency", audit.currency or "units"))),
        Cell(line(upper(factor.says))),
        Cell(_where(factor)),
    )


def _systems(audit: Audit, factors: Sequence[Factor]) -> Iterator[Block]:
    """Yield a row a system, a column a factor; the heaviest systems, and how many more there are."""
    by: dict[str, dict[str, Factor]] = {}
    for each in factors:
        by.setdefault(each.of, {})[each.name] = each
    names = [name for name in HEADS if any(name in own for own in by.values())]
    names += sorted({each.name for each in factors} - set(HEADS))
    columns = (Column("System"), *(Column(HEADS.get(name, upper(name)), numeric=True) for name in names))
    shown = list(by.items())[:SYSTEMS]
    yield Table(
        columns, tuple((_named(audit, id_), *_cells(names, own)) for id_, own in shown), "Factors of each system"
    )
    if len(by) > SYSTEMS:
        command = Run("debtaudit explain --format json", "code")
        yield Paragraph(line(f"And {len(by) - SYSTEMS:,} more; ", command, " tells all of them."))


def _named(audit: Audit, id_: str) -> Cell:
    asset = audit.inventory.assets.get(id_)
    return Cell(line(Run(asset.label, href=to_asset(id_)) if asset else id_))


def _cells(names: Sequence[str], own: Mapping[str, Factor]) -> Iterator[Cell]:
    for name in names:
        each = own.get(name)
        yield Cell(line(plain_number(each.value)), _where(each)) if each else Cell(())


def _where(factor: Factor) -> Line:
    place = [Run(factor.place.line_only, "code")] if factor.place else []
    default = [", default" if place else "default"] if factor.default else []
    return (*place, *default)
