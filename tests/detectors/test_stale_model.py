from __future__ import annotations

import pytest

from debtaudit.detectors.stale_model import stale_model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from tests.detectors.conftest import said_of, severity


def of(facts: str, **limits: float) -> Verdict:
    return said_of(stale_model, "m", f"models: [{{id: m, status: production, {facts}}}]", **limits)


def test_severity_grows_with_age_in_intervals() -> None:
    """Trained 200 days before the audit."""
    assert severity(of("trained_at: 2026-03-14, retraining: {interval_days: 100}")) == pytest.approx(0.5)
    assert severity(of("trained_at: 2026-03-14, retraining: {interval_days: 50}")) == pytest.approx(1.0)


def test_one_run_may_be_late() -> None:
    assert of("trained_at: 2026-03-14, retraining: {interval_days: 140}") is None
    assert isinstance(of("trained_at: 2026-03-14, retraining: {interval_days: 140}", grace=1.2), Hit)


def test_without_a_plan_the_volatility_sets_one_and_not_knowing_what_age_costs_weighs_more() -> None:
    unplanned = "trained_at: 2026-03-14, volatility: high"
    assert severity(of(unplanned)) == pytest.approx(1.0)
    assert of("trained_at: 2026-03-14, volatility: medium") is None
    one_year = "trained_at: 2025-09-30, volatility: medium"
    assert severity(of(one_year)) == pytest.approx((365 / 180 - 1) / 2 + 0.2)
    known = severity(of(f"{one_year}, retraining: {{staleness_cost_known: yes}}"))
    assert known == pytest.approx((365 / 180 - 1) / 2)


def test_where_nothing_is_known_of_its_world_only_what_every_default_says_counts() -> None:
    assert of("trained_at: 2026-09-01") is None
    assert isinstance(of("trained_at: 2022-01-01"), Hit)
    assert isinstance(of("trained_at: 2026-03-14"), Unknown)


def test_an_unknown_day_is_unknown() -> None:
    assert isinstance(of("retraining: {interval_days: 30}"), Unknown)


@pytest.mark.parametrize("family", ["rules", "external"])
def test_what_is_not_trained_here_does_not_age_this_way(family: str) -> None:
    assert isinstance(of(f"trained_at: 2020-01-01, family: {family}, volatility: high"), NotApplicable)
