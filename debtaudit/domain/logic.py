"""Three answers, never two: comparisons that say yes, no or unknown (`None`), joined after Kleene.

A fact that was stated absent is an answer: a date that is `none` lies infinitely far back, an amount is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from math import inf

from debtaudit.domain.facts import ABSENT, Absent, Practice, absent

Truth = bool | None


def lacks(value: object) -> Truth:
    """Tell whether a fact was stated not to exist."""
    return None if value is None else absent(value)


def has(value: object) -> Truth:
    """Tell whether a fact was stated to exist."""
    return negation(lacks(value))


def level_is(practice: Practice | None, *levels: str) -> Truth:
    """Tell whether something is done in one of these ways: none, manual, automated."""
    return None if practice is None or practice.level is None else practice.level in levels


def amount(value: float | Absent | None) -> float | None:
    """Return a number, with stated absence as 0."""
    return 0.0 if value is ABSENT else value


def age(day: date | Absent | None, as_of: date) -> float | None:
    """Return the whole days from a date to the audit; a date that is `none` is infinitely old, None is unknown."""
    if day is ABSENT:
        return inf
    if isinstance(day, datetime):
        day = day.date()
    return float((as_of - day).days) if isinstance(day, date) else None


def above(value: float | None, limit: float) -> Truth:
    """Tell whether a number lies above a limit."""
    return None if value is None else value > limit


def below(value: float | None, limit: float) -> Truth:
    """Tell whether a number lies below a limit."""
    return None if value is None else value < limit


def among(value: str | Absent | None, *options: str) -> Truth:
    """Tell whether a word is one of these."""
    return None if value is None else value in options


def either(*truths: Truth) -> Truth:
    """Or: yes if one is yes, else unknown if one is unknown."""
    answer: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            answer = None
    return answer


def every(*truths: Truth) -> Truth:
    """And: no if one is no, else unknown if one is unknown."""
    answer: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            answer = None
    return answer


def negation(truth: Truth) -> Truth:
    """Not: unknown stays unknown."""
    return None if truth is None else not truth


def at_least(count: int, *truths: Truth) -> Truth:
    """Tell whether so many of them are yes, whatever the unknown ones are."""
    if sum(truth is True for truth in truths) >= count:
        return True
    return None if sum(truth is not False for truth in truths) >= count else False


def share_above(limit: float, truths: Sequence[Truth]) -> Truth:
    """Tell whether more than a share of them are yes, whatever the unknown ones are; of nothing, no share is."""
    if sum(truth is True for truth in truths) > limit * len(truths):
        return True
    return None if sum(truth is not False for truth in truths) > limit * len(truths) else False
