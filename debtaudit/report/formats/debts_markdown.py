"""The catalogue of debts in Markdown: the pages of `docs/debts/`, and pages of users' own debts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from debtaudit.domain.debt import Debt
from debtaudit.domain.phrases import upper
from debtaudit.report.debt_page import (
    EXAMPLES,
    OUTSIDE,
    DebtPage,
    by_category,
    by_dimension,
    economics,
    first_sections,
    kinds,
    last_sections,
    remarks,
    span,
    written,
)

Link = Callable[[str], str]
"""Writes the name of another debt."""


def _code(text: str) -> str:
    name, space, rest = text.partition(" ")
    return f"`{name}`{space}{rest}"


def debt_markdown(page: DebtPage, link: Link = _code) -> str:
    """Write one debt as a page."""
    return "\n".join(_page(page, link)).rstrip("\n") + "\n"


def catalogue_markdown(debts: Iterable[Debt], link: Link = _code) -> str:
    """Write every debt by category, and the names by dimension."""
    return "\n".join(_catalogue(tuple(debts), link)).rstrip("\n") + "\n"


def _page(page: DebtPage, link: Link) -> Iterator[str]:
    debt = page.debt
    dimension = "outside the four" if debt.dimension == OUTSIDE else debt.dimension
    yield f"# {_text(debt.name)}\n"
    yield f"{_text(upper(debt.definition))}\n"
    yield from _table(
        ("Name", "Category", "Dimension", "Looked for on", "Severity"),
        [(f"`{debt.slug}`", debt.category, dimension, kinds(debt), span(debt.severity))],
    )
    yield from _sections(first_sections(debt), debt)
    yield "## How it is told\n"
    yield from _telling(page)
    yield "## Limits\n"
    yield from _limits(page)
    yield "## Economics\n"
    yield from _economics(page, link)
    yield from _sections(last_sections(debt), debt)
    for title in EXAMPLES:
        if debt.section(title):
            yield f"## {title}\n\n```yaml\n{debt.section(title)}\n```\n"


def _sections(titles: Iterable[str], debt: Debt) -> Iterator[str]:
    for title in titles:
        steps = "\n".join(f"{number}. {_text(step)}" for number, step in enumerate(debt.remediation, 1))
        yield f"## {title}\n"
        yield f"{steps if title == 'Fix' and steps else _text(debt.section(title))}\n"


def _telling(page: DebtPage) -> Iterator[str]:
    for kind, facts in page.facts:
        yield f"- {upper(kind)} facts: {', '.join(map(_code, facts)) or 'none of its own'}"
    if page.debt.questions:
        yield f"- Questions: {', '.join(map(_code, page.debt.questions))}"
    yield "\nWhere nothing is stated it is unknown, never clean.\n"


def _limits(page: DebtPage) -> Iterator[str]:
    if not page.limits:
        yield "None: there is nothing to set.\n"
        return
    rows = [
        (_code(each.name), _set(written(each.value), page.default("limits", each.name)), each.counts, each.reason)
        for each in page.limits
    ]
    yield from _table(("Limit", "Value", "Counts", "Why"), rows)


def _economics(page: DebtPage, link: Link) -> Iterator[str]:
    yield "Defaults: judgement, to be calibrated against your own incidents.\n"
    rows = [(_code(name), _set(says, default)) for name, says, default in economics(page)]
    yield from _table(("Number", "Value"), rows)
    yield "\n".join(f"- {each}" for each in remarks(page, link)) + "\n"


def _catalogue(debts: tuple[Debt, ...], link: Link) -> Iterator[str]:
    yield "## By category\n"
    for category, mine in by_category(debts):
        yield f"### {upper(category)}\n"
        yield from _table(
            ("Debt", "What it is", "Dimension"),
            [(link(debt.slug), upper(debt.definition), debt.dimension) for debt in mine],
        )
    yield "## By dimension\n"
    for dimension, mine in by_dimension(debts):
        yield f"### {'Outside the four' if dimension == OUTSIDE else upper(dimension)}\n"
        yield f"{', '.join(link(debt.slug) for debt in mine)}\n"


def _table(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    titles = tuple(titles)
    yield f"| {' | '.join(titles)} |"
    yield f"|{'---|' * len(titles)}"
    for row in rows:
        yield f"| {' | '.join(_text(cell).replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def _set(words: str, default: object) -> str:
    return words if default is None else f"{words} (set; default {written(default)})"


def _text(text: str) -> str:
    """Keep text from opening a tag."""
    return text.replace("<", "&lt;")
