"""Deprecated asset still running: what was marked for removal still runs, with nobody improving it.

Why it is debt:
    It does no harm on most days. But it wants updates, breaks now and then, holds old data, and everybody who reads
    the system for the first time has to learn that it does not count.
If it waits:
    Something nobody wants any more keeps taking people's time, and one day fails for the last reader who relied on it.
Source:
    Sculley et al. 2015, section 5; SQALE (cost of not remediating).
Fix:
    - List who still reads it
    - Announce the day of its removal and offer what replaces it
    - Remove jobs, data and alerts together
    - Archive the results that must be kept
False alarms:
    What no system of value rests on stays among the last, whatever its age; the price sees to that. A date of removal
    in the near future is a plan and no debt.
Decisions:
    Marked is what has the status deprecated or a date of deprecation; for models see legacy-model. Consumers that are
    themselves retired, deprecated or experiments do not count as live. Support has ended when the asset's own end of
    support has come, or that of a dependency that it runs on.
Example:
    pipelines: [{id: usage-export, status: deprecated, deprecated_at: 2025-06-01}]
Instead:
    pipelines: [{id: usage-export, status: production}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Asset, Dependency, Pipeline, System
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, above, either, every, has
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How long a removal may take."""

    age: int = 180  # days; two reviews in which it could have been removed
    counted: int = 3  # live consumers; more make it no harder


BASE, A_CONSUMER, UNSUPPORTED = 0.3, 0.1, 0.2
GONE = ("experiment", "deprecated", "retired")


@debt(
    Pipeline,
    System,
    Dependency,
    category="pipeline",
    dimension="configuration",
    prior_rate=0.10,
    growth=0.02,
    effort=Days(1, 4, 10),
    loss="effort_or_duty",
    severity=(0.3, 0.8),
    limits=Limits(),
    questions=("q-dead-code",),
    overlap=Overlap("old things", 2),
)
def deprecated_asset(asset: Pipeline | System | Dependency, graph: Graph, limits: Limits) -> Verdict:
    """Look at what is marked for removal: for how long, and who still relies on it."""
    status = asset.status if isinstance(asset, Pipeline) else None
    marked = True if has(asset.deprecated_at) else (status == "deprecated" if status else has(asset.deprecated_at))
    live = [each for each in graph.consumers(asset) if _live(each)]
    age = graph.age(asset.deprecated_at)
    old, ended = above(age, limits.age), _unsupported(asset, graph)
    says = f"marked for removal{f' {age:.0f} days ago' if age and has(asset.deprecated_at) else ''}"
    users = (
        f", and {', '.join(each.id for each in live)} still rel{'ies' if len(live) == 1 else 'y'} on it" if live else ""
    )
    severity = BASE + A_CONSUMER * min(limits.counted, len(live)) + UNSUPPORTED * (ended is True)
    facts = [name for name in ("status", "deprecated_at") if getattr(asset, name, None) is not None]
    return judge(
        scope(status != "retired", "it is retired", "status"),
        sign(every(marked, either(bool(live), old)), severity,
             f"{says}{users or ', and still there'}{'; its support has ended' if ended else ''}",
             *(facts or ("deprecated_at",)), *(["end_of_support_at"] if ended and _own_end(asset) else [])),
        involved=live,
    )  # fmt: skip


def _live(consumer: Asset) -> bool:
    return getattr(consumer, "status", None) not in GONE


def _own_end(asset: Asset) -> bool:
    return isinstance(asset, Dependency)


def _unsupported(asset: Asset, graph: Graph) -> Truth:
    rests_on = [asset, *graph.providers(asset, "deploys_on")]
    ages = (graph.age(each.end_of_support_at) for each in rests_on if isinstance(each, Dependency))
    return either(*(above(age, 0) if age is not None else False for age in ages))
