"""Every key figure of a quarter: what it reads, against what it read before and what was aimed at.

A trend is named only where there is one: when the change is larger than the 90 percent interval of the difference, or
the value lies outside the natural limits of the last eight quarters. Below five cases there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from debtaudit.domain.plugin import discover
from debtaudit.ledger.intervals import difference, natural_limits
from debtaudit.ledger.kpis._kpi import Kpi
from debtaudit.ledger.period import FEW, Period
from debtaudit.ledger.reading import Reading, shortened
from debtaudit.ledger.snapshot import Snapshot

PACKAGE: Final = "debtaudit.ledger.kpis"
WINDOW: Final = 8
"""Quarters whose natural limits count."""
LEAST: Final = 4
"""Earlier quarters that natural limits need at least."""
Arrow = Literal["up", "down", ""]
Verdict = Literal["better", "worse", ""]


@dataclass(frozen=True, slots=True)
class Measured:
    """One key figure of a quarter.

    `change` is the value less that of `since`, the snapshot compared with, where both are known. `arrow` is the
    direction of the number, where it is a trend; `verdict` says whether that is good. `met` is whether the target is
    reached. `history` holds earlier readings by quarter, oldest first.
    """

    kpi: Kpi
    reading: Reading
    since: str = ""
    change: float | None = None
    arrow: Arrow = ""
    verdict: Verdict = ""
    target: float | None = None
    met: bool | None = None
    limits: tuple[float, float] | None = None
    history: tuple[tuple[str, Reading], ...] = ()

    @property
    def usual_target(self) -> float | None:
        """The target that counts where the settings name none: the figure's own, or what it is measured against."""
        return self.kpi.target if self.reading.target is None else self.reading.target


def catalogue() -> tuple[Kpi, ...]:
    """Return every key figure, in the order of their numbers."""
    return tuple(sorted(discover(PACKAGE, Kpi), key=lambda each: each.place))


def measure(
    period: Period, targets: Mapping[str, float] | None = None, base: Snapshot | None = None
) -> tuple[Measured, ...]:  # fmt: skip
    """Read every key figure of a quarter; `targets` replaces defaults, by figure.

    Changes are those since `base`; where none is given, since the last snapshot.
    """
    base = base or (period.earlier[-1] if period.earlier else None)
    return tuple(_measured(each, period, targets or {}, base) for each in catalogue())


def _measured(kpi: Kpi, period: Period, targets: Mapping[str, float], base: Snapshot | None) -> Measured:
    reading = kpi.read(period)
    history = tuple((each.quarter.label, each.readings.get(kpi.slug, Reading())) for each in period.earlier)
    before = base.readings.get(kpi.slug, Reading()) if base else Reading()
    known = [each.value for _, each in history if each.value is not None and each.n >= FEW][-WINDOW:]
    limits = natural_limits(known) if len(known) >= LEAST else None
    change = None if None in {reading.value, before.value} else _less(reading, before)
    arrow = _arrow(reading, before, change, limits)
    target = _target(kpi, reading, targets)
    return Measured(
        kpi, reading, base.quarter.label if base and change is not None else "", change, arrow, _verdict(arrow, kpi),
        target, _met(kpi, reading, target), limits, history,
    )  # fmt: skip


def _less(now: Reading, before: Reading) -> float:
    """Return the change, in the digits that a ledger keeps."""
    return shortened(shortened(now.value or 0.0) - shortened(before.value or 0.0)) if _differ(now, before) else 0.0


def _differ(now: Reading, before: Reading) -> bool:
    return shortened(now.value or 0.0) != shortened(before.value or 0.0)


def _arrow(now: Reading, before: Reading, change: float | None, limits: tuple[float, float] | None) -> Arrow:
    if not change or now.value is None or min(now.n, before.n) < FEW:
        return ""
    outside = limits is not None and limits[0] < limits[1] and not limits[0] <= now.value <= limits[1]
    if not (outside or _beyond(now, before)):
        return ""
    return "up" if change > 0 else "down"


def _beyond(now: Reading, before: Reading) -> bool:
    """Tell whether the 90 percent interval of the difference leaves out 0."""
    ends = difference(now.value or 0.0, (now.low, now.high), before.value or 0.0, (before.low, before.high))
    low, high = ends
    return low is not None and high is not None and (low > 0 or high < 0)


def _verdict(arrow: Arrow, kpi: Kpi) -> Verdict:
    if not arrow or not kpi.better:
        return ""
    return "better" if arrow == kpi.better else "worse"


def _target(kpi: Kpi, reading: Reading, targets: Mapping[str, float]) -> float | None:
    if kpi.slug in targets:
        return targets[kpi.slug]
    return reading.target if reading.target is not None else kpi.target


def _met(kpi: Kpi, reading: Reading, target: float | None) -> bool | None:
    if target is None or reading.value is None or not kpi.better:
        return None
    return reading.value >= target if kpi.better == "up" else reading.value <= target
