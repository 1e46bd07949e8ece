from __future__ import annotations

import pytest

from debtaudit.detectors.dead_experimental_path import dead_experimental_path
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from tests.detectors.conftest import said_of, severity


def idle(count: int, prefix: str = "try") -> str:
    return ", ".join(f"{{name: {prefix}-{n}, last_used_at: 2025-01-01}}" for n in range(count))


def of(flags: str, **limits: int) -> Verdict:
    text = f"pipelines: [{{id: p, status: production, flags: [{flags}]}}]"
    return said_of(dead_experimental_path, "p", text, **limits)


@pytest.mark.parametrize(("count", "expected"), [(3, 0.3), (7, 0.7), (20, 1.0)])
def test_the_more_idle_switches_the_worse(count: int, expected: float) -> None:
    assert severity(of(idle(count))) == pytest.approx(expected)


def test_a_few_are_normal() -> None:
    assert of(idle(2)) is None
    assert of("") is None
    assert isinstance(of(idle(2), count=2), Hit)


@pytest.mark.parametrize("prefix", ["kill-switch", "Emergency", "season-xmas"])
def test_switches_that_are_meant_to_lie_idle_do_not_count(prefix: str) -> None:
    assert of(idle(9, prefix)) is None


def test_switches_of_which_nobody_knows_when_they_were_used_are_unknown() -> None:
    assert isinstance(of("{name: a}, {name: b}, {name: c}"), Unknown)
    assert isinstance(said_of(dead_experimental_path, "p", "pipelines: [{id: p, status: production}]"), Unknown)


def experiment(created: str, link: str = "calls: [m]", status: str = "experiment") -> Verdict:
    text = f"""
        models: [{{id: m, status: {status}, created_at: {created}}}]
        systems: [{{id: shop, {link}}}]
    """
    return said_of(dead_experimental_path, "m", text)


def test_an_old_experiment_that_something_still_uses() -> None:
    said = experiment("2025-01-01")
    assert severity(said) == pytest.approx(0.3)
    assert isinstance(said, Hit)
    assert [each.id for each in said.involved] == ["shop"]


def test_a_home_that_does_not_call_it_is_no_use_of_an_experiment() -> None:
    text = "models: [{id: m, system: shop, status: experiment, created_at: 2025-01-01}]\nsystems: [{id: shop}]"
    assert said_of(dead_experimental_path, "m", text) is None


def test_young_experiments_and_products_are_clean() -> None:
    assert experiment("2026-08-01") is None
    assert experiment("2020-01-01", status="production") is None


def test_pipelines_out_of_service_are_left_out() -> None:
    text = f"pipelines: [{{id: p, status: retired, flags: [{idle(9)}]}}]"
    assert isinstance(said_of(dead_experimental_path, "p", text), NotApplicable)
