"""One source, from its settings to the text of its file. Nothing is written here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from debtaudit.collectors._collector import Collected, Collector, Export, Options, Unanswered
from debtaudit.collectors._draft import NEVER, Before, draft, earlier
from debtaudit.collectors._web import Web
from debtaudit.domain.facts import Place
from debtaudit.domain.problem import Problem, errors
from debtaudit.domain.settings import Settings
from debtaudit.inventory import files, forms, tree
from debtaudit.inventory.bind import Sink, bind
from debtaudit.inventory.names import Names

COMMAND: Final = "--set"


@dataclass(frozen=True, slots=True)
class Task:
    """One source to collect from: which collector, its options, where its export lies, and the file that it writes."""

    name: str
    collector: Collector
    options: Options
    origins: tuple[Path, ...]
    target: Path
    place: Place

    @property
    def url(self) -> str:
        """The address of the tool's API, where one is to be asked."""
        return str(self.options.url or "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task: the text of the file, or the problems that keep it from being written."""

    task: Task
    collected: Collected
    before: Before
    text: str = ""
    asked: tuple[Export, ...] = ()
    """What the tool's API answered, as it can be kept as an export."""


def options_of(
    collector: Collector, name: str, settings: Settings, more: Mapping[str, str], problems: list[Problem]
) -> Options:
    """Read the options of a source: what stands in debtaudit.yaml, and over it what the command line says."""
    setting = settings.collect.get(name)
    place = setting.place if setting else Place(COMMAND)
    node = tree.Mapping(0)
    written = setting.value if setting else None
    if isinstance(written, tree.Mapping):
        node = written
    sink = Sink(place.file, problems, entry=f"collect.{name}")
    made: Any = bind(collector.options, node, node.at, sink)
    for key, value in more.items():
        root, wrong = tree.parse(f"{key}: {value}", COMMAND)
        problems += wrong
        if isinstance(root, tree.Mapping):
            own: Any = bind(collector.options, root, 0, Sink(COMMAND, problems, entry=f"collect.{name}"))
            said = {each: value for each in own.__slots__ if (value := getattr(own, each)) is not None}
            said |= {each: value for each in Options.__slots__ if (value := getattr(own, each)) is not None}
            made = replace(made, **said)
    return made if isinstance(made, Options) else collector.options()


def run(task: Task, aliases: Mapping[str, str], today: date, *, prune: bool = False) -> Outcome:
    """Read or ask a source, and say what its file would hold. With errors, the text is empty."""
    before = _before(task, aliases)
    if isinstance(before, Problem):
        return Outcome(task, Collected({}, {}, (before,), {}), NEVER)
    own = Names(aliases=dict(aliases)).of_tool(task.name)
    asked: tuple[Export, ...] = ()
    try:
        if task.url:
            asked = tuple(_asked(task))
            collected = task.collector.state(asked, task.options, own)
        else:
            collected = task.collector.collect_all(task.origins, task.options, own)
    except Unanswered as no:
        problem = Problem.at(Place(""), "unanswered", str(no), "nothing was written")
        return Outcome(task, Collected({}, {}, (problem,), {}), before)
    problems = [*collected.problems, *_odd(collected, before, today, task)]
    collected = replace(collected, problems=tuple(sorted(problems)))
    if errors(collected.problems):
        return Outcome(task, collected, before, asked=asked)
    return Outcome(task, collected, before, draft(task.name, collected, before, today, prune=prune), asked)


def _before(task: Task, aliases: Mapping[str, str]) -> Before | Problem:
    if not task.target.exists():
        return NEVER
    text = files.read(task.target, task.target.name)
    return text if isinstance(text, Problem) else earlier(task.name, text.text, text.name, aliases)


def still_holds(outcome: Outcome) -> bool:
    """Tell whether a source's file is what it was when the new text was made from it: tools take their time."""
    target = outcome.task.target
    if not target.exists():
        return outcome.before is NEVER
    now = files.read(target, target.name)
    return not isinstance(now, Problem) and now.text == outcome.before.text


def _odd(collected: Collected, before: Before, today: date, task: Task) -> list[Problem]:
    where = Place("" if task.url else str(task.origins[0]))
    found = []
    if not collected.document:
        hint = "is it the right file or folder?" if not task.url else "may the token see anything?"
        found.append(Problem.at(where, "nothing", f"nothing was found for {task.name}", hint))
    if collected.at and collected.at > today:
        message = f"the export is dated {collected.at}, after today ({today})"
        found.append(Problem.at(where, "date-ahead", message, "is a clock wrong?", warning=True))
    if collected.at and before.at and collected.at < before.at:
        message = f"this export is of {collected.at}, older than what was collected before ({before.at})"
        found.append(Problem.at(where, "older", message, "is it the right file?", warning=True))
    return found


def _asked(task: Task) -> Sequence[Export]:
    fetch = task.collector.fetch
    if fetch is None:
        raise Unanswered(f"{task.collector.slug} cannot be asked over the network; give an export with 'from'")
    options = task.options
    token = str(options.token_env or task.collector.token_env)
    with Web(task.url, token, task.collector.scheme, user_env=str(options.user_env or "")) as ask:
        return [Export(name, _bytes(content)) for name, content in fetch(ask, options) if content is not None]


def _bytes(content: object) -> bytes:
    if isinstance(content, str):
        return content.encode()
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode()


def tasks(
    settings: Settings, known: Mapping[str, Collector], home: Path, into: Path, problems: list[Problem]
) -> list[Task]:
    """Return the sources that stand under `collect:`, by name."""
    found = []
    for name, setting in sorted(settings.collect.items()):
        written = setting.value
        source = str(written.get("source", name)) if isinstance(written, tree.Mapping) else name
        collector = known.get(source)
        if collector is None:
            message = f"'{forms.short(source)}' under collect.{name} is no source"
            problems.append(Problem.at(setting.named, "no-such-source", message, f"known are {', '.join(known)}"))
            continue
        options = options_of(collector, name, settings, {}, problems)
        origins = tuple(home / each for each in options.origin or ())
        if not origins and not options.url:
            message = f"collect.{name} says neither 'from' nor 'url'"
            problems.append(Problem.at(setting.named, "no-origin", message, "where does its export lie?"))
            continue
        found.append(Task(name, collector, options, origins, into / f"{name}.yaml", setting.named))
    return found
