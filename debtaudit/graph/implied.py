"""Links that follow from other facts, and how strong a link is when nobody said so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter

from debtaudit.domain.asset import Asset, Feature, Model, Pipeline, System
from debtaudit.domain.facts import Place
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.link import Link, LinkKind
from debtaudit.domain.measurement import Calls

SOLE, ONE_OF_SEVERAL, ADVISORY, DISPLAY = 1.0, 0.6, 0.3, 0.1
"""How surely a fault passes on, by the place of the link: defaults to calibrate."""
LEAST_OBSERVED = 0.3
"""Strength at least of a link that nobody declared and that telemetry shows."""
SERVING: tuple[LinkKind, ...] = ("predicts_for", "reads")


_ORDER = attrgetter("provider", "consumer", "kind")


def with_implied(inventory: Inventory) -> tuple[Link, ...]:
    """Return the stated links and those that follow from facts, in order; a stated link is never doubled."""
    stated = {(link.provider, link.consumer) for link in inventory.links}
    found: dict[tuple[str, str, str], Link] = {}
    for link in _implied(inventory):
        ends = (link.provider, link.consumer)
        if ends not in stated and link.provider in inventory.assets and link.consumer in inventory.assets:
            found.setdefault((*ends, link.kind), link)
    return tuple(sorted((*inventory.links, *found.values()), key=_ORDER)) if found else inventory.links


def _implied(inventory: Inventory) -> Iterator[Link]:
    for asset in inventory.assets.values():
        if isinstance(asset, Model) and asset.system:
            yield _link(asset.id, asset.system, "predicts_for", "system", asset.place)
        elif isinstance(asset, Feature) and asset.dataset:
            yield _link(asset.dataset, asset.id, "reads", "dataset", asset.place)
        elif isinstance(asset, Pipeline):
            for step in asset.steps or ():
                yield from (_link(each, asset.id, "reads", "steps", asset.place) for each in step.reads or ())
                yield from (_link(asset.id, each, "writes", "steps", asset.place) for each in step.writes or ())
    yield from _observed(inventory.telemetry)


def _observed(telemetry: Iterable[object]) -> Iterator[Link]:
    """Readers that only telemetry knows of: their share of the calls is the strength, 0.3 at least."""
    calls: dict[str, Counter[str]] = {}
    where: dict[tuple[str, str], Place] = {}
    for each in telemetry:
        if isinstance(each, Calls) and isinstance(each.consumer, str):
            calls.setdefault(each.asset, Counter())[each.consumer] += int(each.count or 0)
            where[each.asset, each.consumer] = each.place
    for asset, by in calls.items():
        total = by.total() or 1
        for consumer, count in by.items():
            place = where[asset, consumer]
            yield Link(provider=asset, consumer=consumer, kind="predicts_for", declared=False, place=place,
                       strength=max(LEAST_OBSERVED, count / total), written_as="telemetry")  # fmt: skip


def _link(provider: str, consumer: str, kind: LinkKind, written_as: str, place: Place) -> Link:
    return Link(provider=provider, consumer=consumer, kind=kind, written_as=written_as, place=place)


def strengths(links: Iterable[Link], assets: Mapping[str, Asset]) -> list[float]:
    """Return the strength of each link: stated, else the default for its place."""
    links = list(links)
    inputs = Counter((link.consumer, link.kind) for link in links)
    return [_strength(link, assets[link.consumer], inputs[link.consumer, link.kind]) for link in links]


def _strength(link: Link, consumer: Asset, inputs: int) -> float:
    if isinstance(link.strength, (int, float)):
        return float(link.strength)
    if link.kind == "influences":
        return ADVISORY
    if isinstance(consumer, System):
        if consumer.type in {"dashboard", "report"}:
            return DISPLAY
        if consumer.human_oversight == "every_decision":
            return ADVISORY
        return SOLE if inputs == 1 and consumer.automated_actions else ONE_OF_SEVERAL
    return SOLE if inputs == 1 else ONE_OF_SEVERAL
