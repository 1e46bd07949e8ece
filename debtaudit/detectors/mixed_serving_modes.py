"""Mixed serving patterns: one model is served in several modes, each with its own code, version or monitoring.

Why it is debt:
    A model that answers live in one place and by nightly run in another is two products under one name. Every change is
    made, released and watched once for each mode, and the modes drift apart.
If it waits:
    The same customer gets one answer on the site and another by mail, and one of the two is the old one.
Source:
    Sculley et al. 2015 (serving infrastructure); SE4ML practices on deployment; Breck et al. 2017, test Monitor 3.
Fix:
    - Package the model and its transformations once, for all modes
    - Run all modes on the same inputs and compare their answers
    - Release all modes together
    - Give each mode the same monitors
False alarms:
    One packaged model behind two triggers is fine: state `shared_code` and `same_monitoring`. A nightly cache of the
    live answers is one mode, and should be stated as one.
Decisions:
    Versions differ when the readers of the model's answers have pinned different ones. The finding stands on the model;
    a system is only asked where its models leave it open, because people answer for systems.
Example:
    models: [{id: recommender, status: production, serving: {modes: [realtime, batch], shared_code: no}}]
Instead:
    models:
      - id: recommender
        status: production
        serving: {modes: [realtime, batch], shared_code: yes, same_monitoring: yes}
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model, System
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import above, every, lacks
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import NotApplicable, Unknown, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How many modes need to be kept alike."""

    modes: int = 2  # modes; two already need checks that they agree


PER_MODE, PER_GAP = 0.3, 0.2


@debt(
    Model,
    System,
    category="serving",
    dimension="configuration",
    prior_rate=0.18,
    growth=0.04,
    effort=Days(5, 12, 35),
    loss="wrong_handling",
    severity=(0.5, 1.0),
    limits=Limits(),
    questions=("q-serving-modes",),
)
def mixed_serving_modes(asset: Model | System, graph: Graph, limits: Limits) -> Verdict:
    """Look at how many modes a model is served in, and whether they share code, version and monitoring."""
    return _of_model(asset, graph, limits) if isinstance(asset, Model) else _of_system(asset, graph, limits)


def _of_model(model: Model, graph: Graph, limits: Limits) -> Verdict:
    modes = None if model.serving.modes is None else len(set(model.serving.modes))
    several = above(modes, limits.modes - 1)
    pinned = [link for link in graph.links_out_of(model, "predicts_for", "reads") if link.version_pin]
    versions = sorted({str(link.version_pin) for link in pinned})
    count = f"{modes} modes"
    return judge(
        scope(graph.in_service(model) is not False, "it is not in service"),
        sign(every(several, lacks(model.serving.shared_code)), PER_GAP, f"{count} run code of their own",
             "serving.modes", "serving.shared_code"),
        sign(every(several, len(versions) > 1), PER_GAP, f"{count}, and versions {' and '.join(versions)} are in use",
             "serving.modes", *pinned),
        sign(every(several, lacks(model.serving.same_monitoring)), PER_GAP, f"{count} are not watched alike",
             "serving.modes", "serving.same_monitoring"),
        combine="sum",
        base=PER_MODE * ((modes or 1) - 1),
    )  # fmt: skip


def _of_system(system: System, graph: Graph, limits: Limits) -> Verdict:
    """Ask for what its models leave open; what they state is told on them."""
    models = [each for each in graph.providers(system, "predicts_for", "reads") if isinstance(each, Model)]
    if not models and not graph.links_into(system):
        return Unknown(("calls",))
    untold = [(each, said) for each in models if isinstance(said := _of_model(each, graph, limits), Unknown)]
    facts = tuple(f"{model.id}:{fact}" for model, said in untold for fact in said.facts)
    return Unknown(facts) if facts else NotApplicable("its models tell how they are served")
