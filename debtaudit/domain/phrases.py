"""Numbers as a board reads them: shares, counts and dates in words, the same in reports, tickets and terminals."""

from __future__ import annotations

from calendar import month_name
from datetime import date
from math import ceil

from debtaudit.domain.risk import Range

SHARES = (
    (0.14, 0.175, "a sixth"), (0.175, 0.225, "a fifth"), (0.225, 0.29, "a quarter"), (0.29, 0.37, "a third"),
    (0.37, 0.44, "two fifths"), (0.44, 0.56, "half"), (0.56, 0.63, "three fifths"), (0.63, 0.71, "two thirds"),
    (0.71, 0.80, "three quarters"), (0.80, 0.95, "most"), (0.95, 1.01, "nearly all"),
)  # fmt: skip
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SCALES = ((1e9, "bn"), (1e6, "M"), (1e3, "k"))
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
KINDS = {"system": "system", "model": "model", "pipeline": "pipeline", "dataset": "dataset", "feature": "feature",
         "dependency": "dependency", "undescribed": "not described", "team": "team",
         "organisation": "organisation"}  # fmt: skip


def share(part: float) -> str:
    """Write a share in words where there is a common one ("a third"), else as percent."""
    return next((words for low, high, words in SHARES if low <= part < high), percent(part))


def percent(part: float) -> str:
    """Write a share as percent; what is little, but not nothing, is never 0, and what is not all is never 100."""
    if 0 < part < 0.005:  # noqa: PLR2004 - half a percent
        return "< 1%"
    if 0.995 <= part < 1:  # noqa: PLR2004 - the same from above
        return "> 99%"
    return f"{part:.0%}"


def count(number: int, noun: str, nouns: str = "") -> str:
    """Write a count with its noun: `one debt`, `twelve debts`, `66 debts`."""
    return f"{words(number)} {noun if number == 1 else nouns or f'{noun}s'}"


def words(number: int) -> str:
    """Write a small number in words."""
    return COUNTS[number] if 0 <= number < len(COUNTS) else f"{number:,}"


def upper(text: str) -> str:
    """Return the text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return the text as a sentence: a capital first, a full stop last."""
    text = text.strip()
    return upper(text) + ("" if text.endswith((".", "!", "?", "…")) else ".") if text else ""


def months(quarters: float) -> str:
    """Write a time in months, rounded up: `in 4 months`; years once it is long."""
    number = ceil(quarters * 3)
    if number <= 1:
        return "within a month"
    return f"in {number} months" if number <= 24 else f"in {ceil(number / 12)} years"  # noqa: PLR2004 - two years


def day(when: object) -> str:
    """Write a date: `30 September 2026`; anything else is no date, and nothing is written."""
    return f"{when.day} {month_name[when.month]} {when.year}" if isinstance(when, date) else ""


def money(amount: float, currency: str) -> str:
    """Write an amount with two significant digits: `€12k`, `€2.8k`, `€350`; without a currency, the bare number."""
    rounded = float(f"{amount:.2g}")
    scale, letter = next(((size, letter) for size, letter in SCALES if abs(rounded) >= size), (1.0, ""))
    number = f"{rounded / scale:.{1 if letter and abs(rounded) < 10 * scale else 0}f}"
    return f"{signed(currency)}{number}{letter}"


def exact(amount: float, currency: str) -> str:
    """Write a limit that somebody set, with three digits: `€125k`."""
    scale, letter = next(((size, letter) for size, letter in SCALES if abs(amount) >= size), (1.0, ""))
    return f"{signed(currency)}{amount / scale:.3g}{letter}"


def plain_number(value: float) -> str:
    """Write any number with three digits that count, and thousands apart: `0.709`, `17,160`."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"  # noqa: PLR2004 - three digits from here on


def number_of_times(value: float) -> str:
    """Write what a repair returns for its cost, so that what is below its price is never rounded up to it."""
    return f"{value:.2f}" if value < 1 else f"{value:.1f}"


def signed(currency: str) -> str:
    """Return what stands before an amount: a currency's sign, else its code."""
    return SIGNS.get(currency, f"{currency}\N{NO-BREAK SPACE}" if currency else "")


def span(amount: Range, currency: str) -> str:
    """Write the range of an amount: `€3.6k to €19k`."""
    return f"{money(amount.p10, currency)} to {money(amount.p90, currency)}"


def days(number: float) -> str:
    """Write engineer-days: `12 days`, `1 day`, `half a day`."""
    if 0 < number < 0.75:  # noqa: PLR2004 - nearer to a half than to a whole
        return "half a day"
    return f"{round(number):,} day{'' if round(number) == 1 else 's'}"


def listed(names: list[str]) -> str:
    """Join names: `a, b and c`."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
