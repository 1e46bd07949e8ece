"""Key figures in words: values with their unit, changes, ranges and targets."""

from __future__ import annotations

from debtaudit.domain import phrases
from debtaudit.ledger.measure import Measured
from debtaudit.ledger.reading import Reading, Unit

ENDS = {
    "hours": " h",
    "days": " d",
    "per_week": "/week",
    "per_10000": "/10k",
    "times": "×",
    "points": " pts",
    "share": "%",
}
TEN = 10
NEARLY_ALL = 0.9
"""From this share on one more digit counts."""


def value(number: float | None, unit: Unit, currency: str) -> str:
    """Write a value with its unit: `44%`, `12 h`, `€7.5k`; `no data` where there is none."""
    if number is None:
        return "no data"
    return f"{bare(number, unit, currency)}{ENDS.get(unit, '')}"


def bare(number: float, unit: Unit, currency: str) -> str:
    """Write a value without its unit; money has its sign all the same."""
    sign, size = "−" if number < 0 else "", abs(number)
    if unit == "money":
        return sign + phrases.money(size, currency)
    if unit == "points":
        return f"{sign}{100 * size:.1f}"
    if unit == "share":
        return sign + (
            f"{100 * size:.1f}".removesuffix(".0")
            if NEARLY_ALL <= size < 1
            else phrases.percent(size).removesuffix("%")
        )
    return sign + (f"{size:.2f}" if unit == "score" and not size.is_integer() else _plain(size))


def change(each: Measured, currency: str) -> str:
    """Write the change since the last snapshot: `▲ 4%`; without an arrow where it is no trend."""
    if each.change is None:
        return ""
    unit = each.kpi.unit
    size = f"{100 * abs(each.change):.2g} pts" if unit == "share" else value(abs(each.change), unit, currency)
    sign = {"up": "▲ ", "down": "▼ "}.get(each.arrow) or ("+" if each.change > 0 else "−" if each.change < 0 else "±")
    return f"{sign}{size}"


def ends(reading: Reading, unit: Unit, currency: str) -> str:
    """Write the 90 percent interval: `29–69%`, `−61 to 78%`; nothing where there is none."""
    if reading.low is None or reading.high is None:
        return ""
    between = " to " if reading.low < 0 else "–"
    return f"{bare(reading.low, unit, currency)}{between}{value(reading.high, unit, currency)}"


def target(each: Measured, currency: str) -> str:
    """Write the target: `≥ 60%`, `≤ 24 h`."""
    if each.target is None:
        return ""
    sign = {"up": "≥ ", "down": "≤ "}.get(each.kpi.better, "")
    return f"{sign}{value(each.target, each.kpi.unit, currency)}"


def counted(reading: Reading) -> str:
    """Write what a value was counted from: `6 of 9`."""
    if reading.numerator is None or reading.denominator is None:
        return f"n {reading.n:,}"
    return f"{_plain(reading.numerator)} / {_plain(reading.denominator)}"


def _plain(number: float) -> str:
    """Write a number of any size in two or three digits that count."""
    sign, size = "−" if number < 0 else "", abs(number)
    if size >= 1e6:  # noqa: PLR2004 - longer numbers are not read
        return sign + phrases.money(size, "")
    return sign + (f"{size:,.0f}" if size >= TEN or float(size).is_integer() else f"{size:.2g}")
