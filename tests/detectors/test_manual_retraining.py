from __future__ import annotations

import pytest

from debtaudit.detectors.manual_retraining import manual_retraining
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from tests.detectors.conftest import said_of, severity


def of(policy: str, volatility: str, more: str = "") -> Verdict:
    facts = "".join(f", {part}" for part in (policy and f"retraining: {{policy: {policy}}}",
                                              volatility and f"volatility: {volatility}", more) if part)  # fmt: skip
    return said_of(manual_retraining, "m", f"models: [{{id: m, status: production{facts}}}]")


@pytest.mark.parametrize(
    ("policy", "volatility", "expected"),
    [("none", "high", 0.9), ("manual", "high", 0.6), ("none", "medium", 0.6), ("manual", "medium", 0.4)],
)
def test_hand_work_weighs_by_how_fast_the_world_moves(policy: str, volatility: str, expected: float) -> None:
    assert severity(of(policy, volatility)) == pytest.approx(expected)


def test_a_schedule_is_enough_but_in_a_fast_world() -> None:
    assert of("scheduled", "medium") is None
    assert severity(of("scheduled", "high", "monitoring: {quality: none, data_drift: manual}")) == pytest.approx(0.2)
    assert of("scheduled", "high", "monitoring: {quality: none, data_drift: automated}") is None
    assert isinstance(of("scheduled", "high"), Unknown)


def test_a_trigger_is_clean_whatever_the_world() -> None:
    assert of("triggered", "high") is None


@pytest.mark.parametrize("more", ["family: rules", "family: external"])
def test_what_is_not_trained_here_is_not_applicable(more: str) -> None:
    assert isinstance(of("none", "high", more), NotApplicable)


def test_a_slow_world_needs_no_haste() -> None:
    assert isinstance(of("manual", "low"), NotApplicable)


def test_what_is_not_said_is_unknown() -> None:
    assert isinstance(of("", "high"), Unknown)
    assert isinstance(of("manual", ""), Unknown)


def test_every_kind_of_hand_work_is_a_hit_of_its_own_words() -> None:
    said = of("none", "high")
    assert isinstance(said, Hit)
    assert said.message == "it is never retrained"
