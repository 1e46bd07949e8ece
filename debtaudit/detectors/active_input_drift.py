"""Measured input drift awaiting a decision: inputs were measured to have moved too far, and nobody has retrained since.

Why it is debt:
    The alarm has rung and nothing followed. The model answers questions about a population that it has not learned, and
    each day of waiting is one more day of answers that nobody vouches for.
If it waits:
    We keep deciding for today's customers with a model of yesterday's, although our own figures say so.
Source:
    Breck et al. 2017, test Monitor 2; Yurdakul and Naranjo 2020 on what PSI shows without any change; Benjamini and
    Hochberg 1995 on many tests at once.
Fix:
    - Ask the owner of the data whether the change is real or an error
    - Score the model on the newest cases with known outcomes
    - Retrain or reweight on recent data
    - Renew the reference profile after an approved change
    - Record the decision with a date on which it expires
False alarms:
    A change of schema or unit looks like drift and is a matter for missing-data-contract: check the feature's
    distribution first. A decision that was taken without retraining is recorded under `decisions` and ends it. Windows
    with too few rows leave it unknown, windows within a stated peak are set aside, and a single odd window is no drift.
    While live quality is measured and holds, severity stays at 0.6 at most.
Decisions:
    It is told on the asset that was measured: on the model when the measurements name it, on a feature only when they
    name that. Features of unknown importance share what the known ones leave. KS brings its own chance and counts from
    an effect of 0.10, the other measures from their band for action. Only windows after the last training count.
Example:
    models: [{id: recommender, status: production, trained_at: 2025-11-02, uses: [session-duration]}]
    features: [{id: session-duration, importance: 40%}]
    telemetry:
      - {kind: drift, asset: recommender, at: 2026-08-24, feature: session-duration, measure: psi, value: 0.34, n_ref: 5000, n_cur: 2400}
      - {kind: drift, asset: recommender, at: 2026-09-22, feature: session-duration, measure: psi, value: 0.38, n_ref: 5000, n_cur: 2400}
Instead:
    models: [{id: recommender, status: production, trained_at: 2026-09-25, uses: [session-duration]}]
    features: [{id: session-duration, importance: 40%}]
    telemetry:
      - {kind: drift, asset: recommender, at: 2026-08-24, feature: session-duration, measure: psi, value: 0.34, n_ref: 5000, n_cur: 2400}
      - {kind: drift, asset: recommender, at: 2026-09-22, feature: session-duration, measure: psi, value: 0.38, n_ref: 5000, n_cur: 2400}
"""  # noqa: E501 - one measurement a line reads best

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from debtaudit.domain.asset import Asset, Feature, Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.drift_statistics import benjamini_hochberg
from debtaudit.domain.graph import Graph
from debtaudit.domain.input_drift import by_feature, far, p_value
from debtaudit.domain.logic import Truth, either, every
from debtaudit.domain.measurement import Drift, Quality
from debtaudit.domain.plugin import debt
from debtaudit.domain.quality import has_fallen, number
from debtaudit.domain.verdict import Verdict, judge, scope, sign, within


@dataclass(frozen=True)
class Limits:
    """From where measured drift calls for a decision."""

    psi_act: float = 0.25  # PSI; long-standing convention, 0.10 is worth watching only
    ks_effect: float = 0.10  # least gap beside the chance, so that many rows cannot raise a harmless alarm
    persistence: int = 2  # windows; one odd week is usually a campaign or an outage
    share: float = 0.30  # of the importance that has moved
    importance: float = 0.10  # of a single feature that is decisive by itself
    false_alarms: float = 0.05  # share of false alarms among a model's features (Benjamini-Hochberg)


PER_IMPORTANCE = 0.5  # severity on top for the weightiest feature that moved
FALLEN, HOLDING = 1.25, 0.6  # times, when quality fell too; at most, while measured quality holds


@dataclass(frozen=True, slots=True)
class _Input:
    """One feature: its stated importance, and whether it has moved for long enough."""

    name: str
    importance: float | None
    moved: Truth = False
    newest: Drift | None = None


@debt(
    Model,
    Feature,
    category="data",
    dimension="data",
    prior_rate=0.60,
    growth=0.15,
    effort=Days(1, 4, 10),
    loss="silent",
    severity=(0.1, 1.0),
    limits=Limits(),
    overlap=Overlap("decay in progress", 2),
)
def active_input_drift(asset: Model | Feature, graph: Graph, limits: Limits) -> Verdict:
    """Join the latest windows of all measured features into one verdict."""
    all_windows = graph.telemetry(Drift, asset)
    calm = [each for each in all_windows if not _in_peak(each.day, asset, graph)]
    models = [asset] if isinstance(asset, Model) else graph.users_of(asset)
    inputs = _inputs(asset, _since_training(calm, models), graph, limits)
    weights = _weights(inputs, alone=isinstance(asset, Feature))
    fired = [each for each in inputs if each.moved]
    fell = either(*(has_fallen(model, graph.telemetry(Quality, model)) for model in models)) if fired else None
    return judge(
        scope(bool(all_windows) or not _has_model(asset, graph), "it is judged with the model that uses it",
              "telemetry.drift"),
        scope(not isinstance(asset, Model) or graph.in_service(asset) is not False, "it is not in service", "status"),
        sign(_calls_for_decision(inputs, weights, limits) if calm else None, _severity(fired, weights, fell),
             _says(fired, weights, fell, limits), *(each.newest for each in fired if each.newest),
             *(() if fired else ("telemetry.drift",))),
        involved=_assets(fired, graph) if isinstance(asset, Model) else models,
    )  # fmt: skip


def _has_model(asset: Model | Feature, graph: Graph) -> bool:
    return isinstance(asset, Feature) and any(isinstance(each, Model) for each in graph.consumers(asset))


def _in_peak(day: date | None, asset: Asset, graph: Graph) -> bool:
    """Whether a day lies within a season in which other inputs than usual are expected."""
    peaks = [peak for each in graph.reaches(asset) for peak in each.system.peak_calendar or ()]
    return day is not None and any(
        isinstance(peak.from_, date) and isinstance(peak.to, date) and peak.from_ <= day <= peak.to for peak in peaks
    )


def _since_training(windows: Iterable[Drift], models: Iterable[Model]) -> list[Drift]:
    """Windows that not every model has been retrained after."""
    trained = [model.trained_at for model in models]
    known = [day for day in trained if isinstance(day, date)]
    since = min(known) if known and len(known) == len(trained) else date.min
    return [each for each in windows if each.day and each.day > since]


def _inputs(asset: Model | Feature, windows: list[Drift], graph: Graph, limits: Limits) -> list[_Input]:
    series = by_feature(windows)
    q_values = _q_values([mine[-1] for mine in series.values()])
    moved: dict[str, _Input] = {}
    for (name, _), mine in series.items():
        here = moved.get(name, _Input(name, _importance(graph.asset(name))))
        lasting = _lasting(mine, limits)
        significant = every(lasting, q_values.get(mine[-1], 0.0) < limits.false_alarms)
        newest = mine[-1] if significant or here.newest is None else here.newest
        moved[name] = _Input(name, here.importance, either(here.moved, significant), newest)
    others = graph.features(asset) if isinstance(asset, Model) else ()
    return [*moved.values(), *(_Input(each.id, _importance(each)) for each in others if each.id not in moved)]


def _q_values(newest: list[Drift]) -> dict[Drift, float]:
    tested = [(each, p) for each in newest if (p := p_value(each)) is not None]
    return dict(zip((each for each, _ in tested), benjamini_hochberg([p for _, p in tested]), strict=True))


def _lasting(windows: tuple[Drift, ...], limits: Limits) -> Truth:
    act = {"psi": limits.psi_act, "ks": limits.ks_effect}.get(str(windows[0].measure))
    last = windows[-limits.persistence :]
    return every(len(last) == limits.persistence, *(far(each, act) for each in last))


def _importance(asset: Asset | None) -> float | None:
    return number(asset.importance) if isinstance(asset, Feature) else None


def _weights(inputs: list[_Input], *, alone: bool) -> dict[str, float]:
    """Shares of the importance; a feature by itself has the share that was stated, for the rest is not in sight."""
    known = sum(each.importance for each in inputs if each.importance is not None)
    unknown = sum(each.importance is None for each in inputs)
    usual = 0.0 if alone or not unknown else max(0.0, 1 - known) / unknown
    weights = {each.name: usual if each.importance is None else each.importance for each in inputs}
    total = 1.0 if alone else sum(weights.values()) or 1.0
    return {name: weight / total for name, weight in weights.items()}


def _calls_for_decision(inputs: list[_Input], weights: dict[str, float], limits: Limits) -> Truth:
    sure = sum(weights[each.name] for each in inputs if each.moved)
    most = sum(weights[each.name] for each in inputs if each.moved is not False)
    broad = True if sure >= limits.share else None if most >= limits.share else False
    heavy = (None if each.importance is None else each.importance >= limits.importance for each in inputs)
    return either(broad, *(every(each.moved, counts) for each, counts in zip(inputs, heavy, strict=True)))


def _severity(fired: list[_Input], weights: dict[str, float], fell: Truth) -> float:
    heaviest = max((each.importance or 0.0 for each in fired), default=0.0)
    moved = sum(weights[each.name] for each in fired) + PER_IMPORTANCE * heaviest
    return min(within(moved), HOLDING) if fell is False else within(moved * (FALLEN if fell else 1))


def _says(fired: list[_Input], weights: dict[str, float], fell: Truth, limits: Limits) -> str:
    named = ", ".join(f"{each.name} ({each.newest.measure} {each.newest.value:g})" for each in fired if each.newest)
    share = sum(weights[each.name] for each in fired)
    also = "; live quality has fallen too" if fell else ""
    return f"{named}: moved for {limits.persistence} windows or more, {share:.0%} of the importance, unanswered{also}"


def _assets(inputs: Iterable[_Input], graph: Graph) -> list[Asset]:
    return [asset for each in inputs if (asset := graph.asset(each.name))]
