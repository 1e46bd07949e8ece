from __future__ import annotations

import pytest

from debtaudit.detectors.polyglot_pipeline import polyglot_pipeline
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from tests.detectors.conftest import said_of, severity


def of(languages: str, more: str = "") -> Verdict:
    text = f"pipelines: [{{id: p, status: production, languages: {languages}}}]\n{more}"
    return said_of(polyglot_pipeline, "p", text)


TWICE = "features: [{id: f, built_by: [p], training_code: a.py, serving_code: a.go}]"


def test_three_languages_are_too_many() -> None:
    assert severity(of("[python, scala, r]")) == pytest.approx(0.4)
    assert severity(of("[python, scala, r, java]")) == pytest.approx(0.6)


def test_two_are_enough_when_the_same_logic_is_in_both() -> None:
    assert severity(of("[python, go]", TWICE)) == pytest.approx(0.2 + 0.3)
    assert of("[python]", TWICE) is None


def test_queries_markup_and_settings_do_not_count() -> None:
    assert of("[Python, SQL, yaml, bash, HTML]") is None
    assert of("[python, go]") is None


def test_what_a_model_that_it_feeds_computes_twice_counts_too() -> None:
    more = """
models: [{id: m, status: production, built_by: [p], uses: [f]}]
features: [{id: f, training_code: a.py, serving_code: a.go}]
"""
    assert isinstance(of("[python, go]", more), Hit)


def test_two_languages_and_features_whose_code_nobody_named_are_unknown() -> None:
    features = "features: [{id: f, built_by: [p], training_code: a.py}]"
    assert of("[python, go]", features) == Unknown(("languages", "f:training_code", "f:serving_code"))
    assert of("[python]", features) is None
    assert of("[python, go]", features.replace("a.py", "a.py, serving_code: none")) is None


def test_what_is_not_said_is_unknown() -> None:
    assert isinstance(said_of(polyglot_pipeline, "p", "pipelines: [{id: p, status: production}]"), Unknown)


def test_pipelines_out_of_service_are_left_out() -> None:
    text = "pipelines: [{id: p, status: experiment, languages: [a, b, c]}]"
    assert isinstance(said_of(polyglot_pipeline, "p", text), NotApplicable)
