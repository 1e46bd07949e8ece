from __future__ import annotations

import pytest

from debtaudit.detectors.configuration_debt import configuration_debt
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from tests.detectors.conftest import said_of, severity

KEPT = {"versioned": "yes", "reviewed": "yes", "validated": "yes", "environments_equal": "yes"}


def of(more: str = "", **changes: str) -> Verdict:
    kept = ", ".join(f"{name}: {value}" for name, value in {**KEPT, **changes}.items() if value)
    return said_of(configuration_debt, "p", f"pipelines: [{{id: p, status: production, config: {{{kept}}}}}]\n{more}")


def incidents(asset: str, count: int, cause: str = "configuration") -> str:
    return "incidents:\n" + "".join(
        f"  - {{id: i{n}, detected_at: 2026-0{n + 2}-01T00:00:00Z, assets: [{asset}], cause: {cause}}}\n"
        for n in range(count)
    )


def test_each_thing_that_is_missing_counts_a_quarter() -> None:
    assert severity(of(versioned="no")) == pytest.approx(0.25)
    assert severity(of(**dict.fromkeys(KEPT, "no"))) == pytest.approx(1.0)
    assert severity(of(incidents("p", 2), reviewed="no")) == pytest.approx(0.5)


def test_well_kept_settings_are_clean() -> None:
    assert of() is None
    assert of(incidents("p", 1)) is None
    assert of(incidents("p", 3, "data")) is None


@pytest.mark.parametrize("missing", sorted(KEPT))
def test_what_is_not_said_is_unknown(missing: str) -> None:
    assert of(**{missing: ""}) == Unknown((f"config.{missing}",))


def test_models_and_systems_are_told_by_their_incidents() -> None:
    models = "models: [{id: m, owner: us, status: production}]\n"
    assert severity(said_of(configuration_debt, "m", models + incidents("m", 2))) == pytest.approx(0.25)
    assert isinstance(said_of(configuration_debt, "m", models), Unknown)
    old_log = "incidents: [{id: i, detected_at: 2024-01-01T00:00:00Z, assets: [other]}]"
    assert said_of(configuration_debt, "m", models + old_log) is None


def test_no_incident_is_no_news_of_what_nobody_answers_for() -> None:
    log = "incidents: [{id: i, detected_at: 2024-01-01T00:00:00Z, assets: [other]}]"
    assert isinstance(said_of(configuration_debt, "m", f"models: [{{id: m, status: production}}]\n{log}"), Unknown)


def test_environments_may_differ_for_a_reason() -> None:
    text = """
        pipelines:
          - id: p
            config: {versioned: yes, reviewed: yes, validated: yes, environments_equal: no}
            not_applicable: {config.environments_equal: staging holds no personal data}
    """
    assert said_of(configuration_debt, "p", text) is None


def test_pipelines_out_of_service_are_left_out() -> None:
    text = "pipelines: [{id: p, status: retired, config: {versioned: no}}]"
    assert isinstance(said_of(configuration_debt, "p", text), NotApplicable)
    retired = "models: [{id: m, status: retired}]\n" + incidents("m", 2)
    assert isinstance(said_of(configuration_debt, "m", retired), NotApplicable)


def test_evidence_names_the_incidents() -> None:
    said = of(incidents("p", 2))
    assert isinstance(said, Hit)
    assert len(said.evidence) == 2
