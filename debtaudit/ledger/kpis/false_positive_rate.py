"""False positives of classifiers: share of the innocent cases that models wrongly flagged in the quarter.

How to read it:
    Customers who were wrongly flagged, by fraud or sentiment models above all. Where no labelled sample is on record,
    the share of alerts that led to no action stands beside it and is no substitute.
"""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.measurement import Alerts, Quality
from debtaudit.ledger.intervals import NONE, wilson
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, added, few, number, said, share, unknown
from debtaudit.ledger.reading import Part, Reading, no_data

DIRECT = frozenset({"false_positive_rate", "fpr"})
INVERSE = frozenset({"specificity", "true_negative_rate", "tnr"})


@kpi(15, "share", "mean", better="down")
def false_positive_rate(period: Period) -> Reading:
    """Read live false-positive rates, each weighted by its cases where they are stated."""
    told = [(each, rate) for each in period.measured(Quality) if (rate := _rate(each)) is not None]
    if not told:
        return no_data("No false-positive rate on live cases is on record (telemetry of kind quality).",
                       *_unused_alerts(period))  # fmt: skip
    counted = all(each.n for each, _ in told)
    weights = [float(each.n or 1) if counted else 1.0 for each, _ in told]
    flagged, cases = sum(rate * w for (_, rate), w in zip(told, weights, strict=True)), sum(weights)
    ends = wilson(flagged, cases) if counted else NONE
    return Reading(
        flagged / cases, flagged, cases, int(cases) if counted else len(told), *ends,
        said("" if counted else "Weekly values count alike: the cases behind them are not stated.",
             unknown({each.asset for each, _ in told if not each.n}, "Cases behind the rate")),
        (*_by_model(told), *_unused_alerts(period)), few(f"{e.asset} on {e.day}: {rate:.1%}" for e, rate in told),
    )  # fmt: skip


def _rate(each: Quality) -> float | None:
    metric = str(each.metric or "").lower().replace("-", "_").replace(" ", "_")
    value = number(each.value)
    if value is None or each.slice or each.test_set or metric not in DIRECT | INVERSE:
        return None
    return value if metric in DIRECT else 1 - value


def _by_model(told: list[tuple[Quality, float]]) -> Iterator[Part]:
    for id_ in sorted({each.asset for each, _ in told}):
        mine = [rate for each, rate in told if each.asset == id_]
        yield Part(id_, sum(mine) / len(mine), "share", len(mine))


def _unused_alerts(period: Period) -> Iterator[Part]:
    told = [
        each for each in period.measured(Alerts) if number(each.fired) is not None and number(each.actioned) is not None
    ]
    fired, actioned = int(added(each.fired for each in told)), int(added(each.actioned for each in told))
    if fired:
        yield share("alerts without action", fired - actioned, fired)
