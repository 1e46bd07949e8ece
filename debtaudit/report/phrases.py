"""Numbers in words; they stand in the domain, since tickets speak with the same words as the report."""

from debtaudit.domain.phrases import (
    KINDS,
    SIGNS,
    count,
    day,
    days,
    exact,
    listed,
    money,
    months,
    number_of_times,
    percent,
    plain_number,
    sentence,
    share,
    signed,
    span,
    upper,
    words,
)

__all__ = [
    "KINDS", "SIGNS", "count", "day", "days", "exact", "listed", "money", "months", "number_of_times", "percent",
    "plain_number", "sentence", "share", "signed", "span", "upper", "words",
]  # fmt: skip
