"""Telemetry: dated measurements, one class a kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from debtaudit.domain import groups as g
from debtaudit.domain.facts import Amount, Count, Day, Number, Place, Ref, Share, Target, Text, YesNo, fact, hidden, key


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What every measurement has: the asset, and a day or a window."""

    kind: ClassVar[str] = "measurement"

    asset: Target = key("what was measured (an id)")
    at: Day = fact("day of the measurement")
    from_: Day = fact("first day of the window", key="from")
    to: Day = fact("last day of the window")
    place: Place = hidden(Place(""))

    @property
    def day(self) -> date | None:
        """The day it stands for: the day itself, or the last of the window."""
        return next((day for day in (self.at, self.to, self.from_) if isinstance(day, date)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift(Measurement):
    """How far a feature has moved from its reference."""

    kind: ClassVar[str] = "drift"
    feature: Text = fact("feature or column")
    measure: Text = fact("psi, ks, wasserstein, jensen_shannon, chi2")
    value: Number = fact("value of the measure")
    n_ref: Count = fact("rows of the reference")
    n_cur: Count = fact("rows of the window")
    bins: Count = fact("bins or categories")
    p_value: Share = fact("p-value, where the measure has one")
    parts: tuple[g.Part, ...] | None = fact("how both sides spread over bins or categories")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality(Measurement):
    """A quality metric on live data."""

    kind: ClassVar[str] = "quality"
    metric: Text = fact("its name")
    value: Number = fact("its value")
    higher_is_better: YesNo = fact("its direction")
    n: Count = fact("cases behind it")
    slice: Text = fact("group it holds for")
    test_set: Text = fact("set it was computed on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency(Measurement):
    """Response times."""

    kind: ClassVar[str] = "latency"
    p50: Amount = fact("median", unit="ms")
    p95: Amount = fact("95th percentile", unit="ms")
    p99: Amount = fact("99th percentile", unit="ms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls(Measurement):
    """Calls or reads by one consumer."""

    kind: ClassVar[str] = "calls"
    consumer: Ref = fact("who called (an id, or a name nobody declared)")
    count: Amount = fact("how often")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts(Measurement):
    """Alerts, and how many led to action."""

    kind: ClassVar[str] = "alerts"
    fired: Count = fact("alerts")
    actioned: Count = fact("alerts that led to action")
    per_shift: Amount = fact("alerts per on-call shift")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost(Measurement):
    """Running cost."""

    kind: ClassVar[str] = "cost"
    amount: Amount = fact("cost of the window", unit="currency")


@dataclass(frozen=True, slots=True, kw_only=True)
class Skew(Measurement):
    """Rows in which a served feature differs from the trained one."""

    kind: ClassVar[str] = "skew"
    feature: Text = fact("feature")
    value: Share = fact("share of unequal rows")


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfaction(Measurement):
    """What users say in a survey."""

    kind: ClassVar[str] = "satisfaction"
    score: Number = fact("mean score")
    scale: Amount = fact("highest score there is")
    answers: Count = fact("how many answered")
    satisfied: Count = fact("how many of them gave 4 or 5 of 5")


@dataclass(frozen=True, slots=True, kw_only=True)
class TestRuns(Measurement):
    """Automated tests."""

    kind: ClassVar[str] = "tests"
    passed: Count = fact("passed")
    failed: Count = fact("failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseEvent(Measurement):
    """A version going live."""

    kind: ClassVar[str] = "release"
    version: Text = fact("version")
    rolled_back: YesNo = fact("whether it was taken back")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interactions(Measurement):
    """How often users met the asset's answers."""

    kind: ClassVar[str] = "interactions"
    count: Amount = fact("interactions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention(Measurement):
    """Customers kept and lost, of those who met a failing feature and of all others."""

    kind: ClassVar[str] = "retention"
    exposed: Count = fact("customers who met the fault")
    exposed_kept: Count = fact("how many of them stayed")
    others: Count = fact("customers who did not meet it")
    others_kept: Count = fact("how many of them stayed")


MEASUREMENTS: dict[str, type[Measurement]] = {
    each.kind: each
    for each in (
        Drift,
        Quality,
        Latency,
        Calls,
        Alerts,
        Cost,
        Skew,
        Satisfaction,
        TestRuns,
        ReleaseEvent,
        Interactions,
        Retention,
    )
}
