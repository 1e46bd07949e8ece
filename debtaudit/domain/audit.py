"""One audit: everything that a report, a backlog or a gate needs, frozen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from debtaudit.domain.asset import Asset
from debtaudit.domain.finding import Detected, Item, OpenQuestion, Totals
from debtaudit.domain.incident import Incident
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.link import Link
from debtaudit.domain.policy import Policy
from debtaudit.domain.problem import Problem
from debtaudit.domain.risk import Factor
from debtaudit.domain.settings import Look, Touched

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Support:
    """An asset that systems rest on, directly or not, and how many."""

    asset: Asset
    systems: int


@dataclass(frozen=True)
class Audit:
    """One run over one inventory on one day."""

    as_of: date
    inventory: Inventory
    policy: Policy
    detected: Detected
    items: tuple[Item, ...]
    unknowns: tuple[OpenQuestion, ...]
    totals: Totals
    unexplained: tuple[Incident, ...] = ()
    problems: tuple[Problem, ...] = ()
    money_known: bool = True
    touched: tuple[Touched, ...] = ()  # settings that are no default
    headline: str = ""  # written by hand
    factors: Callable[[str], tuple[Factor, ...]] = field(default=lambda _finding: (), compare=False)
    """Every number behind a finding's price, by its id: enough to work the price out again by hand."""
    supports: tuple[Support, ...] = ()  # what most systems rest on, the most first
    links: tuple[Link, ...] = ()  # stated and implied, by provider, consumer and kind
    look: Look = field(default_factory=Look)
    since: str = ""  # how the debt changed since the last quarter, in a sentence; empty for the first one

    @property
    def currency(self) -> str:
        """ISO code of every amount; empty when no money was stated, and amounts are relative units."""
        return str(self.inventory.organisation.currency or "EUR") if self.money_known else ""

    def item(self, finding_id: str) -> Item | None:
        """Return the backlog's item of a finding id."""
        return self._by_id.get(finding_id)

    def on(self, asset_id: str) -> tuple[Item, ...]:
        """Return what was found on an asset, in the order of the backlog."""
        return self._by_asset.get(asset_id, ())

    def open_on(self, asset_id: str) -> tuple[OpenQuestion, ...]:
        """Return the open questions about an asset, the one first that is worth most to answer."""
        return self._open_by_asset.get(asset_id, ())

    def of(self, slug: str) -> tuple[Item, ...]:
        """Return where a debt was found, in the order of the backlog."""
        return self._by_debt.get(slug, ())

    def open_of(self, slug: str) -> tuple[OpenQuestion, ...]:
        """Return where nobody could tell whether a debt is there, the question first that is worth most to answer."""
        return self._open_by_debt.get(slug, ())

    def links_into(self, asset_id: str) -> tuple[Link, ...]:
        """Return the links whose consumer it is."""
        return self._by_consumer.get(asset_id, ())

    def links_out_of(self, asset_id: str) -> tuple[Link, ...]:
        """Return the links whose provider it is."""
        return self._by_provider.get(asset_id, ())

    def incident(self, id_: str) -> Incident | None:
        """Return the incident of an id."""
        return self._incidents.get(id_)

    @cached_property
    def _by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def _by_asset(self) -> Mapping[str, tuple[Item, ...]]:
        return _grouped(self.items, lambda item: item.finding.asset.id)

    @cached_property
    def _open_by_asset(self) -> Mapping[str, tuple[OpenQuestion, ...]]:
        return _grouped(self.unknowns, lambda each: each.gap.asset.id)

    @cached_property
    def _by_debt(self) -> Mapping[str, tuple[Item, ...]]:
        return _grouped(self.items, lambda item: item.finding.debt.slug)

    @cached_property
    def _open_by_debt(self) -> Mapping[str, tuple[OpenQuestion, ...]]:
        return _grouped(self.unknowns, lambda each: each.gap.debt.slug)

    @cached_property
    def _by_consumer(self) -> Mapping[str, tuple[Link, ...]]:
        return _grouped(self.links, lambda link: link.consumer)

    @cached_property
    def _by_provider(self) -> Mapping[str, tuple[Link, ...]]:
        return _grouped(self.links, lambda link: link.provider)

    @cached_property
    def _incidents(self) -> Mapping[str, Incident]:
        return {incident.id: incident for incident in self.inventory.incidents}


def _grouped(things: Iterable[T], name: Callable[[T], str]) -> dict[str, tuple[T, ...]]:
    groups: dict[str, list[T]] = {}
    for each in things:
        groups.setdefault(name(each), []).append(each)
    return {id_: tuple(group) for id_, group in groups.items()}
