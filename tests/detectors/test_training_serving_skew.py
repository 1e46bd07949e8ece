from __future__ import annotations

import pytest

from debtaudit.detectors.training_serving_skew import training_serving_skew
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from tests.detectors.conftest import said_of, severity

TWIN = "training_code: a.sql, serving_code: a.go"
ONE = "training_code: a.py, serving_code: a.py"


def of(first: str, second: str = ONE, *, model: str = "", telemetry: str = "") -> Verdict:
    text = f"""
        models: [{{id: m, status: production, uses: [f, g]{model}}}]
        features: [{{id: f, importance: 0.4, {first}}}, {{id: g, importance: 0.6, {second}}}]
        {telemetry}
    """
    return said_of(training_serving_skew, "m", text)


def measured(value: float, feature: str = "f", day: str = "2026-09-01") -> str:
    return f"telemetry: [{{kind: skew, asset: m, at: {day}, feature: {feature}, value: {value}}}]"


def test_severity_is_the_share_of_importance_on_twin_code() -> None:
    said = of(TWIN)
    assert severity(said) == pytest.approx(0.4)
    assert isinstance(said, Hit)
    assert [each.id for each in said.involved] == ["f"]
    assert severity(of(TWIN, TWIN)) == pytest.approx(1.0)


def test_a_little_importance_does_not_matter() -> None:
    text = """
        models: [{id: m, status: production, uses: [f, g]}]
        features: [{id: f, importance: 0.1, training_code: a, serving_code: b}, {id: g, importance: 0.9,
                    training_code: c, serving_code: c}]
    """
    assert said_of(training_serving_skew, "m", text) is None


def test_a_parity_test_clears_it() -> None:
    assert of(f"{TWIN}, parity_tested: yes") is None


def test_code_that_all_modes_of_serving_share_may_still_differ_from_that_of_training() -> None:
    assert isinstance(of(TWIN, model=", serving: {modes: [realtime, batch], shared_code: yes}"), Hit)


def test_measured_skew_decides_against_what_is_stated() -> None:
    assert severity(of(ONE, telemetry=measured(0.05))) == pytest.approx(5 * 0.05 * 0.4)
    assert of(TWIN, telemetry=measured(0.0)) is None
    assert isinstance(of(TWIN, telemetry=measured(0.0, day="2025-01-01")), Hit)


def test_batches_scored_by_the_training_code_are_not_applicable() -> None:
    said = of(TWIN, model=", serving: {modes: [batch], shared_code: yes}")
    assert isinstance(said, NotApplicable)


def test_rules_are_not_trained() -> None:
    assert of(TWIN, model=", family: rules") == NotApplicable("it is not trained here")


def test_what_is_not_said_is_unknown() -> None:
    said = of("training_code: a.py")
    assert isinstance(said, Unknown)
    assert said.facts == ("f:training_code", "f:serving_code")
    assert isinstance(said_of(training_serving_skew, "m", "models: [{id: m, status: production}]"), Unknown)
    assert isinstance(of(ONE, telemetry=measured(0.05)), Hit)
