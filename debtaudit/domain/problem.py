"""Problems of the input are values: all of a run are reported at once, each with its place and a hint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from debtaudit.domain.facts import Place

LONGEST: Final = 400
"""Characters of a message that are shown; what it quotes may be a megabyte."""


def printable(text: str) -> str:
    """Return text in one line: what a terminal would obey rather than show is written as an escape."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with the input. `code` names its kind and stays the same from version to version."""

    file: str
    line: int
    column: int
    level: Literal["error", "warning"]
    code: str
    message: str
    hint: str = ""

    @classmethod
    def at(cls, place: Place, code: str, message: str, hint: str = "", *, warning: bool = False) -> Problem:
        """Make a problem that stands at a place, in one line whatever it quotes."""
        level: Literal["error", "warning"] = "warning" if warning else "error"
        return cls(place.file, place.line, place.column, level, code, _shown(message), _shown(hint))

    def __str__(self) -> str:
        """Write it in one line, as compilers do."""
        where = Place(self.file, self.line, self.column)
        return f"{where} {self.level}: {self.message}{f'; {self.hint}' if self.hint else ''}".lstrip()


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Pick those that stop an audit."""
    return tuple(problem for problem in problems if problem.level == "error")


def _shown(text: str) -> str:
    return printable(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
