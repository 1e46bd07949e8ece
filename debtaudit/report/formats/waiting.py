"""What happens if nothing is done: in the terminal, and as JSON (format `debtaudit-waiting`, version 1)."""

from __future__ import annotations

import shlex

from rich.console import Console
from rich.table import Table
from rich.text import Text

from debtaudit.domain import phrases
from debtaudit.domain.audit import Audit
from debtaudit.report.formats.backlog_json import dumps, money, totals
from debtaudit.scoring.waiting import Waiting

SHOWN = 5
WHEN = ("now", "in a quarter", "in two quarters", "in three quarters", "in a year")


def waiting_json(made: Waiting, audit: Audit) -> str:
    """Write what each quarter costs until a year from now, and the findings that grow."""
    return dumps(
        {
            "format": "debtaudit-waiting", "version": 1, "as_of": audit.as_of.isoformat(), "currency": audit.currency,
            "before": totals(audit.totals),
            "quarters": [{"after": after, "interest": money(cost)} for after, cost in enumerate(made.interest)],
            "growing": [{"id": item.id, "growth": round(item.risk.growth, 4),
                         "interest": money(now), "in_a_year": money(later)}
                        for item, now, later in made.growing],
        }
    )  # fmt: skip


def print_waiting(made: Waiting, audit: Audit, console: Console, again: str) -> None:
    """Print what each quarter costs, what grows most, and what could be tried instead; `again` names the inventory."""
    if not audit.items:
        console.print("Nothing was found, so nothing grows.")
        return
    costs = [phrases.money(each, audit.currency) for each in made.interest]
    console.print(Text.assemble("If nothing is done, a quarter costs ", (costs[-1], "bold"),
                                f" in a year instead of {costs[0]}."))  # fmt: skip
    console.print()
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("when")
    table.add_column("a quarter", justify="right", no_wrap=True)
    for row in zip(WHEN, costs, strict=True):
        table.add_row(*row)
    console.print(table)
    if made.growing:
        console.print()
        console.print("What grows most, a quarter now and in a year:")
    for item, now, later in made.growing[:SHOWN]:
        one, other = (phrases.money(each, audit.currency) for each in (now, later))
        console.print(Text(f"  {item.id}: {one} → {other}", overflow="fold"))
    console.print()
    console.print("To try something instead:")
    for words in (f"--fix {shlex.quote(audit.items[0].id)}", "--days 20"):
        console.print(Text(f"  debtaudit whatif{again} {words}", overflow="fold"))
