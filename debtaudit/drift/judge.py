"""What measured drift means: a value counts when it is beyond its band, beyond chance, and rests on enough rows.

Chance is corrected for the number of tests made (Benjamini and Hochberg 1995), so that a hundred quiet columns raise no
alarm; and an effect must reach its floor, so that millions of rows do not either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from debtaudit.domain.drift_statistics import MEASURES, RARE, Band, band, benjamini_hochberg, chance
from debtaudit.drift.measures import ColumnDrift, Compared, Measured

FALSE_ALARMS: Final = 0.05
"""Share of false alarms that is put up with among the values called drift."""
SHARE: Final = 0.30
"""Share of the importance that must have moved for a whole table to have drifted."""
DECISIVE: Final = 0.10
"""Importance, where stated, from which one column is enough."""
LEGACY: Final = 0.05
"""The p-value below which the older rule calls drift, whatever the effect."""
ORDER: Final = ("stable", "watch", "act")


@dataclass(frozen=True, slots=True)
class Judged:
    """One measure and what it means; no band where it cannot be told (`why`)."""

    measured: Measured
    q_value: float | None = None
    band: Band | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class JudgedColumn:
    """One column: its weight (0 to 1, over all columns), its measures, and the worst of what they mean."""

    drift: ColumnDrift
    weight: float
    measures: tuple[Judged, ...]
    band: Band | None
    why: str = ""

    @property
    def q_value(self) -> float | None:
        """The smallest corrected chance of the measures that made the band; of all where none did."""
        told = [each for each in self.measures if each.q_value is not None and each.band in {self.band, None}]
        return min((each.q_value for each in told if each.q_value is not None), default=None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a comparison comes to."""

    columns: tuple[JudgedColumn, ...]
    compared: Compared
    share_moved: float  # of the importance
    drifted: bool  # the table as a whole

    def having(self, wanted: Band | None) -> tuple[JudgedColumn, ...]:
        """Return the columns of a band; of None those that nobody can tell about."""
        return tuple(each for each in self.columns if each.band == wanted)


def judge(compared: Compared, importance: Mapping[str, float] | None = None, forced: Iterable[str] = ()) -> Verdict:
    """Say what a comparison means.

    `importance` holds stated shares by column; what nobody stated is shared out evenly. Columns named in `forced` are
    judged even where they look like ids or clocks; those have no weight otherwise.
    """
    forced, stated = set(forced), importance or {}
    drifts = [replace(each, set_aside="") if each.name in forced else each for each in compared.columns]
    measured = [(drift, each) for drift in drifts for each in (*drift.measures, *_missing(drift))]
    tested = [each.p_value for drift, each in measured if each.p_value is not None and not drift.set_aside]
    corrected = iter(benjamini_hochberg(tested))
    judged = [
        (drift, _judged(each, drift, next(corrected) if each.p_value is not None and not drift.set_aside else None))
        for drift, each in measured
    ]
    weights = _weights([drift.name for drift in drifts if not drift.set_aside], stated)
    columns = tuple(
        _column(drift, weights.get(drift.name, 0.0), tuple(each for of, each in judged if of is drift))
        for drift in drifts
    )
    moved = [each for each in columns if each.band == "act"]
    share = sum(each.weight for each in moved)
    decisive = any(stated.get(each.drift.name, 0.0) >= DECISIVE for each in moved)
    return Verdict(columns, compared, share, bool(moved) and (share >= SHARE or decisive))


def legacy(drift: ColumnDrift) -> bool | None:
    """Return the verdict of the older rule: p below 0.05, without floor or correction; None where it has none."""
    p = next((each.p_value for each in drift.measures if each.measure == "ks"), None)
    return None if p is None else p < LEGACY


def _missing(drift: ColumnDrift) -> tuple[Measured, ...]:
    """Compare how much is missing on both sides, by Cramer's V of the table missing or not."""
    ref, cur = drift.reference, drift.current
    rows = ref.rows + cur.rows
    if not ref.rows or not cur.rows or not 0 < ref.missing + cur.missing < rows:
        return ()
    both = (ref.missing + cur.missing) / rows
    gap = abs(ref.share_missing - cur.share_missing)
    v = gap * (ref.rows * cur.rows) ** 0.5 / rows / (both * (1 - both)) ** 0.5
    return (Measured("missing", v, chance("chi2", v, ref.rows, cur.rows, 2), 2, own_test=True),)


def _judged(measured: Measured, drift: ColumnDrift, q: float | None) -> Judged:
    if measured.value is None or measured.p_value is None or drift.set_aside:
        return Judged(measured, q, None, measured.why or drift.set_aside)
    name = "chi2" if measured.measure == "missing" else measured.measure
    ref, cur = drift.reference, drift.current
    rows = min(ref.rows, cur.rows) if measured.measure == "missing" else min(ref.values, cur.values)
    if rows < MEASURES[name].least_rows:
        return Judged(measured, q, None, f"{rows} rows on a side, {MEASURES[name].least_rows} are needed")
    by_chance = q is None or q >= FALSE_ALARMS or not (measured.own_test or measured.p_value < RARE)
    return Judged(measured, q, "stable" if by_chance else band(name, measured.value))


def _column(drift: ColumnDrift, weight: float, measures: tuple[Judged, ...]) -> JudgedColumn:
    bands = [each.band for each in measures if each.band]
    distribution = [each for each in measures if each.measured.measure != "missing"]
    worst = max(bands, key=ORDER.index, default=None)
    if worst != "stable" or any(each.band for each in distribution):
        return JudgedColumn(drift, weight, measures, worst, _why(drift, distribution) if worst is None else "")
    return JudgedColumn(drift, weight, measures, None, _why(drift, distribution))  # nothing but the gaps is known


def _why(drift: ColumnDrift, measures: Iterable[Judged]) -> str:
    for side, filled in (("reference", drift.reference), ("current data", drift.current)):
        if not filled.values:
            return f"the {side} has no {'values' if filled.rows else 'rows'}"
    return drift.set_aside or next((each.why for each in measures if each.why), "")


def _weights(names: list[str], stated: Mapping[str, float]) -> dict[str, float]:
    known = sum(stated.get(name, 0.0) for name in names)
    unknown = sum(name not in stated for name in names)
    usual = max(0.0, 1 - known) / unknown if unknown else 0.0
    weights = {name: stated.get(name, usual) for name in names}
    total = sum(weights.values()) or 1.0
    return {name: weight / total for name, weight in weights.items()}
