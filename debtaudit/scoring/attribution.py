"""Which finding an incident speaks for. The weight of one incident is 1 in all, so nothing is counted twice.

An incident that names debts (or findings) counts for those on its root asset; one that names only an asset is shared
among that asset's findings in proportion to their priors. What no finding explains is a gap in the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from debtaudit.domain.decision import Decision
from debtaudit.domain.finding import Finding
from debtaudit.domain.incident import Incident
from debtaudit.domain.policy import Policy
from debtaudit.domain.shares import by_asset, shares_of
from debtaudit.scoring.decisions import Book
from debtaudit.scoring.likelihood import weight_at
from debtaudit.scoring.situation import QUARTER_DAYS


@dataclass(frozen=True, slots=True)
class Attributed:
    """Weighted incidents by finding id, the ids of the incidents behind them, and those that nothing explains."""

    weights: Mapping[str, float]
    incidents: Mapping[str, tuple[str, ...]]
    unexplained: tuple[Incident, ...]


def attribute(
    incidents: Iterable[Incident], findings: Sequence[Finding], priors: Mapping[str, float],
    decisions: Sequence[Decision], as_of: date, policy: Policy,
) -> Attributed:  # fmt: skip
    """Share incidents over findings; `priors` are events a quarter by finding id."""
    standing, book = by_asset(findings), Book(decisions)
    weights: dict[str, float] = {}
    named: dict[str, list[str]] = {}
    unexplained = []
    for incident in incidents:
        shares = shares_of(incident, standing, priors)
        if not shares:
            unexplained.append(incident)
        aged = _weight(incident, as_of, policy)
        for finding_id, share in shares.items():
            kept = _kept(incident, book.about(finding_id), policy)
            weights[finding_id] = weights.get(finding_id, 0.0) + share * aged * kept
            named.setdefault(finding_id, []).append(incident.id)
    return Attributed(weights, {id_: tuple(mine) for id_, mine in named.items()}, tuple(unexplained))


def _weight(incident: Incident, as_of: date, policy: Policy) -> float:
    at = incident.known_at
    return weight_at((as_of - at.date()).days / QUARTER_DAYS, policy.half_life) if at else 1.0


def _kept(incident: Incident, decisions: Sequence[Decision], policy: Policy) -> float:
    """After a repayment, what happened before it counts only as far as the repair is not effective."""
    at = incident.known_at
    for decision in decisions:
        done = decision.decided_at
        if decision.state == "repaid" and isinstance(done, date) and at and at.date() <= done:
            return 1 - policy.effectiveness
    return 1.0
