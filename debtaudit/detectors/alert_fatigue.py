"""Alert fatigue: so many alerts lead to nothing that the one that matters is overlooked.

Why it is debt:
    Each alert that needed no action teaches people to look later next time. The lesson is learned within weeks and
    takes months to unlearn, and the monitors that were built are then as good as none.
If it waits:
    The alarm that counts is swiped away with the rest, and the fault runs on although it was reported.
Source:
    Site reliability practice; a study of drift detectors at ICLR 2026 on false alarms.
Fix:
    - Delete or downgrade each alert that nobody acts on
    - Ask for a least effect and for persistence before alerting
    - Correct for many tests where many features are watched
    - Look at the share of useful alerts each quarter
    - Keep a person for the doubtful cases
False alarms:
    Tickets that wake nobody are no alerts: leave them out of the telemetry. A few alerts prove nothing either way, so
    fewer than twenty are unknown.
Decisions:
    Counted are the alerts of the 30 days up to the newest measurement, if that is not older than a quarter. Alerts per
    shift count where they are measured; where they are not, they are not asked for. A system is judged by its own
    alerts, a team by those filed for the team.
Example:
    systems: [{id: order-chat}]
    telemetry: [{kind: alerts, asset: order-chat, from: 2026-09-01, to: 2026-09-30, fired: 60, actioned: 9}]
Instead:
    systems: [{id: order-chat}]
    telemetry: [{kind: alerts, asset: order-chat, from: 2026-09-01, to: 2026-09-30, fired: 24, actioned: 19}]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from debtaudit.domain.asset import System, Team
from debtaudit.domain.debt import Days
from debtaudit.domain.facts import Absent
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import amount, below
from debtaudit.domain.measurement import Alerts
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Cited, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When alerts tire people."""

    precision: float = 0.5  # share of alerts that lead to action; below half, people learn to ignore them
    per_shift: float = 2.0  # alerts per on-call shift of 12 hours; the upper figure common in reliability practice
    least: int = 20  # alerts; fewer prove nothing
    window: int = 30  # days that are counted together
    fresh: int = 90  # days after which the newest measurement says nothing about today


CROWDED = 0.5  # severity at least where there are too many for a shift


@debt(
    System,
    Team,
    category="monitoring",
    dimension="other",
    prior_rate=0.15,
    growth=0.04,
    effort=Days(1, 4, 8),
    loss="silent",
    severity=(0.5, 1.0),
    limits=Limits(),
    questions=("q-oversight", "q-alerts"),
)
def alert_fatigue(asset: System | Team, graph: Graph, limits: Limits) -> Verdict:
    """Compare the alerts of a month with those that led to action, and with what a shift can bear."""
    measured = _of_a_month(graph.telemetry(Alerts, asset), graph, limits)
    fired, actioned = _total(each.fired for each in measured), _total(each.actioned for each in measured)
    crowd = max((amount(each.per_shift) or 0.0 for each in measured), default=0.0)
    useful = actioned / fired if fired and actioned is not None else None
    tired = below(useful, limits.precision) if fired and fired >= limits.least else None
    useless = 1 - (CROWDED if useful is None else useful)
    facts: tuple[Cited, ...] = ("telemetry.alerts",) if tired is None else measured
    return judge(
        scope(not isinstance(asset, Team) or asset.on_call is not False, "nobody in it is on call"),
        sign(tired, useless, f"only {actioned} of {fired} alerts within a month led to action", *facts),
        sign(crowd > limits.per_shift, max(CROWDED, useless), f"up to {crowd:g} alerts in one shift", *measured),
    )  # fmt: skip


def _of_a_month(alerts: Sequence[Alerts], graph: Graph, limits: Limits) -> tuple[Alerts, ...]:
    """Return the measurements of the days up to the newest one; none if that is too old to speak for today."""
    ages = {each: age for each in alerts if (age := graph.age(each.day)) is not None}
    newest = min(ages.values(), default=limits.fresh + 1.0)
    return tuple(each for each, age in ages.items() if newest <= limits.fresh and age < newest + limits.window)


def _total(counts: Iterable[int | Absent | None]) -> int | None:
    known = [int(amount(each) or 0) for each in counts if each is not None]
    return sum(known) if known else None
