"""The printed factors are enough to work every price out again."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from debtaudit.detectors._ask import ask
from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Debt
from debtaudit.domain.finding import Item
from debtaudit.domain.plugin import discover
from debtaudit.domain.policy import Policy
from debtaudit.domain.risk import Factor
from debtaudit.domain.settings import Settings
from debtaudit.flow import audit
from debtaudit.graph import AuditGraph
from debtaudit.inventory import load, loads
from debtaudit.inventory.settings import parse_settings
from debtaudit.report.explanation import paragraph
from debtaudit.scoring import rank
from debtaudit.scoring.backlog import Ranked

SAMPLE = Path(__file__).parents[2] / "sample_inventory"


@pytest.fixture(scope="module")
def ranked() -> Ranked:
    as_of = date(2026, 9, 30)
    inventory = load(SAMPLE).known_at(as_of)
    graph = AuditGraph(inventory, as_of)
    return rank(ask(discover("debtaudit.detectors", Debt), graph, inventory), graph, inventory, Policy())


def by_hand(factors: tuple[Factor, ...]) -> tuple[float, float, float]:
    """Return events a quarter, loss per event and interest, from nothing but the factors."""
    one = {each.name: each.value for each in factors if not each.of}
    systems: dict[str, dict[str, float]] = defaultdict(dict)
    for each in factors:
        if each.of:
            systems[each.of][each.name] = each.value
    prior = (
        one["prior_rate"] * one.get("rate_ratio", 1.0) * one["severity"] * one["volatility"] * one.get("change", 1.0)
    )
    a = prior * one["pseudo_history"] + one["incidents"]
    events = a / (one["pseudo_history"] + one["noticed"] * one["observed"])
    loss = one["response"] + one.get("penalty", 0.0)
    for it in systems.values():
        revenue = (one["detect"] + one["resolve"]) * it.get("revenue", 0.0) * one["hurt"] * it.get("peak", 1.0)
        loss += it["weight"] * (revenue + it.get("anchor", 0.0) + it.get("tickets", 0.0))
    carry = one["carry"] * one["severity"] * one["days"] * one["day_cost"]
    return events, loss, events * loss + carry


def test_every_price_of_the_sample_can_be_worked_out_again_from_its_factors(ranked: Ranked) -> None:
    assert len(ranked.items) > 50
    for item in ranked.items:
        risk = item.risk
        stated = (risk.likelihood.events.mean, risk.loss.event.mean, risk.interest.mean)
        assert by_hand(ranked.factors(item.id)) == pytest.approx(stated), item.id


def test_prices_under_fitted_settings_can_be_worked_out_again_too() -> None:
    settings, _ = parse_settings("categories: {data: {rate_ratio: 1.7, pseudo_quarters: 2.5, effort_ratio: 1.3}}")
    fitted, plain = (audit(load(SAMPLE), date(2026, 9, 30), each) for each in (settings, Settings()))
    for item in fitted.items:
        before = plain.item(item.id)
        assert before
        risk, factors = item.risk, fitted.factors(item.id)
        assert by_hand(factors) == pytest.approx(
            (risk.likelihood.events.mean, risk.loss.event.mean, risk.interest.mean)
        )
        of_data = item.finding.debt.category == "data"
        assert ("rate_ratio" in {each.name for each in factors}) == of_data
        assert risk.likelihood.prior == pytest.approx(before.risk.likelihood.prior * (1.7 if of_data else 1.0))
        assert risk.principal.days == pytest.approx(before.risk.principal.days * (1.3 if of_data else 1.0))
    waiting = {each.gap: each.interest for each in plain.unknowns}
    moved = [each.interest / waiting[each.gap] for each in fitted.unknowns if each.gap.debt.category == "governance"]
    assert moved and moved == pytest.approx([1.0] * len(moved))


def test_factors_that_rest_on_a_fact_name_its_place(ranked: Ranked) -> None:
    factors = {each.name: each for each in ranked.factors("unmonitored-concept-drift@order-intent")}
    assert factors["volatility"].place
    assert str(factors["volatility"].place).startswith("conversation/models.yaml:")
    assert factors["revenue"].place
    assert factors["prior_rate"].default
    assert not factors["severity"].default


def test_an_id_that_is_no_finding_has_no_factors(ranked: Ranked) -> None:
    assert ranked.factors("static-test-set@nowhere") == ()


@pytest.mark.parametrize(
    ("monitoring", "facing", "says"),
    [
        ("", "no", "nothing says that anybody watches"),
        ("", "yes", "nothing is said of monitoring, customers would tell"),
        ("monitoring: {quality: none}", "no", "nobody watches"),
        ("monitoring: {outputs: none}", "yes", "nobody watches, customers would tell"),
        ("monitoring: {quality: none, outputs: manual}", "no", "people look now and then"),
        ("monitoring: {quality: none, outputs: automated}", "no", "a routed monitor notices"),
    ],
)
def test_what_nobody_stated_of_monitoring_is_told_as_assumed(monitoring: str, facing: str, says: str) -> None:
    text = f"""\
systems: [{{id: chat, criticality: 3, customer_facing: {facing}, calls: [intent]}}]
models:
  - id: intent
    system: chat
    status: production
    trained_at: 2020-01-01
    retraining: {{trigger: none}}
    {monitoring}
"""
    inventory = loads(text, "all.yaml")
    made = audit(inventory, date(2026, 9, 30))
    (item,) = [each for each in made.items if each.finding.debt.slug == "stale-model"]
    one = {each.name: each for each in made.factors(item.id)}
    assert one["detect"].says == says
    assert one["noticed"].says == f"chance that an event is on record: {says}"
    assert f"to notice because {says}" in paragraph(item, made)


def one_finding(debt: str, text: str) -> tuple[Item, Audit]:
    made = audit(loads(text, "all.yaml"), date(2026, 9, 30))
    (item,) = [each for each in made.items if each.finding.debt.slug == debt]
    return item, made


OWN = "{id: a, started_at: 2026-06-01, detected_at: 2026-06-02, resolved_at: 2026-06-05, cause: data, assets: [intent]}"
OTHERS = OWN.replace("id: a", "id: b").replace("intent", "other")


@pytest.mark.parametrize(
    ("incidents", "rollback", "says"),
    [
        ("", "manual", "the default: it has no incident of its own with a length"),
        ("", "none", "the default, times 2 as nothing can be rolled back: it has no incident of its own with a length"),
        (OTHERS, "manual", "the fleet's median over 1 incident: it has no incident of its own with a length"),
        (f"{OWN}, {OTHERS}", "none", "1 incident of its own, shrunk towards the fleet's median over 2 incidents"),
    ],
)
def test_days_to_resolve_say_whose_history_they_rest_on(incidents: str, rollback: str, says: str) -> None:
    text = f"""\
models:
  - {{id: intent, status: production, family: tree, monitoring: {{quality: none}}, release: {{rollback: {rollback}}}}}
  - {{id: other, status: production}}
incidents: [{incidents}]
"""
    item, made = one_finding("unmonitored-concept-drift", text)
    (resolve,) = [each for each in made.factors(item.id) if each.name == "resolve"]
    assert resolve.says == says
    assert resolve.default is (incidents == "")


@pytest.mark.parametrize(
    ("grade", "says"),
    [
        (3, "4 / 10 / 25 days, by the catalogue"),
        (5, "5 / 12.5 / 31.2 days: the catalogue's 4 / 10 / 25, times 1.25 for the review that criticality 5 takes"),
    ],
)
def test_an_effort_that_review_raises_says_why_it_is_not_the_catalogues(grade: int, says: str) -> None:
    text = f"""\
systems: [{{id: chat, criticality: {grade}, calls: [intent]}}]
models: [{{id: intent, system: chat, status: production, family: tree, monitoring: {{quality: none}}}}]
"""
    item, made = one_finding("unmonitored-concept-drift", text)
    (days,) = [each for each in made.factors(item.id) if each.name == "days"]
    assert days.says == says


@pytest.mark.parametrize(
    ("days", "told"), [(4.0, "4.0 days"), (4.38, "4.4 days"), (0.5, "0.5 days"), (12.6, "13 days")]
)
def test_days_below_ten_have_a_tenth_so_that_their_cost_can_be_worked_out(days: float, told: str) -> None:
    text = f"""\
models: [{{id: intent, status: production, family: tree, monitoring: {{quality: none}}}}]
estimates:
  - {{finding: unmonitored-concept-drift@intent, low: {days}, likely: {days}, high: {days}, by: ann, at: 2026-09-01}}
"""
    item, made = one_finding("unmonitored-concept-drift", text)
    assert f"engineer-days ({told} on average, " in paragraph(item, made)


@pytest.mark.parametrize(("revenue", "lane"), [(500, "later"), (2_000, "find_out"), (20_000, "now")])
def test_a_finding_to_find_out_says_what(revenue: int, lane: str) -> None:
    text = f"""\
systems: [{{id: chat, revenue_per_day: {revenue}, calls: [intent]}}]
models: [{{id: intent, system: chat, status: production, family: tree, monitoring: {{quality: none}}}}]
"""
    item, made = one_finding("unmonitored-concept-drift", text)
    assert item.risk.lane == lane
    says = "To find out: how fast the world of intent moves (`volatility`: low, medium or high), which nobody stated"
    assert (says in paragraph(item, made)) is (lane == "find_out")
