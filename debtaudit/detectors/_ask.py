"""Ask every debt about every asset of its kinds, and turn verdicts into findings with their evidence.

A debt whose file raises is reported as not run, and the others go on. Answers of the questionnaire speak where facts
are silent; where both speak and differ, facts win and the contradiction is told.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from debtaudit.detectors._heap import Heap, Post
from debtaudit.domain.asset import Asset
from debtaudit.domain.debt import Debt
from debtaudit.domain.decision import Answer
from debtaudit.domain.finding import Detected, Evidence, Excluded, Finding, Gap, NotRun
from debtaudit.domain.graph import Graph
from debtaudit.domain.incident import Incident
from debtaudit.domain.inventory import Inventory, Origin
from debtaudit.domain.link import Link
from debtaudit.domain.measurement import Measurement
from debtaudit.domain.problem import Problem
from debtaudit.domain.say import say, value_at
from debtaudit.domain.verdict import Cited, Hit, NotApplicable, Unknown, Verdict
from debtaudit.sharing import ALONE, Helper

_new = tuple.__new__
"""Makes a named tuple from its parts in half the time."""
NO_GAP = 3
"""Maturity level from which an answer leaves no gap: automated and repeated."""


Words = Callable[[Answer], str]
"""Says an answer in the words that were chosen from; "" where there are none."""


def _wordless(_answer: Answer) -> str:
    return ""


def ask(
    debts: Iterable[Debt], graph: Graph, inventory: Inventory, words: Words = _wordless, helper: Helper = ALONE
) -> Detected:  # fmt: skip
    """Return everything that the debts say about an inventory on the day of the graph; `words` say its answers."""
    debts = tuple(debts)

    def one(number: int) -> Heap:
        return _ask_safely(debts[number], graph, inventory, words)

    post = Post(debts, graph, inventory)
    heaps = helper.share(one, len(debts), post.pack, post.unpack)
    ran = [(debt.slug, heap.clean) for debt, heap in zip(debts, heaps, strict=True) if not heap.failure]
    return Detected(
        tuple(chain.from_iterable(heap.findings for heap in heaps)),
        tuple(chain.from_iterable(heap.gaps for heap in heaps)),
        tuple(chain.from_iterable(heap.excluded for heap in heaps)),
        tuple(NotRun(debt.slug, heap.failure) for debt, heap in zip(debts, heaps, strict=True) if heap.failure),
        tuple(ran),
        tuple(chain.from_iterable(heap.contradictions for heap in heaps)),
    )


def _ask_safely(debt: Debt, graph: Graph, inventory: Inventory, words: Words) -> Heap:
    try:
        return _ask_one(debt, graph, inventory, words)
    except Exception as error:  # noqa: BLE001 - whatever a plug-in raises, the audit goes on and says so
        return Heap(failure=_told(error))


def _ask_one(debt: Debt, graph: Graph, inventory: Inventory, words: Words) -> Heap:
    heap = Heap()
    for kind in debt.on:
        for asset in graph.assets(kind):
            said = debt.look(asset, graph, debt.limits)
            if inventory.answers or asset.not_applicable:
                answered = _answers(debt, asset, graph)
                heap.contradictions += _contradictions(debt, asset, said, answered)
                said = _settled(debt, asset, said, answered, words)
            if said is None:
                heap.clean += 1
            else:
                _take(said, debt, asset, inventory, heap)
    return heap


def _take(said: Hit | Unknown | NotApplicable, debt: Debt, asset: Asset, inventory: Inventory, heap: Heap) -> None:
    if isinstance(said, Unknown):
        heap.gaps.append(_new(Gap, (debt, asset, heap.once(said.facts))))
    elif isinstance(said, NotApplicable):
        heap.excluded.append(Excluded(debt, asset, said.reason))
    elif isinstance(said, Hit):
        evidence = tuple([cite(each, asset, inventory) for each in said.evidence])
        heap.findings.append(Finding(debt, asset, said.severity, said.message, evidence, said.involved))
    else:
        raise TypeError(f"a debt says Hit, Unknown, NotApplicable or nothing, not {said!r:.80}")


def _answers(debt: Debt, asset: Asset, graph: Graph) -> list[Answer]:
    return [answer for question in debt.questions if (answer := graph.answer(question, asset))]


def _settled(debt: Debt, asset: Asset, said: Verdict, answered: list[Answer], words: Words) -> Verdict:
    """Let stated reasons and answers settle what the facts leave unknown."""
    if not isinstance(said, Unknown):
        return said
    reasons = [reason for fact in said.facts if (reason := _reason(asset, fact))]
    if said.facts and len(reasons) == len(said.facts):
        return NotApplicable(reasons[0])
    levels = [answer for answer in answered if answer.level and answer.level.isdigit()]
    if levels:
        worst = min(levels, key=lambda answer: int(answer.level or 0))
        gap = (NO_GAP - min(NO_GAP, int(worst.level or 0))) / NO_GAP
        return Hit(max(debt.severity[0], gap * debt.severity[1]), _told_as(worst, words), (worst,)) if gap else None
    excused = next((answer for answer in answered if answer.level == "n/a"), None)
    return NotApplicable(str(excused.note or f"answered n/a to {excused.question}")) if excused else said


def _told_as(answer: Answer, words: Words) -> str:
    """Write an answer as it was chosen, and behind it its level."""
    if said := words(answer):
        return f'answered "{said}" (level {answer.level} of 4, {answer.question})'
    return f"answered level {answer.level} of 4 to {answer.question}"


def _reason(asset: Asset, fact: str) -> str | None:
    reasons = asset.not_applicable or {}
    return next((why for path, why in reasons.items() if fact == path or fact.startswith(f"{path}.")), None)


def _contradictions(debt: Debt, asset: Asset, said: Verdict, answered: list[Answer]) -> Iterator[Problem]:
    """Tell answers that claim the opposite of the facts.

    A middling answer does not: one question speaks for several debts, and the gap that it admits may lie in another.
    """
    for answer in answered:
        level = int(answer.level) if answer.level and answer.level.isdigit() else None
        if level is None or isinstance(said, (Unknown, NotApplicable)):
            continue
        denied = said is None and level == 0 and debt.questions[0] == answer.question
        if denied or (isinstance(said, Hit) and level >= NO_GAP):
            facts = said.message if isinstance(said, Hit) else "the facts show no gap"
            message = f"{debt.slug} on {asset.id}: level {level} was answered to {answer.question}, yet {facts}"
            yield Problem.at(answer.place, "contradiction", message, f"facts win: see {asset.place}", warning=True)


def cite(cited: Cited, asset: Asset, inventory: Inventory) -> Evidence:
    """Turn what a verdict rests on into a statement with its place."""
    match cited:
        case str(path):
            return _fact(asset, path, path, inventory)
        case Link():
            said = f"{cited.kind}, strength {say(cited.strength)}, contract {cited.contract or 'unknown'}"
            return Evidence(f"{cited.provider} -> {cited.consumer}", said, cited.place, "link")
        case Incident():
            return Evidence(cited.id, str(cited.title or cited.cause or "incident"), cited.place, "incident")
        case Measurement():
            return Evidence(f"telemetry.{cited.kind}", say(cited), cited.place, "telemetry")
        case Answer():
            kind = "answer" if cited.evidence else "claim"
            return Evidence(cited.question, f"level {cited.level}", cited.place, kind)
        case (other, path):
            return _fact(other, path, f"{other.id}.{path}", inventory)


def _fact(asset: Asset, path: str, name: str, inventory: Inventory) -> Evidence:
    parts = path.split(".")
    for depth in range(len(parts), 0, -1):  # a group may have been stated in one word
        origin = inventory.origin(asset.id, ".".join(parts[:depth]))
        if origin:
            return Evidence(name, say(value_at(asset, path)), origin.place, _sort(origin))
    return Evidence(name, say(value_at(asset, path)), asset.place)


def _sort(origin: Origin) -> str:
    """Return the sort of a stated fact: answered ones count as answers, and without evidence as claims."""
    if origin.source.kind != "questionnaire":
        return "fact"
    return "answer" if origin.ref else "claim"


def _told(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{where}"


__all__ = ["ask", "cite"]
