"""What a section yields: typed blocks of words, sums, decisions and pictures, which every format draws in its own way.

A line of text is a row of plain strings and of runs that stand out. Nothing here is markup; formats escape all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from debtaudit.report.charts.svg import Element

Tone = Literal["risk", "strong", "faint", "code"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that stands out, or leads somewhere."""

    text: str
    tone: Tone | None = None
    href: str = ""


Line = tuple[str | Run, ...]


def line(*parts: str | Run) -> Line:
    """Make a line of text."""
    return parts


def marked(text: str) -> Line:
    """Make a line of text in which what stands between backticks is code."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return (text,)
    runs = (Run(piece, "code") if place % 2 else piece for place, piece in enumerate(pieces) if piece)
    return tuple(runs)


def plain(words: Line) -> str:
    """Return a line without what makes parts of it stand out."""
    return "".join(part if isinstance(part, str) else part.text for part in words)


@dataclass(frozen=True, slots=True)
class Title:
    """What a page says above all: one sentence, and a few more below it."""

    sentence: Line
    says: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that must not be overlooked, such as a part that could not run."""

    sentence: Line
    details: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading, with a hint on how to read what follows."""

    text: str
    hint: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading below a heading."""

    text: str
    hint: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences."""

    line: Line


@dataclass(frozen=True, slots=True)
class Sum:
    """One amount with its name and the range or remark that belongs to it."""

    name: str
    amount: str
    says: str


@dataclass(frozen=True, slots=True)
class Sums:
    """A few amounts, one below the other."""

    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision to take: what to do and why, what it costs and saves, what happens meanwhile, and who does it."""

    number: str
    action: str
    why: Line
    cost: str
    days: str
    saves: str
    saves_range: str
    waits: str
    delay: str
    who: str
    href: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions in order, and what they add up to."""

    choices: tuple[Choice, ...]
    total: tuple[str, str, str, str] | None = None  # cost, days, saves, range


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its first line, and a smaller one below."""

    line: Line
    below: Line = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title; numbers are set to the right."""

    title: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under titled columns. The first cell of a row names it."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in two widths (the narrow one for telephones), and the numbers that it shows."""

    wide: Element
    narrow: Element
    numbers: Table | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: what it is, a remark below, and an amount at the end; `urgent` comes before the remark."""

    line: Line
    says: str = ""
    amount: str = ""
    urgent: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """A list of entries."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One quantity of a reckoning: the sign before it, its amount and name, and its range or what it rests on."""

    sign: str
    amount: str
    name: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How one amount comes from others, in a row: each of them, and last what they make."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One finding in a ranking: what it says in words, and the numbers to sort by."""

    anchor: str
    rank: int
    title: str
    href: str
    asset: str
    kind: str
    seen: str
    who: str
    who_href: str
    interest: str
    interest_range: str
    days: str
    pays: str
    numbers: tuple[float, float, float]  # interest, days, what it pays
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Findings under one heading, such as a lane."""

    name: str
    anchor: str
    hint: str
    rows: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Findings in groups, as one table that can be searched, narrowed and sorted; complete without that."""

    groups: tuple[Group, ...]
    teams: tuple[str, ...]
    kinds: tuple[str, ...]


Verdict = Literal["better", "worse", ""]


@dataclass(frozen=True, slots=True)
class Tile:
    """One key figure at a glance: its value, how it moved and whether that is good, its target, and its quarters."""

    name: str
    href: str
    value: str
    moved: str
    verdict: Verdict
    aim: str
    spark: Element


@dataclass(frozen=True, slots=True)
class Tiles:
    """A row of key figures."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure in full: a tile, what it counts, how far to trust it, and further numbers."""

    anchor: str
    tile: Tile
    says: str
    facts: tuple[tuple[str, Line], ...]  # each with its name
    known: bool = True
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Explorer:
    """A place where a script draws the neighbourhood of an asset that is searched for or followed to."""

    assets: int


@dataclass(frozen=True, slots=True)
class Way:
    """A neighbour on the map: its name, and its address on this page."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """One asset of the map, with what it takes from, what it gives to, and what was found on it."""

    anchor: str
    name: str
    kind: str
    says: str
    url: str
    who: str
    who_href: str
    takes: tuple[Way, ...]
    gives: tuple[Way, ...]
    gives_more: int
    found: str
    found_href: str
    unknown: int


@dataclass(frozen=True, slots=True)
class Region:
    """Assets of one kind."""

    name: str
    assets: tuple[Mapped, ...]


@dataclass(frozen=True, slots=True)
class Atlas:
    """Every asset, by kind."""

    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Onward:
    """The pages before and after this one, each with its name and address; both are empty where there is none."""

    before: tuple[str, str]
    after: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps in order."""

    steps: tuple[Line, ...]


Block = (
    Title | Notice | Heading | Subheading | Paragraph | Sums | Decisions | Table | Picture | Entries | Steps | Reckoning
    | Ranking | Onward | Explorer | Atlas | Tiles | Figure
)  # fmt: skip
