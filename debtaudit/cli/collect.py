"""`debtaudit collect`: facts from other tools, each tool's in a file of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from debtaudit.cli._options import AsOf, Config, day
from debtaudit.cli._session import (
    BAD_INVENTORY,
    NO_SETTINGS,
    NOT_RUN,
    checking,
    fail,
    nearest,
    say,
    terminal,
    write_out,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from debtaudit.collectors._collector import Collector
    from debtaudit.collectors._run import Outcome, Task
    from debtaudit.domain.inventory import Inventory
    from debtaudit.domain.problem import Problem
    from debtaudit.domain.settings import Settings

SHOWN = 20
READS = "`debtaudit collect {} --list` tells what it reads"
KINDS = ("systems", "models", "pipelines", "datasets", "features", "dependencies", "incidents", "telemetry", "teams")


@dataclass(frozen=True)
class _Place:
    """Where the inventory lies, which folder in it is written to, its settings and their file, and the day."""

    home: Path
    into: Path
    settings: Settings
    config: Path | None
    today: date

    def drafts(self, outcomes: Iterable[Outcome]) -> dict[str, str]:
        """Return the texts that were made, by the names that their files have in the inventory."""
        inside = self.into.resolve().relative_to(self.home.resolve())
        return {(inside / each.task.target.name).as_posix(): each.text for each in outcomes if each.text}


def collect(
    source: Annotated[str | None, typer.Argument(metavar="SOURCE", help="The tool; --list shows all.")] = None,
    origin: Annotated[list[Path] | None, typer.Argument(metavar="FROM", help="Its export: files or folders.")] = None,
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="Folder of the inventory.")] = Path(),
    *,
    all_: Annotated[bool, typer.Option("--all", help="Every source under collect: in debtaudit.yaml.")] = False,
    url: Annotated[str, typer.Option(metavar="URL", help="Ask the tool itself, with a token from its variable.")] = "",
    name: Annotated[str, typer.Option(metavar="NAME", help="Another name for the source and its file.")] = "",
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="OPTION=VALUE", help="Set an option.")] = None,
    save_export: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Keep what the tool answered, as an export.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; write nothing.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Drop what is gone from the source.")] = False,
    suggest_aliases: Annotated[bool, typer.Option("--suggest-aliases", help="Show names that may be one.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="Show all sources; with SOURCE, what it reads.")] = False,
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Bring what other tools know into files of their own.

    What people wrote is never touched.
    """
    from debtaudit.collectors._collector import Collector
    from debtaudit.domain.plugin import discover

    known = {each.slug: each for each in discover("debtaudit.collectors", Collector)}
    if list_:
        _list(known, source)
        return
    if all_ and source:
        fail("--all takes every source under collect: in debtaudit.yaml", "leave out the source, or --all")
    place = _place(into, config, day(as_of))
    if suggest_aliases and not source and not all_:
        _suggest(place, [])
        return
    if all_:
        tasks, refused = _all(place, known)
    else:
        tasks, refused = [_one(source, origin or [], name, dict(_options(set_ or [], url)), place, known)], 0
    made = [_run(task, place, prune=prune) for task in tasks]
    if save_export:
        _save(made, save_export)
    done = _merged([each for each in made if each.text], place, tell=not dry_run)
    then = _suggest if suggest_aliases else _show if dry_run else _write
    then(place, done, made)
    _finish(made, len(made) - len(done) + refused, all_=all_)


def _finish(made: list[Outcome], missing: int, *, all_: bool) -> None:
    """Leave with the exit code for sources that are missing, if there are any."""
    if missing and all_:
        whole = "of the sources" if len(made) > missing else "sources"
        fail(f"{missing} {whole} could not be collected", "the others were" if len(made) > missing else "", NOT_RUN)
    if missing:
        source = made[0].task.collector.slug
        fail(f"nothing was taken from {made[0].task.name}", READS.format(source), BAD_INVENTORY)


def _list(known: Mapping[str, Collector], source: str | None) -> None:
    """Show all sources in a line each, or what one of them reads and which options it has."""
    from rich.table import Table
    from rich.text import Text

    from debtaudit.inventory.vocabulary import facts_of

    if source and source not in known:
        fail(f"there is no source '{source}'", nearest(source, known, "`debtaudit collect --list` shows them"))
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim", show_header=not source)
    table.add_column("option" if source else "source", no_wrap=True)
    table.add_column("", overflow="fold")
    if source:
        options: Any = known[source].options
        for each in facts_of(options):
            table.add_row(each.name, Text(each.says))
    else:
        table.add_column("asked with", no_wrap=True)
        for slug, one in known.items():
            head = one.doc.split("\n", 1)[0].partition(": ")[2]
            table.add_row(slug, Text(head), "--url" if one.fetch else "")
    with terminal() as out:
        if source:
            out.print(Text(known[source].doc))
            out.print(Text(f"Options, under collect: {source}: in debtaudit.yaml or with --set"))
        out.print(table)
    if not source:
        say("what becomes of a source's facts, and its options: debtaudit collect SOURCE --list")


def _place(into: Path, config: Path | None, today: date) -> _Place:
    """Find the inventory that a folder belongs to: the folder itself, or the one above if settings lie there."""
    from debtaudit.domain.problem import errors
    from debtaudit.domain.settings import Settings
    from debtaudit.inventory.settings import find_settings, read_settings

    if into.exists() and not into.is_dir():
        fail(f"'{into}' is a file, not the folder of an inventory", "name its folder: --into DIR")
    if config and not config.is_file():
        fail(f"there is no settings file '{config}'", NO_SETTINGS)
    above = into.resolve().parent
    home = above if not find_settings(into) and into.is_dir() and find_settings(above) else into
    path = config or (find_settings(home) if home.is_dir() else None)
    settings, wrong = read_settings(path) if path else (Settings(), ())
    _refuse(wrong, f"{len(errors(wrong))} errors in {path}: nothing was collected" if errors(wrong) else "")
    return _Place(home, into, settings, config, today)


def _refuse(wrong: Iterable[Problem], sentence: str) -> None:
    for problem in wrong:
        say(str(problem))
    if sentence:
        fail(sentence, code=BAD_INVENTORY)


def _options(stated: Iterable[str], url: str) -> Iterable[tuple[str, str]]:
    for each in stated:
        option, sign, value = each.partition("=")
        if not sign:
            fail(f"--set {each}: an option is set as option=value", "for example --set timezone=Europe/Berlin")
        yield option, value
    if url:
        yield "url", url


def _one(
    source: str | None, origins: list[Path], name: str, more: Mapping[str, str], place: _Place,
    known: Mapping[str, Collector],
) -> Task:  # fmt: skip
    """Return the task that the command line describes; options of a source of that name in debtaudit.yaml hold too."""
    from debtaudit.collectors._run import Task, options_of
    from debtaudit.domain.facts import Place
    from debtaudit.domain.problem import errors

    if source is None:
        fail("no source is named", "`debtaudit collect --list` shows them; --all takes those in debtaudit.yaml")
    if source not in known:
        fail(f"there is no source '{source}'", nearest(source, known, "`debtaudit collect --list` shows them"))
    called = name or source
    if name and (name == "debtaudit" or not name.replace("-", "").replace("_", "").isalnum() or not name.islower()):
        fail(f"--name {name}: a file will be called so", "use a-z, 0-9 and dashes")
    wrong: list[Problem] = []
    options = options_of(known[source], called, place.settings, more, wrong)
    if errors(wrong):
        _refuse(wrong, f"{called} was not collected")
    origins = origins or ([] if options.url else [place.home / each for each in options.origin or ()])
    for origin in origins:
        if not origin.exists():
            fail(f"there is no file or folder '{origin}'", READS.format(source))
    if not origins and not options.url:
        fail(f"the export of {source} is not named", f"give its file or folder: debtaudit collect {source} FROM")
    return Task(called, known[source], options, tuple(origins), place.into / f"{called}.yaml", Place(""))


def _all(place: _Place, known: Mapping[str, Collector]) -> tuple[list[Task], int]:
    """Return the tasks under `collect:`, and how many of the sources there cannot be understood."""
    from debtaudit.collectors._run import tasks

    if not place.settings.collect:
        fail(f"nothing stands under collect: in {place.home / 'debtaudit.yaml'}",
             "for example `collect: {mlflow: {from: exports/mlflow}}`")  # fmt: skip
    wrong: list[Problem] = []
    found = tasks(place.settings, known, place.home, place.into, wrong)
    for problem in wrong:
        say(str(problem))
    return found, len(place.settings.collect) - len(found)


def _run(task: Task, place: _Place, *, prune: bool) -> Outcome:
    """Collect from one source, and tell how it went."""
    from debtaudit.collectors._collector import NOTHING
    from debtaudit.collectors._draft import NEVER
    from debtaudit.collectors._run import Outcome, run

    gone = [str(each) for each in task.origins if not each.exists()]
    if gone:
        say(f"{task.name}: there is no file or folder '{gone[0]}'; its last facts stay")
        return Outcome(task, NOTHING, NEVER)
    made = run(task, place.settings.aliases, place.today, prune=prune)
    for problem in made.collected.problems[:SHOWN]:
        say(f"{task.name}: {problem}")
    if len(made.collected.problems) > SHOWN:
        say(f"{task.name}: and {len(made.collected.problems) - SHOWN} more of this kind")
    counts = made.collected.counts
    named = [f"{counts[kind]:,} {kind}" for kind in KINDS if counts.get(kind)]
    others = [f"{number:,} {what}" for what, number in sorted(counts.items()) if what not in KINDS]
    said = ", ".join([*named, *others])
    if said:
        say(f"{task.name}{f' as of {made.collected.at}' if made.collected.at else ''}: {said}")
    return made


def _save(made: Iterable[Outcome], folder: Path) -> None:
    from debtaudit.inventory.write import write

    for outcome in made:
        for export in outcome.asked:
            path = folder / outcome.task.name / export.name
            path.parent.mkdir(parents=True, exist_ok=True)
            write(path, export.data.decode("utf-8"))


def _merged(made: list[Outcome], place: _Place, *, tell: bool) -> list[Outcome]:
    """Leave out sources whose facts would break the inventory, and tell why: an audit must still be possible."""
    from debtaudit.domain.problem import errors
    from debtaudit.inventory import load

    aliases = dict(place.settings.aliases)
    kept: list[Outcome] = []
    known = set(errors(load(place.home, aliases).problems)) if place.home.exists() else set()
    for outcome in made:
        new = set(errors(load(place.home, aliases, drafts=place.drafts([*kept, outcome])).problems)) - known
        broken = [each for each in new if each.code not in {"no-such-path", "no-yaml"}]
        for problem in sorted(broken)[:SHOWN]:
            say(f"{outcome.task.name}: {problem}")
        if broken:
            say(f"{outcome.task.name}: it does not fit the inventory; join or part the names under 'aliases:'")
        else:
            kept.append(outcome)
    if tell and kept:
        for problem in _contradictions(place, kept, aliases):
            say(str(problem))
    return kept


def _contradictions(place: _Place, made: list[Outcome], aliases: dict[str, str]) -> list[Problem]:
    from debtaudit.inventory import load

    before = set(load(place.home, aliases).problems) if place.home.exists() else set()
    after = load(place.home, aliases, drafts=place.drafts(made)).problems
    return [each for each in after if each.code == "contradiction" and each not in before]


def _suggest(place: _Place, done: list[Outcome], _made: object = None) -> None:
    from debtaudit.collectors._alike import lines, outages, suggestions, tools_of
    from debtaudit.inventory import load

    inventory = load(place.home, dict(place.settings.aliases), drafts=place.drafts(done) if done else None)
    stated = {name: id_ for each in done for name, id_ in each.collected.stated.items()}
    found = suggestions(inventory, tools_of(inventory), place.settings.aliases, stated)
    for line in lines(found):
        write_out(line)
    for one, other, reason in outages(inventory):
        write_out(f"incident {one}: same_as {other}?  # {reason}")
    say(f"{len(found)} suggestion{'' if len(found) == 1 else 's'} for 'aliases:' in debtaudit.yaml; "
        "nothing is joined before it stands there")  # fmt: skip


def _show(place: _Place, done: list[Outcome], _made: object) -> None:
    """Print what would change: the files, and then the ranking."""
    from difflib import unified_diff

    from debtaudit.inventory import load

    for each in done:
        file = str(each.task.target)
        old, new = (text.splitlines(keepends=True) for text in (each.before.text, each.text))
        write_out("".join(unified_diff(old, new, file, file)) or f"{file} would stay as it is")
    aliases = dict(place.settings.aliases)
    after = load(place.home, aliases, drafts=place.drafts(done))
    for problem in _contradictions(place, done, aliases):
        say(str(problem))
    before = load(place.home, aliases) if place.home.exists() else None
    _ranking(before, after, place)


def _ranking(before: Inventory | None, after: Inventory, place: _Place) -> None:
    from debtaudit.domain.inventory import Inventory
    from debtaudit.domain.problem import errors
    from debtaudit.flow import audit
    from debtaudit.report.formats.difference import print_difference
    from debtaudit.scoring.difference import difference

    if before is None or {each.code for each in errors(before.problems)} & {"no-yaml", "no-such-path"}:
        before = Inventory()
    wrong = errors((*before.problems, *after.problems))
    if wrong:
        say(str(wrong[0]))
        say(f"the inventory has errors, so the ranking is not shown: {checking(place.home, place.today, place.config)}")
        return
    one, other = (audit(each, place.today, place.settings) for each in (before, after))
    with terminal() as out:
        print_difference(difference(one, other), out)


def _write(place: _Place, done: list[Outcome], made: list[Outcome]) -> None:
    from debtaudit.inventory.lock import Busy, Changed

    if done:
        place.into.mkdir(parents=True, exist_ok=True)
    late = 0
    for each in done:
        try:
            _replace(each)
        except (Busy, Changed) as error:
            say(f"{each.task.name}: {each.task.target}: {error.strerror}")
            late += 1
        else:
            write_out(str(each.task.target))
    for each in made:
        if each.task.target.is_file() and any(not origin.exists() for origin in each.task.origins):
            _mark_vanished(each, place)
    if late:
        fail(f"{late} of {len(done)} sources could not be written", "run it again in a moment", NOT_RUN)


def _replace(outcome: Outcome) -> None:
    """Put a source's new text into its file, unless that is not any more what the text was made from."""
    from debtaudit.collectors._run import still_holds
    from debtaudit.inventory.lock import Changed, changing
    from debtaudit.inventory.write import write

    if outcome.text == outcome.before.text:
        say(f"{outcome.task.name}: nothing is new")
        return
    with changing(outcome.task.target):
        if not still_holds(outcome):
            raise Changed(outcome.task.target)
        write(outcome.task.target, outcome.text)


def _mark_vanished(outcome: Outcome, place: _Place) -> None:
    """Say in a source's file since when it can no longer be read."""
    from debtaudit.collectors._draft import Before, earlier, vanished
    from debtaudit.inventory.lock import changing
    from debtaudit.inventory.write import write

    target = outcome.task.target
    with changing(target):
        text = target.read_text(encoding="utf-8")
        known = earlier(outcome.task.name, text, target.name, place.settings.aliases)
        if isinstance(known, Before):
            write(target, vanished(known, target.name, place.today))
