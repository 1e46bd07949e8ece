"""Pipeline tests that pass: share of the quarter's automated test runs of AI pipelines that passed.

How to read it:
    Whether the safety net is intact. 100% with little coverage is a comfort blanket.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from debtaudit.domain.asset import Pipeline
from debtaudit.domain.measurement import TestRuns
from debtaudit.ledger.intervals import of_ratio
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, added, few, number, unknown
from debtaudit.ledger.reading import Part, Reading, no_data

GONE = frozenset({"retired", "deprecated", "experiment"})


@kpi(7, "share", "ratio", better="up", target=0.95)
def pipeline_test_pass_rate(period: Period) -> Reading:
    """Read the quarter's test runs, by pipeline and pooled."""
    pipelines = {each.id: each for each in period.graph.assets(Pipeline)}
    runs = [each for each in period.measured(TestRuns) if each.asset in pipelines and _told(each)]
    counted = {id_: _sums([each for each in runs if each.asset == id_]) for id_ in sorted({e.asset for e in runs})}
    counted = {id_: pair for id_, pair in counted.items() if pair[1]}
    if not counted:
        return no_data("No test run of a pipeline is on record for the quarter (telemetry of kind tests).", *_stated(
            list(pipelines.values())))  # fmt: skip
    passed, all_ = (sum(pair[at] for pair in counted.values()) for at in (0, 1))
    live = {each.id for each in pipelines.values() if each.status not in GONE}
    return Reading(
        passed / all_, passed, all_, len(counted), *of_ratio(list(counted.values())),
        unknown(live - counted.keys(), "Test runs"), tuple(_parts(counted)),
        few(f"{id_}: {good:,.0f} of {whole:,.0f} passed" for id_, (good, whole) in counted.items()),
    )  # fmt: skip


def _told(run: TestRuns) -> bool:
    return number(run.passed) is not None and number(run.failed) is not None


def _sums(runs: Sequence[TestRuns]) -> tuple[float, float]:
    """Return how many tests passed, and how many ran."""
    passed = added(each.passed for each in runs)
    return passed, passed + added(each.failed for each in runs)


def _parts(counted: Mapping[str, tuple[float, float]]) -> Iterator[Part]:
    for id_, (good, whole) in counted.items():
        yield Part(id_, good / whole, "share", int(whole))


def _stated(pipelines: Sequence[Pipeline]) -> Iterator[Part]:
    """Yield pass rates that pipelines state without saying over how many runs: they cannot be pooled."""
    for each in pipelines:
        if isinstance(each.test_pass_rate, (int, float)):
            yield Part(f"{each.id}, as stated", each.test_pass_rate, "share")
