from __future__ import annotations

import pytest

from debtaudit.detectors.prototype_in_production import prototype_in_production
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from tests.detectors.conftest import said_of, severity

GOOD = {"status": "production", "origin": "production", "repository": "git/churn", "todo_count": "2", "lines": "1000"}


def of(**changes: str) -> Verdict:
    facts = ", ".join(f"{name}: {value}" for name, value in {**GOOD, **changes}.items() if value)
    return said_of(prototype_in_production, "p", f"pipelines: [{{id: p, {facts}}}]")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"repository": "none"}, 0.9),
        ({"origin": "notebook"}, 0.7),
        ({"origin": "prototype"}, 0.6),
        ({"todo_count": "8"}, 0.4),
        ({"todo_count": "200"}, 0.6),
        ({"origin": "prototype", "repository": "none"}, 0.9),
    ],
)
def test_the_worst_sign_counts(changes: dict[str, str], expected: float) -> None:
    assert severity(of(**changes)) == pytest.approx(expected)


def test_code_that_was_made_to_last_is_clean() -> None:
    assert of() is None
    assert of(todo_count="5") is None
    assert of(todo_count="0", lines="") is None


def test_a_notebook_that_is_run_tested_and_reviewed_is_production_code() -> None:
    grown = {"orchestrated": "yes", "tests": "{unit: automated}", "config": "{reviewed: yes}"}
    assert of(origin="notebook", **grown) is None
    assert isinstance(of(origin="notebook", **{**grown, "orchestrated": "no"}), Hit)
    assert isinstance(of(origin="prototype", **grown), Hit)


@pytest.mark.parametrize("missing", ["origin", "repository", "todo_count"])
def test_what_is_not_said_is_unknown(missing: str) -> None:
    assert of(**{missing: ""}) == Unknown((missing,) if missing != "todo_count" else ("todo_count", "lines"))


def of_model(facts: str) -> Verdict:
    return said_of(prototype_in_production, "m", f"models: [{{id: m, {facts}}}]")


def test_a_model_whose_code_is_kept_nowhere() -> None:
    assert severity(of_model("status: production, repository: none")) == pytest.approx(0.9)
    assert of_model("status: production, repository: git/m") is None
    assert of_model("status: production") == Unknown(("repository",))
    assert isinstance(of_model("status: production, family: external, repository: none"), NotApplicable)
    assert isinstance(of_model("status: experiment, repository: none"), NotApplicable)


def test_what_nothing_in_service_rests_on_is_not_applicable() -> None:
    assert isinstance(of(status="experiment", origin="notebook"), NotApplicable)
    text = """
        pipelines: [{id: p, origin: notebook}]
        models: [{id: m, status: retired, built_by: [p]}]
    """
    assert isinstance(said_of(prototype_in_production, "p", text), Unknown)
    fed = text.replace("retired", "production")
    assert isinstance(said_of(prototype_in_production, "p", fed), Hit)
