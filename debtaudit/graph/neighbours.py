"""The links on one side of each asset, and what stands at their other end; each question is answered once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from debtaudit.domain.asset import Asset
from debtaudit.domain.link import Link, LinkKind

Kinds = tuple[LinkKind, ...]
End = Callable[[Link], str]


class Neighbours:
    """One direction: `near` names the end of a link that an asset is at, `far` the end where its neighbour is.

    Links come in order of provider and consumer.
    """

    def __init__(self, links: Iterable[Link], assets: Mapping[str, Asset], near: End, far: End) -> None:
        self._assets, self._far = assets, far
        self._all: dict[str, list[Link]] = {}
        for link in links:
            self._all.setdefault(near(link), []).append(link)
        self._links: dict[Kinds, dict[str, tuple[Link, ...]]] = {}
        self._ends: dict[Kinds, dict[str, tuple[Asset, ...]]] = {}

    def links(self, id_: str, kinds: Kinds) -> tuple[Link, ...]:
        """Return an asset's links of these kinds, or all, in order."""
        told = self._links.get(kinds)
        if told is None:
            told = self._links[kinds] = {}
        known = told.get(id_)
        if known is None:
            mine = self._all.get(id_, ())
            known = told[id_] = tuple([link for link in mine if link.kind in kinds] if kinds else mine)
        return known

    def ends(self, id_: str, kinds: Kinds) -> tuple[Asset, ...]:
        """Return the assets at the other end of these links, by id: in which order the links are, too."""
        told = self._ends.get(kinds)
        if told is None:
            told = self._ends[kinds] = {}
        known = told.get(id_)
        if known is None:
            far = dict.fromkeys(map(self._far, self.links(id_, kinds)))
            known = told[id_] = tuple([self._assets[each] for each in far])
        return known
