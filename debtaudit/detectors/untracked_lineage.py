"""Untracked data lineage: nobody can list from records which sources feed a model.

Why it is debt:
    When a source changes or an answer turns wrong, the first question is what depends on what. Without records the
    answer is in somebody's memory, and each new query by hand makes it longer.
If it waits:
    Somebody switches a source off, and a product fails that nobody knew was fed by it.
Source:
    Sculley et al. 2015, section 3 (static analysis of data dependencies); Sambasivan et al. 2021.
Fix:
    - Export lineage from the scheduler and the warehouse logs
    - Declare the missing links in the inventory
    - Note source and owner on each feature
    - Fail the build when a source is read that nobody declared
False alarms:
    External models whose training data nobody can see are a matter for unpinned-external-model. A model of the last two
    weeks may not have its links yet: it is unknown. Manual copies leave no trace in telemetry.
Decisions:
    It is told on the model, whose record lacks the source; the other end is told by undeclared-consumer. That nobody
    wrote down what a model trains on is unknown, that it is stated as `none` is the debt; so is a record that ends in
    data that models made. Observed reads are those of the model, of its features and of the pipelines that build it.
Example:
    models: [{id: tone, status: production, trains_on: none}]
Instead:
    models: [{id: tone, status: production, trains_on: [mails]}]
    datasets: [{id: mails, origin: internal}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Asset, Dataset, Dependency, Feature, Model, Pipeline
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.link import Link
from debtaudit.domain.logic import Truth, among, every, lacks, negation
from debtaudit.domain.measurement import Calls
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How complete records must be, and when they may be expected."""

    min_declared: float = 0.9  # of the reads that were seen; one in ten missing breaks the analysis of a change
    settling: int = 14  # days of a new model


NO_SOURCE, NO_TRAINING_DATA = 0.8, 0.7


@debt(
    Model,
    category="data",
    dimension="data",
    prior_rate=0.15,
    growth=0.06,
    effort=Days(3, 8, 20),
    loss="outage",
    severity=(0.1, 1.0),
    limits=Limits(),
    questions=("q-inventory", "q-upstream-notice"),
)
def untracked_lineage(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Follow a model's records back to their sources, and compare them with the reads that were seen."""
    seen = [link for link in _intake(model, graph) if _observed(link, graph)]
    hidden = [link for link in seen if link.written_as == "telemetry" or link.declared is False]
    recorded = 1 - len(hidden) / (len(seen) or 1)
    sourced, settled = _sourced(model, graph), _settled(model, graph, limits)
    unlisted = _unlisted(model, sourced)
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        scope(model.family != "external", "nobody can see what an external model was trained on", "family"),
        sign(every(recorded < limits.min_declared, settled), 1 - recorded,
             f"{len(hidden)} of {len(seen)} reads that were seen are not on record: {_providers(hidden)}",
             *(hidden if settled else ("created_at",))),
        sign(every(unlisted, settled), NO_TRAINING_DATA, "what it was trained on is on no record", "trains_on"),
        sign(every(negation(sourced), settled), NO_SOURCE, "its records lead back to no source of data",
             *_stated_inputs(model), *(_unsaid_origins(model, graph) if sourced is None else ())),
        involved=[asset for link in hidden if (asset := graph.asset(link.provider))],
    )  # fmt: skip


def _providers(links: list[Link]) -> str:
    return ", ".join(dict.fromkeys(link.provider for link in links))


def _unlisted(model: Model, sourced: Truth) -> Truth:
    """Whether what it was trained on is on no record; rules and prompts are trained on nothing."""
    if model.trains_on is None or model.family in {"rules", "llm"}:
        return False if sourced or model.family == "rules" else lacks(model.trains_on)
    return lacks(model.trains_on)


def _settled(model: Model, graph: Graph, limits: Limits) -> Truth:
    age = graph.age(model.created_at if model.created_at is not None else model.deployed_at)
    return None if age is not None and age < limits.settling else True


def _intake(model: Model, graph: Graph) -> list[Link]:
    """Links into a model, into its features and into the pipelines that build it."""
    near: tuple[Asset, ...] = (model, *graph.features(model), *graph.providers(model, "writes"))
    return [link for asset in near for link in graph.links_into(asset)]


def _observed(link: Link, graph: Graph) -> bool:
    """Whether a read was seen to happen."""
    provider = graph.asset(link.provider)
    calls = graph.telemetry(Calls, provider) if provider else ()
    return bool(link.observed_calls_30d) or any(each.consumer == link.consumer for each in calls)


def _sourced(model: Model, graph: Graph) -> Truth:
    """Whether records lead back to a source; unknown while some record on the way is not there."""
    if any(_begins(each, graph) for each in (*graph.training_data(model), *graph.providers(model))):
        return True
    begins = graph.rests_on(model, _begins)
    if begins is not False:
        return begins
    nothing = all(inputs == () for inputs in (model.trains_on, model.uses, model.reads))
    return None if graph.rests_on(model, _ends_openly) or not (graph.providers(model) or nothing) else False


def _begins(asset: Asset, graph: Graph) -> Truth:  # noqa: ARG001 - asked as a test of the graph
    """Whether data begins there; unknown for a dataset of which nobody said where it comes from."""
    if isinstance(asset, Dependency):
        return asset.type == "data_feed"
    return negation(among(asset.origin, "model_output")) if isinstance(asset, Dataset) else False


def _ends_openly(asset: Asset, graph: Graph) -> bool:
    """Whether an asset has inputs that nobody stated."""
    if graph.providers(asset) or isinstance(asset, (Dataset, Dependency)):
        return False
    if isinstance(asset, Feature):
        return asset.dataset is None
    return asset.reads is None if isinstance(asset, Pipeline) else True


def _unsaid_origins(model: Model, graph: Graph) -> list[tuple[Asset, str]]:
    """The nearest datasets of which nobody said where they come from: to know one of them may be enough."""
    passed, ring = {model.id}, [model.id]
    while ring:
        near = (graph.asset(id_) for id_ in ring)
        ring = sorted({each.id for asset in near if asset for each in graph.providers(asset)} - passed)
        passed.update(ring)
        found = [each for id_ in ring if isinstance(each := graph.asset(id_), Dataset) and each.origin is None]
        if found:
            return [(each, "origin") for each in found]
    return []


def _stated_inputs(model: Model) -> list[str]:
    stated = [name for name in ("trains_on", "uses", "reads") if getattr(model, name) is not None]
    return stated or ["trains_on"]
