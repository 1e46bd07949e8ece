"""`debtaudit audit`: questions about what the inventory does not say, and what their answers come to."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debtaudit.cli._interview import Asked, Loaded, Wanted, loaded, names, owner_of, planned, refuse_answers, subject_of
from debtaudit.cli._options import AsOf, Config, day
from debtaudit.cli._session import BAD_INVENTORY, HERE, again, columns, fail, finish, say, terminal, today, write_out

if TYPE_CHECKING:
    from debtaudit.domain.decision import Answer
    from debtaudit.domain.problem import Problem
    from debtaudit.questionnaire.interview import Interview
    from debtaudit.questionnaire.session import Session

STOPPED = 130
NOBODY = "nobody answers here: the input is at its end"
NOTHING_YET = "Nothing was answered yet; the same command asks again."
NO_TERMINAL = "run it in a terminal, or hand the questions out: debtaudit audit{} --form questions.html"
NEEDS_XLSX = ("reading and writing .xlsx needs one package more", "pip install 'debtaudit[xlsx]', or use .csv")


Folder = Annotated[
    Path, typer.Argument(metavar="DIR", show_default="the current folder", help="The inventory: a folder.")
]


class Written(StrEnum):
    """How the result is written."""

    text = "text"
    json = "json"


def audit(
    what: Annotated[
        str | None,
        typer.Argument(metavar="ASSET", show_default="the most critical model", help="What to ask about."),
    ] = None,
    root: Folder = HERE,
    *,
    quick: Annotated[bool, typer.Option("--quick", help="The twelve quick questions only.")] = False,
    whole: Annotated[bool, typer.Option("--all", help="Every question about every asset.")] = False,
    team: Annotated[str | None, typer.Option(metavar="TEAM", help="Only what this team owns.")] = None,
    role: Annotated[
        str | None, typer.Option(metavar="ROLE", help="leadership, product, model, engineering or data.")
    ] = None,
    question: Annotated[str | None, typer.Option(metavar="QUESTION", help="This question only.")] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", show_default="you", help="Who answers.")] = None,
    form: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Write the questions as a page that needs no server.")
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write them as a spreadsheet, .csv or .xlsx.")
    ] = None,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Take in a filled-in answers file or spreadsheet.")
    ] = None,
    written: Annotated[Written, typer.Option("--format", help="json for programs.")] = Written.text,
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Answer a few questions, and learn how deep in debt a model is.

    Asks the twelve quick questions about the most critical model in production, or what you name. In an empty folder
    it asks about your model first and writes a starter inventory. Answers are kept in answers/, one file a team.
    """
    if sum(each is not None for each in (form, sheet, answers)) > 1:
        fail("--form, --sheet and --answers are three different things", "give one of them")
    asset, home = _about(what or "", root)
    run = _Run(home, _name(by), day(as_of), written, config)
    wanted = Wanted(asset, whole, team or "", role or "", question or "", quick)
    try:
        if answers:
            _take_in(answers, run, named=by is not None)
        elif form or sheet:
            _hand_out(form, sheet, wanted, run)
        else:
            _talk(wanted, run)
    except KeyboardInterrupt:
        say("\nStopped.")
        raise typer.Exit(STOPPED) from None


@dataclass(frozen=True)
class _Run:
    """What all ways of asking share."""

    root: Path
    who: str
    at: date
    written: Written
    config: Path | None

    def loaded(self) -> Loaded:
        """Read the inventory, with whatever was answered until now."""
        return loaded(self.root, self.config, self.at)


def _about(what: str, root: Path) -> tuple[str, Path]:
    """Return the asset to ask about, and the inventory: where one word is given and is a folder, it is the latter."""
    if what and root == HERE and Path(what).is_dir():
        return "", Path(what)
    if not root.is_dir():
        sort = "one file" if root.is_file() else "no folder"
        fail(f"'{root}' is {sort}", "answers are kept in the folder of an inventory: name that")
    return what, root


def _name(by: str | None) -> str:
    """Return who answers: what was said, else the user's name on this machine."""
    import getpass

    if by is not None:
        return by.strip() or fail("--by needs a name", 'for example --by "Ada Example"')
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = ""
    return re.sub(r"\s+", " ", name) or "somebody"


def _talk(wanted: Wanted, run: _Run) -> None:
    """Hold the interview in the terminal; Ctrl-C ends it, and keeps what was answered."""
    session = _session(run, wanted)
    try:
        _interview(session, wanted, run)
    except KeyboardInterrupt:
        kept = "What you answered is saved; the same command goes on from here."
        say(f"\nStopped. {kept if session.leave() else NOTHING_YET}")
        raise typer.Exit(STOPPED) from None


def _interview(session: Session, wanted: Wanted, run: _Run) -> None:
    if wanted.is_quick and _is_empty(run.root) and not _begun(session, run.root):
        return
    before = run.loaded()
    asked = planned(wanted, before.setting(run.who, frozenset(session.unfinished())))
    _introduce(asked, session)
    interview, is_over = _held(session, asked)
    after = run.loaded() if interview.replies else before
    _show(asked, interview, before, after, run)
    if not is_over and not session.leave():
        say(f"\n{NOTHING_YET}" if session.talk.heard else f"\n{NOBODY}; {NO_TERMINAL.format(again([run.root], None))}")
    elif not is_over:
        say(f"\nSaved. The same command goes on with question {interview.number} of {len(interview.queue)}.")
    elif session.written:
        say(f"\nYour answers stand in {', '.join(str(each) for each in sorted(session.written))}.")
    finish(after.audit)


def _introduce(asked: Asked, session: Session) -> None:
    """Say which model was picked, and why."""
    if not asked.picked or not asked.plan.interview.plan:
        return
    label = asked.picked.model.label
    if asked.done:
        session.talk.say(f"Ten minutes on the next most critical model in production: {label}", "bold")
        session.talk.say(f"Nothing is left to ask about {names(asked.done)}: answered within half a year.")
    else:
        session.talk.say(f"{session.catalogue.title}: {label}", "bold")
    session.talk.say(
        f"Why this one: {asked.picked.why}. Another: debtaudit audit ASSET{again([session.folder], None)} --quick"
    )


def _session(run: _Run, wanted: Wanted) -> Session:
    import sys

    from rich.console import Console

    from debtaudit.questionnaire.catalogue import catalogue
    from debtaudit.questionnaire.session import Session
    from debtaudit.questionnaire.terminal import Talk

    console = Console(stderr=True, highlight=False, width=columns(sys.stderr))
    return Session(run.root, run.who, run.at, catalogue(), Talk(console, sys.stdin), wanted.scope)


def _is_empty(root: Path) -> bool:
    """Tell whether a folder holds nothing that an inventory is made of."""
    from debtaudit.domain.problem import Problem
    from debtaudit.inventory.files import read_all

    return all(isinstance(each, Problem) and each.code == "no-yaml" for each in read_all(root))


def _begun(session: Session, root: Path) -> bool:
    """Ask a newcomer about the model, and write the first inventory; tell whether it came to that."""
    from debtaudit.inventory.lock import Changed, changing
    from debtaudit.inventory.write import write
    from debtaudit.questionnaire.start import FILE, PROMPTS
    from debtaudit.questionnaire.terminal import Stopped

    session.talk.say(
        f"There is no inventory here yet. {len(PROMPTS)} lines about your most critical model make a first one; then"
        " come twelve questions, about ten minutes."
    )
    try:
        text = session.begin()
    except Stopped:
        begin = "`debtaudit init` writes a first inventory to fill in"
        if session.leave():
            say("\nSaved. The same command goes on from here.")
        else:
            say(f"\n{NOTHING_YET}" if session.talk.heard else f"\n{NOBODY}; {begin}")
        return False
    with changing(root / FILE):
        if (root / FILE).exists():
            raise Changed(root / FILE)  # what was typed is kept, and the same command asks about what stands there now
        write(root / FILE, text)
    session.journal.end()
    session.talk.say(f"\nWritten: {root / FILE}. It says what you just said; change it whenever you like.", "green")
    return True


def _held(session: Session, asked: Asked) -> tuple[Interview, bool]:
    from debtaudit.domain.phrases import sentence
    from debtaudit.questionnaire.answers_file import NotOurs

    plan = asked.plan
    if not plan.interview.plan:
        session.talk.say(sentence(asked.nothing))
        return plan.interview, True
    if plan.fresh:
        many = len(plan.fresh) > 1
        session.talk.say(
            f"{len(plan.fresh)} {'were' if many else 'was'} answered within half a year, and not asked again."
        )
    try:
        return session.hold(plan)
    except NotOurs as error:
        fail(str(error.problem), "move that file away: answers are kept in a file of their own", BAD_INVENTORY)


def _show(asked: Asked, interview: Interview, before: Loaded, after: Loaded, run: _Run) -> None:
    """Write what it came to."""
    from debtaudit.questionnaire.outcome import outcome
    from debtaudit.questionnaire.result import outcome_json, print_outcome
    from debtaudit.report.formats.backlog_json import dumps
    from debtaudit.report.formats.difference import difference_json
    from debtaudit.scoring.difference import difference

    made = outcome(asked.subject, interview, asked.plan, after.setting(run.who), after.debts)
    moved = difference(before.audit, after.audit)
    if run.written is Written.json:
        ranking = json.loads(difference_json(moved))["changes"]
        as_of = after.audit.as_of.isoformat()
        write_out(dumps({**outcome_json(made, after.audit), "as_of": as_of, "moved": ranking}))
        return
    with terminal() as out:
        print_outcome(made, moved.changes, after.audit, out)


def _hand_out(form: Path | None, sheet: Path | None, wanted: Wanted, run: _Run) -> None:
    """Write the questions as a page or a spreadsheet, for people who have no terminal."""
    from debtaudit.inventory.write import write
    from debtaudit.questionnaire.catalogue import catalogue
    from debtaudit.questionnaire.form import page

    asked = planned(wanted, run.loaded().setting(run.who))
    interview = asked.plan.interview
    if not interview.plan:
        fail(asked.nothing)
    title = _title(asked, wanted)
    if form:
        write(form, page(interview, catalogue(), title, f"answers-{wanted.team or form.stem}.yaml"))
    elif sheet:
        _write_sheet(sheet, interview, title, run.at)
    if asked.done:
        say(f"nothing is left to ask about {names(asked.done)}: answered within half a year")
    about = f" about {asked.picked.model.id}" if asked.picked else ""
    many = f"{len(interview.plan)} question{'s' if len(interview.plan) > 1 else ''}{about}"
    as_of = None if run.at == today() else str(run.at)
    back = f"{again([run.root], as_of, run.config)} --answers {shlex.quote(str(sheet)) if sheet else 'FILE'}"
    say(f"{many}; take the answers in with: debtaudit audit{back}")
    write_out(str(form or sheet))


def _write_sheet(sheet: Path, interview: Interview, title: str, at: date) -> None:
    from debtaudit.inventory.write import write
    from debtaudit.questionnaire.catalogue import catalogue
    from debtaudit.questionnaire.sheet import NoXlsx, csv_text, write_xlsx

    if sheet.exists():
        fail(f"'{sheet}' is there already, and may hold answers", f"take them in with --answers {sheet}")
    if sheet.suffix.lower() not in {".csv", ".xlsx"}:
        fail(f"'{sheet}' is neither .csv nor .xlsx", "name it so: --sheet questions.csv")
    try:
        if sheet.suffix.lower() == ".xlsx":
            write_xlsx(sheet, interview, catalogue(), title, at)
        else:
            write(sheet, csv_text(interview, catalogue()))
    except NoXlsx:
        fail(*NEEDS_XLSX)


def _title(asked: Asked, wanted: Wanted) -> str:
    about = asked.subject.label if asked.subject else wanted.team or "all assets"
    return f"Questions about {about}"


def _take_in(path: Path, run: _Run, *, named: bool) -> None:
    """Check a file of answers and merge it into those of the teams; nothing is taken where anything is wrong."""
    from debtaudit.domain.problem import errors
    from debtaudit.questionnaire.answers_file import NotOurs, keep_all
    from debtaudit.questionnaire.catalogue import catalogue
    from debtaudit.questionnaire.interview import Interview
    from debtaudit.questionnaire.plan import Plan

    if not path.is_file():
        fail(f"there is no file '{path}'", "give the file that --form or --sheet led to")
    before = run.loaded()
    taken, problems = _read_answers(path, before, run, named=named)
    refuse_answers(path, errors(problems))
    teams: dict[str, list[Answer]] = {}
    for each in taken:
        teams.setdefault(owner_of(each.asset, before.inventory), []).append(each)
    try:
        files = keep_all(run.root, teams, catalogue())
    except NotOurs as error:
        fail(str(error.problem), "move that file away: answers are kept in a file of their own", BAD_INVENTORY)
    new = sum(count for _path, count in files)
    after = run.loaded()
    _show(
        Asked(subject_of(taken, after.inventory), Plan(Interview(()), fresh=taken)), Interview(()), before, after, run
    )
    where = ", ".join(str(path) for path, count in files if count)
    known = len(taken) - new
    say(f"\n{new} new answer{'' if new == 1 else 's'}{f' in {where}' if where else ''},"
        f" {known} {'was' if known == 1 else 'were'} known already.")  # fmt: skip
    finish(after.audit)


def _read_answers(path: Path, known: Loaded, run: _Run, *, named: bool) -> tuple[tuple[Answer, ...], list[Problem]]:
    from debtaudit.domain.problem import Problem
    from debtaudit.inventory.files import read as read_file
    from debtaudit.questionnaire import answers_file, sheet
    from debtaudit.questionnaire.catalogue import catalogue

    if path.suffix.lower() in {".csv", ".xlsx"}:
        try:
            taken, problems = sheet.take(path, catalogue(), run.who if named else "", run.at)
        except sheet.NoXlsx:
            fail(*NEEDS_XLSX)
        flaws = answers_file.flaws(taken, known.inventory, catalogue())
        by = "fill in the column 'by', or name who gave them all: --by NAME"
        told = [replace(each, hint=by) if each.hint == answers_file.SAY_WHO else each for each in flaws]
        return taken, sorted([*problems, *told])
    found = read_file(path, str(path))
    if isinstance(found, Problem):
        return (), [found]
    return answers_file.take(found.text, str(path), known.inventory, catalogue())
