"""Response time against the promise: how far the slowest AI system's 95th percentile is from what it promised.

How to read it:
    Late advice is lost sales. 1 is exactly the promise, 1.6 is slower by three fifths. Beside it: the time for which
    systems were out of their promise.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from debtaudit.domain.asset import System
from debtaudit.domain.measurement import Latency
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, few, number, said, unknown
from debtaudit.ledger.reading import Part, Reading, no_data

MINUTES = 24 * 60


@kpi(16, "times", "ratio", better="down", target=1.0)
def recommendation_lag(period: Period) -> Reading:
    """Read the newest response times of systems that promise one."""
    promised = {each.id: slo for each in period.graph.assets(System) if (slo := number(each.latency_slo_ms))}
    told = [(each, p95) for each in period.measured(Latency) if (p95 := number(each.p95)) is not None]
    measured = [(each, p95 / promised[each.asset]) for each, p95 in told if each.asset in promised]
    newest = {each.asset: times for each, times in measured}
    if not newest:
        return no_data("No system has both a promised response time and a measured one in the quarter.")
    worst = max(newest, key=lambda id_: (newest[id_], id_))
    parts = [Part(id_, times, "times", 1) for id_, times in sorted(newest.items())]
    return Reading(
        newest[worst], newest[worst] * promised[worst], promised[worst], len(newest),
        note=said(f"The slowest is {worst}; percentiles of whole windows have no interval.",
                  unknown(promised.keys() - newest.keys(), "Response time")),
        parts=(*parts, Part("minutes out of promise", _out(measured), "count", len(measured))),
        events=few(f"{id_}: {times * promised[id_]:,.0f} ms of {promised[id_]:,.0f}"
                   for id_, times in sorted(newest.items())),
    )  # fmt: skip


def _out(measured: Sequence[tuple[Latency, float]]) -> float:
    """Return the minutes of windows whose 95th percentile broke the promise."""
    return float(sum(_days(each) for each, times in measured if times > 1) * MINUTES)


def _days(each: Latency) -> int:
    begin, end = each.from_, each.to
    return (end - begin).days + 1 if isinstance(begin, date) and isinstance(end, date) else 1
