from __future__ import annotations

import pytest

from debtaudit.detectors.infrastructure_lock_in import infrastructure_lock_in
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from tests.detectors.conftest import said_of, severity


def hardware(facts: str, **limits: float) -> Verdict:
    return said_of(infrastructure_lock_in, "gpus", f"dependencies: [{{id: gpus, {facts}}}]", **limits)


def system(facts: str, more: str = "") -> Verdict:
    text = f"""
        systems: [{{id: shop, {facts}}}]
        dependencies: [{{id: racks, kind: hardware}}, {{id: cloud, kind: service}}]
        {more}
    """
    return said_of(infrastructure_lock_in, "shop", text)


def test_hardware_that_is_full_and_slow_to_enlarge() -> None:
    assert severity(hardware("kind: hardware, scaling_lead_time_days: 90, utilisation: 93%")) == pytest.approx(0.3)
    assert hardware("kind: hardware, scaling_lead_time_days: 90, utilisation: 60%") is None
    assert hardware("kind: hardware, scaling_lead_time_days: 7, utilisation: 93%") is None
    assert isinstance(hardware("kind: hardware, scaling_lead_time_days: 7, utilisation: 93%", lead=5), Hit)


def test_only_hardware_is_looked_at() -> None:
    assert isinstance(hardware("kind: library"), NotApplicable)
    assert isinstance(hardware("kind: hardware, utilisation: 93%"), Unknown)


def test_a_system_that_says_how_slowly_its_full_hardware_grows() -> None:
    text = """
        systems: [{id: shop, scaling_lead_time_days: 60, runs_on: [racks], migration_started_at: none,
                   performance_hacks: []}]
        dependencies: [{id: racks, kind: hardware, utilisation: 93%}]
    """
    assert severity(said_of(infrastructure_lock_in, "shop", text)) == pytest.approx(0.3)
    told_there = text.replace("93%", "93%, scaling_lead_time_days: 60")
    assert said_of(infrastructure_lock_in, "shop", told_there) is None
    assert said_of(infrastructure_lock_in, "shop", text.replace("93%", "60%")) is None


SETTLED = "migration_started_at: none, performance_hacks: []"
HACKS = "performance_hacks: [cache by hand, nightly restart]"


def test_workarounds_pile_up() -> None:
    assert severity(system(f"migration_started_at: none, {HACKS}")) == pytest.approx(0.3)
    assert system("migration_started_at: none, performance_hacks: [cache by hand]") is None
    assert system(SETTLED) is None


def test_a_move_that_does_not_end() -> None:
    both = "migration_started_at: 2025-01-10, performance_hacks: [], runs_on: [racks, cloud]"
    said = system(both)
    assert severity(said) == pytest.approx(0.3)
    assert isinstance(said, Hit)
    assert {each.id for each in said.involved} == {"racks", "cloud"}
    assert system(both.replace("racks, cloud", "cloud")) is None
    assert system(both.replace(", runs_on: [racks, cloud]", "")) == Unknown(("migration_started_at", "runs_on"))


def cost(last: int) -> str:
    return f"""
        telemetry:
          - {{kind: cost, asset: shop, at: 2026-03-01, amount: 1000}}
          - {{kind: cost, asset: shop, at: 2026-09-01, amount: {last}}}
    """


def test_a_bill_that_grows_without_an_owner() -> None:
    moving = "migration_started_at: 2026-02-01, performance_hacks: [], budget_owner: none"
    assert severity(system(moving, cost(1400))) == pytest.approx(0.3)
    assert system(moving, cost(1200)) is None
    assert system(moving.replace("none", "cfo"), cost(1400)) is None
    assert isinstance(system(moving), Unknown)


def test_what_is_not_said_is_unknown() -> None:
    assert isinstance(system("performance_hacks: []"), Unknown)
    assert isinstance(system("migration_started_at: none"), Unknown)
