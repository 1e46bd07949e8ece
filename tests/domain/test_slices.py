from __future__ import annotations

from datetime import date

import pytest

from debtaudit.domain.asset import Model
from debtaudit.domain.groups import Evaluation
from debtaudit.domain.measurement import Quality
from debtaudit.domain.slices import shortfalls


def model(metrics: object, slice_metrics: object) -> Model:
    return Model(id="tone", evaluation=Evaluation(metrics=metrics, slice_metrics=slice_metrics))


def point(value: float, group: str | None = None, **more: object) -> Quality:
    return Quality(asset="tone", metric="f1", slice=group, value=value, at=date(2026, 9, 1), **more)  # type: ignore[arg-type]


def gaps(of: Model, *points: Quality) -> dict[str, float]:
    return {each.group: each.relative for each in shortfalls(of, points)}


def test_plain_figures_are_compared_with_the_first_metric_that_lies_between_them() -> None:
    found = gaps(model({"refund_cost": 0.2, "f1": 0.9, "recall": 0.85}, {"german": 0.81, "english": 0.9}))
    assert found == pytest.approx({"english": 0.0, "german": 0.1})


def test_where_no_metric_lies_between_them_the_nearest_is_taken() -> None:
    found = gaps(model({"recall": 0.7, "f1": 0.9}, {"german": 0.81, "english": 0.89}))
    assert found == pytest.approx({"english": 0.01 / 0.9, "german": 0.1})


def test_figures_with_their_metric_are_compared_with_that_one() -> None:
    found = gaps(model({"f1": 0.9, "wape": 0.2}, {"german": {"f1": 0.9, "wape": 0.3}}))
    assert found == pytest.approx({"german": 0.5})


def test_live_values_of_a_group_come_before_stated_ones() -> None:
    found = gaps(model({"f1": 0.9}, {"german": 0.9}), point(0.8), point(0.4, "german", n=500))
    assert found == pytest.approx({"german": 0.5})


def test_a_group_with_few_cases_is_left_out() -> None:
    assert gaps(model(None, None), point(0.8), point(0.4, "german", n=99)) == {}


def test_a_live_group_without_a_live_whole_is_compared_with_launch() -> None:
    assert gaps(model({"f1": 0.8}, None), point(0.4, "german")) == pytest.approx({"german": 0.5})


def test_a_direction_that_is_stated_wins_over_the_name() -> None:
    found = gaps(model(None, None), point(0.2, higher_is_better=False), point(0.3, "german", higher_is_better=False))
    assert found == pytest.approx({"german": 0.5})


def test_names_without_values_compare_nothing() -> None:
    assert gaps(model(("f1", "auc"), ("german",))) == {}
