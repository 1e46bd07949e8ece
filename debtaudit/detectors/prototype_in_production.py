"""Prototype in production: a notebook or a proof of concept runs the business, with its shortcuts still in it.

Why it is debt:
    It was made to learn something, not to last: no tests, no review, one author. Nobody decided that it should become a
    product; it was simply not switched off.
If it waits:
    It stops, or must be changed in a hurry, and the one person who understands it is not there.
Source:
    Sculley et al. 2015, section 5 (prototype smell); OBrien et al. 2022 (self-admitted debt).
Fix:
    - Move the code into a repository with review
    - Split it into functions with tests
    - Let a scheduler run it
    - Turn admitted shortcuts into debts on record
False alarms:
    A notebook that a scheduler runs, with tests and reviewed settings, counts as production code. What feeds no model
    in service and is not marked as in production is not applicable, nor is a vendor's model: its code is not ours.
Decisions:
    A repository has to be stated as `none` to be missing. A model is asked for its repository alone; where its code
    came from stands on the pipelines that make it.
Example:
    pipelines:
      - {id: churn-notebook, status: production, origin: notebook, repository: git/churn, todo_count: 1, lines: 900}
    models: [{id: churn, status: production, repository: git/churn, built_by: [churn-notebook]}]
Instead:
    pipelines:
      - {id: churn-training, status: production, origin: production, repository: git/churn, todo_count: 1, lines: 900}
    models: [{id: churn, status: production, repository: git/churn, built_by: [churn-training]}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model, Pipeline
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, above, among, amount, either, every, lacks, level_is, negation
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How many admitted shortcuts are too many."""

    todo: float = 5.0  # comments that admit a shortcut in 1000 lines; to be calibrated on own code


NO_REPOSITORY, NOTEBOOK, PROTOTYPE, MOST_ADMITTED = 0.9, 0.7, 0.6, 0.6
FULL_DENSITY = 20.0


@debt(
    Pipeline,
    Model,
    category="pipeline",
    dimension="configuration",
    prior_rate=0.25,
    growth=0.05,
    effort=Days(4, 10, 25),
    loss="outage",
    severity=(0.25, 0.9),
    limits=Limits(),
    questions=("q-pipeline-shape", "q-pipeline-tests", "q-spec-review"),
    overlap=Overlap("pipeline shape", 4),
)
def prototype_in_production(asset: Pipeline | Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at where code in service came from, where it is kept, and what its comments admit."""
    return _of_model(asset, graph) if isinstance(asset, Model) else _of_pipeline(asset, graph, limits)


def _of_model(model: Model, graph: Graph) -> Verdict:
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        scope(model.family != "external", "a vendor keeps its code", "family"),
        sign(lacks(model.repository), NO_REPOSITORY, "its code is in no repository", "repository"),
    )


def _of_pipeline(pipeline: Pipeline, graph: Graph, limits: Limits) -> Verdict:
    grown_up = _grown_up(pipeline)
    density = _density(pipeline)
    return judge(
        scope(_serves(pipeline, graph), "nothing in service rests on it", "status"),
        sign(lacks(pipeline.repository), NO_REPOSITORY, "its code is in no repository", "repository"),
        sign(every(among(pipeline.origin, "notebook"), negation(grown_up)), NOTEBOOK, "a notebook runs in production",
             "origin"),
        sign(among(pipeline.origin, "prototype"), PROTOTYPE, "a prototype runs in production", "origin"),
        sign(above(density, limits.todo), min(MOST_ADMITTED, (density or 0) / FULL_DENSITY),
             f"its comments admit {density or 0:.0f} shortcuts in 1000 lines", "todo_count", "lines"),
    )  # fmt: skip


def _serves(pipeline: Pipeline, graph: Graph) -> Truth:
    if pipeline.status in {"experiment", "retired"}:
        return False
    return either(among(pipeline.status, "production"), graph.feeds_service(pipeline))


def _grown_up(pipeline: Pipeline) -> bool:
    """Whether it is run, tested and reviewed like any other code; what nobody mentioned is taken as not there."""
    tested = either(level_is(pipeline.tests.unit, "automated"), level_is(pipeline.tests.integration, "automated"))
    return bool(pipeline.orchestrated and tested and pipeline.config.reviewed)


def _density(pipeline: Pipeline) -> float | None:
    count, lines = amount(pipeline.todo_count), amount(pipeline.lines)
    if count == 0:
        return 0.0
    return None if count is None or not lines else 1000 * count / lines
