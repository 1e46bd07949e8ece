"""The questionnaire's own files, one a team: `answers/audit-TEAM.yaml`. This file reads and writes them, no other does.

An entry is one person's latest answer to one question about one asset. Entries come sorted, so that a pull request
shows what changed. Every write is whole: the old file or the new one, never half of it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from debtaudit.domain.decision import Answer
from debtaudit.domain.facts import Place
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.problem import Problem, errors
from debtaudit.inventory import loads
from debtaudit.inventory.hint import did_you_mean
from debtaudit.inventory.lock import changing
from debtaudit.inventory.write import dump, write
from debtaudit.questionnaire.catalogue import Catalogue
from debtaudit.questionnaire.spoken import day_of, wrong

FOLDER: Final = "answers"
RULES: Final = "debtaudit"
"""Stands for a person where a rule left a question out; gone as soon as somebody answers it."""
NOBODY: Final = "nobody"
"""Stands for the team where an asset has no owner."""
HEAD: Final = "# Written by `debtaudit audit`. Change an answer here or there; comments in this file are not kept.\n"
NAMED: Final = "debtaudit questions"
SAY_WHO: Final = "write by: and a name"
SAME: Final = 0o600


class NotOurs(Exception):  # noqa: N818 - it is told in a sentence, with its place
    """A file that this program may not write to."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def path_of(folder: Path, team: str) -> Path:
    """Return a team's file."""
    return folder / FOLDER / f"audit-{re.sub(r'[^a-z0-9._-]+', '-', team.lower()).strip('.-') or NOBODY}.yaml"


def keep(folder: Path, team: str, answers: Iterable[Answer], catalogue: Catalogue) -> tuple[Path, int]:
    """Write answers to a team's file beside those that stand there; return its path, and how many were new.

    Raises:
        NotOurs: when the file holds something else than answers, has errors, or is of newer questions.
        OSError: when it cannot be written, or another program does not stop writing it.

    """
    ((path, count),) = keep_all(folder, {team: answers}, catalogue)
    return path, count


def keep_all(
    folder: Path, by_team: Mapping[str, Iterable[Answer]], catalogue: Catalogue
) -> tuple[tuple[Path, int], ...]:
    """Write answers to the files of several teams; nothing is written when one of the files is not ours.

    Raises:
        NotOurs, OSError: as `keep` does.

    """
    new = _by_path(folder, by_team)
    if new:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    with changing(*new):
        ready = []
        for path, answers in sorted(new.items()):
            old = _own(path, path.relative_to(folder).as_posix(), catalogue) if path.is_file() else ()
            merged, count = _merged(old, answers)
            ready.append((path, count, text_of(merged, catalogue)))
        for path, count, text in ready:
            if count:
                write(path, text)
    return tuple((path, count) for path, count, _text in ready)


def _by_path(folder: Path, by_team: Mapping[str, Iterable[Answer]]) -> dict[Path, list[Answer]]:
    """Join the teams whose names give the same file."""
    found: dict[Path, list[Answer]] = {}
    for team, answers in by_team.items():
        found.setdefault(path_of(folder, team), []).extend(answers)
    return found


def text_of(answers: Iterable[Answer], catalogue: Catalogue) -> str:
    """Write a file of answers."""
    entries = list(answers)
    at = max((day_of(each) for each in entries), default=None)
    header: dict[str, object] = {"kind": "questionnaire", "name": f"{NAMED} {catalogue.version}"}
    return HEAD + dump({"source": {**header, **({"at": at} if at else {})}, "answers": entries})


def _key(answer: Answer) -> tuple[str, str, str]:
    return answer.question, answer.asset, str(answer.by or "")


def _merged(old: Iterable[Answer], new: Iterable[Answer]) -> tuple[list[Answer], int]:
    """Join answers: a person's newer answer takes the older one's place. Return them, and how many are new."""
    found = {_key(each): replace(each, place=Place("")) for each in old}
    count = 0
    for each in new:
        there = found.get(_key(each))
        mine = replace(each, place=Place(""))
        if there == mine or (there and day_of(there) > day_of(mine)):
            continue
        found[_key(each)] = mine
        count += 1
    asked = {key[:2] for key in found if key[2] != RULES}
    return [found[key] for key in sorted(found) if key[2] != RULES or key[:2] not in asked], count


def _own(path: Path, name: str, catalogue: Catalogue) -> tuple[Answer, ...]:
    text = path.read_text(encoding="utf-8")
    inventory = loads(text, name)
    for problem in errors(inventory.problems):
        raise NotOurs(problem)
    for says, hint in _strange(inventory, text, catalogue):
        raise NotOurs(Problem.at(Place(name, 1, 1), "not-ours", says, hint))
    return inventory.answers


def _strange(inventory: Inventory, text: str, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield why a file is not simply one of ours."""
    if "kind: questionnaire" not in text:
        yield "this file was not written by `debtaudit audit`", "give it another name: its name is taken for answers"
    if inventory.assets or inventory.teams or inventory.incidents or inventory.telemetry or inventory.decisions:
        yield "this file holds more than answers", "move the rest to a file of its own"
    if (version := version_of(text)) and version > catalogue.version:
        yield f"this file is of questions {version}, newer than ours ({catalogue.version})", "update debtaudit"


def version_of(text: str) -> int:
    """Return the version of the questions that a file of answers is of; 0 where it says none."""
    found = re.search(rf"{NAMED} (\d{{1,6}})\b", text)
    return int(found[1]) if found else 0


def take(text: str, name: str, inventory: Inventory, catalogue: Catalogue) -> tuple[tuple[Answer, ...], list[Problem]]:
    """Read a file of answers that comes from elsewhere, and everything that is wrong with it. Nothing is half taken."""
    read = loads(text, name)
    problems = [each for each in read.problems if each.code not in {"no-such-asset", "incomplete-answer"}]
    version = version_of(text)
    if version > catalogue.version:
        message = f"these are answers to questions {version}, newer than ours ({catalogue.version})"
        problems.append(Problem.at(Place(name, 1, 1), "newer-questions", message, "update debtaudit"))
    if not read.answers and not errors(problems):
        problems.append(Problem.at(Place(name), "no-answers", "there is no answer in it", "fill it in, then save it"))
    return read.answers, sorted([*problems, *flaws(read.answers, inventory, catalogue)])


def flaws(answers: Iterable[Answer], inventory: Inventory, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield what keeps answers that come from elsewhere from being taken."""
    known = {*inventory.assets, inventory.organisation.id}
    answers = tuple(answers)
    yield from (replace(each, level="error") for each in wrong(answers, catalogue))
    for each in answers:
        if each.asset not in known:
            message = f"the inventory knows no asset '{each.asset}'"
            yield Problem.at(each.place, "no-such-asset", message, did_you_mean(each.asset, known))
        yield from (Problem.at(each.place, "incomplete-answer", *said) for said in _incomplete(each))


def _incomplete(answer: Answer) -> Iterator[tuple[str, str]]:
    about = f"the answer to {answer.question} on {answer.asset}"
    if answer.level is None and answer.value is None:
        yield f"{about} has neither level nor value", "write 'level: unknown' where nobody knows"
    if answer.level == "n/a" and not answer.note:
        yield f"{about} is n/a without a note", "say why it does not apply"
    if not answer.by:
        yield f"{about} does not say who gave it", SAY_WHO
    if not answer.at:
        yield f"{about} does not say when it was given", "write at: and a date, such as 2026-09-30"


class Journal:
    """What somebody typed in an interview that is not over, a line each: where the next run goes on.

    Answers themselves stand in the files of the teams; a journal that is lost costs nothing but the place in the order.
    """

    def __init__(self, folder: Path, by: str) -> None:
        self.path = folder / f".audit-{re.sub(r'[^A-Za-z0-9._-]+', '-', by) or 'somebody'}.jsonl"

    def read(self) -> list[Mapping[str, object]]:
        """Return its entries; one that a crash cut short is left out, and so is everything that is no entry."""
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return []
        return [entry for line in lines if isinstance(entry := _entry(line), dict)]

    def begin(self, entries: Sequence[Mapping[str, object]]) -> None:
        """Begin anew with these entries."""
        write(self.path, "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in entries))

    def add(self, entry: Mapping[str, object]) -> None:
        """Add one entry, on the disk before this returns."""
        line = f"{json.dumps(entry, ensure_ascii=False)}\n".encode(errors="replace")
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, SAME)
        try:
            os.write(handle, line)
            os.fsync(handle)
        finally:
            os.close(handle)

    def end(self) -> None:
        """Take it away: the interview is over."""
        self.path.unlink(missing_ok=True)


def _entry(line: str) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None
