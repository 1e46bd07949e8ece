from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debtaudit.drift.measures import ColumnDrift
from tests.drift import oracle
from tests.drift.conftest import measure, of_both, of_files, only

Words = Sequence[str | None]

few = st.lists(st.sampled_from(["a", "b", "c", "", None]), max_size=80)
many = st.lists(st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=3)), max_size=80)


def agrees(found: ColumnDrift, reference: Words, current: Words) -> None:
    names, r, c = oracle.table(reference, current)
    assert (found.reference.values, found.current.values) == (r.sum(), c.sum())
    if not r.sum() or not c.sum():
        assert found.measures == ()
        return
    assert measure(found, "psi").value == pytest.approx(oracle.psi(r, c), rel=1e-9, abs=1e-12)
    assert measure(found, "jensen_shannon").value == pytest.approx(oracle.js(r, c), rel=1e-9, abs=1e-7)
    observed = oracle.merged(r, c)
    chi2 = measure(found, "chi2")
    if observed.shape[1] == 1:
        assert (chi2.value, chi2.p_value) == ((None, None) if len(names) > 1 else (0, 1))
        return
    test = oracle.chi2(observed)
    assert chi2.value == pytest.approx(sqrt(test.statistic / observed.sum()), rel=1e-9, abs=1e-9)
    assert chi2.p_value == pytest.approx(test.pvalue, rel=1e-8, abs=1e-12)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("categories")


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.tuples(few, few), st.tuples(many, many)), min_size=1, max_size=6))
def test_every_measure_is_scipys_whatever_the_words(folder: Path, columns: list[tuple[Words, Words]]) -> None:
    sides = ({f"c{at}": pa.array(pair[side], pa.string()) for at, pair in enumerate(columns)} for side in (0, 1))
    for each, (reference, current) in zip(of_both(folder, sides).columns, columns, strict=True):
        agrees(each, reference, current)


@pytest.mark.slow
def test_a_thousand_random_columns_are_as_scipy_has_them(tmp_path: Path) -> None:
    rng = np.random.default_rng(8)
    pairs = []
    for _ in range(1000):
        words = [f"w{at}" for at in range(int(rng.choice([1, 2, 5, 40])))]
        shares = rng.dirichlet(np.ones(len(words)), 2)
        pairs.append([rng.choice(words, int(rng.choice([1, 20, 500])), p=share).tolist() for share in shares])
    for first in range(0, len(pairs), 250):
        some = pairs[first : first + 250]
        found = of_both(tmp_path, ({f"c{at}": pair[side] for at, pair in enumerate(some)} for side in (0, 1)))
        for each, (reference, current) in zip(found.columns, some, strict=True):
            agrees(each, reference, current)


def test_rare_categories_are_one_for_chi_square_and_themselves_for_the_rest(tmp_path: Path) -> None:
    reference = ["a"] * 100 + ["b"] * 100 + ["rare"]
    current = ["a"] * 100 + ["b"] * 100 + ["odd"]
    found = only(of_files(tmp_path, {"x": reference}, {"x": current}))
    assert measure(found, "chi2").bins == 3
    assert measure(found, "jensen_shannon").bins == 4


@pytest.mark.parametrize(("each_side", "cells"), [(4, 3), (5, 4), (6, 4)])
def test_a_category_stands_for_itself_where_five_rows_are_expected(tmp_path: Path, each_side: int, cells: int) -> None:
    words = ["a"] * 50 + ["b"] * 50 + ["c"] * each_side + ["rare"] * 3
    found = only(of_files(tmp_path, {"x": words}, {"x": words}))
    assert measure(found, "chi2").bins == cells


def test_the_categories_that_moved_most_come_first(tmp_path: Path) -> None:
    reference, current = ["us"] * 50 + ["ca"] * 50, ["us"] * 20 + ["jp"] * 60 + ["ca"] * 20
    parts = only(of_files(tmp_path, {"x": reference}, {"x": current})).parts
    assert [(each.category, each.reference, each.current) for each in parts] == [
        ("jp", 0, 60),
        ("ca", 50, 20),
        ("us", 50, 20),
    ]


def test_words_of_which_each_row_has_its_own_are_set_aside(tmp_path: Path) -> None:
    found = only(of_files(tmp_path, {"x": [f"a{at}" for at in range(60)]}, {"x": [f"b{at}" for at in range(60)]}))
    assert "a text of its own" in found.set_aside
    assert measure(found, "chi2").value is None


def test_truths_are_categories(tmp_path: Path) -> None:
    found = only(of_files(tmp_path, {"x": [True] * 80 + [False] * 20}, {"x": [True] * 20 + [False] * 80}))
    assert found.sort == "category"
    assert measure(found, "chi2").value == pytest.approx(0.6)
