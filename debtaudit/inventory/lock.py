"""One writer at a time: who reads a file to write it again keeps all others from doing so until it is written.

The lock is the operating system's, on an empty file beside the one that changes. It ends with the program that holds
it, however that ends: a file that a crash left behind keeps nobody away, and goes with the next change.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

PATIENCE: Final = 10.0
"""Seconds to wait for others; a change takes milliseconds, so that whoever holds on for longer hangs."""
PAUSE: Final = 0.02
"""Seconds between two looks."""
TAKEN: Final = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK})
"""What systems say of a lock that another program holds; all else says that this disk knows no locks."""


class Busy(OSError):  # noqa: N818 - it says what is the matter
    """Another program is writing a file, and does not come to an end."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EAGAIN, "somebody else is writing this file just now, and nothing was changed", path)


class Changed(OSError):  # noqa: N818 - the same
    """A file is not any more what it was when what is to be written was made from it."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EAGAIN, "somebody else has changed this file meanwhile, and it stays as it is", path)


@contextmanager
def changing(*paths: Path) -> Iterator[None]:
    """Keep all others from changing these files, from reading them until they are written.

    It binds programs that ask for it, as this one does everywhere; no editor does. Disks that know no locks (some
    network drives) are written to without one. It must not be asked twice for the same file.

    Raises:
        Busy: when another program still holds one of the files after `PATIENCE` seconds.
        OSError: when the folder of a file is not there, or nothing can be written to it.

    """
    with ExitStack() as held:
        for path in sorted({Path(os.path.realpath(path)) for path in paths}):  # two in one order never wait in a circle
            held.enter_context(alone(path.with_name(f".{path.name[:200]}.lock"), path, PATIENCE))
        yield


@contextmanager
def alone(lock: Path, about: Path, patience: float) -> Iterator[None]:
    """Hold the file `lock` alone, wait for it, and take it away in the end; `about` is what an error names.

    Raises:
        Busy, OSError: as `changing` does.

    """
    handle = _taken(lock, about, time.monotonic() + patience)
    try:
        yield
    finally:
        if os.name == "nt":  # no open file can be removed there, and so none that another program waits for
            os.close(handle)
        with suppress(OSError):
            lock.unlink()
        if os.name != "nt":
            os.close(handle)


def _taken(lock: Path, about: Path, until: float) -> int:
    """Return the handle of the lock once it is ours."""
    while True:
        handle = _opened(lock)
        try:
            if handle is not None and _is_ours(handle) and _is_there(handle, lock):
                return handle
        except BaseException:
            _close(handle)
            raise
        _close(handle)
        if time.monotonic() >= until:
            raise Busy(about)
        time.sleep(PAUSE)


def _opened(lock: Path) -> int | None:
    """Open a lock; None where another program is just about to remove it."""
    try:
        return os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError:
        with suppress(OSError):  # a crash of somebody else left it: it can be read, and that is enough to lock it
            return os.open(lock, os.O_RDONLY)
        if os.name == "nt":
            return None
        raise


def _close(handle: int | None) -> None:
    if handle is not None:
        os.close(handle)


def _is_ours(handle: int) -> bool:
    try:
        _lock(handle)
    except OSError as error:
        return error.errno not in TAKEN
    return True


def _is_there(handle: int, lock: Path) -> bool:
    """Tell whether a lock is still the file of its name: who held it before may have removed it since we opened it."""
    try:
        return os.path.samestat(os.fstat(handle), lock.stat())
    except FileNotFoundError:
        return False


def _lock(handle: int) -> None:
    try:
        import fcntl  # noqa: PLC0415 - Windows has none
    except ImportError:
        import msvcrt  # noqa: PLC0415 - only Windows has it

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore] # Windows only
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
