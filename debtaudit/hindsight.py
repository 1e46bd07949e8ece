"""The past as a judge: what audits of earlier days forecast, what came, and what that says of the settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from debtaudit.detectors._catalogue import catalogue
from debtaudit.domain.audit import Audit
from debtaudit.domain.facts import Place
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.settings import DebtSettings, Setting, Settings
from debtaudit.flow import DEFAULTS, audit
from debtaudit.ledger.calibration import Calibration, Change, HeldOut, calibration
from debtaudit.ledger.replay import Quarter, repaid_on, repaid_since, replay
from debtaudit.ledger.score import scores

ENDLESS = 1e9
"""Quarters; a half-life of so many ages nothing."""
HELD_OUT = 2
"""Quarters that a calibration is tried on, before it is fitted to all."""


def replayed(
    inventory: Inventory, until: date, settings: Settings = DEFAULTS, since: date = date.min
) -> tuple[Quarter, ...]:  # fmt: skip
    """Return each quarter of the log until a day: what was forecast with what was known then, and what came."""

    def then(at: date) -> Audit:
        return audit(inventory, at, settings, remembered=repaid_since(inventory.decisions, at))

    return replay(inventory, until, then, since)


def calibrated(inventory: Inventory, until: date, settings: Settings = DEFAULTS) -> Calibration:
    """Return what the log until a day says of the settings."""
    known = inventory.known_at(until)
    repaid = repaid_on(known.decisions)
    # Repairs made an incident count less; here it counts in full, and the time after the repair not at all.
    open_ = replace(known, decisions=tuple(each for each in known.decisions if each.state != "repaid"))
    remembered = (*repaid, *repaid_since(inventory.decisions, until))
    seen = audit(open_, until, _without_ageing(settings), remembered=remembered)
    found = {each.id for each in audit(known, until, settings).items}  # some are marked repaid, and found all the same
    gone = {id_: day for id_, day in repaid.items() if id_ not in found}
    seen = replace(seen, inventory=known)
    return calibration(seen, catalogue(settings).debts, replayed(inventory, until, settings), gone)


def held_out(inventory: Inventory, past: Calibration, settings: Settings = DEFAULTS) -> HeldOut | None:
    """Try a calibration on quarters that it has not seen: fit all but the last two, and forecast those.

    None where the log is too short for that, or what came before changes no rate.
    """
    if len(past.quarters) <= HELD_OUT:
        return None
    last = past.quarters[-HELD_OUT:]
    cut = last[0].at
    changes = tuple(each for each in calibrated(inventory, cut, settings).changes if each.moves_rates)
    before = scores(last)
    after = scores(replayed(inventory, past.until, with_changes(settings, changes), since=cut)) if changes else None
    return HeldOut(cut, before, after) if before and after else None


def _without_ageing(settings: Settings) -> Settings:
    nowhere = Place("")
    return replace(settings, policy={**settings.policy, "half_life": Setting(ENDLESS, nowhere, nowhere)})


def with_changes(settings: Settings, changes: Iterable[Change]) -> Settings:
    """Return settings with what a calibration changes."""
    nowhere = Place("")
    policy = dict(settings.policy)
    categories = {name: dict(each.values) for name, each in settings.categories.items()}
    for each in changes:
        part, *names = each.path
        here = policy if part == "policy" else categories.setdefault(names[0], {})
        here[names[-1]] = Setting(each.after, nowhere, nowhere)
    fitted = {name: DebtSettings(nowhere, values) for name, values in categories.items()}
    return replace(settings, policy=policy, categories=fitted)
