"""How a key figure's file declares itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from textwrap import dedent
from typing import Literal

from debtaudit.domain.plugin import name_and_doc
from debtaudit.ledger.period import Period
from debtaudit.ledger.reading import Reading, Statistic, Unit

Better = Literal["up", "down", ""]


@dataclass(frozen=True)
class Kpi:
    """One key figure: its words (the docstring of its file), and the function that reads it from a quarter.

    `place` orders figures; `better` is the direction that is good, empty where none is; `target` is a default that the
    settings may replace (`targets:`).
    """

    slug: str
    doc: str
    place: float
    unit: Unit
    statistic: Statistic
    better: Better
    target: float | None
    read: Callable[[Period], Reading]

    @cached_property
    def name(self) -> str:
        """Its name, the first line of its documentation up to the colon."""
        return self.doc.partition(":")[0].strip()

    @cached_property
    def definition(self) -> str:
        """What is counted, in a sentence."""
        return " ".join(self.doc.partition(":")[2].partition("\n\n")[0].split())

    @cached_property
    def meaning(self) -> str:
        """How a board reads it."""
        match = re.search(r"^How to read it:\n((?:(?:    .*)?\n)+)", f"{self.doc}\n", re.MULTILINE)
        return " ".join(dedent(match[1]).split()) if match else ""


def kpi(
    place: float, unit: Unit, statistic: Statistic, *, better: Better, target: float | None = None
) -> Callable[[Callable[[Period], Reading]], Kpi]:  # fmt: skip
    """Make the decorated function its file's key figure. Slug and documentation are the file's own name and docstring.

    `place` is its number in the list of key figures that the articles name; 1.1 and 1.2 belong to the first.
    """

    def declare(read: Callable[[Period], Reading]) -> Kpi:
        slug, doc = name_and_doc(read)
        return Kpi(slug, doc, place, unit, statistic, better, target, read)

    return declare
