"""What was decided about findings: accepted ones rest in a lane of their own, and come back by themselves.

An acceptance ends when it expires, at the latest after as long as the debt's band allows; when it lacks a person or an
end, or was approved by who carries it; or when the finding costs half as much again as when it was accepted. A finding
that was marked repaid and is still found is open again. The note says why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fnmatch import fnmatchcase
from operator import itemgetter

from debtaudit.domain.decision import Decision, State
from debtaudit.domain.problem import Problem
from debtaudit.domain.risk import Band, Risk

GROWN = 1.5
"""Times the interest at which an acceptance no longer holds."""
SOON_DAYS = 30
_NUMBER = itemgetter(0)
LONGEST: dict[Band, int] = {"critical": 91, "high": 182, "medium": 365, "low": 730, "negligible": 730}
"""Days for which a debt may be accepted, by its band: what costs much is looked at again soon."""


@dataclass(frozen=True, slots=True)
class Settled:
    """State of a finding after the decision about it, and what readers should know of it."""

    state: State = "open"
    decision: Decision | None = None
    notes: tuple[str, ...] = ()


class Book:
    """Decisions by the findings that they are about: most name one finding, and few are patterns."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._one: dict[str, list[tuple[int, Decision]]] = {}
        self._patterns: list[tuple[int, Decision]] = []
        for numbered in enumerate(decisions):
            finding = numbered[1].finding
            (self._patterns if _is_pattern(finding) else self._one.setdefault(finding, [])).append(numbered)

    def about(self, finding_id: str) -> tuple[Decision, ...]:
        """Return the decisions about a finding, in the order in which they were written."""
        mine = self._one.get(finding_id, [])
        if self._patterns:
            mine = sorted(
                [*mine, *(each for each in self._patterns if fnmatchcase(finding_id, each[1].finding))], key=_NUMBER
            )
        return tuple([decision for _, decision in mine])


def _is_pattern(finding: str) -> bool:
    return any(sign in finding for sign in "*?[")


def _names_any(finding: str, ids: Collection[str]) -> bool:
    return any(fnmatchcase(each, finding) for each in ids) if _is_pattern(finding) else finding in ids


def decision_of(finding_id: str, decisions: Sequence[Decision]) -> Decision | None:
    """Return the decision that holds: an exact id beats a pattern, the newest beats older ones.

    Of two on one day, the one that was written below holds.
    """
    mine = [each for each in decisions if fnmatchcase(finding_id, each.finding)]
    return max(reversed(mine), key=lambda each: (each.finding == finding_id, decided(each)), default=None)


def settle(finding_id: str, risk: Risk, decisions: Sequence[Decision], as_of: date) -> Settled:
    """Return a finding's state on the day of the audit; `risk` is what it costs now."""
    decision = decision_of(finding_id, decisions)
    if decision is None:
        return Settled()
    if decision.state == "repaid":
        return Settled("open", decision, (f"marked repaid{_on(decision.decided_at)}, and still found",))
    if decision.state != "accepted":
        return Settled(decision.state, decision)
    until = last_day(decision, risk.band, as_of)
    back = _why_back(decision, risk, until, as_of)
    if back:
        return Settled("open", decision, (back,))
    soon = isinstance(until, date) and (until - as_of).days <= SOON_DAYS
    return Settled("accepted", decision, (f"the acceptance ends{_on(until)}",) if soon else ())


def last_day(decision: Decision, band: Band, as_of: date) -> date | None:
    """Return the day on which an acceptance ends: the stated one, or the last that the band allows.

    `as_of` stands for the day of a decision that states none.
    """
    stated = decision.expires_at
    if not isinstance(stated, date):
        return None
    begun = decision.decided_at if isinstance(decision.decided_at, date) else as_of
    return min(stated, begun + timedelta(days=LONGEST[band]))


def _why_back(decision: Decision, risk: Risk, until: date | None, as_of: date) -> str:
    missing = [name for name in ("reason", "owner", "approver", "expires_at") if not getattr(decision, name)]
    if missing:
        return f"its acceptance does not count: {', '.join(missing)} missing"
    if decision.approved_by_owner:
        return f"its acceptance does not count: {decision.owner} carries it and cannot approve it"
    if until and until < as_of:
        most = "" if until == decision.expires_at else f": band {risk.band} allows {LONGEST[risk.band]} days at most"
        return f"its acceptance ended{_on(until)}{most}"
    if isinstance(decision.interest, (int, float)) and risk.interest.mean > GROWN * decision.interest:
        return f"accepted at {decision.interest:,.0f} a quarter; it costs half as much again by now"
    return ""


def unmatched(decisions: Iterable[Decision], findings: Collection[str], asked: frozenset[str]) -> Iterable[Problem]:
    """Yield a warning for each decision on a finding that no longer exists; `asked` are ids that could still be one."""
    for decision in decisions:
        if decision.state == "repaid" or _names_any(decision.finding, findings):
            continue
        why = "the audit can no longer tell" if _names_any(decision.finding, asked) else "the audit does not find it"
        message = f"'{decision.finding}' was {decision.state.replace('_', ' ')}, and {why}"
        hint = "was the asset renamed? then list the old id under 'formerly'; else mark it repaid or remove it"
        yield Problem.at(decision.place, "orphaned-decision", message, hint, warning=True)


def decided(decision: Decision) -> date:
    """Return the day of a decision; the earliest of all days when it was not stated."""
    return decision.decided_at if isinstance(decision.decided_at, date) else date.min


def _on(day: object) -> str:
    return f" on {day}" if isinstance(day, date) else ""
