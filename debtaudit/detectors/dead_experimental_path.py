"""Dead experimental path: switches and branches of finished experiments are still in the code that serves.

Why it is debt:
    A branch that no test runs any more is still there to be taken. One wrong setting, and the code of an experiment of
    last year makes decisions again.
If it waits:
    An old experiment is switched on by mistake one day, and acts on real customers before anybody notices.
Source:
    Sculley et al. 2015, section 5 (dead experimental codepaths, with the trading loss of 2012).
Fix:
    - List switches with owner and date of expiry
    - Delete branches that nobody uses
    - Keep experiments apart from code that serves
    - Fail the build on switches that have expired
False alarms:
    Emergency stops and seasonal switches are meant to lie idle: those whose names say kill, stop, emergency or season
    are left out. A few idle switches are normal.
Decisions:
    Switches are told on the pipeline, an experiment that something live still uses on the model. To name a home system
    for an experiment is no use of it.
Example:
    pipelines:
      - id: rank-build
        status: production
        flags:
          - {name: new-loss, last_used_at: 2025-02-01}
          - {name: bm25, last_used_at: 2025-03-01}
          - {name: v2, last_used_at: 2025-11-01}
Instead:
    pipelines:
      - id: rank-build
        status: production
        flags: [{name: new-loss, last_used_at: 2026-09-20}, {name: kill-switch, last_used_at: 2024-01-01}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model, Pipeline
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.groups import Flag
from debtaudit.domain.link import LinkKind
from debtaudit.domain.logic import Truth, above, among, at_least, every
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign, within


@dataclass(frozen=True)
class Limits:
    """When what was tried should be gone."""

    unused_days: int = 90  # days; one quarter without use
    count: int = 3  # idle switches; a few are normal
    experiment_days: int = 180  # days since a model was made; two quarters are enough to know


INTENDED = ("kill", "stop", "emergency", "season")
PER_FLAG, PER_EXPERIMENT = 0.1, 0.3
GONE = ("experiment", "retired", "deprecated")
SERVING: tuple[LinkKind, ...] = ("predicts_for", "reads", "corrects")


@debt(
    Pipeline,
    Model,
    category="pipeline",
    dimension="configuration",
    prior_rate=0.05,
    growth=0.04,
    effort=Days(1, 4, 10),
    loss="wrong_handling",
    severity=(0.3, 1.0),
    limits=Limits(),
    questions=("q-dead-code",),
    change_driven=True,
    overlap=Overlap("old things", 3),
)
def dead_experimental_path(asset: Pipeline | Model, graph: Graph, limits: Limits) -> Verdict:
    """Count idle switches of a pipeline, and see who still uses an old experiment."""
    return _switches(asset, graph, limits) if isinstance(asset, Pipeline) else _experiment(asset, graph, limits)


def _switches(pipeline: Pipeline, graph: Graph, limits: Limits) -> Verdict:
    flags = None if pipeline.flags is None else [each for each in pipeline.flags if not _intended(each)]
    idle = [above(graph.age(each.last_used_at), limits.unused_days) for each in flags or ()]
    names = [str(each.name) for each, unused in zip(flags or (), idle, strict=True) if unused]
    return judge(
        scope(pipeline.status not in {"experiment", "retired"}, "it is not in service", "status"),
        sign(None if flags is None else at_least(limits.count, *idle), within(PER_FLAG * len(names)),
             f"{len(names)} switches idle for more than {limits.unused_days} days: {', '.join(names)}", "flags"),
    )  # fmt: skip


def _experiment(model: Model, graph: Graph, limits: Limits) -> Verdict:
    links = [link for link in graph.links_out_of(model, *SERVING) if link.written_as != "system"]
    users = [asset for link in links if (asset := graph.asset(link.consumer))]
    live = [each for each in users if getattr(each, "status", None) not in GONE]
    old = above(graph.age(model.created_at), limits.experiment_days)
    used: Truth = True if live else (False if graph.links_out_of(model) else None)
    return judge(
        sign(every(among(model.status, "experiment"), used, old), PER_EXPERIMENT,
             f"an experiment for over {limits.experiment_days} days, used by {', '.join(each.id for each in live)}",
             "status", "created_at", *(link for link in links if link.consumer in {each.id for each in live})),
        involved=live,
    )  # fmt: skip


def _intended(flag: Flag) -> bool:
    return any(word in str(flag.name or "").casefold() for word in INTENDED)
