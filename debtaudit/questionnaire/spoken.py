"""What answers say of assets: `Inventory` -> the same inventory with the facts that its answers state.

An answer fills what nobody stated, and a fresh one beats what a tool collected; what people wrote wins over it. Where
both speak and differ, and where two people answer differently, both places are told and nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, Final

from debtaudit.domain.asset import KINDS, Asset, Organisation
from debtaudit.domain.decision import Answer
from debtaudit.domain.facts import ABSENT, Practice
from debtaudit.domain.inventory import Inventory, Origin, Source
from debtaudit.domain.problem import Problem
from debtaudit.domain.say import say, value_at
from debtaudit.inventory import loads
from debtaudit.inventory.hint import did_you_mean
from debtaudit.inventory.write import dump
from debtaudit.questionnaire.catalogue import NO_GAP, TYPES, Catalogue, Question

FRESH: Final = 180
"""Days after which an answer is asked again, and until then counts less."""
LEVELED: Final = frozenset("01234")
Facts = Mapping[tuple[str, str], tuple[object, Answer]]
"""By asset and path, what an answer states."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """An inventory in which answers have spoken, and what is wrong with them."""

    inventory: Inventory
    problems: tuple[Problem, ...]


def speak(inventory: Inventory, catalogue: Catalogue, as_of: date) -> Spoken:
    """Let every answer state its facts."""
    if not inventory.answers:
        return Spoken(inventory, ())
    problems = [*wrong(inventory.answers, catalogue), *_disagreements(inventory.answers, as_of)]
    answers = tuple(_leveled(each, catalogue) for each in inventory.answers)
    facts: dict[tuple[str, str], tuple[object, Answer]] = {}
    for answer in newest(answers).values():
        asset = _asset(inventory, answer.asset)
        question = catalogue.questions.get(answer.question)
        if asset is None or question is None or not isinstance(asset, TYPES[question.about]):
            continue
        for path, value in stated(question, answer):
            clash = _clash(asset, path, value, answer, inventory)
            problems += clash
            if value_at(asset, path) is None or (clash and _is_collected(inventory, asset, path, answer, as_of)):
                facts[asset.id, path] = value, answer
    return Spoken(_with(replace(inventory, answers=answers), facts), tuple(problems))


def newest(answers: Iterable[Answer]) -> dict[tuple[str, str], Answer]:
    """Return the newest answer to each question about each asset; one that says something beats `unknown`."""
    found: dict[tuple[str, str], Answer] = {}
    for each in sorted(answers, key=lambda each: (each.level != "unknown", day_of(each))):
        found[each.question, each.asset] = each
    return found


def day_of(answer: Answer) -> date:
    """Return the day of an answer; one without a day is as old as can be."""
    return answer.at if isinstance(answer.at, date) else date.min


def is_fresh(answer: Answer, as_of: date) -> bool:
    """Tell whether an answer need not be asked again yet."""
    return (as_of - day_of(answer)).days <= FRESH


def level_of(answer: Answer) -> int | None:
    """Return the level that was answered; None for unknown and n/a."""
    return int(answer.level) if answer.level and answer.level in LEVELED else None


def value_of(answer: Answer) -> float | None:
    """Return the number that was answered, or the middle of a range; None where there is none."""
    value = answer.value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(each, (int, float)) for each in value):  # noqa: PLR2004 - a range has two ends
        return (float(value[0]) + float(value[1])) / 2
    return None


def stated(question: Question, answer: Answer) -> Iterator[tuple[str, object]]:
    """Yield each fact that an answer states, by its path."""
    level, value = level_of(answer), value_of(answer)
    for path, states in question.states.items():
        if isinstance(states, tuple):
            said = states[level] if level is not None else None
            if said is not None:
                yield path, _typed(said)
        elif value is not None:
            yield path, (value / 100 if states == "percent" else value)


def _typed(word: str) -> object:
    if word.isdigit():
        return int(word)
    return {"none": ABSENT, "yes": True, "no": False}.get(word, word)


def wrong(answers: Iterable[Answer], catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a warning for each answer to no question, and for each that its question does not allow."""
    for each in answers:
        question = catalogue.questions.get(each.question)
        message = f"the answer to {each.question} on {each.asset}"
        if question is None:
            hint = did_you_mean(each.question, catalogue.questions) or "docs/questions.md lists all of them"
            says = f"there is no question '{each.question}'"
            yield Problem.at(each.place, "unknown-question", says, hint, warning=True)
        elif question.number and level_of(each) is not None and each.value is None:
            hint = f"write it as value: {question.number.low:g} to {question.number.high:g}"
            yield Problem.at(each.place, "bad-answer", f"{message} must be a number", hint, warning=True)
        elif question.number and each.value is not None and not _allowed(question, each):
            hint = f"it must be {question.number.low:g} to {question.number.high:g} {question.number.unit}"
            yield Problem.at(each.place, "bad-answer", f"{message} is {say(each.value)}", hint, warning=True)
        elif question.levels and each.value is not None:
            yield Problem.at(each.place, "bad-answer", f"{message} must be a level", "level: 0 to 4", warning=True)


def _allowed(question: Question, answer: Answer) -> bool:
    value = value_of(answer)
    return value is not None and question.number is not None and question.number.low <= value <= question.number.high


def _leveled(answer: Answer, catalogue: Catalogue) -> Answer:
    """Give a number the level that its gap amounts to: debts are found by levels."""
    question = catalogue.questions.get(answer.question)
    value = value_of(answer)
    if question is None or answer.level is not None or value is None or not _allowed(question, answer):
        return answer
    gap = question.gap(None, value)
    return answer if gap is None else replace(answer, level=_LEVEL[round(NO_GAP * (1 - gap))])


_LEVEL: Final = ("0", "1", "2", "3")


def _disagreements(answers: Iterable[Answer], as_of: date) -> Iterator[Problem]:
    """Yield a warning for each two people who answer differently, with both places."""
    by_key: dict[tuple[str, str], dict[str, Answer]] = {}
    for each in sorted(answers, key=day_of):
        if is_fresh(each, as_of) and each.level not in {"unknown", "n/a"}:
            by_key.setdefault((each.question, each.asset), {})[str(each.by or "")] = each
    for (question, asset), mine in sorted(by_key.items()):
        *others, last = sorted(mine.values(), key=lambda each: (day_of(each), str(each.by)))
        for other in others:
            if said(other) != said(last):
                message = (
                    f"{last.by or 'somebody'} answered {said(last)} to {question} on {asset}, and "
                    f"{other.by or 'somebody'} {said(other)}"
                )
                hint = f"the newer one counts; the other stands at {other.place}"
                yield Problem.at(last.place, "disagreement", message, hint, warning=True)


def said(answer: Answer) -> str:
    """Write what was answered: `level 2`, `40000`, `unknown`."""
    if answer.value is not None:
        return say(answer.value)
    return f"level {answer.level}" if answer.level in LEVELED else str(answer.level)


def worded(answer: Answer, catalogue: Catalogue) -> str:
    """Write an answer in the words of its question: what its level means, or the number; "" for anything else."""
    question, level, value = catalogue.questions.get(answer.question), level_of(answer), value_of(answer)
    if question is None:
        return ""
    if question.number and value is not None:
        return f"{value:g} {question.number.unit}"
    return question.levels[level] if question.levels and level is not None else ""


def _asset(inventory: Inventory, id_: str) -> Asset | None:
    return inventory.organisation if id_ == inventory.organisation.id else inventory.assets.get(id_)


def _clash(asset: Asset, path: str, value: object, answer: Answer, inventory: Inventory) -> list[Problem]:
    """Tell that an answer and a fact differ; an empty list where they do not."""
    there = value_at(asset, path)
    if there is None or say(there) == say(value) or value_of(answer) == there:
        return []
    origin = inventory.origin(asset.id, path)
    where = origin.place if origin else asset.place
    message = (
        f"{asset.kind} {asset.id}: '{path}' is {say(value)} after the answer of {answer.by or 'somebody'} to "
        f"{answer.question}, yet {say(there)} is stated"
    )
    return [Problem.at(answer.place, "contradiction", message, f"see {where}, and correct one of them", warning=True)]


def _is_collected(inventory: Inventory, asset: Asset, path: str, answer: Answer, as_of: date) -> bool:
    """Tell whether a fact comes from a tool, and the answer is young enough to count more."""
    origin = inventory.origin(asset.id, path)
    return origin is not None and origin.source.kind == "collector" and is_fresh(answer, as_of)


def _with(inventory: Inventory, facts: Facts) -> Inventory:
    """Lay facts over the assets, and remember which answer each comes from."""
    if not facts:
        return inventory
    patches = loads(dump(_document(inventory, facts)), "answers")
    assets = dict(inventory.assets)
    for id_, patch in patches.assets.items():
        if any(asset == id_ for asset, _path in facts):
            assets[id_] = _laid_over(assets[id_], patch)
    organisation = _laid_over(inventory.organisation, patches.organisation)
    where = inventory.origin

    def origin(id_: str, path: str) -> Origin | None:
        at = path
        while at and (id_, at) not in facts:
            at = at.rpartition(".")[0]
        if not at:
            return where(id_, path)
        answer = facts[id_, at][1]
        source = Source("questionnaire", str(answer.by or ""), day_of(answer))
        return Origin(answer.place, source, str(answer.evidence or ""))

    return replace(inventory, assets=assets, organisation=organisation, origin=origin)


def _document(inventory: Inventory, facts: Facts) -> dict[str, object]:
    """Return facts as a file of an inventory would state them."""
    sections = {kind: name for name, kind in KINDS.items()}
    made: dict[str, dict[str, dict[str, Any]]] = {}
    whole: dict[str, Any] = {}
    for (id_, path), (value, _answer) in facts.items():
        asset = _asset(inventory, id_)
        into = whole
        if asset is not None and not isinstance(asset, Organisation):
            into = made.setdefault(sections[type(asset)], {}).setdefault(id_, {"id": id_})
        *groups, last = path.split(".")
        for each in groups:
            into = into.setdefault(each, {})
        into[last] = value
    document: dict[str, object] = {name: list(entries.values()) for name, entries in made.items()}
    return {**document, "organisation": whole} if whole else document


def _laid_over(under: Any, over: Any) -> Any:
    """Return a record with what another one states in place of its own; groups are laid over fact by fact."""
    changes = {}
    for each in fields(over):
        new, old = getattr(over, each.name), getattr(under, each.name)
        if each.name in {"id", "place"} or new is None or new == old:
            continue
        is_group = is_dataclass(new) and type(old) is type(new) and not isinstance(new, Practice)
        changes[each.name] = _laid_over(old, new) if is_group else new
    return replace(under, **changes) if changes else under
