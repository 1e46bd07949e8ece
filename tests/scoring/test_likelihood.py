from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from debtaudit.domain.policy import Policy
from debtaudit.scoring.likelihood import aged, at_least_one, expected, posterior, weight_at

PSEUDO = Policy().pseudo_quarters
rates = st.floats(0.001, 20)
counts = st.floats(0, 50)
quarters = st.floats(0, 40)


def test_few_incidents_are_shrunk_towards_the_prior() -> None:
    def mean(incidents: float, time: float, noticed: float = 0.6) -> float:
        return posterior(0.384, incidents, time, noticed, PSEUDO).events.mean

    assert mean(3, 1, noticed=0.9) == pytest.approx(0.93, abs=0.01)  # raw rate 3
    assert mean(0, 4, noticed=0.9) == pytest.approx(0.202, abs=0.001)
    assert mean(0, 4, noticed=0.3) == pytest.approx(0.295, abs=0.001)  # silence where nobody looks proves little
    assert mean(0, 8, noticed=0.9) == pytest.approx(0.137, abs=0.001)


def test_without_exposure_the_prior_speaks_and_the_interval_is_wide() -> None:
    belief = posterior(0.5, 0, 0, 0.9, PSEUDO)
    assert belief.events.mean == 0.5
    assert belief.events.p90 / belief.events.p10 > 5


@given(rates, counts, quarters, st.floats(0.1, 1))
def test_interval_and_chance_are_those_of_a_gamma(prior: float, incidents: float, time: float, noticed: float) -> None:
    belief = posterior(prior, incidents, time, noticed, PSEUDO)
    gamma = stats.gamma(belief.a, scale=1 / belief.b)
    assert (belief.events.p10, belief.events.p90) == pytest.approx(tuple(gamma.ppf([0.1, 0.9])), rel=1e-6)
    none = stats.nbinom(belief.a, belief.b / (belief.b + 1)).pmf(0)
    assert belief.probability == pytest.approx(1 - none, rel=1e-6, abs=1e-9)
    assert belief.events.mean == pytest.approx(expected(prior, incidents, time, noticed, PSEUDO))


@given(rates, counts, quarters)
def test_more_incidents_never_lower_the_rate_and_more_quiet_time_never_raises_it(
    prior: float, incidents: float, time: float
) -> None:
    def mean(more: float, longer: float) -> float:
        return posterior(prior, incidents + more, time + longer, 0.6, PSEUDO).events.mean

    assert mean(1, 0) > mean(0, 0)
    assert mean(0, 1) < mean(0, 0)


def test_time_ages_like_the_incidents_in_it() -> None:
    one_each_quarter = sum(weight_at(each + 0.5, 4.0) for each in range(12))
    assert one_each_quarter == pytest.approx(aged(12, 4.0), rel=0.01)
    assert weight_at(4, 4.0) == 0.5


def test_no_prior_and_no_incident_is_no_event() -> None:
    belief = posterior(0.0, 0.0, 4, 0.9, PSEUDO)
    assert (belief.events.mean, belief.events.p90, belief.probability) == (0, 0, 0)


def test_the_chance_of_an_event_is_almost_that_of_a_poisson_process_when_the_rate_is_well_known() -> None:
    assert at_least_one(70_000, 100_000) == pytest.approx(1 - 2.718281828**-0.7, abs=1e-4)
