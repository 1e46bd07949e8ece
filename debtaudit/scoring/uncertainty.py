"""Ranges by simulation: 4,000 draws of what each finding costs, for many findings at a time.

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
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from debtaudit.domain.risk import Range
from debtaudit.scoring.likelihood import HIGH, LOW

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]
    Places = NDArray[np.intp]
    Number = TypeVar("Number", bound=np.generic)

DRAWS = 4000
TABLE = 1 << 18  # two of 10,000 findings seldom begin at the same place
EFFORTS = 1 << 13
MODEL_VERSION = "2"


@dataclass(frozen=True, slots=True)
class Doubt:
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

    events: Places
    rare: Places
    losses: Places
    severity: Places
    effort: Places
    volatility: Places  # one for each asset: its world is the same for all of its debts


class _Chance(NamedTuple):
    """The tables: `doubtful` tells where a normal draw must pass a second test to serve for a gamma draw."""

    normal: Draws
    log_uniform: Draws
    exponential: Draws
    doubtful: NDArray[np.bool_]


def draw(doubts: Sequence[Doubt]) -> Drawn:
    """Draw events, losses and friction of some findings; a few dozen at a time stay in the processor's cache."""
    import numpy as np  # noqa: PLC0415 - 70 ms that only an audit pays

    starts = _starts(doubts)
    shape = np.array([[each.prior + each.incidents] for each in doubts])
    severity = np.ones((len(doubts), 1))
    if not all(each.known for each in doubts):
        severity = np.stack([_chosen(each.severity, at) for each, at in zip(doubts, starts.severity, strict=True)])
        world = np.stack([_chosen(each.volatility, at) for each, at in zip(doubts, starts.volatility, strict=True)])
        shape = _column(doubts, "prior") * world * severity + _column(doubts, "incidents")
    events = _gamma(shape, starts) / _column(doubts, "rate")
    losses = np.stack([_multiples(each.sigma)[at : at + DRAWS] for each, at in zip(doubts, starts.losses, strict=True)])
    losses *= events
    losses *= _column(doubts, "event")
    return Drawn(events, losses, _friction(doubts, starts.effort) * severity)


def ranges(draws: Draws, means: Sequence[float]) -> list[Range]:
    """Return the 80 percent interval of each row of draws beside its exact mean."""
    import numpy as np  # noqa: PLC0415

    ordered = np.sort(draws, axis=1)
    low, high = (ordered[:, round(part * (DRAWS - 1))].tolist() for part in (LOW, HIGH))
    return [Range(*each) for each in zip(means, low, high, strict=True)]


def range_of(draws: Draws, mean: float) -> Range:
    """Return the 80 percent interval of one sum's draws."""
    return ranges(draws[None, :], [mean])[0]


def zeros() -> Draws:
    """Return an empty sum to add draws to."""
    import numpy as np  # noqa: PLC0415

    return np.zeros(DRAWS)


def _starts(doubts: Sequence[Doubt]) -> _Starts:
    import numpy as np  # noqa: PLC0415

    digests = b"".join(_digest(each.id) for each in doubts)
    own = (np.frombuffer(digests, dtype="<u4").reshape(len(doubts), 8) % (TABLE - DRAWS)).astype(np.intp)
    worlds = [int.from_bytes(_digest(each.asset)[:4], "little") % (TABLE - DRAWS) for each in doubts]
    events, rare, losses, severity, effort, *_ = own.T
    return _Starts(events, rare, losses, severity, effort % (EFFORTS - DRAWS), np.array(worlds))


def _digest(seed: str) -> bytes:
    return sha256(f"{seed}\n{MODEL_VERSION}".encode()).digest()


def _column(doubts: Sequence[Doubt], name: str) -> Draws:
    import numpy as np  # noqa: PLC0415

    return np.array([[getattr(each, name)] for each in doubts])


def _gamma(shape: Draws, starts: _Starts) -> Draws:
    """Draw Gamma(shape, 1) for shapes of (findings, 1) or (findings, 4000), all above 0 or the draw is 0.

    Gamma(a) = Gamma(a + 1) * U^(1/a): for the small shapes of rare events quicker than drawing it as it is.
    """
    import numpy as np  # noqa: PLC0415

    drawn = _above_one(shape + 1, starts.events)
    rare = _stretches(_chance().exponential, starts.rare)
    with np.errstate(divide="ignore"):
        rare *= -1 / shape
    drawn *= np.exp(rare, out=rare)
    return drawn


def _above_one(shape: Draws, starts: Places) -> Draws:
    """Draw Gamma(shape, 1) for shapes of at least 1, by Marsaglia and Tsang (2000).

    A normal z becomes d v with v = (1 + c z)^3, and is taken with the chance that makes it gamma. Nine of ten pass by
    a test that does not depend on the shape, and so was made once for the whole table; who fails tries the next z.
    """
    import numpy as np  # noqa: PLC0415

    chance = _chance()
    d = shape - 1 / 3
    c = 1 / np.sqrt(9 * d)
    v = _stretches(chance.normal, starts)
    v *= c
    v += 1
    v *= v * v
    open_ = np.flatnonzero(_stretches(chance.doubtful, starts))
    row, column = np.divmod(open_, DRAWS)
    at = starts[row] + column
    own = row if d.shape[1] == 1 else open_
    c, scale = c.ravel(), d.ravel()
    while open_.size:
        z, size = chance.normal[at], scale[own]
        root = np.maximum(1 + c[own] * z, 0)
        tried = root * root * root
        np.put(v, open_, tried)
        with np.errstate(divide="ignore"):
            fails = chance.log_uniform[at] >= z * z / 2 + size * (1 - tried + np.log(tried))
        open_, own, at = open_[fails], own[fails], (at[fails] + DRAWS) % TABLE
    v *= d
    return v


def _friction(doubts: Sequence[Doubt], starts: Places) -> Draws:
    """Draw the friction of each finding: PERT, which is a beta distribution between low and high with shape 4."""
    import numpy as np  # noqa: PLC0415

    low, likely, high = np.array([each.friction for each in doubts]).T[:, :, None]
    width = high - low
    mode = np.divide(likely - low, width, out=np.zeros_like(width), where=width > 0)
    parts = [_efforts(round(float(at), 6))[start : start + DRAWS] for at, start in zip(mode[:, 0], starts, strict=True)]
    made: Draws = low + width * np.stack(parts)
    return made


def _stretches(table: NDArray[Number], starts: Places) -> NDArray[Number]:
    """Copy one stretch of a table for each start. Shape (findings, 4000)."""
    from numpy.lib.stride_tricks import sliding_window_view  # noqa: PLC0415

    return sliding_window_view(table, DRAWS)[starts]


@cache
def _chance() -> _Chance:
    import numpy as np  # noqa: PLC0415

    random = np.random.Generator(np.random.SFC64(int(MODEL_VERSION)))
    normal, uniform = random.standard_normal(TABLE), random.random(TABLE)
    return _Chance(normal, np.log(uniform), random.standard_exponential(TABLE), uniform >= 1 - 0.0331 * normal**4)


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


def _chosen(values: tuple[float, ...], start: int) -> Draws:
    """Draw one of a few equally likely values, 4,000 times."""
    import numpy as np  # noqa: PLC0415

    return np.take(values, _places(len(values))[start : start + DRAWS])


@cache
def _places(count: int) -> NDArray[np.int8]:
    import numpy as np  # noqa: PLC0415

    random = np.random.Generator(np.random.SFC64([int(MODEL_VERSION), 3]))
    return random.integers(count, size=TABLE, dtype=np.int8)
