"""Incidents: what went wrong, when, where, and what it cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from debtaudit.domain.facts import Absent, Amount, Findings, Grade, Moment, Place, Refs, Text, Word, fact, hidden, key
from debtaudit.domain.quick import quick

Cause = Literal[
    "data", "model", "configuration", "evaluation", "pipeline", "serving", "interface", "infrastructure", "dependency",
    "human",
]  # fmt: skip


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One fault in production. `assets` names the root first; `debts` may name debts or findings."""

    kind: ClassVar[str] = "incident"

    id: Word = key("its id")
    title: Text = fact("one line")
    started_at: Moment = fact("when the fault began")
    opened_at: Moment = fact("when it was filed")
    detected_at: Moment = fact("when somebody or something noticed")
    resolved_at: Moment = fact("when it was over")
    severity: Grade = fact("1 to 5, 5 worst")
    assets: Refs = key("assets at fault (ids), root first")
    debts: Findings = fact("debts or findings that it is blamed on")
    detected_by: Literal["monitor", "customer", "staff", "audit"] | Absent | None = fact("who or what noticed")
    fix: Literal["automated", "assisted", "manual"] | Absent | None = fact("how it was repaired")
    cause: Cause | Absent | None = fact("what caused it")
    cost: Amount = fact("what it cost, when known", unit="currency")
    tickets: Amount = fact("support tickets that it caused")
    repeat_of: Text = fact("earlier incident of the same cause (an id)")
    same_as: Text = fact("the same outage in another tool (an id): counted once")
    url: Text = fact("a page about it")
    place: Place = hidden(Place(""))

    @property
    def known_at(self) -> datetime | None:
        """When it first could have been known: detection, else filing, else its start."""
        for moment in (self.detected_at, self.opened_at, self.started_at, self.resolved_at):
            if isinstance(moment, datetime):
                return moment
        return None


def counted_once(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """Leave out incidents that are the same outage, told by another tool too (`same_as`)."""
    incidents = tuple(incidents)
    known = {each.id for each in incidents}
    return tuple(each for each in incidents if not each.same_as or each.same_as not in known or each.same_as == each.id)
