"""Answers become facts: they fill what is silent, contradictions name both places, and the inventory is confirmed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from debtaudit import flow
from debtaudit.domain.asset import Model, System
from debtaudit.domain.audit import Audit
from debtaudit.domain.problem import Problem
from debtaudit.inventory import loads
from debtaudit.questionnaire.catalogue import catalogue
from debtaudit.questionnaire.prefill import Known, known
from debtaudit.questionnaire.scope import left_out
from debtaudit.questionnaire.spoken import speak
from tests.questionnaire.conftest import AS_OF, setting_of

QUESTIONS = catalogue().questions
LIVE = "models: [{id: intent, status: production, family: tree, volatility: high, MORE}]\n"


def model(more: str = "", answers: str = "") -> str:
    text = LIVE.replace(", MORE", f", {more}" if more else "")
    return f"{text}answers: [{answers}]\n" if answers else text


def answer(question: str, level: object, more: str = "", asset: str = "intent") -> str:
    what = "value" if isinstance(level, float) else "level"
    return f"{{question: {question}, asset: {asset}, {what}: {level}, by: ann, at: 2026-09-01{more}}}"


def audited(text: str) -> Audit:
    return flow.audit(loads(text), AS_OF)


def told(text: str, code: str) -> list[Problem]:
    return [each for each in audited(text).problems if each.code == code]


def intent(audit: Audit) -> Model:
    found = audit.inventory.assets["intent"]
    assert isinstance(found, Model)
    return found


def test_an_answer_fills_the_fact_that_it_states() -> None:
    made = audited(model(answers=answer("q-live-quality", 2)))
    practice = intent(made).monitoring.quality
    assert practice and practice.level == "manual"


def test_a_fact_from_an_answer_stands_where_the_answer_does_and_is_graded_as_one() -> None:
    bad = model(answers=answer("q-live-quality", 0))
    claimed = audited(bad).item("unmonitored-concept-drift@intent")
    assert claimed and claimed.risk.confidence == "D"
    assert [(each.fact, each.place.line) for each in claimed.finding.evidence if each.kind == "claim"] == [
        ("monitoring.quality", 2)
    ]
    shown = audited(model(answers=answer("q-live-quality", 0, ", evidence: a chart"))).item(
        "unmonitored-concept-drift@intent"
    )
    assert shown and shown.risk.confidence == "C"


def test_what_people_wrote_wins_and_the_contradiction_names_both_places() -> None:
    text = model("monitoring: {quality: automated}", answer("q-live-quality", 0))
    practice = intent(audited(text)).monitoring.quality
    assert practice and practice.level == "automated"
    (problem,) = told(text, "contradiction")
    assert problem.line == 2
    assert "ann" in problem.message and "'monitoring.quality' is none" in problem.message
    assert "inventory.yaml:1" in problem.hint


def test_an_answer_that_only_says_it_finer_is_no_contradiction() -> None:
    assert not told(model("monitoring: {data_drift: automated}", answer("q-input-drift", 4)), "contradiction")


def test_a_fresh_answer_beats_what_a_tool_collected_and_an_old_one_does_not() -> None:
    collected = (
        "source: {kind: collector, name: mlflow, at: 2026-09-28}\nmodels: [{id: intent, retraining: {policy: manual}}]"
    )
    for day, kept in (("2026-09-01", "scheduled"), ("2026-01-01", "manual")):
        made = loads(collected)
        spoken = loads(f"answers: [{{question: q-retrain-trigger, asset: intent, level: 3, by: ann, at: {day}}}]")
        whole = speak(replace(made, answers=spoken.answers), catalogue(), AS_OF)
        asset = whole.inventory.assets["intent"]
        assert isinstance(asset, Model) and asset.retraining.policy == kept
        assert [each.code for each in whole.problems] == ["contradiction"]


def test_numbers_become_facts_and_levels() -> None:
    text = "systems: [{id: shop}]\nanswers:\n" + "".join(
        f"  - {each}\n"
        for each in (answer("q-revenue", 40000.0, asset="shop"), answer("q-criticality", 4, asset="shop"))
    )
    shop = audited(text).inventory.assets["shop"]
    assert isinstance(shop, System)
    assert (shop.revenue_per_day, shop.criticality) == (40000.0, 5)


def test_a_number_speaks_for_its_debt() -> None:
    silent = "systems: [{id: shop}]\n"
    few = f"{silent}answers: [{answer('q-alerts', 1.0, asset='shop')}]"
    assert audited(silent).item("alert-fatigue@shop") is None
    assert audited(few).item("alert-fatigue@shop")


def test_the_organisation_can_be_answered_for() -> None:
    made = audited(f"answers: [{answer('q-capacity', 12.0, asset='organisation')}]")
    assert made.inventory.organisation.remediation_capacity == pytest.approx(0.12)


def test_unknown_fills_nothing_and_does_not_hide_what_somebody_else_knew() -> None:
    two = (
        answer("q-live-quality", 0)
        + ", "
        + answer("q-live-quality", "unknown").replace("ann", "bo").replace("-01", "-20")
    )
    practice = intent(audited(model(answers=two))).monitoring.quality
    assert practice and practice.level == "none"


def test_two_people_who_disagree_are_both_told() -> None:
    two = answer("q-live-quality", 0) + ", " + answer("q-live-quality", 3).replace("ann", "bo").replace("-01", "-20")
    (problem,) = told(model(answers=two), "disagreement")
    assert "bo answered level 3" in problem.message and "ann level 0" in problem.message
    assert "inventory.yaml:2" in problem.hint


@pytest.mark.parametrize(
    ("entry", "code", "says"),
    [
        (answer("q-live-qualty", 2), "unknown-question", "did you mean 'q-live-quality'"),
        (answer("q-live-quality", 2.0), "bad-answer", "level: 0 to 4"),
        (answer("q-label-delay", 2), "bad-answer", "write it as value"),
        (answer("q-capacity", 140.0, asset="organisation"), "bad-answer", "0 to 100"),
    ],
)
def test_answers_that_fit_no_question_are_told(entry: str, code: str, says: str) -> None:
    (problem,) = told(model(answers=entry), code)
    assert says in problem.hint and problem.line == 2


def known_of(question: str, more: str) -> Known | None:
    setting = setting_of(model(more))
    return known(QUESTIONS[question], setting.inventory.assets["intent"], setting.graph, setting.inventory)


@pytest.mark.parametrize(
    ("question", "more", "level"),
    [
        ("q-input-drift", "monitoring: {data_drift: none}", 0),
        ("q-input-drift", "monitoring: {data_drift: manual}", 2),
        ("q-live-quality", "monitoring: {quality: automated}", 3),
        ("q-monitoring", "monitoring: {service: automated, inputs: none, outputs: none, quality: none}", 1),
        ("q-monitoring", "monitoring: {outputs: manual}", 2),
        ("q-monitoring", "monitoring: {inputs: automated, outputs: automated, quality: automated}", 3),
        ("q-rebuild", "manifest: {git_commit: none}", 0),
        ("q-rebuild", "manifest: {git_commit: abc}", 1),
        ("q-owner", "owner: none", 0),
        ("q-owner", "owner: chat, maintainers: [ann]", 2),
        ("q-owner", "owner: chat, maintainers: [ann, bo]", 3),
        ("q-retrain-trigger", "retraining: {policy: triggered}", 4),
        ("q-rollback", "release: {rollback: manual}", 2),
        ("q-rollback", "release: {rollback: automated, rollback_tested_at: 2026-09-01}", 4),
        ("q-rollback", "release: {rollback: automated, rollback_tested_at: 2025-01-01}", 3),
        ("q-release", "release: {method: replace}", 1),
        ("q-quality-gate", "evaluation: {gate: automated}", 3),
        ("q-slices", "evaluation: {slice_metrics: none}", 0),
        ("q-slices", "evaluation: {slice_metrics: {a: 0.5}}, monitoring: {slices: automated}", 3),
        ("q-test-set", "evaluation: {collected_to: 2024-01-01}", 1),
        ("q-test-set", "evaluation: {collected_to: 2026-05-01}", 2),
        ("q-business-value", "evaluation: {business_metric: none}", 0),
        ("q-business-value", "evaluation: {business_metric: orders, online_compared_at: 2026-05-01}", 2),
        ("q-prediction-log", "prediction_log: {enabled: no}", 0),
        ("q-prediction-log", "prediction_log: {enabled: yes, fields: [version]}", 1),
        ("q-prediction-log", "prediction_log: {enabled: yes, fields: [version, inputs, output, time]}", 3),
    ],
)
def test_what_the_inventory_says_needs_only_be_confirmed(question: str, more: str, level: int) -> None:
    found = known_of(question, more)
    assert found and found.level == level
    assert all(each.place.line == 1 for each in found.basis)
    assert found.basis[0].fact.split(".")[0] in more


@pytest.mark.parametrize("question", [each.id for each in QUESTIONS.values() if each.about == "model"])
def test_silence_is_never_taken_for_an_answer(question: str) -> None:
    assert known_of(question, "") is None


def test_telemetry_answers_too() -> None:
    setting = setting_of("""\
        systems: [{id: shop}]
        telemetry:
          - {kind: alerts, asset: shop, from: 2026-08-01, to: 2026-08-31, fired: 30, actioned: 3}
          - {kind: alerts, asset: shop, from: 2026-09-01, to: 2026-09-29, fired: 10, actioned: 3}
        """)
    found = known(QUESTIONS["q-alerts"], setting.inventory.assets["shop"], setting.graph, setting.inventory)
    assert found and found.value == 3
    assert "6 of 40 alerts" in str(found.basis[0])


@pytest.mark.parametrize(
    ("question", "more", "reason"),
    [
        ("q-tuning", "family: rules", "rules written by hand"),
        ("q-model-tests", "family: external", "its vendor trains it"),
        ("q-slices", "status: experiment", "short form"),
        ("q-fairness", "affects_people: no", "do not affect people"),
        ("q-thresholds", "thresholds: []", "yes or no"),
        ("q-external-model", "runs_on: []", "no external model"),
        ("q-input-drift", "not_applicable: {monitoring.data_drift: nothing learned}", "nothing learned"),
    ],
)
def test_questions_that_make_no_sense_are_left_out_with_their_reason(question: str, more: str, reason: str) -> None:
    base = "models: [{id: intent, family: tree, MORE}]"
    text = base.replace("family: tree, MORE" if "family" in more else "MORE", more)
    setting = setting_of(text)
    left = left_out(QUESTIONS[question], setting.inventory.assets["intent"], setting.graph, catalogue())
    assert left and reason in left.reason
    silent = setting_of("models: [{id: intent}]")
    assert left_out(QUESTIONS[question], silent.inventory.assets["intent"], silent.graph, catalogue()) is None


@pytest.mark.parametrize(
    ("question", "said", "message"),
    [
        ("q-owner", 1, f'answered "{QUESTIONS["q-owner"].levels[1]}" (level 1 of 4, q-owner)'),
        ("q-label-delay", 60.0, 'answered "60 days" (level 1 of 4, q-label-delay)'),
    ],
)
def test_a_finding_from_an_answer_quotes_it_in_words(question: str, said: object, message: str) -> None:
    found = [each.finding for each in audited(model(answers=answer(question, said))).items]
    assert message in {each.message for each in found}
