"""What people said about findings: estimates, decisions, and answers to the audit's questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from debtaudit.domain.facts import Amount, Day, Finding, Free, Place, Target, Text, Word, fact, hidden, key
from debtaudit.domain.quick import quick

State = Literal["open", "accepted", "false_positive", "planned", "in_progress", "repaid"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Effort for one finding, from the people who will do the work."""

    finding: Finding = key("finding id")
    low: Amount = fact("at best", unit="engineer-days")
    likely: Amount = fact("most likely", unit="engineer-days")
    high: Amount = fact("at worst", unit="engineer-days")
    by: Text = fact("who estimated")
    at: Day = fact("when")
    place: Place = hidden(Place(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided about a finding, or about all findings that match a pattern with `*`."""

    finding: Finding = key("finding id, or a pattern with *")
    state: Literal["accepted", "false_positive", "planned", "in_progress", "repaid"] = key("what was decided")
    reason: Text = fact("why")
    owner: Text = fact("who carries it")
    approver: Text = fact("who approved it")
    decided_at: Day = fact("when")
    expires_at: Day = fact("until when it holds")
    ticket: Text = fact("where the work is tracked")
    spent_days: Amount = fact("what the repair took", unit="engineer-days")
    interest: Amount = fact("what the finding cost when it was decided", unit="currency a quarter")
    days: Amount = fact("what a repair took", unit="engineer-days")
    place: Place = hidden(Place(""))

    @property
    def approved_by_owner(self) -> bool:
        """Whether the one who carries a debt has approved it, too."""
        owner, approver = (str(each or "").strip().casefold() for each in (self.owner, self.approver))
        return bool(owner) and owner == approver


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to one of the audit's questions about one asset."""

    question: Word = key("question id")
    asset: Target = key("what it is about (an id)")
    level: Literal["0", "1", "2", "3", "4", "unknown", "n/a"] | None = fact("maturity level, unknown, or n/a")
    value: Free = fact("value, where the question asks for one")
    by: Text = fact("who answered")
    at: Day = fact("when")
    evidence: Text = fact("link or path that shows it")
    note: Text = fact("anything else")
    place: Place = hidden(Place(""))
