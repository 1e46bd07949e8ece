from __future__ import annotations

from datetime import date
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from debtaudit.ledger.replay import Forecast, Outcome, Quarter
from debtaudit.ledger.score import brier, log_score, reliability, scores, spearman

pairs = st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0.0, 1.0])), min_size=1, max_size=60)


def quarter(chances: list[float], outcomes: dict[int, Outcome], *, interest: list[float] | None = None) -> Quarter:
    """Make a quarter of findings `f00`, `f01`, ...; the first ones have the most interest unless stated."""
    interest = interest or [float(len(chances) - number) for number in range(len(chances))]
    forecasts = tuple(
        Forecast(f"f{number:02}", "debt", "data", f"a{number}", interest[number], chance, chance, chance)
        for number, chance in enumerate(chances)
    )
    came = {f"f{number:02}": outcome for number, outcome in outcomes.items()}
    return Quarter(date(2026, 3, 31), date(2026, 6, 30), forecasts, came, (), 0.0, 0, len(came))


ONE = Outcome(1.0, 1.0, 1000.0)


def test_a_sure_and_right_forecast_scores_nothing_and_a_coin_its_known_score() -> None:
    assert brier([(1.0, 1.0), (0.0, 0.0)]) == 0
    assert log_score([(1.0, 1.0), (0.0, 0.0)]) == pytest.approx(0, abs=1e-5)
    assert brier([(0.5, 1.0), (0.5, 0.0)]) == 0.25
    assert log_score([(0.5, 1.0), (0.5, 0.0)]) == pytest.approx(log(2))


def test_one_surprise_does_not_make_the_log_score_infinite() -> None:
    assert log_score([(0.0, 1.0)]) < 15


@given(pairs, st.floats(0, 1))
def test_no_constant_forecast_beats_the_base_rate(forecasts: list[tuple[float, float]], other: float) -> None:
    base = sum(came for _, came in forecasts) / len(forecasts)
    for score in (brier, log_score):
        best = score([(base, came) for _, came in forecasts])
        assert best <= score([(other, came) for _, came in forecasts]) + 1e-12


def test_an_incident_that_is_shared_is_scored_as_the_mean_of_both_worlds() -> None:
    assert brier([(0.3, 0.5)]) == pytest.approx((brier([(0.3, 1.0)]) + brier([(0.3, 0.0)])) / 2)
    assert log_score([(0.3, 0.5)]) == pytest.approx((log_score([(0.3, 1.0)]) + log_score([(0.3, 0.0)])) / 2)


def test_a_model_that_tells_apart_beats_the_base_rate_and_one_that_errs_does_not() -> None:
    wise = scores([quarter([0.9, 0.9, 0.1, 0.1, 0.1], {0: ONE, 1: ONE})])
    wrong = scores([quarter([0.1, 0.1, 0.9, 0.1, 0.1], {0: ONE, 1: ONE})])
    assert wise and wise.beats_base_rate and wise.base_rate == pytest.approx(0.4)
    assert wrong and not wrong.beats_base_rate


def test_the_table_of_reliability_takes_fifty_forecasts() -> None:
    few, enough = (scores([quarter([0.1] * count, {0: ONE})]) for count in (49, 50))
    assert few and few.bins == ()
    assert enough and [each.count for each in enough.bins] == [10] * 5


@given(pairs)
def test_every_forecast_stands_in_one_bin_and_bins_ascend(forecasts: list[tuple[float, float]]) -> None:
    bins = reliability(forecasts)
    assert sum(each.count for each in bins) == len(forecasts)
    means = [each.forecast for each in bins]
    assert means == sorted(means)
    assert sum(each.came * each.count for each in bins) == pytest.approx(sum(came for _, came in forecasts))


def test_the_lift_is_the_share_of_cost_on_the_fifth_with_the_most_interest() -> None:
    made = scores([quarter([0.1] * 10, {0: Outcome(1, 1, 700), 1: Outcome(1, 1, 100), 7: Outcome(2, 1, 200)})])
    assert made and made.lift.cost == pytest.approx(0.8)
    assert made.lift.incidents == pytest.approx(0.5)


def test_costs_spread_evenly_have_no_lift_however_many_findings_there_are() -> None:
    for count in (3, 7, 10):
        made = scores([quarter([0.1] * count, dict.fromkeys(range(count), ONE))])
        assert made and made.lift.cost == pytest.approx(0.2)


def test_without_incidents_there_is_no_lift_to_tell() -> None:
    made = scores([quarter([0.1] * 5, {})])
    assert made and (made.lift.cost, made.lift.spearman) == (None, None)


def test_without_forecasts_there_are_no_scores() -> None:
    assert scores([]) is None
    assert scores([quarter([], {})]) is None


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=40))
def test_spearman_is_spearman_ties_included(rows: list[tuple[int, int]]) -> None:
    one, other = ([float(row[side]) for row in rows] for side in (0, 1))
    ours = spearman(one, other)
    if len(set(one)) == 1 or len(set(other)) == 1:
        assert ours is None
    else:
        assert ours == pytest.approx(float(stats.spearmanr(one, other).statistic))
