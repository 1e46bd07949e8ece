from __future__ import annotations

from itertools import pairwise

import pytest

from debtaudit.domain.finding import Evidence, Finding, Item
from debtaudit.domain.policy import Policy
from debtaudit.scoring.pricing import severities
from tests.scoring.conftest import DEBTS, graph_of, item_of, rank_of

SHOP = """
    organisation: {materiality: 25000}
    systems:
      - {id: chat, revenue_per_day: 40000, users_per_day: 9000, customer_facing: yes, criticality: 4, calls: [intent]}
    models:
      - {id: intent, system: chat, status: production, volatility: high, trains_on: [labels]}
    datasets: [{id: labels}]
"""


def incidents(*lines: str) -> str:
    return f"{SHOP}\n    incidents:\n" + "".join(f"      - {{{line}}}\n" for line in lines)


def by_id(items: tuple[Item, ...]) -> dict[str, Item]:
    return {item.id: item for item in items}


def test_lane_comes_first_then_worth_then_interest_then_id() -> None:
    items = rank_of(SHOP, {
        "unmonitored-concept-drift@intent": 1.0, "static-test-set@intent": 0.6, "missing-documentation@intent": 0.1,
        "missing-documentation@labels": 0.1, "data-smells@labels": 0.3,
    }).items  # fmt: skip
    assert [item.rank for item in items] == [1, 2, 3, 4, 5]
    assert items[0].id == "unmonitored-concept-drift@intent"
    order = [("now", "next", "later", "find_out", "accepted").index(item.risk.lane) for item in items]
    assert order == sorted(order)
    for first, second in pairwise(items):
        if first.risk.lane == second.risk.lane:
            assert first.risk.priority >= second.risk.priority


def test_an_incident_that_names_a_debt_counts_for_it_alone() -> None:
    text = incidents("id: i1, detected_at: 2026-09-01T09:00:00Z, assets: [intent], debts: [static-test-set]")
    items = by_id(rank_of(text, {"static-test-set@intent": 0.5, "unmonitored-concept-drift@intent": 0.5}).items)
    assert items["static-test-set@intent"].risk.likelihood.incidents == pytest.approx(0.95, abs=0.02)
    assert items["static-test-set@intent"].incidents == ("i1",)
    assert items["unmonitored-concept-drift@intent"].risk.likelihood.incidents == 0


def test_an_incident_that_names_an_asset_is_shared_in_proportion_to_the_priors() -> None:
    text = incidents("id: i1, detected_at: 2026-09-30T00:00:00Z, assets: [intent]")
    items = rank_of(text, {"static-test-set@intent": 0.5, "unmonitored-concept-drift@intent": 0.5}).items
    weights = [item.risk.likelihood.incidents for item in items]
    assert sum(weights) == pytest.approx(1, abs=0.01)
    priors = [item.risk.likelihood.prior for item in items]
    assert weights[0] / weights[1] == pytest.approx(priors[0] / priors[1])


def test_an_incident_that_no_finding_explains_is_kept() -> None:
    text = incidents("id: i1, detected_at: 2026-09-01T09:00:00Z, assets: [labels]")
    assert [each.id for each in rank_of(text, {"static-test-set@intent": 0.5}).unexplained] == ["i1"]


def test_the_same_outage_told_by_two_tools_counts_once() -> None:
    one = incidents("id: i1, detected_at: 2026-09-01T09:00:00Z, assets: [intent]")
    both = incidents(
        "id: i1, detected_at: 2026-09-01T09:00:00Z, assets: [intent]",
        "id: s-77, detected_at: 2026-09-01T09:02:00Z, assets: [intent], same_as: i1",
    )
    debt = "static-test-set@intent"
    assert item_of(one, debt).risk.likelihood == item_of(both, debt).risk.likelihood


def test_debts_of_one_gap_are_counted_once_in_the_sum() -> None:
    pair = {"unmonitored-data-drift@intent": 1.0, "unmonitored-concept-drift@intent": 1.0}
    both = rank_of(SHOP, pair)
    parent, child = (by_id(both.items)[id_] for id_ in pair)
    assert (parent.overlaps, child.overlaps) == ("", parent.id)
    assert both.totals.interest.mean == pytest.approx(parent.risk.interest.mean + child.risk.carry)
    assert both.totals.principal_cost == pytest.approx(parent.risk.principal.cost + child.risk.principal.cost)


def test_the_range_of_a_sum_is_narrower_than_the_sum_of_the_ranges() -> None:
    ranked = rank_of(SHOP, {"static-test-set@intent": 1.0, "unmonitored-concept-drift@intent": 1.0})
    ranges = [item.risk.interest for item in ranked.items]
    assert sum(each.p10 for each in ranges) < ranked.totals.interest.p10 < ranked.totals.interest.mean
    assert ranked.totals.interest.mean < ranked.totals.interest.p90 < sum(each.p90 for each in ranges)


def test_engineering_and_business_are_the_whole_interest() -> None:
    totals = rank_of(SHOP, {"static-test-set@intent": 1.0, "unmonitored-data-drift@intent": 1.0}).totals
    assert totals.engineering + totals.business == pytest.approx(totals.interest.mean)


def test_the_teams_estimate_replaces_the_catalogues() -> None:
    text = f"{SHOP}\n    estimates: [{{finding: static-test-set@intent, low: 1, likely: 2, high: 3, by: ana}}]\n"
    principal = item_of(text, "static-test-set@intent").risk.principal
    assert (principal.low, principal.likely, principal.high, principal.days) == (1, 2, 3, 2)
    assert principal.estimated_by == "ana"


def test_an_important_system_takes_extra_review_unless_the_team_estimated() -> None:
    catalogue = item_of(SHOP, "static-test-set@intent").risk.principal
    calm = item_of(SHOP.replace("criticality: 4", "criticality: 3"), "static-test-set@intent").risk.principal
    assert catalogue.days == pytest.approx(1.25 * calm.days)


def test_nobody_can_rebuild_it_so_every_repair_takes_twice_as_long() -> None:
    alone = item_of(SHOP, "static-test-set@intent").risk.loss
    blind = by_id(rank_of(SHOP, {"static-test-set@intent": 1.0, "irreproducible-training@intent": 0.5}).items)
    assert blind["static-test-set@intent"].risk.loss.response == 2 * alone.response


def test_the_season_of_the_coming_quarter_raises_the_loss() -> None:
    season = SHOP.replace(
        "criticality: 4,", "criticality: 4, peak_calendar: [{from: 2026-11-20, to: 2026-12-24, factor: 3}],"
    )
    calm, busy = (item_of(text, "static-test-set@intent").risk.loss.systems[0].revenue for text in (SHOP, season))
    assert busy / calm == pytest.approx(1 + 2 * 35 / 91)


def test_a_system_whose_revenue_is_unknown_costs_the_anchor_of_its_criticality() -> None:
    text = SHOP.replace("revenue_per_day: 40000, users_per_day: 9000, ", "")
    loss = item_of(text, "static-test-set@intent").risk.loss
    assert (loss.systems[0].loss, loss.systems[0].anchored, loss.sigma) == (50_000, True, 0.8)
    free = text.replace("criticality: 4", "criticality: 4, revenue_per_day: 0")
    assert item_of(free, "static-test-set@intent").risk.loss.systems[0].loss == 0


def test_what_incidents_cost_moves_the_share_of_revenue_that_an_event_hurts() -> None:
    hurt = Policy().hurt_silent
    day = "detected_at: 2026-0{0}-01T00:00:00Z, resolved_at: 2026-0{0}-02T00:00:00Z, assets: [intent], tickets: 0"
    beyond_response = 8_000 + 3 * 700  # a fifth of a day's 40,000, and three engineer-days
    dear = incidents(*(f"id: i{month}, cost: {beyond_response}, {day.format(month)}" for month in (7, 8, 9)))
    loss = item_of(dear, "unmonitored-concept-drift@intent").risk.loss
    assert loss.hurt == pytest.approx((3 * 0.2 + 3 * hurt) / 6)  # weighs like three of the fleet
    assert loss.hurt_seen == 3
    plain = item_of(SHOP, "unmonitored-concept-drift@intent").risk.loss
    assert (plain.hurt, plain.hurt_seen) == (hurt, 0)
    outages = dear.replace("tickets: 0", "tickets: 0, cause: serving")
    assert item_of(outages, "unmonitored-concept-drift@intent").risk.loss.hurt == hurt  # they tell of another class


def test_an_outage_is_noticed_at_once_and_lasts_hours() -> None:
    loss = item_of(SHOP, "latency-debt@intent").risk.loss
    assert (loss.detect_days, loss.resolve_days) == (0, 0.25)


def test_an_assets_own_history_moves_how_long_a_fault_lasts() -> None:
    slow = incidents(
        *(f"id: i{n}, started_at: 2026-0{n}-01T00:00:00Z, detected_at: 2026-0{n}-21T00:00:00Z,"
          f" resolved_at: 2026-0{n}-25T00:00:00Z, assets: [intent]" for n in (3, 5, 7)),
        "id: other, detected_at: 2026-02-01T00:00:00Z, resolved_at: 2026-02-02T00:00:00Z, assets: [labels]",
    )  # fmt: skip
    loss = item_of(slow, "static-test-set@intent").risk.loss
    assert loss.detect_days == pytest.approx((3 * 20 + 3 * 14) / 6)  # customers would tell after 14
    assert loss.resolve_days == pytest.approx(4)  # its own and the fleet's median are 4


def test_changes_count_only_for_debts_that_bite_on_change() -> None:
    weekly = SHOP.replace("volatility: high", "volatility: high, release: {per_quarter: 13}")
    for slug, factor in (("no-quality-gate", 1.4), ("static-test-set", 1.0)):
        calm, busy = (item_of(text, f"{slug}@intent").risk.likelihood.prior for text in (SHOP, weekly))
        assert busy / calm == pytest.approx(factor)


def test_a_ruinous_event_is_high_however_rare() -> None:
    rich = SHOP.replace("revenue_per_day: 40000", "revenue_per_day: 40000000")
    risk = item_of(rich, "static-test-set@intent", 0.001).risk
    assert (risk.band, risk.overrides) == (
        "high",
        ("one event may cost more than 20 times materiality: at least high",),
    )


def test_a_matter_of_rights_on_a_top_system_is_for_now() -> None:
    def lane(criticality: int, severity: float) -> str:
        text = SHOP.replace("criticality: 4", f"criticality: {criticality}")
        return item_of(text, "privacy-control-gap@labels", severity).risk.lane

    assert lane(5, 1.0) == "now"
    assert lane(4, 1.0) != "now"
    assert lane(5, 0.01) != "now"


def test_an_unknown_volatility_that_could_lift_a_finding_makes_it_one_to_find_out() -> None:
    unknown = SHOP.replace(", volatility: high", "")
    lanes = {
        round(severity, 2): item_of(unknown, "static-test-set@intent", severity).risk.lane
        for severity in (each / 50 for each in range(1, 51))
    }
    assert "find_out" in lanes.values()
    ordered = list(lanes.values())
    assert ordered == sorted(ordered, key=["later", "find_out", "next", "now"].index)
    known = [item_of(SHOP, "static-test-set@intent", each).risk.lane for each in lanes]
    assert "find_out" not in known


def test_the_range_is_wider_when_the_volatility_is_unknown() -> None:
    known = item_of(SHOP.replace("high", "medium"), "static-test-set@intent").risk.likelihood.events
    unknown = item_of(SHOP.replace(", volatility: high", ""), "static-test-set@intent").risk.likelihood.events
    assert unknown.mean == pytest.approx(known.mean * (0.6 + 1 + 1.6) / 3)
    assert (unknown.p90 - unknown.p10) / unknown.mean > (known.p90 - known.p10) / known.mean


def test_an_answer_that_nothing_supports_has_a_range_of_severities() -> None:
    def claimed(severity: float, kind: str) -> Finding:
        graph = graph_of(SHOP)
        intent = graph.inventory.assets["intent"]
        return Finding(DEBTS["opaque-model"], intent, severity, "said", (Evidence("q", "level", intent.place, kind),))

    most = DEBTS["opaque-model"].severity[1]
    assert severities(claimed(most / 3, "claim")) == pytest.approx((0, 1, 1, 1, 2))  # level 2: 1 and 3 may be true
    assert severities(claimed(most, "claim")) == (1.0,)  # level 0: nothing is worse
    assert severities(claimed(most / 3, "answer")) == (1.0,)
    assert severities(claimed(0.0, "claim")) == (1.0,)
