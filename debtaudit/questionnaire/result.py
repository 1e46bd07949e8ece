"""What an interview came to, in a terminal and as JSON (format `debtaudit-questionnaire`, version 1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from debtaudit.domain.audit import Audit
from debtaudit.domain.decision import Answer
from debtaudit.domain.problem import Problem
from debtaudit.questionnaire.level import Level, Span, TestScore
from debtaudit.questionnaire.outcome import Open, Outcome
from debtaudit.scoring.difference import Change

SHOWN: Final = 5
FIRST: Final = 3
UNKNOWN_SHOWN: Final = 6
AUTOMATION: Final = ("by hand", "training runs by itself", "training, tests and release run by themselves")
STYLES: Final = {"light": "green", "moderate": "yellow", "heavy": "red", "crippling": "bold red"}
UNTOLD: Final = "not enough is known to say"
Json = dict[str, Any]


def print_outcome(made: Outcome, changes: Sequence[Change], audit: Audit, console: Console) -> None:
    """Print level, scores, gaps, what moved, and what is open; `audit` is the one with the answers in it."""
    out = _Out(console)
    _print_level(made, out)
    if made.gaps:
        out.head("The largest gaps, and what to do first" if len(made.gaps) > 1 else "The gap, and what to do first")
    for number, gap in enumerate(made.gaps, start=1):
        where = _on(gap.asset, made)
        rank = f" It ranks {gap.rank} in the backlog." if gap.rank else ""
        out.item(f"{number}.", f"{phrase(gap.question.topic)}{where}: {_lower(gap.now)}.{rank}", "bold")
        if gap.first:
            out.item("", f"First: {gap.first}.")
    _print_moved(changes, out)
    _print_first(made, audit, out)
    _print_open(made, out)
    if apart := disagreements(made, audit):
        out.head("Where people disagree; both are kept, the newer answer counts")
    for problem in apart:
        out.item("", f"{phrase(problem.message)}; {problem.hint.partition('; ')[2]}")
    if made.corrections:
        out.head("Where you and the inventory differ; both are kept")
    for each in made.corrections:
        basis = "; ".join(map(str, each.known.basis[:2]))
        out.item("", f"{phrase(each.question.topic)}{_on(each.asset, made)}: you said {each.said}, yet {basis}")


def disagreements(made: Outcome, audit: Audit) -> list[Problem]:
    """Return where two people answered differently about what was asked."""
    asked = {(each.answer.question, each.answer.asset) for each in made.said}
    found = (each for each in audit.problems if each.code == "disagreement")
    return [each for each in found if any(f"to {one} on {other}," in each.message for one, other in asked)]


def _print_level(made: Outcome, out: _Out) -> None:
    if made.level:
        out.say()
        about = f" of {made.about}" if made.about else ""
        verdict = (made.level.word, STYLES[made.level.word]) if made.level.is_told else UNTOLD
        out.console.print(Text.assemble(f"Debt{about}: ", verdict, f" {_range(made.level)}"))
    if made.score:
        score = made.score.score
        out.say(f"ML Test Score: {_span(score)} of 7 ({_meaning(made.score)})")
        for each in made.score.sections:
            scaled = ", scaled up from fewer tests" if each.is_rescaled else ""
            said = f"{_span(each.points)} of 7; {each.answered} of {each.applicable} answered{scaled}"
            out.say(f"    {each.name:<15} {said}", "dim")
    if made.mlops:
        low, high = made.mlops
        said = f"{low}, {AUTOMATION[low]}" if low == high else f"{low} to {high}: it hangs on what is unknown"
        out.say(f"MLOps level: {said}")


def _range(level: Level) -> str:
    best, worst = level.words
    asked = level.answered + level.unknown
    if not level.unknown:
        return f"(mean gap {level.gap.middle:.2f} of 1)"
    between = f"could be {best} to {worst}" if best != worst else "either way"
    known = f"{level.unknown} of {asked} {'is' if level.unknown == 1 else 'are'} unknown"
    return f"({between}: {known}; mean gap {level.gap.low:.2f} to {level.gap.high:.2f} of 1)"


def _span(span: Span) -> str:
    return f"{span.low:.3g}" if span.is_exact else f"{span.low:.3g} to {span.high:.3g}"


def _meaning(score: TestScore) -> str:
    """Say what a score means; where its ends mean different things, what it means at least."""
    least, most = score.words
    if least == most:
        return least
    return f"at worst {least}; at best {most}"


def _print_moved(changes: Sequence[Change], out: _Out) -> None:
    shown = [each for each in changes if each.what != "re-priced" or _ranks(each)][:SHOWN]
    if not shown:
        return
    out.head("What your answers moved in the ranking")
    for each in shown:
        out.item("", f"{each.id}: {_moved(each)}")
    if len(changes) > len(shown):
        out.say(f"and {len(changes) - len(shown)} more: `debtaudit backlog` shows the whole list", "dim")


def _print_first(made: Outcome, audit: Audit, out: _Out) -> None:
    """Print the first findings of the ranking that are about what was asked."""
    asked = {each.answer.asset for each in made.said}
    mine = [item for item in audit.items if item.finding.asset.id in asked][:FIRST]
    if mine:
        out.head("The ranking now")
    for item in mine:
        out.item(f"{item.rank}.", f"{item.id}: {item.finding.message} ({item.risk.lane.replace('_', ' ')})")


def _ranks(change: Change) -> bool:
    return bool(change.before and change.after and change.before.rank != change.after.rank)


def _moved(change: Change) -> str:
    if change.before is None and change.after is not None:
        return f"new, rank {change.after.rank} ({change.after.risk.lane.replace('_', ' ')})"
    if change.after is None or change.before is None:
        return "no debt any more"
    return f"rank {change.before.rank}, now {change.after.rank} ({change.after.risk.lane.replace('_', ' ')})"


def _print_open(made: Outcome, out: _Out) -> None:
    if made.unknown:
        out.head("What remains unknown, and who would know")
    for each in made.unknown[:UNKNOWN_SHOWN]:
        out.item("", f"{phrase(each.question.topic)}{_on(each.asset, made)}: {_who(each)}")
    if len(made.unknown) > UNKNOWN_SHOWN:
        out.say(f"and {len(made.unknown) - UNKNOWN_SHOWN} more", "dim")
    left = [each for each in made.skipped if each.reason != "skipped"]
    if left:
        out.say()
    for each in left[:SHOWN]:
        out.item("", f"Not asked: {each.question.topic}{_on(each.asset, made)}; {each.reason}", "dim")
    if len(left) > SHOWN:
        out.say(f"and {len(left) - SHOWN} more were not asked", "dim")


def _on(asset: str, made: Outcome) -> str:
    """Name the asset where it is not the one that all of it is about."""
    return "" if asset == made.about else f" (on {asset})"


def phrase(text: str) -> str:
    """Return a phrase as the beginning of a line."""
    return text[:1].upper() + text[1:]


def _who(each: Open) -> str:
    return f"{each.reason}, ask {each.ask}" if each.ask else each.reason


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


class _Out:
    """Lines that fit the width."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def say(self, text: str = "", style: str = "") -> None:
        self.console.print(Text(text, style=style))

    def head(self, text: str) -> None:
        self.say()
        self.say(text, "bold")

    def item(self, sign: str, text: str, style: str = "") -> None:
        lines = wrap(text, max(20, self.console.width - 5), break_on_hyphens=False) or [""]
        for at, line in enumerate(lines):
            self.console.print(Text(f"{sign if not at else '':<3} {line}", style=style))


def outcome_json(made: Outcome, audit: Audit) -> Json:
    """Return the same as plain values."""
    return {
        "format": "debtaudit-questionnaire", "version": 1, "asset": made.about or None,
        "level": _level_json(made.level), "ml_test_score": _score_json(made.score),
        "mlops_level": {"low": made.mlops[0], "high": made.mlops[1]} if made.mlops else None,
        "gaps": [{"question": each.question.id, "asset": each.asset, "gap": round(each.gap, 3), "now": each.now,
                  "aim": each.aim, "first": each.first, "finding": each.finding or None} for each in made.gaps],
        "unknown": _open_json(made.unknown), "skipped": _open_json(made.skipped),
        "contradictions": [
            {"question": each.question.id, "asset": each.asset, "answered": each.said,
             "known": [{"fact": basis.fact, "value": basis.value, "file": basis.place.file, "line": basis.place.line}
                       for basis in each.known.basis]} for each in made.corrections
        ],
        "disagreements": [{"message": each.message, "file": each.file, "line": each.line}
                          for each in disagreements(made, audit)],
        "answers": [{**_answer_json(each.answer), "confidence": each.confidence} for each in made.said],
    }  # fmt: skip


def _level_json(level: Level | None) -> Json | None:
    if level is None:
        return None
    best, worst = level.words
    return {"debt": level.word, "enough_known": level.is_told, "best": best, "worst": worst,
            "gap": _span_json(level.gap), "answered": level.answered, "unknown": level.unknown}  # fmt: skip


def _score_json(score: TestScore | None) -> Json | None:
    if score is None:
        return None
    sections = {
        each.name.lower(): {**_span_json(each.points), "tests": each.applicable, "answered": each.answered,
                            "rescaled": each.is_rescaled} for each in score.sections
    }  # fmt: skip
    return {**_span_json(score.score), "means": list(dict.fromkeys(score.words)), "sections": sections}


def _span_json(span: Span) -> Json:
    return {"mean": round(span.middle, 3), "low": round(span.low, 3), "high": round(span.high, 3)}


def _open_json(each: Iterable[Open]) -> list[Json]:
    return [{"question": one.question.id, "asset": one.asset, "reason": one.reason, "ask": one.ask or None}
            for one in each]  # fmt: skip


def _answer_json(answer: Answer) -> Json:
    stated = {"level": answer.level, "value": answer.value, "by": answer.by, "at": answer.at,
              "evidence": answer.evidence, "note": answer.note}  # fmt: skip
    said = {name: str(value) if name == "at" else value for name, value in stated.items() if value is not None}
    return {"question": answer.question, "asset": answer.asset, **said}
