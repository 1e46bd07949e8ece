"""Files of an inventory: which there are, and their text. What cannot be read becomes a problem, never a traceback."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from debtaudit.domain.facts import Place
from debtaudit.domain.problem import Problem, printable

SUFFIXES: Final = (".yaml", ".yml")
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
LOOKED_AT: Final = 8192
"""Bytes in which a zero tells a binary file."""
SETTINGS: Final = "debtaudit.yaml"
SNAPSHOT: Final = "format: debtaudit-snapshot"
"""How a file begins that holds a frozen audit: such files may lie in an inventory, and state nothing."""
LARGEST: Final = 256 * 1024 * 1024
"""Bytes of one file: about two million assets; more is a wrong file."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file's name relative to the inventory, its text, and the SHA-256 of its bytes.

    Where several inventories are read as one, `member` is the number of the one that it belongs to, from 1.
    """

    name: str
    text: str
    sha256: str
    member: int = 0


def read_members(roots: Sequence[Path]) -> Iterator[TextFile | Problem]:
    """Yield the files of several inventories that are audited as one; of one inside another, each file once."""
    seen: set[str] = set()
    inner_first = sorted(enumerate(roots, start=1), key=lambda each: -len(Path(os.path.realpath(each[1])).parts))
    for member, root in inner_first:
        folder = _name(root.as_posix())
        for each in read_all(root):
            name = each.file if isinstance(each, Problem) else each.name
            real = os.path.realpath(root / name if root.is_dir() else root)
            if real in seen or any(Path(real) == Path(os.path.realpath(home)) / SETTINGS for home in roots):
                continue
            seen.add(real)
            whole = f"{folder}/{name}" if root.is_dir() and name != folder else folder
            yield replace(each, file=whole) if isinstance(each, Problem) else replace(each, name=whole, member=member)


def read_all(root: Path) -> Iterator[TextFile | Problem]:
    """Yield every inventory file below a directory (or the one file) in sorted order, or what is wrong with it."""
    if not _mode(root):
        yield Problem.at(
            Place(_name(str(root))),
            "no-such-path",
            "there is no such file or directory",
            "give the folder that holds your inventory, or run `debtaudit init`",
        )
        return
    if not stat.S_ISDIR(_mode(root)):
        yield read(root, _name(root.name))
        return
    found = False
    for path in _inventory_files(root):
        found = True
        yield path if isinstance(path, Problem) else read(path, _within(path, root))
    if not found:
        yield Problem.at(
            Place(_name(str(root))),
            "no-yaml",
            "there is no YAML file in this directory",
            "run `debtaudit init` to write a starter inventory",
        )


def _inventory_files(root: Path) -> Iterator[Path | Problem]:
    """Walk the tree with a stack of its own: folders may be nested deeper than calls may."""
    inside = Path(os.path.realpath(root))
    seen: set[Path] = set()
    waiting = [(root, inside)]  # each path, and where it leads
    while waiting:
        path, real = waiting.pop()
        if not real.is_relative_to(inside):
            yield Problem.at(
                Place(_within(path, root)),
                "link-out-of-tree",
                "this link leads out of the inventory",
                "copy the file in, or audit its folder too",
            )
        elif path != root and not stat.S_ISDIR(_mode(path)):
            if real not in seen:  # else a link to what is read anyway
                yield path
            seen.add(real)
        elif path == root or not path.is_symlink():
            try:
                entries = sorted(_wanted(path, root), reverse=True)
            except OSError as error:
                yield _unreadable(_within(path, root), error)
            else:
                waiting += [(each, _leads_to(each, real)) for each in entries]


def _leads_to(path: Path, parent: Path) -> Path:
    return Path(os.path.realpath(path)) if path.is_symlink() else parent / path.name


def _wanted(folder: Path, root: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith((".", "_")) or path == root / SETTINGS:
            continue
        if path.name.lower().endswith(SUFFIXES) or stat.S_ISDIR(_mode(path)):
            yield path


def _mode(path: Path) -> int:
    """Return what a path leads to, and 0 where it leads nowhere: unlike `Path.exists`, this raises nothing."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def read(path: Path, name: str) -> TextFile | Problem:
    """Return one file's text, or the problem that keeps it from being read."""
    where = Place(name)
    try:
        state = path.stat()  # of what a link leads to; a pipe must not even be opened
        if not stat.S_ISREG(state.st_mode):
            return Problem.at(where, "not-a-file", "this is not a regular file")
        if state.st_size > LARGEST:
            return Problem.at(
                where,
                "too-large",
                f"this file is larger than {LARGEST // 2**20} MiB",
                "split it, one file a team or kind",
            )
        content = path.read_bytes()
    except OSError as error:
        return _unreadable(name, error)
    return decode(content, name)


def decode(content: bytes, name: str) -> TextFile | Problem:
    """Return the bytes of a file as text, or the problem that keeps them from being text."""
    where = Place(name)
    if content.startswith(UTF_16):
        return Problem.at(where, "encoding", "this file is UTF-16, not UTF-8", "save it as UTF-8")
    if b"\0" in content[:LOOKED_AT]:
        return Problem.at(where, "binary", "this file is binary, not YAML text")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        return Problem.at(Place(name, line, column), "encoding", "this file is not UTF-8", "save it as UTF-8")
    return TextFile(name, text, sha256(content).hexdigest())


def _within(path: Path, root: Path) -> str:
    return _name(path.relative_to(root).as_posix())


def _name(name: str) -> str:
    """Return a file's name as it can be shown: bytes that are no UTF-8, and line ends, become escapes."""
    return printable(os.fsencode(name).decode("utf-8", "backslashreplace"))


def _unreadable(name: str, error: OSError) -> Problem:
    reason = (error.strerror or "unknown reason").lower()
    return Problem.at(Place(name), "unreadable", f"this cannot be read: {reason}")
