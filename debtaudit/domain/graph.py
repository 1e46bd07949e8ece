"""The questions that detectors may ask of an inventory. `debtaudit.graph` answers them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from debtaudit.domain.asset import Asset, Dataset, Feature, Model, Organisation, System, Team
from debtaudit.domain.decision import Answer
from debtaudit.domain.incident import Incident
from debtaudit.domain.link import Link, LinkKind
from debtaudit.domain.logic import Truth
from debtaudit.domain.measurement import Measurement
from debtaudit.domain.quick import quick

A = TypeVar("A", bound=Asset)
M = TypeVar("M", bound=Measurement)


@quick
@dataclass(frozen=True, slots=True)
class Reached:
    """A system that a fault on an asset reaches: weight (0 to 1) and assets of the strongest path, both ends in."""

    system: System
    weight: float
    path: tuple[str, ...]


class Graph(Protocol):
    """An inventory seen as a graph, as known on the day of the audit. Every answer is in a fixed order."""

    @property
    def as_of(self) -> date:
        """Day of the audit."""

    @property
    def organisation(self) -> Organisation:
        """The organisation."""

    # assets
    def assets(self, kind: type[A]) -> Sequence[A]:
        """All assets of a kind, by id; teams and the organisation too."""

    def asset(self, id_: str) -> Asset | None:
        """The asset of an id, or None."""

    def team(self, asset: Asset) -> Team | None:
        """The listed team that owns an asset, or None."""

    def owned(self, team: Team) -> tuple[Asset, ...]:
        """Assets that a team owns, by id."""

    def in_service(self, model: Model) -> bool | None:
        """Whether a model serves: production or shadow, or something live uses its output; None when nothing tells."""

    def home(self, asset: Asset) -> System | None:
        """A system itself; a model's stated home, else the one system that calls it directly; else None."""

    def criticality(self, asset: Asset) -> int | None:
        """Highest stated criticality among the asset's home and the systems it reaches; None when none is stated."""

    def volatility(self, asset: Asset) -> str | None:
        """low, medium or high: the asset's own, else the highest of the models it directly feeds or belongs to."""

    # links
    def links_into(self, asset: Asset, *kinds: LinkKind) -> tuple[Link, ...]:
        """Links whose consumer it is, of these kinds or all."""

    def links_out_of(self, asset: Asset, *kinds: LinkKind) -> tuple[Link, ...]:
        """Links whose provider it is, of these kinds or all."""

    def strength(self, link: Link) -> float:
        """How surely a fault passes on: stated, else the default for its place (sole, one of several, display)."""

    def crosses_teams(self, link: Link) -> bool | None:
        """Whether both ends have different owners; None when an owner is unknown."""

    def providers(self, asset: Asset, *kinds: LinkKind) -> tuple[Asset, ...]:
        """What it uses directly."""

    def consumers(self, asset: Asset, *kinds: LinkKind) -> tuple[Asset, ...]:
        """What uses it directly."""

    # sweeps over the whole graph, made once for all assets
    def reaches(self, asset: Asset) -> tuple[Reached, ...]:
        """Systems that a fault here reaches, by strongest path; heaviest first."""

    def feeds(self, asset: Asset) -> tuple[Model, ...]:
        """Models in service that lie downstream of it."""

    def feeds_service(self, asset: Asset) -> bool | None:
        """Whether it feeds a model in service; None when it has no link, or what it feeds is not known enough."""

    def upstream(self, asset: Asset) -> tuple[Asset, ...]:
        """Everything it rests on, directly or not."""

    def rests_on(self, asset: Asset, test: Callable[[Asset, Graph], Truth]) -> Truth:
        """Whether a test holds for something that it rests on; `test` is asked once of each asset, for all of them."""

    def cycle(self, asset: Asset, *kinds: LinkKind) -> tuple[Asset, ...]:
        """Members of the cycle over these kinds (or all) that it is part of, by id; empty when it is part of none."""

    def tangle(self, asset: Asset) -> tuple[Asset, ...]:
        """Members of the cycle of data and answers that it is part of, by id, without systems and the world outside."""

    def loop(self, asset: Asset, *kinds: LinkKind) -> tuple[Link, ...]:
        """Links of a shortest way from it back to itself over these kinds (or all); empty when there is none."""

    def loops(self, asset: Asset, *through: LinkKind) -> Iterator[tuple[Link, ...]]:
        """Ways from it back to itself that pass nothing twice and hold a link of these kinds; shortest first.

        Models out of service are not passed.
        """

    def taught(self, way: Iterable[Link]) -> tuple[Model, ...]:
        """Models that learn on a way, by id; those that look something up, pass it on or learn elsewhere do not."""

    def unsaid_effects(self, asset: Asset) -> tuple[Asset, ...]:
        """It and the systems it reaches of which nobody said what they change in the world; empty when that is said.

        It is said when the asset says so itself, or when each system that it reaches does.
        """

    # what belongs to a model
    def features(self, model: Model) -> tuple[Feature, ...]:
        """Features that it uses or trains on."""

    def training_data(self, model: Model) -> tuple[Dataset, ...]:
        """Datasets that it trains on, directly or as the source of its features."""

    def unsaid_inputs(self) -> tuple[Model, ...]:
        """Models that may serve and of which nobody stated a single feature or dataset, by id."""

    def learners(self, dataset: Dataset) -> tuple[Model, ...]:
        """Models, in service or not, that train on a dataset (also through features) or are judged by it."""

    def users_of(self, feature: Feature) -> tuple[Model, ...]:
        """Models in service that use a feature directly."""

    # records
    def incidents(self, asset: Asset, *, quarters: float = 4, root: bool = False) -> tuple[Incident, ...]:
        """Its incidents of the last quarters, oldest first; with `root`, those that name it first."""

    def telemetry(self, kind: type[M], asset: Asset) -> tuple[M, ...]:
        """Its measurements of a kind, oldest first."""

    def answer(self, question: str, asset: Asset) -> Answer | None:
        """The newest answer to a question about it."""

    def level(self, question: str, asset: Asset) -> int | None:
        """The maturity level (0 to 4) of the newest answer; None when unanswered, unknown or not applicable."""

    def age(self, day: object) -> float | None:
        """Days from a date to the audit; infinite for a date stated as none, None when unknown."""

    def observed_quarters(self, asset: Asset) -> float:
        """Quarters for which incidents of this asset would be on record: since the log began and it went live."""

    def incident_rate(self, *kinds: type[Asset], quarters: float) -> float | None:
        """Incidents a quarter of one asset of these kinds, on average over those that are live and have been observed.

        Counted are incidents of the last quarters that name an asset first; None where no log has been kept.
        """
