from __future__ import annotations

import pytest

from debtaudit.detectors.fixed_threshold import fixed_threshold
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from tests.detectors.conftest import said_of, severity


def of(limit: str, more: str = "", acts: str = "no") -> Verdict:
    text = f"""
        models: [{{id: m, system: s, status: production, trained_at: 2026-06-01, thresholds: [{limit}]{more}}}]
        systems: [{{id: s, automated_actions: {acts}, calls: [m]}}]
    """
    return said_of(fixed_threshold, "m", text)


OLDER = "{name: block, method: fixed, set_at: 2026-05-20}"
YOUNGER = "{name: block, method: fixed, set_at: 2026-06-02}"


def test_a_limit_older_than_the_version_it_cuts() -> None:
    assert severity(of(OLDER)) == pytest.approx(0.7)
    assert severity(of(OLDER, acts="yes")) == pytest.approx(1.0)


def test_a_limit_that_has_stood_too_long() -> None:
    stood = YOUNGER.replace("2026-06-02", "2026-01-02")
    assert severity(of(stood)) == pytest.approx(0.7)
    text = f"models: [{{id: m, status: production, trained_at: 2025-01-01, thresholds: [{stood}]}}]"
    assert severity(said_of(fixed_threshold, "m", text)) == pytest.approx(0.4)
    assert said_of(fixed_threshold, "m", text, max_age=400) is None


def test_limits_that_move_along_are_clean() -> None:
    assert of(YOUNGER) is None
    assert of(OLDER.replace("fixed", "learned")) is None
    assert of("") is None


def test_a_calibration_that_is_only_watched_moves_no_limit() -> None:
    assert isinstance(of(OLDER, ", monitoring: {calibration: automated}"), Hit)


def test_a_limit_that_a_law_fixes_is_not_applicable() -> None:
    assert of(OLDER, ", not_applicable: {thresholds: speed limit by law}") == NotApplicable("speed limit by law")


def test_a_system_that_is_not_its_home_may_act_on_it_too() -> None:
    text = f"""
        models: [{{id: m, status: production, trained_at: 2026-06-01, thresholds: [{OLDER}]}}]
        systems: [{{id: a, calls: [m]}}, {{id: b, automated_actions: yes, calls: [m]}}]
    """
    assert severity(said_of(fixed_threshold, "m", text)) == pytest.approx(1.0)


def test_what_is_not_said_is_unknown() -> None:
    assert of("{name: block, set_at: 2026-05-20}") == Unknown(("thresholds.method",))
    assert of("{name: block, method: fixed}") == Unknown(("thresholds.set_at",))
    nothing = "models: [{id: m, status: production}]"
    assert said_of(fixed_threshold, "m", nothing) == Unknown(("thresholds",))
    untrained = nothing.replace("}", ", thresholds: [{method: fixed, set_at: 2026-09-01}]}")
    assert said_of(fixed_threshold, "m", untrained) == Unknown(("trained_at",))


def test_models_out_of_service_are_left_out() -> None:
    text = f"models: [{{id: m, status: retired, thresholds: [{OLDER}]}}]"
    assert isinstance(said_of(fixed_threshold, "m", text), NotApplicable)
