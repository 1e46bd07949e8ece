"""Findings: one debt on one asset, with what it rests on; and what could not be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from debtaudit.domain.asset import Asset
from debtaudit.domain.debt import Debt
from debtaudit.domain.decision import Decision, State
from debtaudit.domain.facts import Place
from debtaudit.domain.problem import Problem
from debtaudit.domain.quick import quick
from debtaudit.domain.risk import Range, Risk


@quick
@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement that a finding rests on: what it says and where it stands.

    `kind` is the sort of record: fact, link, telemetry, incident, answer, or claim (an answer without evidence).
    """

    fact: str
    value: str
    place: Place
    kind: str = "fact"


@quick
@dataclass(frozen=True, slots=True)
class Finding:
    """One debt on one asset. The id is the same from run to run."""

    debt: Debt
    asset: Asset
    severity: float
    message: str
    evidence: tuple[Evidence, ...] = ()
    involved: tuple[Asset, ...] = ()

    @property
    def id(self) -> str:
        """Debt and asset: `undeclared-consumer@order-intent`."""
        return f"{self.debt.slug}@{self.asset.id}"


class Gap(NamedTuple):
    """A debt that cannot be told for an asset: the facts that would tell."""

    debt: Debt
    asset: Asset
    facts: tuple[str, ...]


class OpenQuestion(NamedTuple):
    """A gap, priced: the interest to expect while nobody knows, and what finding out is worth a minute of asking."""

    gap: Gap
    interest: float
    value_of_finding_out: float


class Excluded(NamedTuple):
    """A debt that makes no sense for an asset, and why."""

    debt: Debt
    asset: Asset
    reason: str


@dataclass(frozen=True, slots=True)
class NotRun:
    """A debt that was not looked for because its file failed: never the same as clean."""

    debt: str
    error: str


@dataclass(frozen=True, slots=True)
class Detected:
    """Everything that the detectors said, sorted by debt and asset; of verdicts without a finding their number."""

    findings: tuple[Finding, ...] = ()
    gaps: tuple[Gap, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    clean_by_debt: tuple[tuple[str, int], ...] = ()
    contradictions: tuple[Problem, ...] = ()

    @property
    def clean(self) -> int:
        """Verdicts that say clean, over all debts."""
        return sum(count for _slug, count in self.clean_by_debt)

    @property
    def coverage(self) -> float:
        """Share of applicable questions that could be told, 0..1; 1 where nothing applies."""
        told = len(self.findings) + self.clean
        return told / (told + len(self.gaps)) if told + len(self.gaps) else 1.0


@quick
@dataclass(frozen=True, slots=True)
class Item:
    """A finding in the backlog: its rank, its price, and what was decided about it."""

    rank: int
    finding: Finding
    risk: Risk
    state: State = "open"
    decision: Decision | None = None
    incidents: tuple[str, ...] = ()
    overlaps: str = ""  # id of the finding whose event loss already covers this one
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The finding's id."""
        return self.finding.id


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over a backlog. The range of a sum is drawn, never added up from the ends."""

    interest: Range  # of every finding, whatever was decided about it
    principal_days: float
    principal_cost: float
    engineering: float = 0.0  # of the interest, carrying cost and response
    business: float = 0.0  # of the interest, revenue, support and penalties
    undecided: float = 0.0  # of the interest, what nobody accepted or called a false positive
    cost_of_delay: float = 0.0  # for the coming quarter
