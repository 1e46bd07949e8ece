"""Ways from an asset back to itself, for debts that ask what lies on such a way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache

from debtaudit.domain.link import Link, LinkKind

MOST_WAYS = 2000  # ways looked at from one asset: dense knots have more than anybody could read


def loops(
    start: str,
    links_out_of: Callable[[str], Iterable[Link]],
    inside: Collection[str],
    through: Collection[LinkKind],
    most: int = MOST_WAYS,
) -> Iterator[tuple[Link, ...]]:
    """Yield the ways from `start` back to itself that pass nothing twice and hold a link of a kind in `through`.

    Shortest first, then in the order of the links. Only assets `inside` (the start's own component, as ids) are
    passed; after `most` unfinished ways no more are begun, so that the cost stays bounded.
    """
    look = cache(lambda id_: _sides(links_out_of(id_), start, inside))
    rest: deque[tuple[tuple[str, ...], tuple[Link, ...]]] = deque([((start,), ())])
    begun = 1
    while rest:
        passed, way = rest.popleft()
        back, onward = look(passed[-1])
        yield from ((*way, link) for link in back if any(each.kind in through for each in (*way, link)))
        if begun < most:
            ahead = [link for link in onward if link.consumer not in passed][: most - begun]
            rest.extend(((*passed, link.consumer), (*way, link)) for link in ahead)
            begun += len(ahead)


def _sides(links: Iterable[Link], start: str, inside: Collection[str]) -> tuple[list[Link], list[Link]]:
    """Part an asset's links into those back to the start and those onward inside."""
    links = list(links)
    back = [link for link in links if link.consumer == start]
    return back, [link for link in links if link.consumer != start and link.consumer in inside]
