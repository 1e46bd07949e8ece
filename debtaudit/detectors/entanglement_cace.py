"""Entanglement: inputs and models hang together so closely that none can be changed without moving the others.

Why it is debt:
    An improvement for one model shifts inputs of another, or lets its neighbour take over the same signal. Every change
    needs a look at everything, so people stop changing things, or stop looking.
If it waits:
    A change that helps one team quietly spoils the results of another, and each release takes longer than the last.
Source:
    Sculley et al. 2015, section 2, and Sculley et al. 2014, section 2.1 (changing anything changes everything).
Fix:
    - Draw which models each shared feature reaches
    - Version shared features and let each model choose when to move
    - Split a tangled model by subproblem where the gain allows it
    - Test every change of a feature by leaving it out, group by group
    - Watch the predictions of all models that a change reaches
False alarms:
    A feature under a tested contract, and a model whose isolation is stated, are left out of the count; a family of
    models that is good at ignoring inputs does not clear it. Correlations from fewer rows than the limit are unknown.
Decisions:
    A shared feature is reported once, on the feature, with the models that use it. Features that two teams' models have
    in common without being shared that widely are reported on the first of those models, one pair being enough: the
    mean over all models of a company is always near zero. So is a cycle of models; ways through systems and the outside
    world are told by the feedback loops and left out here. A pair of features weighs as much as the product of both
    importances.
Example:
    models:
      - {id: churn, owner: growth, status: production, uses: [basket-value]}
      - {id: fraud, owner: trust, status: production, uses: [basket-value]}
      - {id: offers, owner: growth, status: production, uses: [basket-value]}
    features: [{id: basket-value}]
Instead:
    models:
      - {id: churn, owner: growth, status: production, uses: [{id: basket-value, contract: tested}]}
      - {id: fraud, owner: trust, status: production, uses: [{id: basket-value, contract: tested}]}
      - {id: offers, owner: growth, status: production, uses: [{id: basket-value, contract: tested}]}
    features: [{id: basket-value}]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from debtaudit.domain.asset import Dataset, Feature, Model
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.link import Link, LinkKind
from debtaudit.domain.logic import Truth, amount, below, either, has
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Sign, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """From where on a change cannot be overseen."""

    shared_models: int = 3  # models; beyond it nobody tests every consumer of a change
    teams: int = 2  # owner teams; within one team people still talk
    overlap: float = 0.5  # of both models' features; half in common means moving together
    shared_features: int = 2  # features in common at least; one is what a feature store is for
    correlation: float = 0.8  # absolute rank correlation at which two features stand for one another
    pair_share: float = 0.1  # of feature pairs, by importance; one in ten
    least_rows: int = 500  # rows; a correlation from fewer is chance
    full_teams: int = 4  # teams at which the tangle counts fully
    full_pairs: float = 0.3  # share of pairs at which it counts fully


SHARING, PAIRS, CYCLE = 0.4, 0.4, 0.2  # weights of the three parts of severity
USES: tuple[LinkKind, ...] = ("uses_feature", "trains_on", "reads")
INPUTS: tuple[LinkKind, ...] = (*USES, "predicts_for", "corrects")


@debt(
    Model,
    Feature,
    category="model",
    dimension="model",
    prior_rate=0.25,
    growth=0.07,
    effort=Days(6, 15, 40),
    loss="wrong_handling",
    severity=(0.13, 1.0),
    limits=Limits(),
    questions=("q-entanglement", "q-feature-value"),
    change_driven=True,
)
def entanglement_cace(asset: Model | Feature, graph: Graph, limits: Limits) -> Verdict:
    """Look at who shares a feature; and at whose inputs, outputs or features a model is tied to."""
    return _of_feature(asset, graph, limits) if isinstance(asset, Feature) else _of_model(asset, graph, limits)


def _of_feature(feature: Feature, graph: Graph, limits: Limits) -> Verdict:
    if not graph.links_out_of(feature):
        return judge(sign(None, 0, "", "uses"))
    users = _users(feature, graph)
    serving = {model.id: model for model in users if graph.in_service(model)}
    teams = {model.owner for model in serving.values() if model.owner}
    shared = _widely_shared(users, graph, limits)
    links = [link for link in graph.links_out_of(feature, *USES) if link.consumer in serving]
    unstated = [(model, fact) for model in users for fact in ("status", "owner") if getattr(model, fact) is None]
    return judge(
        sign(shared, _by_teams(len(teams), limits),
             f"{len(serving)} models of {len(teams)} teams use it, and nothing keeps them apart",
             *(links if shared else unstated)),
        base=CYCLE if graph.tangle(feature) else 0.0,
        involved=serving.values(),
    )  # fmt: skip


def _users(feature: Feature, graph: Graph) -> list[Model]:
    """Models, perhaps in service, that a change of a feature reaches unhindered."""
    managed = {link.consumer for link in graph.links_out_of(feature, *USES) if link.contract == "tested"}
    users = [each for each in graph.consumers(feature, *USES) if isinstance(each, Model) and each.id not in managed]
    return [each for each in users if graph.in_service(each) is not False and not has(each.isolation)]


def _widely_shared(users: list[Model], graph: Graph, limits: Limits) -> Truth:
    serving = [model for model in users if graph.in_service(model)]
    if len(serving) >= limits.shared_models and len({each.owner for each in serving if each.owner}) >= limits.teams:
        return True
    perhaps = {each.owner or each.id for each in users}  # an unknown owner may be one more team
    return None if len(users) >= limits.shared_models and len(perhaps) >= limits.teams else False


def _of_model(model: Model, graph: Graph, limits: Limits) -> Verdict:
    in_service = scope(graph.in_service(model), "it is not in service", "status")
    if has(model.isolation):
        return judge(in_service)
    twins, ring = _twins(model, graph, limits), _ring(model, graph)
    return judge(
        in_service,
        sign(None if not graph.links_into(model, *INPUTS) else False, 0, "", "uses"),
        _pairs_sign(graph.features(model), graph, limits),
        _overlap_sign(model, twins, graph, limits),
        sign(len(ring) > 1, CYCLE, f"{', '.join(each.id for each in ring)} feed one another in a circle",
             *_links_of(ring, graph)),
        combine="sum",
        involved=[each for each in dict.fromkeys((*twins, *ring)) if each is not model],
    )  # fmt: skip


def _ring(model: Model, graph: Graph) -> list[Model]:
    """Models, perhaps in service, on a cycle of links; empty unless this one is the first of them."""
    members = [each for each in graph.tangle(model) if isinstance(each, Model)]
    serving = [each for each in members if graph.in_service(each) is not False]
    surest_first = sorted(serving, key=lambda each: graph.in_service(each) is None)
    return serving if surest_first[:1] == [model] else []


def _links_of(ring: list[Model], graph: Graph) -> list[Link]:
    """Links into models of a ring from within its cycle."""
    inside = {each.id for member in ring[:1] for each in graph.tangle(member)}
    return [link for member in ring for link in graph.links_into(member) if link.provider in inside]


def _overlap_sign(model: Model, twins: list[Model], graph: Graph, limits: Limits) -> Sign:
    common = _in_common(model, graph, limits)
    shared = {feature for twin in twins for feature in common.get(twin.id, ())}
    links = [link for link in graph.links_into(model, *USES) if link.provider in shared]
    says = f"it shares most features with {', '.join(each.id for each in twins)} of other teams"
    return sign(bool(twins), _by_teams(len({each.owner for each in (model, *twins)}), limits), says, *links)


def _twins(model: Model, graph: Graph, limits: Limits) -> list[Model]:
    """Models of other teams that overlap with it, or with one that does; none when an earlier one reports the group."""
    group, rest = {model.id: model}, [model]
    while rest:
        for each in _overlapping(rest.pop(), graph, limits):
            if each.id not in group:
                group[each.id] = each
                rest.append(each)
    return [group[id_] for id_ in sorted(group) if id_ != model.id] if model.id == min(group) else []


def _overlapping(model: Model, graph: Graph, limits: Limits) -> list[Model]:
    mine = set(graph.features(model))
    found = []
    for id_, common in _in_common(model, graph, limits).items():
        other = graph.asset(id_)
        if isinstance(other, Model) and len(common) >= limits.shared_features:
            jaccard = len(common) / len(mine.union(graph.features(other)))
            found += [other] if jaccard >= limits.overlap else []
    return found


def _in_common(model: Model, graph: Graph, limits: Limits) -> dict[str, set[str]]:
    """Features that models of other teams use too, by model; those reported on the feature itself are left out."""
    found: dict[str, set[str]] = {}
    for feature in graph.features(model):
        users = _users(feature, graph)
        if model not in users or _widely_shared(users, graph, limits):
            continue
        for user in users:
            if graph.in_service(user) and user.owner and model.owner and user.owner != model.owner:
                found.setdefault(user.id, set()).add(feature.id)
    return found


def _pairs_sign(features: Sequence[Feature], graph: Graph, limits: Limits) -> Sign:
    weight = _weights(features)
    tied: dict[Truth, list[tuple[Feature, Feature]]] = {True: [], None: [], False: []}
    for one, other in combinations(features, 2):
        tied[_tied(one, other, graph, limits)].append((one, other))
    sums = {truth: sum(weight[one.id] * weight[other.id] for one, other in pairs) for truth, pairs in tied.items()}
    whole = sum(sums.values()) or 1.0
    share, most = sums[True] / whole, (sums[True] + sums[None]) / whole
    holds = True if share >= limits.pair_share else None if most >= limits.pair_share else False
    silent = holds is None
    told = dict.fromkeys(each for pair in tied[holds] for each in pair if silent or each.correlated_with)
    names = ", ".join(f"{one.id} with {other.id}" for one, other in tied[True])
    return sign(holds, PAIRS * min(1.0, share / limits.full_pairs),
                f"{share:.0%} of its feature pairs, by importance, move together ({names})",
                *((each, "correlated_with") for each in told))  # fmt: skip


def _weights(features: Sequence[Feature]) -> dict[str, float]:
    """Importance of each feature; all alike as long as one of them is unknown."""
    if any(not isinstance(each.importance, (int, float)) for each in features):
        return {each.id: 1.0 for each in features}
    return {each.id: float(each.importance or 0.0) for each in features}


def _tied(feature: Feature, other: Feature, graph: Graph, limits: Limits) -> Truth:
    """Whether two features move together, as either says; a stated list without the other one is a no."""
    pairs = ((feature, other), (other, feature))
    said = [_says_tied(one, two, graph, limits) for one, two in pairs if one.correlated_with is not None]
    return either(*said) if said else None


def _says_tied(feature: Feature, other: Feature, graph: Graph, limits: Limits) -> Truth:
    value = next((each.correlation for each in feature.correlated_with or () if each.feature == other.id), 0.0)
    if value is not None and abs(amount(value) or 0.0) < limits.correlation:
        return False
    return None if value is None or _few_rows(feature, graph, limits) else True


def _few_rows(feature: Feature, graph: Graph, limits: Limits) -> bool:
    sources = [each for each in graph.providers(feature, "reads") if isinstance(each, Dataset)]
    return any(below(amount(each.profile.rows), limits.least_rows) for each in sources)


def _by_teams(teams: int, limits: Limits) -> float:
    """Extent by the number of teams sharing: none at one team, full at `full_teams`."""
    return SHARING * min(1.0, max(0, teams - 1) / (limits.full_teams - 1))
