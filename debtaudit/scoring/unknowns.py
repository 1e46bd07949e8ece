"""What it costs not to know, and what finding out is worth. Scoring model, section 6.

The severity of a debt that cannot be told is uniform over its possible range; once at least ten assets of the fleet are
known, it is Beta(1 + w m, 1 + w (1 - m)) of that range, with m their mean and a weight w of at most 8. So the mean
never falls to 0: unknown never counts as good.

    value of finding out = chance that the answer moves the lane * cost of delay / minutes to answer

Interest is a straight line in severity, so the lanes begin at severities that can be worked out, and no draws are made.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import exp, log
from operator import attrgetter
from statistics import fmean

from debtaudit.domain.debt import Debt
from debtaudit.domain.finding import Detected, Gap, OpenQuestion
from debtaudit.domain.policy import Policy
from debtaudit.scoring import worth
from debtaudit.scoring.case import Cases

KNOWN_ENOUGH = 10
MOST_WEIGHT = 8
POINTS = 20
GRID = 200
_ASSET = attrgetter("asset.id")


@dataclass(frozen=True, slots=True)
class Belief:
    """A severity that nobody knows: equally likely points in ascending order, and their mean."""

    points: tuple[float, ...]
    mean: float


def open_questions(detected: Detected, cases: Cases, policy: Policy) -> tuple[OpenQuestion, ...]:
    """Price every gap; what is worth most to find out comes first."""
    beliefs, gaps = _beliefs(detected), dict[str, list[Gap]]()
    for gap in detected.gaps:
        gaps.setdefault(gap.debt.slug, []).append(gap)
    priced = [
        each for slug, mine in sorted(gaps.items())
        for each in _priced(mine[0].debt, sorted(mine, key=_ASSET), cases, beliefs[slug], policy)
    ]  # fmt: skip
    priced.sort(key=attrgetter("interest"), reverse=True)  # of equal ones, the order of debts and assets stays
    priced.sort(key=attrgetter("value_of_finding_out"), reverse=True)
    return tuple(priced)


def _priced(
    debt: Debt, gaps: Iterable[Gap], cases: Cases, belief: Belief, policy: Policy
) -> Iterator[OpenQuestion]:  # fmt: skip
    """Price the gaps of one debt."""
    unseen, mean, worst = cases.unseen(debt), belief.mean, belief.points[-1]
    for gap in gaps:
        at_full, repair = unseen(gap.asset)
        interest, worth_ = mean * at_full, 0.0
        if at_full * worst >= repair.lanes[0]:  # most unknowns stay where they are even with the worst answer
            moves = _chance_of_moving(belief, at_full, repair.lanes)
            worth_ = moves * worth.cost_of_delay(interest, debt.growth, policy) / policy.minutes_to_answer
        yield OpenQuestion(gap, interest, worth_)


def _chance_of_moving(belief: Belief, at_full: float, lanes: tuple[float, float]) -> float:
    """Return the share of points that lie in another lane than the mean does."""
    points, mean = belief.points, belief.mean * at_full
    next_at, now_at = lanes
    to_next, to_now = bisect_left(points, next_at / at_full), bisect_left(points, now_at / at_full)
    same = len(points) - to_now if mean >= now_at else (to_now - to_next if mean >= next_at else to_next)
    return 1 - same / len(points)


def _beliefs(detected: Detected) -> Mapping[str, Belief]:
    found: dict[str, list[float]] = {}
    for finding in detected.findings:
        found.setdefault(finding.debt.slug, []).append(finding.severity)
    clean = dict(detected.clean_by_debt)
    debts = {gap.debt.slug: gap.debt for gap in detected.gaps}
    return {slug: belief(debt, found.get(slug, ()), clean.get(slug, 0)) for slug, debt in debts.items()}


def belief(debt: Debt, severities: Iterable[float], clean: int) -> Belief:
    """Return what to believe of a severity when these are known of others, and `clean` of them have none."""
    known = [*severities, *[0.0] * clean]
    most = debt.severity[1]
    if len(known) < KNOWN_ENOUGH:
        points = tuple((each + 0.5) / POINTS for each in range(POINTS))
    else:
        share = min(1.0, fmean(known) / most)
        points = beta_points(1 + MOST_WEIGHT * share, 1 + MOST_WEIGHT * (1 - share))
    return Belief(tuple(each * most for each in points), fmean(points) * most)


def beta_points(a: float, b: float) -> tuple[float, ...]:
    """Return the middles of 20 equally likely parts of a beta distribution with a, b >= 1, read off a grid of 200."""
    at = [(each + 0.5) / GRID for each in range(GRID)]
    weights = [exp((a - 1) * log(x) + (b - 1) * log(1 - x)) for x in at]
    total, passed = sum(weights), 0.0
    points: list[float] = []
    for x, weight in zip(at, weights, strict=True):
        while len(points) < POINTS and passed + weight >= total * (len(points) + 0.5) / POINTS:
            short = (total * (len(points) + 0.5) / POINTS - passed) / weight
            points.append(x + (short - 0.5) / GRID)
        passed += weight
    return tuple(points)
