"""Serving latency and throughput debt: answers come later than agreed, or ever later, often behind temporary measures.

Why it is debt:
    Speed is lost a few milliseconds at a time, through traffic, features and larger models. The measures that hide it
    have to be carried along, and on the day of most traffic they are all used up.
If it waits:
    Pages wait for answers, and on the best sales day of the year some answers do not come at all.
Source:
    Breck et al. 2017, test Monitor 6.
Fix:
    - Agree on a target for each endpoint
    - Profile it, and cache what is asked again and again
    - Make the model smaller, or answer in batches
    - Test with peak load before the season
    - Take temporary measures out again
False alarms:
    A peak is compared with the peak before, not with the quiet weeks: list the seasons in `peak_calendar`.
Decisions:
    Measured is what telemetry says of the last quarter; older values are history. A system is held against its own
    target, a model against the target of its home system. Growth is taken between the newest value and the one nearest
    to a quarter before it; where there is only one value, a kept target is enough to be clean. A missing target has to
    be stated, and is told on the system alone.
Example:
    systems: [{id: shop-window, latency_slo_ms: 300}]
    telemetry: [{kind: latency, asset: shop-window, at: 2026-09-28, p95: 420}]
Instead:
    systems: [{id: shop-window, latency_slo_ms: 300}]
    telemetry: [{kind: latency, asset: shop-window, at: 2026-09-28, p95: 260}]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from debtaudit.domain.asset import Asset, Model, System
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import amount, every, lacks
from debtaudit.domain.measurement import Latency
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Cited, Sign, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When slow is too slow."""

    growth: float = 0.25  # relative growth of the 95th percentile a quarter; well above the noise of ordinary load
    window: int = 90  # days that a measurement stands for today, and that growth is looked at over
    slack: int = 45  # days by which the older value may lie nearer or farther than the window


UNTOLD = "telemetry.latency"
NO_TARGET = GROWING = 0.4
JUST_OVER, PER_EXCESS = 0.3, 2.0  # severity at the target, and for each time the target on top of it


@debt(
    System,
    Model,
    category="serving",
    dimension="configuration",
    prior_rate=0.25,
    growth=0.06,
    effort=Days(3, 8, 20),
    loss="outage",
    severity=(0.3, 1.0),
    limits=Limits(),
    questions=("q-infrastructure", "q-compute"),
)
def latency_debt(asset: System | Model, graph: Graph, limits: Limits) -> Verdict:
    """Compare measured response times with the target and with a quarter ago."""
    system = graph.home(asset)
    series = [each for each in graph.telemetry(Latency, asset) if each.day and amount(each.p95) is not None]
    now = next((each for each in series[-1:] if (graph.age(each.day) or 0) <= limits.window), None)
    before = _before(now, series, system, limits) if now else None
    return judge(
        scope(isinstance(asset, System) or graph.in_service(asset) is not False, "it is not in service"),
        _too_slow(now, asset, system),
        _slowing(now, before, limits),
        sign(isinstance(asset, System) and every(lacks(asset.latency_slo_ms), asset.customer_facing), NO_TARGET,
             "customers wait for it, and no response time is agreed", "latency_slo_ms", "customer_facing"),
    )  # fmt: skip


def _too_slow(now: Latency | None, asset: System | Model, system: System | None) -> Sign:
    slo = system.latency_slo_ms if system else None
    facts: tuple[Cited, ...] = (now or UNTOLD, _target(asset, system))
    if now is None or slo is None or lacks(slo):
        return sign(False if lacks(slo) else None, 0, "", *facts)
    p95, target = amount(now.p95) or 0.0, amount(slo) or 0.0
    return sign(p95 > target, JUST_OVER + PER_EXCESS * (p95 / target - 1),
                f"5 of 100 answers take longer than {p95:g} ms, agreed are {target:g} ms", *facts)  # fmt: skip


def _slowing(now: Latency | None, before: Latency | None, limits: Limits) -> Sign:
    if now is None or before is None:
        return sign(None if now is None else False, 0, "", UNTOLD)
    growth = (amount(now.p95) or 0.0) / (amount(before.p95) or inf) - 1
    return sign(growth > limits.growth, GROWING, f"answers take {growth:.0%} longer than on {before.day}", before, now)


def _target(asset: Asset, system: System | None) -> Cited:
    fact = "latency_slo_ms"
    return (system, fact) if system and system is not asset else (fact if system else "system")


def _before(now: Latency, series: Sequence[Latency], system: System | None, limits: Limits) -> Latency | None:
    """Return what the newest value is fairly compared with: the peak before for a peak, else a quarter ago."""
    season = _season(now, system)
    if season:
        peaks = [each for each in series if _season(each, system) not in {None, season}]
        return max(peaks, key=_day, default=None)
    ordinary = [each for each in series if not _season(each, system)]
    apart = {_day(each): abs((_day(now) - _day(each)).days - limits.window) for each in ordinary}
    near = [each for each in ordinary if apart[_day(each)] <= limits.slack]
    return min(near, key=lambda each: apart[_day(each)], default=None)


def _season(each: Latency, system: System | None) -> date | None:
    """First day of the peak season in which a measurement was taken; None outside of all seasons."""
    for peak in (system.peak_calendar or ()) if system else ():
        if isinstance(peak.from_, date) and isinstance(peak.to, date) and peak.from_ <= _day(each) <= peak.to:
            return peak.from_
    return None


def _day(each: Latency) -> date:
    return each.day or date.min
