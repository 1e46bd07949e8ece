"""The past, quarter by quarter: what the audit of each day would have forecast, and what was on record a quarter later.

Forecasts are of incidents on record, not of all events: of an expected lambda events a share p is noticed, so the count
is negative binomial with shape a, rate b and time p. A finding whose gap another one covers is counted with that one,
as the totals do. What is compared with the forecasts is shared among findings by the same rule that prices them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Category
from debtaudit.domain.decision import Decision
from debtaudit.domain.finding import Item
from debtaudit.domain.incident import Incident, counted_once
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.policy import Policy
from debtaudit.domain.shares import by_asset, shares_of
from debtaudit.ledger.counts import chance_of_any

QUARTER_DAYS: Final = 365.25 / 4
MONTHS: Final = 3


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was forecast of one finding: events on record in the coming quarter, and what the debt would cost."""

    id: str
    debt: str
    category: Category
    asset: str
    interest: float  # currency a quarter
    mean: float  # events on record
    variance: float
    chance: float  # of at least one


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came: events on record (an incident that is shared counts in part), the chance of any, and their cost."""

    events: float = 0.0
    any: float = 0.0
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Quarter:
    """A day in the past, the forecasts of that day, and what happened until a quarter later."""

    at: date
    until: date
    forecasts: tuple[Forecast, ...]
    outcomes: Mapping[str, Outcome]  # by finding id; what is left out is none
    unexplained: tuple[Incident, ...]  # where the audit saw no debt
    unexplained_cost: float
    priced: int  # incidents whose cost is stated
    incidents: int

    def outcome(self, finding_id: str) -> Outcome:
        """Return what came of one finding."""
        return self.outcomes.get(finding_id, NOTHING)


NOTHING: Final = Outcome()


def quarter_ends(after: date, last: date, first_month: int = 1) -> Iterator[date]:
    """Yield the last days of the fiscal quarters that end after one day and no later than another.

    `first_month` is the month that the fiscal year begins with, 1 to 12.
    """
    month = date(after.year, after.month, 1)
    while month <= last:
        following = _next(month)
        end = following - timedelta(days=1)
        if (month.month - first_month) % MONTHS == MONTHS - 1 and after < end <= last:
            yield end
        month = following


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def first_month(inventory: Inventory) -> int:
    """Return the month that the fiscal year begins with; January where nobody says."""
    stated = inventory.organisation.fiscal_year_start
    return stated if isinstance(stated, int) else 1


def log_began(inventory: Inventory) -> date | None:
    """Return the day of the first incident on record; None where no log is kept."""
    return min((at.date() for each in inventory.incidents if (at := each.known_at)), default=None)


def replay(
    inventory: Inventory, until: date, audit: Callable[[date], Audit], since: date = date.min
) -> tuple[Quarter, ...]:  # fmt: skip
    """Return each quarter of the log that was over by a day; `audit` must know nothing that came after its day.

    `inventory` holds the whole log. The first forecast is that of the first quarter's end after the log began, or of
    `since` where that is later.
    """
    began = log_began(inventory)
    if began is None:
        return ()
    ends = tuple(quarter_ends(began, until, first_month(inventory)))
    return tuple(_quarter(audit(at), inventory, end) for at, end in pairwise(ends) if at >= since)


def _quarter(audit: Audit, inventory: Inventory, until: date) -> Quarter:
    length = (until - audit.as_of).days / QUARTER_DAYS
    counted = [item for item in audit.items if not item.overlaps]
    came = [each for each in counted_once(inventory.incidents) if _between(each, audit.as_of, until)]
    outcomes, unexplained = happened(audit.items, came, audit.policy)
    return Quarter(
        audit.as_of, until, tuple(_forecast(item, length) for item in counted), outcomes, unexplained,
        sum(cost_of(each, audit.policy) for each in unexplained),
        sum(isinstance(each.cost, (int, float)) for each in came), len(came),
    )  # fmt: skip


def _between(incident: Incident, at: date, until: date) -> bool:
    when = incident.known_at
    return when is not None and at < when.date() <= until


def _forecast(item: Item, length: float) -> Forecast:
    """Forecast what would be on record in so many quarters."""
    belief, debt = item.risk.likelihood, item.finding.debt
    time = belief.noticed * length
    mean = belief.events.mean * time
    variance = mean + mean * mean / belief.a if belief.a > 0 else 0.0
    chance = chance_of_any(belief.a, belief.b, time) if belief.a > 0 else 0.0
    interest = item.risk.interest.mean
    return Forecast(item.id, debt.slug, debt.category, item.finding.asset.id, interest, mean, variance, chance)


def happened(
    items: Iterable[Item], incidents: Iterable[Incident], policy: Policy
) -> tuple[dict[str, Outcome], tuple[Incident, ...]]:  # fmt: skip
    """Share incidents over findings; also return those that no finding explains."""
    items = tuple(items)
    parents = {item.id: item.overlaps or item.id for item in items}
    standing, priors = by_asset(item.finding for item in items), {each.id: each.risk.likelihood.prior for each in items}
    found: dict[str, Outcome] = {}
    unexplained = []
    for incident in incidents:
        shares = shares_of(incident, standing, priors)
        if not shares:
            unexplained.append(incident)
        cost = cost_of(incident, policy)
        for parent, share in _folded(shares, parents).items():
            old = found.get(parent, NOTHING)
            found[parent] = Outcome(old.events + share, 1 - (1 - old.any) * (1 - share), old.cost + share * cost)
    return found, tuple(unexplained)


def _folded(shares: Mapping[str, float], parents: Mapping[str, str]) -> dict[str, float]:
    """Add up shares of findings that are counted as one; rounding never makes more than 1 of them."""
    found: dict[str, float] = {}
    for finding_id, share in shares.items():
        parent = parents[finding_id]
        found[parent] = min(1.0, found.get(parent, 0.0) + share)
    return found


def cost_of(incident: Incident, policy: Policy) -> float:
    """Return what an incident cost: as stated; else support and the usual days of repair, without lost revenue."""
    if isinstance(incident.cost, (int, float)):
        return float(incident.cost)
    tickets = float(incident.tickets) if isinstance(incident.tickets, (int, float)) else 0.0
    return tickets * policy.ticket_cost + policy.response_days * policy.day_cost


def repaid_since(decisions: Iterable[Decision], at: date) -> tuple[str, ...]:
    """Return the findings that were repaid after a day, by id: they stood then, though their facts are gone now.

    Only decisions that name one finding; a pattern does not tell which of its findings ever stood.
    """
    return tuple(sorted(id_ for id_, day in repaid_on(decisions).items() if day > at))


def repaid_on(decisions: Iterable[Decision]) -> dict[str, date]:
    """Return the day on which each finding was last marked repaid."""
    found: dict[str, date] = {}
    for each in decisions:
        day = each.decided_at
        if each.state == "repaid" and isinstance(day, date) and "*" not in each.finding:
            found[each.finding] = max(day, found.get(each.finding, day))
    return found
