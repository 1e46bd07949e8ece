"""The gate: what is worse than a baseline, and whether that is bad enough to stop a change.

Only debt that came or grew counts. What merely became known was there before; what settings or rules changed is not
the debt's doing; an acceptance that ended did so by its date, and not by the change at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from debtaudit.domain.amount import AMOUNT, amount
from debtaudit.domain.risk import BANDS, LANES, Band, Lane
from debtaudit.ledger.amounts import whole
from debtaudit.ledger.compare import Change, Comparison
from debtaudit.ledger.snapshot import SET_ASIDE, Line, Snapshot, split

NOTABLE = 1.1
"""Times the interest from which on a finding grew: below, incidents may just have aged, or prices been rounded."""
ABOVE = re.compile(rf"(?i:interest)\s*>\s*(?![-+])({AMOUNT})")
OPEN_LANES: tuple[Lane, ...] = ("now", "next", "later", "find_out")


@dataclass(frozen=True, slots=True)
class Condition:
    """What a finding must be at least to stop a change: a lane, a band, or an interest a quarter above an amount."""

    text: str
    lane: Lane | None = None
    band: Band | None = None
    above: float = 0.0

    def meets(self, line: Line) -> bool:
        """Whether an open finding is as bad as that."""
        if line.state in SET_ASIDE:
            return False
        if self.lane:
            return line.lane in LANES[: LANES.index(self.lane) + 1]
        if self.band:
            return BANDS.index(line.band) >= BANDS.index(self.band)
        return whole(line.amounts.interest) > self.above


ANY = Condition("find_out", lane="find_out")
"""What every open finding meets."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A finding that stops the change, and why."""

    finding: str
    why: str
    after: Line
    before: Line | None = None


@dataclass(frozen=True)
class Verdict:
    """What a gate says. `comparison` is None where there is no baseline: then every open finding counts as new."""

    condition: Condition
    failures: tuple[Failure, ...]
    after: Snapshot
    comparison: Comparison | None = None
    below: tuple[Failure, ...] = ()  # what came or grew, too, and is not as bad as the condition

    @property
    def passed(self) -> bool:
        """Whether nothing stops the change."""
        return not self.failures

    @property
    def catches(self) -> Lane | None:
        """The most urgent lane that, as a condition, counts all that is below; None where nothing is."""
        return max((each.after.lane for each in self.below), key=LANES.index, default=None)

    @property
    def days(self) -> int:
        """Days from the baseline to the day that is judged; 0 without a baseline."""
        return (self.after.as_of - self.comparison.before.as_of).days if self.comparison else 0

    def aged(self, found: Failure, files: Sequence[str]) -> bool:
        """Whether a failure may have come by time alone: its asset was there, and the files it rests on are the same.

        `files` are those, by their names in the inventory.
        """
        if self.comparison is None:
            return False
        before = self.comparison.before
        was_there = found.before is not None or split(found.finding)[1] in before.assets
        return was_there and all(before.inputs.get(each) == self.after.inputs.get(each) for each in files)


def condition(text: str) -> Condition:
    """Read a condition: a lane, a band, or `interest>5000`, whose amount may also be written 5k.

    Raises:
        ValueError: when it is none of them.
    """
    word = text.strip().casefold()
    lane = next((each for each in OPEN_LANES if each == word), None)
    band = next((each for each in get_args(Band) if each == word), None)
    if lane or band:
        return Condition(word, lane, band)
    if found := ABOVE.fullmatch(text.strip()):
        above = amount(found[1])
        return Condition(f"interest>{above:.15g}", above=above)
    raise ValueError(f"'{text}' is no lane ({', '.join(OPEN_LANES)}), band ({', '.join(BANDS)}) or interest>AMOUNT")


def judge(limit: Condition, after: Snapshot, comparison: Comparison | None) -> Verdict:
    """Return what stops a change, the dearest first."""
    found = _dearest_first(_worse(comparison, limit) if comparison else _all(after, limit))
    worse = _dearest_first(_worse(comparison, ANY)) if comparison else ()
    below = tuple(each for each in worse if not limit.meets(each.after))
    return Verdict(limit, found, after, comparison, below)


def _dearest_first(found: Iterable[Failure]) -> tuple[Failure, ...]:
    return tuple(sorted(found, key=lambda each: (-each.after.amounts.interest, each.finding)))


def _all(after: Snapshot, limit: Condition) -> Iterator[Failure]:
    for id_, line in after.findings.items():
        if limit.meets(line):
            yield Failure(id_, "open, and there is no baseline", line)


def _worse(comparison: Comparison, limit: Condition) -> Iterator[Failure]:
    for change in comparison.changes:
        line = change.after
        if line and limit.meets(line) and (why := _stops(change, line)):
            yield Failure(change.finding, why, line, change.before)


def _stops(change: Change, line: Line) -> str:
    """Say why a change stops; empty where it does not."""
    if change.part == "new":
        return f"new: {change.why}"
    before = change.before
    if change.part != "grown" or before is None:
        return ""
    if before.lane != line.lane and line.lane in OPEN_LANES and LANES.index(line.lane) < LANES.index(before.lane):
        return f"grew from lane {before.lane.replace('_', ' ')} to {line.lane.replace('_', ' ')}"
    if BANDS.index(line.band) > BANDS.index(before.band):
        return f"grew from band {before.band} to {line.band}"
    was, costs = before.amounts.interest, line.amounts.interest
    if costs > NOTABLE * was:
        return f"grew by {costs / was - 1:.0%}" if was else "grew from nothing"
    return ""
