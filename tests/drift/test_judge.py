from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from debtaudit.drift.judge import Verdict, judge, legacy
from debtaudit.drift.measures import ColumnDrift, Compared, Filled, Measured
from tests.drift.conftest import Columns, of_both, of_files, only

ROWS = Filled(1000, 0)


def ks(name: str, d: float, p: float, rows: Filled = ROWS) -> ColumnDrift:
    return ColumnDrift(name, "number", rows, rows, (Measured("ks", d, p, own_test=True),))


def bands(*columns: ColumnDrift, importance: dict[str, float] | None = None) -> list[str | None]:
    return [each.band for each in judge(Compared(columns), importance).columns]


def verdict(folder: Path, reference: Columns, current: Columns) -> Verdict:
    return judge(of_files(folder, reference, current))


def test_the_articles_example_is_found_by_every_measure_every_time(tmp_path: Path) -> None:
    for seed in range(20):
        rng = np.random.default_rng(seed)
        sides = {"user_session_duration": rng.normal(50, 10, 1000)}, {"user_session_duration": rng.normal(58, 12, 200)}
        found = judge(of_both(tmp_path, sides))
        [column] = found.columns
        assert {each.measured.measure: each.band for each in column.measures} == dict.fromkeys(
            ("ks", "psi", "wasserstein", "jensen_shannon"), "act"
        )
        assert legacy(column.drift) is True
        assert found.drifted


def test_a_harmless_shift_of_very_many_rows_is_no_drift_yet_one_for_the_older_rule(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    found = verdict(tmp_path, {"x": rng.normal(size=100_000)}, {"x": rng.normal(0.03, 1, size=100_000)})
    [column] = found.columns
    assert column.band == "stable"
    assert legacy(column.drift) is True


def test_a_hundred_columns_that_did_not_change_raise_no_alarm(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    sides = ({f"c{at}": rng.normal(size=300) for at in range(100)} for _ in range(2))
    found = verdict(tmp_path, *sides)
    assert {each.band for each in found.columns} == {"stable"}
    assert any(legacy(each.drift) for each in found.columns)  # the older rule does


@pytest.mark.parametrize(("d", "band"), [(0.09, "stable"), (0.10, "watch"), (0.19, "watch"), (0.20, "act")])
def test_an_effect_counts_from_its_floor_on(d: float, band: str) -> None:
    assert bands(ks("x", d, 1e-9)) == [band]


def test_a_large_effect_within_chance_is_stable() -> None:
    assert bands(ks("x", 0.3, 0.2)) == ["stable"]


def test_measures_without_a_test_of_their_own_must_be_beyond_what_one_in_a_hundred_unchanged_columns_shows() -> None:
    def psi(p: float) -> ColumnDrift:
        return ColumnDrift("x", "number", ROWS, ROWS, (Measured("psi", 0.3, p, 10),))

    assert bands(psi(0.02)) == ["stable"]
    assert bands(psi(0.009)) == ["act"]


def test_chances_are_corrected_for_the_number_of_tests() -> None:
    assert bands(ks("x", 0.3, 0.03)) == ["act"]
    assert bands(ks("x", 0.3, 0.03), *(ks(f"y{at}", 0.01, 0.5 + at / 100) for at in range(20))) == ["stable"] * 21


def test_too_few_rows_are_unknown_not_stable() -> None:
    [column] = judge(Compared((ks("x", 0.9, 1e-9, Filled(49, 0)),))).columns
    assert (column.band, column.why) == (None, "49 rows on a side, 50 are needed")


def test_a_side_without_values_is_unknown_and_says_which() -> None:
    empty = ColumnDrift("x", "number", Filled(5, 5), Filled(0, 0))
    [column] = judge(Compared((empty,))).columns
    assert (column.band, column.why) == (None, "the reference has no values")


def test_a_rise_of_gaps_is_drift_although_they_are_left_out_of_the_rest() -> None:
    quiet = ColumnDrift("x", "number", Filled(1000, 0), Filled(1000, 300), (Measured("ks", 0.01, 0.9, own_test=True),))
    assert bands(quiet) == ["act"]
    vanished = ColumnDrift("x", "number", Filled(1000, 0), Filled(1000, 1000))
    assert bands(vanished) == ["act"]


def test_a_table_has_drifted_when_a_third_of_its_importance_or_one_decisive_column_has() -> None:
    columns = (ks("x", 0.5, 1e-9), *(ks(f"y{at}", 0.01, 0.9) for at in range(9)))
    assert not judge(Compared(columns)).drifted
    assert not judge(Compared(columns), {"x": 0.09}).drifted
    assert judge(Compared(columns), {"x": 0.10}).drifted
    assert judge(Compared(columns[:3])).drifted


def test_weights_share_out_what_nobody_stated() -> None:
    found = judge(Compared((ks("x", 0.5, 1e-9), ks("y", 0.0, 1.0), ks("z", 0.0, 1.0))), {"x": 0.6})
    assert [each.weight for each in found.columns] == pytest.approx([0.6, 0.2, 0.2])
    assert found.share_moved == pytest.approx(0.6)


def test_ids_are_ignored_unless_somebody_asks_for_them(tmp_path: Path) -> None:
    compared = of_files(tmp_path, {"id": range(100)}, {"id": range(100, 200)})
    assert [each.band for each in judge(compared).columns] == [None]
    assert [each.band for each in judge(compared, forced=["id"]).columns] == ["act"]


def test_the_older_rule_says_nothing_of_words(tmp_path: Path) -> None:
    assert legacy(only(of_files(tmp_path, {"x": ["a"]}, {"x": ["b"]}))) is None
