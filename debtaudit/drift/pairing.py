"""How a column is compared: as numbers, as times or as categories, after what both sides say it holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from debtaudit.drift import queries
from debtaudit.drift.engine import MISSING_WORDS, Column, Engine, Side
from debtaudit.drift.measures import Sort

MOSTLY: Final = 0.9
"""Share of the filled cells that must say a number, or a day, for text to be read so; the rest is unreadable."""
TEXTUAL: Final = ("cell", "text")
SIDES: Final[tuple[Side, Side]] = ("reference", "current")


@dataclass(frozen=True, slots=True)
class Wish:
    """Columns that users want compared, all by default, and how."""

    only: Collection[str] = ()
    numbers: Collection[str] = ()
    categories: Collection[str] = ()
    weighted: Collection[str] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All columns that are named."""
        return (*self.only, *self.numbers, *self.categories, *self.weighted)


class UnknownColumnError(LookupError):
    """A wish names a column that neither side has; `known` are those there are."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = known


@dataclass(frozen=True, slots=True)
class Kinds:
    """Of the cells of one text column of one side: how many are filled, say a number, or say a day."""

    filled: int = 0
    numbers: int = 0
    times: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """One column of both sides: how it is compared, and the SQL that reads it so. Unreadable cells are counted."""

    name: str
    sort: Sort
    sql: Mapping[Side, str] = field(default_factory=dict)
    unreadable: Mapping[Side, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paired:
    """All columns of two sides."""

    pairs: tuple[Pair, ...]
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


Columns = Mapping[Side, Mapping[str, Column]]
Found = Mapping[Side, Mapping[str, Kinds]]


def paired(engine: Engine, opened: Mapping[Side, Sequence[Column]], wish: Wish) -> Paired:
    """Decide for every column that both sides have; what cannot be compared is left out with its reason.

    Raises:
        UnknownColumnError: for a wish about a column that neither side has.
    """
    columns: Columns = {side: {each.name: each for each in opened[side]} for side in SIDES}
    reference, current = (columns[side] for side in SIDES)
    for name in wish.names:
        if name not in reference and name not in current:
            raise UnknownColumnError(name, [*reference, *current])
    wanted = [name for name in reference if not wish.only or name in wish.only]
    common = [name for name in wanted if name in current]
    odd = {name: _odd(reference[name], current[name]) for name in common}
    fine = [name for name in common if not odd[name]]
    found = {side: _kinds(engine, side, [columns[side][name] for name in fine]) for side in SIDES}
    return Paired(
        tuple(_pair(engine, name, columns, found, wish) for name in fine),
        tuple(name for name in wanted if name not in current),
        tuple(name for name in current if name not in reference and (not wish.only or name in wish.only)),
        tuple((name, why) for name, why in odd.items() if why),
    )


def _odd(reference: Column, current: Column) -> str:
    for column in (reference, current):
        if column.sort == "other":
            return f"nothing is known to compare values of type {column.type} by"
    if {reference.sort, current.sort} == {"number", "time"}:
        return f"its type has changed from {reference.type} to {current.type}"
    return ""


def _kinds(engine: Engine, side: Side, columns: Sequence[Column]) -> Mapping[str, Kinds]:
    texts = [each for each in columns if each.sort in TEXTUAL]
    if not texts:
        return {}
    asked = []
    for column in texts:
        filled = _filled(engine, column)
        asked.append((filled, engine.number_in(filled), engine.seconds_in(filled)))
    [row] = engine.rows(queries.kinds(side, asked))
    return {column.name: Kinds(*row[3 * at : 3 * at + 3]) for at, column in enumerate(texts)}


def _filled(engine: Engine, column: Column) -> str:
    """Return a column as SQL; words that mean "nothing" in a CSV become NULL."""
    quoted = engine.quoted(column.name)
    if column.sort != "cell":
        return quoted
    words = ", ".join(f"'{word}'" for word in MISSING_WORDS)
    return f"CASE WHEN {quoted} NOT IN ({words}) THEN {quoted} END"


def _pair(engine: Engine, name: str, columns: Columns, found: Found, wish: Wish) -> Pair:
    both = {side: columns[side][name] for side in SIDES}
    sort = _sort(name, both, found, wish)
    single = any(each.single for each in both.values())
    sql = {side: _sql(engine, column, sort, single=single) for side, column in both.items()}
    unreadable = {side: _unreadable(found[side].get(name), sort) for side in SIDES}
    return Pair(name, sort, sql, unreadable)


def _sort(name: str, both: Mapping[Side, Column], found: Found, wish: Wish) -> Sort:
    """Follow the wish, then the type; text of a CSV, or beside numbers, is what nine tenths of the reference say."""
    sorts = [both[side].sort for side in SIDES]
    if name in wish.categories or (name not in wish.numbers and "truth" in sorts):
        return "category"
    if name in wish.numbers or ("number" in sorts and not _is_words(name, both, found, "numbers")):
        return "number"
    if "time" in sorts and not _is_words(name, both, found, "times"):
        return "time"
    if "cell" in sorts:
        return next((sort for sort, kind in _READ_AS if not _is_words(name, both, found, kind)), "category")
    return "category"


_READ_AS: Final[tuple[tuple[Sort, str], ...]] = (("number", "numbers"), ("time", "times"))


def _is_words(name: str, both: Mapping[Side, Column], found: Found, kind: str) -> bool:
    """Tell whether the text of the first side that has any says something else than numbers, or days."""
    for side in SIDES:
        kinds = found[side].get(name)
        if kinds and kinds.filled:
            return int(getattr(kinds, kind)) < MOSTLY * kinds.filled
        if kinds is None and both[side].sort not in TEXTUAL:
            return False
    return True


def _sql(engine: Engine, column: Column, sort: Sort, *, single: bool) -> str:
    filled = _filled(engine, column)
    if sort == "category":
        return f"CAST({filled} AS STRING)"
    if sort == "time":
        return engine.seconds_in(filled) if column.sort in TEXTUAL else engine.seconds_of(filled, column.type)
    value = engine.number_in(filled) if column.sort in TEXTUAL else filled
    # One side in half the precision would look like drift of every digit that the other has more.
    value = f"CAST({value} AS FLOAT)" if single else value
    return f"CAST({value} AS DOUBLE)"


def _unreadable(kinds: Kinds | None, sort: Sort) -> int:
    if kinds is None or sort == "category":
        return 0
    return kinds.filled - (kinds.numbers if sort == "number" else kinds.times)
