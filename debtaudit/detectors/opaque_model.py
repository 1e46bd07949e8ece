"""Opaque model: a single decision cannot be explained to those who have to answer for it.

Why it is debt:
    Support cannot tell a customer why, engineers cannot tell a fault from bad luck, and where the law grants an
    explanation there is none. Each contested decision is dug up by hand.
If it waits:
    A customer or an authority asks why we decided as we did, and we have no answer.
Source:
    Breck et al. 2017, test Infra 5; NIST AI Risk Management Framework (explainable and interpretable systems).
Fix:
    - Agree who needs which explanation
    - Give reasons or similar cases with each decision
    - Add a mode that shows the values in between
    - Try the explanations out on those who read them
    - Consider a readable model of like quality
False alarms:
    A model that people can read is not applicable, nor is one whose answers touch no customer, no regulated and no
    critical system. Whether support really uses the explanations cannot be written in the inventory; ask.
Decisions:
    Explaining the model as a whole helps its makers, not the one who contests a decision, so it counts as half done. An
    explanation that nobody mentioned is unknown. A prediction can be replayed when the log keeps the version together
    with the inputs or a reference to them.
Example:
    systems: [{id: credit-desk, regulatory_class: high, calls: [credit-score]}]
    models: [{id: credit-score, status: production, family: neural, documentation: {explanations: none}}]
Instead:
    systems: [{id: credit-desk, regulatory_class: high, calls: [credit-score]}]
    models: [{id: credit-score, status: production, family: neural, documentation: {explanations: per_decision}}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model, System
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph, Reached
from debtaudit.domain.logic import Truth, among, amount, below, either, negation
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """Where explanations are needed."""

    criticality: int = 4  # of 5; below it an explanation is a convenience


NONE, GLOBAL, NO_REPLAY = 0.8, 0.5, 0.2  # severity without explanations, with general ones; added without replay
NEEDS = ("regulatory_class", "customer_facing", "criticality")  # facts of a system that tell
OPAQUE = ("neural", "llm", "ensemble", "external")


@debt(
    Model,
    category="model",
    dimension="model",
    prior_rate=0.12,
    growth=0.03,
    effort=Days(4, 10, 25),
    loss="effort_or_duty",
    severity=(0.5, 1.0),
    limits=Limits(),
    after=("missing-prediction-log",),
    questions=("q-explain",),
    overlap=Overlap("evidence", 4),
)
def opaque_model(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at what can be explained of an opaque model where people, law or the business need an explanation."""
    explains = model.documentation.explanations
    systems = [each.system for each in graph.reaches(model) if _answers_to(each, graph)]
    lost = _lost(model)
    more = ", and single predictions cannot be replayed" if lost else ""
    facts = ("documentation.explanations", "prediction_log") if lost else ("documentation.explanations",)
    unsaid = [f"{each.id}:{fact}" for each in systems for fact in NEEDS if getattr(each, fact) is None]
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        scope(among(model.family, *OPAQUE), "people can read it", "family"),
        scope(_needed(model, systems, graph, limits), "no customer, law or critical system asks for explanations",
              *(unsaid or ["system"])),
        sign(among(explains, "none"), NONE, f"none of its decisions can be explained{more}", *facts),
        sign(among(explains, "global"), GLOBAL, f"it is explained as a whole, single decisions are not{more}", *facts),
        base=NO_REPLAY if lost else 0.0,
        involved=systems,
    )  # fmt: skip


def _answers_to(reached: Reached, graph: Graph) -> bool:
    """Whether an answer arrives there as such, and not as a row in some data."""
    return all(isinstance(graph.asset(id_), (Model, System)) for id_ in reached.path)


def _needed(model: Model, systems: list[System], graph: Graph, limits: Limits) -> Truth:
    if not systems:
        return False if graph.links_out_of(model) else None
    return either(*(_asks(each, limits) for each in systems))


def _asks(system: System, limits: Limits) -> Truth:
    critical = negation(below(amount(system.criticality), limits.criticality))
    return either(negation(among(system.regulatory_class, "none")), system.customer_facing, critical)


def _lost(model: Model) -> bool:
    """Whether it is stated that a single prediction cannot be replayed."""
    log = model.prediction_log
    kept = set(log.fields or ())
    told = "version" in kept and not kept.isdisjoint({"inputs", "reference"})
    return log.enabled is False or (log.fields is not None and not told)
