"""The inventory: everything that was stated, each statement with its source, date and place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from debtaudit.domain.asset import Asset, Organisation, Team
from debtaudit.domain.decision import Answer, Decision, Estimate
from debtaudit.domain.facts import Place
from debtaudit.domain.history import Earlier, as_it_was, standing
from debtaudit.domain.incident import Incident
from debtaudit.domain.link import Link
from debtaudit.domain.measurement import Measurement
from debtaudit.domain.problem import Problem

SourceKind = Literal["hand", "collector", "questionnaire"]


@dataclass(frozen=True, slots=True)
class Source:
    """Who stated something: people by hand, a collector, or the questionnaire; and on which day."""

    kind: SourceKind = "hand"
    name: str = ""
    at: date | None = None
    refs: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Where facts stand in the tool they were taken from: `{"order-intent.trained_at": "mlruns/4/meta.yaml"}`."""
    stale: tuple[str, ...] = ()
    """Ids that were there before and are gone from the tool."""
    gone_since: date | None = None
    """Since when the tool, or its export, cannot be read."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one fact comes from: its place in the inventory, and in the tool (`ref`) where a tool brought it."""

    place: Place
    source: Source
    ref: str = ""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was read, and the SHA-256 of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True)
class Inventory:
    """One organisation's inventory, merged from all its files: assets in order of id, the rest in order of place."""

    organisation: Organisation = field(default_factory=Organisation)
    teams: Mapping[str, Team] = field(default_factory=dict)
    assets: Mapping[str, Asset] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    incidents: tuple[Incident, ...] = ()
    telemetry: tuple[Measurement, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    decisions: tuple[Decision, ...] = ()
    answers: tuple[Answer, ...] = ()
    history: tuple[Earlier, ...] = ()
    problems: tuple[Problem, ...] = ()
    files: tuple[InputFile, ...] = ()
    origin: Callable[[str, str], Origin | None] = field(default=lambda _asset, _fact: None, compare=False)
    """Where a fact of an asset was stated: `origin("order-intent", "monitoring.data_drift")`."""

    def known_at(self, as_of: date) -> Inventory:
        """Return what was known on a day: facts as they were then, without what came later.

        Later incidents, measurements, decisions and answers are left out, and so are assets and links that begin later.
        """
        then = self._as_it_was(as_of)
        later = {id_ for id_, asset in then.assets.items() if _later(_began(asset), as_of)}
        return replace(
            then,
            assets={id_: asset for id_, asset in then.assets.items() if id_ not in later} if later else then.assets,
            links=tuple(
                each for each in self.links if not (_later(each.since, as_of) or {each.provider, each.consumer} & later)
            ),
            incidents=tuple(i for i in self.incidents if (at := i.known_at) is None or at.date() <= as_of),
            telemetry=tuple(m for m in self.telemetry if (day := m.day) is None or day <= as_of),
            estimates=tuple(e for e in self.estimates if not _later(e.at, as_of)),
            decisions=tuple(d for d in self.decisions if not _later(d.decided_at, as_of)),
            answers=tuple(a for a in self.answers if not _later(a.at, as_of)),
        )

    def _as_it_was(self, as_of: date) -> Inventory:
        """Return the same assets with the facts of a day."""
        then = standing(self.history, as_of)
        if not then:
            return self
        entries, where = then.values(), self.origin
        own = self.organisation.id

        def origin(asset: str, fact: str) -> Origin | None:
            entry = then.get((asset, fact))
            return Origin(entry.place, Source()) if entry else where(asset, fact)

        return replace(
            self, assets=as_it_was(self.assets, entries), teams=as_it_was(self.teams, entries),
            organisation=as_it_was({own: self.organisation}, entries)[own], origin=origin,
        )  # fmt: skip


def _later(day: object, as_of: date) -> bool:
    return isinstance(day, date) and day > as_of


def _began(asset: Asset) -> object:
    """Return since when an asset is in use, or else when work on it began."""
    return asset.since or getattr(asset, "created_at", None)
