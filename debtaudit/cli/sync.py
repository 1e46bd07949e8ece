"""`debtaudit sync`: the backlog in the team's tracker, kept in step."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from debtaudit.cli._options import AsOf, Config, Inventory, day
from debtaudit.cli._session import HERE, NOT_RUN, audited, fail, finish, nearest, refuse, say, terminal, write_out
from debtaudit.cli._sync import (
    AllowPublic,
    CaBundle,
    ExitCode,
    Forced,
    Form,
    Guards,
    How,
    KeepOpen,
    Lane,
    Lanes,
    MaxCloses,
    MaxCreates,
    MaxWait,
    Mode,
    OneOrMany,
    Out,
    Project,
    Recreate,
    Saved,
    Teams,
    Time,
    ToDo,
    Top,
    Url,
    Verbose,
    What,
    Which,
    Yes,
    ask,
    conclude,
    failures_told,
    guard,
    show_pulled,
    stoppable,
    told_as_they_go,
)  # fmt: skip
from debtaudit.cli._sync_ready import NEW_ISSUES, must_be_yaml, ready, repeated, said_of

if TYPE_CHECKING:
    from debtaudit.domain.audit import Audit
    from debtaudit.domain.settings import DebtSettings
    from debtaudit.trackers.sync.client import Clock, Wires
    from debtaudit.trackers.sync.plan import Action, Wishes
    from debtaudit.trackers.sync.state import State
    from debtaudit.trackers.sync.survey import Survey
    from debtaudit.trackers.sync.target import Target
    from debtaudit.trackers.sync.tellings import Selection
    from debtaudit.trackers.sync.token import Token
    from debtaudit.trackers.sync.tracker import Place, Told, Tracker

THERE_IS_MORE = 1
DRAFTS = """\
# Drafts: what people decided in the tracker. This file is not read. Complete what is unknown, and copy what you
# sign for into a file of decisions; an acceptance counts only with an approver and an end.
"""


@dataclass(frozen=True)
class _Desk:
    """What a sitting works with."""

    target: Target
    tracker: Tracker
    place: Place
    folder: Path
    clock: Clock
    usual: str  # the project of the settings

    @property
    def name(self) -> str:
        from debtaudit.trackers.sync.opening import named

        return named(self.target)

    @property
    def fresh(self) -> State:
        from debtaudit.trackers.sync.state import State

        return State(self.name)


def sync(
    ctx: typer.Context,
    tracker: Which,
    what: ToDo,
    root: Inventory = HERE,
    *,
    project: Project = "",
    url: Url = "",
    lane: Lanes = None,
    team: Teams = None,
    top: Top = None,
    mode: OneOrMany = Mode.issues,
    out: Out = None,
    plan: Saved = None,
    form: How = Form.text,
    exit_code: ExitCode = False,
    yes: Yes = False,
    max_creates: MaxCreates = 50,
    max_closes: MaxCloses = 5,
    force_field: Forced = None,
    recreate: Recreate = False,
    keep_open: KeepOpen = False,
    allow_public: AllowPublic = False,
    ca_bundle: CaBundle = "",
    max_wait: MaxWait = 600,
    verbose: Verbose = False,
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Keep issues in a tracker in step with the backlog.

    doctor: look whether address, token and project are right. plan: show what would change.
    apply: do it, never twice. pull: bring back what people decided, as drafts.
    adopt: find issues again after what was remembered is lost.

    It needs more packages: pip install 'debtaudit[trackers]'. The token comes from DEBTAUDIT_GITHUB_TOKEN,
    DEBTAUDIT_JIRA_TOKEN and so on, or from a file that only you can read (chmod 600):
    ~/.config/debtaudit/github.token, jira.token and so on.
    """
    if what is What.pull:
        must_be_yaml(out)
    audit = audited(root, day(as_of), config)
    said = said_of(tracker, root, config)
    given = ready(ctx, tracker, said, url=url, project=project, allow_public=allow_public)
    wishes = _wishes(force_field or (), recreate=recreate, keep_open=keep_open)
    guards, selection = Guards(yes, max_creates, max_closes), _selection(lane, team, top, plan)
    asked = _Asked(what, root, selection, mode, wishes, guards, form, exit_code, out, plan, ctx)
    with failures_told(), _opened(given, said, root, _wires(ca_bundle, max_wait, verbose=verbose)) as desk:
        _done(desk, audit, asked)


@dataclass(frozen=True)
class _Asked:
    """What the user wants of a sitting."""

    what: What
    root: Path
    selection: Selection
    mode: Mode
    wishes: Wishes
    guards: Guards
    form: Form
    exit_code: bool
    out: Path | None
    saved: Path | None
    ctx: typer.Context


def _done(desk: _Desk, audit: Audit, asked: _Asked) -> None:
    """Do what was asked; leave with a code of its own where a plan found something to do, and that was wanted."""
    if asked.what is What.doctor:
        _tell_health(desk, repeated(asked.ctx))
        return
    told, more = _told(audit, desk, asked), False
    match asked.what:
        case What.plan:
            more = _plan(desk, told, asked)
        case What.pull:
            _pull(desk, told, audit, asked.out or _drafts(asked.root, desk.target.tracker))
        case _:
            _apply(desk, told, asked)
    finish(audit)
    if more and asked.exit_code:
        raise typer.Exit(THERE_IS_MORE)


def _wishes(forced: Sequence[str], *, recreate: bool, keep_open: bool) -> Wishes:
    from debtaudit.trackers.sync.plan import Wishes
    from debtaudit.trackers.sync.words import FIELDS

    for name in forced:
        if name not in FIELDS:
            fail(f"--force-field {name}: there is no such text", f"use one of {', '.join(FIELDS)}")
    return Wishes(frozenset(each for each in FIELDS if each in forced), recreate, not keep_open)


def _wires(ca_bundle: str, max_wait: float, *, verbose: bool) -> Wires:
    from debtaudit.trackers.sync.client import Wires

    return Wires(Time(), ca_bundle, max_wait, log=say if verbose else _silent)


def _silent(_line: str) -> None:
    pass


@contextmanager
def _opened(
    given: tuple[Target, Token], said: DebtSettings | None, root: Path, wires: Wires
) -> Iterator[_Desk]:  # fmt: skip
    from debtaudit.trackers.sync.opening import connected, folder_of, opened
    from debtaudit.trackers.sync.settings import read_target

    target, token = given
    made = opened(target, token, wires)
    try:
        usual = read_target(target.tracker, said, "", "", allow_public=False).project
        yield _Desk(target, made, connected(made, target), folder_of(root, target), wires.clock, usual)
    finally:
        made.leave()


def _tell_health(desk: _Desk, words: str) -> None:
    write_out(f"ok      {desk.name}: the token is {desk.place.viewer}'s")
    for check in desk.place.checks:
        write_out(f"{'ok     ' if check.fine else 'not ok '} {check.says}{f'; {check.hint}' if check.hint else ''}")
    wrong = [each for each in desk.place.checks if not each.fine]
    if wrong:
        fail(f"{len(wrong)} of these must be mended first", code=NOT_RUN)
    write_out(f"ok      everything is ready for `debtaudit sync {desk.target.tracker} plan{words}`")


def _selection(
    lane: Sequence[Lane] | None, team: Sequence[str] | None, top: int | None, saved: Path | None
) -> Selection:  # fmt: skip
    """Return which new issues are wanted; a saved plan says so itself."""
    from debtaudit.domain.risk import LANES
    from debtaudit.trackers.sync.tellings import Selection

    if saved:
        return Selection(lanes=frozenset(LANES))
    chosen = Selection(frozenset(team or ()), top=top)
    return replace(chosen, lanes=frozenset(each.value for each in lane)) if lane else chosen


def _told(audit: Audit, desk: _Desk, asked: _Asked) -> tuple[Told, ...]:
    from debtaudit.trackers.sync.projects import homes
    from debtaudit.trackers.sync.tellings import DASHBOARD, dashboard, tell
    from debtaudit.trackers.team import wishes

    selection = asked.selection
    owners = {str(item.finding.asset.owner or "") for item in audit.items} | set(audit.inventory.teams)
    for each in sorted(selection.teams - owners):
        fail(f"--team {each}: there is no such team here", nearest(each, owners))
    known = _remembered(desk).items
    one = asked.mode is Mode.single_issue
    table = (dashboard(audit, selection, new=one),) if one or DASHBOARD in known else ()
    wished, wrong = wishes(audit.inventory, desk.target.tracker)
    refuse(wrong, asked.root, audit.as_of, asked.ctx.params["config"])
    where = homes(wished, desk.target, desk.usual, asked.root)
    chosen = replace(selection, lanes=frozenset()) if one else selection
    told = tell(audit, chosen, wished, known.__contains__, where)
    elsewhere = Counter(each.elsewhere for each in told if each.elsewhere and not asked.saved)
    for project, number in sorted(elsewhere.items()):
        say(f"{number} more belong into {project}, as their teams say: run it again with --project")
    return (*table, *told)


def _remembered(desk: _Desk) -> State:
    from debtaudit.trackers.sync.journal import peek

    return peek(desk.folder, desk.fresh)


def _surveyed(desk: _Desk, told: Sequence[Told], wishes: Wishes, state: State) -> Survey:
    from debtaudit.trackers.sync.survey import survey

    return survey(desk.tracker, told, state, wishes)


def _plan(desk: _Desk, told: Sequence[Told], asked: _Asked) -> bool:
    from debtaudit.inventory.write import write
    from debtaudit.trackers.sync.plan import digest
    from debtaudit.trackers.sync.saved import plan_json

    out, found = asked.out, _surveyed(desk, told, asked.wishes, _remembered(desk))
    text = plan_json(found.actions, desk.name, digest(found.wanted, desk.name), desk.place.watchers)
    if out:
        write(out, text)
    if asked.form is Form.json:
        write_out(text)
    else:
        _show(desk, found.actions)
    if out:
        words = f"{repeated(asked.ctx, NEW_ISSUES)} --plan {shlex.quote(str(out))}"
        say(f"saved; this does just that:\n  debtaudit sync {desk.target.tracker} apply{words}")
    return any(action.does for action in found.actions)


def _show(desk: _Desk, actions: Sequence[Action]) -> None:
    from debtaudit.trackers.sync.show import rows, summary
    from debtaudit.trackers.sync.watchers import heard_by

    with terminal() as out:
        out.print(f"{desk.name}, as {desk.place.viewer}", markup=False)
        for row in rows(actions, out.width, desk.place.watchers):
            out.print(row.text, style=row.style, markup=False, soft_wrap=True)
        out.print(f"{summary(actions)}.", markup=False)
        for sentence in heard_by(actions, desk.place.watchers):
            out.print(sentence, markup=False)


def _apply(desk: _Desk, told: Sequence[Told], asked: _Asked) -> None:
    from debtaudit.inventory.write import write
    from debtaudit.trackers.sync.apply import Run
    from debtaudit.trackers.sync.journal import Journal, locked
    from debtaudit.trackers.sync.survey import carry_out

    only_adopt = asked.what is What.adopt
    with locked(desk.folder), stoppable() as stopped:
        journal = Journal(desk.folder, desk.fresh, write)
        found = _surveyed(desk, told, asked.wishes, journal.state)
        actions = _agreed(desk, found, asked.saved) if asked.saved else found.actions
        if only_adopt:
            actions = tuple(each for each in actions if each.kind in {"adopt", "duplicate", "foreign"})
        _show(desk, actions)
        todo = [each for each in actions if each.does]
        guard(todo, asked.guards)
        if todo and not only_adopt:
            ask(asked.guards)
        run = Run(desk.tracker, journal, desk.clock, asked.wishes, go_on=lambda: not stopped)
        steps = list(told_as_they_go(carry_out(run, journal, found, actions), len(todo)))
    if todo or actions:  # else what is shown says already that there is nothing to do
        conclude(steps, len(todo), stopped=bool(stopped))


def _agreed(desk: _Desk, found: Survey, saved: Path) -> tuple[Action, ...]:
    from debtaudit.trackers.sync.plan import digest
    from debtaudit.trackers.sync.saved import agreed

    if not saved.is_file():
        fail(f"--plan {saved}: there is no such file")
    try:
        actions, changed = agreed(
            saved.read_text(encoding="utf-8"), found.actions, desk.name, digest(found.wanted, desk.name)
        )
    except (ValueError, UnicodeDecodeError) as error:
        fail(f"--plan {saved}: {error}", "plan again", NOT_RUN)
    if changed:
        say(f"{changed} of the plan's actions are left out: the tracker changed since, or they are done")
    return actions


def _drafts(root: Path, tracker: str) -> Path:
    """Return where drafts go: beside the inventory's files, by a name that the loader leaves alone."""
    return (root if root.is_dir() else root.parent) / f"_drafts-{tracker}.yaml"


def _pull(desk: _Desk, told: Sequence[Told], audit: Audit, out: Path) -> None:
    from debtaudit.inventory.write import dump, write
    from debtaudit.trackers.sync.journal import Journal, locked
    from debtaudit.trackers.sync.pull import issues_of, pulled
    from debtaudit.trackers.sync.survey import look, refresh

    with locked(desk.folder):
        journal = Journal(desk.folder, desk.fresh, write)
        remote = look(desk.tracker, journal.state)
        wanted = [desk.tracker.wanted(each) for each in told]
        refresh(journal, wanted, remote)
        journal.fold()
    rows = list(pulled(audit.items, issues_of(wanted, journal.state, remote), desk.target.tracker, audit.as_of))
    show_pulled(rows)
    drafts = [dict(row.draft) for row in rows if row.draft]
    if drafts:
        write(out, DRAFTS + dump({"decisions": drafts}))
        say(f"{len(drafts)} draft{'s' if len(drafts) != 1 else ''} of decisions; nothing counts before you sign it")
        write_out(str(out))
