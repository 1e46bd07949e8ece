"""Direct feedback loop: what a model decides settles which data it learns from next.

Why it is debt:
    A shop sells what it shows, a bank sees repaid only what it lent. The model takes the echo of its own choices for
    the world, and every retraining makes it surer of them.
If it waits:
    The model offers more and more of the same, and the figures look fine because they measure only what it showed.
Source:
    Sculley et al. 2015, section 4 (direct feedback loops).
Fix:
    - Leave a small share of decisions to chance, or untouched by the model
    - Record how likely each decision was, and weight the training cases by it
    - Keep a frozen model as a yardstick
    - Measure how varied the decisions are
False alarms:
    Labels that people make without seeing the score break the loop; say so in the dataset's `label_process` ("blind").
    Recorded likelihoods have no fact of their own; answer level 3 or above to q-feedback-loop tells them.
Decisions:
    Any way counts that leads from the model through the outside world (`influences`), or through records of its own
    output, back to data that it learns from, whatever tables lie between, as long as no other model learns on the way:
    that would be a hidden loop. A model that states what it influences, or whose systems all do, is clean without a
    loop.
Example:
    systems: [{id: widgets, calls: [recommender], influences: [clicks]}]
    models: [{id: recommender, status: production, trains_on: [clicks], exploration_share: none}]
    datasets: [{id: clicks}]
Instead:
    systems: [{id: widgets, calls: [recommender], influences: [clicks]}]
    models: [{id: recommender, status: production, trains_on: [clicks], exploration_share: 2%}]
    datasets: [{id: clicks}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Dataset, Model, System
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.link import Link
from debtaudit.domain.logic import amount, below
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Sign, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """What breaks a loop."""

    exploration: float = 0.01  # share of decisions left to chance; one in a hundred gives labels without an echo
    examined: int = 3  # level of q-feedback-loop from which chance or recorded likelihoods are in place


LOOP, ACTS, NO_CHANCE = 0.5, 0.3, 0.2  # severity of a loop, of acting without a person, of leaving nothing to chance


@debt(
    Model,
    category="model",
    dimension="model",
    prior_rate=0.12,
    growth=0.08,
    effort=Days(5, 12, 30),
    loss="silent",
    severity=(0.5, 1.0),
    limits=Limits(),
    questions=("q-feedback-loop",),
)
def direct_feedback_loop(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Look for a way from a model through the world back into its own training, and for what breaks it."""
    way = _loop(model, graph)
    near = [*(graph.asset(link.provider) for link in way), graph.home(model)]
    acting = next((each for each in near if isinstance(each, System) and each.automated_actions), None)
    none_left = below(amount(model.exploration_share), limits.exploration)
    severity = LOOP + (ACTS if acting else 0) + (NO_CHANCE if none_left else 0)
    says = f"it learns from what it brings about: {' -> '.join([model.id, *(link.consumer for link in way)])}"
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        scope(model.learns_here, "it learns nothing here"),
        sign(bool(way) and not _by_chance(model, graph, limits), severity, says, *way,
             *(("exploration_share",) if none_left else ()), *(((acting, "automated_actions"),) if acting else ())),
        _open(model, graph) if not way else sign(False, 0, ""),
        involved=[each for link in way[:-1] if (each := graph.asset(link.consumer))],
    )  # fmt: skip


def _loop(model: Model, graph: Graph) -> tuple[Link, ...]:
    """A shortest way through the world back into the training of this model and of no other; empty without one."""
    ways = graph.loops(model, "influences", "writes")
    return next((way for way in ways if graph.taught(way) == (model,) and _echoes(way, graph)), ())


def _echoes(way: tuple[Link, ...], graph: Graph) -> bool:
    """Whether a way turns decisions into data, and nobody labels that data without seeing the decision."""
    passed = [graph.asset(link.consumer) for link in way]
    blind = any("blind" in str(each.label_process or "").casefold() for each in passed if isinstance(each, Dataset))
    return not blind and any(_echo(link, graph) for link in way)


def _echo(link: Link, graph: Graph) -> bool:
    """Whether a link turns decisions into data: through the world, or as a record of a model's own output."""
    target = graph.asset(link.consumer)
    kept = link.kind == "writes" and isinstance(target, Dataset) and target.origin == "model_output"
    return link.kind == "influences" or kept


def _by_chance(model: Model, graph: Graph, limits: Limits) -> bool:
    """Whether some decisions are known to be left to chance; a stated share outweighs an answer."""
    if model.exploration_share is not None:
        return (amount(model.exploration_share) or 0.0) >= limits.exploration
    return (graph.level("q-feedback-loop", model) or 0) >= limits.examined


def _open(model: Model, graph: Graph) -> Sign:
    """Unknown while nobody said what is changed in the world, or, where something is, what the model learns from."""
    silent = graph.unsaid_effects(model)
    untold = not silent and not graph.links_into(model, "trains_on", "uses_feature", "writes")
    if untold and any(graph.links_out_of(each.system, "influences") for each in graph.reaches(model)):
        return sign(None, 0, "", "trains_on")
    return sign(None if silent else False, 0, "", "influences", *((each, "influences") for each in silent[1:]))
