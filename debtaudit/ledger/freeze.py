"""An audit -> a snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from debtaudit.domain.asset import Asset
from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.ledger.amounts import Amounts, hundredths
from debtaudit.ledger.quarter import Quarter
from debtaudit.ledger.reading import Reading, shortened
from debtaudit.ledger.snapshot import Line, Rescored, Scoped, Snapshot
from debtaudit.ledger.text import quoted

PLACES = 4
"""Digits of chances that are kept: below them, numbers would differ from machine to machine."""


def freeze(audit: Audit, quarter: Quarter, rules: Mapping[str, str]) -> Snapshot:
    """Return an audit as a snapshot of a quarter; `rules` are the versions of the debts' files, by debt."""
    detected, inventory = audit.detected, audit.inventory
    everything = (*inventory.assets.values(), *inventory.teams.values(), inventory.organisation)
    told = len(detected.findings) + detected.clean
    return Snapshot(
        quarter, audit.as_of, inventory.organisation.label, audit.currency,
        low=hundredths(audit.totals.interest.p10), high=hundredths(audit.totals.interest.p90),
        told=told, asked=told + len(detected.gaps),
        assets={each.id: _scoped(each) for each in sorted(everything, key=lambda each: each.id)},
        findings=_lines(audit),
        unknown=dict(sorted((f"{each.gap.debt.slug}@{each.gap.asset.id}", hundredths(each.interest))
                            for each in audit.unknowns)),
        not_applicable=frozenset(f"{each.debt.slug}@{each.asset.id}" for each in detected.excluded),
        not_run=tuple(sorted({each.debt for each in detected.not_run})),
        settings=settings_of(audit), rules=dict(sorted(rules.items())),
        inputs={each.path: each.sha256 for each in sorted(inventory.files, key=lambda each: each.path)},
    )  # fmt: skip


def with_readings(snapshot: Snapshot, readings: Mapping[str, Reading]) -> Snapshot:
    """Return a snapshot with its key figures; of these a ledger keeps the numbers, and no words."""
    bare = {name: replace(each, note="", parts=(), events=()) for name, each in sorted(readings.items())}
    return replace(snapshot, readings={name: _rounded(each) for name, each in bare.items()})


def with_rescored(snapshot: Snapshot, old: Audit, settings: str) -> Snapshot:
    """Return a snapshot that remembers what an audit of the same day says under settings of before.

    `old` is that audit, and `settings` the fingerprint of those settings.
    """
    lines = _lines(old)
    ids = sorted(lines.keys() | snapshot.findings.keys())
    differing = {id_: lines.get(id_) for id_ in ids if lines.get(id_) != snapshot.findings.get(id_)}
    return replace(snapshot, rescored=Rescored(settings, differing))


def settings_of(audit: Audit) -> dict[str, str]:
    """Return every number of the model, and what was set of debts' limits and economics, each as it is written."""
    policy = {f"policy.{each.name}": said(getattr(audit.policy, each.name)) for each in fields(audit.policy)}
    set_here = {each.name: said(each.value) for each in audit.touched if not each.name.startswith("policy.")}
    return dict(sorted({**policy, **set_here}.items()))


def said(value: object) -> str:
    """Write a setting in one line, as YAML reads it back."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return f"{value:.12g}"
        case tuple() | list():
            return f"[{', '.join(said(each) for each in value)}]"
        case Mapping():
            return f"{{{', '.join(f'{name}: {said(each)}' for name, each in value.items())}}}"
    if is_dataclass(value):
        of: Any = value
        return said({each.name: getattr(of, each.name) for each in fields(of)})
    return quoted(str(value))


def _lines(audit: Audit) -> dict[str, Line]:
    return {item.id: _line(item) for item in sorted(audit.items, key=lambda item: item.id)}


def _line(item: Item) -> Line:
    risk = item.risk
    counted = risk.carry if item.overlaps else risk.interest.mean
    principal = risk.principal
    return Line(
        Amounts(1, hundredths(counted), hundredths(principal.days), hundredths(principal.cost)),
        item.state, risk.lane, risk.band,
        low=hundredths(risk.interest.p10), high=hundredths(risk.interest.p90), loss=hundredths(risk.loss.event.mean),
        chance=round(risk.likelihood.probability, PLACES), severity=round(item.finding.severity, PLACES),
        covered_by=item.overlaps,
    )  # fmt: skip


def _scoped(asset: Asset) -> Scoped:
    return Scoped(asset.kind, str(asset.owner or ""), tuple(sorted(asset.formerly or ())))


def _rounded(reading: Reading) -> Reading:
    names = ("value", "numerator", "denominator", "low", "high", "target")
    numbers = {name: value for name in names if (value := getattr(reading, name)) is not None}
    changes: dict[str, Any] = {name: shortened(value) for name, value in numbers.items()}
    return replace(reading, **changes)
