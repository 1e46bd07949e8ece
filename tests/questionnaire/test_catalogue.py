"""The questions themselves: complete, of known words, and joined to the debts that they ask for."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from debtaudit.detectors._catalogue import catalogue as debts
from debtaudit.domain.facts import Practice
from debtaudit.domain.settings import Settings
from debtaudit.inventory.vocabulary import paths, shape_at
from debtaudit.questionnaire.catalogue import LEVELS, ROLES, TYPES, catalogue, read
from debtaudit.questionnaire.scope import CONDITIONS

TEXT = Path(__file__).parents[2].joinpath("debtaudit/questionnaire/questions.yaml").read_text(encoding="utf-8")
QUESTIONS = catalogue().questions


def test_there_are_62_questions_and_12_of_them_are_quick() -> None:
    assert len(QUESTIONS) == 62
    assert [each.quick for each in catalogue().quick] == list(range(1, 13))


def test_every_debt_asks_only_questions_that_there_are() -> None:
    asked = {question for debt in debts(Settings()).debts for question in debt.questions}
    assert asked <= set(QUESTIONS)


def test_every_question_but_those_on_impact_speaks_for_a_debt() -> None:
    asked = {question for debt in debts(Settings()).debts for question in debt.questions}
    assert set(QUESTIONS) - asked == {"q-criticality", "q-revenue"}


def test_the_28_tests_of_the_score_have_one_question_each() -> None:
    tests = Counter(each.test for each in QUESTIONS.values() if each.test)
    assert set(tests.values()) == {1}
    assert set(tests) == {
        f"{part}-{number}" for part in ("data", "model", "infra", "monitor") for number in range(1, 8)
    }


@pytest.mark.parametrize("id_", QUESTIONS)
def test_facts_that_a_question_names_are_facts_of_its_kind(id_: str) -> None:
    question = QUESTIONS[id_]
    cls: Any = TYPES[question.about]
    for path in (*question.states, *question.known):
        assert path in paths(cls), f"{id_} names {path}"


@pytest.mark.parametrize("id_", [each.id for each in QUESTIONS.values() if each.states])
def test_every_value_that_an_answer_states_can_be_read(id_: str) -> None:
    question = QUESTIONS[id_]
    for path, values in question.states.items():
        shape = shape_at(TYPES[question.about], path)
        assert shape is not None
        if isinstance(values, str):
            assert values in {"value", "percent"}
            continue
        options = {"none", "manual", "automated"} if shape.group is Practice else {*shape.options, "yes", "no", "none"}
        words = {each for each in values if each is not None}
        assert words <= options or all(each.isdigit() for each in words)


@pytest.mark.parametrize("id_", QUESTIONS)
def test_a_question_reads_well(id_: str) -> None:
    question = QUESTIONS[id_]
    assert (question.asks[0].isupper() and question.asks.endswith("?")) or ". " in question.asks
    assert question.why.endswith(".") and not question.proof.endswith(".") and not question.topic[0].isspace()
    assert len(question.asks) <= 130, "it must fit into two lines"
    for level in question.levels:
        assert len(level) <= 110 and level[0].isupper() and not level.endswith("."), level
        assert "As before" not in level


def test_levels_tell_apart() -> None:
    for question in QUESTIONS.values():
        assert len(set(question.levels)) in {0, LEVELS}, question.id


def test_every_condition_is_known_and_every_known_condition_is_used() -> None:
    used = {name for each in QUESTIONS.values() for name, _reason in each.unless}
    used |= {rule.when for rule in catalogue().rules}
    assert used == set(CONDITIONS)


def test_every_kind_has_a_role() -> None:
    assert set(ROLES.values()) == {each.about for each in QUESTIONS.values()}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("id: q-owner\n", "id: q-rebuild\n", "q-rebuild stands here more than once"),
        ("about: model\n  topic: owner", "about: modell\n  topic: owner", "there is no kind 'modell'"),
        ('  - "No"\n', "  - No\n", "quote what YAML takes for yes"),
        ("ask: [q-spec-review, q-tuning]", "ask: [q-spec-reviews]", "there is no question q-spec-reviews"),
        ("  - Never\n  - At the first training\n", "  - Never\n", "either 5 levels or a number"),
        ("criticality: [1, 2, 3, 4, 5]", "criticality: [1, 2, 3, 4]", "states needs 5 values"),
    ],
)
def test_a_flaw_is_told(old: str, new: str, says: str) -> None:
    assert old in TEXT
    with pytest.raises(ValueError, match=says):
        read(TEXT.replace(old, new, 1))
