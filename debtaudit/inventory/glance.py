"""A glance at a folder, for what must answer at once: does it hold an inventory, and which ids stand in it?

Nothing is parsed. What is seen here is good for suggestions only, and an audit reads anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from debtaudit.domain.asset import KINDS
from debtaudit.inventory.files import SETTINGS, SNAPSHOT, SUFFIXES
from debtaudit.inventory.sections import TOP_LEVEL

MOST_ENTRIES: Final = 2000
"""Entries of a folder that are looked at: somebody may stand in a home folder, or at the root of a disk."""
MOST_FILES: Final = 500
MOST_BYTES: Final = 4 * 1024 * 1024
"""Bytes that a glance reads in all."""
FIRST: Final = 64 * 1024
"""Bytes of a file that tell whether it belongs to an inventory."""
_KEY = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:", re.MULTILINE)
_DASH = re.compile(r"^([ \t]*)-[ \t]", re.MULTILINE)
_ID = re.compile(r"(?:^|[\s{,-])id[ \t]*:[ \t]*[\"']?([a-z0-9][a-z0-9._-]*)")


def homes(here: Path) -> tuple[Path, ...]:
    """Return the inventories that one may mean who stands in a folder: the folder, else those directly below it."""
    if _is_home(here):
        return (here,)
    below = (each for each in _entries(here) if not each.name.startswith((".", "_")) and _is_folder(each))
    return tuple(each for each in sorted(below) if _is_home(each))


def ids(root: Path) -> dict[str, tuple[str, ...]]:
    """Return the ids that stand in an inventory, sorted, by their section: models, datasets, teams, incidents, …"""
    found: dict[str, set[str]] = {}
    left = MOST_BYTES
    for path in islice(_yaml_below(root), MOST_FILES):
        text = _text(path, left)
        left -= len(text)
        for section, part in _sections(text):
            found.setdefault(section, set()).update(_ids(part))
    return {section: tuple(sorted(names)) for section, names in sorted(found.items()) if names}


def assets(root: Path) -> tuple[str, ...]:
    """Return the ids of the assets that stand in an inventory, sorted."""
    seen = ids(root)
    return tuple(sorted({id_ for section in KINDS for id_ in seen.get(section, ())}))


def size(root: Path, enough: int) -> int:
    """Return how many bytes of YAML an inventory holds, or a number above `enough` as soon as that is clear."""
    total = 0
    for path in _yaml_below(root):
        total += _bytes(path)
        if total > enough:
            break
    return total


def yaml_in(folder: Path) -> tuple[Path, ...]:
    """Return the YAML files that lie directly in a folder, sorted, without the settings."""
    return tuple(sorted(each for each in _entries(folder) if _is_yaml(each)))


def _is_home(folder: Path) -> bool:
    if (folder / SETTINGS).is_file():
        return True
    return any(_states(path) for path in yaml_in(folder)[:MOST_FILES])


def _states(path: Path) -> bool:
    """Tell whether most of what a file begins with are keys of ours: other tools have `models:` too."""
    keys = _KEY.findall(_text(path, FIRST))
    return sum(key in TOP_LEVEL for key in keys) * 2 > len(keys)


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """Yield each part of a file with the key that it stands under."""
    if text.startswith(SNAPSHOT):
        return
    found = list(_KEY.finditer(text))
    for at, key in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        yield key[1], text[key.end() : end]


def _ids(part: str) -> Iterator[str]:
    """Yield the id of each entry of a section, and not those of what stands within an entry, such as its steps."""
    dashes = list(_DASH.finditer(part))
    if not dashes:  # written in brackets
        yield from _ID.findall(part)
        return
    least = min(len(each[1]) for each in dashes)
    starts = [each.start() for each in dashes if len(each[1]) == least]
    for at, end in zip(starts, [*starts[1:], len(part)], strict=True):
        if found := _ID.search(part, at, end):
            yield found[1]


def _yaml_below(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
        return
    waiting, seen = [root], 0
    while waiting and seen < MOST_ENTRIES:
        entries = sorted(each for each in _entries(waiting.pop()) if not each.name.startswith((".", "_")))
        seen += len(entries)
        yield from (each for each in entries if _is_yaml(each))
        waiting += [each for each in reversed(entries) if not each.is_symlink() and _is_folder(each)]


def _entries(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as found:
            return [folder / each.name for each in islice(found, MOST_ENTRIES)]
    except OSError:
        return []


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _is_yaml(path: Path) -> bool:
    return path.name.lower().endswith(SUFFIXES) and path.name != SETTINGS


def _text(path: Path, most: int) -> str:
    """Return the beginning of a file; what cannot be read says nothing."""
    try:
        if most <= 0 or not path.is_file():
            return ""
        with path.open("rb") as file:
            return file.read(most).decode("utf-8-sig", "replace")
    except OSError:
        return ""
