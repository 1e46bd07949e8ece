"""Fixed threshold: a limit set by hand stays where it is while the scores under it move.

Why it is debt:
    A limit belongs to one version's scores. After a retraining, or in another season, the same number lets through
    other cases, and nobody decided that it should.
If it waits:
    After the next retraining far more, or far fewer, cases pass the limit, and operations have to cope with it.
Source:
    Sculley et al. 2015, section 7 (fixed thresholds in dynamic systems).
Fix:
    - Derive the limit from held-out data and costs at each release
    - Calibrate the scores
    - Raise an alert when the share of actions leaves its band
    - Record who approved the limit
False alarms:
    A limit that each release derives again is not fixed, even if a person confirms it: state it as learned. Limits that
    a law fixes are not applicable: list `thresholds` under `not_applicable` with the law. Cut-offs by rank are no fixed
    thresholds: state them as learned.
Decisions:
    It is told once on the model, whatever the number of its limits, since that is where they are stated; systems state
    none. A limit older than the version in service counts as such, however young that version is. A limit without a
    date has to say `set_at: none` to be old.
Example:
    models:
      - id: fraud
        status: production
        trained_at: 2026-06-01
        thresholds: [{name: block, value: 0.8, method: fixed, set_at: 2025-01-10}]
Instead:
    models:
      - id: fraud
        status: production
        trained_at: 2026-06-01
        thresholds: [{name: block, value: 0.8, method: learned, set_at: 2026-06-02}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model, System
from debtaudit.domain.debt import Days
from debtaudit.domain.facts import ABSENT
from debtaudit.domain.graph import Graph
from debtaudit.domain.groups import Threshold
from debtaudit.domain.logic import Truth, above, among, either, every
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How long a limit may stand."""

    max_age: int = 180  # days; two quarters, in step with reviews


BASE, BEFORE_VERSION, BY_ITSELF = 0.4, 0.3, 0.3


@debt(
    Model,
    category="configuration",
    dimension="configuration",
    prior_rate=0.20,
    growth=0.06,
    effort=Days(1, 3, 8),
    loss="wrong_handling",
    severity=(0.4, 1.0),
    limits=Limits(),
    questions=("q-thresholds",),
)
def fixed_threshold(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at limits set by hand: before the version in service, or too long ago."""
    limits_set = model.thresholds or ()
    said = {each: _stands_still(each, model, graph, limits) for each in limits_set}
    still = [each for each in limits_set if said[each]]
    earlier = any(_before(each, model, graph) for each in still)
    listed = ", ".join(str(each.name or "a limit") for each in still)
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        scope("thresholds" not in (model.not_applicable or {}), _law(model)),
        sign(None if model.thresholds is None else either(False, *said.values()),
             BASE + BEFORE_VERSION * earlier + BY_ITSELF * _acts(model, graph),
             f"{listed}: set by hand {'before the version in service' if earlier else 'long ago'}",
             *(_unsaid(model) if not still else ("thresholds", "trained_at") if earlier else ("thresholds",))),
    )  # fmt: skip


def _stands_still(threshold: Threshold, model: Model, graph: Graph, limits: Limits) -> Truth:
    old = above(graph.age(threshold.set_at), limits.max_age)
    return every(among(threshold.method, "fixed"), either(old, _before(threshold, model, graph)))


def _before(threshold: Threshold, model: Model, graph: Graph) -> Truth:
    """Whether a limit is older than the version that serves."""
    limit, version = graph.age(threshold.set_at), graph.age(model.trained_at)
    return None if limit is None or version is None else limit > version


def _acts(model: Model, graph: Graph) -> bool:
    """Whether a system acts on its answers by itself."""
    users = (each for each in graph.consumers(model, "predicts_for", "reads") if isinstance(each, System))
    return any(each.automated_actions for each in users)


def _law(model: Model) -> str:
    return (model.not_applicable or {}).get("thresholds", "")


def _unsaid(model: Model) -> list[str]:
    """Name what would tell: the limits themselves, or what is open about those that are not known to move along."""
    if model.thresholds is None:
        return ["thresholds"]
    fixed = [each for each in model.thresholds if each.method not in {"learned", ABSENT}]
    unsaid = [name for name in ("method", "set_at") if any(getattr(each, name) is None for each in fixed)]
    return [f"thresholds.{name}" for name in unsaid] or ["trained_at"]
