"""The questions: `questions.yaml` -> frozen types. Whatever is wrong with the file stops the program when it starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from debtaudit.domain.asset import KINDS, Asset, Organisation
from debtaudit.domain.say import say

Kind = Literal["organisation", "system", "model", "pipeline", "dataset"]
ORDER: Final[tuple[Kind, ...]] = ("system", "organisation", "model", "pipeline", "dataset")
"""Kinds in the order in which an audit asks about them: first what all the rest hangs on."""
ROLES: Final[Mapping[str, Kind]] = {
    "leadership": "organisation", "product": "system", "model": "model", "engineering": "pipeline", "data": "dataset",
}  # fmt: skip
"""Who answers, and for which kind: heads of AI or engineering, product managers, data scientists, engineers of
pipelines, data owners."""
LEVELS: Final = 5
NO_GAP: Final = 3
"""Level from which an answer leaves no gap: it runs by itself, and again and again."""
TYPES: Final[Mapping[str, type[Asset]]] = {
    Organisation.kind: Organisation, **{each.kind: each for each in KINDS.values()},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """What a number may be, and the gap (0 to 1) that it leaves: none from `enough` on, or all of it at `worst`."""

    unit: str
    low: float = 0.0
    high: float = 1e12
    enough: float = 0.0
    worst: float = 0.0

    @property
    def is_open(self) -> bool:
        """Whether there is no real upper bound, as with money."""
        return self.high >= 1e9  # noqa: PLR2004 - more than anybody has of what is counted

    def gap(self, value: float) -> float | None:
        """Return the gap that a value leaves; None where the number is no matter of good and bad."""
        if self.enough:
            return max(0.0, 1 - value / self.enough)
        return min(1.0, value / self.worst) if self.worst else None


@dataclass(frozen=True, slots=True)
class Follow:
    """Questions that an answer at or below, or at or above, a level brings up next."""

    ask: tuple[str, ...]
    at_most: int = -1
    at_least: int = LEVELS

    def opens(self, level: int | None) -> bool:
        """Tell whether an answer of this level opens them."""
        return level is not None and (level <= self.at_most or level >= self.at_least)


@dataclass(frozen=True, slots=True)
class Depends:
    """Another question whose answer must reach a level, or else this one makes no sense for the reason."""

    question: str
    at_least: int
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `states` gives per fact what each level states (`value` or `percent` for a number's own)."""

    id: str
    about: Kind
    topic: str
    asks: str
    why: str
    proof: str
    levels: tuple[str, ...] = ()
    number: Number | None = None
    scale: str = ""  # another scale than maturity: its answers are neither good nor bad
    states: Mapping[str, tuple[str | None, ...] | str] = field(default_factory=dict, hash=False)
    known: Mapping[str, Mapping[str, int]] = field(default_factory=dict, hash=False)
    follow: Follow | None = None
    depends: Depends | None = None
    unless: tuple[tuple[str, str], ...] = ()  # condition, reason
    test: str = ""  # of the ML Test Score: data-1 to monitor-7
    quick: int = 0  # its place in the quick audit, 0 where it has none

    def gap(self, level: int | None, value: float | None = None) -> float | None:
        """Return how much an answer leaves to be done, 0 to 1; None for unknown, and where nothing is good or bad."""
        if self.scale:
            return None
        if self.number:
            return self.number.gap(value) if value is not None else None
        return (NO_GAP - min(NO_GAP, level)) / NO_GAP if level is not None else None


@dataclass(frozen=True, slots=True)
class Rule:
    """For assets of a condition only some questions are asked, or some are left out. `later`: they make sense still."""

    when: str
    reason: str
    only: tuple[str, ...] = ()
    leaves_out: tuple[str, ...] = ()
    later: bool = False

    def drops(self, question: str) -> bool:
        """Tell whether it leaves a question out."""
        return question in self.leaves_out or bool(self.only and question not in self.only)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All questions by id, in the order of the file."""

    version: int
    title: str
    minutes: float
    questions: Mapping[str, Question]
    rules: tuple[Rule, ...]

    @property
    def quick(self) -> tuple[Question, ...]:
        """The questions of the quick audit, in order."""
        return tuple(sorted((each for each in self.questions.values() if each.quick), key=lambda each: each.quick))

    def tests(self) -> Mapping[str, Question]:
        """Return the question that stands for each test of the ML Test Score."""
        return {each.test: each for each in self.questions.values() if each.test}


NOT_ASKED: Final = Catalogue(0, "", 0.0, {}, ())
"""No questions: all that an inventory without answers needs of them."""


@cache
def catalogue() -> Catalogue:
    """Return the questions that come with the program."""
    return read(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))


def read(text: str) -> Catalogue:
    """Read questions.

    Raises:
        ValueError: with everything that is wrong, a line each.
    """
    document = yaml.safe_load(text)
    quick = document["quick"]
    questions = [_question(each) for each in document["questions"]]
    rules = tuple(_rule(each) for each in document["scope"])
    made = Catalogue(
        document["version"], quick["title"], quick["minutes"], {each.id: each for each in questions}, rules
    )
    wrong = [*_repeated(questions), *_flaws(made)]
    if wrong:
        raise ValueError("\n".join(wrong))
    return made


def _question(stated: dict[str, Any]) -> Question:
    more = {name: stated[name] for name in ("scale", "test", "quick") if name in stated}
    return Question(
        stated["id"], stated["about"], stated["topic"], stated["asks"], stated["why"], stated["proof"],
        levels=tuple(stated.get("levels", ())),
        number=Number(**stated["number"]) if "number" in stated else None,
        states={path: _stated(values) for path, values in stated.get("states", {}).items()},
        known={path: {_word(word): level for word, level in levels.items()}
               for path, levels in stated.get("known", {}).items()},
        follow=_follow(stated["follow"]) if "follow" in stated else None,
        depends=Depends(**stated["depends"]) if "depends" in stated else None,
        unless=tuple(stated.get("unless", {}).items()),
        **more,
    )  # fmt: skip


def _stated(values: list[object] | str) -> tuple[str | None, ...] | str:
    return values if isinstance(values, str) else tuple(None if each is None else _word(each) for each in values)


def _word(value: object) -> str:
    """Return a value as the inventory writes it: YAML took yes and no for truths."""
    return say(value)


def _follow(stated: dict[str, Any]) -> Follow:
    return Follow(tuple(stated["ask"]), stated.get("at_most", -1), stated.get("at_least", LEVELS))


def _rule(stated: dict[str, Any]) -> Rule:
    only, leaves_out = tuple(stated.get("only", ())), tuple(stated.get("leaves-out", ()))
    return Rule(stated["when"], stated["reason"], only, leaves_out, stated.get("later", False))


def _repeated(questions: list[Question]) -> Iterator[str]:
    ids = [each.id for each in questions]
    yield from (f"{id_} stands here more than once" for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}))


def _flaws(made: Catalogue) -> Iterator[str]:
    for each in made.questions.values():
        if each.about not in ORDER:
            yield f"{each.id}: there is no kind '{each.about}'"
        if bool(each.number) == bool(each.levels) or (each.levels and len(each.levels) != LEVELS):
            yield f"{each.id}: it must have either {LEVELS} levels or a number"
        texts: tuple[object, ...] = (*each.levels, each.topic, each.asks, each.why, each.proof)
        if not all(isinstance(said, str) and said for said in texts):
            yield f"{each.id}: quote what YAML takes for yes, no or nothing"
        for values in each.states.values():
            if isinstance(values, tuple) and len(values) != LEVELS:
                yield f"{each.id}: states needs {LEVELS} values"
    named = [name for each in made.questions.values() if each.follow for name in each.follow.ask]
    named += [each.depends.question for each in made.questions.values() if each.depends]
    named += [name for rule in made.rules for name in (*rule.only, *rule.leaves_out)]
    yield from (f"there is no question {name}" for name in sorted({*named} - {*made.questions}))
