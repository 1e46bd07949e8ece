"""Unversioned data: training or test data is overwritten where it stands, so an earlier state cannot be fetched.

Why it is debt:
    A model is what its data made it. Once the data of that day is gone, a change for the worse can neither be explained
    nor undone, and no two models can be compared on equal terms.
If it waits:
    When a model gets worse we cannot find out why, because the data it learned from no longer exists.
Source:
    Sculley et al. 2015, section 8; versioning practices of software engineering for machine learning (Serban et al.
    2020).
Fix:
    - Freeze a copy at each training
    - Record which copy in the manifest
    - Keep it as long as the model serves
    - Settle deletion rules with those who look after privacy
False alarms:
    Tables that only grow and can be asked for an earlier time are versioned. Where personal data must be deleted, a
    recipe with counts may stand for the copy; say so in `snapshot_policy` ("recipe").
Decisions:
    Stated versioning outweighs a missing snapshot policy. A model whose manifest names no snapshot is told by
    irreproducible-training, on the model. Data is kept without end where `retention_days` is stated as `none`.
Example:
    models: [{id: tone, status: production, trained_at: 2026-05-01, trains_on: [letters]}]
    datasets: [{id: letters, versioned: no}]
Instead:
    models: [{id: tone, status: production, trained_at: 2026-05-01, trains_on: [letters]}]
    datasets: [{id: letters, versioned: yes, snapshot_policy: at each training, retention_days: 1000}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Dataset, Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.facts import ABSENT
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, above, amount, either, lacks
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How long data must be kept beyond the life of its models."""

    spare: int = 0  # days that data must outlive the oldest model in service trained on it


OVERWRITTEN, TOO_SHORT = 0.8, 0.5


@debt(
    Dataset,
    category="reproducibility",
    dimension="data",
    prior_rate=0.15,
    growth=0.05,
    effort=Days(2, 4, 10),
    loss="effort_or_duty",
    severity=(0.5, 0.8),
    limits=Limits(),
    questions=("q-rebuild",),
    overlap=Overlap("rebuild", 2),
)
def unversioned_data(dataset: Dataset, graph: Graph, limits: Limits) -> Verdict:
    """Look at whether the data behind models in service can be fetched as it was, and for how long."""
    models = [model for model in graph.learners(dataset) if graph.in_service(model) is not False]
    by_recipe = dataset.personal_data is True and "recipe" in str(dataset.snapshot_policy or "").casefold()
    trained = [each for each in models if each.evaluation.dataset != dataset.id or dataset in graph.training_data(each)]
    short = either(*(_outlived(dataset, model, graph, limits) for model in trained))
    unsaid = ["retention_days"] if dataset.retention_days is None else [(each, "trained_at") for each in trained]
    return judge(
        scope(_used(dataset, models, graph), "no model in service learns from it or is judged by it", "trains_on"),
        sign(False if by_recipe else _overwritten(dataset), OVERWRITTEN, "earlier states of it cannot be fetched",
             *(("versioned",) if dataset.versioned is not None else ("versioned", "snapshot_policy"))),
        sign(False if by_recipe else short, TOO_SHORT,
             f"kept for {amount(dataset.retention_days) or 0:.0f} days, it is gone before a model trained on it is",
             *(["retention_days"] if short else unsaid)),
        involved=models,
    )  # fmt: skip


def _used(dataset: Dataset, models: list[Model], graph: Graph) -> Truth:
    if models:
        return either(*(graph.in_service(model) for model in models))
    return False if graph.links_into(dataset) or graph.links_out_of(dataset) or graph.learners(dataset) else None


def _overwritten(dataset: Dataset) -> Truth:
    return lacks(dataset.snapshot_policy) if dataset.versioned is None else not dataset.versioned


def _outlived(dataset: Dataset, model: Model, graph: Graph, limits: Limits) -> Truth:
    """Whether a model has served for longer than its data is kept; data without a stated end is kept."""
    if dataset.retention_days is ABSENT or model.trained_at is ABSENT:
        return False
    if dataset.retention_days is None:
        return None
    return above(graph.age(model.trained_at), float(dataset.retention_days) - limits.spare)
