"""What answers amount to, by hand: the level of debt, the ML Test Score of 2017, the level of automation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.decision import Answer
from debtaudit.questionnaire.catalogue import catalogue
from debtaudit.questionnaire.level import (
    confidence,
    debt_level,
    gap_of,
    meaning,
    ml_test_score,
    mlops_level,
    word_of,
)

CATALOGUE = catalogue()
QUICK = [each.id for each in CATALOGUE.quick]


def said(level: str | int | None = None, evidence: str | None = "https://x/y", value: float | None = None) -> Answer:
    known = None if level is None else str(level)
    return Answer(question="q", asset="a", level=known, value=value, evidence=evidence)  # type: ignore[arg-type]


def all_at(level: int | str, names: list[str] = QUICK) -> dict[str, Answer | None]:
    return {name: said(level) for name in names}


@pytest.mark.parametrize(
    ("gap", "word"),
    [(0, "light"), (0.149, "light"), (0.15, "moderate"), (0.35, "heavy"), (0.599, "heavy"), (0.6, "crippling")],
)
def test_bands_of_the_mean_gap(gap: float, word: str) -> None:
    assert word_of(gap) == word


@pytest.mark.parametrize(("level", "word"), [(4, "light"), (3, "light"), (2, "moderate"), (1, "crippling")])
def test_a_model_that_is_the_same_everywhere(level: int, word: str) -> None:
    made = debt_level(all_at(level), CATALOGUE)
    assert made
    assert made.word == word
    assert made.gap.is_exact and made.unknown == 0 and made.answered == 12


def test_what_nobody_knows_widens_the_range_to_both_sides() -> None:
    answered: dict[str, Answer | None] = {**all_at(3), **dict.fromkeys(QUICK[:6], said("unknown"))}
    made = debt_level(answered, CATALOGUE)
    assert made
    assert (made.gap.low, made.gap.middle, made.gap.high) == (0.0, 0.25, 0.5)
    assert made.words == ("light", "heavy")
    assert (made.answered, made.unknown) == (6, 6)


def test_unknown_is_never_as_good_as_done() -> None:
    known, unknown = (debt_level({**all_at(3), "q-owner": said(level)}, CATALOGUE) for level in (3, "unknown"))
    assert known and unknown
    assert unknown.gap.middle > known.gap.middle


def test_what_does_not_apply_counts_for_nothing() -> None:
    made = debt_level({**all_at(0), "q-owner": said("n/a")}, CATALOGUE)
    assert made and made.gap.middle == 1 and made.answered == 11


def test_a_good_answer_without_evidence_is_believed_less() -> None:
    shown, claimed = (gap_of(CATALOGUE.questions["q-owner"], said(3, evidence)) for evidence in ("https://x", None))
    assert shown and claimed
    assert (shown.low, shown.middle, shown.high) == (0, 0, 0)
    assert claimed.low == 0 and claimed.middle == pytest.approx(0.4 / 3) and claimed.high == pytest.approx(1 / 3)


def test_confidence_is_capped_without_evidence_and_with_age() -> None:
    assert confidence(said(3, None)) == confidence(said(4, None)) == 0.6
    assert confidence(said(3)) > 0.6
    assert confidence(said(2, None)) > 0.6
    assert confidence(said(3), fresh=False) == 0.6
    assert confidence(said("unknown")) == 0


@pytest.mark.parametrize(
    ("question", "value", "gap"),
    [("q-capacity", 10, 0), ("q-capacity", 5, 0.5), ("q-capacity", 0, 1), ("q-label-delay", 45, 0.5),
     ("q-label-delay", 400, 1), ("q-alerts", 3, 0.7), ("q-fix-automation", 5, 0)],
)  # fmt: skip
def test_numbers_leave_a_gap_too(question: str, value: float, gap: float) -> None:
    made = gap_of(CATALOGUE.questions[question], said(value=value))
    assert made and made.middle == pytest.approx(gap)


@pytest.mark.parametrize("question", ["q-criticality", "q-revenue"])
def test_impact_is_neither_good_nor_bad(question: str) -> None:
    assert gap_of(CATALOGUE.questions[question], said(4, value=5.0)) is None


def everything(level: int) -> dict[str, Answer | None]:
    return {each.id: said(level) for each in CATALOGUE.tests().values()}


@pytest.mark.parametrize(("level", "score"), [(0, 0), (1, 0), (2, 3.5), (3, 7), (4, 7)])
def test_points_of_the_score(level: int, score: float) -> None:
    made = ml_test_score(everything(level), CATALOGUE)
    assert [each.points.middle for each in made.sections] == [score] * 4
    assert made.score.middle == score


def test_the_score_is_the_weakest_section() -> None:
    answered = everything(4)
    for number in range(1, 6):
        answered[CATALOGUE.tests()[f"monitor-{number}"].id] = said(0)
    assert ml_test_score(answered, CATALOGUE).score.middle == 2
    assert [each.points.middle for each in ml_test_score(answered, CATALOGUE).sections] == [7, 7, 7, 2]


def test_nobody_was_asked_so_the_score_is_anything() -> None:
    made = ml_test_score({}, CATALOGUE)
    assert (made.score.low, made.score.high) == (0, 7)


def test_tests_that_do_not_apply_scale_their_section_up_and_say_so() -> None:
    answered = everything(2)
    for number in (1, 2):
        answered[CATALOGUE.tests()[f"model-{number}"].id] = said("n/a")
    section = ml_test_score(answered, CATALOGUE).sections[1]
    assert section.points.middle == pytest.approx(3.5)
    assert section.is_rescaled and section.applicable == 5


@pytest.mark.parametrize(
    ("score", "says"),
    [
        (0, "research"), (0.5, "holes"), (1, "holes"), (1.5, "first pass"), (2.5, "reasonably"), (5, "strong"),
        (5.5, "except"),
    ],
)  # fmt: skip
def test_bands_of_the_score_after_breck(score: float, says: str) -> None:
    assert says in meaning(score)


def test_levels_of_automation() -> None:
    first = ["q-retrain-trigger", "q-pipeline-shape", "q-quality-gate"]
    second = ["q-model-tests", "q-pipeline-tests", "q-release", "q-rollback"]
    assert mlops_level(all_at(2, first + second)) == (0, 0)
    assert mlops_level({**all_at(3, first), **all_at(2, second)}) == (1, 1)
    assert mlops_level(all_at(3, first + second)) == (2, 2)
    assert mlops_level(all_at(3, first)) == (1, 2)
    assert mlops_level({}) == (0, 2)


LEVELS = st.one_of(st.none(), st.sampled_from(["0", "1", "2", "3", "4", "unknown", "n/a"]))
ANSWERED = st.fixed_dictionaries(dict.fromkeys(QUICK, LEVELS))


@given(ANSWERED, st.sampled_from(QUICK), st.booleans())
def test_ranges_hold_their_middle_and_finding_out_never_leaves_them(
    levels: dict[str, str | None], name: str, shown: bool
) -> None:
    evidence = "https://x" if shown else None
    answered: dict[str, Answer | None] = {key: said(each, evidence) if each else None for key, each in levels.items()}
    answered[name] = None
    before = debt_level(answered, CATALOGUE)
    assert before and before.gap.low <= before.gap.middle <= before.gap.high
    after = debt_level({**answered, name: said(2)}, CATALOGUE)
    assert after
    assert before.gap.low - 1e-6 <= after.gap.low and after.gap.high <= before.gap.high + 1e-6
