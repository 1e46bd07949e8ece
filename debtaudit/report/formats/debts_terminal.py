"""The catalogue of debts in a terminal: all of them by category and dimension, or one as a page."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

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
    paragraphs,
    remarks,
    written,
)

WIDE = 100
"""Columns from which the dimension has room beside the definition."""
INDENT = (0, 0, 0, 2)


def print_catalogue(debts: Iterable[Debt], console: Console) -> None:
    """Print every debt below its category, then the names below their dimensions."""
    debts = tuple(debts)
    widest = max((len(debt.slug) for debt in debts), default=0)
    console.print(Text.assemble((f"{len(debts)} debts", "bold"), " are looked for"))
    console.print()
    for category, mine in by_category(debts):
        console.print(Text(upper(category), style="bold"))
        console.print(Padding(_table(mine, widest, wide=console.width >= WIDE), INDENT))
        console.print()
    console.print(Text("By dimension", style="bold"))
    for dimension, mine in by_dimension(debts):
        name = "Outside the four" if dimension == OUTSIDE else upper(dimension)
        console.print(Padding(Text(f"{name} ({len(mine)})", style="bold"), INDENT, expand=False))
        console.print(Padding(Text(", ".join(debt.slug for debt in mine)), (0, 0, 0, 4), expand=False))
    console.print()
    console.print(Text("One of them as a page: debtaudit debts NAME", style="dim"))


def _table(debts: Iterable[Debt], widest: int, *, wide: bool) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=False, expand=True)
    table.add_column(no_wrap=True, width=widest)
    table.add_column(ratio=1)
    if wide:
        table.add_column(no_wrap=True, style="dim", width=len("configuration"))
    for debt in debts:
        cells = [Text(debt.slug), Text(upper(debt.definition))]
        table.add_row(*cells, *([Text(debt.dimension)] if wide else []))
    return table


def print_debt(page: DebtPage, console: Console) -> None:
    """Print one debt as a page."""
    debt = page.debt
    console.print(Text.assemble((debt.name, "bold"), f"  {debt.slug}"))
    console.print(Text(upper(debt.definition)))
    dimension = "outside the four dimensions" if debt.dimension == OUTSIDE else f"dimension {debt.dimension}"
    console.print(Text(f"Category {debt.category}, {dimension}; looked for on: {kinds(debt)}", style="dim"))
    console.print()
    _sections(first_sections(debt), debt, console)
    _part("How it is told", _telling(page), console)
    _part("Limits", [_limits(page)] if page.limits else [Text("None: nothing to set.")], console)
    _part("Economics (defaults, to calibrate)", [_economics(page), *(Text(each) for each in remarks(page))], console)
    _sections(last_sections(debt), debt, console)
    for title in EXAMPLES:
        if debt.section(title):
            _part(title, [Text(debt.section(title), overflow="fold")], console)


def _sections(titles: Iterable[str], debt: Debt, console: Console) -> None:
    for title in titles:
        steps = debt.remediation if title == "Fix" else ()
        _part(title, [_numbered(steps)] if steps else map(Text, paragraphs(debt.section(title))), console)


def _part(title: str, what: Iterable[RenderableType], console: Console) -> None:
    console.print(Text(title, style="bold"))
    console.print(Padding(Group(*what), INDENT, expand=False))
    console.print()


def _numbered(steps: Iterable[str]) -> Table:
    table = _grid()
    for number, step in enumerate(steps, 1):
        table.add_row(f"{number}.", Text(step))
    return table


def _telling(page: DebtPage) -> Iterable[RenderableType]:
    table = _grid()
    for kind, facts in page.facts:
        table.add_row(f"{kind} facts", Text(", ".join(facts) or "none of its own"))
    if page.debt.questions:
        table.add_row("questions", Text(", ".join(page.debt.questions)))
    yield table
    yield Text("Where nothing is stated it is unknown, never clean.", style="dim")


def _limits(page: DebtPage) -> Table:
    table = _grid(numbers=1)
    for each in page.limits:
        was = _was(page.default("limits", each.name))
        table.add_row(Text(each.name), Text(written(each.value)), Text(f"{each.says}{was}"))
    return table


def _economics(page: DebtPage) -> Table:
    table = _grid()
    for name, says, default in economics(page):
        table.add_row(Text(name), Text(f"{says}{_was(default)}"))
    return table


def _was(default: object | None) -> str:
    return "" if default is None else f" (set here; default {written(default)})"


def _grid(numbers: int | None = None) -> Table:
    """Make a table without lines and titles; the last of its columns takes what room is left."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    if numbers is not None:
        table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1)
    return table


def print_trials(trials: Iterable[tuple[str, tuple[str, ...]]], console: Console) -> None:
    """Print what came of trying users' debts: each with what it does not do as it should."""
    for slug, failures in trials:
        console.print(Text.assemble(("FAILED " if failures else "ok     ", "bold red" if failures else "green"), slug))
        for failure in failures:
            console.print(Padding(Text(failure), (0, 0, 0, 7), expand=False))
