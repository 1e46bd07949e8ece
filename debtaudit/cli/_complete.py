"""What may follow on a command line: its words so far -> the words that fit, each with what it means.

Commands and options are those of the program; what stands for something in the inventory (an asset, a team, a finding)
is known by its metavar, the word that the help shows for it. Nothing is parsed or audited: Tab must answer at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

Words = Iterable[str]
PACKAGE: Final = Path(__file__).parents[1]
ENDS: Final = ("@", ".", "=", "->")
"""Ends of a word that is not whole yet: no blank may follow it."""


@dataclass(frozen=True)
class Line:
    """A command line up to the cursor, and the folder that it is typed in."""

    words: tuple[str, ...]
    """All words after the program's name; the last is the one being typed, and may be empty."""
    here: Path = Path()

    @property
    def typed(self) -> str:
        return self.words[-1] if self.words else ""

    @cached_property
    def home(self) -> Path:
        """The inventory that is meant: the last folder that is named, else the one that lies here."""
        from debtaudit.inventory.glance import homes

        named = [self.here / each for each in self.words[1:-1] if each and (self.here / each).is_dir()]
        found = homes(self.here) if not named else ()
        return named[-1] if named else found[0] if len(found) == 1 else self.here

    @cached_property
    def ids(self) -> Mapping[str, tuple[str, ...]]:
        from debtaudit.inventory.glance import ids

        return ids(self.home)

    @cached_property
    def assets(self) -> tuple[str, ...]:
        from debtaudit.domain.asset import KINDS

        return tuple(sorted({id_ for kind in KINDS for id_ in self.ids.get(kind, ())}))


def follow(group: Any, line: Line) -> list[tuple[str, str]]:  # noqa: ANN401 - typer's own
    """Return the words that fit, each with what it means; nothing where a file is meant, or free text."""
    before = [each for each in line.words[:-1] if not each.startswith("-")]
    if not before:
        known = {**{name: each.get_short_help_str(limit=80) for name, each in group.commands.items()},
                 "--help": "", "--version": ""}  # fmt: skip
        return _fitting(known.items(), line.typed)
    command = group.commands.get(before[0])
    if command is None:
        return []
    rest = line.words[line.words.index(before[0]) + 1 :]
    return _of_command(command, Line(("", *rest), line.here))


def _of_command(command: Any, line: Line) -> list[tuple[str, str]]:  # noqa: ANN401 - typer's own
    options = {name: each for each in command.params for name in each.opts if name.startswith("-")}
    words = line.words[1:]
    name, sign, value = line.typed.partition("=")
    if sign and name in options:
        return [(f"{name}={word}", said) for word, said in _values(options[name], line, value)]
    asked = options.get(words[-2]) if len(words) > 1 else None
    if asked is not None and not asked.is_flag:
        return _values(asked, line, line.typed)
    if line.typed.startswith("-"):
        used = {each.partition("=")[0] for each in words[:-1]}
        free = [each for each in command.params if not each.hidden and (each.multiple or not used & set(each.opts))]
        known = [(name, each.help or "") for each in free for name in each.opts if name.startswith("--")]
        return _fitting([*known, ("--help", "Show this message and exit.")], line.typed)
    place = _place(words[:-1], options)
    arguments = [each for each in command.params if each.param_type_name == "argument" and not each.hidden]
    found = arguments[min(place, len(arguments) - 1)] if arguments else None
    is_there = found is not None and (place < len(arguments) or found.nargs == -1)
    return _values(found, line, line.typed) if is_there else []


def _place(words: Sequence[str], options: Mapping[str, Any]) -> int:
    """Return how many arguments stand there already."""
    count, skip = 0, False
    for word in words:
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = "=" not in word and word in options and not options[word].is_flag
        else:
            count += 1
    return count


def _values(asked: Any, line: Line, typed: str) -> list[tuple[str, str]]:  # noqa: ANN401 - typer's own
    """Return what may stand for an option or an argument."""
    choices = getattr(getattr(asked, "type_descriptor", None) or asked.type, "choices", None)
    if choices:
        return _fitting(((str(getattr(each, "value", each)), "") for each in choices), typed)
    names = (asked.metavar or "").strip("[]").split("|")
    known = dict.fromkeys(word for name in names if name in KNOWN for word in KNOWN[name](line, typed))
    return _fitting(((word, "") for word in known), typed)


def _fitting(known: Iterable[tuple[str, str]], typed: str) -> list[tuple[str, str]]:
    return [(word, said) for word, said in known if word.startswith(typed)]


def _findings(line: Line, typed: str) -> Words:
    debt, sign, _ = typed.partition("@")
    if sign:
        return (f"{debt}@{asset}" for asset in (*line.assets, *line.ids.get("teams", ())))
    return (f"{slug}@" for slug in _debts())


def _facts(line: Line, _typed: str) -> Words:
    return (f"{asset}." for asset in line.assets)


def _from_to(line: Line, typed: str) -> Words:
    one, sign, _ = typed.partition("->")
    return (f"{one}->{asset}" for asset in line.assets) if sign else (f"{asset}->" for asset in line.assets)


def _debts() -> Words:
    return _modules(PACKAGE / "detectors")


def _quarters(line: Line, _typed: str) -> Words:
    from debtaudit.ledger.files import FOLDER
    from debtaudit.ledger.quarter import LABEL

    home = line.home if line.home.is_dir() else line.home.parent
    labels = sorted((path.stem for path in (home / FOLDER).glob("*.yaml") if LABEL(path.stem)), reverse=True)
    return (*labels, "now")


def _questions() -> Iterator[str]:
    text = (PACKAGE / "questionnaire" / "questions.yaml").read_text(encoding="utf-8")
    return iter(re.findall(r"^- id: (\S+)", text, re.MULTILINE))


def _modules(folder: Path) -> Words:
    """Return the names of what stands in a file each: debts, tools, key figures, formats."""
    return sorted(path.stem.replace("_", "-") for path in folder.glob("*.py") if not path.name.startswith("_"))


def _kinds() -> Words:
    from debtaudit.domain.asset import KINDS

    return (*(kind.kind for kind in KINDS.values()), "team", "organisation")


def _limits() -> Words:
    from debtaudit.domain.risk import BANDS
    from debtaudit.ledger.gate import OPEN_LANES

    return (*OPEN_LANES, *reversed(BANDS), "interest>")


def _roles() -> Words:
    from debtaudit.questionnaire.catalogue import ROLES

    return ROLES


KNOWN: Final[Mapping[str, Callable[[Line, str], Words]]] = {
    "ASSET": lambda line, _: line.assets,
    "TEAM": lambda line, _: line.ids.get("teams", ()),
    "DEBT": lambda _line, _: _debts(),
    "FINDING": _findings,
    "ASSET.FACT=VALUE": _facts,
    "FROM->TO": _from_to,
    "QUESTION": lambda _line, _: _questions(),
    "ROLE": lambda _line, _: _roles(),
    "QUARTER": lambda line, typed: (each for each in _quarters(line, typed) if each != "now"),
    "BEFORE": _quarters,
    "AFTER": _quarters,
    "SOURCE": lambda _line, _: _modules(PACKAGE / "collectors"),
    "FIGURE": lambda _line, _: _modules(PACKAGE / "ledger" / "kpis"),
    "FORMAT": lambda _line, _: _modules(PACKAGE / "trackers" / "exports"),
    "KIND": lambda _line, _: _kinds(),
    "LIMIT": lambda _line, _: _limits(),
}
"""What stands for a word of the help on a command line."""
