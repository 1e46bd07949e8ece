"""The interview as a state machine: a state and a step give the next state. No terminal, file, clock or chance in it.

    read(line, ask) -> Step | Refused          what somebody typed
    interview.step(step) -> Interview | Refused

What is asked is worked out from the plan and the replies: an answer may bring up questions, or take some away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

from debtaudit.domain.amount import AMOUNT, amount
from debtaudit.domain.decision import Answer
from debtaudit.questionnaire.catalogue import LEVELS, Question
from debtaudit.questionnaire.prefill import Known

Key = tuple[str, str]
"""A question's id and an asset's."""
SKIPPED: Final = "skipped"
"""What the note of a question begins with that somebody did not want to answer now: it stays unknown."""
WOULD_KNOW: Final = "would know: "
NO_REASON: Final = "say why it does not apply, in the same line: x rules only, nothing is learned"
_LINK = re.compile(r"\S+://\S+|[\w.@-]*/\S+")
_RANGE = re.compile(rf"({AMOUNT})\s*(?:to|-|\.\.|–)\s*({AMOUNT})(?:\s+(.*))?")
_ONE = re.compile(rf"({AMOUNT})\s?%?(?:\s+(.*))?")


@dataclass(frozen=True, slots=True)
class Ask:
    """One question about one asset, with what is known of its answer already."""

    question: Question
    asset: str
    label: str
    team: str = ""
    known: Known | None = None
    earlier: Answer | None = None
    because: str = ""

    @property
    def key(self) -> Key:
        """Its question's id and its asset's."""
        return self.question.id, self.asset


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered. `text` is the reason of n/a or skip, or who would know what is unknown."""

    kind: Literal["level", "value", "unknown", "n/a", "skip"]
    level: int | None = None
    value: float | tuple[float, float] | None = None
    text: str = ""

    @property
    def middle(self) -> float | None:
        """The number that was given, or the middle of a range."""
        return sum(self.value) / 2 if isinstance(self.value, tuple) else self.value


@dataclass(frozen=True, slots=True)
class Remark:
    """What was said besides: where it can be seen, and a note."""

    evidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody wants: give a reply, confirm what is known, go back, add a remark."""

    do: Literal["reply", "confirm", "back", "remark"]
    reply: Reply | None = None
    remark: Remark = field(default_factory=Remark)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a line or a step cannot be taken, and what to do instead."""

    says: str


def read(line: str, ask: Ask) -> Step | Refused:
    """Read one line as a step for the question at hand.

    Words for the skin (`w` why, `h` help, `q` stop) are not read here; whoever asks takes them first.
    """
    text = " ".join(line.split())
    word, _, rest = text.partition(" ")
    word = word.lower()
    if word in {"x", "n"} and not rest:
        return Refused(NO_REASON if word == "x" else "write the note or the link in the same line: n see the wiki")
    steps = {
        "": Step("confirm"),
        "b": Step("back"),
        "?": Step("reply", Reply("unknown", text=rest)),
        "s": Step("reply", Reply("skip", text=rest)),
        "x": Step("reply", Reply("n/a", text=rest)),
        "n": Step("remark", remark=remark(rest)),
    }
    if word in steps:
        return steps[word]
    return _number(text, ask.question) if ask.question.number else _level(word, rest)


def remark(text: str) -> Remark:
    """Take what looks like a link or a path for evidence, and everything else for a note."""
    parts = text.split(" ")
    links = [each for each in parts if _LINK.fullmatch(each)]
    note = " ".join(each for each in parts if each not in links)
    return Remark(" ".join(links), note)


def _level(word: str, rest: str) -> Step | Refused:
    if word in {str(each) for each in range(LEVELS)}:
        return Step("reply", Reply("level", level=int(word)), remark(rest))
    return Refused(f"'{word[:20]}' is none of the answers: type 0 to {LEVELS - 1}, or h for help")


def _number(text: str, question: Question) -> Step | Refused:
    span, one = _RANGE.fullmatch(text), _ONE.fullmatch(text)
    if span:
        low, high = sorted((amount(span[1]), amount(span[2])))
        return _allowed((low, high), span[3] or "", question)
    if one:
        return _allowed(amount(one[1]), one[2] or "", question)
    one_of_many = "12, 9k or 1.5M" if question.number and question.number.is_open else "12 or 9.5"
    return Refused(
        f"'{text[:20]}' is no number: type one such as {one_of_many}, or a range such as 10 to 15, or h for help"
    )


def _allowed(value: float | tuple[float, float], rest: str, question: Question) -> Step | Refused:
    bounds = question.number
    ends = value if isinstance(value, tuple) else (value,)
    if bounds and not all(bounds.low <= each <= bounds.high for each in ends):
        upper = " or more" if bounds.is_open else f" to {bounds.high:g}"
        return Refused(f"it must be {bounds.low:g}{upper}")
    return Step("reply", Reply("value", value=value), remark(rest))


@dataclass(frozen=True)
class Interview:
    """Where an interview stands. `follow` holds the questions that an answer to each may bring up."""

    plan: tuple[Ask, ...]
    follow: Mapping[Key, tuple[Ask, ...]] = field(default_factory=dict)
    replies: Mapping[Key, Reply] = field(default_factory=dict)
    remarks: Mapping[Key, Remark] = field(default_factory=dict)
    at: Key | None = None  # the question somebody went back to

    @property
    def queue(self) -> tuple[Ask, ...]:
        """Everything that is asked as it stands, answered or not, in order."""
        return tuple(self._queued())

    def _queued(self) -> Iterator[Ask]:
        seen: set[Key] = set()
        waiting = list(reversed(self.plan))
        while waiting:
            ask = waiting.pop()
            if ask.key in seen or self.senseless(ask):
                continue
            seen.add(ask.key)
            yield ask
            opened = ask.question.follow
            reply = self.replies.get(ask.key)
            if opened and reply and opened.opens(reply.level):
                waiting += [each for each in reversed(self.follow.get(ask.key, ())) if each.key not in seen]

    def senseless(self, ask: Ask) -> str:
        """Say why an answer that was given makes a question senseless; empty where none does."""
        on = ask.question.depends
        if on is None:
            return ""
        levels = [reply.level for (question, _), reply in self.replies.items() if question == on.question]
        known = [each for each in levels if each is not None]
        return on.reason if known and max(known) < on.at_least else ""

    @property
    def dropped(self) -> tuple[tuple[Ask, str], ...]:
        """Planned questions that answers made senseless, each with the reason."""
        return tuple((each, why) for each in self.plan if (why := self.senseless(each)))

    @property
    def ask(self) -> Ask | None:
        """The question at hand; None when all are answered."""
        queue = self.queue
        here = next((each for each in queue if each.key == self.at), None)
        return here or next((each for each in queue if each.key not in self.replies), None)

    @property
    def number(self) -> int:
        """The place of the question at hand, from 1."""
        here = self.ask
        return self.queue.index(here) + 1 if here else len(self.queue)

    @property
    def left(self) -> int:
        """How many questions are not answered yet."""
        return sum(each.key not in self.replies for each in self.queue)

    def step(self, step: Step) -> Interview | Refused:
        """Return the interview after a step, or why it cannot be taken."""
        ask = self.ask
        if step.do == "back":
            return self._back(ask)
        if ask is None:
            return Refused("every question is answered")
        if step.do == "remark":
            return replace(self, remarks={**self.remarks, ask.key: self._also(ask, step.remark)})
        if step.do == "confirm":
            return self._confirmed(ask)
        assert step.reply  # noqa: S101 - what is neither of these is a reply
        return self._answered(ask, step.reply, step.remark)

    def _answered(self, ask: Ask, reply: Reply, remark: Remark) -> Interview:
        remarks = {**self.remarks, ask.key: self._also(ask, remark)}
        return replace(self, replies={**self.replies, ask.key: reply}, remarks=remarks, at=None)

    def _also(self, ask: Ask, remark: Remark) -> Remark:
        old = self.remarks.get(ask.key, Remark())
        note = "; ".join(dict.fromkeys(each for each in (old.note, remark.note) if each))
        return Remark(remark.evidence or old.evidence, note)

    def _confirmed(self, ask: Ask) -> Interview | Refused:
        if ask.key in self.replies:
            return replace(self, at=None)
        if ask.known is None:
            return Refused("type an answer first; ? where you don't know, h for help")
        if ask.known.level is not None:
            return self._answered(ask, Reply("level", level=ask.known.level), self._proof(ask))
        return self._answered(ask, Reply("value", value=ask.known.value), self._proof(ask))

    def _proof(self, ask: Ask) -> Remark:
        """Name where a confirmed answer stands, unless somebody named better evidence."""
        if self.remarks.get(ask.key, Remark()).evidence or not ask.known:
            return Remark()
        return Remark(", ".join(dict.fromkeys(each.place.line_only for each in ask.known.basis)))

    def _back(self, ask: Ask | None) -> Interview | Refused:
        queue = self.queue
        here = queue.index(ask) if ask else len(queue)
        if not here:
            return Refused("this is the first question")
        return replace(self, at=queue[here - 1].key)


def answer_of(ask: Ask, reply: Reply, remark: Remark, by: str, at: date) -> Answer:
    """Return what goes on record of a reply."""
    level: Literal["0", "1", "2", "3", "4", "unknown", "n/a"] | None
    note = remark.note
    if reply.kind == "level":
        level = ("0", "1", "2", "3", "4")[reply.level or 0]
    elif reply.kind == "value":
        level = None
    elif reply.kind == "n/a":
        level, note = "n/a", _joined(reply.text, note)
    elif reply.kind == "unknown":
        level, note = "unknown", _joined(f"{WOULD_KNOW}{reply.text}" if reply.text else "", note)
    else:
        level, note = "unknown", _joined(_joined(SKIPPED, reply.text, ": "), note)
    return Answer(
        question=ask.question.id, asset=ask.asset, level=level, value=reply.value, by=by or None, at=at,
        evidence=remark.evidence or None, note=note or None,
    )  # fmt: skip


def _joined(one: str, other: str, by: str = "; ") -> str:
    return by.join(each for each in (one, other) if each)
