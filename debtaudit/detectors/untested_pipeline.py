"""Untested pipeline: code that makes features, trains or retrains has too few tests, so mistakes show up in answers.

Why it is debt:
    A wrong join or unit raises no error: it makes a table of plausible numbers, and a model learns them. Only tests
    look at such code before customers do.
If it waits:
    A slip in the code that feeds a model is found by customers, because nothing checks it before.
Source:
    Breck et al. 2017, tests Data 7, Infra 2 and Infra 3; Bogner et al. 2021 (test debt).
Fix:
    - Keep a few rows of data with the features they must give
    - Test each feature function at its edges
    - Run one training step and check that the loss falls
    - Run the whole pipeline for each change
    - Show the coverage of retraining code to its team
False alarms:
    Coverage should leave out generated code and settings. Where a vendor runs the pipeline only a test of the whole is
    ours to have; the inventory cannot tell who runs it, so state `not_applicable`.
Decisions:
    Where a pipeline feeds nothing in service it is not applicable. Whoever has no tests that run by themselves has
    them done by hand, which counts as having them.
Example:
    pipelines:
      - {id: train-intent, status: production, test_coverage: 20%, tests: {integration: none}, test_pass_rate: 99%}
    models: [{id: intent, status: production, built_by: [train-intent]}]
Instead:
    pipelines:
      - {id: train-intent, status: production, test_coverage: 75%, tests: {integration: automated}, test_pass_rate: 99%}
    models: [{id: intent, status: production, built_by: [train-intent]}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Pipeline
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import amount, below, level_is
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How much testing is enough."""

    floor: float = 0.60  # share of lines; more seldom finds more in code that mostly connects
    critical_floor: float = 0.80  # share of lines; for what criticality 4 and 5 rests on
    passing: float = 0.95  # share of recent runs; below it teams learn to ignore red


CRITICAL = 4
UNCOVERED, NOT_WHOLE, RED = 0.6, 0.3, 0.1


@debt(
    Pipeline,
    category="pipeline",
    dimension="configuration",
    prior_rate=0.30,
    growth=0.05,
    effort=Days(4, 10, 25),
    loss="wrong_handling",
    severity=(0.05, 1.0),
    limits=Limits(),
    questions=("q-pipeline-tests", "q-feature-tests", "q-model-tests"),
    change_driven=True,
    overlap=Overlap("pipeline shape", 3),
)
def untested_pipeline(pipeline: Pipeline, graph: Graph, limits: Limits) -> Verdict:
    """Look at coverage, at tests of the parts together, and at how often tests fail."""
    critical = (graph.criticality(pipeline) or 0) >= CRITICAL
    floor = limits.critical_floor if critical else limits.floor
    coverage, passed = amount(pipeline.test_coverage), amount(pipeline.test_pass_rate)
    return judge(
        scope(graph.feeds_service(pipeline), "it feeds no model in service", "writes"),
        sign(below(coverage, floor), UNCOVERED * (1 - (coverage or 0) / floor),
             f"tests execute {coverage or 0:.0%} of its lines", "test_coverage"),
        sign(level_is(pipeline.tests.integration, "none"), NOT_WHOLE, "no test runs its parts together",
             "tests.integration"),
        sign(below(passed, limits.passing), RED, f"only {passed or 0:.0%} of its recent test runs passed",
             "test_pass_rate"),
        combine="sum", at_least=0.05,
    )  # fmt: skip
