"""Every key figure: counted by hand from a few lines, and no data where its input is missing."""

from __future__ import annotations

from datetime import date

import pytest

from debtaudit.ledger.measure import catalogue
from debtaudit.ledger.reading import Reading
from tests.ledger.quarters import reviewed

MODELS = "models: [{id: m, status: production, family: tree}]\n"
CLOCK = """
incidents:
  - {id: a, assets: [m], severity: 4, started_at: 2026-07-01T00:00:00Z, detected_at: 2026-07-02T00:00:00Z,
     resolved_at: 2026-07-02T06:00:00Z, fix: automated, cause: interface, tickets: 30, detected_by: customer}
  - {id: b, assets: [m], severity: 3, started_at: 2026-08-01T00:00:00Z, detected_at: 2026-08-04T00:00:00Z,
     resolved_at: 2026-08-04T18:00:00Z, fix: manual, cause: data, tickets: 10, detected_by: monitor}
  - {id: c, assets: [m], detected_at: 2026-09-29T00:00:00Z}
  - {id: past, assets: [m], severity: 4, detected_at: 2026-06-01T00:00:00Z, resolved_at: 2026-06-02T00:00:00Z}
  - {id: shop-only, assets: [shop], severity: 5, detected_at: 2026-08-01T00:00:00Z, resolved_at: 2026-08-09T00:00:00Z}
systems: [{id: shop, latency_slo_ms: 200}]
"""
TWO = """
models:
  - {id: m, status: production, family: tree, trained_at: 2026-08-01, retraining: {interval_days: 30}, built_by: [p],
     monitoring: {data_drift: {level: automated, last_run_at: 2026-09-28},
                  quality: {level: automated, last_run_at: 2026-09-28}},
     manifest: {git_commit: x, data_snapshot: x, feature_list: [x], hyperparameters: {a: 1}, random_seed: 0,
                environment_lock: x, artifact_path: x, metrics: {auc: 0.8}}}
  - {id: n, status: production, family: tree, trained_at: 2026-01-01, retraining: {interval_days: 365},
     monitoring: {data_drift: none}, manifest: {git_commit: none}}
  - {id: told, status: production, family: tree}
  - {id: rules, status: production, family: rules}
  - {id: gone, status: retired, family: tree, trained_at: 2026-08-01}
pipelines:
  - {id: p, kind: training, lines: 300, test_coverage: 80%}
  - {id: q, kind: retraining, lines: 100, test_coverage: 20%}
  - {id: etl, kind: etl, lines: 9000, test_coverage: 0}
"""
TELEMETRY = """
systems: [{id: shop, latency_slo_ms: 200, calls: [m]}, {id: desk, latency_slo_ms: 100}]
models: [{id: m, status: production, family: tree, manifest: {metrics: {auc: 0.8}}}]
pipelines: [{id: p, status: production}, {id: q, status: production}]
telemetry:
  - {kind: satisfaction, asset: shop, at: 2026-07-10, score: 4, scale: 5, answers: 30, satisfied: 24}
  - {kind: satisfaction, asset: shop, at: 2026-08-10, score: 8, scale: 10, answers: 10}
  - {kind: satisfaction, asset: desk, at: 2026-08-11, score: 5, scale: 5, answers: 10}
  - {kind: tests, asset: p, from: 2026-07-01, to: 2026-09-30, passed: 90, failed: 10}
  - {kind: tests, asset: q, from: 2026-07-01, to: 2026-09-30, passed: 9, failed: 1}
  - {kind: tests, asset: q, from: 2026-04-01, to: 2026-06-30, passed: 0, failed: 99}
  - {kind: release, asset: m, at: 2026-07-30, rolled_back: yes}
  - {kind: release, asset: m, at: 2026-09-20}
  - {kind: release, asset: shop, at: 2026-09-20}
  - {kind: retention, asset: shop, at: 2026-09-01, exposed: 100, exposed_kept: 80, others: 200, others_kept: 190}
  - {kind: quality, asset: m, at: 2026-09-01, metric: false_positive_rate, value: 0.1, higher_is_better: no, n: 100}
  - {kind: quality, asset: m, at: 2026-09-08, metric: specificity, value: 0.7, higher_is_better: yes, n: 300}
  - {kind: quality, asset: m, at: 2026-09-08, metric: auc, value: 0.6, higher_is_better: yes}
  - {kind: latency, asset: shop, from: 2026-09-01, to: 2026-09-30, p95: 300}
  - {kind: latency, asset: desk, from: 2026-09-01, to: 2026-09-30, p95: 90}
  - {kind: alerts, asset: shop, at: 2026-09-01, fired: 30, actioned: 6}
  - {kind: alerts, asset: desk, at: 2026-09-01, fired: 10, actioned: 4}
"""
MET = """
telemetry:
  - {kind: interactions, asset: shop, from: 2026-07-01, to: 2026-09-30, count: 80000}
"""
COUNTED: dict[str, tuple[str, float, float, float, int]] = {
    "incident-resolution-time": (MODELS + CLOCK, 12.0, 24.0, 2, 2),
    "time-to-detect": (MODELS + CLOCK, 2.0, 4.0, 2, 2),
    "automated-fixes": (MODELS + CLOCK, 0.5, 1, 2, 2),
    "interface-incidents": (MODELS + CLOCK, 1, 1, 2, 2),
    "failures-from-debt": (MODELS + CLOCK, 0.0, 0, 2, 2),
    "ai-support-tickets": (MODELS + CLOCK + MET, 5.0, 40, 80000, 2),
    "retraining-test-coverage": (TWO, 0.65, 260, 400, 2),
    "models-retrained": (TWO, 0.5, 1, 2, 2),
    "drift-monitoring": (TWO, 0.5, 1, 2, 2),
    "reproducible-models": (TWO, 0.5, 1, 2, 2),
    "retraining-delay": (TWO, 30.0, 30.0, 1, 1),
    "customer-satisfaction": (TELEMETRY, 4.2, 210, 50, 50),
    "pipeline-test-pass-rate": (TELEMETRY, 0.9, 99, 110, 2),
    "deployment-velocity": (TELEMETRY, 2 / (92 / 7), 2, 92 / 7, 2),
    "customer-retention-gap": (TELEMETRY, -0.15, -0.15, 1, 300),
    "false-positive-rate": (TELEMETRY, 0.25, 100, 400, 400),
    "recommendation-lag": (TELEMETRY, 1.5, 300, 200, 2),
    "service-health": (TELEMETRY, 0.5, 1, 2, 2),
    "alert-precision": (TELEMETRY, 0.25, 10, 40, 40),
    "laboratory-gap": (TELEMETRY, 0.25, 0.25, 1, 1),
}
"""By figure: an inventory, and the value, numerator, denominator and cases that it gives by hand."""
NEEDS_A_LEDGER = {
    "resolution-time-reduction", "debt-reduction", "customer-issue-reduction", "return-on-debt-work",
    "programme-savings", "inventory-coverage", "ml-test-score",
}  # fmt: skip


def reading(slug: str, text: str, **more: object) -> Reading:
    return reviewed(text, **more).figure(slug).reading  # type: ignore[arg-type]


@pytest.mark.parametrize("slug", COUNTED)
def test_it_is_what_counting_by_hand_gives(slug: str) -> None:
    text, value, numerator, denominator, n = COUNTED[slug]
    got = reading(slug, text)
    assert got.value == pytest.approx(value)
    assert [got.numerator, got.denominator] == pytest.approx([numerator, denominator])
    assert got.n == n
    assert got.low is None or got.high is None or got.low <= value <= got.high


@pytest.mark.parametrize("kpi", catalogue(), ids=lambda kpi: kpi.slug)
def test_without_input_there_is_no_data_and_a_sentence_that_says_what_is_missing(kpi: object) -> None:
    got = {each.kpi: each for each in reviewed("organisation: {name: Empty}").figures}[kpi]  # type: ignore[index]
    if got.kpi.slug == "inventory-coverage":  # the questions about the organisation itself apply
        assert got.reading.denominator
    else:
        assert (got.reading.value, got.reading.n, got.arrow) == (None, 0, "")
        assert got.reading.note.endswith(".")


@pytest.mark.parametrize("kpi", catalogue(), ids=lambda kpi: kpi.slug)
def test_each_figure_is_documented(kpi: object) -> None:
    assert getattr(kpi, "name") and getattr(kpi, "definition").endswith(".") and getattr(kpi, "meaning")  # noqa: B009


def test_every_figure_of_the_list_is_there_and_is_tested() -> None:
    places = [each.place for each in catalogue()]
    assert places == sorted({*range(1, 26), 1.1, 1.2})
    assert {each.slug for each in catalogue()} == COUNTED.keys() | NEEDS_A_LEDGER


def test_nothing_is_counted_as_0_that_is_not_known() -> None:
    silent = MODELS + "incidents: [{id: a, assets: [m], detected_at: 2026-08-01T00:00:00Z}]"
    for slug in ("incident-resolution-time", "time-to-detect", "automated-fixes", "ai-support-tickets",
                 "interface-incidents", "failures-from-debt", "models-retrained", "drift-monitoring",
                 "reproducible-models", "ml-test-score"):  # fmt: skip
        assert reading(slug, silent).value is None, slug


def test_few_cases_are_shown_themselves() -> None:
    assert reading("incident-resolution-time", MODELS + CLOCK).events == (
        "a: 6 hours, severity 4", "b: 18 hours, severity 3",
    )  # fmt: skip


def test_an_open_incident_stands_apart_with_its_age() -> None:
    parts = {each.name: each.value for each in reading("incident-resolution-time", MODELS + CLOCK).parts}
    assert parts["open: c"] == 1.0
    assert (parts["median"], parts["severity 4"], parts["severity 3"]) == (12.0, 6.0, 18.0)


def test_the_target_of_resolving_follows_the_mix_of_severities() -> None:
    assert reading("incident-resolution-time", MODELS + CLOCK).target == (24 + 72) / 2


def test_customers_who_notice_first_are_counted() -> None:
    parts = {each.name: each.value for each in reading("time-to-detect", MODELS + CLOCK).parts}
    assert (parts["noticed by customer"], parts["noticed by monitor"]) == (0.5, 0.5)


def test_a_release_that_was_taken_back_or_followed_by_an_incident_failed() -> None:
    followed = (
        TELEMETRY
        + """
incidents:
  - {id: a, assets: [m], started_at: 2026-09-22T00:00:00Z, detected_at: 2026-09-22T01:00:00Z,
     resolved_at: 2026-09-22T05:00:00Z}
"""
    )
    parts = {each.name: each.value for each in reading("deployment-velocity", followed).parts}
    assert (parts["releases that failed"], parts["recovery from them, median"]) == (1.0, 4.0)
    assert parts["lead time of a change"] is None


def test_what_is_not_known_of_some_is_named() -> None:
    assert reading("models-retrained", TWO).note == "Training date of 1 not known: told."


def test_an_incident_counts_as_explained_when_an_open_debt_is_blamed() -> None:
    blamed = (
        "models: [{id: m, status: production, family: tree, volatility: high, monitoring: {quality: none}}]"
        """
incidents:
  - {id: a, assets: [m], detected_at: 2026-08-01T00:00:00Z, cause: data, debts: [unmonitored-concept-drift]}
  - {id: b, assets: [m], detected_at: 2026-08-02T00:00:00Z, cause: data, debts: [glue-code]}
"""
    )
    got = reading("failures-from-debt", blamed)
    assert (got.numerator, got.denominator) == (1, 2)


def test_delays_of_past_retrainings_come_from_dated_facts() -> None:
    dated = TWO + "history: [{asset: m, fact: trained_at, was: 2026-06-01, until: 2026-08-01}]"
    got = reading("retraining-delay", dated)
    assert (got.n, got.value) == (2, (31 + 30) / 2)


def test_the_least_section_makes_the_score_and_unknown_tests_make_a_range() -> None:
    text = """
models:
  - {id: m, status: production, family: tree, trains_on: [d], tests: {unit: automated}, monitoring: {quality: manual},
     fairness: {metrics: none}, baseline: {compared_at: 2026-01-01}}
datasets: [{id: d, validation: automated, personal_data: no}]
"""
    got = reading("ml-test-score", text)
    assert (got.value, got.high, got.n) == (0.5, 5.5, 6)


def test_a_score_rests_on_answers_where_facts_are_silent() -> None:
    answers = "".join(
        f"  - {{question: {question}, asset: m, level: {level}, at: 2026-09-01}}\n"
        for question, level in {"q-schema": 3, "q-tuning": 2, "q-release": 4, "q-skew": 0}.items()
    )
    got = reading("ml-test-score", f"{MODELS}answers:\n{answers}")
    assert (got.value, got.high, got.n) == (0.0, 6.0, 4)


QUARTERS = """
organisation: {engineer_day_cost: 700, remediation_capacity: 10%}
teams: [{id: t, members: 5}]
systems: [{id: shop, revenue_per_day: 40000, criticality: 4, calls: [m]}]
models:
  - {id: m, status: production, family: tree, volatility: high, owner: t, label_delay_days: 1,
     monitoring: {quality: {level: automated, last_run_at: 2026-09-28, alert_route: t, covers: 1.0}}}
history: [{asset: m, fact: monitoring.quality, was: none, until: 2026-08-01}]
decisions:
  - {finding: unmonitored-concept-drift@m, state: repaid, decided_at: 2026-08-01, spent_days: 2, owner: t}
telemetry:
  - {kind: cost, asset: shop, at: 2026-05-01, amount: 900}
  - {kind: cost, asset: shop, at: 2026-08-01, amount: 700}
  - {kind: interactions, asset: shop, from: 2025-07-01, to: 2025-09-30, count: 10000}
  - {kind: interactions, asset: shop, from: 2026-07-01, to: 2026-09-30, count: 20000}
incidents:
  - {id: a, assets: [m], severity: 4, detected_at: 2025-08-01T00:00:00Z, resolved_at: 2025-08-01T10:00:00Z, tickets: 40}
  - {id: b, assets: [m], severity: 4, detected_at: 2026-05-01T00:00:00Z, resolved_at: 2026-05-01T20:00:00Z}
  - {id: c, assets: [m], severity: 4, detected_at: 2026-08-01T00:00:00Z, resolved_at: 2026-08-01T05:00:00Z, tickets: 20}
"""


def test_figures_that_need_an_earlier_snapshot() -> None:
    june = reviewed(QUARTERS, date(2026, 6, 30))
    now = reviewed(QUARTERS, earlier=(june.snapshot,))
    line = june.snapshot.findings["unmonitored-concept-drift@m"]
    interest = line.amounts.interest / 100
    spent = 2 * 700
    values = {each.kpi.slug: each.reading.value for each in now.figures}
    assert values["resolution-time-reduction"] == pytest.approx(1 - 5 / 20)
    assert values["customer-issue-reduction"] == pytest.approx(1 - (20 / 20000) / (40 / 10000))
    assert values["return-on-debt-work"] == pytest.approx((interest * 4 - spent) / spent)
    assert now.comparison is not None
    repaid = -now.comparison.part("repaid").interest / 100
    assert repaid >= interest
    assert values["programme-savings"] == pytest.approx(repaid + 200)
    opening, closing = now.comparison.opening.interest, now.comparison.closing.interest
    assert values["debt-reduction"] == pytest.approx(1 - closing / opening)


def test_assets_that_joined_later_do_not_hide_what_was_repaid() -> None:
    june = reviewed(QUARTERS, date(2026, 6, 30))
    new = "  - {id: new, since: 2026-07-07, status: production, family: tree, monitoring: {quality: none}}\n"
    more = QUARTERS.replace("history:", f"{new}history:")
    with_new, without = (reviewed(text, earlier=(june.snapshot,)) for text in (more, QUARTERS))
    assert with_new.snapshot.open.count > without.snapshot.open.count
    one, other = (each.figure("debt-reduction").reading.value for each in (with_new, without))
    assert one == pytest.approx(other, abs=0.02)
