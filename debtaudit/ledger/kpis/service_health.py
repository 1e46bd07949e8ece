"""Service in its promise: share of the measured systems that answer as fast as promised.

How to read it:
    Listed to show what is not enough: green here does not mean that answers are right.
"""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.asset import Pipeline, System
from debtaudit.domain.measurement import Latency
from debtaudit.ledger.intervals import wilson
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, few, number, said, unknown
from debtaudit.ledger.reading import Part, Reading, no_data


@kpi(22, "share", "share", better="")
def service_health(period: Period) -> Reading:
    """Read the newest response times of systems, and failed runs of pipelines."""
    promised = {each.id: slo for each in period.graph.assets(System) if (slo := number(each.latency_slo_ms))}
    newest = {each.asset: p95 for each in period.measured(Latency) if (p95 := number(each.p95)) is not None}
    told = {id_: newest[id_] <= slo for id_, slo in sorted(promised.items()) if id_ in newest}
    if not told:
        return no_data("No system has both a promised response time and a measured one in the quarter.",
                       *_failures(period))  # fmt: skip
    fine = sum(told.values())
    return Reading(
        fine / len(told), fine, len(told), len(told), *wilson(fine, len(told)),
        said("Fast is not right: this says nothing about answers.", unknown(promised.keys() - told, "Response time")),
        (*(Part(f"{id_}, p95 in ms", newest[id_], "count", 1) for id_ in told), *_failures(period)),
        few(f"{id_}: {'kept' if kept else 'broken'}" for id_, kept in told.items()),
    )  # fmt: skip


def _failures(period: Period) -> Iterator[Part]:
    for each in period.graph.assets(Pipeline):
        if isinstance(each.failure_rate_30d, (int, float)):
            yield Part(f"{each.id}, failed runs in 30 days", each.failure_rate_30d, "share")
