from __future__ import annotations

from math import inf

import pytest

from debtaudit.drift.measures import ColumnDrift, Filled, Part, Sort
from debtaudit.drift.words import name_of

ROWS = Filled(10, 0)


@pytest.mark.parametrize(
    ("sort", "edges", "names"),
    [
        (
            "number",
            [(-inf, 1.5), (2.0, 2.0), (3.14159, 99), (1234.5, inf)],
            ["up to 1.5", "2", "3.14 to 99", "from 1,234"],
        ),
        ("number", [(7.0, 7.0)], ["7"]),
        ("number", [(-inf, inf)], ["minus infinity to infinity"]),
        ("time", [(0.0, 86400.0), (172800.0, 1e30)], ["up to 1970-01-02", "from 1970-01-03"]),
    ],
)
def test_bins_are_named_by_the_values_between_which_they_lie(
    sort: Sort, edges: list[tuple[float, float]], names: list[str]
) -> None:
    drift = ColumnDrift("x", sort, ROWS, ROWS, parts=tuple(Part(1, 1, low, high) for low, high in edges))
    assert [name_of(drift, each) for each in drift.parts] == names


def test_categories_are_named_by_themselves_and_cut_where_they_are_endless() -> None:
    drift = ColumnDrift("x", "category", ROWS, ROWS, parts=(Part(1, 1, category="us"), Part(1, 1, category="y" * 999)))
    assert [len(name_of(drift, each)) for each in drift.parts] == [2, 61]
