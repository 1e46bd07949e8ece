"""Another clock, for laws about what must not depend on it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def the_clock_at(year: int) -> Iterator[None]:
    """Let whoever dates the entries of an archive meanwhile take it to be the first of May of a year."""
    then = time.struct_time((year, 5, 1, 12, 0, 0, 2, 121, 0))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "localtime", lambda _seconds=None: then)
        yield
