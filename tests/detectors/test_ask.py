"""How verdicts become findings: evidence with places, answers where facts are silent, and debts that could not run."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent
from typing import Any

import pytest

from debtaudit.detectors._ask import ask
from debtaudit.detectors.static_test_set import static_test_set
from debtaudit.detectors.unmonitored_concept_drift import unmonitored_concept_drift
from debtaudit.domain.asset import Model
from debtaudit.domain.debt import Debt
from debtaudit.domain.finding import Detected
from debtaudit.domain.graph import Graph
from debtaudit.domain.verdict import Verdict
from tests.detectors.conftest import graph_of

LIVE = "models: [{id: intent, status: production, volatility: high}]\n"
DRIFT_QUESTION = unmonitored_concept_drift.questions[0]


def asked(text: str, *debts: Debt) -> Detected:
    graph = graph_of(dedent(text))
    return ask(debts or (unmonitored_concept_drift,), graph, graph.inventory)


def answer(level: str, more: str = "") -> str:
    return f"{LIVE}answers: [{{question: {DRIFT_QUESTION}, asset: intent, level: {level}{more}}}]\n"


def broken(error: Exception) -> Debt:
    def look(asset: Model, graph: Graph, limits: Any) -> Verdict:
        raise error

    return replace(static_test_set, look=look)


def test_a_debt_that_raises_is_not_run_and_the_others_go_on() -> None:
    said = asked(
        "models: [{id: intent, status: production, monitoring: {quality: none}, volatility: high, family: tree}]",
        broken(ZeroDivisionError("half a model")), unmonitored_concept_drift,
    )  # fmt: skip
    assert [each.id for each in said.findings] == ["unmonitored-concept-drift@intent"]
    (not_run,) = said.not_run
    assert not_run.debt == "static-test-set"
    assert "ZeroDivisionError: half a model" in not_run.error
    assert "test_ask.py:" in not_run.error


def test_evidence_says_what_was_stated_and_where() -> None:
    said = asked("""\
        models:
          - id: intent
            status: production
            family: tree
            volatility: high
            monitoring:
              quality: none
        """)
    (finding,) = said.findings
    stated = {each.fact: (each.value, each.place.line) for each in finding.evidence}
    assert stated["monitoring.quality"] == ("none", 7)


@pytest.mark.parametrize(("level", "found"), [("0", 1), ("2", 1), ("3", 0), ("4", 0)])
def test_an_answer_speaks_where_the_facts_are_silent(level: str, found: int) -> None:
    assert len(asked(LIVE).gaps) == 1
    said = asked(answer(level))
    assert len(said.findings) == found
    assert said.clean == 1 - found
    assert not said.gaps


def test_a_worse_answer_is_a_more_severe_finding() -> None:
    bad, middling = (asked(answer(level)).findings[0].severity for level in ("0", "2"))
    assert bad > middling > 0


def test_an_answer_with_evidence_is_told_from_a_mere_claim() -> None:
    claimed, shown = (asked(answer("1", more)).findings[0].evidence[0].kind for more in ("", ", evidence: a-page"))
    assert (claimed, shown) == ("claim", "answer")


def test_nobody_knows_is_an_answer_that_settles_nothing() -> None:
    assert len(asked(answer("unknown")).gaps) == 1


def test_an_answer_that_it_does_not_apply_gives_its_reason() -> None:
    (excluded,) = asked(answer("n/a", ", note: rules only")).excluded
    assert excluded.reason == "rules only"


def test_facts_that_make_no_sense_for_an_asset_take_it_out_with_the_stated_reason() -> None:
    (gap,) = asked(LIVE).gaps
    reasons = "".join(f"{fact}: a demo, " for fact in gap.facts)
    (excluded,) = asked(f"models: [{{id: intent, status: production, not_applicable: {{{reasons}}}}}]").excluded
    assert excluded.reason == "a demo"


def test_facts_beat_answers_and_an_answer_that_claims_the_opposite_is_told() -> None:
    text = answer("4").replace("volatility: high", "volatility: high, family: tree, monitoring: {quality: none}")
    said = asked(text)
    assert [each.id for each in said.findings] == ["unmonitored-concept-drift@intent"]
    (problem,) = said.contradictions
    assert (problem.code, problem.level) == ("contradiction", "warning")
    assert f"level 4 was answered to {DRIFT_QUESTION}" in problem.message


def test_what_cannot_be_told_lowers_the_coverage() -> None:
    assert asked(LIVE).coverage == 0
    assert asked(LIVE + "datasets: [{id: log}]").coverage == 0
    assert asked("datasets: [{id: log}]").coverage == 1


def test_a_debt_that_says_something_else_is_not_run() -> None:
    said: Any = lambda _asset, _graph, _limits: "yes"  # noqa: E731 - it says what no debt may
    odd = replace(static_test_set, look=said)
    (not_run,) = asked(LIVE, odd).not_run
    assert "not 'yes'" in not_run.error


def test_the_reason_of_an_answer_is_told_in_words_and_its_evidence_keeps_the_level() -> None:
    graph = graph_of(answer("1"))
    said = ask((unmonitored_concept_drift,), graph, graph.inventory, lambda each: f"Seldom, as {each.asset} is small")
    (finding,) = said.findings
    assert finding.message == f'answered "Seldom, as intent is small" (level 1 of 4, {DRIFT_QUESTION})'
    assert [(each.fact, each.value) for each in finding.evidence] == [(DRIFT_QUESTION, "level 1")]
    assert asked(answer("1")).findings[0].message == f"answered level 1 of 4 to {DRIFT_QUESTION}"
