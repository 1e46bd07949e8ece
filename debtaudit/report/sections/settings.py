"""Every setting of the risk model with its value and its default, in the order in which they explain each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import Field, fields

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import plain_number, upper
from debtaudit.domain.policy import Policy
from debtaudit.report.blocks import Block, Cell, Column, Heading, Run, Table, line
from debtaudit.report.section import section


@section("method", place=40)
def settings(audit: Audit) -> Iterator[Block]:
    """Yield all settings."""
    untouched, all_ = audit.policy.defaults()
    yield Heading("Settings", f"{untouched} of {all_} are defaults; changed ones are bold", anchor="settings")
    yield Table(
        (Column("Setting"), Column("Meaning"), Column("Value", numeric=True), Column("Default", numeric=True)),
        tuple(_row(audit.policy, each) for each in fields(audit.policy)),
        "Settings of the risk model",
    )


def _row(policy: Policy, each: Field[float]) -> tuple[Cell, ...]:
    value, default = getattr(policy, each.name), getattr(Policy(), each.name)
    shown = plain_number(value)
    kept = value == default
    return (
        Cell(line(Run(each.name, "code"))),
        Cell(line(upper(str(each.metadata["says"])))),
        Cell(line(shown if kept else Run(shown, "strong"))),
        Cell(line("default" if kept else plain_number(default))),
    )
