"""Speed, reads and memory of a plan over a large backlog: `python -m benchmarks.sync`.

The trackers are the tests' own, in this process: what a network adds is the number of reads times its delay. All issues
are there and in step, so that each one is read, rendered and compared, and the plan must come out empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Row, peak_megabytes, timed, within
from tests.trackers.sync.crowd import crowd
from tests.trackers.sync.fakes import FAKES
from tests.trackers.sync.sitting import Desk

ISSUES = 2_000
SECONDS = 5.0
READS = 25
MEGABYTES = 150


def rows(trackers: tuple[str, ...] = tuple(FAKES)) -> Iterator[Row]:
    """Yield seconds, reads and memory for each tracker, beside what was promised; half a minute in all."""
    for name in trackers:
        with TemporaryDirectory() as folder:
            yield from _measure(name, crowd(name, Path(folder), ISSUES))


def _measure(name: str, desk: Desk) -> Iterator[Row]:
    said = f"plan, {ISSUES:,} issues, {name}"
    seconds, actions = timed(desk.plan)
    if actions:
        raise AssertionError(f"{name}: issues that are in step are to be changed: {actions[:3]}")
    yield within(said, seconds, SECONDS)
    yield Row(f"reads of the {said}", "", len(desk.fake.calls), READS, 1, "limit")
    yield Row(f"memory of the {said}", "MB", peak_megabytes(desk.plan), MEGABYTES, 1, "limit")


def main() -> None:
    """Print one line a measurement."""
    for row in rows():
        print(row, flush=True)


if __name__ == "__main__":
    main()
