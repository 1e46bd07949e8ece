"""What answers amount to: the level of debt, the ML Test Score, and the level of automation.

Debt, for the mean gap m over the questions of an audit: light below 0.15, moderate below 0.35, heavy below 0.60, else
crippling. A question that nobody can answer has a gap anywhere from 0 to 1, so m has a range; its middle counts unknown
as half.

ML Test Score after E. Breck and others, "The ML Test Score: A Rubric for ML Production Readiness and Technical Debt
Reduction", IEEE Big Data 2017: 28 tests in four sections of seven. A test that is not done counts 0, done by hand with
the result written down 0.5, automatic and repeated 1. The score is the lowest sum of the four. Tests that do not apply
are taken out, and their section is scaled up to seven.

MLOps level, an orientation after Google's: 0 by hand; 1 where retraining, pipeline and gate run by themselves; 2 where
tests, release and the way back do as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from debtaudit.domain.decision import Answer
from debtaudit.questionnaire.catalogue import NO_GAP, Catalogue, Question
from debtaudit.questionnaire.spoken import level_of, value_of

DEBT: Final = ((0.15, "light"), (0.35, "moderate"), (0.60, "heavy"))
CRIPPLING: Final = "crippling"
ENOUGH: Final = 0.5
"""Share of the questions that must have an answer before a level is told: below, the middle of its range is a guess."""
SECTIONS: Final = {"data": "Data", "model": "Model", "infra": "Infrastructure", "monitor": "Monitoring"}
TESTS: Final = 7
BREAK_DOWN: Final = 0.4
"""Chance that an answer of level 3 or 4 that shows no evidence is one level too high."""
CAPPED: Final = 0.6
"""Confidence at most of an answer without evidence where it says level 3 or 4, and of one that is old."""
SUPPORTED: Final = 0.9
BY_HAND: Final = 2
SCORES: Final = (
    (0.0, "more a research project than a product"),
    (1.0, "serious holes are possible"),
    (2.0, "a first pass at being ready for production"),
    (3.0, "reasonably tested; more can be automated"),
    (5.0, "strong, fit for what must not fail"),
)
EXCEPTIONAL: Final = "exceptional"
FIRST_LEVEL: Final = ("q-retrain-trigger", "q-pipeline-shape", "q-quality-gate")
SECOND_LEVEL: Final = (*FIRST_LEVEL, "q-model-tests", "q-pipeline-tests", "q-release", "q-rollback")

Answered = Mapping[str, Answer | None]
"""Per question, the answer that counts; None where it was asked or would be, and nobody knows."""


@dataclass(frozen=True, slots=True)
class Span:
    """A number that is not known exactly: what to expect, and its least and most."""

    middle: float
    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        """Whether nothing is unknown."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Level:
    """How deep in debt: the mean gap, its word, and the words at both ends of the range."""

    gap: Span
    answered: int
    unknown: int

    @property
    def is_told(self) -> bool:
        """Whether enough is known for a verdict: at least half of what was asked."""
        return self.answered >= ENOUGH * (self.answered + self.unknown)

    @property
    def word(self) -> str:
        """The level at the middle."""
        return word_of(self.gap.middle)

    @property
    def words(self) -> tuple[str, str]:
        """The levels at best and at worst."""
        return word_of(self.gap.low), word_of(self.gap.high)


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the ML Test Score: its sum of at most 7."""

    name: str
    points: Span
    applicable: int
    answered: int

    @property
    def is_rescaled(self) -> bool:
        """Whether tests that do not apply were taken out."""
        return self.applicable < TESTS


@dataclass(frozen=True, slots=True)
class TestScore:
    """The ML Test Score: four sections, and the lowest."""

    __test__ = False  # to pytest, which would take it for a test

    sections: tuple[Section, ...]

    @property
    def score(self) -> Span:
        """The lowest of the four, at least, at most, and at the middle."""
        told = [each.points for each in self.sections if each.applicable]
        if not told:
            return Span(0.0, 0.0, 0.0)
        return Span(min(s.middle for s in told), min(s.low for s in told), min(s.high for s in told))

    @property
    def words(self) -> tuple[str, str]:
        """What the score means at least and at most."""
        return meaning(self.score.low), meaning(self.score.high)


def word_of(gap: float) -> str:
    """Return the word for a mean gap."""
    return next((word for below, word in DEBT if gap < below), CRIPPLING)


def meaning(score: float) -> str:
    """Return what an ML Test Score means, after Breck."""
    return next((word for upto, word in SCORES if score <= upto), EXCEPTIONAL)


def confidence(answer: Answer, *, fresh: bool = True) -> float:
    """Return how surely an answer is true, 0 to 1: little is capped where nothing shows a good one, or it is old."""
    level = level_of(answer)
    if level is None and value_of(answer) is None:
        return 0.0
    unsupported = level is not None and level >= NO_GAP and not answer.evidence
    return CAPPED if unsupported or not fresh else SUPPORTED


def gap_of(question: Question, answer: Answer | None) -> Span | None:
    """Return the gap that an answer leaves, 0 to 1; None for n/a and where a question is neither good nor bad."""
    if question.scale or (question.number and not (question.number.enough or question.number.worst)):
        return None
    if answer is not None and answer.level == "n/a":
        return None
    level = level_of(answer) if answer else None
    gap = question.gap(level, value_of(answer) if answer else None)
    if gap is None:
        return Span(0.5, 0.0, 1.0)
    worse = question.gap(NO_GAP - 1) if level == NO_GAP and answer and not answer.evidence else None
    return Span(gap + BREAK_DOWN * (worse - gap), gap, worse) if worse else Span(gap, gap, gap)


def debt_level(answered: Answered, catalogue: Catalogue) -> Level | None:
    """Return the level of debt over the questions that were asked; None where none of them applies."""
    gaps = [gap for id_, answer in answered.items() if (gap := gap_of(catalogue.questions[id_], answer))]
    if not gaps:
        return None
    known = sum(_says(each) for each in answered.values())
    return Level(_mean(gaps), known, sum(each.low == 0 and each.high == 1 for each in gaps))


def _says(answer: Answer | None) -> bool:
    return answer is not None and (level_of(answer) is not None or value_of(answer) is not None)


def _mean(spans: list[Span]) -> Span:
    middle, low, high = (sum(getattr(each, name) for each in spans) / len(spans) for name in ("middle", "low", "high"))
    return Span(round(middle, 6), round(low, 6), round(high, 6))


def ml_test_score(answered: Answered, catalogue: Catalogue) -> TestScore:
    """Return the ML Test Score of a model; a test that nobody was asked about counts as anything from 0 to 1."""
    return TestScore(tuple(_section(key, name, answered, catalogue) for key, name in SECTIONS.items()))


def _section(key: str, name: str, answered: Answered, catalogue: Catalogue) -> Section:
    points: list[Span] = []
    known = 0
    for test, question in sorted(catalogue.tests().items()):
        if not test.startswith(f"{key}-"):
            continue
        answer = answered.get(question.id)
        if answer is None or answer.level != "n/a":
            points.append(_points(answer))
            known += _says(answer)
    scale = TESTS / len(points) if points else 0.0
    middle, low, high = (scale * sum(getattr(each, end) for each in points) for end in ("middle", "low", "high"))
    return Section(name, Span(round(middle, 6), round(low, 6), round(high, 6)), len(points), known)


def _points(answer: Answer | None) -> Span:
    level = level_of(answer) if answer else None
    if level is None:
        return Span(0.5, 0.0, 1.0)
    if level == NO_GAP and answer and not answer.evidence:
        return Span(1 - BREAK_DOWN / 2, 0.5, 1.0)
    points = 1.0 if level >= NO_GAP else 0.5 if level == BY_HAND else 0.0
    return Span(points, points, points)


def mlops_level(answered: Answered) -> tuple[int, int]:
    """Return the level of automation at least and at most, 0 to 2."""
    low, high = (
        sum(_all(names, answered, hope=hope) for names in (FIRST_LEVEL, SECOND_LEVEL)) for hope in (False, True)
    )
    return low, high


def _all(names: Iterable[str], answered: Answered, *, hope: bool) -> bool:
    return all(each >= NO_GAP for each in _levels(names, answered, hope=hope))


def _levels(names: Iterable[str], answered: Answered, *, hope: bool) -> Iterator[int]:
    for name in names:
        answer = answered.get(name)
        level = level_of(answer) if answer else None
        if answer is not None and answer.level == "n/a":
            continue
        yield level if level is not None else (NO_GAP if hope else 0)
