"""Promise against delivery: median gap between a model's quality when trained and the same measure on live cases.

How to read it:
    A model that did well in the laboratory and does worse in life. 0.1 means that a tenth of the promised quality is
    missing. Only measures of one name are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from statistics import median

from debtaudit.domain.asset import Model
from debtaudit.domain.measurement import Quality
from debtaudit.ledger.intervals import of_median
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, few, number, unknown
from debtaudit.ledger.reading import Part, Reading, no_data


@kpi(23, "share", "median", better="down", target=0.1)
def laboratory_gap(period: Period) -> Reading:
    """Read manifests and live quality of models in service."""
    found = [(model, metric, gap) for model in period.serving for metric, gap in _gaps(period, model)]
    if not found:
        return no_data("No model in service has one measure both in its manifest and on live cases of the quarter.")
    gaps = [gap for *_, gap in found]
    silent = {each.id for each in period.learning} - {model.id for model, *_ in found}
    return Reading(
        median(gaps), sum(gaps), len(gaps), len(gaps), *of_median(gaps), unknown(silent, "Live quality"),
        tuple(Part(f"{metric} of {model.id}", gap, "share", 1) for model, metric, gap in found),
        few(f"{metric} of {model.id}: {gap:+.1%}" for model, metric, gap in found),
    )  # fmt: skip


def _gaps(period: Period, model: Model) -> Iterator[tuple[str, float]]:
    promised = model.manifest.metrics
    if not isinstance(promised, Mapping):
        return
    live = [each for each in period.graph.telemetry(Quality, model) if period.holds(each.day)]
    for metric, value in sorted(promised.items()):
        mine = [each for each in live if each.metric == metric and not each.slice and not each.test_set]
        reached, hoped = number(mine[-1].value) if mine else None, number(value)
        if reached is not None and hoped:
            gap = (hoped - reached) / abs(hoped)
            yield str(metric), -gap if mine[-1].higher_is_better is False else gap
