"""Files of an export: which there are, and their bytes. What cannot be read becomes a problem, never a traceback."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from debtaudit.collectors._collector import Export, Read
from debtaudit.domain.facts import Place
from debtaudit.domain.problem import Problem, printable

LARGEST: Final = 512 * 1024 * 1024
"""Bytes of one file of an export; more is a wrong file."""
MOST: Final = 20_000
"""Files of one export; a folder with more is a wrong folder."""


def files_like(*suffixes: str) -> Read:
    """Return the reading of files whose names end so; a file that is given itself may be called anything."""

    def read(origins: Sequence[Path]) -> Iterator[Export | Problem]:
        for origin in origins:
            if origin.is_dir():
                yield from _below(origin, suffixes)
            else:
                yield one(origin, origin.name)

    return read


def _below(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Export | Problem]:
    found = 0
    for home, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            if name.startswith(".") or not name.lower().endswith(suffixes):
                continue
            found += 1
            if found > MOST:
                yield Problem.at(Place(str(folder)), "too-many", f"more than {MOST:,} files: is it the right folder?")
                return
            path = Path(home) / name
            yield one(path, path.relative_to(folder).as_posix())


def one(path: Path, name: str) -> Export | Problem:
    """Return one file's bytes, or the problem that keeps it from being read."""
    where = Place(printable(os.fsencode(name).decode("utf-8", "backslashreplace")))
    try:
        if not path.is_file():
            return Problem.at(where, "not-a-file", "this is not a regular file")
        if path.stat().st_size > LARGEST:
            return Problem.at(where, "too-large", f"this file is larger than {LARGEST // 2**20} MiB")
        return Export(where.file, path.read_bytes())
    except OSError as error:
        return Problem.at(where, "unreadable", f"this cannot be read: {(error.strerror or 'unknown reason').lower()}")
