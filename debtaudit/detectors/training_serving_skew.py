"""Training-serving skew: features are computed one way for training and another way for serving.

Why it is debt:
    Two programs that should do the same drift apart with each change to one of them. The model then meets values that
    it was never taught, and offline figures go on looking fine.
If it waits:
    The model does well in tests and badly with customers, and nobody can reproduce why.
Source:
    Breck et al. 2017, test Monitor 3; Polyzotis et al. 2018.
Fix:
    - Log the features as they were served and replay them through the training code
    - Share one transform, or a feature store
    - Add a parity test to the release gate
    - Watch the share of unequal rows
False alarms:
    Rules and vendors' models are not trained here. One code for both, or a parity test of the feature, clears it. A
    model that is only scored in batches by the code that trained it is not applicable. Equal within 1e-6 counts as
    equal; that is for whoever measures.
Decisions:
    Measured skew decides where there is any: features that were found equal are cleared, whatever their code. Features
    whose importance nobody stated count alike. That all modes of serving share their code says nothing about training.
Example:
    models: [{id: ranker, status: production, uses: [session-length]}]
    features:
      - {id: session-length, training_code: sql/session.sql, serving_code: go/session.go, parity_tested: no}
Instead:
    models: [{id: ranker, status: production, uses: [session-length]}]
    features:
      - {id: session-length, training_code: lib/session.py, serving_code: lib/session.py, parity_tested: no}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from debtaudit.domain.asset import Feature, Model
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, amount, either
from debtaudit.domain.measurement import Skew
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Cited, Verdict, judge, scope, sign, within


@dataclass(frozen=True)
class Limits:
    """How much of a model may rest on twin code, and how many rows may differ."""

    share: float = 0.2  # share of importance; a fifth of what decides
    row_skew: float = 0.01  # share of rows that are unequal beyond tolerance
    lately: int = 180  # days for which a measurement still speaks


FULL_AT = 5.0  # times the share of unequal rows and the importance: one row in five of a sole feature is severity 1


@debt(
    Model,
    category="pipeline",
    dimension="data",
    prior_rate=0.25,
    growth=0.05,
    effort=Days(4, 10, 25),
    loss="silent",
    severity=(0.01, 1.0),
    limits=Limits(),
    questions=("q-skew",),
)
def training_serving_skew(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at measured skew, and at features whose training and serving code differ without a parity test."""
    features = graph.features(model)
    measured = _measured(model, features, graph, limits)
    skewed = [each for each in measured.values() if (each.value or 0) > limits.row_skew]
    split = {each: False if each.id in measured else _split(each) for each in features}
    weights = _weights(features)
    worst = max((within(FULL_AT * (amount(each.value) or 0) * _weight(each, weights)) for each in skewed), default=0.0)
    known = sum(weight for each, weight in weights.items() if split[each])
    batch = tuple(model.serving.modes or ()) == ("batch",) and model.serving.shared_code is True
    unsaid: list[Cited] = [
        (each, name) for each in features if split[each] is None for name in ("training_code", "serving_code")
    ]
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        scope(model.learns_here, "it is not trained here", "family"),
        scope(not batch, "it is scored in batches by the code that trains it", "serving.modes"),
        sign(bool(skewed), max(0.01, worst), f"{', '.join(str(each.feature or each.asset) for each in skewed)}: served"
             " values differ from those of training", *skewed),
        sign(_too_much(split, weights, limits), known,
             f"features with {known:.0%} of the importance are computed by other code in serving than in training",
             *([(each, "serving_code") for each in features if split[each]] if known else unsaid or ["uses"])),
        involved=[each for each in features if split[each]],
    )  # fmt: skip


def _measured(model: Model, features: tuple[Feature, ...], graph: Graph, limits: Limits) -> Mapping[str, Skew]:
    """Return the newest measurement of each feature, by its id; of the model as a whole, by the model's."""
    found: dict[str, Skew] = {}
    for asset in (model, *features):
        for each in graph.telemetry(Skew, asset):
            age = graph.age(each.day)
            if age is not None and age <= limits.lately:
                found[str(each.feature or asset.id)] = each
    return found


def _split(feature: Feature) -> Truth:
    if feature.parity_tested:
        return False
    training, serving = feature.training_code, feature.serving_code
    return None if training is None or serving is None else training != serving


def _weights(features: tuple[Feature, ...]) -> dict[Feature, float]:
    """Return each feature's share of the importance that is stated; alike where none is."""
    stated = {each: amount(each.importance) for each in features}
    known = [each for each in stated.values() if each is not None]
    usual = sum(known) / len(known) if known else 1.0
    whole = {each: usual if share is None else share for each, share in stated.items()}
    total = sum(whole.values()) or 1.0
    return {each: share / total for each, share in whole.items()}


def _weight(skew: Skew, weights: Mapping[Feature, float]) -> float:
    return next((share for each, share in weights.items() if each.id in {skew.feature, skew.asset}), 1.0)


def _too_much(split: Mapping[Feature, Truth], weights: Mapping[Feature, float], limits: Limits) -> Truth:
    if not split:
        return None
    known = sum(weights[each] for each, truth in split.items() if truth)
    possible = sum(weights[each] for each, truth in split.items() if truth is not False)
    return either(known > limits.share, None if possible > limits.share else False)
