"""Writes a site to a folder: all of it or nothing, by several processes where there are thousands of pages."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

MARK = b'<meta name="generator" content="debtaudit">'
HEAD = 2_000
"""Bytes of a page among which its mark stands."""
MANY, BATCH = 400, 25
"""Files from which on several processes write, and how many files one takes at a time."""
Files = Mapping[str, str | bytes]

_shared: list[tuple[Files, Path]] = []
"""What processes that were forked off have in common: handed over by the fork itself, since nothing else could."""


def write_files(files: Files, out: Path, done: Callable[[int], None]) -> None:
    """Write files beside those that are there, and put all of them in their place once the last is written.

    So a report that fails leaves the one before it whole. Pages of an earlier report that have no place in this one are
    taken away; nobody else's file is. `done` is told how many files are written.

    Raises:
        OSError: when the folder or a file cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".new-") as name:
        beside = Path(name)
        for folder in {(beside / address).parent for address in files}:
            folder.mkdir(exist_ok=True)
        written = 0
        for number in _write_all(files, beside):
            written += number
            done(written)
        for address in files:
            (out / address).parent.mkdir(exist_ok=True)
            (beside / address).replace(out / address)
    _tidy(out, frozenset(files))


def write_file(target: Path, content: bytes) -> Path:
    """Write one file beside its place, put it there once it is whole, and return it.

    Raises:
        OSError: when it cannot be written.
    """
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".new-") as name:
        _write({target.name: content}, Path(name), (target.name,))
        (Path(name) / target.name).replace(target)
    return target


def _write_all(files: Files, beside: Path) -> Iterator[int]:
    """Write every file; yield how many more are written."""
    batches = [tuple(files)[start : start + BATCH] for start in range(0, len(files), BATCH)]
    workers = min(8, len(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else 1
    if len(files) < MANY or workers < 2 or "fork" not in multiprocessing.get_all_start_methods():  # noqa: PLR2004 - one is none to share with
        yield from (_write(files, beside, batch) for batch in batches)
        return
    _shared.append((files, beside))
    try:
        with warnings.catch_warnings():
            # Newer Pythons warn of forks beside threads. Those of numpy sleep, and what is forked off draws text only.
            warnings.simplefilter("ignore", DeprecationWarning)
            with multiprocessing.get_context("fork").Pool(workers) as pool:
                yield from pool.imap_unordered(_write_shared, batches)
    finally:
        _shared.pop()


def _write_shared(batch: Sequence[str]) -> int:
    return _write(*_shared[-1], batch)


def _write(files: Files, beside: Path, batch: Sequence[str]) -> int:
    for address in batch:
        content = files[address]
        with (beside / address).open("wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            if "/" not in address:  # to wait for the disk is more than thousands of pages of single findings can afford
                file.flush()
                os.fsync(file.fileno())
    return len(batch)


def _tidy(out: Path, kept: frozenset[str]) -> None:
    """Take away pages that this program wrote before, for findings, debts and teams that are gone."""
    for folder in sorted({address.partition("/")[0] for address in kept if "/" in address}):
        for file in sorted((out / folder).glob("*.html")):
            if f"{folder}/{file.name}" not in kept and MARK in _head(file):
                file.unlink()


def _head(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(HEAD)
