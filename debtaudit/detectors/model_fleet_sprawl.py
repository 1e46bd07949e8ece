"""Model fleet sprawl: more models are in service than people can look after, and some are near copies of others.

Why it is debt:
    Each model wants to be watched, refreshed and compared. Upkeep grows with every copy while the team does not, so a
    fault that all of them share is mended by hand, one after the other.
If it waits:
    When something breaks in all of them at once, the team mends them one by one while customers wait.
Source:
    Sculley et al. 2015, section 8 (process management debt).
Fix:
    - Sort models into families and name an owner for each
    - Merge near copies into one model with parameters
    - Release and roll back a family in one step
    - Retire members that nobody needs
False alarms:
    Models that one pipeline builds are one family and count once, as a head and as a copy.
Decisions:
    Load is counted on a team, over models whose systems have at least the stated criticality. Near copies are told on
    their team, or on the organisation when several teams own them. Copies are alike when they predict the same from the
    same features, or where no features are known, from the same training data. A team without members is told by
    orphaned-asset.
Example:
    teams: [{id: growth, members: 1}]
    systems: [{id: shop, criticality: 4, calls: [a, b, c, d]}]
    models:
      - {id: a, owner: growth, status: production, task: churn, uses: [visits]}
      - {id: b, owner: growth, status: production, task: offers, uses: [visits]}
      - {id: c, owner: growth, status: production, task: prices, uses: [visits]}
      - {id: d, owner: growth, status: production, task: stock, uses: [visits]}
    features: [{id: visits}]
Instead:
    teams: [{id: growth, members: 2}]
    systems: [{id: shop, criticality: 4, calls: [a, b, c, d]}]
    models:
      - {id: a, owner: growth, status: production, task: churn, uses: [visits]}
      - {id: b, owner: growth, status: production, task: offers, uses: [visits]}
      - {id: c, owner: growth, status: production, task: prices, uses: [visits]}
      - {id: d, owner: growth, status: production, task: stock, uses: [visits]}
    features: [{id: visits}]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from debtaudit.domain.asset import Model, Organisation, Pipeline, Team
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import above, amount
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import NotApplicable, Sign, Verdict, judge, sign


@dataclass(frozen=True)
class Limits:
    """How many models a person can look after, and what a copy is."""

    per_head: float = 3.0  # critical models a member; at a tenth of a person each, three take a third of one
    criticality: int = 3  # of 5, from which a model is critical
    copies: int = 3  # near copies that make a group; two may be a version and its heir
    alike: float = 0.8  # of all inputs that two copies have in common


LOAD, COPY = 0.3, 0.1  # severity at the limit of models a head, and of each further copy


@debt(
    Team,
    Organisation,
    category="process",
    dimension="model",
    prior_rate=0.10,
    growth=0.05,
    effort=Days(10, 25, 60),
    loss="silent",
    severity=(0.2, 1.0),
    limits=Limits(),
)
def model_fleet_sprawl(asset: Team | Organisation, graph: Graph, limits: Limits) -> Verdict:
    """Count a team's critical models a head, and look for near copies in the team or across teams."""
    fleet = [model for model in graph.assets(Model) if graph.in_service(model)]
    if isinstance(asset, Organisation):
        shared = [group for group in _copies(fleet, graph, limits) if len({model.owner for model in group}) > 1]
        return judge(_copies_sign(shared), involved=_members(shared)) if fleet else NotApplicable("it runs no models")
    own = [model for model in fleet if model.owner == asset.id]
    tasks = {model.task for model in own}
    near = _copies([model for model in fleet if model.task in tasks], graph, limits)
    copies = [group for group in near if {model.owner for model in group} == {asset.id}]
    return _of_team(asset, own, copies, graph, limits)


def _of_team(team: Team, fleet: list[Model], copies: list[list[Model]], graph: Graph, limits: Limits) -> Verdict:
    members = amount(team.members)
    if not fleet or members == 0:
        return NotApplicable("it has no members" if fleet else "it owns no models in service")
    ranks = [(model, graph.criticality(model)) for model in _one_a_family(fleet, graph)]
    critical = [model for model, rank in ranks if rank is not None and rank >= limits.criticality]
    unranked = [model for model, rank in ranks if rank is None]
    load = above(_per(members, critical), limits.per_head)
    overload = load or (None if above(_per(members, [*critical, *unranked]), limits.per_head) is not False else False)
    asked = () if overload else (*(["members"] if members is None else []), *((model, "system") for model in unranked))
    return judge(
        sign(overload, LOAD * (_per(members, critical) or 0) / limits.per_head,
             f"{len(critical)} critical models, {_per(members, critical) or 0:.1f} a head", *(asked or ["members"])),
        _copies_sign(copies),
        combine="sum",
        involved=dict.fromkeys((*(critical if overload else ()), *_members(copies))),
    )  # fmt: skip


def _per(members: float | None, models: Sequence[Model]) -> float | None:
    return len(models) / members if members else None


def _one_a_family(fleet: list[Model], graph: Graph) -> list[Model]:
    """One model of each family: those that the same pipelines build, or each by itself."""
    found: dict[object, Model] = {}
    for model in fleet:
        builders = tuple(each.id for each in graph.providers(model, "writes") if isinstance(each, Pipeline))
        found.setdefault(builders or model.id, model)
    return list(found.values())


def _copies(fleet: list[Model], graph: Graph, limits: Limits) -> list[list[Model]]:
    """Groups of models of different families that predict the same from nearly the same inputs."""
    by_task: dict[str, list[tuple[Model, set[str]]]] = {}
    for model in _one_a_family(fleet, graph):
        if model.task and (inputs := _inputs(model, graph)):
            by_task.setdefault(str(model.task).casefold(), []).append((model, inputs))
    groups = [group for models in by_task.values() for group in _grouped(models, limits)]
    return [group for group in groups if len(group) >= limits.copies]


def _grouped(models: list[tuple[Model, set[str]]], limits: Limits) -> list[list[Model]]:
    """Join models that are alike, also by way of others."""
    groups: list[list[tuple[Model, set[str]]]] = []
    for entry in models:
        near = [group for group in groups if any(_alike(entry[1], inputs, limits) for _, inputs in group)]
        apart = [group for group in groups if group not in near]
        groups = [*apart, [*(each for group in near for each in group), entry]]
    return [[model for model, _ in group] for group in groups]


def _alike(inputs: set[str], others: set[str], limits: Limits) -> bool:
    return len(inputs & others) >= limits.alike * len(inputs | others)


def _inputs(model: Model, graph: Graph) -> set[str]:
    return {each.id for each in graph.features(model) or graph.training_data(model)}


def _copies_sign(groups: list[list[Model]]) -> Sign:
    surplus = sum(len(group) - 1 for group in groups)
    named = (", ".join(model.id for model in group) for group in groups)
    says = "; ".join(f"{names} predict the same from the same inputs" for names in named)
    return sign(bool(groups), COPY * surplus, says, *((each, "task") for each in _members(groups)))


def _members(groups: list[list[Model]]) -> list[Model]:
    return [model for group in groups for model in group]
