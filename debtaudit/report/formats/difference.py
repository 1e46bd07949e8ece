"""Two audits side by side: in the terminal, and as JSON (format `debtaudit-difference`, version 1)."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from debtaudit.domain import phrases
from debtaudit.domain.finding import Item
from debtaudit.report.formats.backlog_json import Json, dumps, money, totals
from debtaudit.scoring.difference import Change, Difference

SHOWN = 20


def difference_json(made: Difference) -> str:
    """Write the totals before and after, and every finding that differs."""
    return dumps(
        {
            "format": "debtaudit-difference", "version": 1, "as_of": made.after.as_of.isoformat(),
            "currency": made.after.currency, "before": totals(made.before.totals), "after": totals(made.after.totals),
            "interest": money(made.interest),
            "changes": [
                {"id": each.id, "what": each.what, "interest": money(each.interest),
                 "before": _side(each.before), "after": _side(each.after)} for each in made.changes
            ],
        }
    )  # fmt: skip


def _side(item: Item | None) -> Json | None:
    if item is None:
        return None
    return {"rank": item.rank, "lane": item.risk.lane, "interest": money(item.risk.interest.mean)}


def print_difference(made: Difference, console: Console) -> None:
    """Print the totals and the changes, largest first."""
    currency = made.after.currency
    one, other = (phrases.money(each.totals.interest.mean, currency) for each in (made.before, made.after))
    if not made.changes:
        console.print(f"Nothing changes: the debt costs {one} a quarter either way.")
        return
    sign = "+" if made.interest > 0 else "−"
    by = (f"{sign}{phrases.money(abs(made.interest), currency)}", "bold")
    console.print(Text.assemble(f"The debt costs {other} a quarter instead of {one} (", by, ")."))
    console.print()
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim", expand=True)
    table.add_column("finding", overflow="fold", ratio=1)
    for title in ("before", "after", "rank", "lane"):
        table.add_column(title, justify="right", no_wrap=True)
    for each in made.changes[:SHOWN]:
        table.add_row(Text(each.id, overflow="fold"), *_cells(each, currency))
    console.print(table)
    if len(made.changes) > SHOWN:
        console.print(Text(f"{len(made.changes) - SHOWN} smaller changes: --format json shows them.", style="dim"))


def _cells(change: Change, currency: str) -> tuple[str, str, str, str]:
    one, other = change.before, change.after
    prices = [phrases.money(each.risk.interest.mean, currency) if each else "–" for each in (one, other)]
    ranks = f"{one.rank if one else 'new'} → {other.rank if other else 'gone'}"
    lanes = [each.risk.lane.replace("_", " ") for each in (one, other) if each]
    return prices[0], prices[1], ranks, " → ".join(dict.fromkeys(lanes))
