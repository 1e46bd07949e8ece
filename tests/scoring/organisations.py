"""Organisations with known hazards and costs, to try the model on: the truth is drawn first, then what is seen of it.

What is assumed, beside the model's own uncertainty, is stated in `World`; every draw is made here, by other code than
the model's. A finding's true rate is Gamma with the shape and rate that the catalogue claims (times the world's error);
volatility that is not stated is drawn as one of three; events come as a Poisson process at that rate; each is on record
with the chance that fits who watches; it costs the true mean loss of its finding times a log-normal. A fault travels
along each link with the chance strength times 0.9, as the model believes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final

import numpy as np
from numpy.random import Generator

from debtaudit.domain.asset import Dataset, Model
from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Days, Debt
from debtaudit.domain.finding import Detected, Finding
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.policy import Policy
from debtaudit.domain.problem import errors
from debtaudit.graph import AuditGraph
from debtaudit.inventory import loads
from debtaudit.ledger.replay import QUARTER_DAYS
from debtaudit.scoring import rank
from debtaudit.scoring.case import BLINDING
from tests.scoring.conftest import DEBTS

BEGAN: Final = date(2024, 9, 30)
TODAY: Final = date(2026, 9, 30)
VOLATILITY: Final = {"low": 0.6, "medium": 1.0, "high": 1.6}
NOTICED: Final = {"automated": 0.9, "manual": 0.6, "customer": 0.6, "nobody": 0.3}
DETECT: Final = {"automated": 0.5, "manual": 7.0, "customer": 14.0, "nobody": 45.0}
HURT: Final = {"silent": 0.02, "wrong_handling": 0.05, "outage": 1.0, "effort_or_duty": 0.0}
HOP: Final = 0.9
DAY_COST: Final = 700.0
RESPONSE: Final = 3 * DAY_COST
RESOLVE: Final = 2.0
OUTAGE: Final = 0.25
CARRY: Final = 0.05
DEFAULTS: Final = Policy()
Fitted = Mapping[str, Mapping[str, float]]
"""What settings say of each category of debts: rate_ratio, pseudo_quarters."""
NOTHING_FITTED: Final[Fitted] = {}


@dataclass(frozen=True)
class World:
    """What is assumed of the world; by default that the model is right in all it believes."""

    pseudo: float = 4.0  # quarters: how narrowly true rates lie about those of the catalogue
    category_error: float = 0.0  # spread of the logarithm of each category's true rate against the catalogue's
    rates: float = 1.0  # times the events of the catalogue, everywhere
    noticed: float = 1.0  # times the chance of being on record that the model believes in
    renewal: float = 0.0  # chance a quarter that a finding's rate is drawn anew
    loss_sigma: float = 0.5  # of a finding's true mean loss, and again of each event
    systems: int = 6
    later: int = 1  # quarters after today


@dataclass(frozen=True)
class Event:
    """Something that happened: where, when, what it cost, and whether it is on record."""

    finding: str
    day: float  # since the log began
    cost: float
    seen: bool

    @property
    def at(self) -> datetime:
        return datetime.combine(BEGAN, datetime.min.time()) + timedelta(days=self.day)


@dataclass(frozen=True)
class Organisation:
    """One organisation: what its inventory states, and the truth behind it."""

    text: str
    severities: Mapping[str, float]
    rates: Mapping[str, float]  # true events a quarter, now
    losses: Mapping[str, float]  # true mean loss of an event
    friction: Mapping[str, float]  # true cost a quarter without any event
    events: Sequence[Event] = field(repr=False)

    @cached_property
    def inventory(self) -> Inventory:
        """Return the inventory with its whole log, that of the future too."""
        log = "".join(
            f"  - {{id: inc-{number}, detected_at: {event.at.isoformat()}Z, cost: {event.cost:.2f},"
            f" assets: [{event.finding.partition('@')[2]}], debts: [{event.finding.partition('@')[0]}]}}\n"
            for number, event in enumerate(self.events) if event.seen
        )  # fmt: skip
        first = f"  - {{id: inc-first, detected_at: {BEGAN}T00:00:01Z, assets: [elsewhere]}}\n"
        inventory = loads(f"{self.text}incidents:\n{first}{log}")
        assert not errors(inventory.problems), errors(inventory.problems)[:3]
        return inventory

    def audit(self, at: date, policy: Policy = DEFAULTS, fitted: Fitted = NOTHING_FITTED) -> Audit:
        """Audit what was known on a day; `fitted` are what settings say of each category of debts."""
        known = self.inventory.known_at(at)
        graph = AuditGraph(known, at, policy.hop, policy.floor)
        findings = tuple(self._finding(id_, graph, fitted) for id_ in sorted(self.severities))
        ranked = rank(Detected(findings), graph, known, policy)
        return Audit(at, known, policy, Detected(findings), ranked.items, (), ranked.totals, ranked.unexplained)

    def _finding(self, id_: str, graph: AuditGraph, fitted: Fitted) -> Finding:
        slug, _, asset_id = id_.partition("@")
        debt, asset = DEBTS[slug], graph.asset(asset_id)
        assert asset
        return Finding(replace(debt, **fitted.get(debt.category, {})), asset, self.severities[id_], "planted")  # type: ignore[arg-type] # numbers all

    def cost_after(self, at: date, quarters: float = 1.0) -> dict[str, float]:
        """Return what every finding really cost in the quarter after a day, on record or not."""
        start = (at - BEGAN).days
        cost: dict[str, float] = {}
        for event in self.events:
            if start < event.day <= start + quarters * QUARTER_DAYS:
                cost[event.finding] = cost.get(event.finding, 0.0) + event.cost
        return cost


def organisations(count: int, world: World, seed: int = 2026) -> list[Organisation]:
    """Draw some organisations of one world."""
    return [_Drawn(np.random.default_rng([seed, number]), world).organisation() for number in range(count)]


@dataclass(frozen=True)
class _Place:
    """An asset with the systems that its faults reach: chance of each, and revenue a day."""

    id: str
    kind: type[Model | Dataset]
    level: str  # of its monitoring
    volatility: str | None
    reaches: tuple[tuple[float, float, bool], ...]  # chance, revenue, customer-facing
    watch: str


class _Drawn:
    """Draws one organisation: systems with models, and datasets that several models learn from."""

    def __init__(self, chance: Generator, world: World) -> None:
        self.chance, self.world = chance, world
        self.systems: list[str] = []
        self.models: list[str] = []
        self.datasets: list[str] = []
        self.severities: dict[str, float] = {}
        self.rates: dict[str, float] = {}
        self.losses: dict[str, float] = {}
        self.friction: dict[str, float] = {}
        self.events: list[Event] = []
        categories = sorted({debt.category for debt in DEBTS.values()})
        errors_ = chance.lognormal(-(world.category_error**2) / 2, world.category_error, len(categories))
        self.errors = dict(zip(categories, errors_, strict=True))

    def organisation(self) -> Organisation:
        places: list[_Place] = []
        for number in range(self.world.systems):
            places += self._system(number)
        places += self._shared([each for each in places if each.kind is Model])
        for place in places:
            self._debts(place)
        text = "".join(
            f"{name}:\n{''.join(lines)}"
            for name, lines in (("systems", self.systems), ("models", self.models), ("datasets", self.datasets))
        )
        events = sorted(self.events, key=lambda each: (each.day, each.finding))
        return Organisation(text, self.severities, self.rates, self.losses, self.friction, events)

    def _system(self, number: int) -> list[_Place]:
        chance = self.chance
        revenue, facing = round(chance.lognormal(9, 1.2)), bool(chance.random() < 0.5)
        ids = [f"model-{number}-{each}" for each in range(chance.integers(1, 4))]
        self.systems.append(
            f"  - {{id: system-{number}, revenue_per_day: {revenue}, customer_facing: {'yes' if facing else 'no'},"
            f" criticality: 3, calls: [{', '.join(ids)}]}}\n"
        )
        return [self._model(id_, f"system-{number}", revenue, facing=facing) for id_ in ids]

    def _model(self, id_: str, system: str, revenue: float, *, facing: bool) -> _Place:
        level, volatility = self._level(), self._volatility()
        monitors = ", ".join(f"{name}: {level}" for name in ("service", "inputs", "outputs", "data_drift", "quality"))
        stated = f", volatility: {volatility}" if volatility else ""
        self.models.append(
            f"  - {{id: {id_}, system: {system}, status: production{stated}, monitoring: {{{monitors}}},"
            f" trains_on: [data-of-{id_}] }}\n"
        )
        watch = level if level != "none" else "customer" if facing else "nobody"
        return _Place(id_, Model, level, volatility, ((1.0, revenue, facing),), watch)

    def _shared(self, models: Sequence[_Place]) -> list[_Place]:
        """Give each model its data; every third one takes those of an earlier model instead."""
        made: dict[str, list[tuple[_Place, float]]] = {}
        for number, model in enumerate(models):
            source = f"data-of-{model.id}"
            strength = round(float(self.chance.uniform(0.3, 1.0)), 2)
            if number % 3 == 2:
                source = f"data-of-{models[number - 2].id}"
            made.setdefault(source, []).append((model, strength))
            at = next(place for place, line in enumerate(self.models) if f"id: {model.id}," in line)
            link = f"{{id: {source}, strength: {strength}}}"
            self.models[at] = self.models[at].replace(f"data-of-{model.id}] ", f"{link}]")
        return [self._dataset(id_, readers) for id_, readers in made.items()]

    def _dataset(self, id_: str, readers: Sequence[tuple[_Place, float]]) -> _Place:
        level, volatility = self._level(), self._volatility()
        stated = f", volatility: {volatility}" if volatility else ""
        self.datasets.append(f"  - {{id: {id_}, validation: {level}{stated}}}\n")
        reaches = tuple(
            (strength * HOP * HOP * chance, revenue, facing)
            for model, strength in readers for chance, revenue, facing in model.reaches
        )  # fmt: skip
        facing = any(each[2] for each in reaches)
        watch = level if level != "none" else "customer" if facing else "nobody"
        return _Place(id_, Dataset, level, volatility, reaches, watch)

    def _level(self) -> str:
        return str(self.chance.choice(["none", "manual", "automated"]))

    def _volatility(self) -> str | None:
        return (None, "low", "medium", "high")[self.chance.integers(4)]

    def _debts(self, place: _Place) -> None:
        chance = self.chance
        fitting = [debt for slug, debt in sorted(DEBTS.items())
                   if place.kind in debt.on and not debt.overlap and slug not in BLINDING]  # fmt: skip
        count = int(chance.integers(2, 6)) if place.kind is Model else int(chance.integers(1, 3))
        volatility = place.volatility or str(chance.choice(list(VOLATILITY)))
        for number in sorted(chance.choice(len(fitting), min(count, len(fitting)), replace=False)):
            self._finding(fitting[number], place, VOLATILITY[volatility])

    def _finding(self, debt: Debt, place: _Place, volatility: float) -> None:
        chance, world = self.chance, self.world
        id_ = f"{debt.slug}@{place.id}"
        severity = round(float(chance.uniform(*debt.severity)), 3)
        mean = debt.prior_rate * severity * volatility * world.rates * self.errors[debt.category]
        loss = _mean_loss(debt, place) * float(chance.lognormal(-(world.loss_sigma**2) / 2, world.loss_sigma))
        noticed = NOTICED[place.watch] * world.noticed
        quarters = round((TODAY - BEGAN).days / QUARTER_DAYS) + world.later
        rate = self._rate(mean)
        for quarter in range(quarters):
            if chance.random() < world.renewal:
                rate = self._rate(mean)
            if quarter == quarters - world.later - 1:
                self.rates[id_] = rate
            for _ in range(chance.poisson(rate)):
                cost = loss * float(chance.lognormal(-(world.loss_sigma**2) / 2, world.loss_sigma))
                day = (quarter + float(chance.random())) * QUARTER_DAYS
                self.events.append(Event(id_, day, cost, bool(chance.random() < noticed)))
        self.severities[id_], self.losses[id_] = severity, loss
        self.friction[id_] = CARRY * severity * self._effort(debt.effort) * DAY_COST

    def _effort(self, days: Days) -> float:
        """Draw what a repair really takes: PERT."""
        width = days.high - days.low
        mode = (days.likely - days.low) / width if width else 0.0
        return days.low + width * float(self.chance.beta(1 + 4 * mode, 5 - 4 * mode))

    def _rate(self, mean: float) -> float:
        return float(self.chance.gamma(mean * self.world.pseudo, 1 / self.world.pseudo))


def _mean_loss(debt: Debt, place: _Place) -> float:
    """Return what an event costs on average: repair, and lost revenue of each system that the fault reaches."""
    days = OUTAGE if debt.loss == "outage" else DETECT[place.watch] + RESOLVE
    reached = (chance for chance in place.reaches if chance[0] >= 0.05)
    return RESPONSE + sum(chance * revenue * days * HURT[debt.loss] for chance, revenue, _ in reached)
