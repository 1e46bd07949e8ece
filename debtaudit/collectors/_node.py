"""What an export holds, read without trust: every step into it may lead nowhere, and every value knows its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Final

from debtaudit.collectors._collector import Export
from debtaudit.domain.facts import Place
from debtaudit.domain.problem import Problem
from debtaudit.inventory import tree

MILLISECONDS: Final = 1e11
"""Larger numbers of seconds would lie beyond the year 5000: they are milliseconds."""
LARGEST: Final = 1e18
"""Beyond this the inventory holds no number."""
FIRST, LAST = 0, 4_102_444_800  # 1970 to 2100
BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
NEXT_DOCUMENT: Final = re.compile(r"^---(?=[ \t\r\n]|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of an export and its place: `runs.json#/runs/2`, or `catalog.yaml:14`."""

    value: object
    ref: str

    def __getitem__(self, name: str) -> Node:
        """Step to what a key names; where there is nothing, the step leads to nothing."""
        if isinstance(self.value, tree.Mapping):
            at = self.value.key_at(name) if name in self.value else self.value.at
            return Node(self.value.get(name), f"{self.file}:{tree.place('', at).line}")
        inner = self.value.get(name) if isinstance(self.value, dict) else None
        return Node(inner, f"{self.ref}/{name.replace('~', '~0').replace('/', '~1')}")

    def __iter__(self) -> Iterator[Node]:
        """Yield the items of a list; anything else has none."""
        if isinstance(self.value, tree.Sequence):
            for item, at in zip(self.value, self.value.values_at, strict=True):
                yield Node(item, f"{self.file}:{tree.place('', at).line}")
        elif isinstance(self.value, list):
            for number, item in enumerate(self.value):
                yield Node(item, f"{self.ref}/{number}")

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return self.value not in (None, "", [], {})

    def entries(self) -> Iterator[tuple[str, Node]]:
        """Yield what a mapping holds, by key."""
        if isinstance(self.value, dict):
            yield from ((str(name), self[str(name)]) for name in self.value)

    @property
    def file(self) -> str:
        """The file it stands in."""
        return re.sub(r"(#/.*|#|:\d+)$", "", self.ref, flags=re.DOTALL)

    @property
    def place(self) -> Place:
        """Where it stands."""
        file, colon, line = self.ref.rpartition(":")
        return Place(file, int(line), 1) if colon and line.isdigit() and "#" not in self.ref else Place(self.ref)

    @property
    def text(self) -> str:
        """The text, or the number as text; empty where it is neither."""
        if isinstance(self.value, (int, float)) and not isinstance(self.value, bool):
            return str(self.value)
        return self.value.strip() if isinstance(self.value, str) else ""

    @property
    def number(self) -> float | None:
        """The finite number, also where it is written as text."""
        return number(self.value)

    @property
    def whole(self) -> int | None:
        """The whole number of 0 or more."""
        found = self.number
        return int(found) if found is not None and found == int(found) and found >= 0 else None

    @property
    def yes(self) -> bool | None:
        """Yes or no, where it is said."""
        if isinstance(self.value, bool):
            return self.value
        return {"true": True, "yes": True, "false": False, "no": False}.get(self.text.casefold())

    @property
    def moment(self) -> datetime | None:
        """The moment: ISO 8601, RFC 2822, or seconds or milliseconds since 1970. Without an offset it is UTC."""
        return moment(self.value)

    @property
    def day(self) -> date | None:
        """The day of the moment, in UTC."""
        found = self.moment
        return found.date() if found else None


def number(value: object) -> float | None:
    """Read a finite number, also where it is written as text."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if isfinite(found) and abs(found) <= LARGEST else None


def moment(value: object) -> datetime | None:
    """Read a moment: ISO 8601, RFC 2822, or seconds or milliseconds since 1970. Without an offset it is UTC."""
    seconds = number(value)
    if seconds is not None:
        seconds = seconds / 1000 if abs(seconds) > MILLISECONDS else seconds
        return datetime.fromtimestamp(seconds, UTC) if FIRST < seconds < LAST else None
    if not isinstance(value, str):
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(value.strip())
            found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
        if FIRST < found.timestamp() < LAST:
            return found
    return None


def decode(export: Export) -> str | Problem:
    """Return the text of a file: UTF-8, or what its first bytes say."""
    encoding = next((name for mark, name in BOMS if export.data.startswith(mark)), "utf-8")
    try:
        return export.data.decode(encoding)
    except UnicodeDecodeError as error:
        line = export.data.count(b"\n", 0, error.start) + 1
        return Problem.at(Place(export.name, line), "encoding", "this file is not UTF-8", "export it as UTF-8")


def read_json(export: Export) -> Node | Problem:
    """Read one JSON document."""
    text = decode(export)
    return text if isinstance(text, Problem) else json_text(text, export.name)


def json_text(text: str, name: str, line: int = 0) -> Node | Problem:
    """Read JSON from text; `line` counts the lines before it in its file."""
    try:
        value = json.loads(text, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        ended = error.pos >= len(text.rstrip()) or "Unterminated" in error.msg
        says = "the file ends in the middle: it is truncated" if ended else f"this is no JSON: {error.msg.lower()}"
        hint = "export it again" if ended else "is it a login page, or another format?"
        return Problem.at(Place(name, line + error.lineno, error.colno), "no-json", says, hint)
    except (RecursionError, ValueError):
        return Problem.at(Place(name, line + 1), "no-json", "this JSON is nested too deep, or holds too long a number")
    return Node(value, f"{name}#" if not line else f"{name}:{line + 1}")


def read_yaml(export: Export) -> Iterator[Node | Problem]:
    """Read the documents of a YAML file; empty ones are left out."""
    text = decode(export)
    if isinstance(text, Problem):
        yield text
        return
    starts = [0, *(found.end() for found in NEXT_DOCUMENT.finditer(text))]
    ends = [*(found.start() for found in NEXT_DOCUMENT.finditer(text)), len(text)]
    for start, end in zip(starts, ends, strict=True):
        root, problems = tree.parse("\n" * text.count("\n", 0, start) + text[start:end], export.name)
        yield from problems
        if root not in (None, ""):
            at = getattr(root, "at", 0)
            yield Node(root, f"{export.name}:{tree.place('', at).line}")
