"""The method page's title, and what the figures are and are not."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import words
from debtaudit.report.blocks import Block, Title, line
from debtaudit.report.section import section


@section("method", place=10)
def method_title(audit: Audit) -> Iterator[Block]:
    """Yield the title, and how much of the model is still judgement."""
    untouched, all_ = audit.policy.defaults()
    yield Title(
        line("How debts are priced and ranked."),
        (
            line(
                f"Only rates, money and days are multiplied, never grades. {words(untouched).capitalize()} of {all_} "
                "settings are defaults: judgement, to be calibrated against what really happens. The order of debts "
                "is steadier than any single amount."
            ),
        ),
    )
