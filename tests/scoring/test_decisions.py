from __future__ import annotations

from datetime import date
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.decision import Decision
from debtaudit.domain.finding import Item
from debtaudit.scoring.decisions import Book, unmatched
from tests.scoring.conftest import AS_OF, rank_of

SHOP = """
    systems: [{id: chat, revenue_per_day: 40000, customer_facing: yes, calls: [intent]}]
    models: [{id: intent, system: chat, status: production, volatility: high, maintainers: [ana]}]
    decisions:
      - {finding: DEBT, state: STATE, decided_at: 2026-06-01, owner: ana, approver: max, reason: rebuilt soon, MORE}
"""
EXAM = "static-test-set@intent"


def decided(
    state: str, more: str = "", *, finding: str = EXAM, as_of: date = AS_OF, approver: str = "max", **settings: float
) -> Item:
    text = SHOP.replace("DEBT", f"'{finding}'").replace("STATE", state).replace("MORE", more)
    return rank_of(text.replace("approver: max", f"approver: '{approver}'"), {EXAM: 1.0}, as_of, **settings).items[0]


def test_an_accepted_debt_rests_in_a_lane_of_its_own_and_stays_in_the_sum() -> None:
    text = SHOP.replace("DEBT", EXAM).replace("STATE", "accepted").replace("MORE", "expires_at: 2027-01-31")
    ranked = rank_of(text, {EXAM: 1.0, "missing-documentation@intent": 0.5})
    accepted = ranked.items[-1]
    assert (accepted.id, accepted.state, accepted.risk.lane) == (EXAM, "accepted", "accepted")
    assert ranked.totals.interest.mean == pytest.approx(sum(item.risk.interest.mean for item in ranked.items))
    assert ranked.totals.undecided == pytest.approx(ranked.items[0].risk.interest.mean)


def test_an_acceptance_comes_back_by_itself_when_it_ends() -> None:
    item = decided("accepted", "expires_at: 2026-09-29")
    assert (item.state, item.risk.lane) != ("accepted", "accepted")
    assert item.notes == ("its acceptance ended on 2026-09-29",)


def test_nobody_approves_what_they_carry() -> None:
    item = decided("accepted", "expires_at: 2027-01-31", approver="Ana ")
    assert item.state == "open"
    assert item.notes == ("its acceptance does not count: ana carries it and cannot approve it",)


def test_a_dear_debt_is_looked_at_again_after_as_long_as_its_band_allows() -> None:
    dear = decided("accepted", "expires_at: 2029-06-01", as_of=date(2026, 8, 30), materiality=100)
    assert (dear.risk.band, dear.state) == ("critical", "accepted")
    back = decided("accepted", "expires_at: 2029-06-01", as_of=date(2026, 9, 1), materiality=100)
    assert back.state == "open"
    assert back.notes == ("its acceptance ended on 2026-08-31: band critical allows 91 days at most",)


def test_an_acceptance_warns_a_month_before_it_ends() -> None:
    assert decided("accepted", "expires_at: 2026-10-30").notes == ("the acceptance ends on 2026-10-30",)
    assert decided("accepted", "expires_at: 2026-10-31").notes == ()


def test_an_acceptance_comes_back_when_the_debt_costs_half_as_much_again() -> None:
    now = decided("accepted", "expires_at: 2027-01-31").risk.interest.mean
    assert decided("accepted", f"expires_at: 2027-01-31, interest: {now / 1.4}").state == "accepted"
    back = decided("accepted", f"expires_at: 2027-01-31, interest: {now / 1.6}")
    assert back.state == "open"
    assert "half as much again" in back.notes[0]


def test_a_repaid_debt_that_is_still_found_is_open_and_says_so() -> None:
    item = decided("repaid")
    assert (item.state, item.notes) == ("open", ("marked repaid on 2026-06-01, and still found",))


def test_what_happened_before_a_repayment_counts_only_as_far_as_the_repair_may_have_failed() -> None:
    incident = "\n    incidents: [{id: i, detected_at: 2026-05-20T09:00:00Z, assets: [intent]}]\n"
    text = SHOP.replace("DEBT", EXAM).replace("MORE", "") + incident
    open_, repaid = (
        rank_of(text.replace("STATE", state), {EXAM: 1.0}).items[0].risk.likelihood.incidents
        for state in ("planned", "repaid")
    )
    assert repaid == pytest.approx(0.2 * open_)


@pytest.mark.parametrize("state", ["planned", "in_progress", "false_positive"])
def test_other_decisions_are_told_as_the_state(state: str) -> None:
    item = decided(state)
    assert item.state == state
    assert (item.risk.lane == "accepted") == (state == "false_positive")


def test_a_pattern_decides_for_many_and_an_exact_id_beats_it() -> None:
    assert decided("planned", finding="*@intent").state == "planned"
    both = SHOP.replace("DEBT", "'static-test-set@*'").replace("STATE", "planned").replace("MORE", "")
    both += f"      - {{finding: {EXAM}, state: in_progress, decided_at: 2026-01-01}}\n"
    assert rank_of(both, {EXAM: 1.0}).items[0].state == "in_progress"


def test_a_decision_made_after_the_day_of_the_audit_is_not_known_yet() -> None:
    assert decided("planned", as_of=date(2026, 5, 31)).state == "open"


def test_a_decision_about_nothing_that_is_found_is_told() -> None:
    text = SHOP.replace("DEBT", "static-test-set@gone").replace("STATE", "planned").replace("MORE", "")
    (problem,) = rank_of(text, {EXAM: 1.0}).problems
    assert (problem.code, problem.level) == ("orphaned-decision", "warning")
    assert "static-test-set@gone" in problem.message


IDS = st.builds("{}@{}".format, st.sampled_from(["glue-code", "data-smells"]), st.sampled_from(["a", "ab", "b"]))
NAMED = st.lists(IDS | st.sampled_from(["*@a", "glue-code@*", "*", "?lue-code@[ab]", "glue-code@[", ""]), max_size=8)


@given(IDS, NAMED)
def test_decisions_are_found_in_the_order_in_which_they_were_written(finding: str, named: list[str]) -> None:
    written = [Decision(finding=each, state="accepted", reason=str(number)) for number, each in enumerate(named)]
    about = Book(written).about(finding)
    assert [each.reason for each in about] == [each.reason for each in written if fnmatchcase(finding, each.finding)]


@given(st.frozensets(IDS), NAMED)
def test_a_decision_is_told_unless_a_finding_fits_it(found: frozenset[str], named: list[str]) -> None:
    written = [Decision(finding=each, state="accepted") for each in named]
    told = [each.message.split("'")[1] for each in unmatched(written, found, frozenset())]
    assert told == [each for each in named if not any(fnmatchcase(id_, each) for id_ in found)]
