"""The loss-exceedance curve: what the debt may cost next quarter, and with what chance.

The interest is an expectation. What really happens is lumpy: so many events, each with its own loss. Each of the
dearest findings is drawn as Poisson events at a gamma rate, with a log-normal loss for each event. The many small
ones are drawn together, as one normal amount of their own mean and variance: of many, none decides the sum.

    E[loss]   = a/b m
    Var[loss] = a/b m^2 exp(sigma^2) + a/b^2 m^2
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256
from math import exp, sqrt
from typing import TYPE_CHECKING

from debtaudit.domain.finding import Item
from debtaudit.scoring.uncertainty import DRAWS, MODEL_VERSION

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHANCES = (0.5, 0.1, 0.05)
ONE_BY_ONE = 400


def losses(items: Iterable[Item], repaired: Collection[str] = (), effectiveness: float = 1.0) -> NDArray[np.float64]:
    """Return draws of what next quarter's events and friction cost together, ascending. Shape (4000,), currency.

    Of the findings whose ids are `repaired`, only the share remains that a repair is not effective for.
    """
    import numpy as np  # noqa: PLC0415 - 70 ms that only a curve pays

    shares = [(item, 1 - effectiveness if item.id in repaired else 1.0) for item in items]
    total = np.full(DRAWS, sum(item.risk.carry * share for item, share in shares))
    biting = [(item, share) for item, share in shares if not item.overlaps and share * item.risk.likelihood.a > 0]
    biting.sort(key=lambda each: (-_variance(*each), each[0].id))
    for item, share in biting[:ONE_BY_ONE]:
        total += _of(item, share)
    return np.sort(total + _together(biting[ONE_BY_ONE:]))


def exceedance(
    items: Iterable[Item], repaired: Collection[str] = (), effectiveness: float = 1.0,
    chances: Iterable[float] = CHANCES,
) -> dict[float, float]:  # fmt: skip
    """Return the loss that next quarter exceeds with each chance."""
    ordered = losses(items, repaired, effectiveness)
    return {chance: float(ordered[min(DRAWS - 1, int((1 - chance) * DRAWS))]) for chance in chances}


def _mean(item: Item, share: float) -> float:
    likelihood = item.risk.likelihood
    return share * likelihood.a / likelihood.b * item.risk.loss.event.mean


def _variance(item: Item, share: float) -> float:
    belief, loss = item.risk.likelihood, item.risk.loss
    rate = share * belief.a / belief.b
    return loss.event.mean**2 * (rate * exp(loss.sigma**2) + rate * share / belief.b)


def _together(rest: Sequence[tuple[Item, float]]) -> NDArray[np.float64] | float:
    if not rest:
        return 0.0
    mean, spread = sum(_mean(*each) for each in rest), sqrt(sum(_variance(*each) for each in rest))
    return mean + spread * _random("all others").standard_normal(DRAWS)


def _of(item: Item, share: float) -> NDArray[np.float64]:
    """Draw one finding's events; several of one quarter as one log-normal sum of the same mean and variance."""
    import numpy as np  # noqa: PLC0415

    risk, random = item.risk, _random(item.id)
    count = random.poisson(random.standard_gamma(risk.likelihood.a, DRAWS) * (share / risk.likelihood.b))
    spread = np.expm1(risk.loss.sigma**2) / np.maximum(count, 1)
    sigma = np.sqrt(np.log1p(spread))
    each = np.exp(random.standard_normal(DRAWS) * sigma - sigma**2 / 2)
    drawn: NDArray[np.float64] = count * risk.loss.event.mean * each
    return drawn


def _random(seed: str) -> np.random.Generator:
    import numpy as np  # noqa: PLC0415

    digest = sha256(f"{seed}\nquarter\n{MODEL_VERSION}".encode()).digest()
    return np.random.Generator(np.random.SFC64(int.from_bytes(digest[:8], "big")))
