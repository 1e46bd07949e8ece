"""Links: value flows from provider to consumer, and so does damage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from debtaudit.domain.facts import Absent, Amount, Day, Place, Share, Target, Text, Volatility, YesNo, fact, hidden, key
from debtaudit.domain.groups import Contract
from debtaudit.domain.quick import quick

LinkKind = Literal[
    "trains_on", "uses_feature", "reads", "writes", "predicts_for", "corrects", "deploys_on", "influences"
]


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link between two assets. `written_as` is the key it was written under; `at` is where."""

    provider: Target = key("where value comes from", written="from")
    consumer: Target = key("who uses it", written="to")
    kind: LinkKind = key("what passes along it")
    strength: Share = fact("how surely a fault passes on")
    contract: Contract | None = fact("what is agreed about form and meaning")
    version_pin: Text = fact("version that the consumer has fixed")
    declared: YesNo = fact("whether both ends agreed to it")
    volatility: Volatility | Absent | None = fact("how fast the signal moves")
    observed_calls_30d: Amount = fact("calls seen in 30 days")
    since: Day = fact("since when")
    written_as: str = hidden("")
    place: Place = hidden(Place(""))


@dataclass(frozen=True, slots=True)
class LinkKey:
    """What a link key on an asset means: the kind of link, and which end the asset itself is."""

    kind: LinkKind
    asset_is_provider: bool = False


LINK_KEYS: dict[str, LinkKey] = {
    "trains_on": LinkKey("trains_on"),
    "uses": LinkKey("uses_feature"),
    "reads": LinkKey("reads"),
    "writes": LinkKey("writes", asset_is_provider=True),
    "calls": LinkKey("predicts_for"),
    "corrects": LinkKey("corrects"),
    "runs_on": LinkKey("deploys_on"),
    "built_by": LinkKey("writes"),
    "influences": LinkKey("influences", asset_is_provider=True),
}
"""The keys under which people write links on an asset."""
