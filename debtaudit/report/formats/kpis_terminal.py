"""Key figures in the terminal: one line each; what is not known stands apart, with what would tell."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from debtaudit.ledger.measure import Measured
from debtaudit.ledger.review import Review
from debtaudit.report import figures as words

STYLES = {"better": "green", "worse": "red", "": ""}


def print_kpis(review: Review, figures: Sequence[Measured], console: Console, *, whole: bool = False) -> None:
    """Print figures; `whole` adds to each what it means, its parts, and what to know of its data."""
    since = f", changes since {review.before.quarter.label}" if review.before else "; the first quarter"
    console.print(f"Key figures of {review.quarter.label}, as of {review.audit.as_of}{since}.")
    console.print()
    known = [each for each in figures if each.reading.known]
    if known:
        console.print(_table(known, review.audit.currency))
    missing = [each for each in figures if not each.reading.known]
    if missing:
        console.print()
        console.print(Text("No data", style="bold"))
        for each in missing:
            console.print(Text.assemble(f"{each.kpi.name} ", (f"\n  {each.reading.note}", "dim")))
    for each in figures if whole else ():
        _print_whole(each, review.audit.currency, console)
    if not whole and known:
        console.print()
        console.print(Text("▲ ▼ a change beyond chance; other changes are not. n counts what a figure rests on. "
                           "--only automated-fixes tells all of one figure.", style="dim"))  # fmt: skip


def _table(figures: Sequence[Measured], currency: str) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("figure", overflow="fold", ratio=1)
    for title in ("value", "90 % range", "n", "change", "", "target"):
        table.add_column(title, justify="right" if title else "left", no_wrap=True)
    for each in figures:
        kpi, reading = each.kpi, each.reading
        style = STYLES[each.verdict] or "dim"
        aim = Text(words.target(each, currency), style="" if each.met is not False else "yellow")
        table.add_row(
            kpi.name, Text(words.value(reading.value, kpi.unit, currency), style="bold"),
            words.ends(reading, kpi.unit, currency), f"{reading.n:,}",
            Text(words.change(each, currency), style=style), Text(each.verdict, style=style), aim,
        )  # fmt: skip
    return table


def _print_whole(each: Measured, currency: str, console: Console) -> None:
    kpi, reading = each.kpi, each.reading
    console.print()
    console.print(Text(f"{kpi.name} ({kpi.slug})", style="bold"))
    console.print(f"{kpi.definition[:1].upper()}{kpi.definition[1:]}")
    console.print(Text(kpi.meaning, style="dim"))
    console.print(
        f"Counted: {words.counted(reading)}, {reading.n:,} cases.{f' {reading.note}' if reading.note else ''}"
    )
    for event in reading.events:
        console.print(f"  {event}")
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    for part in reading.parts:
        table.add_row(f"  {part.name}", words.value(part.value, part.unit, currency), f"n {part.n:,}" if part.n else "")
    if reading.parts:
        console.print(table)
    if each.history:
        told = (f"{label} {words.value(old.value, kpi.unit, currency)}" for label, old in each.history)
        console.print(f"Before: {', '.join(told)}.")
