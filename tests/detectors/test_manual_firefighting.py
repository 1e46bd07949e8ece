from __future__ import annotations

import pytest

from debtaudit.detectors.manual_firefighting import Limits, manual_firefighting
from debtaudit.domain.asset import System, Team
from debtaudit.domain.verdict import Hit, Unknown, Verdict
from debtaudit.graph import AuditGraph
from tests.detectors.conftest import graph_of

HEALTHY = "severity: 4, resolved_at: 2026-08-01T10:00:00Z, fix: automated, detected_by: monitor"


def look(graph: AuditGraph, kind: type[System | Team] = System, limits: Limits | None = None) -> Verdict:
    [asset] = graph.assets(kind)
    return manual_firefighting.look(asset, graph, limits or Limits())


def faults(*details: str, asset: str = "order-intent") -> AuditGraph:
    """A year of faults on a model at home in a system (or on a team's pipeline), one for each row of details."""
    rows = [
        f"  - {{id: INC-{number}, detected_at: 2026-08-01T09:00:00Z, assets: [{asset}], {more}}}"
        for number, more in enumerate(details)
    ]
    return graph_of(
        "\n".join(
            [
                "teams: [{id: ml}]",
                "systems: [{id: order-chat, owner: ml}]",
                "models: [{id: order-intent, owner: ml, system: order-chat}]",
                "pipelines: [{id: clean-chats, owner: ml}]",
                "incidents:",
                *rows,
            ]
        )
    )


def test_a_year_of_quick_automatic_repairs_is_clean() -> None:
    assert look(faults(*[HEALTHY] * 5)) is None


def test_repairs_by_hand_weigh_by_their_share() -> None:
    by_hand = HEALTHY.replace("automated", "manual")
    said = look(faults(*[by_hand] * 9, HEALTHY))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.4 * 0.9)
    assert said.message == "90% of the repairs in a year were made by hand"
    assert look(faults(*[by_hand] * 9, HEALTHY), limits=Limits(automated=0.05)) is None


def test_a_median_repair_longer_than_aimed_for_is_slow() -> None:
    slow = HEALTHY.replace("2026-08-01T10", "2026-08-02T21")  # 36 hours where 24 are aimed for
    said = look(faults(slow, slow, slow, HEALTHY, HEALTHY))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.3 * 0.5)
    assert "1.5 times as long" in said.message
    assert look(faults(slow, slow, slow, HEALTHY, HEALTHY), limits=Limits(target_4=48)) is None


def test_faults_that_mostly_customers_find_are_found_too_late() -> None:
    outside = HEALTHY.replace("monitor", "customer")
    said = look(faults(outside, outside, outside, HEALTHY, HEALTHY))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.3 * 0.6)
    assert len(said.evidence) == 5


def test_a_minor_fault_may_take_its_time() -> None:
    minor = "severity: 2, resolved_at: 2026-09-20T10:00:00Z, fix: automated, detected_by: monitor"
    assert look(faults(*[minor] * 5)) is None


def test_fewer_than_five_incidents_prove_nothing() -> None:
    bad = HEALTHY.replace("automated", "manual")
    assert look(faults(*[bad] * 4)) == Unknown(("incidents",))
    assert isinstance(look(faults(*[bad] * 4), limits=Limits(least=4)), Hit)


def test_unstated_repairs_leave_it_open_only_where_they_could_decide() -> None:
    untold = HEALTHY.replace("fix: automated, ", "")
    assert look(faults(*[untold] * 4, HEALTHY)) is None
    assert look(faults(*[untold] * 9, HEALTHY)) == Unknown(("incidents.fix",))


def test_faults_of_a_pipeline_count_for_its_team_and_those_of_a_model_for_its_system() -> None:
    bad = HEALTHY.replace("automated", "manual")
    on_pipeline, on_model = faults(*[bad] * 5, asset="clean-chats"), faults(*[bad] * 5)
    assert isinstance(look(on_pipeline, Team), Hit)
    assert isinstance(look(on_pipeline), Unknown)
    assert isinstance(look(on_model, Team), Unknown)
    assert isinstance(look(on_model), Hit)
