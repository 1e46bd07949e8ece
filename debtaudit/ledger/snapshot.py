"""A snapshot: one audit, frozen at the end of a quarter. Everything that later quarters are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from debtaudit.domain.decision import State
from debtaudit.domain.risk import Band, Lane
from debtaudit.ledger.amounts import NOTHING, Amounts, total
from debtaudit.ledger.quarter import Quarter
from debtaudit.ledger.reading import Reading

FORMAT, VERSION = "debtaudit-snapshot", 1
SET_ASIDE: frozenset[State] = frozenset({"accepted", "false_positive"})
"""States of findings that are not counted as open debt."""


@dataclass(frozen=True, slots=True)
class Line:
    """One finding in the ledger.

    Its interest is what it adds to the total: of a finding whose gap `covered_by` covers already, the friction alone.
    `low` and `high` are the 80 percent interval of its own interest and `loss` what one event costs, in hundredths of
    the currency; `chance` is the probability of an event in a quarter, and `severity` the extent of the debt.
    """

    amounts: Amounts
    state: State = "open"
    lane: Lane = "later"
    band: Band = "negligible"
    low: int = 0
    high: int = 0
    loss: int = 0
    chance: float = 0.0
    severity: float = 0.0
    covered_by: str = ""

    @property
    def open(self) -> Amounts:
        """What it adds to the open debt: nothing once it is accepted or called a false positive."""
        return NOTHING if self.state in SET_ASIDE else self.amounts


@dataclass(frozen=True, slots=True)
class Scoped:
    """An asset that was audited: its kind, who owns it, and the ids that it had before."""

    kind: str
    owner: str = ""
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rescored:
    """What findings would be under the settings of an earlier snapshot, where that differs; None: not found at all."""

    settings: str  # fingerprint of those settings
    lines: Mapping[str, Line | None]


@dataclass(frozen=True)
class Snapshot:
    """One audit, frozen. Mappings are in order of their keys; findings are named `debt@asset`."""

    quarter: Quarter
    as_of: date
    organisation: str = ""
    currency: str = ""  # empty: no money was stated, and amounts are relative units
    low: int = 0  # 80 percent interval of the whole interest, in hundredths
    high: int = 0
    told: int = 0  # questions that could be told
    asked: int = 0  # questions that apply
    assets: Mapping[str, Scoped] = field(default_factory=dict)
    findings: Mapping[str, Line] = field(default_factory=dict)
    unknown: Mapping[str, int] = field(default_factory=dict)  # what to expect of each, in hundredths a quarter
    not_applicable: frozenset[str] = frozenset()
    not_run: tuple[str, ...] = ()  # debts that could not be looked for
    settings: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)  # file -> SHA-256
    readings: Mapping[str, Reading] = field(default_factory=dict)  # by key figure
    rescored: Rescored | None = None

    @property
    def whole(self) -> Amounts:
        """Everything that was found, whatever was decided about it."""
        return total(line.amounts for line in self.findings.values())

    @property
    def open(self) -> Amounts:
        """What was found and not set aside: the debt that the ledger accounts for."""
        return total(line.open for line in self.findings.values())

    @property
    def coverage(self) -> float:
        """Share of applicable questions that could be told, 0 to 1."""
        return self.told / self.asked if self.asked else 1.0

    @property
    def fingerprint(self) -> str:
        """A short name of its settings: the same settings, the same name."""
        return fingerprint(self.settings)


def fingerprint(settings: Mapping[str, str]) -> str:
    """Return a short name of settings."""
    return sha256("\n".join(f"{name}: {settings[name]}" for name in sorted(settings)).encode()).hexdigest()[:16]


def split(finding: str) -> tuple[str, str]:
    """Return debt and asset of a finding."""
    debt, _, asset = finding.partition("@")
    return debt, asset
