"""The comparison: open both sides, decide how columns are compared, ask for every measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Final

from debtaudit.domain.drift_statistics import chance
from debtaudit.domain.statistics import gamma_survival
from debtaudit.drift import queries
from debtaudit.drift.engine import Engine, Side
from debtaudit.drift.ks_chance import two_sided
from debtaudit.drift.measures import ColumnDrift, Compared, Filled, Measured, Part
from debtaudit.drift.pairing import SIDES, Pair, Wish, paired
from debtaudit.drift.source import Source

EMPTY: Final = "a side has no values"
MANY_OWN: Final = 50
"""Rows from which a column without a single repetition looks like an id."""
DENSE: Final = 2.0
"""Width of a range of whole numbers, in numbers used, up to which they look counted up."""


def compare(engine: Engine, reference: Source, current: Source, wish: Wish | None = None) -> Compared:
    """Compare all columns that both sides have.

    Raises:
        SourceError: when a side cannot be read.
        UnknownColumnError: for a wish about a column that neither side has.
    """
    opened = {"reference": engine.open("reference", reference), "current": engine.open("current", current)}
    found = paired(engine, {side: opened[side] for side in SIDES}, wish or Wish())
    for side in SIDES:
        engine.prepare(side, [pair.sql[side] for pair in found.pairs] or ["1"])
    filled = {side: _filled(engine, side, found.pairs) for side in SIDES}
    columns = tuple(
        _column(engine, f"x{at}", pair, filled["reference"][at], filled["current"][at])
        for at, pair in enumerate(found.pairs)
    )
    return Compared(columns, found.gone, found.new, found.left_out)


def _filled(engine: Engine, side: Side, pairs: Sequence[Pair]) -> tuple[Filled, ...]:
    asked = [(f"x{at}", pair.sort != "category") for at, pair in enumerate(pairs)]
    [row] = engine.rows(queries.counts(side, asked))
    return tuple(_counted(iter(row[1:]), row[0], pairs, side))


def _counted(numbers: Iterator[int], rows: int, pairs: Sequence[Pair], side: Side) -> Iterator[Filled]:
    for pair in pairs:
        values = next(numbers)
        nans, infinite = (next(numbers), next(numbers)) if pair.sort != "category" else (0, 0)
        unreadable = pair.unreadable[side]
        yield Filled(rows, rows - values - unreadable, nans, unreadable, infinite)


def _column(engine: Engine, x: str, pair: Pair, reference: Filled, current: Filled) -> ColumnDrift:
    if not reference.values or not current.values:
        return ColumnDrift(pair.name, pair.sort, reference, current)
    if pair.sort == "category":
        return _categories(engine, x, pair, reference, current)
    return _numbers(engine, x, pair, reference, current)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """One row of the answer about a numeric column, as its query names it."""

    r: int
    c: int
    smallest: float
    largest: float
    n: int
    m: int
    n_values: int
    m_values: int
    r_smallest: float
    r_largest: float
    c_smallest: float
    c_largest: float
    d: float
    area: float
    clipped: float
    low: float
    high: float
    psi: float
    js: float


def _numbers(engine: Engine, x: str, pair: Pair, reference: Filled, current: Filled) -> ColumnDrift:
    bins = [_Numbers(*row) for row in engine.rows(queries.numbers(x, engine.cuts(x, reference.rows + current.rows)))]
    found, parts = bins[0], tuple(Part(each.r, each.c, each.smallest, each.largest) for each in bins)
    measures = (
        Measured("ks", found.d, two_sided(found.d, found.n, found.m), None, own_test=True),
        _by_chance(Measured("psi", found.psi, bins=len(bins)), found),
        _wasserstein(engine, x, found),
        _by_chance(Measured("jensen_shannon", found.js, bins=len(bins)), found),
    )
    infinite = reference.infinite + current.infinite
    area = None if infinite or not isfinite(found.area) else found.area
    return ColumnDrift(pair.name, pair.sort, reference, current, measures, parts, area, _set_aside(found, pair))


def _by_chance(measured: Measured, found: _Numbers) -> Measured:
    """Add the chance that no change shows as much."""
    value, bins = measured.value or 0.0, measured.bins
    p = 1.0 if bins == 1 else chance(measured.measure, value, found.n, found.m, bins or 2)
    return Measured(measured.measure, measured.value, p, bins)


def _wasserstein(engine: Engine, x: str, found: _Numbers) -> Measured:
    """Return the clipped distance in standard deviations of the clipped reference."""
    if found.low == found.high:
        return Measured("wasserstein", None, why="the reference hardly varies, so there is no deviation to measure by")
    if not isfinite(found.high - found.low) or not isfinite(found.clipped):
        return Measured("wasserstein", None, why="more than 0.1 % of the reference is infinite")
    [[spread]] = engine.rows(queries.spread(x, found.low, found.high))
    if not spread or not isfinite(spread):
        return Measured("wasserstein", None, why="the reference's deviation is too small or too large for a number")
    return _by_chance(Measured("wasserstein", found.clipped / spread), found)


def _set_aside(found: _Numbers, pair: Pair) -> str:
    """Say why a change of the column means nothing, if it does not: time runs on, and ids are counted up."""
    if pair.sort == "time" and found.c_smallest >= found.r_largest:
        return "time runs on: the current rows come after the reference"
    own = found.n_values == found.n >= MANY_OWN and found.m_values == found.m >= MANY_OWN
    edges = (found.r_smallest, found.r_largest, found.c_smallest, found.c_largest)
    if own and all(float(edge).is_integer() for edge in edges):
        widths = (found.r_largest - found.r_smallest + 1) / found.n, (found.c_largest - found.c_smallest + 1) / found.m
        if max(widths) <= DENSE:
            return "it looks like an id: every row has a whole number of its own, counted up"
    return ""


@dataclass(frozen=True, slots=True)
class _Categories:
    """One row of the answer about a column of categories, as its query names it."""

    k: str
    r: int
    c: int
    n: int
    m: int
    n_values: int
    m_values: int
    categories: int
    rare: int
    cells: int
    chi2: float
    psi: float
    js: float


def _categories(engine: Engine, x: str, pair: Pair, reference: Filled, current: Filled) -> ColumnDrift:
    rows = [_Categories(*row) for row in engine.rows(queries.categories(x))]
    found, parts = rows[0], tuple(Part(each.r, each.c, category=each.k) for each in rows)
    rare = "every category is too rare to tell its change from chance" if found.cells < min(2, found.categories) else ""
    # The three measures speak of one table, so its test holds for all of them.
    p = None if rare else gamma_survival(found.chi2, (found.cells - 1) / 2, 0.5) if found.cells > 1 else 1.0
    v = None if rare else sqrt(found.chi2 / (found.n + found.m))
    measures = (
        Measured("chi2", v, p, found.cells, own_test=True, why=rare),
        Measured("psi", found.psi, p, found.categories, own_test=True, why=rare),
        Measured("jensen_shannon", found.js, p, found.categories, own_test=True, why=rare),
    )
    own = found.n_values == found.n >= MANY_OWN and found.m_values == found.m >= MANY_OWN
    aside = "every row has a text of its own, as ids and free text have" if own else ""
    return ColumnDrift(pair.name, pair.sort, reference, current, measures, parts, None, aside)
