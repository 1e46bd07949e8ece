"""What key figures are read from: one quarter of one audit, with the ledger so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from debtaudit.domain.asset import Asset, Dataset, Dependency, Feature, Model, Pipeline
from debtaudit.domain.audit import Audit
from debtaudit.domain.incident import Incident, counted_once
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.measurement import Measurement
from debtaudit.graph import AuditGraph
from debtaudit.ledger.compare import Comparison, compare
from debtaudit.ledger.quarter import Quarter
from debtaudit.ledger.reading import Part
from debtaudit.ledger.snapshot import Snapshot

M = TypeVar("M", bound=Measurement)
MADE_TO_LEARN = (Model, Pipeline, Dataset, Feature)
FEW = 5
"""Below so many, single events say more than their mean."""


@dataclass(frozen=True)
class Period:
    """One quarter: its audit, what was frozen before (oldest first), and this audit's own snapshot."""

    audit: Audit
    quarter: Quarter
    snapshot: Snapshot
    earlier: tuple[Snapshot, ...] = ()

    @property
    def inventory(self) -> Inventory:
        """The inventory as known on the day of the audit."""
        return self.audit.inventory

    @cached_property
    def graph(self) -> AuditGraph:
        """The inventory as a graph."""
        return AuditGraph(self.inventory, self.audit.as_of)

    @cached_property
    def comparison(self) -> Comparison | None:
        """This quarter against the last snapshot; None where there is none."""
        return compare(self.earlier[-1], self.snapshot) if self.earlier else None

    def frozen(self, quarters: int) -> Snapshot | None:
        """Return the snapshot of so many quarters ago."""
        wanted = self.quarter.before(quarters).label
        return next((each for each in self.earlier if each.quarter.label == wanted), None)

    def holds(self, day: object, quarter: Quarter | None = None) -> bool:
        """Tell whether a day or a moment lies in the quarter, and not after the audit."""
        if isinstance(day, datetime):
            day = day.date()
        return isinstance(day, date) and (quarter or self.quarter).holds(day) and day <= self.audit.as_of

    # incidents

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        """Incidents of things that learn, each once, in order of id: a model, pipeline, dataset, feature or AI service.

        An AI service is a dependency of type external_model.
        """
        return tuple(
            sorted((each for each in counted_once(self.inventory.incidents) if self._of_ai(each)), key=lambda i: i.id)
        )

    def _of_ai(self, incident: Incident) -> bool:
        return any(_learns(self.inventory.assets.get(id_)) for id_ in incident.assets or ())

    def known_in(self, quarter: Quarter | None = None) -> tuple[Incident, ...]:
        """Return AI incidents that became known in a quarter."""
        return tuple(each for each in self.incidents if self.holds(each.known_at, quarter))

    def resolved_in(self, quarter: Quarter | None = None) -> tuple[Incident, ...]:
        """Return AI incidents that were resolved in a quarter."""
        return tuple(each for each in self.incidents if self.holds(each.resolved_at, quarter))

    @property
    def has_log(self) -> bool:
        """Whether incidents are on record at all; without a log, no incident means nothing."""
        return bool(self.inventory.incidents)

    def logged(self, quarter: Quarter) -> bool:
        """Tell whether the log of incidents had begun by the end of a quarter."""
        days = [at.date() for each in self.inventory.incidents if (at := each.known_at)]
        return bool(days) and min(days) <= quarter.last

    # models and measurements

    @cached_property
    def serving(self) -> tuple[Model, ...]:
        """Models in service, by id."""
        return tuple(each for each in self.graph.assets(Model) if self.graph.in_service(each))

    @cached_property
    def learning(self) -> tuple[Model, ...]:
        """Models in service that learn from our data; rules, and what others train, do not."""
        return tuple(each for each in self.serving if each.learns_here and applies(each, "trained_at"))

    def measured(self, kind: type[M], quarter: Quarter | None = None) -> tuple[M, ...]:
        """Return measurements of a kind whose day, or last day, lies in a quarter; oldest first."""
        found = [each for each in self.inventory.telemetry if isinstance(each, kind) and self.holds(each.day, quarter)]
        return tuple(sorted(found, key=lambda each: (each.day or date.min, each.asset)))

    def criticality(self, asset: Asset) -> int:
        """Return how much hangs on an asset, 1 to 5; 0 where nobody said."""
        return self.graph.criticality(asset) or 0


def _learns(asset: Asset | None) -> bool:
    return isinstance(asset, MADE_TO_LEARN) or (isinstance(asset, Dependency) and asset.type == "external_model")


def applies(asset: Asset, path: str) -> bool:
    """Tell whether a fact makes sense for an asset: nobody stated that it does not."""
    return not any(path == each or path.startswith(f"{each}.") for each in asset.not_applicable or ())


def number(value: object) -> float | None:
    """Return a stated number; None for what is unknown, absent or no number."""
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def added(values: Iterable[object]) -> float:
    """Add up the stated numbers among values."""
    return sum(each for value in values if (each := number(value)) is not None)


def hours(begin: datetime | object, end: datetime | object) -> float | None:
    """Return the hours between two moments; None when one is unknown, or they stand the wrong way round."""
    if not (isinstance(begin, datetime) and isinstance(end, datetime)) or end < begin:
        return None
    return (end - begin).total_seconds() / 3600


def few(events: Iterable[str]) -> tuple[str, ...]:
    """Return events themselves where they are few, else nothing."""
    found = tuple(events)
    return found if len(found) < FEW else ()


def unknown(names: Iterable[str], what: str) -> str:
    """Say for which of several things something is not known; nothing when it is for all."""
    found = sorted(names)
    shown = ", ".join(found[:FEW]) + (f" and {len(found) - FEW} more" if len(found) > FEW else "")
    return f"{what} of {len(found)} not known: {shown}." if found else ""


def share(name: str, part: int, whole: int) -> Part:
    """Return a share as a part; no value where there is nothing to share."""
    return Part(name, part / whole if whole else None, "share", whole)


def said(*sentences: str) -> str:
    """Join sentences, without the empty ones."""
    return " ".join(each for each in sentences if each)
