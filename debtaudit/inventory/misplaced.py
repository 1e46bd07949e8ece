"""Settings that lie where nobody reads them: they are read in the folder of the inventory, by one name, and only there.

Elsewhere in it they would be taken for a part of the inventory, whose every key is then unknown.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from debtaudit.domain.facts import Place
from debtaudit.domain.problem import Problem
from debtaudit.inventory.files import SETTINGS
from debtaudit.inventory.settings import PARTS

SPELT: Final = frozenset({SETTINGS, "debtaudit.yml"})
_UNKNOWN: Final = tuple(f"unknown key '{part}'" for part in PARTS)


def settings_told(problems: Iterable[Problem], root: Path, *, several: bool = False) -> tuple[Problem, ...]:
    """Say of each settings file that was read as an inventory where it should lie, instead of all its unknown keys.

    `root` is the inventory, a folder or a file, as it was given; of several it is the first, whose settings are read,
    and files are named with the inventory that they stand in. The problems stay sorted.
    """
    listed = tuple(problems)
    wrong = {each.file: each for each in reversed(listed) if _is_of_settings(each)}
    kept = (each for each in listed if each.file not in wrong or each.level == "warning")
    return tuple(sorted((*kept, *(_told(each, root, several=several) for each in wrong.values()))))


def settings_above(root: Path) -> Path | None:
    """Return the settings in the folder above an inventory that has none of its own; they are not read."""
    home = root if root.is_dir() else root.parent
    above = Path(os.path.normpath(home / ".." / SETTINGS))
    return above if above.is_file() and not (home / SETTINGS).is_file() else None


def _is_of_settings(problem: Problem) -> bool:
    name = problem.file.rpartition("/")[2]
    return name in SPELT and problem.code == "unknown-key" and problem.message in _UNKNOWN


def _told(problem: Problem, root: Path, *, several: bool) -> Problem:
    home = root if root.is_dir() else root.parent
    wanted, found = home / SETTINGS, (Path() if several else home) / problem.file
    if root.is_file() and root.name == SETTINGS:
        message, hint = "this is a settings file, and no inventory", f"name the folder of the inventory: '{home}'"
    elif found.parent == home:
        message = f"settings are read from {SETTINGS} alone, and this file has another name"
        hint = f"rename it to '{wanted}'"
    else:
        message = f"settings are read in the folder of the inventory alone, and these lie in '{found.parent}'"
        into = "what it says into" if wanted.is_file() else "it to"
        hint = f"move {into} '{wanted}', or audit '{found.parent}' by itself"
    return Problem.at(Place(problem.file, problem.line, problem.column), "misplaced-settings", message, hint)
