"""Which models serve, as far as anybody said."""

from __future__ import annotations

import pytest

from debtaudit.domain.asset import Model
from tests.detectors.conftest import graph_of


def serves(model: str, more: str = "") -> bool | None:
    graph = graph_of(f"models: [{{id: m, {model}}}]\n{more}")
    [found] = graph.assets(Model)
    return graph.in_service(found)


CALLED = "systems: [{id: shop, calls: [m]}]"
HOME = "systems: [{id: shop}]"


@pytest.mark.parametrize(
    ("status", "expected"),
    [("production", True), ("shadow", True), ("experiment", False), ("deprecated", False), ("retired", False)],
)
def test_a_stated_status_decides_where_nothing_uses_it(status: str, expected: bool) -> None:
    assert serves(f"status: {status}") is expected


def test_whatever_something_live_uses_serves_unless_it_is_retired() -> None:
    assert serves("name: M", CALLED) is True
    assert serves("status: experiment", CALLED) is True
    assert serves("status: deprecated", CALLED) is True
    assert serves("status: retired", CALLED) is False


def test_the_home_that_an_experiment_is_meant_for_is_no_use_of_it() -> None:
    assert serves("status: experiment, system: shop", HOME) is False
    assert serves("system: shop", HOME) is True


def test_a_model_of_which_nobody_said_anything_is_unknown() -> None:
    assert serves("name: M") is None
