"""Inputs that have moved: how their values are spread now, beside the reference they were compared with."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.groups import Part
from debtaudit.domain.input_drift import moved
from debtaudit.domain.measurement import Drift
from debtaudit.domain.phrases import day, percent
from debtaudit.report.blocks import Block, Cell, Column, Heading, Picture, Subheading, Table, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.charts.sides import Both, sides
from debtaudit.report.section import section

WIDE, NARROW = 610, 354
MOST, NAME = 6, 60


@section("backlog", place=35)
def moved_inputs(audit: Audit) -> Iterator[Block]:
    """Yield a picture for each input that moved beyond its band, the furthest first, as far as shares were recorded."""
    drawn = sorted(_latest(audit), key=lambda each: (-_number(each.value), each.asset, str(each.feature)))
    if not drawn:
        return
    yield Heading(
        "Inputs that moved", "In each row, the reference stands above what was measured last", anchor="moved-inputs"
    )
    for drift in drawn[:MOST]:
        yield Subheading(f"{shortened(str(drift.feature), NAME)}, {_label(audit, drift.asset)}", _hint(drift))
        yield _picture(drift)


def _latest(audit: Audit) -> Iterator[Drift]:
    """Return the newest comparison of each input that has its shares with it, where it is far beyond chance."""
    by_asset: dict[str, list[Drift]] = {}
    for each in audit.inventory.telemetry:
        if isinstance(each, Drift) and each.day:
            by_asset.setdefault(each.asset, []).append(each)
    for mine in by_asset.values():
        for drift in moved(sorted(mine, key=lambda each: str(each.day))):
            if drift.parts:
                yield drift


def _label(audit: Audit, id_: str) -> str:
    asset = audit.inventory.assets.get(id_)
    return shortened(asset.label if asset else id_, NAME)


def _hint(drift: Drift) -> str:
    rows = f"{drift.n_ref:,} rows of reference, {drift.n_cur:,} now" if drift.n_ref and drift.n_cur else ""
    return ", ".join(filter(None, [day(drift.day), f"{str(drift.measure).upper()} {_number(drift.value):.2f}", rows]))


def _picture(drift: Drift) -> Picture:
    rows = [
        Both(str(part.name or ""), _number(part.reference), _number(part.current), _says(part))
        for part in drift.parts or ()
    ]
    says = f"{drift.feature}: " + "; ".join(f"{row.name} {row.says}" for row in rows) + "."
    return Picture(sides(rows, WIDE, says), sides(rows, NARROW, says), _table(drift))


def _says(part: Part) -> str:
    return f"{percent(_number(part.reference))} → {percent(_number(part.current))}"


def _table(drift: Drift) -> Table:
    columns = (Column("Values"), Column("Reference", numeric=True), Column("Now", numeric=True))
    return Table(columns, tuple(
        (Cell(line(str(part.name or ""))), Cell(line(percent(_number(part.reference)))),
         Cell(line(percent(_number(part.current))))) for part in drift.parts or ()
    ))  # fmt: skip


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0
