"""Bands, lanes and grades: from which amount on a debt is called what."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import exact, upper
from debtaudit.domain.risk import BANDS, LANES
from debtaudit.report.blocks import Block, Cell, Column, Heading, Table, line
from debtaudit.report.section import section

LANE_RULES = {
    "now": "Critical; or high, and worth its cost within the horizon; or a matter of safety or rights on a top system",
    "next": "High and not worth its cost; or medium and worth it",
    "later": "Everything else",
    "find_out": "Would be in a higher lane if an unknown answer were the worse one",
    "accepted": "Signed by somebody until a day, or called a false positive; still in the totals",
}
GRADES = (
    ("A", "measured, or incidents have happened"),
    ("B", "facts in the inventory"),
    ("C", "answers with evidence"),
    ("D", "unsupported"),
)


@section("method", place=30)
def bands(audit: Audit) -> Iterator[Block]:
    """Yield the bands with their amounts, the rules of the lanes, and the grades of confidence."""
    policy = audit.policy
    yield Heading("Bands, lanes and confidence", "The lane comes first, then what a repair returns for its cost")
    floors = [policy.materiality / policy.band_ratio**step for step in range(len(BANDS) - 1)]
    amounts = [f"from {exact(floor, audit.currency)} a quarter" for floor in floors] + ["below that"]
    yield Table(
        (Column("Band"), Column("Interest")),
        tuple(
            (Cell(line(upper(band))), Cell(line(amount))) for band, amount in zip(reversed(BANDS), amounts, strict=True)
        ),
        "Bands",
    )
    yield Table(
        (Column("Lane"), Column("Holds")),
        tuple((Cell(line(upper(lane.replace("_", " ")))), Cell(line(LANE_RULES[lane]))) for lane in LANES),
        "Lanes",
    )
    yield Table(
        (Column("Confidence"), Column("Rests on")),
        tuple((Cell(line(grade)), Cell(line(upper(says)))) for grade, says in GRADES),
        "Grades of confidence",
    )
