"""Manual firefighting: faults are repaired by hand and late, often after customers have found them.

Why it is debt:
    A repair that is not turned into a test, a monitor or a rollback has to be made again. The hours go into the same
    fires, and none are left for what would prevent them.
If it waits:
    Outages stay long and come back, and the people who fight them wear out.
Source:
    DORA (time to restore service); site reliability practice.
Fix:
    - Tag each incident with asset, cause and kind of repair
    - Turn each cause into a test or a monitor
    - Automate rollback and retraining
    - Write a page on what to do for the three most frequent causes
False alarms:
    Fewer than five incidents a year prove nothing and are unknown. Repairs that run by themselves can hide a cause:
    that is recurring-incident-hotspot, not this debt.
Decisions:
    An incident counts for the home system of the asset that it names first; where that has no home, as pipelines and
    datasets have none, for the team that owns it. So each is counted once. Shares are judged whatever the unstated
    repairs may have been; the severity takes the stated ones. Faults of severity 1 and 2 have no target; their time
    does not count.
Example:
    systems: [{id: chat}]
    incidents:
      - {id: INC-1, detected_at: 2026-03-02T09:00:00Z, assets: [chat], fix: manual, detected_by: customer}
      - {id: INC-2, detected_at: 2026-04-02T09:00:00Z, assets: [chat], fix: manual, detected_by: customer}
      - {id: INC-3, detected_at: 2026-05-02T09:00:00Z, assets: [chat], fix: manual, detected_by: customer}
      - {id: INC-4, detected_at: 2026-06-02T09:00:00Z, assets: [chat], fix: manual, detected_by: staff}
      - {id: INC-5, detected_at: 2026-07-02T09:00:00Z, assets: [chat], fix: manual, detected_by: staff}
Instead:
    systems: [{id: chat}]
    incidents:
      - {id: INC-1, detected_at: 2026-03-02T09:00Z, severity: 2, assets: [chat], fix: automated, detected_by: staff}
      - {id: INC-2, detected_at: 2026-04-02T09:00Z, severity: 2, assets: [chat], fix: automated, detected_by: staff}
      - {id: INC-3, detected_at: 2026-05-02T09:00Z, severity: 2, assets: [chat], fix: manual, detected_by: staff}
      - {id: INC-4, detected_at: 2026-06-02T09:00Z, severity: 2, assets: [chat], fix: manual, detected_by: staff}
      - {id: INC-5, detected_at: 2026-07-02T09:00Z, severity: 1, assets: [chat], fix: manual, detected_by: staff}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from debtaudit.domain.asset import Asset, Model, System, Team
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.incident import Incident
from debtaudit.domain.logic import Truth, among, negation, share_above
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Unknown, Verdict, judge, sign, within


@dataclass(frozen=True)
class Limits:
    """When repairing has become firefighting."""

    least: int = 5  # incidents a year; fewer prove nothing
    automated: float = 0.2  # share of repairs that run by themselves; a modest first aim
    customers: float = 0.5  # share of faults that customers find before anybody else; half
    target_5: float = 4.0  # hours to repair a fault of severity 5; within the working day
    target_4: float = 24.0  # hours for severity 4; by the next day
    target_3: float = 72.0  # hours for severity 3; within the week


BY_HAND, SLOW, CUSTOMERS, LEAST = 0.4, 0.3, 0.3, 0.05


@debt(
    System,
    Team,
    category="process",
    dimension="other",
    prior_rate=0.30,
    growth=0.04,
    effort=Days(3, 8, 20),
    loss="effort_or_duty",
    severity=(LEAST, 1.0),
    limits=Limits(),
    questions=("q-incident-learning", "q-fix-automation"),
)
def manual_firefighting(asset: System | Team, graph: Graph, limits: Limits) -> Verdict:
    """Look at how a year's faults were repaired, how long that took, and who found them."""
    faults = _faults(asset, graph)
    if len(faults) < limits.least:
        return Unknown(("incidents",))
    by_hand = [negation(among(each.fix, "automated")) for each in faults]
    found_outside = [among(each.detected_by, "customer") for each in faults]
    delay, slow = _delay(faults, limits)
    mostly_by_hand = share_above(1 - limits.automated, by_hand)
    mostly_outside = share_above(limits.customers, found_outside)
    return judge(
        sign(mostly_by_hand, 0, f"{_share(by_hand):.0%} of the repairs in a year were made by hand",
             *_cited(mostly_by_hand, faults, "incidents.fix")),
        sign(slow, 0, f"half of the repairs took more than {delay:.1f} times as long as aimed for",
             *_cited(slow, faults, "incidents.resolved_at")),
        sign(mostly_outside, 0, f"customers found {_share(found_outside):.0%} of the faults",
             *_cited(mostly_outside, faults, "incidents.detected_by")),
        base=BY_HAND * _share(by_hand) + SLOW * within(delay - 1) + CUSTOMERS * _share(found_outside),
        at_least=LEAST,
    )  # fmt: skip


def _faults(asset: System | Team, graph: Graph) -> list[Incident]:
    """Incidents of a year that count for a system or a team, each asset's by the place where it belongs."""
    if isinstance(asset, System):
        models = (each for each in graph.providers(asset) if isinstance(each, Model) and graph.home(each) is asset)
        roots: list[Asset] = [asset, *models]
    else:
        roots = [each for each in graph.owned(asset) if not graph.home(each)]
    return [incident for root in roots for incident in graph.incidents(root, root=True)]


def _delay(faults: Sequence[Incident], limits: Limits) -> tuple[float, Truth]:
    """Median time to repair, in times of the target, and whether that is too long; 0 and unknown without times."""
    targets = {5: limits.target_5, 4: limits.target_4, 3: limits.target_3}
    held = [each for each in faults if each.severity is None or each.severity in targets]
    took = [(hours, each.severity) for each in held if (hours := _hours(each)) is not None]
    times = [hours / targets[int(severity)] for hours, severity in took if severity]
    if not times:
        return 0.0, None if held else False
    return median(times), median(times) > 1


def _hours(fault: Incident) -> float | None:
    if not (isinstance(fault.resolved_at, datetime) and fault.known_at):
        return None
    return (fault.resolved_at - fault.known_at).total_seconds() / 3600


def _share(truths: Sequence[Truth]) -> float:
    """Share of yes among what is known."""
    known = [truth for truth in truths if truth is not None]
    return sum(known) / (len(known) or 1)


def _cited(holds: Truth, faults: Sequence[Incident], fact: str) -> Sequence[Incident | str]:
    return faults if holds else (fact,)
