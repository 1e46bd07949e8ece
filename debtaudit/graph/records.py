"""Incidents, telemetry and answers by asset, as known on the day of the audit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from math import inf

from debtaudit.domain.asset import Asset
from debtaudit.domain.decision import Answer
from debtaudit.domain.incident import Incident, counted_once
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.measurement import Measurement

QUARTER = 365.25 / 4
"""Days."""


def quarters(days: float) -> float:
    """Turn days into quarters."""
    return days / QUARTER


class Records:
    """What happened, what was measured and what was answered, by asset."""

    def __init__(self, inventory: Inventory, as_of: date) -> None:
        self.as_of = as_of
        self.incidents: dict[str, tuple[Incident, ...]] = _grouped(counted_once(inventory.incidents))
        measured: dict[tuple[str, str], list[Measurement]] = {}
        for each in sorted(inventory.telemetry, key=lambda m: m.day or date.min):
            measured.setdefault((each.asset, each.kind), []).append(each)
        self.telemetry = {key: tuple(mine) for key, mine in measured.items()}
        self.answers: dict[tuple[str, str], Answer] = {}
        for answer in sorted(inventory.answers, key=lambda a: (a.level != "unknown", a.at or date.min)):
            self.answers[answer.question, answer.asset] = answer
        days = [at.date() for each in inventory.incidents if (at := each.known_at)]
        self.log_began = min(days, default=None)
        self._rates: dict[tuple[tuple[type[Asset], ...], float], float | None] = {}

    def recent(self, asset: Asset, within: float, *, root: bool) -> tuple[Incident, ...]:
        """Return an asset's incidents of the last quarters, oldest first."""
        if asset.id not in self.incidents:
            return ()
        since = self.as_of - timedelta(days=within * QUARTER)
        return tuple(
            each for each in self.incidents[asset.id]
            if (at := each.known_at) and at.date() >= since and (not root or (each.assets or ("",))[0] == asset.id)
        )  # fmt: skip

    def observed_quarters(self, asset: Asset) -> float:
        """Return the quarters for which incidents of an asset would be on record; 0 where no log is kept at all.

        They begin with the log or with the asset: when it was created or first deployed, or with its first incident,
        because the date of deployment may be that of the newest version.
        """
        if self.log_began is None:
            return 0.0
        stated = (getattr(asset, name, None) for name in ("created_at", "deployed_at"))
        lived = [day for day in stated if isinstance(day, date)]
        first = self.incidents.get(asset.id, ())[:1] if lived else ()
        happened = [at.date() for each in first if (at := each.known_at)]
        began = min([*lived, *happened], default=self.log_began)
        return max(0.0, quarters((self.as_of - max(began, self.log_began)).days))

    def rate(self, kinds: tuple[type[Asset], ...], assets: Iterable[Asset], within: float) -> float | None:
        """Return the incidents a quarter of one of these assets, counted once for its kinds; None without a log."""
        if (kinds, within) not in self._rates:
            exposed = {asset: time for asset in assets if (time := min(within, self.observed_quarters(asset)))}
            count = sum(len(self.recent(asset, within, root=True)) for asset in exposed)
            self._rates[kinds, within] = count / sum(exposed.values()) if exposed else None
        return self._rates[kinds, within]

    def age(self, day: object) -> float | None:
        """Return days from a date to the audit; infinite for a date stated as none, None when unknown."""
        if isinstance(day, datetime):
            day = day.date()
        if isinstance(day, date):
            return float((self.as_of - day).days)
        return None if day is None else inf


def _grouped(incidents: Iterable[Incident]) -> dict[str, tuple[Incident, ...]]:
    found: dict[str, list[Incident]] = {}
    for each in sorted(incidents, key=lambda i: (i.known_at.isoformat() if i.known_at else "", i.id)):
        for id_ in dict.fromkeys(each.assets or ()):
            found.setdefault(id_, []).append(each)
    return {id_: tuple(mine) for id_, mine in found.items()}
