from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from debtaudit.domain.measurement import Drift
from debtaudit.drift.judge import Verdict, judge
from debtaudit.drift.telemetry import NotOursError, features_of, importance_of, measurements, merged
from debtaudit.flow import audit
from debtaudit.inventory import load, loads
from debtaudit.inventory.write import write
from tests.drift.conftest import of_files

DAY = date(2026, 9, 30)


@pytest.fixture
def moved(tmp_path: Path) -> Verdict:
    rng = np.random.default_rng(1)
    reference = {
        "session_duration": rng.normal(50, 10, 1000),
        "country": ["us"] * 600 + ["ca"] * 400,
        "id": range(1000),
    }
    current = {"session_duration": rng.normal(58, 12, 400), "country": ["us"] * 390 + ["jp"] * 10, "id": range(400)}
    return judge(of_files(tmp_path, reference, current))


def test_what_was_measured_becomes_telemetry_of_the_asset(moved: Verdict) -> None:
    found = measurements(moved, "recommender", DAY, {"session_duration": "session-duration"})
    assert [(each.feature, each.measure) for each in found] == [
        ("country", "chi2"), ("country", "jensen_shannon"), ("country", "psi"), ("session-duration", "jensen_shannon"),
        ("session-duration", "ks"), ("session-duration", "psi"), ("session-duration", "wasserstein"),
    ]  # fmt: skip
    assert {(each.asset, each.at, each.n_ref, each.n_cur) for each in found} == {("recommender", DAY, 1000, 400)}


def test_a_file_keeps_earlier_days_and_replaces_the_same_one(tmp_path: Path, moved: Verdict) -> None:
    target = tmp_path / "drift.yaml"
    for day in (DAY - timedelta(days=7), DAY, DAY):
        write(target, merged(target, measurements(moved, "recommender", day, {}), "recommender", day))
    once = target.read_bytes()
    assert sorted({each.day for each in load(target).telemetry if each.day}) == [DAY - timedelta(days=7), DAY]
    assert len(load(target).telemetry) == 14
    write(target, merged(target, measurements(moved, "recommender", DAY, {}), "recommender", DAY))
    assert target.read_bytes() == once


def test_values_are_read_back_as_they_were_measured(tmp_path: Path, moved: Verdict) -> None:
    target = tmp_path / "drift.yaml"
    found = measurements(moved, "recommender", DAY, {})
    write(target, merged(target, found, "recommender", DAY))
    assert load(target).telemetry == found


def test_files_that_others_wrote_are_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "drift.yaml"
    for text in ("telemetry: []\n", "source: {kind: collector, name: mlflow}\n", "models: [{id: a}]\n"):
        target.write_text(text)
        with pytest.raises(NotOursError, match="was not written by this command"):
            merged(target, [], "a", DAY)


def test_columns_are_features_by_their_name_and_bring_their_importance() -> None:
    inventory = loads("features: [{id: session-duration, importance: 40%}, {id: other}]\n")
    features = features_of(["Session_Duration", "OTHER", "country"], inventory)
    assert features == {"Session_Duration": "session-duration", "OTHER": "other"}
    assert importance_of(features, inventory.assets) == {"Session_Duration": 0.4}


def test_the_detector_finds_a_drift_that_lasted_for_two_windows(tmp_path: Path, moved: Verdict) -> None:
    (tmp_path / "all.yaml").write_text("models: [{id: recommender, status: production}]\n")
    target = tmp_path / "drift.yaml"

    def found(day: date) -> set[str]:
        new: tuple[Drift, ...] = measurements(moved, "recommender", day, {})
        write(target, merged(target, new, "recommender", day))
        made = audit(load(tmp_path), day)
        return {item.id for item in made.items if item.finding.debt.slug == "active-input-drift"}

    assert found(DAY - timedelta(days=7)) == set()
    assert found(DAY) == {"active-input-drift@recommender"}
