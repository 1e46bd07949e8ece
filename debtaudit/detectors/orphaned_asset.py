"""Orphaned asset: no team answers for something that is live, or a single person could mend it.

Why it is debt:
    Alerts reach nobody, requests wait for nobody, and what only one person knows goes with that person. All other
    repairs start with finding somebody who may decide.
If it waits:
    One day it breaks and nobody in the house knows how to act, or is allowed to.
Source:
    Bogner et al. 2021, people and social debt; Sculley et al. 2015, cultural debt.
Fix:
    - Name a team and a deputy
    - Work in pairs on the next change
    - Write a short page on what to do when it fails
    - Retire what nobody wants
False alarms:
    What a vendor runs needs somebody who owns the contract, but no one here changes it: the number of maintainers does
    not count for external models and data. Retired assets and experiments are left out.
Decisions:
    An owner has to be stated as `none`; one that is not mentioned is asked for, and so are the members of his team. Few
    maintainers matter from the stated criticality on. That there is no page on what to do has no fact of its own; an
    answer to q-owner below level 3 tells it.
Example:
    models: [{id: returns, status: production, owner: none, maintainers: [ana, li]}]
Instead:
    teams: [{id: conversations, members: 4}]
    models: [{id: returns, status: production, owner: conversations, maintainers: [ana, li]}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Asset, Dataset, Model, Pipeline, System
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, below, every, lacks, negation
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Cited, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When too few people know something."""

    maintainers: int = 2  # people who changed it in the last year; one is a single point of failure
    criticality: int = 3  # of 5, from which a single maintainer is too few
    runbook: int = 3  # level of q-owner from which there is a page on what to do


NO_OWNER, NO_MEMBERS, ONE, ONE_WITHOUT_RUNBOOK = 0.9, 0.8, 0.5, 0.7
GONE = ("retired", "experiment")


@debt(
    Model,
    Pipeline,
    Dataset,
    System,
    category="governance",
    dimension="other",
    prior_rate=0.12,
    growth=0.05,
    effort=Days(1, 3, 8),
    loss="effort_or_duty",
    severity=(0.5, 0.9),
    limits=Limits(),
    questions=("q-inventory", "q-owner"),
)
def orphaned_asset(asset: Model | Pipeline | Dataset | System, graph: Graph, limits: Limits) -> Verdict:
    """Look at who answers for a live asset, and how many people could mend it."""
    few = below(None if asset.maintainers is None else len(asset.maintainers), limits.maintainers)
    matters = negation(below(graph.criticality(asset), limits.criticality))
    people = len(asset.maintainers or ())
    team = graph.team(asset)
    return judge(
        scope(getattr(asset, "status", None) not in GONE, "it is not live"),
        sign(lacks(asset.owner), NO_OWNER, "no team answers for it", "owner"),
        sign(_empty(asset, graph), NO_MEMBERS, f"its team {asset.owner} has no members", *_members(asset, graph)),
        sign(every(few, matters, not _run_by_vendor(asset)), _alone(asset, people, graph, limits),
             f"{'only one person' if people else 'nobody'} has changed it in the last year", "maintainers",
             *(() if matters is not None else _unranked(asset, graph))),
        involved=[team] if team and _empty(asset, graph) else (),
    )  # fmt: skip


def _empty(asset: Asset, graph: Graph) -> Truth:
    """Whether the owning team is there but has no members; an absent owner has no team to look at."""
    team = graph.team(asset)
    return lacks(team.members) if team else (False if asset.owner is not None else None)


def _members(asset: Asset, graph: Graph) -> tuple[Cited, ...]:
    team = graph.team(asset)
    return ((team, "members"),) if team else ("owner",)


def _unranked(asset: Asset, graph: Graph) -> list[Cited]:
    """Systems whose criticality would tell how much hangs on it."""
    near = dict.fromkeys([*filter(None, [graph.home(asset)]), *(each.system for each in graph.reaches(asset))])
    return [(system, "criticality") for system in near if system is not asset] or ["criticality"]


def _alone(asset: Asset, people: int, graph: Graph, limits: Limits) -> float:
    level = graph.level("q-owner", asset)
    return ONE_WITHOUT_RUNBOOK if people == 0 or (level is not None and level < limits.runbook) else ONE


def _run_by_vendor(asset: Asset) -> bool:
    outside = isinstance(asset, Dataset) and asset.origin in {"external", "third_party"}
    return outside or (isinstance(asset, Model) and asset.family == "external")
