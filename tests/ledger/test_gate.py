from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.risk import BANDS
from debtaudit.ledger.amounts import Amounts
from debtaudit.ledger.compare import compare
from debtaudit.ledger.gate import condition, judge
from debtaudit.ledger.quarter import quarter_of
from debtaudit.ledger.snapshot import Line, Scoped, Snapshot

DAY = date(2026, 9, 30)
EXAM = "static-test-set@intent"


def line(interest: float, lane: str = "later", band: str = "low", **more: Any) -> Line:
    return Line(Amounts(1, round(interest * 100), 500, 350_000), lane=lane, band=band, **more)  # type: ignore[arg-type]


def snapshot(findings: Mapping[str, Line], **more: Any) -> Snapshot:
    assets = {"intent": Scoped("model"), "fraud": Scoped("model")}
    made = Snapshot(quarter_of(DAY, 1), DAY, currency="EUR", assets=assets, findings=findings)
    return replace(made, **more)


def stops(before: Snapshot, after: Snapshot, limit: str) -> dict[str, str]:
    verdict = judge(condition(limit), after, compare(before, after))
    return {each.finding: each.why for each in verdict.failures}


def test_new_debt_stops_where_it_is_bad_enough() -> None:
    before, after = snapshot({}), snapshot({EXAM: line(900, "next", "medium")})
    assert stops(before, after, "next") == {EXAM: "new: it was not there"}
    assert stops(before, after, "later") == {EXAM: "new: it was not there"}
    assert stops(before, after, "now") == {}
    assert stops(before, after, "medium") == {EXAM: "new: it was not there"}
    assert stops(before, after, "high") == {}
    assert stops(before, after, "interest>899") == {EXAM: "new: it was not there"}
    assert stops(before, after, "interest>900") == {}


def test_what_was_there_before_does_not_stop() -> None:
    both = snapshot({EXAM: line(9_000, "now", "critical")})
    assert stops(both, both, "now") == {}


def test_growth_stops_once_it_is_notable() -> None:
    before = snapshot({EXAM: line(1_000, "now", "high")})
    assert stops(before, snapshot({EXAM: line(1_090, "now", "high")}), "now") == {}
    assert stops(before, snapshot({EXAM: line(1_200, "now", "high")}), "now") == {EXAM: "grew by 20%"}


def test_a_step_into_a_worse_lane_or_band_stops_however_small_it_is() -> None:
    before = snapshot({EXAM: line(1_000, "later", "low")})
    after = snapshot({EXAM: line(1_001, "next", "low")})
    assert stops(before, after, "next") == {EXAM: "grew from lane later to next"}
    after = snapshot({EXAM: line(1_001, "later", "medium")})
    assert stops(before, after, "medium") == {EXAM: "grew from band low to medium"}


def test_debt_that_merely_became_known_is_not_new() -> None:
    before = snapshot({}, unknown={EXAM: 40_000})
    assert stops(before, snapshot({EXAM: line(9_000, "now", "critical")}), "now") == {}


def test_what_new_settings_make_of_it_is_not_new_debt() -> None:
    before = snapshot({}, settings={"policy.hop": "0.9"})
    found = {EXAM: line(9_000, "now", "critical")}
    after = snapshot(found, settings={"policy.hop": "0.5"})
    assert stops(before, after, "now") == {}


def test_accepted_debt_does_not_stop() -> None:
    after = snapshot({EXAM: line(9_000, "accepted", "critical", state="accepted")})
    assert stops(snapshot({}), after, "critical") == {}


def test_without_a_baseline_every_open_finding_counts() -> None:
    after = snapshot({EXAM: line(900, "now"), "glue-code@fraud": line(2_000, "now"), "x@fraud": line(5, "later")})
    verdict = judge(condition("now"), after, None)
    assert [each.finding for each in verdict.failures] == ["glue-code@fraud", EXAM]  # the dearest first
    assert not verdict.passed


@pytest.mark.parametrize(
    "text", ["", "soon", "accepted", "interest", "interest>", "interest>-5", "interest>1e9x", "interest<5"]
)
def test_other_conditions_are_refused_with_what_there_is(text: str) -> None:
    with pytest.raises(ValueError, match="is no lane"):
        condition(text)


@given(st.sampled_from(BANDS), st.sampled_from(BANDS), st.floats(1, 1e6))
def test_a_stricter_limit_never_stops_less(strict: str, lax: str, interest: float) -> None:
    if BANDS.index(strict) > BANDS.index(lax):
        strict, lax = lax, strict
    before = snapshot({})
    for band in BANDS:
        after = snapshot({EXAM: line(interest, band=band)})
        assert stops(before, after, strict).keys() >= stops(before, after, lax).keys()


@pytest.mark.parametrize(("text", "above"), [("interest>5k", 5e3), ("Interest > 1.5M", 1.5e6), ("interest>5,000", 5e3)])
def test_an_amount_may_be_written_as_people_do(text: str, above: float) -> None:
    assert condition(text) == condition(f"interest>{above:.0f}")
    assert condition(text).above == above
