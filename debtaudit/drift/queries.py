"""The questions to an engine, as SQL. The measures' texts are in `sql/`, each with its formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from string import Template
from typing import Final

from debtaudit.drift.engine import Side

SHOWN: Final = 12
"""Categories whose shares leave the engine: those that moved most."""
LARGEST: Final = "1.7976931348623157e308"


@cache
def _template(name: str) -> Template:
    return Template((files("debtaudit.drift") / "sql" / f"{name}.sql").read_text(encoding="utf-8"))


def numbers(column: str, cuts: Sequence[float] = ()) -> str:
    """Ask for all measures of a numeric column; with `cuts`, its values are ranked in so many parts and one more."""
    running = _template("running_in_parts" if cuts else "running").substitute(part=_part(cuts))
    return _template("numbers").substitute(x=column, running=running)


def spread(column: str, low: float, high: float) -> str:
    """Ask for the reference's standard deviation between two values."""
    return _template("spread").substitute(x=column, low=number(low), high=number(high))


def categories(column: str) -> str:
    """Ask for all measures of a column of categories."""
    return _template("categories").substitute(x=column, shown=SHOWN)


def counts(side: Side, columns: Sequence[tuple[str, bool]]) -> str:
    """Ask how many rows there are, and of each column (True: numeric) how many values, NaN and infinite ones."""
    asked = ["COUNT(*)"]
    for column, numeric in columns:
        asked.append(f"COUNT({column})")
        if numeric:
            asked += [f"COUNT(CASE WHEN isnan({column}) THEN 1 END)",
                      f"COUNT(CASE WHEN NOT isnan({column}) AND abs({column}) > {LARGEST} THEN 1 END)"]  # fmt: skip
    return f"SELECT {', '.join(asked)} FROM {side}_rows"  # noqa: S608 - names of our own


def kinds(side: Side, columns: Sequence[tuple[str, str, str]]) -> str:
    """Ask of each text how many cells are filled, and how many of them say a number, or a day."""
    asked = ", ".join(f"COUNT({each})" for three in columns for each in three)
    return f"SELECT {asked} FROM {side}_raw"  # noqa: S608 - quoted already


def number(value: float) -> str:
    """Write a number as a DOUBLE to the last digit, in parentheses for its sign."""
    return f"({value!r})" if "e" in repr(value) else f"({value!r}e0)"


def _part(cuts: Sequence[float]) -> str:
    return " + ".join(_steps(cuts)) or "0"


def _steps(cuts: Sequence[float]) -> Iterator[str]:
    for cut in cuts:
        yield f"CASE WHEN v > {number(cut)} THEN 1 ELSE 0 END"
