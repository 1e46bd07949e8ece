from __future__ import annotations

import pytest

from debtaudit.detectors.unrepresentative_training_data import Limits, unrepresentative_training_data
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph
from tests.detectors.conftest import graph_of


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [model] = graph.assets(Model)
    return unrepresentative_training_data.look(model, graph, limits or Limits())


def shop(served: str = "[europe, north-america, asia]", learned: str = "[europe, north-america]", model: str = "",
         more: str = "") -> AuditGraph:  # fmt: skip
    return graph_of(
        f"systems: [{{id: shop, served_population: {served}, calls: [m]}}]\n"
        f"models: [{{id: m, status: production, trains_on: [clicks]{model}}}]\n"
        f"datasets: [{{id: clicks, population: {learned}}}]\n{more}"
    )


def test_a_group_that_is_served_and_was_never_learned_counts_twice_its_share() -> None:
    said = look(shop())
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(2 / 3)
    assert "it serves asia" in said.message
    assert [each.id for each in said.involved] == ["clicks", "shop"]


def test_two_of_three_groups_are_as_severe_as_can_be() -> None:
    said = look(shop(learned="[europe]"))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(1.0)


def test_one_group_of_many_is_mild() -> None:
    groups = [f"country-{number}" for number in range(40)]
    said = look(shop(served=f"[{', '.join(groups)}]", learned=f"[{', '.join(groups[:39])}]"))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.1)


def test_names_of_groups_are_compared_without_their_dashes_and_capitals() -> None:
    assert look(shop(learned="[Europe, north_america, Asia]")) is None


def test_a_group_that_does_well_all_the_same_is_cleared() -> None:
    fine = ", evaluation: {metrics: {f1: 0.9}, slice_metrics: {asia: 0.89}}"
    poor = ", evaluation: {metrics: {f1: 0.9}, slice_metrics: {asia: 0.85}}"
    assert look(shop(model=fine)) is None
    assert isinstance(look(shop(model=poor)), Hit)
    assert look(shop(model=poor), Limits(points=0.06)) is None


def test_a_live_figure_of_few_cases_clears_nothing() -> None:
    def measured(n: int) -> str:
        return (
            "telemetry:\n"
            "  - {kind: quality, asset: m, at: 2026-09-01, metric: f1, value: 0.9}\n"
            f"  - {{kind: quality, asset: m, at: 2026-09-01, metric: f1, value: 0.9, slice: asia, n: {n}}}\n"
        )

    assert isinstance(look(shop(more=measured(60))), Hit)
    assert look(shop(more=measured(600))) is None


def test_data_of_several_regions_is_taken_together(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, served_population: [europe, asia], calls: [m]}]
    models: [{id: m, status: production, trains_on: [clicks-eu, clicks-asia]}]
    datasets: [{id: clicks-eu, population: [europe]}, {id: clicks-asia, population: [asia]}]
    """
    assert look(graph) is None


def test_a_group_must_stand_in_all_data_that_is_joined(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, served_population: [europe, america, asia], calls: [m]}]
    models: [{id: m, status: production, trains_on: [clicks, catalog]}]
    datasets: [{id: clicks, population: [europe, america]}, {id: catalog, population: [europe, america, asia]}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert "asia" in said.message


def test_parts_of_labels_cover_together_what_the_whole_has(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, served_population: [europe, asia], calls: [m]}]
    models: [{id: m, status: production, trains_on: [clicks, labels-eu, labels-asia]}]
    datasets:
      - {id: clicks, population: [europe, asia]}
      - {id: labels-eu, population: [europe]}
      - {id: labels-asia, population: [asia]}
    """
    assert look(graph) is None


def test_data_in_which_groups_make_no_sense_is_left_out(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, served_population: [europe, asia], calls: [m]}]
    models: [{id: m, status: production, trains_on: [clicks, rates]}]
    datasets:
      - {id: clicks, population: [europe]}
      - {id: rates, not_applicable: {population: one row a day}}
    """
    assert isinstance(look(graph), Hit)


def test_a_group_without_labels_is_not_learned(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, served_population: [europe, asia], calls: [m]}]
    models: [{id: m, status: production, trains_on: [clicks, labels]}]
    datasets: [{id: clicks, population: [europe, asia]}, {id: labels, label_process: two readers, population: [europe]}]
    """
    assert isinstance(look(graph), Hit)


def test_data_behind_features_counts_when_there_is_no_other(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, served_population: [europe, asia], calls: [m]}]
    models: [{id: m, status: production, uses: [age]}]
    features: [{id: age, dataset: visits}]
    datasets: [{id: visits, population: [europe]}]
    """
    assert isinstance(look(graph), Hit)


def test_the_stated_home_is_served_too(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, served_population: [europe, asia]}]
    models: [{id: m, system: shop, status: production, trains_on: [clicks]}]
    datasets: [{id: clicks, population: [europe]}]
    """
    assert isinstance(look(graph), Hit)


def test_data_whose_population_nobody_stated_may_cover_the_group(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, served_population: [europe, asia], calls: [m]}]
    models: [{id: m, status: production, trains_on: [clicks, visits]}]
    datasets: [{id: clicks, population: [europe]}, {id: visits}]
    """
    assert look(graph) == Unknown(("visits:population",))


def test_hand_written_rules_are_not_applicable() -> None:
    assert isinstance(look(shop(model=", family: rules")), NotApplicable)


def test_an_experiment_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: experiment}]
    """
    assert isinstance(look(graph), NotApplicable)


def test_a_model_whose_systems_and_data_nobody_stated_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production}]
    """
    assert look(graph) == Unknown(("system", "trains_on"))
