"""Interface version mismatch: services around a model speak different versions of an interface, or none that is agreed.

Why it is debt:
    Each version still in use has to be kept, tested and remembered, and a caller without a contract learns of a change
    by failing. The more versions there are, the less anybody dares to change.
If it waits:
    An ordinary update by a partner or another team stops orders or payments until both sides agree again.
Source:
    Bogner et al. 2021, architectural debt; Breck et al. 2017, test Monitor 1.
Fix:
    - Give the interface a version, and publish how long each is supported
    - Test the contract on both sides
    - Move the callers that stayed behind
    - Watch the change log of each partner
False alarms:
    Dashboards and reports only show what they get; they are left out on both ends.
Decisions:
    Versions are counted where they meet, on the called model or system; a missing contract is told on the caller, who
    states it, and only across teams; incidents count for the asset that they name first. An entry `version_pin: none`
    is no version. Callers that say nothing at all about version or contract leave it unknown, be they many or one.
    Without an incident log the links alone decide.
Example:
    systems: [{id: checkout, owner: shop, calls: [{id: fraud-score, contract: none}]}]
    models: [{id: fraud-score, owner: trust}]
Instead:
    systems: [{id: checkout, owner: shop, calls: [{id: fraud-score, contract: tested}]}]
    models: [{id: fraud-score, owner: trust}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Asset, Model, System
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.link import Link
from debtaudit.domain.logic import Truth, either, every, lacks
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Cited, Sign, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When interfaces have come apart."""

    versions: int = 3  # versions in use; the current one, the one before and one straggler are all that can be kept
    incidents: int = 2  # interface faults within half a year; one can happen to anybody


HALF_A_YEAR = 2  # quarters
PER_VERSION, FAILED, UNAGREED = 0.2, 0.4, 0.2
DISPLAYS = ("dashboard", "report")


@debt(
    System,
    Model,
    category="serving",
    dimension="configuration",
    prior_rate=0.30,
    growth=0.05,
    effort=Days(3, 8, 20),
    loss="outage",
    severity=(0.2, 1.0),
    limits=Limits(),
    questions=("q-interfaces", "q-upstream-notice"),
    change_driven=True,
    overlap=Overlap("unknown readers", 3),
)
def interface_version_mismatch(asset: System | Model, graph: Graph, limits: Limits) -> Verdict:
    """Count versions in use, calls to other teams without contract, and the faults that came of it."""
    versions = _versions(asset, graph, limits)
    contracts = _contracts(asset, graph)
    known = _has_neighbours(asset, graph)
    faults = [each for each in graph.incidents(asset, quarters=HALF_A_YEAR, root=True) if each.cause == "interface"]
    return judge(
        scope(not _displays(asset), "it only shows what it gets"),
        scope(True if faults else known, "it calls nothing and nothing calls it", "calls"),
        versions,
        sign(len(faults) >= limits.incidents, FAILED, f"{len(faults)} interface faults within half a year", *faults),
        contracts,
        sign(None if known is None else False, 0, "", "calls"),
        combine="sum",
        base=versions.severity if not versions.holds else 0,
        involved=_providers(contracts, graph),
    )


def _versions(asset: Asset, graph: Graph, limits: Limits) -> Sign:
    """Count the versions that callers have pinned; the severity holds below the limit too, beside other signs."""
    callers = [link for link in graph.links_out_of(asset, "predicts_for") if not _displays(graph.asset(link.consumer))]
    pinned = [link for link in callers if link.version_pin]
    versions = sorted({str(link.version_pin) for link in pinned})
    silent = [each for link in callers if link.version_pin is None and (each := graph.asset(link.consumer))]
    many = len(versions) >= limits.versions
    untold = bool(callers) and all(link.version_pin is None and link.contract is None for link in callers)
    perhaps = untold or len(versions) + len(silent) >= limits.versions
    facts: list[Cited] = [*pinned] if many else [(each, "calls.version_pin") for each in silent]
    return sign(many or (None if perhaps else False), PER_VERSION * max(0, len(versions) - 1),
                f"versions {', '.join(versions)} are in use at once", *facts)  # fmt: skip


def _contracts(asset: Asset, graph: Graph) -> Sign:
    """Look for calls to other teams about which nothing is agreed."""
    calls = graph.links_into(asset, "predicts_for")
    bare = {link: every(lacks(link.contract), graph.crosses_teams(link)) for link in calls}
    missing = [link for link, holds in bare.items() if holds]
    unsure = [graph.asset(link.provider) for link, holds in bare.items() if holds is None]
    facts: list[Cited] = [*missing] if missing else ["calls.contract", *((each, "owner") for each in unsure if each)]
    names = ", ".join(link.provider for link in missing)
    return sign(either(*bare.values()), UNAGREED, f"calls {names} of another team without a contract", *facts)


def _providers(contracts: Sign, graph: Graph) -> list[Asset]:
    ids = [fact.provider for fact in contracts.facts if isinstance(fact, Link)]
    return [asset for id_ in dict.fromkeys(ids) if (asset := graph.asset(id_))]


def _has_neighbours(asset: Asset, graph: Graph) -> Truth:
    calls = graph.links_into(asset, "predicts_for") or graph.links_out_of(asset, "predicts_for")
    return True if calls else (False if graph.links_into(asset) or graph.links_out_of(asset) else None)


def _displays(asset: Asset | None) -> bool:
    return isinstance(asset, System) and asset.type in DISPLAYS
