"""Owners: what each team answers for, what it does not know, and what debts cost across the borders of teams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import fsum
from typing import TypeVar

from debtaudit.domain.asset import Asset, Team
from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item, OpenQuestion
from debtaudit.domain.risk import Range, SystemLoss
from debtaudit.report.sums import added, together

T = TypeVar("T")
NOBODY = "No owner stated"


@dataclass(frozen=True, slots=True)
class Crossing:
    """What one finding is expected to cost, a quarter, on systems of another owner than its own."""

    item: Item
    systems: tuple[str, ...]
    other: str  # id of the owner at the other end
    cost: float


@dataclass(frozen=True, slots=True)
class Owner:
    """A team, or nobody (whose id is empty), with all that is its own; dearest first."""

    id: str
    name: str
    team: Team | None
    assets: tuple[Asset, ...]
    items: tuple[Item, ...]
    questions: tuple[OpenQuestion, ...]
    bears: tuple[Crossing, ...]  # of what others own
    causes: tuple[Crossing, ...]  # on what others own

    @property
    def interest(self) -> Range:
        """What its debts cost a quarter."""
        return together(added(item) for item in self.items)


def owner_id(asset: Asset) -> str:
    """Return the id of the team that answers for an asset, a team for itself; empty when nobody is stated."""
    return asset.id if isinstance(asset, Team) else str(asset.owner or "")


def owner_name(audit: Audit, id_: str) -> str:
    """Return an owner's name."""
    team = audit.inventory.teams.get(id_)
    return team.label if team else id_ or NOBODY


def owners(audit: Audit) -> tuple[Owner, ...]:
    """Return every owner, the one whose debts cost most first; nobody only where something is nobody's."""
    items = _by(audit.items, lambda item: owner_id(item.finding.asset))
    questions = _by(audit.unknowns, lambda each: owner_id(each.gap.asset))
    assets = _by(audit.inventory.assets.values(), owner_id)
    crossings = tuple(_crossings(audit))
    causes = _by(crossings, lambda each: owner_id(each.item.finding.asset))
    bears = _by(crossings, lambda each: each.other)
    found = (
        Owner(
            id_, owner_name(audit, id_), audit.inventory.teams.get(id_), assets.get(id_, ()), items.get(id_, ()),
            questions.get(id_, ()), bears.get(id_, ()), causes.get(id_, ()),
        )
        for id_ in {*audit.inventory.teams, *items, *questions, *assets}
    )  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-each.interest.mean, not each.id, each.name, each.id)))


def _by(things: Iterable[T], name: Callable[[T], str]) -> dict[str, tuple[T, ...]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for each in things:
        groups[name(each)].append(each)
    return {id_: tuple(group) for id_, group in groups.items()}


def _crossings(audit: Audit) -> list[Crossing]:
    """Return what findings cost on systems of other owners: events a quarter times loss times what arrives."""
    found = [each for item in audit.items if not item.overlaps for each in _crossing(audit, item)]
    return sorted(found, key=lambda each: (-each.cost, each.item.rank, each.other))


def _crossing(audit: Audit, item: Item) -> Iterator[Crossing]:
    own, events = owner_id(item.finding.asset), item.risk.likelihood.events.mean
    hit: dict[str, list[SystemLoss]] = defaultdict(list)
    for each in item.risk.loss.systems:
        system = audit.inventory.assets.get(each.system)
        other = owner_id(system) if system else own
        if other != own and each.weight * each.loss > 0:
            hit[other].append(each)
    for other, losses in hit.items():
        cost = events * fsum(each.weight * each.loss for each in losses)
        yield Crossing(item, tuple(each.system for each in losses), other, cost)
