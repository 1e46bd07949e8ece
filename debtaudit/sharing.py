"""Long work shared with a second process: on two cores, nearly half the wait.

The helper is forked, so it starts out with everything as it is and nothing need be sent to it; what it makes comes
back pickled. Python code cannot run on two cores in one process, and numpy's threads gain little beside it.
"""

from __future__ import annotations

import multiprocessing
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any, Final, Protocol, TypeVar

T = TypeVar("T")
P = TypeVar("P")


class _Counter(Protocol):
    """A number that both processes see."""

    value: int

    def get_lock(self) -> Any: ...  # noqa: ANN401 - a context manager of the library's own


class _Share:
    """What the helper works on; set in its own process only."""

    make: Callable[[int], object]
    pieces: int
    taken: _Counter


_SHARE: Final = _Share()


def shared(
    do: Callable[[int], T], pieces: int, pack: Callable[[T], P], unpack: Callable[[int, P], T]
) -> list[T]:  # fmt: skip
    """Return `[do(0), ..., do(pieces - 1)]`; a second process makes some of them where one can be forked.

    Each process takes the next piece as soon as it is free, so pieces may be of any size. `do` must depend on its
    number alone; `pack` turns what it makes into what pickles well, and `unpack` turns that back, knowing the number.
    What `do` raises is raised here, and pieces of a helper that was killed are made here.
    """
    if pieces < 2 or not can_share():  # noqa: PLR2004 - one piece is not worth a process
        return [do(piece) for piece in range(pieces)]
    context = multiprocessing.get_context("fork")
    taken: _Counter = context.Value("i", 0)
    with ProcessPoolExecutor(1, context, _begin, (lambda piece: pack(do(piece)), pieces, taken)) as helper:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of forks beside numpy's threads
            theirs = helper.submit(_help)
        made = dict(_taken(do, pieces, taken))
        with suppress(BrokenProcessPool):
            made.update((piece, unpack(piece, packed)) for piece, packed in theirs.result())
    return [made[piece] if piece in made else do(piece) for piece in range(pieces)]


def can_share() -> bool:
    """Whether a helper can be forked: on Linux, on two cores or more, and never beside threads, whose locks it keeps.

    numpy's own threads sleep while Python code runs, and the helper wakes none.
    """
    return threading.active_count() == 1 and sys.platform == "linux" and multiprocessing.cpu_count() > 1


def _begin(make: Callable[[int], object], pieces: int, taken: _Counter) -> None:
    _SHARE.make, _SHARE.pieces, _SHARE.taken = make, pieces, taken


def _help() -> list[tuple[int, Any]]:
    return list(_taken(_SHARE.make, _SHARE.pieces, _SHARE.taken))


def _taken(do: Callable[[int], T], pieces: int, taken: _Counter) -> Iterator[tuple[int, T]]:
    """Take pieces, the last one first, until none is left."""
    while True:
        with taken.get_lock():
            taken.value += 1
            piece = pieces - taken.value
        if piece < 0:
            return
        yield piece, do(piece)
