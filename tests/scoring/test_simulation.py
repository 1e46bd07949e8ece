from __future__ import annotations

import numpy as np
import pytest

from debtaudit.scoring.simulation import Uncertain, simulate
from debtaudit.scoring.uncertainty import DRAWS, draw
from tests.scoring.test_uncertainty import DOUBT, FLEET, UNKNOWN

STRANGE = DOUBT._replace(id="glue-code@x", asset="x", volatility=UNKNOWN)
MANY = [Uncertain(each, counts=True) for each in (*FLEET, STRANGE, *FLEET)]


def inside(draws: object, span: tuple[float, float]) -> float:
    row = np.asarray(draws)
    return float(np.mean((row >= span[0]) & (row <= span[1])))


def test_a_span_is_where_eight_of_ten_draws_lie() -> None:
    drawn, found = draw(FLEET), simulate([Uncertain(each, counts=True) for each in FLEET])
    for row, span in zip(drawn.losses + drawn.friction, found.interest, strict=True):
        assert inside(row, span) == pytest.approx(0.8, abs=2 / DRAWS)


def test_the_span_of_a_sum_is_drawn_together() -> None:
    drawn, found = draw(FLEET), simulate([Uncertain(each, counts=True) for each in FLEET])
    assert inside((drawn.losses + drawn.friction).sum(axis=0), found.total) == pytest.approx(0.8, abs=2 / DRAWS)
    assert found.total.p90 < sum(span.p90 for span in found.interest)


def test_of_a_gap_that_another_finding_covers_only_the_friction_counts() -> None:
    drawn, found = draw(FLEET), simulate([Uncertain(each, counts=number < 10) for number, each in enumerate(FLEET)])
    summed = drawn.losses[:10].sum(axis=0) + drawn.friction.sum(axis=0)
    assert inside(summed, found.total) == pytest.approx(0.8, abs=2 / DRAWS)


def test_events_are_drawn_only_where_what_they_depend_on_is_unknown() -> None:
    found = simulate(MANY)
    (span,) = [each for each in found.events if each]
    assert found.events[len(FLEET)] is span
    assert inside(draw([STRANGE]).events[0], span) == pytest.approx(0.8, abs=2 / DRAWS)


def test_who_is_simulated_with_a_finding_changes_nothing_of_it() -> None:
    alone, together = simulate(MANY[60:61]), simulate(MANY)
    assert alone.interest[0] == together.interest[60]
    assert simulate(MANY[50:51]).events[0] == together.events[50]


def test_nothing_costs_nothing() -> None:
    assert simulate([]) == ((), (), (0.0, 0.0))
