"""Satisfaction with AI features: mean score of the quarter's answers, of 5.

How to read it:
    Whether customers feel our debt. Beside it stands, for each system with 12 weeks of both, how closely weekly scores
    move with the live quality of its models: that invites questions, and proves nothing. The target is no fall of more
    than 3 points of 100 since the last snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from debtaudit.domain.asset import Model, System
from debtaudit.domain.measurement import Quality, Satisfaction
from debtaudit.ledger.intervals import of_ratio, spearman
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, added, number, share
from debtaudit.ledger.reading import Part, Reading, no_data

OF = 5.0
FALL = 0.03 * OF
LEAST_WEEKS = 12
Week = tuple[int, int]


@kpi(4, "score", "mean", better="up")
def customer_satisfaction(period: Period) -> Reading:
    """Read the quarter's surveys, each weighted by its answers."""
    told = [each for each in map(_survey, period.measured(Satisfaction)) if each]
    if not told:
        return no_data("No survey is on record for the quarter (telemetry of kind satisfaction).")
    pairs = [(each.score * each.answers, each.answers) for each in told]
    scores, answers = (sum(column) for column in zip(*pairs, strict=True))
    before = period.earlier[-1].readings.get("customer-satisfaction") if period.earlier else None
    target = before.value - FALL if before and before.value is not None else None
    counted = [each for each in told if each.satisfied is not None]
    return Reading(
        scores / answers, scores, answers, int(answers), *of_ratio(pairs),
        "" if counted else "Means of surveys: how many were satisfied is not stated.",
        (*_satisfied(counted), *_by_system(told), *_with_quality(period)), target=target,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Survey:
    """One survey: its mean score of 5, its answers, and how many of them were satisfied, where that is stated."""

    system: str
    week: Week
    score: float
    answers: float
    satisfied: float | None


def _survey(each: Satisfaction) -> _Survey | None:
    score, scale, answers = number(each.score), number(each.scale), number(each.answers)
    if score is None or not scale or not answers:
        return None
    return _Survey(each.asset, _week(each.day), score / scale * OF, answers, number(each.satisfied))


def _satisfied(counted: Sequence[_Survey]) -> Iterator[Part]:
    if counted:
        satisfied = added(each.satisfied for each in counted)
        yield share("answers of 4 or 5", int(satisfied), int(sum(each.answers for each in counted)))


def _by_system(told: Sequence[_Survey]) -> Iterator[Part]:
    for id_ in sorted({each.system for each in told}):
        mine = [each for each in told if each.system == id_]
        answers = sum(each.answers for each in mine)
        yield Part(id_, sum(each.score * each.answers for each in mine) / answers, "score", int(answers))


def _with_quality(period: Period) -> Iterator[Part]:
    """Yield the rank correlation of weekly scores with the live quality of each model behind a system."""
    for system in period.graph.assets(System):
        surveys = (_survey(each) for each in period.graph.telemetry(Satisfaction, system))
        scores = {each.week: each.score for each in surveys if each}
        for model in _behind(period, system):
            for metric, values in _weekly(period, model):
                weeks = sorted(scores.keys() & values.keys())
                rho, _ = spearman([(scores[week], values[week]) for week in weeks])
                if len(weeks) >= LEAST_WEEKS and rho is not None:
                    yield Part(f"{system.id} with {metric} of {model.id}, rank correlation", rho, "score", len(weeks))


def _behind(period: Period, system: System) -> list[Model]:
    """Return the models that a system rests on, up to two answers away."""
    direct = [each for each in period.graph.providers(system) if isinstance(each, Model)]
    further = [each for model in direct for each in period.graph.providers(model, "corrects", "predicts_for")]
    found = {each.id: each for each in (*direct, *further) if isinstance(each, Model)}
    return [found[id_] for id_ in sorted(found)]


def _weekly(period: Period, model: Model) -> Iterator[tuple[str, dict[Week, float]]]:
    """Yield each measure of a model's live quality by week, turned so that more is better."""
    mine = [each for each in period.graph.telemetry(Quality, model) if not each.slice and not each.test_set]
    for metric in sorted({str(each.metric or "") for each in mine}):
        told = [(each, value) for each in mine if each.metric == metric and (value := number(each.value)) is not None]
        yield (
            metric or "quality",
            {_week(each.day): -value if each.higher_is_better is False else value for each, value in told},
        )


def _week(day: date | None) -> Week:
    year, week, _ = (day or date.min).isocalendar()
    return year, week
