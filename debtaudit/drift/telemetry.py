"""A comparison as telemetry of the inventory, which detectors read; earlier days stay, for drift must last to count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from debtaudit.domain.asset import Asset, Feature
from debtaudit.domain.groups import Part
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.measurement import Drift, Measurement
from debtaudit.domain.problem import errors
from debtaudit.drift.judge import JudgedColumn, Verdict
from debtaudit.drift.measures import ColumnDrift
from debtaudit.drift.words import name_of
from debtaudit.inventory import load
from debtaudit.inventory.write import dump

TOOL: Final = "drift"
DIGITS: Final = 6
"""Digits that are kept: beyond them, engines and machines may differ."""


class NotOursError(ValueError):
    """A file that somebody else wrote, or that cannot be read: nothing is written to it."""


def measurements(verdict: Verdict, asset: str, at: date, features: Mapping[str, str]) -> tuple[Drift, ...]:
    """Return what was measured, in order of column and measure; `features` are ids of columns that have one.

    What was set aside (ids, clocks) and what could not be computed is left out, and so are gaps: they are no drift of
    values, and a matter of contracts.
    """
    found = (each for column in verdict.columns for each in _measured(column, asset, at, features))
    return tuple(sorted(found, key=lambda each: (str(each.feature), str(each.measure))))


def _measured(column: JudgedColumn, asset: str, at: date, features: Mapping[str, str]) -> Iterable[Drift]:
    drift = column.drift
    for each in (judged.measured for judged in column.measures):
        if drift.set_aside or each.measure == "missing" or each.value is None or each.p_value is None:
            continue
        yield Drift(
            asset=asset, at=at, feature=features.get(drift.name, drift.name), measure=each.measure,
            value=_rounded(each.value), n_ref=drift.reference.values, n_cur=drift.current.values, bins=each.bins,
            p_value=_rounded(each.p_value) if each.own_test else None,
            parts=_parts(drift) if each.measure == "psi" else None,
        )  # fmt: skip


def _parts(drift: ColumnDrift) -> tuple[Part, ...]:
    """Return the shares behind the measures, for the report's picture; once a column is enough."""
    n, m = drift.reference.values, drift.current.values
    return tuple(
        Part(name=name_of(drift, each), reference=_rounded(each.reference / n), current=_rounded(each.current / m))
        for each in drift.parts
    )


def merged(target: Path, new: Iterable[Drift], asset: str, at: date) -> str:
    """Return what a file of ours holds after this comparison: it takes the place of one of the same asset and day.

    Raises:
        NotOursError: when the file holds anything else than telemetry that this tool wrote.
    """
    before: tuple[Measurement, ...] = ()
    if target.is_file():
        inventory = load(target)
        before = _ours(inventory, target)
    kept = [each for each in before if (each.asset, each.day) != (asset, at)]
    days = [each.day for each in kept if each.day]
    header = {"kind": "collector", "name": TOOL, "at": max([at, *days])}
    return dump({"source": header, "telemetry": [*kept, *new]})


def _ours(inventory: Inventory, target: Path) -> tuple[Measurement, ...]:
    head = target.read_text(encoding="utf-8", errors="replace")[:200]
    if f"name: {TOOL}\n" not in head or not head.startswith("source:"):
        raise NotOursError(f"'{target}' was not written by this command")
    if wrong := errors(inventory.problems):
        raise NotOursError(f"'{target}' cannot be added to: {wrong[0]}")
    return inventory.telemetry


def features_of(columns: Iterable[str], inventory: Inventory) -> dict[str, str]:
    """Return the feature that each column is, by its name: `session_duration` is `session-duration`."""
    by_name = {_plain(each.id): each.id for each in inventory.assets.values() if isinstance(each, Feature)}
    return {column: by_name[_plain(column)] for column in columns if _plain(column) in by_name}


def importance_of(features: Mapping[str, str], assets: Mapping[str, Asset]) -> dict[str, float]:
    """Return the stated importance of each column that is a feature."""
    stated = {column: getattr(assets[id_], "importance", None) for column, id_ in features.items()}
    return {column: float(share) for column, share in stated.items() if isinstance(share, (int, float))}


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
