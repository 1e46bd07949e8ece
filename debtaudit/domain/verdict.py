"""What a detector says of one asset: a hit, unknown, not applicable, or nothing, which means clean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from debtaudit.domain.asset import Asset
from debtaudit.domain.decision import Answer
from debtaudit.domain.incident import Incident
from debtaudit.domain.link import Link
from debtaudit.domain.logic import Truth
from debtaudit.domain.measurement import Measurement
from debtaudit.domain.quick import quick

Cited = str | tuple[Asset, str] | Link | Incident | Measurement | Answer
"""What a verdict rests on: a fact of the asset by its path (`monitoring.quality`), of another asset, or a record."""


@quick
@dataclass(frozen=True, slots=True)
class Hit:
    """The debt is there. `severity` is its extent on this asset, 0 to 1; `message` says what was seen."""

    severity: float
    message: str
    evidence: tuple[Cited, ...] = ()
    involved: tuple[Asset, ...] = ()


class Unknown(NamedTuple):
    """It cannot be told: these facts would tell."""

    facts: tuple[str, ...]


class NotApplicable(NamedTuple):
    """The question makes no sense for this asset, for a stated reason."""

    reason: str


Verdict = Hit | Unknown | NotApplicable | None


class Sign(NamedTuple):
    """One condition of a debt: whether it holds, how severe the debt is then, what was seen, and on which facts."""

    holds: Truth
    severity: float
    says: str
    facts: tuple[Cited, ...]


class Scope(NamedTuple):
    """A condition that must hold for the debt to make sense at all, and the reason when it does not."""

    holds: Truth
    reason: str
    facts: tuple[str, ...]


_new = tuple.__new__
"""Makes a named tuple from its parts in half the time: conditions are stated half a million times an audit."""


def sign(holds: Truth, severity: float, says: str, *facts: Cited) -> Sign:
    """State one condition of a debt."""
    return _new(Sign, (holds, severity, says, facts))


def scope(holds: Truth, reason: str, *facts: str) -> Scope:
    """State where a debt applies; `reason` completes "does not apply: ...", such as "it is not in service"."""
    return _new(Scope, (holds, reason, facts))


def judge(  # noqa: C901 - asked a hundred thousand times an audit, so parts are sorted in one pass
    *parts: Sign | Scope,
    combine: Literal["worst", "sum"] = "worst",
    base: float = 0.0,
    times: float = 1.0,
    at_least: float = 0.0,
    involved: Iterable[Asset] = (),
) -> Verdict:
    """Join conditions into a verdict, after Kleene: scopes by and, signs by or.

    A hit's severity is the worst or the sum of the signs that hold, plus `base`, times `times`, kept within
    `at_least` and 1. Where no sign holds and one is unknown, or the scope is, the verdict is unknown.
    """
    seen: list[Sign] = []
    open_scopes: list[Sign | Scope] = []
    open_signs: list[Sign | Scope] = []
    outside: Scope | None = None
    for part in parts:
        holds = part.holds
        if isinstance(part, Sign):
            if holds:
                seen.append(part)
            elif holds is None:
                open_signs.append(part)
        elif holds is None:
            open_scopes.append(part)
        elif not holds and outside is None:
            outside = part
    if outside:
        return NotApplicable(outside.reason)
    if seen and not open_scopes:
        severities = [each.severity for each in seen]
        total = sum(severities) if combine == "sum" else max(severities)
        message = "; ".join(dict.fromkeys(each.says for each in seen))
        evidence = tuple(dict.fromkeys(fact for each in seen for fact in each.facts))
        return Hit(within(max(at_least, (base + total) * times)), message, evidence, tuple(involved))
    if seen or open_signs:
        return Unknown(_paths([*open_scopes, *open_signs]))
    return None


def within(severity: float) -> float:
    """Keep a severity between 0 and 1."""
    return min(1.0, max(0.0, severity))


def _paths(parts: Sequence[Sign | Scope]) -> tuple[str, ...]:
    """Name the facts that would tell; a fact of another asset is named `asset-id:path`."""
    named: dict[str, None] = {}
    for part in parts:
        for fact in part.facts:
            if type(fact) is str:
                named[fact] = None
            elif type(fact) is tuple:
                named[f"{fact[0].id}:{fact[1]}"] = None
    return tuple(named)
