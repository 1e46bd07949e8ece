"""The site's pages: which there are, where each lies, and what each is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Debt
from debtaudit.report.links import to_debt, to_item, to_owner
from debtaudit.report.owners import owners
from debtaudit.report.section import PageName, Subject, Whole

NAVIGATION: Mapping[Whole, str] = {
    "index": "Board", "kpi": "KPIs", "quarter": "Quarter", "backlog": "Backlog", "teams": "Teams", "map": "Map",
    "method": "Method",
}  # fmt: skip
TITLES: Mapping[Whole, str] = {
    "index": "AI debt review", "kpi": "Key figures of AI debt", "quarter": "AI debt, a quarter's statement",
    "backlog": "AI debt backlog", "teams": "AI debt by team", "map": "Map of AI systems",
    "method": "How AI debt is priced",
}  # fmt: skip

OF_QUARTER: frozenset[Whole] = frozenset({"kpi", "quarter"})
"""Pages that tell of a quarter, and are there only with its review."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: which sections it shows, its address from the site's root, its title, and what it is about."""

    page: PageName
    address: str
    title: str
    about: tuple[Subject, ...] = ()


def navigation(*, quarter: bool) -> tuple[tuple[str, str], ...]:
    """Return address and name of each page that all others lead to; `quarter` tells whether there is a review."""
    return tuple((f"{page}.html", name) for page, name in NAVIGATION.items() if quarter or page not in OF_QUARTER)


def sheets(audit: Audit, *, quarter: bool = False) -> Iterator[Sheet]:
    """Return every page of an audit's site, the board's first; `quarter` tells whether there is a review."""
    for page, title in TITLES.items():
        if quarter or page not in OF_QUARTER:
            yield Sheet(page, f"{page}.html", title)
    for owner in owners(audit):
        yield Sheet("team", to_owner(owner.id), f"AI debt of {owner.name}" if owner.id else "AI debt without an owner",
                    (owner,))  # fmt: skip
    for debt in debts(audit):
        yield Sheet("debt", to_debt(debt.slug), debt.name, (debt,))
    for item in audit.items:
        yield Sheet("item", to_item(item.id), f"{item.finding.debt.name} on {item.finding.asset.label}", (item,))


def debts(audit: Audit) -> tuple[Debt, ...]:
    """Return the debts that were found or could not be told, by name of their file."""
    detected = audit.detected
    known = {
        **{each.debt.slug: each.debt for each in detected.gaps},
        **{each.gap.debt.slug: each.gap.debt for each in audit.unknowns},
        **{each.finding.debt.slug: each.finding.debt for each in audit.items},
    }
    return tuple(known[slug] for slug in sorted(known))
