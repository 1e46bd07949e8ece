from __future__ import annotations

import pytest

from debtaudit.detectors.untested_pipeline import untested_pipeline
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from tests.detectors.conftest import said_of, severity


def of(facts: str, criticality: int = 2, more: str = "status: production") -> Verdict:
    text = f"""
        pipelines: [{{id: train, {facts}}}]
        models: [{{id: m, built_by: [train], {more}}}]
        systems: [{{id: s, criticality: {criticality}, calls: [m]}}]
    """
    return said_of(untested_pipeline, "train", text)


GOOD = "test_coverage: 70%, tests: {integration: automated}, test_pass_rate: 99%"


def test_severity_adds_what_is_missing() -> None:
    assert severity(of(GOOD.replace("70%", "30%"))) == pytest.approx(0.6 * 0.5)
    assert severity(of(GOOD.replace("automated", "none"))) == pytest.approx(0.3)
    assert severity(of(GOOD.replace("99%", "80%"))) == pytest.approx(0.1)
    assert severity(of("test_coverage: 0, tests: {integration: none}, test_pass_rate: 50%")) == pytest.approx(1.0)


def test_tested_code_is_clean() -> None:
    assert of(GOOD) is None
    assert of(GOOD.replace("automated", "manual")) is None


def test_more_is_asked_of_what_critical_systems_rest_on() -> None:
    said = of(GOOD, criticality=4)
    assert severity(said) == pytest.approx(0.6 * (1 - 0.7 / 0.8))


def test_what_is_not_said_is_unknown() -> None:
    said = of("test_coverage: 70%")
    assert said == Unknown(("tests.integration", "test_pass_rate"))
    assert isinstance(of("test_coverage: 10%"), Hit)


def test_what_feeds_nothing_in_service_is_not_applicable() -> None:
    text = "pipelines: [{id: train, test_coverage: 0}]\nmodels: [{id: m, status: retired, built_by: [train]}]"
    assert isinstance(said_of(untested_pipeline, "train", text), NotApplicable)
