"""What is wrong with how a debt declares itself: users' files are Python, and nothing else would check them in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from math import inf
from typing import get_args

from debtaudit.domain.asset import Asset
from debtaudit.domain.debt import Category, Days, Debt, Dimension, LossClass, Overlap


def flaws(debt: Debt) -> tuple[str, ...]:
    """Return a sentence for each thing that prices, reports or questions would stumble over later."""
    return tuple(sentence for fine, sentence in _checks(debt) if not fine)


def _checks(debt: Debt) -> Iterator[tuple[bool, str]]:
    kinds = _all(type, debt.on) and all(issubclass(kind, Asset) for kind in debt.on)
    yield kinds, "it must name the kinds of asset that it looks at, as in @debt(Model, ...)"
    for name, known in (("category", Category), ("dimension", Dimension), ("loss", LossClass)):
        yield getattr(debt, name) in get_args(known), f"{name} must be one of {', '.join(get_args(known))}"
    for name in ("prior_rate", "growth"):
        yield _numbers(getattr(debt, name)), f"{name} must be a number, 0 or more"
    yield ascending(debt.effort), "effort must be Days(low, likely, high), ascending"
    yield _range(debt.severity), "severity must be its least and its most, as in (0.4, 1.0)"
    is_instance = is_dataclass(debt.limits) and not isinstance(debt.limits, type)
    yield is_instance, "limits must be a frozen dataclass, such as Limits()"
    for name in ("questions", "after"):
        yield getattr(debt, name) == () or _all(str, getattr(debt, name)), f"{name} must be a tuple of names"
    yield _all(Overlap, (debt.overlap or Overlap("", 0),)), "overlap must be Overlap(group, place)"


def ascending(days: object) -> bool:
    """Tell whether this is an estimate in days whose three numbers ascend."""
    if not isinstance(days, Days) or not _numbers(days.low, days.likely, days.high):
        return False
    return days.low <= days.likely <= days.high


def _range(severity: object) -> bool:
    match severity:
        case (int() | float() as low, int() | float() as high):
            return 0 <= low <= high <= 1
    return False


def _numbers(*values: object) -> bool:
    return all(isinstance(each, (int, float)) and not isinstance(each, bool) and 0 <= each < inf for each in values)


def _all(kind: type, values: object) -> bool:
    return isinstance(values, tuple) and len(values) > 0 and all(isinstance(each, kind) for each in values)
