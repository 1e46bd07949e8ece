"""What a log says of the model's settings, and which of them it should change. Everything else stays a default."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Category, Debt
from debtaudit.domain.incident import counted_once
from debtaudit.domain.policy import Policy
from debtaudit.ledger.days import TAKEN_ALREADY, Effort, Measured, efforts, measured
from debtaudit.ledger.fit import Prior, Rates, observe, rates
from debtaudit.ledger.replay import Quarter, log_began
from debtaudit.ledger.score import Scores, scores

DIGITS: Final = 3
NEAR: Final = 0.005
"""Relative change of a setting that counts as none."""

How = Literal["fitted", "scaled"]


@dataclass(frozen=True, slots=True)
class Change:
    """One setting with its value before and after, and what the new one rests on."""

    path: tuple[str, ...]  # as it is written in debtaudit.yaml
    before: float
    after: float
    how: How
    why: str

    @property
    def moves_rates(self) -> bool:
        """Whether it changes how often debts are expected to bite."""
        return self.path[-1] in {"rate_ratio", "pseudo_quarters"}


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the log until a day says, part by part, and the changes of settings that follow."""

    until: date
    began: date | None
    incidents: int
    rates: tuple[Rates, ...]
    measured: tuple[Measured, ...]
    efforts: tuple[Effort, ...]
    changes: tuple[Change, ...]
    scores: Scores | None  # of the quarters replayed with the settings as they were
    quarters: tuple[Quarter, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The last quarters, forecast with the rates as they are, and with those that the log until `cut` gives."""

    cut: date
    before: Scores
    after: Scores


def calibration(
    audit: Audit, debts: Sequence[Debt], quarters: tuple[Quarter, ...], repaid: Mapping[str, date]
) -> Calibration:  # fmt: skip
    """Fit what can be fitted until the day of an audit without ageing, as changes of the settings it was made with.

    `debts` are as these settings have them, `quarters` were forecast with them. `repaid` are the days on which findings
    of the audit were repaid that are not found any more.
    """
    scored, known = scores(quarters), audit.inventory
    now = {debt.category: debt for debt in debts}
    priors = {name: Prior(debt.rate_ratio, audit.policy.pseudo_quarters) for name, debt in now.items()}
    fitted = rates(observe(audit, repaid), scored.by_category if scored else (), priors)
    days, took = measured(known.incidents, known.assets), efforts(audit, known.decisions)
    found = (*_of_policy(days, audit.policy), *_of_rates(fitted, now, audit.policy), *_of_efforts(took, now))
    kept = [each for each in found if abs(each.after - each.before) > NEAR * abs(each.before)]
    return Calibration(
        audit.as_of, log_began(known), len(counted_once(known.incidents)), fitted, days, took,
        tuple(sorted(kept, key=lambda each: each.path)), scored, quarters,
    )  # fmt: skip


def _of_policy(days: Iterable[Measured], policy: Policy) -> Iterator[Change]:
    for each in days:
        if each.enough and each.setting not in TAKEN_ALREADY:
            why = f"median of {each.count} incidents"
            yield Change(("policy", each.setting), float(getattr(policy, each.setting)), rounded(each.median),
                         "fitted", why)  # fmt: skip


def _of_rates(fitted: Iterable[Rates], now: Mapping[Category, Debt], policy: Policy) -> Iterator[Change]:
    for each in fitted:
        if each.how == "default":
            continue
        debt, path = now[each.category], ("categories", each.category)
        why = f"{each.incidents:.3g} incidents on {each.assets} assets"
        if each.how == "scaled":
            why = "two quarters running outside of the forecast"
        yield Change((*path, "rate_ratio"), debt.rate_ratio, rounded(debt.rate_ratio * each.times), each.how, why)
        if each.pseudo is not None:
            worth = debt.pseudo_quarters or policy.pseudo_quarters
            yield Change((*path, "pseudo_quarters"), worth, rounded(each.pseudo), each.how, why)


def _of_efforts(took: Iterable[Effort], now: Mapping[Category, Debt]) -> Iterator[Change]:
    for each in took:
        why = f"{each.repairs} repairs took {each.actual:.3g} days instead of {each.estimated:.3g}"
        path = ("categories", each.category, "effort_ratio")
        yield Change(path, now[each.category].effort_ratio, rounded(each.ratio), "fitted", why)


def rounded(value: float) -> float:
    """Round to three digits: nobody knows it finer, and settings stay readable."""
    return float(f"{value:.{DIGITS}g}")
