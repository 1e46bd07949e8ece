"""A debt: what its file declares about it. One file a debt, one debt a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from textwrap import dedent
from typing import Any, Literal

from debtaudit.domain.asset import Asset
from debtaudit.domain.graph import Graph
from debtaudit.domain.verdict import Verdict

Category = Literal[
    "data", "model", "configuration", "evaluation", "pipeline", "serving", "infrastructure", "monitoring",
    "reproducibility", "governance", "process",
]  # fmt: skip
Dimension = Literal["data", "model", "configuration", "evaluation", "other"]
LossClass = Literal["silent", "wrong_handling", "outage", "effort_or_duty"]

SECTIONS = ("Why it is debt", "If it waits", "Source", "Fix", "False alarms", "Example", "Instead")


@dataclass(frozen=True, slots=True)
class Days:
    """Effort of one repair in engineer-days: at best, most likely, at worst."""

    low: float
    likely: float
    high: float

    @property
    def mean(self) -> float:
        """Mean after PERT: (low + 4 likely + high) / 6."""
        return (self.low + 4 * self.likely + self.high) / 6

    def times(self, ratio: float) -> Days:
        """Return the same effort, so many times as large."""
        return Days(self.low * ratio, self.likely * ratio, self.high * ratio)


@dataclass(frozen=True, slots=True)
class Overlap:
    """A group of debts that describe one gap, and this debt's place in it: the first present is the parent."""

    group: str
    place: int


@dataclass(frozen=True)
class Debt:
    """One debt: its words, its economics (all defaults to calibrate), and the function that looks for it."""

    slug: str
    doc: str
    on: tuple[type[Asset], ...]
    category: Category
    dimension: Dimension
    prior_rate: float  # loss events a quarter at severity 1, before any history
    growth: float  # growth of the interest a quarter when nothing is done
    effort: Days  # for one asset
    loss: LossClass
    severity: tuple[float, float]  # least and most that a hit can have
    questions: tuple[str, ...]  # that would tell when the facts do not
    limits: Any
    look: Callable[[Any, Graph, Any], Verdict]
    change_driven: bool = False  # loss comes with a change, so the change rate counts
    overlap: Overlap | None = None
    touches_rights: bool = False  # safety, rights or licence are at stake
    after: tuple[str, ...] = ()  # debts on the same asset whose repair this one's rests on
    rate_ratio: float = 1.0  # times the events that the catalogue expects, fitted to incidents
    pseudo_quarters: float = 0.0  # quarters of history that its prior is worth; 0: as the policy says
    effort_ratio: float = 1.0  # times the estimate that its repairs take

    @cached_property
    def name(self) -> str:
        """Its name, the first line of its documentation up to the colon."""
        return self.doc.partition(":")[0].strip()

    @cached_property
    def definition(self) -> str:
        """What it is, in a sentence."""
        return " ".join(self.doc.partition(":")[2].partition("\n\n")[0].split())

    def section(self, title: str) -> str:
        """Return one section of the documentation, without its indent; empty where there is none."""
        match = re.search(rf"^{re.escape(title)}:\n((?:(?:    .*)?\n)+)", f"{self.doc}\n", re.MULTILINE)
        return dedent(match[1]).strip("\n") if match else ""

    @cached_property
    def remediation(self) -> tuple[str, ...]:
        """The steps of the fix, in order."""
        lines = " ".join(self.section("Fix").split())
        return tuple(step.strip() for step in lines.split("- ") if step.strip())

    @cached_property
    def if_it_waits(self) -> str:
        """What happens when nobody repays it, in a sentence."""
        return " ".join(self.section("If it waits").split())
