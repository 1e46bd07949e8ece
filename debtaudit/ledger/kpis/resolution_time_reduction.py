"""Time to resolve, against the baseline: by how much it fell since the first snapshot, at the same mix of severities.

How to read it:
    Whether fixing the worst modules paid. Hard incidents take longer than easy ones, so each severity is compared with
    itself and weighted as it was in the baseline's quarter. Severities that are missing on one side are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from debtaudit.domain.incident import Incident
from debtaudit.domain.phrases import count, upper
from debtaudit.ledger.intervals import NONE, Interval, difference, of_mean
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import FEW, Period, hours, said
from debtaudit.ledger.reading import Part, Reading, no_data

By = Mapping[int, Sequence[float]]


@kpi(1.2, "share", "change", better="up")
def resolution_time_reduction(period: Period) -> Reading:
    """Compare resolutions of the quarter with those of the first snapshot's quarter."""
    if not period.earlier:
        return no_data("There is no baseline yet: the first snapshot makes one.")
    baseline = period.earlier[0].quarter
    then, now = _by_severity(period.resolved_in(baseline)), _by_severity(period.resolved_in())
    both = sorted(then.keys() & now.keys())
    if not both:
        return no_data(f"No severity was resolved both in {baseline.label} and in this quarter.")
    weights = {grade: len(then[grade]) for grade in both}
    whole = sum(weights.values())
    before, after = (sum(fmean(by[g]) * weights[g] for g in both) / whole for by in (then, now))
    took = [time for grade in both for time in now[grade]]
    if not before:
        return no_data(f"Incidents of {baseline.label} took no time on record.")
    left_out = len((then.keys() | now.keys()) - set(both))
    return Reading(
        1 - after / before, before - after, before, len(took), *_ends(then, now, both, before, after),
        said(f"Baseline: {baseline.label}.",
             f"{upper(count(left_out, 'severity is', 'severities are'))} missing on one side." if left_out else "",
             f"Only {len(took)} incidents now." if len(took) < FEW else ""),
        (Part("baseline", before, "hours", whole), Part("now, at the baseline's mix", after, "hours", len(took))),
    )  # fmt: skip


def _by_severity(incidents: Iterable[Incident]) -> By:
    found: dict[int, list[float]] = {}
    for each in incidents:
        took = hours(each.detected_at, each.resolved_at)
        if took is not None and each.severity:
            found.setdefault(int(each.severity), []).append(took)
    return found


def _ends(then: By, now: By, both: Sequence[int], before: float, after: float) -> Interval:
    """Return the interval of the reduction, scaled to the baseline."""
    one = of_mean(_pooled(then, both))
    other = of_mean(_pooled(now, both))
    low, high = difference(before, one, after, other)
    return (None, None) if low is None or high is None else (low / before, high / before) if before else NONE


def _pooled(by: By, grades: Sequence[int]) -> list[float]:
    return [time for grade in grades for time in by[grade]]
