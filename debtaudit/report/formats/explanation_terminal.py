"""One finding explained in a terminal: the paragraph, what to do, what was seen, and every factor with its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import plain_number, sentence
from debtaudit.domain.risk import Factor, SystemLoss
from debtaudit.report.accepting import decided
from debtaudit.report.explanation import paragraph
from debtaudit.scoring.sensitivity import Swing, swings

INDENT = (0, 0, 0, 2)
BAR = 30
"""Columns of the longest bar."""
WIDE = 100
"""Columns from which places may have a column of their own."""
PLACE = 40
"""Columns that a place may take there."""


def print_explanation(item: Item, audit: Audit, console: Console, words: str = "") -> None:
    """Print everything behind one finding's rank; `words` name the same inventory on a command line."""
    console.print(Text(item.id, style="bold"))
    if not audit.money_known:
        console.print(Text("Amounts are relative units: no revenue is stated.", style="bold yellow"))
    _print(console, "", [paragraph(item, audit)], indent=(0, 0, 0, 0))
    said = decided(item, audit.as_of)
    _print(console, "What was decided", [said] if said else [])
    console.print(Text("What to do", style="bold"))
    console.print(Padding(_numbered(item.finding.debt.remediation), INDENT))
    console.print()
    _print(console, "What was seen", [sentence(item.finding.message)])
    _print(console, "It rests on", [f"{each.fact}: {each.value}  ({each.place})" for each in item.finding.evidence])
    _print(console, "Incidents counted for it", [", ".join(item.incidents)] if item.incidents else [])
    _print_table(console, "What the price is made of", _factors(item, audit, console.width))
    if hit := [each for each in item.risk.loss.systems if each.loss]:
        _print_table(console, "What an event costs on the systems that it reaches", _systems(hit, item, audit))
    if found := swings(item.risk, audit.factors(item.id), audit.policy):
        _print_table(console, "What the price hangs on", _swings(found))
    console.print(Text(f"The debt itself: debtaudit explain {item.finding.debt.slug}{words}", style="dim"))


def _print(
    console: Console, title: str, lines: Sequence[str], indent: tuple[int, int, int, int] = INDENT
) -> None:  # fmt: skip
    if lines and title:
        console.print(Text(title, style="bold"))
    for line in lines:
        console.print(Padding(Text(line, overflow="fold"), indent))
    if lines:
        console.print()


def _numbered(steps: Iterable[str]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=False)
    for number, step in enumerate(steps, 1):
        table.add_row(f"{number}.", Text(step))
    return table


def _print_table(console: Console, title: str, table: Table) -> None:
    console.print(Text(title, style="bold"))
    console.print(Padding(table, INDENT))
    console.print()


def _table(*columns: tuple[str, bool], last: str) -> Table:
    """Make a table; of each column the name and whether it holds numbers. The last takes what room is left."""
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim")
    for title, numeric in columns:
        table.add_column(title, justify="right" if numeric else "left", no_wrap=True)
    table.add_column(last, overflow="fold", ratio=1)
    return table


def _factors(item: Item, audit: Audit, width: int) -> Table:
    """Return every factor that is not of one system; places stand below the reasons where there is little room."""
    factors = [each for each in audit.factors(item.id) if not each.of]
    apart = width >= WIDE and all(len(_where(each)) <= PLACE for each in factors)
    table = _table(("factor", False), ("value", True), ("unit", False), last="because")
    if apart:
        table.add_column("where", no_wrap=True)
    for each in factors:
        where = Text(_where(each), style="dim")
        because = Text(each.says) if apart or not where else Text("\n").join([Text(each.says), where])
        unit = each.unit.replace("currency", audit.currency or "units")
        table.add_row(Text(each.name), plain_number(each.value), unit, because, *([where] if apart else []))
    return table


def _where(factor: Factor) -> str:
    """Return where a factor stands, and whether it is a default."""
    return ", ".join([*([str(factor.place)] if factor.place else []), *(["default"] if factor.default else [])])


def _systems(hit: Iterable[SystemLoss], item: Item, audit: Audit) -> Table:
    """Return what an event costs on each system, the path to it below its name."""
    revenue = {each.of: each for each in audit.factors(item.id) if each.name in {"revenue", "anchor"}}
    table = _table(("weight", True), ("revenue a day", True), ("an event", True), ("counted", True), last="system")
    for each in hit:
        counted = f"{each.weight * each.loss:,.0f}"
        daily = _daily(revenue.get(each.system))
        table.add_row(f"{each.weight:.2f}", daily, f"{each.loss:,.0f}", counted, _reached(each.system, each.path[1:-1]))
    return table


def _reached(system: str, between: Sequence[str]) -> Group:
    """Return a system, and below it what lies on the way there."""
    way = Padding(Text(f"through {' -> '.join(between)}", style="dim", overflow="fold"), INDENT)
    return Group(Text(system), *([way] if between else []))


def _swings(found: Sequence[Swing]) -> Table:
    """Return how far each input alone moves the price: a bar from its low end to its high end."""
    most = max(max(each.low, each.high) for each in found)
    table = _table(("input, from low to high", False), ("from", True), ("to", True), last="")
    for each in found:
        low, high = sorted((each.low, each.high))
        start, end = round(BAR * low / most), round(BAR * high / most)
        bar = Text(" " * start + "━" * max(1, end - start), style="red")
        table.add_row(each.name, f"{low:,.0f}", f"{high:,.0f}", bar)
    return table


def _daily(stated: Factor | None) -> str:
    if stated is None:
        return "none"
    return f"{stated.value:,.0f}" if stated.name == "revenue" else "unknown"
