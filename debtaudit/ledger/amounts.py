"""Amounts of debt in whole numbers, so that sums and differences are exact and never a cent off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Amounts:
    """So much debt: findings, interest in hundredths of the currency a quarter, and what repaying it takes.

    `days` are hundredths of engineer-days, `cost` is in hundredths of the currency.
    """

    count: int = 0
    interest: int = 0
    days: int = 0
    cost: int = 0

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(*(one + two for one, two in zip(astuple(self), astuple(other), strict=True)))

    def __sub__(self, other: Amounts) -> Amounts:
        return self + -other

    def __neg__(self) -> Amounts:
        return Amounts(*(-each for each in astuple(self)))

    def __bool__(self) -> bool:
        return any(astuple(self))


NOTHING = Amounts()


def total(amounts: Iterable[Amounts]) -> Amounts:
    """Add up."""
    return sum(amounts, start=NOTHING)


def hundredths(value: float) -> int:
    """Turn a number into whole hundredths."""
    return round(value * HUNDRED)


def whole(value: int) -> float:
    """Turn hundredths back into a number."""
    return value / HUNDRED


def written(value: int) -> str:
    """Write hundredths exactly: `12484.20`."""
    size = abs(value)
    return f"{'-' if value < 0 else ''}{size // HUNDRED}.{size % HUNDRED:02d}"


def read(text: str) -> int:
    """Read what `written` wrote.

    Raises:
        ValueError: when the text is no number with two digits after the point.
    """
    number, _, rest = text.removeprefix("-").partition(".")
    if not (number.isdecimal() and number.isascii() and len(rest) == len("00") and rest.isdecimal() and rest.isascii()):
        raise ValueError(f"'{text:.40}' is not an amount such as 12484.20")
    size = int(number) * HUNDRED + int(rest)
    return -size if text.startswith("-") else size
