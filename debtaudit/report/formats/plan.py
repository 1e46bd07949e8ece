"""A plan in the terminal, and as JSON: format `debtaudit-plan`, version 1."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from debtaudit.domain import phrases
from debtaudit.domain.audit import Audit
from debtaudit.report.formats.backlog_json import dumps, money
from debtaudit.scoring.exceedance import exceedance
from debtaudit.scoring.plan import Plan, job_of

LEFT_SHOWN = 5
NOW = "now"
BAD = 0.1
"""Chance of the quarter that is told of: one in ten."""


def plan_json(plan: Plan, audit: Audit) -> str:
    """Write a plan with what it saves, what is left, and what a quarter may cost before and after."""
    done = {step.item.id for step in plan.steps}
    steps = [
        {"order": order, "id": step.item.id, "days": round(step.days, 2), "saves": money(step.saves),
         "lane": step.item.risk.lane} for order, step in enumerate(plan.steps, start=1)
    ]  # fmt: skip
    left = [
        {"id": item.id, "lane": item.risk.lane, "days": round(item.risk.principal.days, 2),
         "interest": money(item.risk.interest.mean), "cost_of_delay": money(item.risk.cost_of_delay)}
        for item in plan.left
    ]  # fmt: skip
    effect = audit.policy.effectiveness
    curves = {"before": exceedance(audit.items), "after": exceedance(audit.items, done, effect)}
    return dumps(
        {
            "format": "debtaudit-plan", "version": 1, "as_of": audit.as_of.isoformat(), "currency": audit.currency,
            "budget_days": plan.budget, "days": round(plan.days, 2), "saves": money(plan.saves),
            "interest": {"before": money(plan.before), "after": money(plan.after)},
            "steps": steps, "left": left, "cost_of_delay_left": money(plan.cost_of_delay),
            "exceedance": {when: [{"chance": chance, "loss": money(loss)} for chance, loss in curve.items()]
                           for when, curve in curves.items()},
        }
    )  # fmt: skip


def print_plan(plan: Plan, audit: Audit, console: Console) -> None:
    """Print the steps in order of work, and what is left undone."""
    currency = audit.currency
    if not plan.steps:
        goes_on = f"the debt goes on costing {phrases.money(plan.before, currency)} a quarter"
        none = f"No repair fits into {plan.budget:g} engineer-days; {goes_on}."
        console.print(none if audit.items else "Nothing was found.")
    else:
        console.print(Text.assemble(
            f"{plan.days:.1f} of {plan.budget:g} engineer-days save about ",
            (phrases.money(plan.saves, currency), "bold"),
            f" within a year; the debt then costs {phrases.money(plan.after, currency)} a quarter"
            f" instead of {phrases.money(plan.before, currency)}.",
        ))  # fmt: skip
        console.print(Text(_bad_quarter(plan, audit)))
        console.print()
        console.print(_steps(plan, currency))
        console.print()
    _print_left(plan, audit, console)


def _bad_quarter(plan: Plan, audit: Audit) -> str:
    """Say what one quarter in ten costs: events come in lumps, and that is what a budget must bear."""
    done = {step.item.id for step in plan.steps}
    before = exceedance(audit.items)[BAD]
    after = exceedance(audit.items, done, audit.policy.effectiveness)[BAD]
    often = f"{BAD:.0%}".replace("%", " %")
    return (f"With a chance of {often}, next quarter's cost is above {phrases.money(before, audit.currency)};"
            f" when this is done, above {phrases.money(after, audit.currency)}.")  # fmt: skip


def _steps(plan: Plan, currency: str) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim", expand=True)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("repair", overflow="fold", ratio=1)
    table.add_column("days", justify="right", no_wrap=True)
    table.add_column("saves", justify="right", no_wrap=True)
    for order, step in enumerate(plan.steps, start=1):
        first = Text(step.item.finding.debt.remediation[0], style="dim", no_wrap=True, overflow="ellipsis")
        name = Text(step.item.id, overflow="fold")
        table.add_row(str(order), Text("\n").join([name, first]), f"{step.days:.1f}",
                      phrases.money(step.saves, currency))  # fmt: skip
    return table


def _print_left(plan: Plan, audit: Audit, console: Console) -> None:
    currency, effect = audit.currency, f"{audit.policy.effectiveness:.0%}".replace("%", " %")
    if not plan.left:
        console.print("Nothing is left undone.")
        return
    urgent = sum(item.risk.lane == NOW for item in plan.left)
    also = f", {phrases.words(urgent)} of them for now" if urgent else ""
    console.print(f"Left undone: {phrases.count(len(plan.left), 'finding')}{also}; waiting a quarter with them costs"
                  f" {phrases.money(plan.cost_of_delay, currency)}: what repairs would save, {effect} of their"
                  " cost after a quarter's growth. Dearest to leave:")  # fmt: skip
    known = {item.id: item for item in plan.left}
    for item in plan.left[:LEFT_SHOWN]:
        rests_on = job_of(item, known).after
        after = f", after {phrases.listed(list(rests_on))}" if rests_on else ""
        amount = phrases.money(item.risk.cost_of_delay, currency)
        said = f"{item.id}: {amount}, {phrases.days(item.risk.principal.days)}{after}"
        console.print(Padding(Text(said, overflow="fold"), (0, 0, 0, 2)))
