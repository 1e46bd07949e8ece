"""Options of `debtaudit sync`, and what it says while it works."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debtaudit.cli._session import NOT_RUN, fail, say, terminal

if TYPE_CHECKING:
    from debtaudit.trackers.sync.apply import Step as Done
    from debtaudit.trackers.sync.plan import Action
    from debtaudit.trackers.sync.pull import Row


STOPPED = 130


class Name(StrEnum):
    """Where teams keep their work."""

    azure = "azure"
    github = "github"
    gitlab = "gitlab"
    jira = "jira"
    linear = "linear"
    redmine = "redmine"


class What(StrEnum):
    """What is to be done."""

    doctor = "doctor"
    plan = "plan"
    apply = "apply"
    pull = "pull"
    adopt = "adopt"


class Lane(StrEnum):
    """Urgency lanes."""

    now = "now"
    next = "next"
    later = "later"
    find_out = "find_out"
    accepted = "accepted"


class Mode(StrEnum):
    """One issue for each finding, or one for all."""

    issues = "issues"
    single_issue = "single-issue"


class Form(StrEnum):
    """How a plan is written."""

    text = "text"
    json = "json"


Which = Annotated[Name, typer.Argument(metavar="TRACKER", help=f"{', '.join(Name)}.")]
ToDo = Annotated[What, typer.Argument(metavar="WHAT", help=f"{', '.join(What)}.")]
Project = Annotated[str, typer.Option(metavar="NAME", help="Project, as the tracker calls it.")]
Url = Annotated[str, typer.Option(metavar="URL", help="Address of the server, if it is your own.")]
Lanes = Annotated[list[Lane] | None, typer.Option(metavar="LANE", help="New issues for these; default: now, next.")]
Teams = Annotated[list[str] | None, typer.Option(metavar="TEAM", help="New issues only for these teams.")]
Top = Annotated[
    int | None,
    typer.Option(min=1, metavar="NUMBER", help="New issues for the first so many, whichever team owns them."),
]
OneOrMany = Annotated[Mode, typer.Option(help="single-issue: one table for all.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="plan: save it; pull: where drafts go.")]
Saved = Annotated[Path | None, typer.Option("--plan", metavar="FILE", help="apply: only what a saved plan says.")]
How = Annotated[Form, typer.Option("--format", help="plan: json for programs.")]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="plan: leave with 1 if there is something to do.")]
Yes = Annotated[bool, typer.Option("--yes", help="apply: do not ask.")]
MaxCreates = Annotated[int, typer.Option(min=0, metavar="NUMBER", help="apply: refuse to make more.")]
MaxCloses = Annotated[int, typer.Option(min=0, metavar="NUMBER", help="apply: refuse to close more.")]
Forced = Annotated[list[str] | None, typer.Option(metavar="TEXT", help="Ours wins in title, body or priority.")]
Recreate = Annotated[bool, typer.Option("--recreate", help="Make anew what was deleted there.")]
KeepOpen = Annotated[bool, typer.Option("--keep-open", help="Close nothing, even what is repaid.")]
AllowPublic = Annotated[bool, typer.Option("--allow-public", help="Everybody may read it.")]
CaBundle = Annotated[str, typer.Option(metavar="FILE", help="Certificates of your own authority.")]
MaxWait = Annotated[float, typer.Option(min=0, metavar="SECONDS", help="Wait at most so long for a busy server.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Tell each request.")]


class Time:
    """The clock of the machine, which is read nowhere below."""

    def now(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass(frozen=True)
class Guards:
    """What must be agreed to: doing it at all, and how many new issues and closings at the most."""

    yes: bool
    creates: int
    closes: int


def guard(todo: Sequence[Action], guards: Guards) -> None:
    """Stop before a slip, such as half an inventory, floods a tracker or closes all that is in it."""
    for kind, most, option in (("create", guards.creates, "--max-creates"), ("close", guards.closes, "--max-closes")):
        number = sum(action.kind == kind for action in todo)
        if number > most:
            hint = f"look at the plan; if it is right, say {option} {number}"
            fail(f"{number} issues to {kind} are more than {most}: nothing was done", hint, NOT_RUN)


def ask(guards: Guards) -> None:
    """Ask whether to do it; leave when nobody agrees."""
    if guards.yes:
        return
    if not sys.stdin.isatty():
        fail("nothing was done: nobody is there to agree", "say --yes")
    if not typer.confirm("Do this?", err=True):
        fail("nothing was done")


def conclude(steps: Sequence[Done], number: int, *, stopped: bool) -> None:
    """Say what was done, and leave with what is left."""
    done = sum(step.result in {"made", "found", "updated", "closed"} for step in steps)
    left = [step for step in steps if step.result in {"refused", "pending"}]
    say(f"{done} of {number} done" if number else "nothing to do")
    if stopped:
        fail(f"stopped after {len(steps)} of {number}", "run it again: it goes on where it stopped", STOPPED)
    if left:
        fail(f"{len(left)} not done", "run it again: what is done is not done twice", NOT_RUN)


@contextmanager
def failures_told() -> Iterator[None]:
    """Tell what went wrong with the tracker in one sentence."""
    from debtaudit.trackers.sync.failures import Failure
    from debtaudit.trackers.sync.journal import Broken, Locked

    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != "httpx":
            raise
        fail("this needs a package that is not installed", "pip install 'debtaudit[trackers]'", NOT_RUN)
    except Failure as error:
        fail(str(error), error.hint, NOT_RUN)
    except (Broken, Locked) as error:
        fail(str(error), code=NOT_RUN)


@contextmanager
def stoppable() -> Iterator[list[int]]:
    """Let Ctrl-C finish what is under way; a second one ends at once, which the journal survives too."""
    stopped: list[int] = []

    def stop(number: int, _frame: object) -> None:
        if stopped:
            raise KeyboardInterrupt
        stopped.append(number)
        say("finishing the issue under way; once more to end at once")

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


def told_as_they_go(steps: Iterator[Done], number: int) -> Iterator[Done]:
    """Say what came of each action when it did."""
    from debtaudit.domain.problem import printable

    for at, step in enumerate(steps, start=1):
        title = step.action.wanted.title if step.action.wanted else step.action.finding
        about = f": {step.said}" if step.said else ""
        say(printable(f"[{at}/{number}] {step.result} {step.key or title}{about}"))
        yield step


def show_pulled(rows: Sequence[Row]) -> None:
    """Show where issues stand."""
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("Finding", overflow="fold", min_width=20)
    for name in ("Issue", "Status", "Who", "Due", ""):
        table.add_column(name)
    for row in rows:
        table.add_row(*map(escape, (row.finding, row.key, row.status, row.assignee, row.due, row.says)))
    with terminal() as out:
        if rows:
            out.print(table)
        contrary = sum(bool(row.says) for row in rows)
        out.print(f"Findings with an issue: {len(rows)}; closed there and still found here: {contrary}.")
