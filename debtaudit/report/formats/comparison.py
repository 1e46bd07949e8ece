"""Two snapshots side by side: in the terminal, as Markdown, and as JSON (format `debtaudit-comparison`, version 1).

In JSON every amount is exact: opening and parts add up to the closing to the last digit. For readers they are rounded
so that they still do.
"""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from debtaudit.domain import phrases
from debtaudit.ledger.amounts import Amounts, whole
from debtaudit.ledger.compare import PARTS, Change, Comparison
from debtaudit.ledger.snapshot import Line, Snapshot
from debtaudit.report.comparing import MEANS, NAMES, headline, set_aside, signed, statement
from debtaudit.report.formats.backlog_json import Json, dumps

SHOWN = 3
"""Largest changes of a part that are shown."""

USUAL = frozenset({"it costs more", "it costs less", "it was not there", "it is not found any more"})
"""Reasons that the name of the part tells already."""


def comparison_json(made: Comparison) -> str:
    """Write opening, parts, closing and every change."""
    return dumps(
        {
            "format": "debtaudit-comparison", "version": 1, "currency": made.after.currency,
            "before": _side(made.before), "after": _side(made.after), "notes": list(made.notes),
            "opening": amounts(made.opening),
            "parts": {name: amounts(made.part(name)) for name in PARTS},
            "closing": amounts(made.closing),
            "changes": [change(each) for each in made.changes],
        }
    )  # fmt: skip


def amounts(each: Amounts) -> Json:
    """Return amounts as numbers: interest and cost in the currency, days of engineering."""
    return {"findings": each.count, "interest": whole(each.interest), "days": whole(each.days),
            "cost": whole(each.cost)}  # fmt: skip


def change(each: Change) -> Json:
    """Return one change."""
    return {"finding": each.finding, "formerly": each.formerly or None, "part": each.part, "why": each.why,
            "amounts": amounts(each.amounts), "before": _line(each.before), "after": _line(each.after)}  # fmt: skip


def _side(snapshot: Snapshot) -> Json:
    return {
        "quarter": snapshot.quarter.label, "as_of": snapshot.as_of.isoformat(), "whole": amounts(snapshot.whole),
        "set_aside": amounts(set_aside(snapshot)), "coverage": round(snapshot.coverage, 4),
        "unknown": {"debts": len(snapshot.unknown), "interest": whole(sum(snapshot.unknown.values()))},
    }  # fmt: skip


def _line(line: Line | None) -> Json | None:
    if line is None:
        return None
    return {"state": line.state, "lane": line.lane, "band": line.band, **amounts(line.amounts)}


def print_comparison(made: Comparison, console: Console, *, everything: bool = False) -> None:
    """Print the statement and the largest changes of each part."""
    console.print(headline(made))
    for note in made.notes:
        console.print(Text(note, style="yellow"))
    console.print()
    console.print(_statement(made))
    console.print()
    _say_rest(made, console)
    for name in PARTS:
        mine = made.of(name)
        if mine:
            _print_part(f"{phrases.upper(NAMES[name])}: {MEANS[name]}", mine, console, everything=everything)


def _statement(made: Comparison) -> Table:
    currency = made.after.currency
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("")
    for title in ("findings", f"{currency} a quarter".strip(), "days of work"):
        table.add_column(title, justify="right", no_wrap=True)
    rows = statement(made)
    for place, (name, *numbers) in enumerate(rows):
        ends = place in {0, len(rows) - 1}
        cells = [f"{each:,}" if ends else signed(each) for each in numbers]
        table.add_row(name if ends else f"  {name}", *cells, style="bold" if ends else "")
    return table


def _say_rest(made: Comparison, console: Console) -> None:
    """Say what stands beside the account: what was set aside, and what nobody knows."""
    after, aside = made.after, set_aside(made.after)
    if aside.count:
        costs = phrases.money(whole(aside.interest), after.currency)
        console.print(
            f"Beside it: {phrases.count(aside.count, 'finding')} accepted or called a false positive, {costs}."
        )
    told, before = phrases.percent(after.coverage), phrases.percent(made.before.coverage)
    console.print(f"{told} of what applies is known ({before} before); {len(after.unknown):,} debts cannot be told.")


def _print_part(title: str, changes: tuple[Change, ...], console: Console, *, everything: bool) -> None:
    console.print()
    console.print(Text(title, style="bold"))
    table = Table(box=None, padding=(0, 1), pad_edge=False, show_header=False, expand=True)
    table.add_column(justify="right", no_wrap=True, min_width=8)
    table.add_column(ratio=1, overflow="fold")
    shown = changes if everything else changes[:SHOWN]
    for each in shown:
        table.add_row(signed(round(whole(each.amounts.interest))), _what(each))
    console.print(table)
    if len(changes) > len(shown):
        console.print(Text(f"         {len(changes) - len(shown)} more: --all shows them", style="dim"))


def _what(each: Change) -> Text:
    name = f"{each.finding}, formerly {each.formerly}" if each.formerly else each.finding
    return Text.assemble(name, (f"  {each.why}" if each.why not in USUAL else "", "dim"))


def comparison_markdown(made: Comparison) -> str:
    """Write the statement as Markdown, for mail and pull requests."""
    currency = made.after.currency
    rows = statement(made)
    lines = [headline(made), "", *(f"> {note}" for note in made.notes), *([""] if made.notes else []),
             f"| | findings | {f'{currency} a quarter'.strip()} | days of work |",
             "|---|---:|---:|---:|"]  # fmt: skip
    for place, (name, *numbers) in enumerate(rows):
        ends = place in {0, len(rows) - 1}
        cells = [f"**{each:,}**" if ends else signed(each) for each in numbers]
        lines.append(f"| {f'**{name}**' if ends else name} | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])
