"""Scalars of the inventory: text -> a typed value, by the form that the fact's type names.

Each reader takes the text as written and returns the value; `ValueError` carries the sentence that the user sees.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final

from debtaudit.domain.facts import ABSENT
from debtaudit.inventory.tree import Quoted

UNKNOWN: Final = frozenset({"", "~", "null", "Null", "NULL", "unknown"})
ABSENCE: Final = frozenset({"none", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"})
YES: Final = frozenset({"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"})
SILENT: Final = UNKNOWN | ABSENCE
"""Words that state no value."""
RESERVED: Final = SILENT | YES
"""Words that say something of their own and can name nothing."""
LONGEST: Final = 40
"""Characters of a number; also how much of a wrong value is quoted."""
LARGEST: Final = 1e18
"""Beyond any amount of money, rows or calls; products of a few such numbers are still finite."""

SLUG: Final = r"[a-z0-9][a-z0-9._-]*"
NUMBER: Final = r"[-+]?([0-9]+(_[0-9]+)*(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?"
DAY: Final = len("2026-09-30")
DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME: Final = r"[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)? ?([Zz]|[-+][0-9]{2}:?[0-9]{2})?"
CURRENCY: Final = r"[A-Z]{3}"

_slug, _number, _date, _currency = (re.compile(each).fullmatch for each in (SLUG, NUMBER, DATE, CURRENCY))
_moment = re.compile(f"{DATE}({TIME})?").fullmatch


def is_unknown(node: object) -> bool:
    """Tell whether a scalar says that nothing is known. Quotes matter to text alone; other facts hold no such word."""
    return isinstance(node, str) and node in UNKNOWN


def number(text: str) -> float:
    """Read a number; `12_000` and `1.5e3` are numbers, `inf` and 400 digits are not."""
    if len(text) > LONGEST or not _number(text):
        raise ValueError(f"'{short(text)}' is not a number")
    value = float(text)  # Python's own reading takes 12_000 too
    if not -LARGEST <= value <= LARGEST:
        raise ValueError(f"'{text}' is too large")
    return value


def share(text: str) -> float:
    """Read a share of 0 to 1, or of 0% to 100%."""
    return number(text[:-1].rstrip()) / 100 if text.endswith("%") else number(text)


def count(text: str) -> int:
    """Read a whole number."""
    value = number(text)
    if value != int(value):
        raise ValueError(f"'{text}' is not a whole number")
    return int(value if set(text) & set(".eE") else text)  # of digits alone all, though a float would round them


def day(text: str) -> date:
    """Read a date; of a date-time its day as it is written."""
    if len(text) != DAY:
        moment(text)
    return _to_date(text[:DAY])


def moment(text: str) -> datetime:
    """Read a date-time; without an offset it is taken as UTC, a bare date as its first instant."""
    if not _moment(text):
        raise ValueError(_no_date(text))
    day, hour = text[:DAY], text[DAY + 1 :].upper().replace(" ", "")
    try:
        read = datetime.fromisoformat(f"{day}T{hour}" if hour else day)
        # Arithmetic across zones must not leave the calendar later on.
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise ValueError(_no_date(text)) from None


def yes_no(text: str) -> bool:
    """Read yes or no."""
    if text in YES or text in ABSENCE:
        return text in YES
    raise ValueError(f"'{short(text)}' is neither yes nor no")


def slug(text: str) -> str:
    """Read an id."""
    if text in RESERVED or not _slug(text):
        reserved = "; this word is reserved" * (text in RESERVED)
        raise ValueError(f"'{short(text)}' is not an id; use a-z, 0-9, dot, dash and underscore{reserved}")
    return text


def currency(text: str) -> str:
    """Read the code of a currency."""
    if not _currency(text):
        raise ValueError(f"'{short(text)}' is not a currency; write its three letters, such as EUR")
    return text


_remembered = lru_cache(maxsize=1 << 14)
"""The same few numbers, days and ids stand in a large inventory again and again."""

READERS: Final[dict[str, Callable[[str], object]]] = {
    "slug": _remembered(slug),
    "target": _remembered(slug),
    "date": _remembered(day),
    "moment": moment,
    "number": _remembered(number),
    "count": _remembered(count),
    "share": _remembered(share),
    "yes/no": yes_no,
    "currency": currency,
}
"""Readers of the forms that are more than text."""


def free(node: object) -> object:
    """Give a value that has no type of its own its natural one: number, yes or no, text, list or mapping."""
    if isinstance(node, dict):
        return {str(key): free(value) for key, value in node.items()}
    if isinstance(node, list):
        return tuple(free(item) for item in node)
    if isinstance(node, Quoted) or not isinstance(node, str):
        return str(node)
    if node in UNKNOWN:
        return None
    if node in ABSENCE:
        return ABSENT if node == "none" else False
    return True if node in YES else _natural(node)


def _natural(text: str) -> int | float | str:
    try:
        value = number(text)
    except ValueError:
        return text
    return count(text) if value == int(value) and not set(text) & set(".eE") else value


def _to_date(text: str) -> date:
    if _date(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError(_no_date(text))


def _no_date(text: str) -> str:
    return f"'{short(text)}' is not a date; write 2026-09-30 or 2026-09-30T14:05:00Z"


def short(text: str) -> str:
    """Return as much of a value as a message quotes."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
