"""Links as people write them, on either end or in a list of their own -> links from provider to consumer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace

from debtaudit.domain.asset import Asset
from debtaudit.domain.groups import LinkEntry
from debtaudit.domain.link import LINK_KEYS, Link, LinkKey
from debtaudit.domain.problem import Problem
from debtaudit.domain.say import say

Found = dict[str, dict[tuple[str, str], Link]]
"""Links by provider, and of each by consumer and kind."""
_SAID = tuple(each.name for each in fields(LinkEntry) if each.name not in {"id", "place"})


def links_of(assets: Iterable[Asset], listed: Iterable[Link], problems: list[Problem]) -> tuple[Link, ...]:
    """Gather all links, in order of provider, consumer and kind.

    A link that is written at both ends is one link: what the consumer leaves unsaid is taken from the provider.
    """
    found: Found = {}
    assets = list(assets)
    for key, meaning in sorted(LINK_KEYS.items(), key=lambda item: item[1].asset_is_provider):
        for asset in assets:
            entries: tuple[LinkEntry, ...] | None = getattr(asset, key, None)
            for entry in entries or ():
                _add(found, _link(asset.id, entry, key, meaning), problems)
    for link in listed:
        _add(found, link, problems)
    return tuple(mine[key] for _, mine in sorted(found.items()) for key in sorted(mine))


def _link(asset: str, entry: LinkEntry, key: str, meaning: LinkKey) -> Link:
    provider, consumer = (asset, entry.id) if meaning.asset_is_provider else (entry.id, asset)
    return Link(
        provider=provider,
        consumer=consumer,
        kind=meaning.kind,
        strength=entry.strength,
        contract=entry.contract,
        version_pin=entry.version_pin,
        declared=entry.declared,
        volatility=entry.volatility,
        observed_calls_30d=entry.observed_calls_30d,
        since=entry.since,
        written_as=key,
        place=entry.place,
    )


def _add(found: Found, link: Link, problems: list[Problem]) -> None:
    mine, key = found.setdefault(link.provider, {}), (link.consumer, link.kind)
    first = mine.setdefault(key, link)
    if first is link:
        return
    ends = f"{link.provider} -> {link.consumer}"
    if first.written_as == link.written_as:
        message = f"the link {ends} ({link.kind}) stands here a second time"
        problems.append(
            Problem.at(link.place, "duplicate-link", message, f"it stands first at {first.place}", warning=True)
        )
    said = {}
    for name in _SAID:
        kept, other = getattr(first, name), getattr(link, name)
        if kept is None:
            said[name] = other
        elif other is not None and kept != other:
            message = f"the link {ends} has {name} {say(other)} here but {say(kept)} at {first.place}"
            problems.append(Problem.at(link.place, "contradiction", message, f"kept: {say(kept)}", warning=True))
    mine[key] = replace(first, **said)
