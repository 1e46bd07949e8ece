from __future__ import annotations

import pytest

from debtaudit.detectors.active_input_drift import Limits, active_input_drift
from debtaudit.domain.asset import Asset, Feature, Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph
from tests.detectors.conftest import graph_of


def look(graph: AuditGraph, kind: type[Asset] = Model, limits: Limits | None = None) -> Verdict:
    [asset] = graph.assets(kind)
    return active_input_drift.look(asset, graph, limits or Limits())


def two_windows(value: float = 0.4, feature: str = "age", measure: str = "psi", asset: str = "m", n_cur: int = 2400,
                days: tuple[str, str] = ("2026-08-24", "2026-09-22")) -> str:  # fmt: skip
    return "".join(
        f"  - {{kind: drift, asset: {asset}, at: {day}, feature: {feature}, measure: {measure}, value: {value},"
        f" n_ref: 5000, n_cur: {n_cur}}}\n"
        for day in days
    )


def inventory(telemetry: str, model: str = "trained_at: 2025-11-02, uses: [age, place]", more: str = "",
              importance: tuple[str, str] = ("0.2", "0.5")) -> AuditGraph:  # fmt: skip
    age, place = importance
    features = f"features: [{{id: age, importance: {age}}}, {{id: place, importance: {place}}}]"
    head = f"models: [{{id: m, status: production, {model}}}]\n{features}\n{more}"
    return graph_of(f"{head}telemetry:\n{telemetry}" if telemetry else head)


def test_a_decisive_feature_that_moved_for_two_windows_calls_for_a_decision() -> None:
    said = look(inventory(two_windows()))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.2 / 0.7 + 0.5 * 0.2)
    assert "age (psi 0.4)" in said.message
    assert [each.id for each in said.involved] == ["age"]


def test_one_odd_window_is_a_campaign_or_an_outage() -> None:
    graph = inventory(two_windows(days=("2026-09-22", "2026-09-22")).splitlines(keepends=True)[0])
    assert look(graph) is None
    assert isinstance(look(graph, limits=Limits(persistence=1)), Hit)


def test_a_window_that_moved_back_ends_it() -> None:
    assert look(inventory(two_windows() + two_windows(0.05, days=("2026-09-28", "2026-09-29")))) is None


def test_a_value_worth_watching_is_not_worth_acting() -> None:
    assert look(inventory(two_windows(0.2))) is None
    assert isinstance(look(inventory(two_windows(0.2)), limits=Limits(psi_act=0.15)), Hit)


def test_ks_counts_from_its_effect_and_only_beyond_chance() -> None:
    assert isinstance(look(inventory(two_windows(0.12, measure="ks"))), Hit)
    assert look(inventory(two_windows(0.12, measure="ks", n_cur=60))) is None
    assert look(inventory(two_windows(0.12, measure="ks")), limits=Limits(ks_effect=0.2)) is None


def test_fewer_than_200_rows_are_unknown() -> None:
    said = look(inventory(two_windows(n_cur=150)))
    assert isinstance(said, Unknown)
    assert said.facts == ("telemetry.drift",)


def test_a_model_retrained_since_has_been_decided_about() -> None:
    assert look(inventory(two_windows(), model="trained_at: 2026-09-25, uses: [age, place]")) is None


def test_only_windows_after_the_training_count() -> None:
    assert look(inventory(two_windows(), model="trained_at: 2026-09-01, uses: [age, place]")) is None


def test_features_of_little_importance_count_together() -> None:
    light = ("0.05", "0.05")
    assert look(inventory(two_windows(), importance=("0.05", "0.5"))) is None
    both = two_windows() + two_windows(feature="place")
    said = look(inventory(both, importance=light))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(1.0)


def test_where_nobody_knows_the_importance_features_weigh_alike() -> None:
    said = look(inventory(two_windows(), importance=("unknown", "unknown")))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.5)


def test_a_small_feature_of_unknown_importance_may_or_may_not_matter() -> None:
    assert isinstance(look(inventory(two_windows(), importance=("unknown", "0.8"))), Unknown)


def test_a_chance_finding_among_many_quiet_features_is_no_alarm() -> None:
    def windows(feature: str, p: float) -> str:
        return "".join(
            f"  - {{kind: drift, asset: m, at: {day}, feature: {feature}, measure: ks, value: 0.11, n_ref: 900,"
            f" n_cur: 900, p_value: {p}}}\n"
            for day in ("2026-08-24", "2026-09-22")
        )

    quiet = "".join(windows(f"f{number}", 0.6).replace("value: 0.11", "value: 0.02") for number in range(20))
    assert isinstance(look(inventory(windows("age", 0.01))), Hit)
    assert look(inventory(windows("age", 0.01) + quiet)) is None


def quality(values: list[float]) -> str:
    point = "  - {{kind: quality, asset: m, at: 2026-08-{:02}, metric: f1, value: {}, higher_is_better: yes}}\n"
    return "".join(point.format(day, value) for day, value in enumerate(values, 1))


def test_while_measured_quality_holds_it_is_at_most_moderate() -> None:
    held = quality([0.9, 0.91, 0.9, 0.89, 0.9, 0.91, 0.9, 0.9])
    said = look(inventory(two_windows(feature="place") + held))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.6)


def test_quality_that_fell_too_makes_it_worse() -> None:
    fallen = quality([0.9, 0.89, 0.87, 0.86, 0.84, 0.82, 0.81, 0.8])
    said = look(inventory(two_windows() + fallen))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(1.25 * (0.2 / 0.7 + 0.1))
    assert "live quality has fallen too" in said.message


def test_windows_within_a_stated_peak_are_set_aside() -> None:
    shop = "systems: [{id: shop, calls: [m], peak_calendar: [{from: 2026-08-01, to: 2026-09-30, factor: 3}]}]\n"
    assert isinstance(look(inventory(two_windows(), more=shop)), Unknown)
    before = two_windows(days=("2026-06-01", "2026-07-01"))
    assert isinstance(look(inventory(before + two_windows(0.05), more=shop)), Hit)


def test_a_feature_that_was_measured_itself_carries_it(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, uses: [age]}]
    features: [{id: age, importance: 0.4}]
    telemetry:
      - {kind: drift, asset: age, at: 2026-08-24, measure: psi, value: 0.3, n_ref: 5000, n_cur: 2400}
      - {kind: drift, asset: age, at: 2026-09-24, measure: psi, value: 0.3, n_ref: 5000, n_cur: 2400}
    """
    said = look(graph, Feature)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.6)
    assert [each.id for each in said.involved] == ["m"]
    assert isinstance(look(graph), Unknown)


def test_a_feature_of_unknown_importance_that_moved_is_unknown(graph: AuditGraph) -> None:
    """
    features: [{id: age}]
    telemetry:
      - {kind: drift, asset: age, at: 2026-08-24, measure: psi, value: 0.3, n_ref: 5000, n_cur: 2400}
      - {kind: drift, asset: age, at: 2026-09-24, measure: psi, value: 0.3, n_ref: 5000, n_cur: 2400}
    """
    assert isinstance(look(graph, Feature), Unknown)


def test_a_feature_measured_with_its_model_is_not_told_twice() -> None:
    graph = inventory(two_windows())
    said = [active_input_drift.look(each, graph, Limits()) for each in graph.assets(Feature)]
    assert said == [NotApplicable("it is judged with the model that uses it")] * 2


def test_a_model_that_nobody_measured_is_unknown() -> None:
    assert look(inventory("")) == Unknown(("telemetry.drift",))


def test_a_retired_model_is_not_applicable() -> None:
    graph = graph_of("models: [{id: m, status: retired}]\ntelemetry:\n" + two_windows())
    assert isinstance(look(graph), NotApplicable)
