from __future__ import annotations

import pytest

from debtaudit.detectors.data_smells import Limits, data_smells
from debtaudit.domain.asset import Dataset
from debtaudit.domain.verdict import Hit, Unknown, Verdict
from debtaudit.graph import AuditGraph
from tests.detectors.conftest import graph_of

CLEAN = {"missing": "1%", "duplicates": "0", "dominant_value": "0.4", "type_mixed_columns": "0"}


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [dataset] = graph.assets(Dataset)
    return data_smells.look(dataset, graph, limits or Limits())


def profiled(smells: dict[str, str], reader: str = "features: [{id: age, dataset: visits}]") -> AuditGraph:
    profile = ", ".join(f"{name}: {value}" for name, value in (CLEAN | smells).items())
    return graph_of(f"{reader}\ndatasets: [{{id: visits, profile: {{{profile}}}}}]")


@pytest.mark.parametrize(
    ("smell", "value", "says"),
    [
        ("missing", "27%", "27% of a column are missing"),
        ("duplicates", "6%", "6% of its rows"),
        ("type_mixed_columns", "2", "2 of its columns mix types"),
        ("dominant_value", "0.97", "97% of a column are one value"),
    ],
)
def test_each_smell_is_told(smell: str, value: str, says: str) -> None:
    said = look(profiled({smell: value}))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.2)
    assert says in said.message
    assert said.evidence == (f"profile.{smell}",)


def test_smells_add_up() -> None:
    said = look(profiled({"missing": "27%", "duplicates": "6%", "type_mixed_columns": "2", "dominant_value": "0.97"}))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.8)


def test_a_clean_profile_is_clean_and_limits_move_it() -> None:
    assert look(profiled({})) is None
    assert isinstance(look(profiled({}), Limits(missing=0.005)), Hit)


def test_a_constant_column_that_no_model_uses_is_harmless() -> None:
    assert look(profiled({"dominant_value": "0.97"}, "systems: [{id: screen, reads: [visits]}]")) is None


def test_a_constant_column_of_data_without_known_readers_is_unknown(graph: AuditGraph) -> None:
    """
    datasets:
      - {id: visits, profile: {missing: 0, duplicates: 0, dominant_value: 0.99, type_mixed_columns: 0}}
    """
    assert isinstance(look(graph), Unknown)


def test_without_a_profile_automated_checks_are_taken_at_their_word(graph: AuditGraph) -> None:
    """
    datasets: [{id: visits, validation: automated}]
    """
    assert look(graph) is None


def test_without_a_profile_checks_by_hand_leave_it_unknown(graph: AuditGraph) -> None:
    """
    datasets: [{id: visits, validation: manual, profile: none}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert "profile.missing" in said.facts


def test_a_profile_shows_what_automated_checks_let_pass(graph: AuditGraph) -> None:
    """
    datasets: [{id: visits, validation: automated, profile: {missing: 40%}}]
    """
    assert isinstance(look(graph), Hit)
