"""Settings of the risk model. Every default is judgement, to be calibrated; reports say how many are still defaults."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any


def setting(default: Any, says: str) -> Any:
    """Declare one setting with its default and the sentence that documents it."""
    return field(default=default, metadata={"says": says})


@dataclass(frozen=True, slots=True)
class Policy:
    """Every number of the model that is not a fact. Money is in the organisation's currency, time in the named unit."""

    day_cost: float = setting(700.0, "cost of one engineer-day")
    materiality: float = setting(25_000.0, "quarterly loss that leadership wants to hear of")
    pseudo_quarters: float = setting(4.0, "quarters of history that a prior is worth")
    half_life: float = setting(4.0, "quarters after which an incident counts half")
    volatility_low: float = setting(0.6, "times the events in a slow world")
    volatility_medium: float = setting(1.0, "times the events in an ordinary world")
    volatility_high: float = setting(1.6, "times the events in a fast world")
    change_rare: float = setting(0.7, "times the events below one release a quarter, for debts that bite on change")
    change_monthly: float = setting(1.0, "times the events at monthly releases")
    change_weekly: float = setting(1.4, "times the events at weekly releases or more")
    noticed_automated: float = setting(0.9, "chance that an event is on record where a routed monitor watches")
    noticed_manual: float = setting(0.6, "the same where people look, or customers would tell")
    noticed_nobody: float = setting(0.3, "the same where nobody looks")
    detect_automated: float = setting(0.5, "days until a routed monitor notices")
    detect_manual: float = setting(7.0, "days until a check by hand notices")
    detect_customer: float = setting(14.0, "days until customers tell")
    detect_nobody: float = setting(45.0, "days until an internal fault is noticed by chance")
    resolve_days: float = setting(2.0, "days to resolve, before any history")
    outage_days: float = setting(0.25, "days that an outage lasts, before any history")
    own_weight: float = setting(3.0, "incidents that the fleet's median is worth against an asset's own")
    no_rollback: float = setting(2.0, "times the days to resolve without a way back")
    hurt_silent: float = setting(0.02, "share of revenue hurt by silent degradation")
    hurt_wrong_handling: float = setting(0.05, "share of revenue hurt by wrong handling")
    hurt_outage: float = setting(1.0, "share of revenue hurt by an outage")
    hurt_effort_or_duty: float = setting(0.0, "share of revenue hurt where the loss is effort or a duty")
    ticket_cost: float = setting(6.0, "cost of one support ticket")
    tickets_per_user_day: float = setting(0.001, "tickets for each user and day of a fault, before any history")
    response_days: float = setting(3.0, "engineer-days to diagnose and repair one event")
    response_blind: float = setting(2.0, "times the response where lineage or rebuild is missing")
    reportable_limited: float = setting(0.01, "chance that an event is reportable in class limited")
    reportable_high: float = setting(0.05, "chance that an event is reportable in class high")
    penalty: float = setting(0.0, "amount of a penalty; 0 means not monetised")
    anchor_1: float = setting(200.0, "loss of an event on a system of criticality 1 whose revenue is unknown")
    anchor_2: float = setting(2_000.0, "the same for criticality 2")
    anchor_3: float = setting(10_000.0, "the same for criticality 3, or unknown")
    anchor_4: float = setting(50_000.0, "the same for criticality 4")
    anchor_5: float = setting(250_000.0, "the same for criticality 5")
    loss_sigma: float = setting(0.5, "spread of the loss of an event (log-normal)")
    anchor_sigma: float = setting(0.8, "the same where the loss is an anchor")
    hop: float = setting(0.9, "share of a fault's damage that outlives one more hop")
    floor: float = setting(0.05, "weight below which a path is not followed")
    carry: float = setting(0.05, "friction paid a quarter, as a share of severity times principal")
    review: float = setting(1.25, "times the effort where criticality is 4 or 5")
    horizon: float = setting(4.0, "quarters that the benefit of repaying looks ahead")
    discount: float = setting(0.03, "discount a quarter")
    effectiveness: float = setting(0.8, "share of the interest that a repair removes")
    growth_cap: float = setting(3.0, "times that interest may grow at most")
    least_days: float = setting(0.5, "engineer-days that a repair is taken to need at least")
    start_delay: float = setting(0.1, "quarters until a repair begins")
    working_days: float = setting(60.0, "engineer-days in a quarter of one engineer")
    minutes_to_answer: float = setting(1.0, "minutes that one question takes to answer")
    bundle: float = setting(0.3, "share of its effort that each further finding of one work item needs")
    band_ratio: float = setting(4.0, "times the interest from one band to the next")
    severe_loss: float = setting(20.0, "times materiality above which an event's P90 loss lifts the band to high")
    rights_chance: float = setting(0.02, "chance of an event above which a matter of rights on a top system is for now")

    def defaults(self) -> tuple[int, int]:
        """Count the settings that are still defaults, and all."""
        untouched = [each for each in fields(self) if getattr(self, each.name) == each.default]
        return len(untouched), len(fields(self))

    def volatility(self, name: str | None) -> tuple[float, ...]:
        """Return the multiplier of a volatility; all three, equally likely, when it is unknown."""
        known = {"low": self.volatility_low, "medium": self.volatility_medium, "high": self.volatility_high}
        return (known[name],) if name in known else tuple(known.values())

    def anchor(self, criticality: int | None) -> float:
        """Return the loss of an event, in currency-equivalents, on a system whose revenue is unknown."""
        anchors = (self.anchor_1, self.anchor_2, self.anchor_3, self.anchor_4, self.anchor_5)
        return anchors[(criticality or 3) - 1]
