"""Draws of what findings cost: 4,000 of each, for a few findings at a time.

Chance is a few long tables, the same for everybody. A finding's draws are the stretches of them that begin where the
SHA-256 of its id and the model's version says, so adding a finding changes nobody else's draws, and no generator is
set up. Sums are drawn together: the range of a total is never made by adding ends.

    events    Gamma(V s m0 b0 + n, b): V the volatility and s the severity, as multiples of their means, where unknown
    losses    events * log-normal loss of one event
    friction  carry * s * P, with P the cost of the repair, PERT
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from math import inf, sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]
    Places = NDArray[np.intp]

DRAWS = 4000
TABLE = 1 << 18  # two of 10,000 findings seldom begin at the same place
EFFORTS = 1 << 13
MODEL_VERSION = "2"
LEAST_SCALE = 2 / 3
"""Scale d = shape - 1/3 of the smallest shape that is drawn, which is 1."""
ROUNDING = 1e-9


class Doubt(NamedTuple):
    """What is uncertain of one finding. Multiples are equally likely, with mean 1; one where the thing is known."""

    id: str
    asset: str
    prior: float  # shape of the belief before history: events a quarter times quarters
    incidents: float
    rate: float  # of the belief after history, quarters
    volatility: tuple[float, ...]
    severity: tuple[float, ...]
    event: float  # mean loss of one, currency
    sigma: float  # of its logarithm
    friction: tuple[float, float, float]  # low, likely, high; currency a quarter

    @property
    def known(self) -> bool:
        """Whether volatility and severity are known."""
        return len(self.volatility) == len(self.severity) == 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """Draws of some findings, each of shape (findings, 4000): events, their loss and friction, all a quarter."""

    events: Draws
    losses: Draws
    friction: Draws


class _Starts(NamedTuple):
    """Where the stretches of each finding begin, each of shape (findings,)."""

    events: list[int]
    rare: list[int]
    losses: list[int]
    severity: list[int]
    effort: list[int]
    volatility: list[int]  # one for each asset: its world is the same for all of its debts


class _Chance(NamedTuple):
    """The tables; `doubtful` holds the places of the normal draws that may fail to serve for a gamma draw."""

    normal: Draws
    log_uniform: Draws
    exponential: Draws
    doubtful: Places


def draw(doubts: Sequence[Doubt]) -> Drawn:
    """Draw events, losses and friction of some findings."""
    return Drawer(len(doubts)).draw(doubts)


class Drawer:
    """Draws for a few findings at a time into the same space, which stays in the processor's cache.

    Fresh memory for each would take longer than the arithmetic. What was drawn stands until the next draw.
    """

    def __init__(self, findings: int) -> None:
        import numpy as np  # noqa: PLC0415 - 70 ms that only an audit pays

        self._events, self._losses, self._friction = np.empty((3, findings, DRAWS))
        self._spare = np.empty(DRAWS)

    def draw(self, doubts: Sequence[Doubt]) -> Drawn:
        """Draw events, losses and friction of some findings, no more than there is space for."""
        size, starts = len(doubts), _starts(doubts)
        severities = [_chosen(each.severity, at) for each, at in zip(doubts, starts.severity, strict=True)]
        worlds = [_chosen(each.volatility, at) for each, at in zip(doubts, starts.volatility, strict=True)]
        shapes = [
            each.prior * world * severity + each.incidents
            for each, world, severity in zip(doubts, worlds, severities, strict=True)
        ]
        drawn = Drawn(self._events[:size], self._losses[:size], self._friction[:size])
        self._gamma(shapes, [each.rate for each in doubts], starts, drawn.events)
        for row, (each, severity) in enumerate(zip(doubts, severities, strict=True)):
            events, losses, friction = drawn.events[row], drawn.losses[row], drawn.friction[row]
            _stretch(_multiples(each.sigma), starts.losses[row], losses, times=events)
            losses *= each.event
            _pert(each.friction, starts.effort[row], friction)
            if len(each.severity) > 1:
                friction *= severity
        return drawn

    def _gamma(
        self, shapes: Sequence[Draws | float], rates: Sequence[float], starts: _Starts, into: Draws
    ) -> None:  # fmt: skip
        """Draw Gamma(shape, rate) for each row's shape or shapes, all above 0 or the draw is 0.

        Gamma(a) = Gamma(a + 1) * U^(1/a): for the small shapes of rare events quicker than drawing it as it is.
        """
        import numpy as np  # noqa: PLC0415

        scales = [shape + LEAST_SCALE for shape in shapes]
        self._cubes(scales, starts.events, into)
        with np.errstate(divide="ignore"):
            for draws, shape, scale, rate, start in zip(into, shapes, scales, rates, starts.rare, strict=True):
                draws *= scale / rate  # noqa: PLW2901 - it stays the same row
                power = (-1 / shape if shape else -inf) if isinstance(shape, float) else -1 / shape
                _stretch(_chance().exponential, start, self._spare, times=power)
                draws *= np.exp(self._spare, out=self._spare)  # noqa: PLW2901

    def _cubes(self, scales: Sequence[Draws | float], starts: Sequence[int], into: Draws) -> None:
        """Draw Gamma(d + 1/3, d) for each row's scale or scales d, of at least 2/3, by Marsaglia and Tsang (2000).

        A normal z becomes v = (1 + c z)^3, and is taken with a chance that makes it gamma. Nineteen of twenty are taken
        whatever the scale; whether the others are depends on it. Who fails tries the next z.
        """
        import numpy as np  # noqa: PLC0415

        slopes = [1 / (sqrt(9 * each) if isinstance(each, float) else np.sqrt(9 * each)) for each in scales]
        for draws, slope, start in zip(into, slopes, starts, strict=True):
            _stretch(_chance().normal, start, draws, times=slope)
            draws += 1  # noqa: PLW2901
            draws *= np.multiply(draws, draws, out=self._spare)  # noqa: PLW2901
        _try_again(_doubtful(scales, slopes, starts), into)


class _Tried(NamedTuple):
    """Draws that may fail: where they stand among all, at which place of the tables they are, and their d and c."""

    into: Places
    at: Places
    scale: Draws
    slope: Draws


def _doubtful(scales: Sequence[Draws | float], slopes: Sequence[Draws | float], starts: Sequence[int]) -> _Tried:
    """Gather what may fail of the stretches that begin at some places."""
    import numpy as np  # noqa: PLC0415

    places = _chance().doubtful
    ends = np.searchsorted(places, [(start, start + DRAWS) for start in starts])
    mine = [places[first:last] for first, last in ends.tolist()]
    at, row = np.concatenate(mine), np.repeat(np.arange(len(mine)), ends[:, 1] - ends[:, 0])
    column = at - np.asarray(starts)[row]
    return _Tried(row * DRAWS + column, at, _picked(scales, row, column), _picked(slopes, row, column))


def _picked(values: Sequence[Draws | float], rows: Places, columns: Places) -> Draws:
    """Return each row's value, or where a row has one for each draw, that of a column."""
    import numpy as np  # noqa: PLC0415

    picked: Draws = np.array([each if isinstance(each, float) else 0.0 for each in values])[rows]
    for row, each in enumerate(values):
        if not isinstance(each, float):
            mine = slice(*np.searchsorted(rows, (row, row + 1)))
            picked[mine] = each[columns[mine]]
    return picked


def _try_again(tried: _Tried, into: Draws) -> None:
    """Test draws, and take the next normal for each that fails, until none does."""
    import numpy as np  # noqa: PLC0415

    chance = _chance()
    while tried.at.size:
        z = chance.normal[tried.at]
        root = np.maximum(1 + tried.slope * z, 0)
        v = root * root * root
        np.put(into, tried.into, v)
        with np.errstate(divide="ignore"):
            fails = chance.log_uniform[tried.at] >= _most(z, v, tried.scale)
        at = (tried.at[fails] + DRAWS) % TABLE
        tried = _Tried(tried.into[fails], at, tried.scale[fails], tried.slope[fails])


def _most(z: Draws, v: Draws, scale: Draws | float) -> Draws:
    """Return below what the logarithm of a uniform draw must lie for z to be taken; it grows with the scale."""
    import numpy as np  # noqa: PLC0415

    most: Draws = z * z / 2 + scale * (1 - v + np.log(v))
    return most


def _pert(ends: tuple[float, float, float], start: int, into: Draws) -> None:
    """Draw from PERT, which is a beta distribution between low and high with shape 4."""
    low, likely, high = ends
    width = high - low
    mode = (likely - low) / width if width > 0 else 0.0
    _stretch(_efforts(round(mode, 6)), start, into, times=width)
    into += low


def _stretch(table: Draws, start: int, into: Draws, times: Draws | float) -> None:
    """Write 4,000 values of a table, from a place on, times something."""
    import numpy as np  # noqa: PLC0415

    np.multiply(table[start : start + DRAWS], times, out=into)


def _starts(doubts: Sequence[Doubt]) -> _Starts:
    import numpy as np  # noqa: PLC0415

    digests = b"".join(_digest(each.id) for each in doubts)
    own = np.frombuffer(digests, dtype="<u4").reshape(len(doubts), 8) % (TABLE - DRAWS)
    worlds = [int.from_bytes(_digest(each.asset)[:4], "little") % (TABLE - DRAWS) for each in doubts]
    events, rare, losses, severity, effort, *_ = own.T.tolist()
    return _Starts(events, rare, losses, severity, [each % (EFFORTS - DRAWS) for each in effort], worlds)


def _digest(seed: str) -> bytes:
    return sha256(f"{seed}\n{MODEL_VERSION}".encode()).digest()


@cache
def _chance() -> _Chance:
    import numpy as np  # noqa: PLC0415

    random = np.random.Generator(np.random.SFC64(int(MODEL_VERSION)))
    normal, log_uniform = random.standard_normal(TABLE), np.log(random.random(TABLE))
    root = np.maximum(1 + normal / np.sqrt(9 * LEAST_SCALE), 0)
    with np.errstate(divide="ignore"):
        surely = _most(normal, root**3, LEAST_SCALE) - ROUNDING
    return _Chance(normal, log_uniform, random.standard_exponential(TABLE), np.flatnonzero(log_uniform >= surely))


@cache
def _multiples(sigma: float) -> Draws:
    """Log-normal multiples of mean 1."""
    import numpy as np  # noqa: PLC0415

    normal = np.random.Generator(np.random.SFC64([int(MODEL_VERSION), 1])).standard_normal(TABLE)
    made: Draws = np.exp(normal * sigma - sigma**2 / 2)
    return made


@cache
def _efforts(mode: float) -> Draws:
    """Where between low (0) and high (1) an effort ends whose likeliest place is `mode`."""
    import numpy as np  # noqa: PLC0415

    random = np.random.Generator(np.random.SFC64([int(MODEL_VERSION), 2]))
    return random.beta(1 + 4 * mode, 5 - 4 * mode, EFFORTS)


def _chosen(values: tuple[float, ...], start: int) -> Draws | float:
    """Draw one of a few equally likely values, 4,000 times; of one, that one."""
    return _choices(values)[start : start + DRAWS] if len(values) > 1 else values[0]


@lru_cache(maxsize=16)
def _choices(values: tuple[float, ...]) -> Draws:
    import numpy as np  # noqa: PLC0415

    random = np.random.Generator(np.random.SFC64([int(MODEL_VERSION), 3]))
    return np.take(values, random.integers(len(values), size=TABLE, dtype=np.int8))
