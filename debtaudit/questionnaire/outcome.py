"""What an interview comes to: level, scores, the largest gaps with what to do first, and what remains unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from debtaudit.domain.asset import Asset, Model, Organisation
from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Debt
from debtaudit.domain.decision import Answer
from debtaudit.domain.finding import Item
from debtaudit.questionnaire.answers_file import RULES
from debtaudit.questionnaire.catalogue import NO_GAP, Question
from debtaudit.questionnaire.interview import SKIPPED, WOULD_KNOW, Interview, Key, Remark, answer_of
from debtaudit.questionnaire.level import (
    Level,
    TestScore,
    confidence,
    debt_level,
    gap_of,
    ml_test_score,
    mlops_level,
)
from debtaudit.questionnaire.plan import Plan, Setting, target
from debtaudit.questionnaire.prefill import Known, known
from debtaudit.questionnaire.scope import left_out
from debtaudit.questionnaire.spoken import is_fresh, level_of, newest, value_of

LARGEST: Final = 3
NOTED: Final = 1 / 3 - 0.01
"""Gap from which something is worth doing: one level short of where it runs by itself."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """One gap: what was answered, what would close it, what to do first, and the finding that it shows in."""

    question: Question
    asset: str
    gap: float
    now: str
    aim: str
    first: str
    finding: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Open:
    """A question that has no answer: why, and who would know."""

    question: Question
    asset: str
    reason: str
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """An answer that differs from what the inventory says: both are kept."""

    question: Question
    asset: str
    said: str
    known: Known


@dataclass(frozen=True, slots=True)
class Said:
    """One answer, and how surely it is true."""

    answer: Answer
    confidence: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an interview about one asset, or about several, comes to."""

    about: str
    level: Level | None
    score: TestScore | None
    mlops: tuple[int, int] | None
    gaps: tuple[ToDo, ...]
    unknown: tuple[Open, ...]
    skipped: tuple[Open, ...]
    corrections: tuple[Correction, ...]
    said: tuple[Said, ...]


def outcome(
    subject: Asset | None, interview: Interview, plan: Plan, setting: Setting, debts: Sequence[Debt]
) -> Outcome:
    """Return what is known after an interview; `setting` is of the inventory with its answers in it."""
    pairs = _pairs(interview, plan, setting)
    latest = newest(setting.inventory.answers)
    known_of = {pair: _counts(*pair, setting, latest) for pair in pairs}
    is_model = isinstance(subject, Model)
    model = subject if isinstance(subject, Model) else None
    whole = _of_model(model, setting, latest) if model else {}
    return Outcome(
        subject.id if subject else "",
        debt_level(_by_question(known_of), setting.catalogue),
        ml_test_score(whole, setting.catalogue) if is_model else None,
        mlops_level(whole) if is_model else None,
        tuple(_gaps(known_of, setting, debts))[:LARGEST],
        tuple(_unknown(interview, known_of, setting, latest)),
        tuple(_skipped(interview, plan)),
        tuple(_corrections(interview)),
        tuple(_said(pairs, setting, latest)),
    )


def _pairs(interview: Interview, plan: Plan, setting: Setting) -> list[tuple[Question, Asset]]:
    keys: list[Key] = [each.key for each in interview.queue]
    keys += [(each.question, each.asset) for each in plan.fresh]
    found = {}
    for question, id_ in keys:
        asset = setting.inventory.organisation if id_ == setting.inventory.organisation.id else setting.graph.asset(id_)
        if asset is not None and question in setting.catalogue.questions:
            found[question, id_] = setting.catalogue.questions[question], asset
    return list(found.values())


def _counts(question: Question, asset: Asset, setting: Setting, latest: Mapping[Key, Answer]) -> Answer | None:
    """Return the answer that counts: facts win over what was said, and stand in for what was not."""
    answer = latest.get((question.id, asset.id))
    reason = left_out(question, asset, setting.graph, setting.catalogue)
    if reason and not reason.later:
        return Answer(question=question.id, asset=asset.id, level="n/a", note=reason.reason)
    found = known(question, asset, setting.graph, setting.inventory)
    if found is None or (answer and not differs(question, answer, found)):
        return answer
    level: Literal["0", "1", "2", "3", "4"] | None = None if found.level is None else WORDS[found.level]
    where = ", ".join(dict.fromkeys(each.place.line_only for each in found.basis))
    return Answer(question=question.id, asset=asset.id, level=level, value=found.value, evidence=where)


WORDS: Final = ("0", "1", "2", "3", "4")


def differs(question: Question, answer: Answer, found: Known) -> bool:
    """Tell whether an answer says something else than the inventory; levels 3 and 4 are told apart by people only."""
    level, value = level_of(answer), value_of(answer)
    if question.number:
        return value != found.value
    if level is None or found.level is None or question.scale:
        return level != found.level
    stated = [(each[level], each[found.level]) for each in question.states.values() if isinstance(each, tuple)]
    if stated and all(one == other for one, other in stated):
        return False
    if any(one != other and None not in {one, other} for one, other in stated):
        return True
    return min(NO_GAP, level) != min(NO_GAP, found.level)


def _by_question(known_of: Mapping[tuple[Question, Asset], Answer | None]) -> dict[str, Answer | None]:
    """Return one answer per question: of several assets the worst, and unknown where any is unknown."""
    found: dict[str, Answer | None] = {}
    for (question, _asset), answer in known_of.items():
        if question.id in found:
            answer = _worse(question, found[question.id], answer)  # noqa: PLW2901 - the worse one takes its place
        found[question.id] = answer
    return found


def _worse(question: Question, one: Answer | None, other: Answer | None) -> Answer | None:
    gaps = [gap_of(question, each) for each in (one, other)]
    if gaps[0] is None or gaps[1] is None:
        return other if gaps[0] is None else one
    return one if gaps[0].middle >= gaps[1].middle else other


def _of_model(model: Model, setting: Setting, latest: Mapping[Key, Answer]) -> dict[str, Answer | None]:
    """Return what is known of a model and of what stands around it, for every question."""
    found: dict[str, Answer | None] = {}
    for question in setting.catalogue.questions.values():
        asset = target(question, model, setting.graph)
        mine = _counts(question, model, setting, latest) if asset is None else None
        found[question.id] = _counts(question, asset, setting, latest) if asset else mine
        if found[question.id] is None:  # a quick audit asks the model where nobody described its pipeline
            found[question.id] = latest.get((question.id, model.id))
    return found


def _gaps(
    known_of: Mapping[tuple[Question, Asset], Answer | None], setting: Setting, debts: Sequence[Debt]
) -> list[ToDo]:
    found = []
    for (question, asset), answer in known_of.items():
        gap = gap_of(question, answer)
        if answer is None or answer.level == "unknown" or gap is None or gap.middle < NOTED:
            continue
        item = _item(question, asset, setting.audit)
        first, now, aim = _first(question, asset, item, debts), _now(question, answer), _aim(question)
        where = (item.id, item.rank) if item else ("", 0)
        found.append(ToDo(question, asset.id, gap.middle, now, aim, first, *where))
    return sorted(found, key=lambda each: (-each.gap, each.rank or len(found) + 10_000, each.question.quick or 99))


def _item(question: Question, asset: Asset, audit: Audit | None) -> Item | None:
    mine = (each for each in (audit.items if audit else ()) if each.finding.asset.id == asset.id)
    return next((each for each in mine if question.id in each.finding.debt.questions), None)


def _now(question: Question, answer: Answer) -> str:
    level = level_of(answer)
    if question.number:
        return f"{value_of(answer):g} {question.number.unit}"
    return question.levels[level or 0]


def _aim(question: Question) -> str:
    if question.number:
        bound = question.number.enough
        return f"{bound:g} {question.number.unit} or more" if bound else "less"
    return question.levels[NO_GAP]


def _first(question: Question, asset: Asset, item: Item | None, debts: Sequence[Debt]) -> str:
    """Return the first step of the repair: of the finding, else of the debt that the question asks for first."""
    if item:
        return item.finding.debt.remediation[0]
    mine = [each for each in debts if question.id in each.questions and each.remediation]
    ours = [each for each in mine if type(asset) in each.on] or mine
    ours.sort(key=lambda each: (each.questions.index(question.id), each.slug))
    return ours[0].remediation[0] if ours else ""


def _unknown(
    interview: Interview, known_of: Mapping[tuple[Question, Asset], Answer | None], setting: Setting,
    latest: Mapping[Key, Answer],
) -> Iterator[Open]:  # fmt: skip
    for (question, asset), answer in known_of.items():
        if answer is not None and answer.level != "unknown":
            continue
        reply = interview.replies.get((question.id, asset.id))
        kept = latest.get((question.id, asset.id))
        note = str(kept.note or "") if kept else ""
        told = note.partition(WOULD_KNOW)[2].partition(";")[0]
        reason = (
            "skipped" if reply and reply.kind == "skip" else "nobody here knows" if reply or kept else "not asked yet"
        )
        yield Open(question, asset.id, reason, told or _owner(asset, setting))


def _owner(asset: Asset, setting: Setting) -> str:
    """Name who would know: its owners, or the owners of the model that was asked about."""
    if isinstance(asset, Organisation):
        return "leadership"
    team = setting.graph.team(asset)
    people = ", ".join((asset.maintainers or ())[:2])
    return people or (team.label if team else str(asset.owner or ""))


def _skipped(interview: Interview, plan: Plan) -> Iterator[Open]:
    for each in plan.not_asked:
        yield Open(each.question, each.asset.id, each.left_out.reason)
    for ask, reason in interview.dropped:
        yield Open(ask.question, ask.asset, reason)
    for ask in interview.queue:
        reply = interview.replies.get(ask.key)
        if reply and reply.kind == "skip":
            yield Open(ask.question, ask.asset, reply.text or SKIPPED)


def _corrections(interview: Interview) -> Iterator[Correction]:
    for ask in interview.queue:
        reply = interview.replies.get(ask.key)
        if ask.known is None or reply is None or reply.kind not in {"level", "value"}:
            continue
        answer = Answer(question=ask.question.id, asset=ask.asset, level=None if reply.level is None
                        else WORDS[reply.level], value=reply.value)  # fmt: skip
        if differs(ask.question, answer, ask.known):
            said = f"level {reply.level}" if reply.level is not None else f"{reply.middle:g}"
            yield Correction(ask.question, ask.asset, said, ask.known)


def _said(pairs: Iterable[tuple[Question, Asset]], setting: Setting, latest: Mapping[Key, Answer]) -> Iterator[Said]:
    for question, asset in pairs:
        answer = latest.get((question.id, asset.id))
        if answer:
            yield Said(answer, confidence(answer, fresh=is_fresh(answer, setting.graph.as_of)))


def recorded(interview: Interview, by: str, at: date) -> Iterator[tuple[str, Answer]]:
    """Yield every answer to write down, with the team whose file it goes to.

    A skip is written where nothing was known before: it says that the question was put.
    """
    for ask in interview.queue:
        reply = interview.replies.get(ask.key)
        if reply and not (reply.kind == "skip" and ask.earlier):
            yield ask.team, answer_of(ask, reply, interview.remarks.get(ask.key, Remark()), by, at)


def left_aside(interview: Interview, plan: Plan, at: date) -> Iterator[tuple[str, Answer]]:
    """Yield what was not asked, to be written down with its reason: it does not apply, or stays unknown for now."""
    for each in plan.not_asked:
        level: Literal["unknown", "n/a"] = "unknown" if each.left_out.later else "n/a"
        note = f"{SKIPPED}: {each.left_out.reason}" if each.left_out.later else each.left_out.reason
        yield (
            str(each.asset.owner or ""),
            Answer(question=each.question.id, asset=each.asset.id, level=level, by=RULES, at=at, note=note),
        )
    for ask, reason in interview.dropped:
        yield ask.team, Answer(question=ask.question.id, asset=ask.asset, level="n/a", by=RULES, at=at, note=reason)
