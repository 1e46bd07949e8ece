"""The best use of some engineer-days: the repairs that together save most, and what is left undone.

What a set of repairs saves is less than the sum of what each saves alone, and costs less than the sum of their days:

- Findings of one overlap group on one asset describe one gap: its event loss is saved once, by the repair of the one
  that costs most; the friction of each is saved for each.
- They are also one piece of work: the longest repair, and a share (`bundle`) of the days of each further one.
- A repair that rests on another one is done after it or not at all.

The savings are submodular, so repairs are chosen greedily, by what each adds for each day it adds, with lazy
evaluation (Minoux 1978). The ratio alone can miss one long repair that is worth everything, so some runs start with
one or two dear repairs each, and the best run counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import combinations

from debtaudit.domain.finding import Item
from debtaudit.domain.policy import Policy

STARTS, PAIRED = 30, 12
"""Runs begin with each of so many dear repairs, and with each pair of so many."""
SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Job:
    """One repair as the planner sees it: days and money saved over the horizon, of events and of friction."""

    id: str
    days: float
    events: float
    friction: float
    bundle: str  # repairs of one bundle share event loss and days
    after: tuple[str, ...] = ()  # ids of repairs that must be done before it


@dataclass(frozen=True, slots=True)
class Step:
    """One repair of a plan: the days and the savings that it adds to those before it."""

    item: Item
    days: float
    saves: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What to repair in some engineer-days, in the order of work, and what is left undone, dearest delay first."""

    budget: float
    steps: tuple[Step, ...]
    left: tuple[Item, ...]
    before: float  # interest a quarter
    after: float  # interest a quarter when the steps are done

    @property
    def days(self) -> float:
        """Engineer-days that the steps take."""
        return sum(step.days for step in self.steps)

    @property
    def saves(self) -> float:
        """Money saved over the horizon."""
        return sum(step.saves for step in self.steps)

    @property
    def cost_of_delay(self) -> float:
        """What it costs to leave the rest undone for the coming quarter."""
        return sum(item.risk.cost_of_delay for item in self.left if not item.overlaps)


def plan(items: Sequence[Item], days: float, policy: Policy) -> Plan:
    """Choose repairs for so many engineer-days; accepted debts and false positives are not touched."""
    open_ = [item for item in items if item.state not in {"accepted", "false_positive"}]
    by_id = {item.id: item for item in open_}
    chosen = choose([job_of(item, by_id) for item in open_], days, policy.bundle)
    steps = tuple(Step(by_id[job.id], added, saved) for job, added, saved in chosen)
    done = {step.item.id for step in steps}
    left = tuple(sorted((item for item in open_ if item.id not in done),
                        key=lambda item: (-item.risk.cost_of_delay, item.id)))  # fmt: skip
    before = _interest(items)
    after = before - policy.effectiveness * _removed(steps)
    return Plan(days, steps, left, before, after)


def job_of(item: Item, known: Mapping[str, Item]) -> Job:
    """Return the job of repairing a finding."""
    risk, finding = item.risk, item.finding
    interest = risk.interest.mean
    friction = risk.benefit * risk.carry / interest if interest else 0.0
    group = f"{finding.debt.overlap.group}@{finding.asset.id}" if finding.debt.overlap else item.id
    before = tuple(id_ for slug in finding.debt.after if (id_ := f"{slug}@{finding.asset.id}") in known)
    return Job(item.id, risk.principal.days, risk.benefit - friction, friction, group, before)


def choose(jobs: Sequence[Job], budget: float, share: float) -> list[tuple[Job, float, float]]:
    """Return the chosen jobs in order, each with the days and the savings that it adds."""
    dearest = sorted(jobs, key=lambda job: (-(job.events + job.friction), job.id))[:STARTS]
    starts = [(), *((job,) for job in dearest), *combinations(dearest[:PAIRED], 2)]
    runs = [_greedy(jobs, budget, share, first) for first in starts]
    return max(runs, key=lambda run: sum(saved for _job, _days, saved in run))


@dataclass(slots=True)
class _Bundle:
    """What is already done in a bundle."""

    longest: float = 0.0
    events: float = 0.0


class _Progress:
    """Repairs chosen so far, and what a further one adds."""

    def __init__(self, jobs: Iterable[Job], share: float) -> None:
        self.jobs = {job.id: job for job in jobs}
        self.share, self.done = share, set[str]()
        self.bundles: dict[str, _Bundle] = {}
        self.steps: list[tuple[Job, float, float]] = []
        self.spent = 0.0

    def adds(self, job: Job) -> tuple[float, float]:
        """Return the days and the savings that a job adds, without those it must wait for."""
        bundle = self.bundles.get(job.bundle)
        if bundle is None:
            return job.days, job.events + job.friction
        longer = max(0.0, job.days - bundle.longest)
        days = longer + self.share * (job.days - longer)
        return days, max(0.0, job.events - bundle.events) + job.friction

    def do(self, job: Job) -> None:
        days, saved = self.adds(job)
        bundle = self.bundles.setdefault(job.bundle, _Bundle())
        bundle.longest, bundle.events = max(bundle.longest, job.days), max(bundle.events, job.events)
        self.done.add(job.id)
        self.spent += days
        self.steps.append((job, days, saved))

    def do_all(self, job: Job) -> None:
        """Do a job and what it must wait for, as far as they are not done."""
        if job.id not in self.done:
            for each in self.chain(job):
                self.do(each)

    def fits(self, job: Job, budget: float) -> bool:
        return self.spent + self.worth(job)[0] <= budget + SLACK

    def chain(self, job: Job) -> list[Job]:
        """Return what must be done for a job, itself last; nothing twice, so a circle ends."""
        order: list[Job] = []
        seen = set(self.done)
        self._visit(job, seen, order)
        return order

    def _visit(self, job: Job, seen: set[str], order: list[Job]) -> None:
        seen.add(job.id)
        for id_ in job.after:
            if id_ not in seen:
                self._visit(self.jobs[id_], seen, order)
        order.append(job)

    def worth(self, job: Job) -> tuple[float, float]:
        """Return the days and the savings of a job together with what it must wait for; nothing once it is done."""
        if job.id in self.done:
            return 0.0, 0.0
        if all(id_ in self.done for id_ in job.after):
            return self.adds(job)
        trial = self.copy()
        trial.do_all(job)
        return trial.spent - self.spent, sum(saved for _job, _days, saved in trial.steps[len(self.steps) :])

    def copy(self) -> _Progress:
        other = _Progress((), self.share)
        other.jobs, other.done, other.spent = self.jobs, set(self.done), self.spent
        other.bundles = {name: _Bundle(each.longest, each.events) for name, each in self.bundles.items()}
        other.steps = list(self.steps)
        return other


def _greedy(
    jobs: Sequence[Job], budget: float, share: float, first: tuple[Job, ...]
) -> list[tuple[Job, float, float]]:  # fmt: skip
    progress = _Progress(jobs, share)
    for job in first:
        if job.id not in progress.done and not progress.fits(job, budget):
            return []
        progress.do_all(job)
    heap = [(-_ratio(progress.worth(job)), job.id) for job in jobs]
    heapify(heap)
    while heap:
        known, id_ = heappop(heap)
        job = progress.jobs[id_]
        fresh = -_ratio(progress.worth(job))
        if heap and fresh > max(known, heap[0][0]) + SLACK:
            heappush(heap, (fresh, id_))  # it adds less by now: let it wait for its turn
        elif fresh < 0 and progress.fits(job, budget):
            progress.do_all(job)
    return progress.steps


def _ratio(worth: tuple[float, float]) -> float:
    days, saved = worth
    return saved / max(days, SLACK)


def _interest(items: Iterable[Item]) -> float:
    return sum(item.risk.carry if item.overlaps else item.risk.interest.mean for item in items)


def _removed(steps: Iterable[Step]) -> float:
    """Return the interest that the steps address: friction of each, event loss once a bundle."""
    total, events = 0.0, dict[str, float]()
    for step in steps:
        risk, debt = step.item.risk, step.item.finding.debt
        name = f"{debt.overlap.group}@{step.item.finding.asset.id}" if debt.overlap else step.item.id
        total += risk.carry
        events[name] = max(events.get(name, 0.0), risk.interest.mean - risk.carry)
    return total + sum(events.values())
