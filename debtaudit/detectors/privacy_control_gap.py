"""Privacy control gap: personal data is kept or copied without limits on who sees it and how long it stays.

Why it is debt:
    Every pipeline makes another copy, and a copy forgets the promises that were made for its source. What nobody can
    trace, nobody can delete when a person asks for it.
If it waits:
    Personal data leaks, or cannot be deleted when somebody has a right to it.
Source:
    Breck et al. 2017, test Data 5; SE4ML practice on privacy-preserving methods.
Fix:
    - Follow personal data along the graph, logs and copies included
    - Limit access, and drop the columns that nobody needs
    - Set retention and deletion for copies and logs too
    - Test a deletion from end to end
False alarms:
    Aggregates from which nobody can be told apart hold no personal data: state `personal_data: no`. Whether a control
    works is not seen here, only that it is named.
Decisions:
    A copy is told on itself: a dataset that a pipeline makes from another one holding personal data. Its controls are
    weaker when they are a part of the source's and some are left out; other controls may be as good, and a longer
    retention can have its own ground. A model is judged by its prediction log alone, if that keeps inputs of personal
    data; a log that holds a keyed reference instead is not applicable.
Example:
    datasets: [{id: chats, personal_data: yes, privacy_controls: none, retention_days: 400}]
Instead:
    datasets: [{id: chats, personal_data: yes, privacy_controls: [role-access, pseudonymised], retention_days: 400}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Dataset, Model, Pipeline
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.groups import PredictionLog
from debtaudit.domain.logic import Truth, either, every, lacks
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """Nothing to set: a control is named, or it is not."""


OPEN, UNLIMITED, WEAKER = 0.4, 0.3, 0.3


@debt(
    Dataset,
    Model,
    category="governance",
    dimension="data",
    prior_rate=0.05,
    growth=0.04,
    effort=Days(3, 8, 20),
    loss="effort_or_duty",
    severity=(0.3, 1.0),
    limits=Limits(),
    questions=("q-privacy",),
    touches_rights=True,
)
def privacy_control_gap(asset: Dataset | Model, graph: Graph, _limits: Limits) -> Verdict:
    """Look at the controls and the retention of personal data, in datasets, their copies and prediction logs."""
    return _of_dataset(asset, graph) if isinstance(asset, Dataset) else _of_model(asset, graph)


def _of_dataset(dataset: Dataset, graph: Graph) -> Verdict:
    dropped = {source: gone for source in _sources(dataset, graph) if (gone := _dropped(source, dataset))}
    names = ", ".join(f"{', '.join(gone)} of {source.id}" for source, gone in dropped.items())
    return judge(
        scope(dataset.personal_data, "it holds no personal data", "personal_data"),
        sign(lacks(dataset.privacy_controls), OPEN, "nothing protects the personal data in it", "privacy_controls"),
        sign(lacks(dataset.retention_days), UNLIMITED, "nothing says when its personal data is deleted",
             "retention_days"),
        sign(bool(dropped), WEAKER, f"a copy without {names}", "privacy_controls",
             *((source, "privacy_controls") for source in dropped)),
        combine="sum",
        involved=dropped,
    )  # fmt: skip


def _of_model(model: Model, graph: Graph) -> Verdict:
    log = model.prediction_log
    inputs = (*graph.training_data(model), *graph.providers(model, "reads"))
    datasets = list(dict.fromkeys(each for each in inputs if isinstance(each, Dataset)))
    reads = either(*(each.personal_data for each in datasets)) if graph.links_into(model) else None
    untold = [f"{each.id}:personal_data" for each in datasets if each.personal_data is None] or ["trains_on"]
    return judge(
        scope(graph.in_service(model) is not False, "it is not in service"),
        scope(_keeps_inputs(log), "no log of it keeps inputs", "prediction_log.fields"),
        scope(reads, "it is given no personal data", *untold),
        sign(lacks(log.retention_days), UNLIMITED, "its log keeps personal data, and nothing says when that is deleted",
             "prediction_log.fields", "prediction_log.retention_days",
             *((each, "personal_data") for each in datasets if each.personal_data)),
    )  # fmt: skip


def _keeps_inputs(log: PredictionLog) -> Truth:
    return every(log.enabled is not False, None if log.fields is None else "inputs" in log.fields)


def _sources(dataset: Dataset, graph: Graph) -> list[Dataset]:
    """Datasets with personal data from which a pipeline makes this one, or which it is read from directly."""
    makers = graph.providers(dataset)
    behind = (each for maker in makers if isinstance(maker, Pipeline) for each in graph.providers(maker))
    found = {each.id: each for each in (*makers, *behind) if isinstance(each, Dataset) and each.personal_data}
    return [each for id_, each in sorted(found.items()) if id_ != dataset.id]


def _dropped(source: Dataset, copy: Dataset) -> list[str]:
    """Name the controls of a source that its copy has left out, if the copy has some of them and no other."""
    before, after = set(source.privacy_controls or ()), set(copy.privacy_controls or ())
    return sorted(before - after) if after and after < before else []
