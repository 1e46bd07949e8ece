"""Snapshots in words: what a quarter's statement says, in every format."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from debtaudit.domain import phrases
from debtaudit.domain.audit import Audit
from debtaudit.ledger.amounts import HUNDRED, Amounts
from debtaudit.ledger.compare import PARTS, Comparison, Part
from debtaudit.ledger.review import Review
from debtaudit.ledger.rounding import rounded
from debtaudit.ledger.snapshot import Snapshot

NAMES: Final[dict[Part, str]] = {
    "repaid": "repaid", "clarified": "clarified", "new": "new", "grown": "grown", "shrunk": "shrunk",
    "re_scored": "re-scored", "left_scope": "left scope", "accepted": "accepted",
}  # fmt: skip
MEANS: Final[dict[Part, str]] = {
    "repaid": "not found any more: paid down",
    "clarified": "was unknown and is known now, or the other way round; and false positives",
    "new": "was not there before",
    "grown": "found both times, and costs more",
    "shrunk": "found both times, and costs less",
    "re_scored": "rules or settings changed, not the debt",
    "left_scope": "its asset went, or it does not apply any more",
    "accepted": "somebody signed for it; or an acceptance ended",
}
Row = tuple[str, int, int, int]
"""What it is called, then findings, interest in whole currency a quarter, and engineer-days."""


def statement(made: Comparison) -> tuple[Row, ...]:
    """Return opening, parts and closing in whole numbers that add up; parts that hold nothing are left out."""
    parts = {name: made.part(name) for name in PARTS if made.of(name)}
    opening, closing = made.opening, made.closing
    first, middle, last = rounded(opening.interest, [each.interest for each in parts.values()])
    days_first, days, days_last = rounded(opening.days, [each.days for each in parts.values()])
    rows = zip(parts, parts.values(), middle, days, strict=True)
    return (
        (f"open in {made.before.quarter.label}", opening.count, first, days_first),
        *((NAMES[name], amounts.count, interest, took) for name, amounts, interest, took in rows),
        (f"open in {made.after.quarter.label}", closing.count, last, days_last),
    )


def set_aside(snapshot: Snapshot) -> Amounts:
    """Return what was found and accepted or called a false positive: it is no part of the account of open debt."""
    return snapshot.whole - snapshot.open


def headline(made: Comparison) -> str:
    """Say in a sentence how open debt changed, and that it is without what is accepted where some is."""
    currency = made.after.currency
    one, other = (phrases.money(each.interest / HUNDRED, currency) for each in (made.opening, made.closing))
    who = f"{made.after.organisation}: o" if made.after.organisation else "O"
    aside = ", without what is accepted," if set_aside(made.after).interest or set_aside(made.before).interest else ""
    by = made.closing.interest - made.opening.interest
    if not by:
        return f"{who}pen debt{aside} costs {other} a quarter, as in {made.before.quarter.label}."
    word = "more" if by > 0 else "less"
    share = f", {phrases.percent(abs(by) / made.opening.interest)} {word}" if made.opening.interest > 0 else ""
    when = made.before.quarter.label
    return f"{who}pen debt{aside} costs {other} a quarter in {made.after.quarter.label}; it was {one} in {when}{share}."


def taken(review: Review) -> str:
    """Say what a snapshot that was taken holds."""
    frozen = review.snapshot
    found = phrases.count(len(frozen.findings), "finding")
    cost = phrases.money(frozen.whole.interest / HUNDRED, frozen.currency)
    part = "" if frozen.as_of == frozen.quarter.last else f" (until {frozen.quarter.last}, seen on {frozen.as_of})"
    return f"{frozen.quarter.label}{part}: {found}, {cost} a quarter"


def signed(number: int) -> str:
    """Write a whole number that was added or taken away."""
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{abs(number):,}"


def dated(audit: Audit, review: Review | None) -> Audit:
    """Return the audit with the sentence that says how the debt changed since the last quarter, where that is known."""
    made = review.comparison if review else None
    if made is None:
        return audit
    return replace(audit, since=phrases.upper(headline(made).removeprefix(f"{made.after.organisation}: ")))
