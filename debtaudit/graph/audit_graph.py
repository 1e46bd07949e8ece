"""The graph that detectors ask: `Inventory` + the day of the audit -> answers to `debtaudit.domain.graph.Graph`.

What needs a look at the whole graph is in `debtaudit.graph.sweeps`.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property, wraps
from operator import attrgetter
from typing import Any, TypeVar, cast

from debtaudit.domain.asset import Asset, Dataset, Feature, Model, Organisation, System, Team, Undescribed
from debtaudit.domain.decision import Answer
from debtaudit.domain.graph import Graph, Reached
from debtaudit.domain.incident import Incident
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.link import Link, LinkKind
from debtaudit.domain.logic import Truth
from debtaudit.domain.measurement import Measurement
from debtaudit.graph.implied import SERVING, strengths, with_implied
from debtaudit.graph.loops import loops
from debtaudit.graph.neighbours import Neighbours
from debtaudit.graph.paths import FLOOR, HOP
from debtaudit.graph.reach import bits, reached
from debtaudit.graph.records import Records
from debtaudit.graph.sweeps import Sweeps

A = TypeVar("A", bound=Asset)
M = TypeVar("M", bound=Measurement)
R = TypeVar("R")

TEACHING: tuple[LinkKind, ...] = ("trains_on", "uses_feature", "writes")
"""Links by which a model learns, as against what it only looks up, passes on or mends."""
GONE = frozenset({"retired", "experiment"})
INPUTS: tuple[LinkKind, ...] = ("uses_feature", "trains_on", "reads")
_PROVIDER, _CONSUMER = attrgetter("provider"), attrgetter("consumer")
SPEED = {"low": 0, "medium": 1, "high": 2}


def per_asset(look: Callable[[AuditGraph, A], R]) -> Callable[[AuditGraph, A], R]:
    """Answer a question about an asset once: several detectors ask it, and so does the price."""
    name = look.__name__

    @wraps(look)
    def told(self: AuditGraph, asset: A) -> R:
        known: dict[str, R] = self._told[name]
        if asset.id not in known:
            known[asset.id] = look(self, asset)
        return known[asset.id]

    return told


class AuditGraph:
    """An inventory seen as a graph on one day, nodes numbered in order of id; `hop` and `floor` as in `strongest`.

    `known` says that the inventory is what was known on that day already.
    """

    def __init__(
        self, inventory: Inventory, as_of: date, hop: float = HOP, floor: float = FLOOR, *, known: bool = False
    ) -> None:
        self.hop, self.floor = hop, floor
        self.inventory = inventory = inventory if known else inventory.known_at(as_of)
        self._as_of = as_of
        self._nodes: tuple[Asset, ...] = tuple(inventory.assets.values())
        self._number = {asset.id: number for number, asset in enumerate(self._nodes)}
        self._links = with_implied(inventory)
        self._strength = dict(zip(map(id, self._links), strengths(self._links, inventory.assets), strict=True))
        systems = [number for number, asset in enumerate(self._nodes) if isinstance(asset, System)]
        self._sweeps = Sweeps(self._number, self._links, self.strength, systems, hop, floor)
        self._before = Neighbours(self._links, inventory.assets, _CONSUMER, _PROVIDER)
        self._after = Neighbours(self._links, inventory.assets, _PROVIDER, _CONSUMER)
        self._owner = {asset.id: asset.owner for asset in self._nodes}
        self._live_inside: dict[int, set[str]] = {}  # by component: what may be in service of it
        self._told: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        self._rests: dict[Callable[[Asset, Graph], Truth], tuple[frozenset[int], frozenset[int]]] = {}
        self._records = Records(inventory, as_of)

    @property
    def as_of(self) -> date:
        return self._as_of

    @property
    def organisation(self) -> Organisation:
        return self.inventory.organisation

    @property
    def links(self) -> tuple[Link, ...]:
        """All links, stated and implied, by provider, consumer and kind."""
        return self._links

    # assets

    @cached_property
    def _by_kind(self) -> dict[type[Asset], tuple[Asset, ...]]:
        found: dict[type[Asset], list[Asset]] = {}
        for asset in self._nodes:
            found.setdefault(type(asset), []).append(asset)
        found[Team] = list(self.inventory.teams.values())
        found[Organisation] = [self.organisation]
        return {kind: tuple(assets) for kind, assets in found.items()}

    def assets(self, kind: type[A]) -> Sequence[A]:
        return cast("Sequence[A]", self._by_kind.get(kind, ()))

    def asset(self, id_: str) -> Asset | None:
        return self.inventory.assets.get(id_)

    def team(self, asset: Asset) -> Team | None:
        return asset if isinstance(asset, Team) else self.inventory.teams.get(asset.owner or "")

    def owned(self, team: Team) -> tuple[Asset, ...]:
        return self._owned.get(team.id, ())

    @cached_property
    def _owned(self) -> dict[str, tuple[Asset, ...]]:
        found: dict[str, list[Asset]] = {}
        for asset in self._nodes:
            found.setdefault(asset.owner or "", []).append(asset)
        return {owner: tuple(assets) for owner, assets in found.items()}

    def in_service(self, model: Model) -> bool | None:
        return self._in_service[model.id]

    @cached_property
    def _in_service(self) -> dict[str, bool | None]:
        return {model.id: self._serves(model) for model in self.assets(Model)}

    def _serves(self, model: Model) -> bool | None:
        if model.status in {"production", "shadow"}:
            return True
        if model.status == "retired":
            return False
        links = self.links_out_of(model, *SERVING)
        if model.status == "experiment":  # to name the system that it is meant for is no use of it
            links = tuple(link for link in links if link.written_as != "system")
        if any(_live(self.inventory.assets[link.consumer]) for link in links):
            return True
        return None if model.status is None else False

    @per_asset
    def home(self, asset: Asset) -> System | None:
        if isinstance(asset, System):
            return asset
        stated = self.asset(getattr(asset, "system", None) or "")
        if isinstance(stated, System):
            return stated
        if not isinstance(asset, Model):
            return None
        callers = [each for each in self.consumers(asset, *SERVING) if isinstance(each, System)]
        return callers[0] if len(callers) == 1 else None

    @per_asset
    def criticality(self, asset: Asset) -> int | None:
        grades = [each.system.criticality for each in self.reaches(asset)]  # the home system is among them
        return max([each for each in grades if isinstance(each, int)], default=None)

    @per_asset
    def volatility(self, asset: Asset) -> str | None:
        own = getattr(asset, "volatility", None)
        if isinstance(own, str):
            return own
        near = [each for each in (*self.consumers(asset), *self.providers(asset)) if isinstance(each, Model)]
        known = [each.volatility for each in near if isinstance(each.volatility, str)]
        return max(known, key=SPEED.__getitem__, default=None)

    # links

    def links_into(self, asset: Asset, *kinds: LinkKind) -> tuple[Link, ...]:
        return self._before.links(asset.id, kinds)

    def links_out_of(self, asset: Asset, *kinds: LinkKind) -> tuple[Link, ...]:
        return self._after.links(asset.id, kinds)

    def strength(self, link: Link) -> float:
        return self._strength[id(link)]

    def crosses_teams(self, link: Link) -> bool | None:
        ours, theirs = self._owner[link.provider], self._owner[link.consumer]
        return ours != theirs if ours and theirs else None

    def providers(self, asset: Asset, *kinds: LinkKind) -> tuple[Asset, ...]:
        return self._before.ends(asset.id, kinds)

    def consumers(self, asset: Asset, *kinds: LinkKind) -> tuple[Asset, ...]:
        return self._after.ends(asset.id, kinds)

    # sweeps

    @cached_property
    def _feeds(self) -> tuple[list[int], tuple[Model, ...]]:
        serving = tuple(model for model in self.assets(Model) if self.in_service(model))
        return reached(
            self._sweeps.successors, [self._number[model.id] for model in serving], self._sweeps.parts
        ), serving

    @per_asset
    def reaches(self, asset: Asset) -> tuple[Reached, ...]:
        number = self._number.get(asset.id)
        if number is None:
            return ()
        home = self.home(asset)
        found = []
        for target, weight, _ in self._sweeps.paths.of(number):
            system = cast("System", self._nodes[target])
            path = tuple(self._nodes[each].id for each in self._sweeps.paths.path(number, target))
            found.append(Reached(system, 1.0 if system is home else weight, path))
        if home and all(each.system is not home for each in found):
            found.append(Reached(home, 1.0, (asset.id, home.id)))
        return tuple(sorted(found, key=lambda each: (-each.weight, each.system.id)))

    def feeds(self, asset: Asset) -> tuple[Model, ...]:
        number = self._number.get(asset.id)
        if number is None:
            return ()
        rows, serving = self._feeds
        known = self._fed.get(rows[number])
        if known is None:
            known = self._fed[rows[number]] = tuple(serving[bit] for bit in bits(rows[number]))
        return known

    @cached_property
    def _fed(self) -> dict[int, tuple[Model, ...]]:
        """The models of each row, told once: whole neighbourhoods feed the same."""
        return {}

    @per_asset
    def feeds_service(self, asset: Asset) -> bool | None:
        number = self._number.get(asset.id)
        if number is None or not (self.links_into(asset) or self.links_out_of(asset)):
            return None
        if self._feeds[0][number]:
            return True
        return None if self._feeds_unknown[number] else False

    @cached_property
    def _feeds_unknown(self) -> list[int]:
        """Rows of the models downstream of which nobody knows whether they serve, and of assets nobody described."""
        unknown = [model for model in self.assets(Model) if self.in_service(model) is None]
        columns = [self._number[each.id] for each in (*unknown, *self.assets(Undescribed))]
        return reached(self._sweeps.successors, columns, self._sweeps.parts)

    def upstream(self, asset: Asset) -> tuple[Asset, ...]:
        number = self._number.get(asset.id)
        return () if number is None else tuple(self._nodes[each] for each in self._sweeps.upstream(number))

    def rests_on(self, asset: Asset, test: Callable[[Asset, Graph], Truth]) -> Truth:
        number = self._number.get(asset.id)
        if number is None:
            return False
        if test not in self._rests:
            said = [test(each, self) for each in self._nodes]
            holds, open_ = ([at for at, truth in enumerate(said) if truth is which] for which in (True, None))
            self._rests[test] = self._sweeps.downstream_of(holds), self._sweeps.downstream_of(open_)
        below, perhaps = self._rests[test]
        return True if number in below else (None if number in perhaps else False)

    def cycle(self, asset: Asset, *kinds: LinkKind) -> tuple[Asset, ...]:
        number = self._number.get(asset.id)
        if number is None:
            return ()
        parts = self._sweeps.parts_over(frozenset(kinds)) if kinds else self._sweeps.parts
        members = parts.members[parts.of[number]]
        return tuple(self._nodes[each] for each in members) if len(members) > 1 or number in parts.looped else ()

    def tangle(self, asset: Asset) -> tuple[Asset, ...]:
        number = self._number.get(asset.id)
        members = self._sweeps.tangles.members[self._sweeps.tangles.of[number]] if number is not None else []
        return tuple(self._nodes[each] for each in members) if len(members) > 1 else ()

    def loops(self, asset: Asset, *through: LinkKind) -> Iterator[tuple[Link, ...]]:
        number = self._number.get(asset.id)
        if number is None or not self._sweeps.kinds_inside(number).intersection(through):
            return iter(())
        part = self._sweeps.parts.of[number]
        inside = self._live_inside.get(part)
        if inside is None:
            members = (each.id for each in self.cycle(asset))
            inside = self._live_inside[part] = {id_ for id_ in members if self._in_service.get(id_) is not False}
        return loops(asset.id, lambda id_: self._after.links(id_, ()), inside, through)

    def taught(self, way: Iterable[Link]) -> tuple[Model, ...]:
        found = {link.consumer: self.inventory.assets[link.consumer] for link in way if link.kind in TEACHING}
        return tuple(each for _, each in sorted(found.items()) if isinstance(each, Model) and each.learns_here)

    def loop(self, asset: Asset, *kinds: LinkKind) -> tuple[Link, ...]:
        if not self.cycle(asset):
            return ()
        came_by: dict[str, Link] = {}
        rest = deque([asset.id])
        while rest:
            here = rest.popleft()
            for link in self._after.links(here, kinds):
                if link.consumer not in came_by:
                    came_by[link.consumer] = link
                    rest.append(link.consumer)
                if link.consumer == asset.id:
                    return _traced(came_by, asset.id)
        return ()

    @per_asset
    def unsaid_effects(self, asset: Asset) -> tuple[Asset, ...]:
        if self._says_effects(asset):
            return ()
        others = [each.system for each in self.reaches(asset) if each.system is not asset]
        silent = [each for each in others if each.id not in self._outspoken]
        return () if others and not silent else (asset, *silent)

    @cached_property
    def _outspoken(self) -> frozenset[str]:
        """Ids of the systems of which somebody said what they change in the world."""
        return frozenset(each.id for each in self.assets(System) if self._says_effects(each))

    def _says_effects(self, asset: Asset) -> bool:
        return getattr(asset, "influences", None) is not None or bool(self.links_out_of(asset, "influences"))

    # what belongs to a model

    @per_asset
    def features(self, model: Model) -> tuple[Feature, ...]:
        used = self.providers(model, *INPUTS)
        return tuple(each for each in used if isinstance(each, Feature))

    @per_asset
    def training_data(self, model: Model) -> tuple[Dataset, ...]:
        direct = self.providers(model, "trains_on")
        behind = (source for feature in self.features(model) for source in self.providers(feature))
        found = {each.id: each for each in (*direct, *behind) if isinstance(each, Dataset)}
        return tuple(found[id_] for id_ in sorted(found))

    @per_asset
    def users_of(self, feature: Feature) -> tuple[Model, ...]:
        users = self.consumers(feature, *INPUTS)
        return tuple(each for each in users if isinstance(each, Model) and self.in_service(each))

    def unsaid_inputs(self) -> tuple[Model, ...]:
        return self._unsaid_inputs

    @cached_property
    def _unsaid_inputs(self) -> tuple[Model, ...]:
        serving = (model for model in self.assets(Model) if self.in_service(model) is not False)
        return tuple(model for model in serving if model.uses is None and not self.links_into(model, *INPUTS))

    def learners(self, dataset: Dataset) -> tuple[Model, ...]:
        return self._learners.get(dataset.id, ())

    @cached_property
    def _learners(self) -> dict[str, tuple[Model, ...]]:
        found: dict[str, list[Model]] = {}
        for model in self.assets(Model):
            for id_ in {*(each.id for each in self.training_data(model)), str(model.evaluation.dataset or "")}:
                found.setdefault(id_, []).append(model)
        return {id_: tuple(models) for id_, models in found.items()}

    # records

    def incidents(self, asset: Asset, *, quarters: float = 4, root: bool = False) -> tuple[Incident, ...]:
        return self._records.recent(asset, quarters, root=root)

    def telemetry(self, kind: type[M], asset: Asset) -> tuple[M, ...]:
        return cast("tuple[M, ...]", self._records.telemetry.get((asset.id, kind.kind), ()))

    def answer(self, question: str, asset: Asset) -> Answer | None:
        return self._records.answers.get((question, asset.id))

    def level(self, question: str, asset: Asset) -> int | None:
        answer = self.answer(question, asset)
        return int(answer.level) if answer and answer.level and answer.level.isdigit() else None

    def age(self, day: object) -> float | None:
        return self._records.age(day)

    def observed_quarters(self, asset: Asset) -> float:
        return self._records.observed_quarters(asset)

    def incident_rate(self, *kinds: type[Asset], quarters: float) -> float | None:
        live = (each for kind in kinds for each in self.assets(kind) if getattr(each, "status", None) not in GONE)
        return self._records.rate(kinds, live, quarters)


def _live(asset: Asset) -> bool:
    return getattr(asset, "status", None) not in {"retired", "deprecated", "experiment"}


def _traced(came_by: dict[str, Link], end: str) -> tuple[Link, ...]:
    way = [came_by[end]]
    while way[-1].provider != end:
        way.append(came_by[way[-1].provider])
    return tuple(reversed(way))
