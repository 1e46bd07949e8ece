"""The interview in a terminal: prints a question, reads a line. What happens to the line is not decided here.

It prints one line under the other and nothing twice, without moving the cursor: so it reads the same in a pipe, over a
slow line and to a screen reader. It talks on stderr; stdout is left for the result.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from textwrap import wrap
from typing import Final, TextIO

from rich.console import Console
from rich.text import Text

from debtaudit.domain.amount import grouped
from debtaudit.questionnaire.interview import Ask, Interview, Reply
from debtaudit.questionnaire.spoken import said
from debtaudit.questionnaire.start import Prompt

INDENT: Final = 4
KEYS: Final = (
    ("0 to 4", "your answer; a link or a note may follow in the same line: 3 https://wiki/drift"),
    ("Enter", "keep the answer that is shown"),
    ("? NAME", "don't know; say who would, if you can"),
    ("x REASON", "does not apply, and why"),
    ("s REASON", "skip for now; no reason is needed"),
    ("n TEXT", "add a note, or a link that shows it"),
    ("b", "back to the question before"),
    ("w", "why this is asked"),
    ("q", "save and stop; the next run goes on here"),
)


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Whoever answers wants to stop, or has closed the line."""


class Talk:
    """Questions out, lines in."""

    def __init__(self, console: Console, lines: TextIO) -> None:
        self.console = console
        self._lines = lines
        self._told_keys = False
        self.heard = False  # whether anybody has typed anything yet

    def line(self) -> str:
        """Read one line.

        Raises:
            Stopped: at the end of the input.

        """
        self.console.print("> ", end="")
        read = self._lines.readline()
        if not self._lines.isatty():
            self.console.print(Text(read.rstrip("\n")))
        if not read:
            self.console.print()
            raise Stopped
        self.heard = True
        return read.strip()

    def say(self, text: str = "", style: str = "") -> None:
        """Print a paragraph."""
        self.console.print(Text(text, style=style))

    def prompt(self, prompt: Prompt, number: int, of: int) -> None:
        """Put one of the newcomer's questions."""
        self.say()
        self.say(f"Question {number} of {of} about it", "dim")
        self.say(prompt.asks, "bold")
        self._options(prompt.options, prompt.first)

    def ask(self, interview: Interview, ask: Ask, minutes: float) -> None:
        """Put a question, with what is known of its answer."""
        left = ceil(interview.left * minutes)
        time = f", about {left} minute{'' if left == 1 else 's'} left" if interview.left else ""
        self.say()
        self.say(f"{interview.number} of {len(interview.queue)}{time}: {ask.label}", "dim")
        if ask.because:
            self.say(f"Asked {ask.because}.", "dim")
        self.say(ask.question.asks, "bold")
        self._options(ask.question.levels, 0)
        if ask.question.number:
            such = " such as 9000 or 9k" if ask.question.number.is_open else ""
            self._item("", f"a number{such}, {ask.question.number.unit}, or a range such as 10 to 15")
        self._known(ask, interview.replies.get(ask.key))
        if not self._told_keys:
            self.say("? don't know  x REASON does not apply  s skip  b back  w why  n NOTE  q stop  h help", "dim")
            self._told_keys = True

    def _options(self, options: Iterable[str], first: int) -> None:
        for number, each in enumerate(options, start=first):
            self._item(str(number), each)

    def _item(self, sign: str, text: str) -> None:
        """Print one possible answer; what does not fit into the line goes on below its text."""
        first, *more = wrap(text, max(20, self.console.width - INDENT - 1))
        self.console.print(Text.assemble((sign.rjust(2), "bold cyan"), "  ", first))
        for line in more:
            self.say(" " * INDENT + line)

    def _known(self, ask: Ask, reply: Reply | None) -> None:
        if reply:
            self.say(f"You answered: {spoken(reply)}. Enter keeps it.", "green")
            return
        if ask.earlier and ask.earlier.level != "unknown":
            who, when = ask.earlier.by or "somebody", ask.earlier.at or "some day"
            self.say(f"{who} answered {said(ask.earlier)} on {when}; it is asked again.", "dim")
        if ask.known:
            level = f"{ask.known.level}" if ask.known.level is not None else grouped(ask.known.value or 0)
            self.say(f"The inventory says {level}. Enter keeps it, another answer corrects it.", "green")
            for each in ask.known.basis:
                self.say(f"    {each}", "dim")

    def understood(self, value: float | tuple[float, float], line: str, unit: str = "") -> None:
        """Write a number out as it was understood, where it was not typed so."""
        ends = value if isinstance(value, tuple) else (value,)
        if unit or len(ends) > 1 or line.split(maxsplit=1)[0].rstrip("%") != f"{ends[0]:.15g}":
            self.say(f"Understood as {' to '.join(map(grouped, ends))} {unit}".rstrip() + ".", "green")

    def why(self, why: str, proof: str = "") -> None:
        """Say why something is asked, and what would show the answer."""
        self.say(why)
        if proof:
            self.say(f"What would show it: {proof}.")

    def help(self) -> None:
        """Say what can be typed."""
        for sign, says in KEYS:
            self.say(f"{sign:>9}  {says}")


def spoken(reply: Reply) -> str:
    """Write a reply in words."""
    match reply.kind:
        case "level":
            return str(reply.level)
        case "value":
            ends = reply.value if isinstance(reply.value, tuple) else (reply.value or 0,)
            return " to ".join(map(grouped, ends))
        case "unknown":
            return f"don't know{f', {reply.text} would' if reply.text else ''}"
        case "n/a":
            return f"does not apply: {reply.text}"
    return "skipped"
