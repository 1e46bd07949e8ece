"""The matrix: places on its axes, colours of its cells, and nothing on top of anything else."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise
from math import hypot, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.risk import Range
from debtaudit.report.charts.axes import CELLS, IMPACT, LIKELIHOOD, along, cell, heat
from debtaudit.report.charts.matrix import RADIUS, Axis, Grid, Pin, counted, matrix, seats, ticks
from debtaudit.report.charts.svg import Box

GRIDS = [Grid(420, 50), Grid(354, 50)]
CHANCES = st.floats(0, 1)
IMPACTS = st.floats(0, 1000)


def pin(number: str, chance: float, impact: float, *, whiskers: bool = False) -> Pin:
    return Pin(
        number, Range(chance, chance * 0.6, min(1.0, chance * 1.5)), Range(impact, impact * 0.5, impact * 2), whiskers
    )


PINS = st.lists(st.builds(pin, st.just("1"), CHANCES, IMPACTS), max_size=5)


@pytest.mark.parametrize(
    ("chance", "impact", "expected"),
    [(0.0, 0.0, (0, 0)), (0.0199, 0.0399, (0, 0)), (0.02, 0.04, (1, 1)), (0.3, 0.6, (3, 2)), (0.5, 5.0, (4, 4))],
)  # fmt: skip
def test_a_finding_lies_in_the_cell_between_the_fixed_cuts(
    chance: float, impact: float, expected: tuple[int, int]
) -> None:
    assert cell(chance, impact) == expected


@given(CHANCES, IMPACTS)
def test_a_disc_is_drawn_in_the_cell_that_counts_it(chance: float, impact: float) -> None:
    assert cell(chance, impact)[0] == min(CELLS - 1, int(along(chance, LIKELIHOOD) + 1e-9))
    assert cell(chance, impact)[1] == min(CELLS - 1, int(along(impact, IMPACT) + 1e-9))


@pytest.mark.parametrize("cuts", [LIKELIHOOD, IMPACT])
def test_cells_are_equally_wide_and_logarithmic_inside(cuts: tuple[float, ...]) -> None:
    assert [along(cut, cuts) for cut in cuts] == pytest.approx(range(CELLS + 1))
    for place, (low, high) in enumerate(pairwise(cuts)):
        assert along(sqrt(low * high), cuts) == pytest.approx(place + 0.5)


def test_colours_never_fall_where_risk_rises() -> None:
    for one in range(CELLS):
        row, column = [heat(one, other) for other in range(CELLS)], [heat(other, one) for other in range(CELLS)]
        assert row == sorted(row) and column == sorted(column)


def test_a_critical_cell_never_touches_one_that_is_low_or_negligible() -> None:
    for likelihood in range(CELLS):
        for impact in range(CELLS - 1):
            assert {heat(likelihood, impact), heat(likelihood, impact + 1)} not in ({4, 0}, {4, 1})
            assert {heat(impact, likelihood), heat(impact + 1, likelihood)} not in ({4, 0}, {4, 1})


def test_likelier_is_higher_and_dearer_is_further_right() -> None:
    grid = GRIDS[0]
    (x, y), (further, higher) = grid.at(0.05, 0.5), grid.at(0.4, 4)
    assert further > x and higher < y


@pytest.mark.parametrize("grid", GRIDS)
@given(pins=PINS)
def test_no_disc_covers_another_and_all_are_inside(grid: Grid, pins: list[Pin]) -> None:
    places = seats(pins, grid)
    for (x, y), (other_x, other_y) in combinations(places, 2):
        assert hypot(x - other_x, y - other_y) >= 2 * RADIUS
    for x, y in places:
        assert grid.box.x <= x - RADIUS and x + RADIUS <= grid.box.x + grid.box.width
        assert grid.box.y <= y - RADIUS and y + RADIUS <= grid.box.y + grid.box.height


@pytest.mark.parametrize("grid", GRIDS)
@given(pins=st.lists(st.builds(pin, st.just("1"), CHANCES, IMPACTS), max_size=3))
def test_counts_stay_clear_of_discs(grid: Grid, pins: list[Pin]) -> None:
    others = Counter({(row, column): 120 for row in range(CELLS) for column in range(CELLS)})
    places = seats(pins, grid)
    discs = [Box(x - RADIUS * 0.7, y - RADIUS * 0.7, RADIUS * 1.4, RADIUS * 1.4) for x, y in places]
    for box, _words in counted(others, pins, places, grid):
        assert not any(box.overlap(disc) > 0 for disc in discs)


@pytest.mark.parametrize("grid", GRIDS)
def test_the_names_of_cuts_do_not_touch_each_other(grid: Grid) -> None:
    boxes = [box for box, _words, _anchor in ticks(["€1.25M", "€6.25M", "€31.3M", "€156M"], grid)]
    assert not any(one.overlap(other) for one, other in combinations(boxes, 2))


def test_a_disc_that_had_to_move_points_to_its_place() -> None:
    crowded = [pin(str(number), 0.3, 0.6) for number in range(1, 6)]
    axis = Axis(["1", "2", "3", "4"], "loss")
    drawn = str(matrix(crowded, {}, axis, 420, "five"))
    assert drawn.count("<line ") >= 3 and drawn.count('r="2.2"') == drawn.count("<line ")
    assert "<line " not in str(matrix(crowded[:1], {}, axis, 420, "one"))
