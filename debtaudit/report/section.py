"""A section of a page: one file each, found by itself. It says where it stands and turns an audit into blocks.

Most pages tell of the whole audit. The pages `item`, `team` and `debt` are there once for each finding, owner and debt;
their sections are given that one besides the audit. Sections that tell of the quarter (`of_quarter`) are given its
review against the ledger, and are left out where there is none; those that say more with it (`of_either`) are given
both, and None for the review where there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Literal, overload

from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Debt
from debtaudit.domain.finding import Item
from debtaudit.domain.plugin import discover
from debtaudit.ledger.review import Review
from debtaudit.report.blocks import Block
from debtaudit.report.owners import Owner

Whole = Literal["index", "backlog", "teams", "map", "kpi", "quarter", "method"]
PageName = Literal["index", "backlog", "teams", "map", "kpi", "quarter", "method", "item", "team", "debt"]
Share = Literal["whole", "half", "more", "less", "third"]
Given = Literal["audit", "review", "either"]
MOST = 3
"""Sections that may stand side by side."""
Subject = Item | Owner | Debt
Yields = Callable[..., Iterable[Block]]
OfWhole = Callable[[Audit], Iterable[Block]]
OfItem = Callable[[Audit, Item], Iterable[Block]]
OfOwner = Callable[[Audit, Owner], Iterable[Block]]
OfDebt = Callable[[Audit, Debt], Iterable[Block]]
OfQuarter = Callable[[Review], Iterable[Block]]
OfEither = Callable[[Audit, Review | None], Iterable[Block]]


@dataclass(frozen=True)
class Section:
    """Where a section stands, and what it has to say. One that yields nothing leaves no trace."""

    name: str
    page: PageName
    place: int
    share: Share  # of the page's width; neighbours that take a part stand side by side
    side: int  # of the sheet when printed
    blocks: Yields
    given: Given = "audit"  # what it tells of: the audit, the quarter's review, or the audit and any review
    first: bool = False  # whether it makes room once there is an earlier quarter to compare with


@overload
def section(
    page: Whole, place: int, *, share: Share = "whole", side: int = 1, first: bool = False
) -> Callable[[OfWhole], Section]: ...
@overload
def section(
    page: Literal["item"], place: int, *, share: Share = "whole", side: int = 1
) -> Callable[[OfItem], Section]: ...
@overload
def section(
    page: Literal["team"], place: int, *, share: Share = "whole", side: int = 1
) -> Callable[[OfOwner], Section]: ...
@overload
def section(
    page: Literal["debt"], place: int, *, share: Share = "whole", side: int = 1
) -> Callable[[OfDebt], Section]: ...
def section(
    page: PageName, place: int, *, share: Share = "whole", side: int = 1, first: bool = False
) -> Callable[..., Section]:  # fmt: skip
    """Make the decorated function its file's section; with `first`, one that makes room for what changed."""

    def declare(blocks: Yields) -> Section:
        return Section(blocks.__module__.rpartition(".")[2], page, place, share, side, blocks, first=first)

    return declare


def of_quarter(
    page: Whole, place: int, *, share: Share = "whole", side: int = 1
) -> Callable[[OfQuarter], Section]:  # fmt: skip
    """Make the decorated function its file's section, one that tells of the quarter and what was before it."""

    def declare(blocks: OfQuarter) -> Section:
        return Section(blocks.__module__.rpartition(".")[2], page, place, share, side, blocks, "review")

    return declare


def of_either(
    page: Whole, place: int, *, share: Share = "whole", side: int = 1
) -> Callable[[OfEither], Section]:  # fmt: skip
    """Make the decorated function its file's section, one that tells of the audit and says more with a review."""

    def declare(blocks: OfEither) -> Section:
        return Section(blocks.__module__.rpartition(".")[2], page, place, share, side, blocks, "either")

    return declare


@cache
def sections(page: PageName) -> tuple[Section, ...]:
    """Return the sections of a page in their order."""
    found = (each for each in discover("debtaudit.report.sections", Section) if each.page == page)
    return tuple(sorted(found, key=lambda each: (each.place, each.name)))


@dataclass(frozen=True, slots=True)
class Filled:
    """A section with its blocks."""

    section: Section
    blocks: tuple[Block, ...]


def filled(
    page: PageName, audit: Audit, *about: Subject, review: Review | None = None
) -> tuple[Filled, ...]:  # fmt: skip
    """Return the sections of a page that have something to say; `about` is the one that the page is about."""
    pairs = (Filled(each, tuple(_blocks(each, audit, about, review))) for each in sections(page))
    return tuple(pair for pair in pairs if pair.blocks)


def _blocks(each: Section, audit: Audit, about: tuple[Subject, ...], review: Review | None) -> Iterable[Block]:
    if each.first and review and review.comparison:
        return ()
    if each.given == "either":
        return each.blocks(audit, review)
    if each.given == "audit":
        return each.blocks(audit, *about)
    return each.blocks(review) if review else ()


def rows(pairs: Iterable[Filled]) -> Iterator[tuple[Filled, ...]]:
    """Put neighbours that take a part of the width side by side; what is left alone stands alone.

    Halves, and a larger with a smaller part, stand two a row. Thirds stand three a row, or as even as they go: four are
    two and two.
    """
    waiting: list[Filled] = []
    for pair in pairs:
        if waiting and not _fit(waiting, pair):
            yield from _even(waiting)
            waiting = []
        waiting.append(pair)
    yield from _even(waiting)


def _even(run: Sequence[Filled]) -> Iterator[tuple[Filled, ...]]:
    """Divide a run into rows that are as long as each other, the first ones longer where they cannot be."""
    number = ceil(len(run) / MOST)
    start = 0
    for place in range(number):
        end = start + ceil((len(run) - start) / (number - place))
        yield tuple(run[start:end])
        start = end


def _fit(row: Sequence[Filled], pair: Filled) -> bool:
    """Tell whether a section may stand beside others: on one side of the sheet, and with room left for it."""
    first, shares = row[0].section, {row[0].section.share, pair.section.share}
    if first.side != pair.section.side:
        return False
    return shares == {"third"} or (len(row) == 1 and shares in ({"half"}, {"more", "less"}))
