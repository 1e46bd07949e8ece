"""Past quarters on small inventories: only what was known then, and each incident counted once."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest

from debtaudit.domain.problem import errors
from debtaudit.flow import audit
from debtaudit.hindsight import calibrated, replayed
from debtaudit.inventory import loads
from debtaudit.inventory.settings import parse_settings
from debtaudit.ledger.replay import Quarter, quarter_ends
from debtaudit.ledger.score import scores

UNTIL = date(2026, 9, 30)
SHOP = """
    organisation: {name: Tiny Shop, currency: EUR}
    systems: [{id: chat, revenue_per_day: 40000, customer_facing: yes, calls: [intent]}]
    models:
      - {id: intent, system: chat, status: production, family: tree, volatility: high,
         monitoring: {quality: none, data_drift: none}, evaluation: {collected_to: 2025-03-31, refreshed_at: none}}
    incidents:
      - {id: inc-1, detected_at: 2026-01-11T09:00:00Z, assets: [intent], debts: [unmonitored-data-drift]}
      - {id: inc-2, detected_at: 2026-05-11T09:00:00Z, assets: [intent], debts: [unmonitored-data-drift], tickets: 50}
      - {id: inc-3, detected_at: 2026-08-11T09:00:00Z, assets: [intent], debts: [unmonitored-concept-drift], cost: 400}
      - {id: inc-4, detected_at: 2026-08-12T09:00:00Z, assets: [elsewhere], cost: 70}
"""
DRIFT = "unmonitored-data-drift@intent"
"""Stands for the whole gap of the blind model: what speaks for concept drift too is counted with it, as totals do."""


def past(text: str, until: date = UNTIL) -> tuple[Quarter, ...]:
    inventory = loads(dedent(text))
    assert not errors(inventory.problems), inventory.problems
    return replayed(inventory, until)


def test_quarters_end_with_the_months_of_the_fiscal_year() -> None:
    year = (date(2025, 12, 31), date(2026, 12, 31))
    assert list(quarter_ends(*year)) == [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)]
    assert list(quarter_ends(*year, 2))[:2] == [date(2026, 1, 31), date(2026, 4, 30)]
    assert list(quarter_ends(date(2026, 3, 31), date(2026, 6, 29))) == []  # the first is before, the second not over


def test_each_quarter_of_the_log_is_forecast_with_what_was_known_when_it_began() -> None:
    quarters = past(SHOP)
    assert [(each.at, each.until) for each in quarters] == [
        (date(2026, 3, 31), date(2026, 6, 30)), (date(2026, 6, 30), UNTIL)
    ]  # fmt: skip
    first, second = ({each.id: each for each in quarter.forecasts}[DRIFT] for quarter in quarters)
    assert second.mean > first.mean  # the incident of May was not known in March
    assert [each.outcome(DRIFT).events for each in quarters] == [1, 1]


def test_what_comes_later_does_not_change_a_forecast() -> None:
    later = SHOP + "      - {id: inc-5, detected_at: 2026-09-20T09:00:00Z, assets: [intent]}\n"
    assert past(SHOP)[0].forecasts == past(later)[0].forecasts
    assert past(SHOP)[1].forecasts == past(later)[1].forecasts
    assert past(SHOP)[1].outcomes != past(later)[1].outcomes


def test_every_incident_counts_once_and_what_no_debt_explains_is_told() -> None:
    last = past(SHOP)[1]
    assert last.incidents == 2
    assert sum(each.events for each in last.outcomes.values()) + len(last.unexplained) == pytest.approx(2)
    assert "inc-4" in {each.id for each in last.unexplained}
    assert last.unexplained_cost >= 70


def test_an_incident_costs_what_is_stated_else_its_tickets_and_the_usual_repair() -> None:
    first = past(SHOP)[0]
    assert first.outcome(DRIFT).cost == pytest.approx(50 * 6 + 3 * 700)
    assert first.priced == 0


def test_an_incident_without_a_debt_is_shared_and_never_sure_of_one() -> None:
    shared = SHOP.replace(", debts: [unmonitored-data-drift], tickets: 50", "")
    outcomes = past(shared)[0].outcomes
    assert len(outcomes) > 1
    assert sum(each.events for each in outcomes.values()) == pytest.approx(1)
    assert all(0 < each.any < 1 and each.any == pytest.approx(each.events) for each in outcomes.values())


def test_an_incident_of_a_quarters_last_day_belongs_to_that_quarter_alone() -> None:
    [line] = (line for line in SHOP.splitlines() if "inc-2" in line)
    moved = past(SHOP.replace(line, line.replace("2026-05-11", "2026-06-30")))
    assert [each.incidents for each in moved] == [each.incidents for each in past(SHOP)] == [1, 2]


def test_a_forecast_is_of_what_would_be_on_record() -> None:
    inventory = loads(dedent(SHOP))
    item = audit(inventory, date(2026, 6, 30)).item(DRIFT)
    forecast = {each.id: each for each in past(SHOP)[1].forecasts}[DRIFT]
    assert item
    belief, quarters = item.risk.likelihood, 92 / 91.3125
    assert belief.noticed < 1
    assert forecast.mean == pytest.approx(belief.events.mean * belief.noticed * quarters)
    assert forecast.chance == pytest.approx(1 - (1 + belief.noticed * quarters / belief.b) ** -belief.a)


def test_incidents_that_no_debt_explains_count_among_all_and_in_no_category() -> None:
    made = scores(past(SHOP))
    assert made
    assert [each.came for each in made.totals] == pytest.approx([1, 2])
    assert sum(each.came for each in made.by_category) == pytest.approx(2)


def test_without_a_log_there_is_nothing_to_replay() -> None:
    assert past(SHOP.partition("    incidents:")[0]) == ()


REPAID = """
    decisions:
      - {finding: missing-data-contract@events, state: repaid, decided_at: 2026-07-15, days: 12}
"""
WATCHED = """
    datasets: [{id: events, schema: none, validation: automated, freshness_sla_hours: 24}]
    models: [{id: intent, status: production, trains_on: [events]}]
    incidents:
      - {id: inc-1, detected_at: 2025-10-11T09:00:00Z, assets: [events], debts: [missing-data-contract]}
      - {id: inc-2, detected_at: 2026-02-11T09:00:00Z, assets: [events], debts: [missing-data-contract]}
"""
MENDED = WATCHED.replace("schema: none", "schema: warehouse/events.yaml")
CONTRACT = "missing-data-contract@events"


def ids(quarter: Quarter) -> set[str]:
    return {each.id for each in quarter.forecasts}


def test_a_debt_that_was_repaid_since_is_still_in_the_forecasts_of_its_time() -> None:
    assert [CONTRACT in ids(each) for each in past(WATCHED)] == [True, True, True]
    assert [CONTRACT in ids(each) for each in past(MENDED)] == [False, False, False]  # its facts are gone
    then = past(MENDED + REPAID)
    assert [each.at for each in then] == [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30)]
    assert [CONTRACT in ids(each) for each in then] == [True, True, True]
    assert [each.outcome(CONTRACT).events for each in then] == [1, 0, 0]
    soon = past(MENDED + REPAID.replace("2026-07-15", "2026-05-02"))
    assert [CONTRACT in ids(each) for each in soon] == [True, True, False]
    on_the_day = past(MENDED + REPAID.replace("2026-07-15", "2026-06-30"))
    assert [CONTRACT in ids(each) for each in on_the_day] == [True, True, False]


def test_a_repaid_debt_is_fitted_with_its_time_before_the_repair_only() -> None:
    """Survivors would mislead: the quiet after a repair says nothing about how often the debt bites."""

    def said(text: str) -> tuple[float, float]:
        made = calibrated(loads(dedent(text)), UNTIL)
        return next(((each.incidents, each.expected) for each in made.rates if each.category == "data"), (0.0, 0.0))

    standing, mended, repaid = said(WATCHED), said(MENDED), said(MENDED + REPAID)
    assert (standing[0], mended[0], repaid[0]) == (2, 0, 2)
    assert mended[1] < repaid[1] < standing[1]
    afterwards = "      - {id: inc-3, detected_at: 2026-08-11T09:00:00Z, assets: [events]}\n"
    assert said(MENDED + afterwards + REPAID)[0] == 2  # nothing stood there any more that it could speak for
    early = said(MENDED + REPAID.replace("2026-07-15", "2026-03-01"))
    assert (early[0], early[1] < repaid[1]) == (2, True)


def test_incidents_are_shared_in_the_proportions_of_the_catalogue_whatever_was_fitted() -> None:
    """Else a second fit to the same log would share them otherwise, and move on."""
    inventory = loads(dedent(SHOP.replace(", debts: [unmonitored-data-drift], tickets: 50", "")))

    def came(settings: str) -> dict[str, float]:
        return {
            each.category: each.incidents for each in calibrated(inventory, UNTIL, parse_settings(settings)[0]).rates
        }

    plain, fitted = came(""), came("categories: {data: {rate_ratio: 5}}")
    assert plain["evaluation"] > 0
    assert fitted == pytest.approx(plain)


def test_what_a_repair_took_against_its_estimate_is_told_by_category() -> None:
    made = calibrated(loads(dedent(MENDED + REPAID)), UNTIL)
    [effort] = made.efforts
    assert (effort.category, effort.repairs, effort.actual) == ("data", 1, 12)
    assert effort.ratio == pytest.approx((12 + 10) / (effort.estimated + 10))
