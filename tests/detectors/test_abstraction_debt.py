from __future__ import annotations

import pytest

from debtaudit.detectors.abstraction_debt import abstraction_debt
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from tests.detectors.conftest import said_of, severity

SAID = "unit: days, meaning: since the last order"


def model(features: list[str], semantics: str = "probability of leaving") -> Verdict:
    listed = "".join(f"  - {{id: f{n}, {facts}}}\n" for n, facts in enumerate(features))
    ids = ", ".join(f"f{n}" for n in range(len(features)))
    stated = f", output_semantics: {semantics}" if semantics else ""
    models = f"models: [{{id: m, status: production, uses: [{ids}]{stated}}}]\n"
    return said_of(abstraction_debt, "m", f"{models}features:\n{listed}pipelines: [{{id: p}}, {{id: q}}]")


def test_untyped_parts_are_told_on_the_pipeline() -> None:
    text = "pipelines: [{id: p, typed_interfaces: no}, {id: q, typed_interfaces: yes}]"
    assert severity(said_of(abstraction_debt, "p", text)) == pytest.approx(0.3)
    assert said_of(abstraction_debt, "q", text) is None


def test_severity_grows_with_features_that_mean_nothing() -> None:
    said = model([SAID, "unit: none, meaning: x", "unit: days, meaning: none", SAID])
    assert severity(said) == pytest.approx(0.3 + 0.4 * 0.5)
    assert isinstance(said, Hit)
    assert [each.id for each in said.involved] == ["f1", "f2"]
    assert severity(model([SAID], semantics="none")) == pytest.approx(0.3 + 0.2)


def test_a_few_bare_features_are_fine() -> None:
    assert model([SAID, SAID, SAID, "unit: none, meaning: x"]) is None


def test_what_is_not_said_is_unknown() -> None:
    said = model([SAID, "unit: days"])
    assert isinstance(said, Unknown)
    assert said.facts == ("f1:meaning",)
    assert isinstance(model([SAID], semantics=""), Unknown)


def test_features_that_nobody_listed_are_unknown() -> None:
    text = "models: [{id: m, status: production, output_semantics: probability}]"
    assert said_of(abstraction_debt, "m", text) == Unknown(("uses",))
    assert said_of(abstraction_debt, "m", text.replace("probability", "probability, uses: []")) is None


def test_what_one_team_keeps_to_itself_counts_half() -> None:
    text = """
        teams: [{id: us}]
        pipelines: [{id: p, owner: us, typed_interfaces: no}, {id: q, owner: them}]
        models: [{id: m, owner: us, status: production, output_semantics: none}]
    """
    assert severity(said_of(abstraction_debt, "p", text)) == pytest.approx(0.15)
    assert severity(said_of(abstraction_debt, "m", text)) == pytest.approx(0.25)
    assert severity(said_of(abstraction_debt, "p", text.replace("owner: them", "owner: us"))) == pytest.approx(0.3)


def test_what_is_not_in_service_is_left_out() -> None:
    text = "{id: a, status: retired, typed_interfaces: no, output_semantics: none}"
    pipeline, model = text.replace(", output_semantics: none", ""), text.replace(", typed_interfaces: no", "")
    assert isinstance(said_of(abstraction_debt, "a", f"pipelines: [{pipeline}]"), NotApplicable)
    assert isinstance(said_of(abstraction_debt, "a", f"models: [{model}]"), NotApplicable)
