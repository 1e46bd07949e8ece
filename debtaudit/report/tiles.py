"""Key figures as tiles: the value, the word for how it moved, the target, and the line of the last quarters."""

from __future__ import annotations

from debtaudit.ledger.measure import Measured
from debtaudit.report import figures as words
from debtaudit.report.blocks import Tile
from debtaudit.report.charts.spark import spark

ARROWS = {"up": "▲", "down": "▼", "": ""}
WIDE, QUARTERS = 148.0, 6


def tile_of(each: Measured, currency: str, href: str = "") -> Tile:
    """Return a figure's tile. The arrow is the direction of the number; the word says whether that is good."""
    unit, reading = each.kpi.unit, each.reading
    aim = words.target(each, currency)
    history = [*((label, old.value) for label, old in each.history), ("now", reading.value)][-QUARTERS:]
    told = "; ".join(f"{label} {words.value(value, unit, currency)}" for label, value in history)
    says = f"{each.kpi.name}: {told}.{f' Target {aim}.' if aim else ''}"
    line = spark([value for _, value in history], each.target, WIDE, says)
    value = words.value(reading.value, unit, currency)
    moved, goal = _moved(each, currency), f"target {aim}" if aim else "no target"
    return Tile(each.kpi.name, href, value, moved, each.verdict, goal, line)


def _moved(each: Measured, currency: str) -> str:
    if not each.reading.known:
        return ""
    if each.change is None:
        return "first measured"
    if not each.arrow:
        return "no clear change"
    size = words.change(each, currency).lstrip("▲▼ ")
    return f"{ARROWS[each.arrow]} {each.verdict or 'moved'} by {size}"
