"""Unstable data dependency: models rest on data that another party may change, without a frozen copy or a notice.

Why it is debt:
    The producer improves his table for his own purposes: a new category, a unit, a better model behind a score. For him
    that is progress, for our model it is another language, and nobody told us.
If it waits:
    Somebody else's improvement silently changes our answers, and we search for days in the wrong place.
Source:
    Sculley et al. 2015, section 3, and 2014, section 3; Breck et al. 2017, test Monitor 1.
Fix:
    - Name an owner and a channel for changes at the producer
    - Freeze a versioned copy and move to new versions on purpose
    - Check schema and ranges at the border
    - Try the next version in shadow
False alarms:
    Data that the same team makes and uses is its own to change, unless an incident names both ends. A reference table
    without an agreed freshness that has not changed for a year is not applicable. A contract clears a link without a
    pin.
Decisions:
    It is told once on the dataset, with all its loose links. A missing contract must be stated; a pin that nobody
    mentions is none. Data from outside without a stated owner is another party's. A recorded incident of its form or
    meaning within the year turns what is unknown into a finding.
Example:
    models: [{id: tone, owner: inbox, status: production, trains_on: [{id: orders, contract: none}]}]
    datasets: [{id: orders, owner: platform, origin: internal, volatility: high}]
Instead:
    models: [{id: tone, owner: inbox, status: production, trains_on: [{id: orders, contract: tested}]}]
    datasets: [{id: orders, owner: platform, origin: internal, volatility: high}]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from debtaudit.domain.asset import Asset, Dataset, Dependency, Feature, Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.facts import Absent
from debtaudit.domain.graph import Graph
from debtaudit.domain.incident import Incident
from debtaudit.domain.link import Link, LinkKind
from debtaudit.domain.logic import Truth, among, either, every, has, lacks, negation
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Cited, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When a change has already hurt, and when data stands still."""

    incident_boost: int = 1  # incidents of form or meaning in four quarters that turn unknown into present
    still: int = 365  # days without an update after which a table is a reference


BASE, MORE = 0.4, 0.2  # severity, and on top for each of: from outside, fast, made by a model
INTAKE: tuple[LinkKind, ...] = ("trains_on", "uses_feature", "reads")
OUTSIDE = ("external", "third_party", "scraped")
CHANGES = ("data", "interface")  # causes of incidents that speak of form or meaning


@debt(
    Dataset,
    category="data",
    dimension="data",
    prior_rate=0.35,
    growth=0.05,
    effort=Days(2, 5, 12),
    loss="wrong_handling",
    severity=(0.4, 0.8),
    limits=Limits(),
    questions=("q-data-rules", "q-upstream-notice"),
    change_driven=True,
    overlap=Overlap("source trust", 2),
)
def unstable_data_dependency(dataset: Dataset, graph: Graph, limits: Limits) -> Verdict:
    """Look at each link from a dataset to models and what feeds them: whose it is, what is agreed, how it moves."""
    links = [link for link in graph.links_out_of(dataset, *INTAKE) if _matters(graph.asset(link.consumer), graph)]
    truths = list(zip(links, _unstable(links, dataset, graph), strict=True))
    changed = [each for each in graph.incidents(dataset, root=True) if each.cause in CHANGES]
    sure = len(changed) >= limits.incident_boost
    loose = [link for link, unstable in truths if unstable or (unstable is None and sure)]
    told = _evidence(dataset, loose, changed) if loose else _untold(dataset, truths, graph)
    return judge(
        scope(True if links else _feeds(dataset, graph), "no model or pipeline of a model reads it", "links"),
        scope(not _stands_still(dataset, graph, limits), "it is a reference table that has not changed for a year",
              "last_updated_at"),
        sign(bool(loose) or either(False, *(unstable for _link, unstable in truths)) if links else None,
             _severity(dataset, loose), _says(dataset, loose, changed), *told),
        involved=[asset for link in loose if (asset := graph.asset(link.consumer))],
    )  # fmt: skip


def _feeds(dataset: Dataset, graph: Graph) -> Truth:
    return False if graph.links_into(dataset) or graph.links_out_of(dataset) or graph.learners(dataset) else None


def _matters(consumer: Asset | None, graph: Graph) -> bool:
    """Whether it is a model that may serve, a feature, or something that feeds a model in service."""
    if isinstance(consumer, Model):
        return graph.in_service(consumer) is not False
    return consumer is not None and (isinstance(consumer, Feature) or graph.feeds_service(consumer) is True)


def _unstable(links: Sequence[Link], dataset: Dataset, graph: Graph) -> Iterator[Truth]:
    """Say of each link whether another party can change what comes over it, unpinned and unannounced."""
    named = {asset for each in graph.incidents(dataset) for asset in each.assets or ()}
    outside = among(dataset.origin, *OUTSIDE) if not dataset.owner else None
    restless = _restless(dataset, graph)
    for link in links:
        crosses = True if link.consumer in named else outside or graph.crosses_teams(link)
        loose = False if has(link.version_pin) else lacks(link.contract)
        pace = link.volatility if link.volatility is not None else dataset.volatility
        yield every(crosses, loose, either(among(pace, "medium", "high"), restless))


def _restless(dataset: Dataset, graph: Graph) -> Truth:
    """Whether it comes from where changes come from: outside, a model, or a feed that announces none."""
    feeds = [each for each in graph.providers(dataset) if isinstance(each, Dependency)]
    return either(among(dataset.origin, *OUTSIDE, "model_output"), *(negation(each.change_notice) for each in feeds))


def _stands_still(dataset: Dataset, graph: Graph, limits: Limits) -> bool:
    days = graph.age(dataset.last_updated_at)
    return dataset.freshness_sla_hours is None and days is not None and limits.still < days < inf


def _severity(dataset: Dataset, loose: list[Link]) -> float:
    paces: list[str | Absent | None] = [link.volatility for link in loose if link.volatility is not None]
    fast = "high" in (paces or [dataset.volatility])
    return BASE + MORE * (dataset.origin in OUTSIDE) + MORE * fast + MORE * (dataset.origin == "model_output")


def _says(dataset: Dataset, loose: list[Link], changed: list[Incident]) -> str:
    by = list(dict.fromkeys(link.consumer for link in loose))
    rest = f"{', '.join(by)} {'rest' if len(by) > 1 else 'rests'} on it without contract or fixed version"
    times = f"; it broke {len(changed)} time{'s' * (len(changed) > 1)} within a year" if changed else ""
    return f"{rest}, and {_why(dataset)}{times}"


def _why(dataset: Dataset) -> str:
    if dataset.origin in OUTSIDE:
        return "it comes from outside"
    return "a model makes it" if dataset.origin == "model_output" else "its form and meaning move"


def _evidence(dataset: Dataset, loose: list[Link], changed: list[Incident]) -> list[Cited]:
    facts = [name for name in ("origin", "volatility", "owner") if getattr(dataset, name) is not None]
    return [*loose, *facts, *changed]


def _untold(dataset: Dataset, truths: Sequence[tuple[Link, Truth]], graph: Graph) -> list[Cited]:
    """What would tell: facts of the dataset, and the terms of the links that are open."""
    facts: list[Cited] = [name for name in ("owner", "origin", "volatility") if getattr(dataset, name) is None]
    ends = [(graph.asset(link.consumer), link.written_as or "links") for link, said in truths if said is None]
    return [*facts, *((asset, f"{key}.contract") for asset, key in ends if asset)]
