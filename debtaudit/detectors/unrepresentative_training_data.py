"""Training population no longer matches the served population: a model serves groups that it hardly learned from.

Why it is debt:
    A model answers for regions, languages or products that it has never seen as surely as for those it knows. The error
    grows with the success of the new market, and may hit people whom the law protects.
If it waits:
    New markets get poor or unfair answers, and the more they grow the more it costs.
Source:
    Sambasivan et al. 2021 on brittleness in the real world; Breck et al. 2017, test Model 6; Polyzotis et al. 2018.
Fix:
    - Write down the served population by group
    - Collect or buy data for the missing groups
    - Report quality by group before expanding
    - Open a new region only when its figures pass
    - Use a cautious fallback meanwhile
False alarms:
    Deliberate reweighting cannot help a group that is absent, but a figure can show that the model copes: a group whose
    measured quality lies at most two points below the whole is cleared, when 100 cases or more stand behind a live one.
Decisions:
    It is told on the model that joins both populations. Served is what its home and the systems that use it directly
    state. Data that shares groups is taken to be joined, so a group must stand in each; data without a group in common
    is taken as parts of a whole. Data behind features counts where none is trained on directly. How much each group is
    served is not known, so all count alike.
Example:
    systems: [{id: storefront, served_population: [europe, asia], calls: [recommender]}]
    models: [{id: recommender, status: production, trains_on: [clicks]}]
    datasets: [{id: clicks, population: [europe]}]
Instead:
    systems: [{id: storefront, served_population: [europe, asia], calls: [recommender]}]
    models: [{id: recommender, status: production, trains_on: [clicks]}]
    datasets: [{id: clicks, population: [europe, asia]}]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from debtaudit.domain.asset import Asset, Dataset, Model, System
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth
from debtaudit.domain.measurement import Quality
from debtaudit.domain.plugin import debt
from debtaudit.domain.slices import shortfalls
from debtaudit.domain.verdict import Cited, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When a group counts as covered all the same."""

    points: float = 0.02  # of the metric; how far a group's figure may lie below the whole


PER_SHARE = 2.0  # severity for the share of groups that are not covered
LEAST = 0.1


@debt(
    Model,
    category="data",
    dimension="data",
    prior_rate=0.20,
    growth=0.10,
    effort=Days(5, 15, 40),
    loss="silent",
    severity=(0.1, 1.0),
    limits=Limits(),
    questions=("q-input-drift", "q-slices", "q-coverage"),
)
def unrepresentative_training_data(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Compare the groups that are served with those in the training data."""
    systems, sources = _systems(model, graph), _sources(model, graph)
    served = {_plain(group): group for each in systems for group in each.served_population or ()}
    figures = shortfalls(model, graph.telemetry(Quality, model))
    fine = {_plain(each.group) for each in figures if each.points <= limits.points}
    learned = [frozenset(map(_plain, each.population)) for each in sources if each.population]
    missing = [served[group] for group in sorted(served) if group not in fine and not _covered(group, learned)]
    holds = _known(missing, systems, sources)
    return judge(
        scope(graph.in_service(model) is not False, "it is not in service", "status"),
        scope(model.family != "rules", "hand-written rules learn from no population", "family"),
        sign(holds, PER_SHARE * len(missing) / (len(served) or 1),
             f"it serves {', '.join(missing)}, which its training data lacks",
             *_facts(systems, sources, told=bool(holds))),
        at_least=LEAST,
        involved=[*sources, *systems],
    )  # fmt: skip


def _systems(model: Model, graph: Graph) -> list[System]:
    """Its home and the systems that use it directly."""
    near: list[Asset] = [home] if (home := graph.home(model)) else []
    users = graph.consumers(model, "predicts_for", "reads")
    return list({each.id: each for each in (*near, *users) if isinstance(each, System)}.values())


def _sources(model: Model, graph: Graph) -> list[Dataset]:
    """The data that decides what is learned: trained on directly, else behind the features; it must know of groups."""
    direct = [each for each in graph.providers(model, "trains_on") if isinstance(each, Dataset)]
    found = direct or graph.training_data(model)
    return [each for each in found if each.population != () and "population" not in (each.not_applicable or {})]


def _covered(group: str, learned: list[frozenset[str]]) -> bool:
    """Whether a group stands in each population, or in a part that goes with those where it does not stand."""
    having = [each for each in learned if group in each]
    return bool(having) and all(any(part.isdisjoint(each) for part in having) for each in learned if group not in each)


def _known(missing: list[str], systems: list[System], sources: list[Dataset]) -> Truth:
    """Whether groups are missing, whatever is not stated: more systems can serve more, more data can cover more."""
    served = [each.served_population is not None for each in systems]
    learned = [each.population is not None for each in sources]
    if missing:
        return True if learned and all(learned) else None
    return False if served and all(served) and (any(learned) or _serves_nobody(systems)) else None


def _serves_nobody(systems: list[System]) -> bool:
    return all(each.served_population == () for each in systems)


def _facts(systems: list[System], sources: list[Dataset], *, told: bool) -> Iterator[Cited]:
    """The populations that were stated, or those that would tell and the links that would lead to them."""
    yield from (() if systems else ("system",))
    yield from ((each, "served_population") for each in systems if (each.served_population is not None) is told)
    yield from (() if sources else ("trains_on",))
    yield from ((each, "population") for each in sources if (each.population is not None) is told)


def _plain(group: str) -> str:
    """A group's name as it is compared: case, blanks and dashes do not matter."""
    return group.casefold().replace("_", "-").replace(" ", "-")
