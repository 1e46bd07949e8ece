"""Unsafe release: new versions reach everybody at once, or nobody has lately tried the way back.

Why it is debt:
    No test sees all that live traffic will bring. Who exposes everybody at once and cannot return makes each release a
    bet with the whole stake, and pays with every hour that the return takes.
If it waits:
    One bad release hits all customers, and the way back is worked out while they wait.
Source:
    Breck et al. 2017, tests Infra 6 and 7; SE4ML practices on shadow deployment and rollback; DORA.
Fix:
    - Keep the version before ready to serve
    - Send a small share of the traffic, or a copy of it, to the new version first
    - Return automatically when the metrics that count fall
    - Rehearse the way back twice a year
False alarms:
    What only runs in batch can be run again with the version before, as long as its inputs are kept: it is not
    applicable when `serving.modes` is batch alone and its prediction log holds inputs or a reference to them.
Decisions:
    A way back that is used counts as tried: a release that telemetry shows as taken back is newer evidence than a
    stated rehearsal. A return by hand alone is no debt; it adds to the severity of one. A method stated as `none` means
    that the new version replaces the old one.
Example:
    models: [{id: order-intent, status: production, release: {method: replace}}]
Instead:
    models:
      - id: order-intent
        status: production
        release: {method: canary, rollback: automated, rollback_tested_at: 2026-08-14}
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import above, among, either, every, lacks, level_is
from debtaudit.domain.measurement import ReleaseEvent
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How long a way back stays familiar."""

    tested: int = 180  # days; twice a year keeps the path working and people used to it


AT_ONCE, NO_WAY_BACK, UNTRIED, BY_HAND = 0.4, 0.5, 0.2, 0.2


@debt(
    Model,
    category="serving",
    dimension="configuration",
    prior_rate=0.22,
    growth=0.03,
    effort=Days(2, 6, 15),
    loss="outage",
    severity=(0.2, 1.0),
    limits=Limits(),
    questions=("q-release", "q-rollback"),
    change_driven=True,
    overlap=Overlap("release safety", 2),
)
def unsafe_release(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at how a version goes live, whether there is a way back, and when it was last tried."""
    release = model.release
    stuck = level_is(release.rollback, "none")
    return judge(
        scope(graph.in_service(model) is not False, "it is not in service"),
        scope(not _can_be_rerun(model), "it runs in batch only and its inputs are kept: any version can be run again"),
        sign(either(lacks(release.method), among(release.method, "replace")), AT_ONCE,
             "a new version reaches everybody at once", "release.method"),
        sign(stuck, NO_WAY_BACK, "there is no way back", "release.rollback"),
        sign(every(not stuck, above(_last_tried(model, graph), limits.tested)), UNTRIED,
             f"the way back was not tried for more than {limits.tested} days", "release.rollback_tested_at"),
        combine="sum",
        base=BY_HAND if level_is(release.rollback, "manual") else 0,
    )  # fmt: skip


def _last_tried(model: Model, graph: Graph) -> float | None:
    """Days since the way back was last used or rehearsed."""
    used = [graph.age(each.day) for each in graph.telemetry(ReleaseEvent, model) if each.rolled_back]
    ages = [age for age in (graph.age(model.release.rollback_tested_at), *used) if age is not None]
    return min(ages, default=None)


def _can_be_rerun(model: Model) -> bool:
    kept = {"inputs", "reference"}.intersection(model.prediction_log.fields or ())
    return model.serving.modes == ("batch",) and bool(kept) and model.prediction_log.enabled is not False
