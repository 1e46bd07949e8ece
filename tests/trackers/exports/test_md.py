from __future__ import annotations

from datetime import date

from tests.trackers.example import ticket_of
from tests.trackers.exports.formats import written


def test_a_ticket_is_a_heading_with_its_facts_and_its_body() -> None:
    assert (
        written("md", ticket_of(due=date(2026, 12, 1), tracked="PLAT-7"), ticket_of("glue-code@other", team=""))
        == """\
# 2 debts to repay

## \\[\u200bdebt\\] Glue code on order-join

Rank 1, lane next, 2.5 engineer-days, team platform, planned until 2026-12-01, tracked as PLAT-\u200b7.

On the pipeline x: it is glue.

Found on a day.

## \\[\u200bdebt\\] Glue code on other

Rank 1, lane next, 2.5 engineer-days, no team.

On the pipeline x: it is glue.

Found on a day.
"""
    )
