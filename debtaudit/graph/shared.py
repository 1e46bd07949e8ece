"""Which models lean on the same direct inputs.

Direct inputs are the telling signal: whole upstream closures overlap by about a quarter for any two models of an
organisation, whoever owns them. Hubs (the calendar, the customer table) join everything with everything and are left
out for the same reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

HUB_SHARE = 0.02
HUB_LEAST = 10  # below it a share says nothing: 2 % of 50 models would call every shared input a hub


def shared(
    consumers_of_inputs: Mapping[int, Sequence[int]], hub_share: float = HUB_SHARE, hub_least: int = HUB_LEAST
) -> dict[tuple[int, int], int]:
    """Number of direct inputs that each pair of models shares; pairs ``(smaller, larger)`` ascending, none with zero.

    ``consumers_of_inputs`` maps an input to the models that read it. An input is a hub, and not counted, when more
    than ``hub_share`` of all models in the mapping and more than ``hub_least`` of them read it.
    """
    readers = [sorted(set(models)) for models in consumers_of_inputs.values()]
    everybody = {model for models in readers for model in models}
    limit = max(hub_least, hub_share * len(everybody))
    pairs = Counter(pair for models in readers if len(models) <= limit for pair in combinations(models, 2))
    return dict(sorted(pairs.items()))
