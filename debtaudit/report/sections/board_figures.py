"""Is it working? Six key figures at a glance, each leading to all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.ledger.review import Review
from debtaudit.report.blocks import Block, Heading, Tiles
from debtaudit.report.section import of_quarter
from debtaudit.report.tiles import tile_of

PREFERRED = ("incident-resolution-time", "models-retrained", "automated-fixes", "customer-satisfaction",
             "ai-support-tickets", "pipeline-test-pass-rate")  # fmt: skip
MOST = 6


@of_quarter("index", place=55, side=2)
def board_figures(review: Review) -> Iterator[Block]:
    """Yield six figures that can be told, those first that boards ask for; nothing in the first quarter."""
    if not review.before:
        return
    known = [each for each in review.figures if each.reading.known]
    first = sorted(known, key=lambda each: PREFERRED.index(each.kpi.slug) if each.kpi.slug in PREFERRED else MOST)
    if first:
        yield Heading(
            "Is it working?",
            f"Moves since {review.before.quarter.label}; the line is the last quarters, the dashed one the target",
            anchor="working",
        )
        yield Tiles(tuple(tile_of(each, review.audit.currency, f"kpi.html#{each.kpi.slug}") for each in first[:MOST]))
