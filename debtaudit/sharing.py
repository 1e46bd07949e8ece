"""Long work shared with a second process: on two cores, nearly half the wait.

The helper is forked, so it starts out with everything as it is and nothing need be sent to it; what it makes comes
back pickled. Python code cannot run on two cores in one process, and numpy's threads gain little beside it.
"""

from __future__ import annotations

import pickle
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

T = TypeVar("T")
P = TypeVar("P")


class _Counter(Protocol):
    """A number that both processes see."""

    value: int

    def get_lock(self) -> Any: ...  # noqa: ANN401 - a context manager of the library's own


class _Share:
    """What the helper works on; set in its own process only."""

    make: Callable[[int], object]
    taken: _Counter


_SHARE: Final = _Share()


class Helper(AbstractContextManager["Helper"]):
    """A second process, from the first work that it is given to the end of the block.

    Where none is `wanted`, or none can be forked, all is done here.
    """

    def __init__(self, *, wanted: bool = True) -> None:
        self._wanted = wanted
        self._pool: ProcessPoolExecutor | None = None

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def share(
        self, do: Callable[[int], T], pieces: int, pack: Callable[[T], P], unpack: Callable[[int, P], T]
    ) -> list[T]:  # fmt: skip
        """Return `[do(0), ..., do(pieces - 1)]`; the helper makes some, if this is the first work that it is given.

        Each process takes the next piece as soon as it is free, so pieces may be of any size. `do` must depend on its
        number alone; `pack` turns what it makes into what pickles well, and `unpack` turns that back, knowing the
        number. What `do` raises is raised here, and pieces of a helper that was killed are made here.
        """
        if self._pool or not self._can_fork():
            return [do(piece) for piece in range(pieces)]
        import multiprocessing  # noqa: PLC0415
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

        taken: _Counter = multiprocessing.get_context("fork").Value("i", 0)
        theirs = self._submit(_help, pieces, _begin, (lambda piece: pickle.dumps(pack(do(piece))), taken))
        made = dict(_taken(do, pieces, taken))
        with suppress(BrokenProcessPool):
            made.update((piece, unpack(piece, pickle.loads(packed))) for piece, packed in theirs.result())  # noqa: S301 - our own
        return [made[piece] if piece in made else do(piece) for piece in range(pieces)]

    def begin(self, work: Callable[[P], T], given: P) -> Callable[[], T]:
        """Have the helper begin `work(given)`, and return what waits for its result; both travel pickled.

        Without a helper, or when it was killed, the work is done here when the result is asked for.
        """
        if not self._pool and not self._can_fork():
            return lambda: work(given)
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

        theirs: Future[T] | None = None
        with suppress(BrokenProcessPool):
            theirs = self._submit(work, given)

        def result() -> T:
            with suppress(BrokenProcessPool):
                if theirs:
                    return theirs.result()
            return work(given)

        return result

    def _can_fork(self) -> bool:
        return self._wanted and can_fork()

    def _submit(
        self, work: Callable[[P], T], given: P, begin: Callable[..., None] | None = None, known: tuple[Any, ...] = ()
    ) -> Future[T]:  # fmt: skip
        """Give the helper work; if there is none yet it is forked, and begins by being told what it must know."""
        import multiprocessing  # noqa: PLC0415
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

        if not self._pool:
            self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("fork"), begin, known)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of forks beside numpy's threads
            return self._pool.submit(work, given)


ALONE: Final = Helper(wanted=False)
"""No helper: all is done here."""


def can_fork() -> bool:
    """Whether a helper can be forked: on Linux, on two cores or more, and never beside threads, whose locks it keeps.

    numpy's own threads sleep while Python code runs, and the helper wakes none.
    """
    import multiprocessing  # noqa: PLC0415 - 30 ms that only those pay who want a helper

    return threading.active_count() == 1 and sys.platform == "linux" and multiprocessing.cpu_count() > 1


def _begin(make: Callable[[int], object], taken: _Counter) -> None:
    _SHARE.make, _SHARE.taken = make, taken


def _help(pieces: int) -> list[tuple[int, Any]]:
    return list(_taken(_SHARE.make, pieces, _SHARE.taken))


def _taken(do: Callable[[int], T], pieces: int, taken: _Counter) -> Iterator[tuple[int, T]]:
    """Take pieces, the last one first, until none is left."""
    while True:
        with taken.get_lock():
            taken.value += 1
            piece = pieces - taken.value
        if piece < 0:
            return
        yield piece, do(piece)
