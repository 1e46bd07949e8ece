"""Ways from an asset back to itself, for debts that ask what lies on such a way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator

from debtaudit.domain.link import Link, LinkKind

MOST_WAYS = 5000  # ways looked at from one asset: dense knots have more than anybody could read


def loops(
    start: str,
    links_out_of: Callable[[str], Iterable[Link]],
    inside: Collection[str],
    through: Collection[LinkKind],
    most: int = MOST_WAYS,
) -> Iterator[tuple[Link, ...]]:
    """Yield the ways from `start` back to itself that pass nothing twice and hold a link of a kind in `through`.

    Shortest first, then in the order of the links. Only assets `inside` (the start's own component, as ids) are
    passed; after `most` unfinished ways the search gives up, so that its cost stays bounded.
    """
    rest: deque[tuple[Link, ...]] = deque([()])
    for _ in range(most):
        if not rest:
            return
        way = rest.popleft()
        passed = {link.consumer for link in way}
        for link in links_out_of(way[-1].consumer if way else start):
            if link.consumer == start:
                if any(each.kind in through for each in (*way, link)):
                    yield (*way, link)
            elif link.consumer in inside and link.consumer not in passed:
                rest.append((*way, link))
