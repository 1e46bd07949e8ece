"""The links on one side of each asset, and what stands at their other end; each question is answered once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from debtaudit.domain.asset import Asset
from debtaudit.domain.link import Link, LinkKind

Kinds = tuple[LinkKind, ...]
End = Callable[[Link], str]


class Neighbours:
    """One direction: `near` names the end of a link that an asset is at, `far` the end where its neighbour is."""

    def __init__(self, links: Iterable[Link], assets: Mapping[str, Asset], near: End, far: End) -> None:
        self._assets, self._far = assets, far
        self._all: dict[str, list[Link]] = {}
        for link in links:
            self._all.setdefault(near(link), []).append(link)
        self._links: dict[tuple[str, Kinds], tuple[Link, ...]] = {}
        self._ends: dict[tuple[str, Kinds], tuple[Asset, ...]] = {}

    def links(self, id_: str, kinds: Kinds) -> tuple[Link, ...]:
        """Return an asset's links of these kinds, or all, in order."""
        known = self._links.get((id_, kinds))
        if known is None:
            mine = self._all.get(id_, ())
            known = self._links[id_, kinds] = tuple(link for link in mine if not kinds or link.kind in kinds)
        return known

    def ends(self, id_: str, kinds: Kinds) -> tuple[Asset, ...]:
        """Return the assets at the other end of these links, by id."""
        known = self._ends.get((id_, kinds))
        if known is None:
            ids = sorted({self._far(link) for link in self.links(id_, kinds)})
            known = self._ends[id_, kinds] = tuple(self._assets[each] for each in ids)
        return known
