"""The backlog in a terminal: what to do first, in the width that there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from math import fsum
from textwrap import wrap

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from debtaudit.domain import phrases
from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item, OpenQuestion
from debtaudit.domain.risk import Lane
from debtaudit.report.accepting import beside
from debtaudit.report.sums import added

WIDE = 100
"""Columns from which ranges and owners have columns of their own."""
OWNER = 14
TAKEN, TAKEN_WIDE = 31, 60
"""Columns that all but the finding need."""
LINES = 2
"""Lines for what was seen; `explain` tells all of it."""
THIN_COVERAGE = 0.6
LANES: dict[Lane, tuple[str, str]] = {
    "now": ("Now", "bold red"),
    "next": ("Next", "bold yellow"),
    "later": ("Later", "bold"),
    "find_out": ("Find out", "bold cyan"),
    "accepted": ("Accepted, or no debt", "bold"),
}
DEAREST = 3


def print_backlog(
    audit: Audit, items: Sequence[Item], hidden: Sequence[Item], console: Console, words: str = "",
    first: str | None = None,
) -> None:  # fmt: skip
    """Print a heading, a table a lane, and what else to know.

    `hidden` are findings that there is no room for; `words` name the same inventory and day on a command line, and
    where that is several, `first` only the first of them: questions are asked about one.
    """
    for line in _heading(audit, (*items, *hidden)):
        console.print(line)
    for lane, mine in groupby(items, key=lambda item: item.risk.lane):
        console.print()
        console.print(_table(lane, list(mine), audit, console.width))
    for line in _footer(audit, items, len(hidden), words, words if first is None else first):
        console.print(line, soft_wrap=bool(line.no_wrap))


def _heading(audit: Audit, matching: Sequence[Item]) -> Iterator[Text]:
    """Say what the whole costs; of a part, what it adds to that."""
    totals, currency = audit.totals, audit.currency
    name = (str(audit.inventory.organisation.name or "Your inventory"), "bold")
    if not audit.items:
        yield Text.assemble(name, f", {phrases.day(audit.as_of)}: nothing was found.")
        return
    cost = (f"{phrases.money(totals.interest.mean, currency)} a quarter", "bold")
    about = "" if audit.money_known else " in relative units: no revenue is stated"
    yield Text.assemble(
        name, f", {phrases.day(audit.as_of)}: {phrases.count(len(audit.items), 'finding')}, together about ",
        cost, about, f" ({phrases.span(totals.interest, currency)}); repaying all takes"
        f" {phrases.days(totals.principal_days)} of engineering.",
    )  # fmt: skip
    if not matching:
        yield Text("None of them is what was asked for.")
    elif len(matching) < len(audit.items):
        part = phrases.money(fsum(added(item).mean for item in matching), currency)
        many, number = len(matching) > 1, phrases.upper(phrases.words(len(matching)))
        yield Text(f"{number} of them {'are' if many else 'is'} what was asked for,"
                   f" {'together ' if many else ''}about {part} a quarter.")  # fmt: skip


def _table(lane: Lane, items: Iterable[Item], audit: Audit, width: int) -> Table:
    wide = width >= WIDE
    name, style = LANES[lane]
    table = Table(box=None, padding=(0, 1), pad_edge=False, expand=True, header_style="dim")
    table.add_column("", justify="right", no_wrap=True, min_width=3)
    table.add_column(Text(name, style=f"not dim {style}"), ratio=1, overflow="fold")
    table.add_column("a quarter", justify="right", no_wrap=True, min_width=9)
    if wide:
        table.add_column("80 % range", justify="right", no_wrap=True, min_width=11)
    table.add_column("days", justify="right", no_wrap=True, min_width=4)
    table.add_column("returns", justify="right", no_wrap=True)
    if wide:
        table.add_column("owner", no_wrap=True, width=OWNER, overflow="ellipsis")
    for item in items:
        table.add_row(*_row(item, audit, width - (TAKEN_WIDE if wide else TAKEN), wide=wide))
    return table


def _row(item: Item, audit: Audit, room: int, *, wide: bool) -> Iterator[RenderableType]:
    risk = item.risk
    span = f"{phrases.money(risk.interest.p10, '')}–{phrases.money(risk.interest.p90, '')}"
    amount = (phrases.money(risk.interest.mean, audit.currency), "bold")
    yield Text(str(item.rank), style="dim")
    yield Text("\n").join([Text(_broken(item.id, room)), *_below(item, audit.as_of, room)])
    yield Text.assemble(amount) if wide else Text.assemble(amount, (f"\n{span}", "dim"))
    if wide:
        yield span
    yield f"{risk.principal.days:.0f}"
    yield f"{risk.priority:.1f}×"
    if wide:
        yield Text(str(item.finding.asset.owner or "nobody named"))


def _broken(id_: str, room: int) -> str:
    """Break a long id where it is joined, and nowhere else if that is enough."""
    return id_ if len(id_) <= room else id_.replace("@", "@\n", 1)


def _below(item: Item, as_of: date, room: int) -> Iterator[Text]:
    """Yield what was seen, what was decided, and what else bears on the rank."""
    seen = wrap(item.finding.message, max(room, 20), max_lines=LINES, placeholder=" …")
    yield from (Text(line, style="dim") for line in seen)
    for said in beside(item, as_of):
        yield from (Text(line, style="italic") for line in wrap(said, max(room, 20)))


def _footer(audit: Audit, items: Sequence[Item], hidden: int, words: str, first: str) -> Iterator[Text]:
    yield Text()
    if hidden:
        yield Text(f"{hidden} more: --all shows them.", style="dim")
    coverage, unknowns = audit.detected.coverage, audit.unknowns
    thin = coverage < THIN_COVERAGE
    warning = ": read the sums with care" if thin else ""
    known = f"{phrases.percent(coverage)} of what applies is known{warning}."
    asked = (
        f" {phrases.upper(phrases.count(len(unknowns), 'debt'))} cannot be told either way; worth finding out first:"
    )
    yield Text.assemble((known, "bold yellow" if thin else ""), asked if unknowns else "")
    for each in unknowns[:DEAREST]:
        yield from _question(each, audit.currency)
    if thin and unknowns:
        yield from _pasted("What nobody has stated yet is asked by:", f"debtaudit audit{first}", first)
    if items:
        yield Text("returns: what a repair saves within a year, for its cost", style="dim")
        yield from _pasted("Why a finding ranks where it does:", f"debtaudit explain {items[0].id}{words}", words)


def _pasted(why: str, command: str, words: str) -> Iterator[Text]:
    """Name a command that is to be pasted: a long one on a line of its own, which is never broken."""
    if words:
        yield Text(why, style="dim")
        yield Text(f"  {command}", style="dim", no_wrap=True)
    else:
        yield Text(f"{why} {command}", style="dim")


def _question(each: OpenQuestion, currency: str) -> Iterator[Text]:
    """Yield a debt that cannot be told with the price to expect of it, and below it the facts that would tell."""
    expected = phrases.money(each.interest, currency)
    yield Text(f"{expected:>12}  {each.gap.debt.slug}@{each.gap.asset.id}")
    yield Text(f"{'':14}{', '.join(each.gap.facts[:3]) or 'nothing is stated about it'}", style="dim")
