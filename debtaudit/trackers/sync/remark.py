"""A comment that says why an issue was closed, once, however often the run is killed or an answer is lost."""

from __future__ import annotations

from collections.abc import Callable

from debtaudit.trackers.sync.failures import Unclear


def say_once(is_said: Callable[[], bool], say: Callable[[], object]) -> None:
    """Say something unless it is said already; `is_said` reads the issue's comments, which do not lag.

    Raises:
        Unclear: when nobody knows whether the server took it: the next run looks, rather than say it twice.

    """
    if is_said():
        return
    try:
        say()
    except Unclear:
        if not is_said():
            raise
