"""What becomes of a file that an earlier run wrote: what is gone stays and is marked, and others' files are safe."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.collectors._collector import Collected
from debtaudit.collectors._draft import NEVER, Before, draft, earlier, vanished
from debtaudit.domain.problem import Problem, errors
from debtaudit.inventory import loads

TODAY, EXPORT = date(2026, 9, 30), date(2026, 9, 29)


def collected(at: date | None = EXPORT, **document: Any) -> Collected:
    refs = {f"{each['id']}.status": "x.json" for each in document.get("models", ())}
    return Collected(document, refs, (), {}, at)


def model(id_: str) -> dict[str, object]:
    return {"id": id_, "status": "production"}


def calls(first: date, last: date, count: int) -> dict[str, object]:
    return {"kind": "calls", "asset": "a", "consumer": "shop", "count": count, "from": first, "to": last}


def before(text: str, name: str = "mlflow", **aliases: str) -> Before:
    found = earlier(name, text, f"{name}.yaml", aliases)
    assert isinstance(found, Before)
    return found


def test_the_same_export_gives_the_same_bytes_run_after_run() -> None:
    made = collected(models=[model("a")])
    first = draft("mlflow", made, NEVER, TODAY)
    assert draft("mlflow", made, before(first), date(2027, 1, 1)) == first
    assert loads(first).origin("a", "status").ref == "x.json"  # type: ignore[union-attr]


def test_an_asset_that_is_gone_stays_with_its_facts_and_is_marked_until_it_comes_back() -> None:
    first = draft("mlflow", collected(models=[model("a"), model("b")]), NEVER, TODAY)
    second = draft("mlflow", collected(models=[model("a")]), before(first), TODAY)
    inventory = loads(second)
    assert inventory.assets["b"].status == "production"  # type: ignore[attr-defined]
    assert inventory.origin("b", "status").ref == "x.json"  # type: ignore[union-attr]
    assert [each.message for each in inventory.problems] == ["'b' is gone from mlflow as of 2026-09-29"]
    assert draft("mlflow", collected(models=[model("a")]), before(second), TODAY) == second
    third = draft("mlflow", collected(models=[model("a"), model("b")]), before(second), TODAY)
    assert third == first


def test_pruning_drops_what_is_gone() -> None:
    first = draft("mlflow", collected(models=[model("a"), model("b")]), NEVER, TODAY)
    pruned = draft("mlflow", collected(models=[model("a")]), before(first), TODAY, prune=True)
    assert pruned == draft("mlflow", collected(models=[model("a")]), NEVER, TODAY)


def test_incidents_that_a_tool_no_longer_tells_of_are_history_and_not_stale() -> None:
    first = draft("pd", collected(incidents=[{"id": "pd-1", "assets": ["a"], "severity": 3}]), NEVER, TODAY)
    second = draft("pd", collected(incidents=[{"id": "pd-2", "assets": ["a"]}]), before(first, "pd"), TODAY)
    assert [each.id for each in loads(second).incidents] == ["pd-1", "pd-2"]
    assert "stale" not in second


def test_measurements_from_before_stay_and_windows_never_overlap() -> None:
    first = draft("p", collected(telemetry=[calls(date(2026, 7, 1), date(2026, 7, 30), 5)]), NEVER, TODAY)
    later = collected(telemetry=[calls(date(2026, 8, 15), date(2026, 9, 14), 7)])
    second = draft("p", later, before(first, "p"), TODAY)
    assert [each.count for each in loads(second).telemetry] == [5, 7]  # type: ignore[attr-defined]
    third = draft(
        "p", collected(telemetry=[calls(date(2026, 8, 16), date(2026, 9, 15), 9)]), before(second, "p"), TODAY
    )
    assert [each.count for each in loads(third).telemetry] == [5, 9]  # type: ignore[attr-defined]


def test_an_export_without_dates_keeps_the_day_on_which_its_facts_were_first_seen() -> None:
    undated = collected(None, models=[model("a")])
    first = draft("backstage", undated, NEVER, TODAY)
    assert "at: 2026-09-30" in first
    assert draft("backstage", undated, before(first, "backstage"), date(2026, 12, 1)) == first
    changed = draft("backstage", collected(None, models=[model("b")]), before(first, "backstage"), date(2026, 12, 1))
    assert "at: 2026-12-01" in changed


@pytest.mark.parametrize(
    "text",
    ["models: [{id: a}]\n", "source: {kind: collector, name: dbt}\n", "source: {kind: hand}\n", "", "- 1\n", "{"],
)
def test_a_file_of_anybody_else_is_never_replaced(text: str) -> None:
    found = earlier("mlflow", text, "mlflow.yaml", {})
    assert isinstance(found, Problem)
    assert "was not written by the source 'mlflow'" in found.message


def test_a_renamed_asset_does_not_leave_its_old_name_behind() -> None:
    first = draft("mlflow", collected(models=[model("churn")]), NEVER, TODAY)
    renamed = before(first, **{"mlflow:churn": "churn-eu"})
    second = draft("mlflow", collected(models=[model("churn-eu")]), renamed, TODAY)
    assert list(loads(second).assets) == ["churn-eu"]
    assert "stale" not in second


def test_a_source_that_cannot_be_read_any_more_is_marked_once_with_the_day() -> None:
    first = draft("mlflow", collected(models=[model("a")]), NEVER, TODAY)
    marked = vanished(before(first), "mlflow.yaml", TODAY)
    (told,) = loads(marked).problems
    assert told.message == "mlflow cannot be read since 2026-09-30; what stands here is older"
    assert vanished(before(marked), "mlflow.yaml", date(2026, 12, 1)) == marked
    assert draft("mlflow", collected(models=[model("a")]), before(marked), TODAY) == first


ids = st.sampled_from(["a", "b", "c", "d"])


@given(st.lists(st.sets(ids, min_size=1), min_size=1, max_size=5))
def test_nothing_that_was_ever_seen_is_lost_and_every_file_can_be_read(runs: list[set[str]]) -> None:
    known = NEVER
    for now in runs:
        text = draft("mlflow", collected(models=[model(each) for each in sorted(now)]), known, TODAY)
        known = before(text)
    inventory = loads(known.text)
    assert not errors(inventory.problems)
    assert set(inventory.assets) == set.union(*runs)
    assert set(known.stale) == set.union(*runs) - runs[-1]
