"""What a debt's limits mean, read from the comments beside them in its file, so that it is written down only once.

    window: int = 30  # days; catches jobs that run once a month

What stands before the semicolon is what the number counts, the rest is the reason for it. A limit that counts a share
lies in 0..1, a level of an answer in 0..4, a criticality in 1..5, and everything else is 0 or more.
"""

from __future__ import annotations

import inspect
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, fields, is_dataclass
from functools import cache
from textwrap import dedent

SHARE = re.compile(r"(share|of|severity|chance|agreement|(absolute |rank )*correlation)\b")
"""How the comment of a number begins that is never above 1."""
LEVEL, GRADE = re.compile(r"level\b|of 4\b"), re.compile(r"of 5\b")


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a debt: its value as it stands, what it counts, and why it is what it is."""

    name: str
    value: object
    counts: str
    reason: str
    whole: bool = False  # declared as a whole number; 365 may stand where a fraction would do as well

    @property
    def says(self) -> str:
        """What it counts and why, as it was written."""
        return "; ".join(part for part in (self.counts, self.reason) if part)

    @property
    def least_and_most(self) -> tuple[float, float | None]:
        """The range that the limit keeps; None: no upper end."""
        if not self.whole and SHARE.match(self.counts):
            return 0, 1
        if LEVEL.match(self.counts):
            return 0, 4
        return (1, 5) if GRADE.match(self.counts) else (0, None)

    @property
    def wanted(self) -> str:
        """What may be written for it, in words."""
        if isinstance(self.value, bool):
            return "yes or no"
        if not isinstance(self.value, (int, float)):
            return "a word, or a list of words"
        least, most = self.least_and_most
        kind = "a whole number" if self.whole else "a number"
        span = f"{least:g} or more" if most is None else f"{least:g} to {most:g}"
        return f"{kind}, {span}{f' ({self.counts})' if self.counts else ''}"

    def read(self, value: object) -> object | None:
        """Return a value in the type of this limit; None where it is of another type, or out of range."""
        if isinstance(self.value, (int, float)) and not isinstance(self.value, bool):
            return self._number(value)
        if isinstance(self.value, (tuple, frozenset)):
            words = value if isinstance(value, tuple) else (value,)
            return type(self.value)(words) if all(isinstance(each, str) for each in words) else None
        return value if type(value) is type(self.value) else None

    def _number(self, value: object) -> int | float | None:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        least, most = self.least_and_most
        in_range = least <= value and (most is None or value <= most)
        if not in_range or (self.whole and value != int(value)):
            return None
        return int(value) if self.whole else float(value)


def limits_of(limits: object) -> tuple[Limit, ...]:
    """Return the limits of a debt in the order of their declaration; none where it has none."""
    if not is_dataclass(limits) or isinstance(limits, type):
        return ()
    return tuple(_limit(each, getattr(limits, each.name), _comments(type(limits))) for each in fields(limits))


def _limit(declared: Field[object], value: object, comments: Mapping[str, str]) -> Limit:
    counts, _, reason = comments.get(declared.name, "").partition(";")
    whole = declared.type in {int, "int"} if isinstance(value, int) else False
    return Limit(declared.name, value, counts.strip(), reason.strip(), whole)


@cache
def _comments(cls: type) -> Mapping[str, str]:
    """Return the comments of a class by attribute; a comment on lines of its own goes on with the one before."""
    try:
        source = dedent(inspect.getsource(cls))
    except (OSError, TypeError):  # installed without sources
        return {}
    found: dict[str, str] = {}
    name = ""
    for token in _tokens(source):
        if token.type == tokenize.NAME and token.line.lstrip().startswith(f"{token.string}:"):
            name = token.string
        elif token.type == tokenize.COMMENT and name:
            text = token.string.lstrip("# ").partition("  #")[0]
            found[name] = f"{found.get(name, '')} {text}".strip()
    return found


def _tokens(source: str) -> Iterator[tokenize.TokenInfo]:
    return tokenize.generate_tokens(iter(source.splitlines(keepends=True)).__next__)
