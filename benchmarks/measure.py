"""What a benchmark hands on: one row a promise, always a ratio within one run, so that the machine hardly matters.

A promise in seconds was made for one machine. What it means on another is told by a yardstick that runs beside it:
PyYAML's CSafeLoader on an inventory of 0.8 MB, which read 1.72 MB/s there.
"""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import yaml

Result = TypeVar("Result")

YARDSTICK_ASSETS, YARDSTICK = 1_280, 1.72  # of 0.8 MB; MB/s

HEADING = f"{'what':46} {'ours':>9} {'peer':>10}    {'ratio':>9} {'at least':>7} {'':6} peer"


@dataclass(frozen=True, slots=True)
class Row:
    """One promise: ours against a peer's time, or against a limit; both in ``unit``, and less is better."""

    name: str
    unit: str
    ours: float
    peer: float
    floor: float  # the ratio promised; 1 where the peer is a limit
    against: str  # who or what the peer is, and whether it was sampled

    @property
    def ratio(self) -> float:
        """How many times less ours is than the peer's."""
        return self.peer / self.ours

    @property
    def ok(self) -> bool:
        """Whether the promise is kept."""
        return self.ratio >= self.floor

    def __str__(self) -> str:
        verdict = "ok" if self.ok else "MISSED"
        numbers = f"{self.ours:9.3f} {self.peer:10.2f} {self.unit:2} {self.ratio:8.1f}x {self.floor:7.3g}x"
        return f"{self.name:46} {numbers} {verdict:6} {self.against}"


def within(name: str, ours: float, seconds: float, note: str = "") -> Row:
    """Return the promise that something takes so many seconds on the machine that promises were made for.

    A slower one is given more, a quicker one no less.
    """
    pace = _pace()
    against = f"limit: {seconds:g} s where CSafeLoader reads {YARDSTICK} MB/s, here {pace:.2f}"
    return Row(name, "s", ours, seconds * max(1.0, YARDSTICK / pace), 1, f"{against}{note}")


@cache
def _pace() -> float:
    """Megabytes of YAML that CSafeLoader reads in a second here."""
    from benchmarks.generate import generate, text_of  # noqa: PLC0415 - numpy, of which not every child knows

    text = text_of(generate(YARDSTICK_ASSETS))
    took, _data = timed(lambda: yaml.load(text, yaml.CSafeLoader), repeat=5)
    return len(text) / 1e6 / took


def timed(work: Callable[[], Result], repeat: int = 1) -> tuple[float, Result]:
    """Shortest of ``repeat`` runs in seconds, and what the last one returned."""
    runs = [_once(work) for _ in range(repeat)]
    return min(took for took, _result in runs), runs[-1][1]


def _once(work: Callable[[], Result]) -> tuple[float, Result]:
    gc.collect()
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def peak_megabytes(work: Callable[[], object]) -> float:
    """Most memory held at any time beyond what was held before; a run of its own, because tracing slows it down."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()
