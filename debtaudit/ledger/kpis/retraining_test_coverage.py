"""Tests of retraining code: share of the lines of training and retraining pipelines that tests execute.

How to read it:
    How much of the code that rewrites our models by itself is checked. It shows what was executed, not that results
    are right. Critical models (4 and 5) should reach 80%, others 60%.
"""

from __future__ import annotations

from collections.abc import Mapping

from debtaudit.domain.asset import Model, Pipeline
from debtaudit.ledger.intervals import of_ratio
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, few, number, share, unknown
from debtaudit.ledger.reading import Reading, no_data

FLOOR, CRITICAL_FLOOR, CRITICAL = 0.6, 0.8, 4
TRAINING = frozenset({"training", "retraining"})
GONE = frozenset({"retired", "deprecated", "experiment"})


@kpi(2, "share", "ratio", better="up", target=FLOOR)
def retraining_test_coverage(period: Period) -> Reading:
    """Read lines and coverage of pipelines that train."""
    mine = [each for each in period.graph.assets(Pipeline) if each.purpose in TRAINING and each.status not in GONE]
    if not mine:
        return no_data("No pipeline says that it trains or retrains (kind: training).")
    told = {each.id: both for each in mine if (both := _told(each))}
    if not told:
        return no_data("No training pipeline states both its lines and its test coverage.")
    pairs = [(coverage * lines, lines) for coverage, lines in told.values()]
    covered, lines = (sum(column) for column in zip(*pairs, strict=True))
    reaching = _reaching(period, {id_: coverage for id_, (coverage, _) in told.items()})
    return Reading(
        covered / lines, covered, lines, len(told), *of_ratio(pairs),
        unknown({each.id for each in mine} - told.keys(), "Lines or coverage"),
        (share("models whose pipeline reaches its floor", *reaching),),
        few(f"{id_}: {coverage:.0%} of {size:,.0f} lines" for id_, (coverage, size) in told.items()),
    )  # fmt: skip


def _told(pipeline: Pipeline) -> tuple[float, float] | None:
    """Return coverage and lines, where both are stated."""
    coverage, lines = number(pipeline.test_coverage), number(pipeline.lines)
    return (coverage, lines) if coverage is not None and lines else None


def _reaching(period: Period, known: Mapping[str, float]) -> tuple[int, int]:
    """Count models in service whose training pipelines all reach their floor, and those of which this is known."""
    fine, all_ = 0, 0
    for model in period.serving:
        mine = [known[each.id] for each in period.graph.providers(model) if each.id in known]
        if mine:
            all_ += 1
            fine += min(mine) >= _floor(period, model)
    return fine, all_


def _floor(period: Period, model: Model) -> float:
    return CRITICAL_FLOOR if period.criticality(model) >= CRITICAL else FLOOR
