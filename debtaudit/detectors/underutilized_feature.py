"""Underused or legacy feature: a feature is still computed although it adds next to nothing.

Why it is debt:
    Each input is a wire to some source. When the source breaks, the model breaks, whether the input was worth anything
    or not. Features that came in bundles, under deadlines or for a model long gone are wires without a use.
If it waits:
    A source that we do not need takes down a product that we do, and until then we pay for it.
Source:
    Sculley et al. 2015, section 3 (underutilised dependencies); Breck et al. 2017, tests Data 2 and Data 3.
Fix:
    - Train the current model without the feature and compare
    - Remove it in a reviewed change
    - Stop computing it and archive its definition
    - Repeat the comparison on a schedule
False alarms:
    Features kept for monitoring or to protect a group are not applicable: say so in `tags` or in `cleared_for`.
    Importance must come from the model in service; that of an older version says nothing.
Decisions:
    Features that move together are judged by their joint importance, since each alone looks useless. A feature counts
    as unused when something is known of where it comes from, nothing reads it, and no model that may use it leaves its
    inputs unsaid. When it was created is not recorded, so a missing review counts whatever its age.
Example:
    models: [{id: tone, status: production, uses: [mail-length]}]
    features: [{id: mail-length, importance: 0.1%, ablation_gain: 0}]
Instead:
    models: [{id: tone, status: production, uses: [mail-length]}]
    features: [{id: mail-length, importance: 12%, ablation_gain: 0.02}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Dataset, Feature, Model, System
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, above, amount, below, every
from debtaudit.domain.plugin import debt
from debtaudit.domain.quality import number
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """From where a feature adds next to nothing."""

    eps_importance: float = 0.005  # of the total importance; within the noise of measuring it
    eps_gain: float = 0.001  # relative gain of the main metric through the feature
    review_max: int = 365  # days; features are looked at with the yearly review of the model
    cost_share: float = 0.05  # of the model's feature cost; above it the rent is worth a word
    together: float = 0.7  # correlation from which two features stand in for each other


UNUSED, TINY, UNREVIEWED = 0.5, 0.4, 0.3
RESTLESS, COSTLY = 0.3, 0.2  # on top: where a tiny gain hangs on a fast source; where the rent is high
KEPT = ("monitoring", "monitoring-only", "protected", "fairness")


@debt(
    Feature,
    category="data",
    dimension="data",
    prior_rate=0.06,
    growth=0.03,
    effort=Days(0.5, 2, 5),
    loss="silent",
    severity=(0.3, 0.9),
    limits=Limits(),
    questions=("q-feature-value", "q-feature-cost"),
)
def underutilized_feature(feature: Feature, graph: Graph, limits: Limits) -> Verdict:
    """Look at who uses a feature, what it adds, and when somebody last asked."""
    importance, gain = number(feature.importance), number(feature.ablation_gain)
    tiny = every(below(_joint_importance(feature, graph, limits), limits.eps_importance), below(gain, limits.eps_gain))
    old = above(graph.age(feature.last_reviewed_at), limits.review_max)
    unmeasured = importance is None
    return judge(
        scope(not _kept_on_purpose(feature), "it is kept for monitoring or to protect a group", "tags"),
        sign(_unused(feature, graph, limits), UNUSED, "no model in service uses it", "dataset"),
        sign(tiny, TINY + RESTLESS * _source_is_fast(feature, graph),
             f"it brings {importance or 0:.1%} of the importance, and without it the metric loses {gain or 0:.2%}",
             "importance", "ablation_gain"),
        sign(unmeasured and old, UNREVIEWED, f"nobody has measured or asked what it adds for {limits.review_max} days",
             "importance", "last_reviewed_at"),
        base=COSTLY if _costly(feature, graph, limits) else 0.0,
        involved=graph.users_of(feature),
    )  # fmt: skip


def _kept_on_purpose(feature: Feature) -> bool:
    purposes = feature.cleared_for or ()
    return any(tag.casefold() in KEPT for tag in feature.tags or ()) or (
        bool(purposes) and all(purpose.casefold() in KEPT for purpose in purposes)
    )


def _unused(feature: Feature, graph: Graph, limits: Limits) -> Truth:
    """Whether nothing live reads it; unknown where something may do so without having said it."""
    feeds, consumers = graph.feeds_service(feature), graph.consumers(feature)
    if feeds or any(isinstance(each, System) for each in consumers):
        return False
    if consumers:
        return None if feeds is None else True
    if not graph.providers(feature):
        return False if (number(feature.importance) or 0) >= limits.eps_importance else None
    return None if _may_be_used(feature, graph) else True


def _may_be_used(feature: Feature, graph: Graph) -> bool:
    """Whether a model that leaves its features unsaid reads the same data, or says nothing at all and may be near."""
    by_owner = (not (each.owner and feature.owner) or each.owner == feature.owner for each in graph.unsaid_inputs())
    readers = (each for source in graph.providers(feature) for each in graph.consumers(source))
    return any(by_owner) or any(
        isinstance(each, Model) and each.uses is None and graph.in_service(each) is not False for each in readers
    )


def _joint_importance(feature: Feature, graph: Graph, limits: Limits) -> float | None:
    """Importance of a feature and of those that move with it; None where one of them was not measured."""
    close = [each for each in feature.correlated_with or () if abs(number(each.correlation) or 0) >= limits.together]
    twins = [graph.asset(str(each.feature)) for each in close]
    shares = [number(each.importance) if isinstance(each, Feature) else None for each in (feature, *twins)]
    known = [share for share in shares if share is not None]
    return sum(known) if len(known) == len(shares) or sum(known) >= limits.eps_importance else None


def _source_is_fast(feature: Feature, graph: Graph) -> bool:
    return any(isinstance(each, Dataset) and each.volatility == "high" for each in graph.providers(feature))


def _costly(feature: Feature, graph: Graph, limits: Limits) -> bool:
    """Whether it takes a notable share of what the features of a model cost."""
    cost = amount(feature.cost_per_month) or 0.0
    bundles = (graph.features(model) for model in graph.users_of(feature))
    totals = (sum(amount(each.cost_per_month) or 0.0 for each in bundle) for bundle in bundles)
    return any(cost > limits.cost_share * total for total in totals)
