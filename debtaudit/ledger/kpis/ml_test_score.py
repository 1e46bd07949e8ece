"""ML Test Score: the least of four sums over seven tests each, for data, model, infrastructure and monitoring.

How to read it:
    A model is only as ready as its weakest section (Breck and others, 2017). A test counts half when it is done by hand
    and whole when it runs by itself. 0 is a research project, up to 1 serious holes are possible, up to 2 is a first
    pass, up to 3 reasonably tested, above that fit for what matters. What is told here is the least model in service;
    tests that nobody speaks of make it a range.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from debtaudit.domain.asset import Dataset, Model, Pipeline
from debtaudit.domain.facts import Absent, Practice
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, few, said, unknown
from debtaudit.ledger.reading import Part, Reading, no_data

Points = float | None
HAND, MACHINE = 0.5, 1.0
TESTS = 7
BY_HAND: Final = 2
"""Maturity level of an answer from which a test is done by hand; from the next one on it runs by itself."""


@kpi(24, "score", "least", better="up")
def ml_test_score(period: Period) -> Reading:
    """Read the rubric's tests from facts, and from answers where facts are silent."""
    scores = {each.id: _score(period, each) for each in period.learning}
    told = {id_: score for id_, score in scores.items() if score is not None}
    if not told:
        return no_data("No model in service tells of any test in each of the four sections.")
    worst = min(told, key=lambda id_: (told[id_][0], id_))
    low, high, answered = told[worst]
    return Reading(
        low, low, TESTS, answered, low, high,
        said(f"The least is {worst}; its range is what unknown tests could add, {4 * TESTS - answered} of {4 * TESTS}.",
             unknown(scores.keys() - told, "Every test of a section")),
        tuple(Part(id_, score[0], "score", score[2]) for id_, score in told.items()),
        few(f"{id_}: {score[0]:g} to {score[1]:g}" for id_, score in told.items()),
    )  # fmt: skip


def _score(period: Period, model: Model) -> tuple[float, float, int] | None:
    """Return the least section of a model: as far as it is known, at best, and how many tests are known."""
    sections = [_section(period, model, tests) for tests in RUBRIC.values()]
    if any(not known for *_, known in sections):
        return None
    return min(low for low, *_ in sections), min(high for _, high, _ in sections), sum(known for *_, known in sections)


def _section(period: Period, model: Model, tests: Mapping[str, Look]) -> tuple[float, float, int]:
    points = [_answered(look(period, model), question, period, model) for question, look in tests.items()]
    known = [each for each in points if each is not None]
    rest = TESTS - len(known)
    return sum(known), sum(known) + rest * MACHINE, len(known)


def _answered(points: Points, question: str, period: Period, model: Model) -> Points:
    """Return what facts say of a test, else what was answered: about the model, what it rests on, or all of us."""
    if points is not None:
        return points
    about = (model, *_training(period, model), *_built_by(period, model), period.inventory.organisation)
    levels = [level for asset in about if (level := period.graph.level(question, asset)) is not None]
    return None if not levels else MACHINE if min(levels) > BY_HAND else HAND if min(levels) == BY_HAND else 0.0


Look = Callable[[Period, Model], Points]


def _practice(path: str) -> Look:
    """Score a practice of the model, such as `monitoring.quality`."""

    def look(_: Period, model: Model) -> Points:
        value: object = model
        for name in path.split("."):
            value = getattr(value, name, None)
        return _of(value)

    return look


def _of(value: object) -> Points:
    if isinstance(value, Practice):
        return {"none": 0.0, "manual": HAND, "automated": MACHINE}.get(value.level or "")
    if value is None:
        return None
    if isinstance(value, Absent) or (not value and value != 0) or value is False or value == "none":
        return 0.0
    return HAND if isinstance(value, date) else MACHINE


def _least(values: list[Points]) -> Points:
    """Return the least of several; None when nothing is known of one, unless another fails anyway."""
    known = [each for each in values if each is not None]
    return 0.0 if 0.0 in known else min(known) if known and len(known) == len(values) else None


def _data(name: str) -> Look:
    def look(period: Period, model: Model) -> Points:
        return _least([_of(getattr(each, name)) for each in _training(period, model)])

    return look


def _training(period: Period, model: Model) -> tuple[Dataset, ...]:
    return period.graph.training_data(model)


def _privacy(period: Period, model: Model) -> Points:
    mine = [_of(each.privacy_controls) for each in _training(period, model) if each.personal_data]
    clear = [each.personal_data for each in _training(period, model)]
    return _least(mine) if mine else MACHINE if clear and all(each is False for each in clear) else None


def _features(name: str) -> Look:
    def look(period: Period, model: Model) -> Points:
        return _least([_of(getattr(each, name)) for each in period.graph.features(model)])

    return look


def _pipelines(name: str) -> Look:
    def look(period: Period, model: Model) -> Points:
        return _least([_of(getattr(each.tests, name)) for each in _built_by(period, model)])

    return look


def _built_by(period: Period, model: Model) -> tuple[Pipeline, ...]:
    return tuple(each for each in period.graph.providers(model) if isinstance(each, Pipeline))


def _rebuilt(_: Period, model: Model) -> Points:
    return HAND if isinstance(model.rebuilt_at, date) else _of(model.rebuilt_at)


def _staged(_: Period, model: Model) -> Points:
    return None if model.release.method is None else 0.0 if model.release.method == "replace" else MACHINE


def _silent(_: Period, __: Model) -> Points:
    """No fact tells: only an answer can."""
    return None


RUBRIC: Final[Mapping[str, Mapping[str, Look]]] = {
    "data": {
        "q-schema": _data("validation"), "q-feature-value": _features("ablation_gain"),
        "q-feature-cost": _features("cost_per_month"), "q-data-rules": _features("cleared_for"),
        "q-privacy": _privacy, "q-feature-speed": _silent, "q-feature-tests": _features("tested"),
    },
    "model": {
        "q-spec-review": _silent, "q-business-value": _practice("evaluation.online_compared_at"),
        "q-tuning": _practice("manifest.hyperparameters"), "q-staleness": _practice("retraining.staleness_cost_known"),
        "q-baseline": _practice("baseline.compared_at"), "q-slices": _practice("evaluation.slice_metrics"),
        "q-fairness": _practice("fairness.metrics"),
    },
    "infrastructure": {
        "q-rebuild": _rebuilt, "q-model-tests": _practice("tests.unit"),
        "q-pipeline-tests": _pipelines("end_to_end"), "q-quality-gate": _practice("evaluation.gate"),
        "q-explain": _practice("documentation.explanations"), "q-release": _staged,
        "q-rollback": _practice("release.rollback"),
    },
    "monitoring": {
        "q-upstream-notice": _practice("monitoring.upstream"), "q-input-drift": _practice("monitoring.data_drift"),
        "q-skew": _features("parity_tested"), "q-freshness": _practice("monitoring.staleness"),
        "q-numeric": _practice("monitoring.numeric"), "q-compute": _practice("monitoring.compute"),
        "q-live-quality": _practice("monitoring.quality"),
    },
}  # fmt: skip
"""The 28 tests, each by the question that asks for it."""
