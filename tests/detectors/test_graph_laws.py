"""Laws that the debts of the graph keep on any inventory, tried on thousands of small ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from debtaudit.detectors.correction_cascade import correction_cascade
from debtaudit.detectors.direct_feedback_loop import direct_feedback_loop
from debtaudit.detectors.entanglement_cace import entanglement_cace
from debtaudit.detectors.hidden_feedback_loop import hidden_feedback_loop
from debtaudit.detectors.undeclared_consumer import undeclared_consumer
from debtaudit.detectors.unmanaged_downstream_coupling import unmanaged_downstream_coupling
from debtaudit.domain.asset import Asset, Dataset, Feature, Model, System
from debtaudit.domain.debt import Debt
from debtaudit.domain.groups import Correlation
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.link import Link
from debtaudit.domain.measurement import Calls
from debtaudit.domain.verdict import Hit, Verdict
from debtaudit.graph import AuditGraph
from tests.detectors.conftest import AS_OF

DEBTS = (entanglement_cace, correction_cascade, unmanaged_downstream_coupling, undeclared_consumer,
         direct_feedback_loop, hidden_feedback_loop)  # fmt: skip

MODELS = [f"m{number}" for number in range(5)]
SYSTEMS = [f"s{number}" for number in range(3)]
DATASETS = [f"d{number}" for number in range(3)]
FEATURES = [f"f{number}" for number in range(3)]

KINDS: dict[str, tuple[list[str], list[str]]] = {
    "predicts_for": (MODELS, MODELS + SYSTEMS),
    "corrects": (MODELS, MODELS),
    "trains_on": (DATASETS, MODELS),
    "uses_feature": (FEATURES, MODELS),
    "reads": (DATASETS + MODELS, FEATURES + SYSTEMS),
    "writes": (MODELS + SYSTEMS, DATASETS),
    "influences": (MODELS + SYSTEMS, DATASETS + SYSTEMS),
}
SHAPES = (
    "f0 uses_feature m0; f0 uses_feature m1; f0 uses_feature m2",
    "f0 uses_feature m0; f1 uses_feature m0; f0 uses_feature m1; f1 uses_feature m1",
    "m0 predicts_for m1; m1 predicts_for m0",
    "m0 corrects m1; m1 corrects m2; m0 corrects m3",
    "m0 predicts_for s0; s0 influences d0; d0 trains_on m0",
    "m0 predicts_for s0; s0 influences d0; d0 trains_on m1; m1 predicts_for s1; s1 influences d1; d1 trains_on m0",
    "s0 influences s1; s1 influences s0",
)
"""Shapes that chance alone would seldom draw: hub, twins, ring, cascade, and loops."""
OWNERS = st.sampled_from([None, "red", "blue", "green"])


def maybe(values: Any) -> Any:
    return st.sampled_from([None, *values])


def links() -> Any:
    ends = [(provider, kind, consumer) for kind, both in KINDS.items() for provider in both[0] for consumer in both[1]]
    return st.sampled_from(ends).flatmap(lambda each: linking(*each))


def linking(provider: str, kind: str, consumer: str) -> Any:
    return st.builds(Link, provider=st.just(provider), consumer=st.just(consumer), kind=st.just(kind),
                     contract=maybe(["none", "schema", "tested"]), strength=maybe([0.05, 0.4, 1.0]),
                     declared=maybe([False, True]), written_as=st.just(kind))  # fmt: skip


@st.composite
def shapes(draw: Any) -> list[Link]:
    drawn = draw(st.lists(st.sampled_from(SHAPES), max_size=2, unique=True))
    return [draw(linking(*each.split())) for shape in drawn for each in shape.split("; ")]


@st.composite
def inventories(draw: Any) -> Inventory:
    status = st.sampled_from([None, "production", "production", "production", "retired", "experiment"])
    assets: list[Asset] = [
        *(Model(id=id_, owner=draw(OWNERS), status=draw(status), system=draw(maybe(SYSTEMS)),
                task=draw(maybe(["a", "b"])), access=draw(maybe(["open", "per_consumer"])),
                exploration_share=draw(maybe([0.0, 0.1]))) for id_ in MODELS),
        *(System(id=id_, owner=draw(OWNERS), type=draw(maybe(["dashboard"])), automated_actions=draw(maybe([True])),
                 influences=draw(maybe([()]))) for id_ in SYSTEMS),
        *(Dataset(id=id_, origin=draw(maybe(["model_output"])), label_process=draw(maybe(["blind"])))
          for id_ in DATASETS),
        *(Feature(id=id_, correlated_with=draw(maybe([(), (Correlation("f0", 0.9),)]))) for id_ in FEATURES),
    ]  # fmt: skip
    called = st.builds(lambda asset, by, count: Calls(asset=asset, consumer=by, count=count, at=AS_OF),
                       st.sampled_from(MODELS), st.sampled_from(SYSTEMS), st.sampled_from([5, 50]))  # fmt: skip
    drawn = [*draw(st.lists(links(), max_size=8)), *draw(shapes())]
    return inventory(assets, drawn, draw(st.lists(called, max_size=2)))


@st.composite
def couplings(draw: Any) -> Inventory:
    """One model with many consumers."""
    oversight = maybe(["every_decision"])
    systems = [System(id=f"s{number}", type=draw(maybe(["dashboard"])), human_oversight=draw(oversight),
                      automated_actions=draw(maybe([True]))) for number in range(6)]  # fmt: skip
    drawn = [draw(linking("m0", "predicts_for", system.id)) for system in systems]
    return inventory([Model(id="m0", status="production", system=draw(maybe(["s0"]))), *systems], drawn, [])


def inventory(assets: list[Asset], links: list[Link], calls: list[Calls]) -> Inventory:
    distinct = {(link.provider, link.consumer, link.kind): link for link in links if link.provider != link.consumer}
    ordered = tuple(distinct[key] for key in sorted(distinct))
    by_id = {asset.id: asset for asset in sorted(assets, key=lambda asset: asset.id)}
    return Inventory(assets=by_id, links=ordered, telemetry=tuple(calls))


def both(one: Inventory, other: Inventory) -> Inventory:
    assets = [*one.assets.values(), *other.assets.values()]
    calls = [each for each in (*one.telemetry, *other.telemetry) if isinstance(each, Calls)]
    return inventory(assets, [*one.links, *other.links], calls)


def renamed(known: Inventory, name: Callable[[str], str]) -> Inventory:
    return inventory(
        [_renamed_asset(asset, name) for asset in known.assets.values()],
        [replace(link, provider=name(link.provider), consumer=name(link.consumer)) for link in known.links],
        [replace(each, asset=name(each.asset), consumer=name(str(each.consumer))) for each in known.telemetry
         if isinstance(each, Calls)],
    )  # fmt: skip


def _renamed_asset(asset: Asset, name: Callable[[str], str]) -> Asset:
    if isinstance(asset, Model):
        return replace(asset, id=name(asset.id), system=name(str(asset.system)) if asset.system else None)
    if isinstance(asset, Feature):
        pairs = tuple(replace(each, feature=name(str(each.feature))) for each in asset.correlated_with or ())
        return replace(asset, id=name(asset.id), correlated_with=pairs if asset.correlated_with is not None else None)
    return replace(asset, id=name(asset.id))


@dataclass(frozen=True)
class Said:
    """A verdict with the ids of the assets in it, so that it can be compared across inventories."""

    kind: str
    severity: float
    words: str
    involved: tuple[str, ...]


def said(verdict: Verdict) -> Said:
    if isinstance(verdict, Hit):
        return Said("Hit", round(verdict.severity, 9), verdict.message, tuple(each.id for each in verdict.involved))
    return Said(type(verdict).__name__, 0.0, str(verdict), ())


def verdicts(debt: Debt, known: Inventory) -> dict[str, Said]:
    graph = AuditGraph(known, AS_OF)
    return {asset.id: said(debt.look(asset, graph, debt.limits)) for kind in debt.on for asset in graph.assets(kind)}


def hits(debt: Debt, known: Inventory) -> dict[str, Said]:
    return {id_: each for id_, each in verdicts(debt, known).items() if each.kind == "Hit"}


@settings(max_examples=150, deadline=None)
@given(inventories(), inventories())
def test_assets_without_a_link_to_it_change_no_verdict(known: Inventory, stranger: Inventory) -> None:
    for prefix in ("a-", "z-"):  # before and after the known ones in the order of ids
        whole = both(known, renamed(stranger, prefix.__add__))
        for debt in DEBTS:
            alone, beside = verdicts(debt, known), verdicts(debt, whole)
            assert alone == {id_: beside[id_] for id_ in alone}


@settings(max_examples=150, deadline=None)
@given(inventories())
def test_new_ids_in_the_same_order_change_only_names(known: Inventory) -> None:
    longer = renamed(known, "x-".__add__)
    for debt in DEBTS:
        before, after = verdicts(debt, known), verdicts(debt, longer)
        assert before == {
            id_.removeprefix("x-"): Said(
                each.kind, each.severity, each.words.replace("x-", ""),
                tuple(other.removeprefix("x-") for other in each.involved))
            for id_, each in after.items()
        }  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(inventories())
def test_new_ids_in_another_order_find_the_same_debts(known: Inventory) -> None:
    """The first of several equals reports a shape, so another one may; whether there is one does not change."""
    turned = renamed(known, lambda id_: f"{id_[0]}{9 - int(id_[1])}")
    for debt in DEBTS:
        assert bool(hits(debt, known)) == bool(hits(debt, turned))


@settings(max_examples=150, deadline=None)
@given(inventories())
def test_new_ids_in_another_order_leave_hubs_and_couplings_where_they_are(known: Inventory) -> None:
    def turn(id_: str) -> str:
        return f"{id_[0]}{9 - int(id_[1])}"

    for debt in (unmanaged_downstream_coupling, undeclared_consumer):
        before, after = hits(debt, known), hits(debt, renamed(known, turn))
        assert {turn(id_): each.severity for id_, each in before.items()} == {
            id_: each.severity for id_, each in after.items()
        }


@settings(max_examples=150, deadline=None)
@given(st.one_of(inventories(), couplings()), st.integers(0, 13))
def test_removing_a_link_never_creates_a_coupling_or_a_loop(known: Inventory, number: int) -> None:
    if not known.links:
        return
    number %= len(known.links)
    fewer = replace(known, links=known.links[:number] + known.links[number + 1 :])
    for debt in (unmanaged_downstream_coupling, direct_feedback_loop):
        assert set(hits(debt, fewer)) <= set(hits(debt, known))
    assert hits(hidden_feedback_loop, known) or not hits(hidden_feedback_loop, fewer)  # another member may report it
    for each, after in hits(unmanaged_downstream_coupling, fewer).items():
        assert after.severity <= hits(unmanaged_downstream_coupling, known)[each].severity


@settings(max_examples=150, deadline=None)
@given(inventories(), st.integers(0, 13))
def test_removing_a_link_never_makes_a_feature_more_shared(known: Inventory, number: int) -> None:
    if not known.links:
        return
    number %= len(known.links)
    fewer = replace(known, links=known.links[:number] + known.links[number + 1 :])
    before, after = hits(entanglement_cace, known), hits(entanglement_cace, fewer)
    assert set(after).intersection(FEATURES) <= set(before)
