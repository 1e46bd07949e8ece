"""The formulas of the risk model, in words."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import percent, plain_number
from debtaudit.domain.policy import Policy
from debtaudit.report.blocks import Block, Heading, Paragraph, Subheading, line
from debtaudit.report.section import section


@section("method", place=20)
def formulas(audit: Audit) -> Iterator[Block]:
    """Yield each quantity with how it is worked out under this audit's settings."""
    yield Heading("From facts to an order", "Each quantity, and what it is made of")
    for name, says in (*_quantities(audit.policy), *_caveats()):
        yield Subheading(name)
        yield Paragraph(line(says))


def _quantities(policy: Policy) -> Iterator[tuple[str, str]]:
    history, half = plain_number(policy.pseudo_quarters), plain_number(policy.half_life)
    yield (
        "Likelihood, in loss events a quarter",
        (
            "The rate that the catalogue gives the debt, times its severity, times how fast the world moves, times "
            "how often the asset changes; then drawn towards the incidents on record. The catalogue weighs as much "
            f"as {history} quarters of history, incidents count half after {half} quarters, and a quiet log proves "
            "little where nobody looks."
        ),
    )
    yield (
        "Loss of one event",
        (
            "For each system that the fault reaches: days until it is noticed and mended, times the revenue of a "
            "day, times the share that is hurt, plus support; weakened by each step on the way (strength of the link "
            f"times {plain_number(policy.hop)}). Added are the engineer-days to find and repair the fault, and "
            "penalties where somebody stated their amount."
        ),
    )
    yield (
        "Interest, the cost of a quarter",
        (f"Likelihood times loss, plus friction: {percent(policy.carry)} of severity times the cost of the repair."),
    )
    yield (
        "Principal, the cost of a repair",
        (
            "Engineer-days at best, most likely and at worst, as (best + 4 likely + worst) / 6, times the price of a "
            f"day; {plain_number(policy.review)} times that where the most critical systems are concerned."
        ),
    )
    yield (
        "Benefit",
        (
            f"What a repair saves in {plain_number(policy.horizon)} quarters: {percent(policy.effectiveness)} of the "
            f"interest, which grows when nothing is done (to {plain_number(policy.growth_cap)} times at most), less "
            f"{percent(policy.discount)} a quarter, and only from the day when the repair is done."
        ),
    )


def _caveats() -> Iterator[tuple[str, str]]:
    yield (
        "Range",
        (
            "Eight of ten draws lie inside. The ends of a sum are drawn too, never added, for not everything goes "
            "wrong at once. Sums of a few findings take them as independent."
        ),
    )
    yield (
        "Unknown",
        (
            "A debt that cannot be told is neither a finding nor a clean bill. Its expected cost stands apart and is "
            "in no total."
        ),
    )
