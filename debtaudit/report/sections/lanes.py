"""The backlog: every finding in its lane, each a row that leads to how its price comes about."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import KINDS, days, number_of_times, sentence, upper
from debtaudit.domain.risk import LANES, Lane
from debtaudit.report.blocks import Block, Group, Ranked, Ranking
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.choices import Prices
from debtaudit.report.links import anchor, to_item, to_owner
from debtaudit.report.owners import owner_id, owner_name
from debtaudit.report.section import section

WORDS: dict[Lane, tuple[str, str]] = {
    "now": ("Now", "Dear, and worth repaying within a year"),
    "next": ("Next", "To repay when those above are under way"),
    "later": ("Later", "To repay when work nearby is done anyway"),
    "find_out": ("Find out", "An answer that nobody has given yet would move these up"),
    "accepted": ("Accepted", "Set aside by somebody, until a day; still counted in the totals"),
}
NAME, SEEN, WHO = 90, 150, 40


@section("backlog", place=30)
def lanes(audit: Audit) -> Iterator[Block]:
    """Yield the lanes that hold anything, in their order."""
    groups = tuple(_groups(audit))
    if groups:
        rows = [row for group in groups for row in group.rows]
        yield Ranking(groups, tuple(sorted({row.who for row in rows}, key=str.casefold)),
                      tuple(sorted({row.kind for row in rows})))  # fmt: skip


def _groups(audit: Audit) -> Iterator[Group]:
    for lane in LANES:
        rows = tuple(_row(audit, item) for item in audit.items if item.risk.lane == lane)
        if rows:
            title, hint = WORDS[lane]
            yield Group(title, lane.replace("_", "-"), hint, rows)


def _row(audit: Audit, item: Item) -> Ranked:
    finding, risk, prices = item.finding, item.risk, Prices.of(audit)
    kind = KINDS.get(finding.asset.kind, finding.asset.kind)
    owner = owner_id(finding.asset)
    return Ranked(
        anchor(item.id), item.rank, shortened(finding.debt.name, NAME), to_item(item.id),
        shortened(finding.asset.label, NAME), kind, sentence(shortened(finding.message, SEEN)),
        shortened(owner_name(audit, owner), WHO), to_owner(owner), prices.amount(risk.interest.mean),
        prices.span(risk.interest), days(risk.principal.days), number_of_times(risk.priority),
        (round(risk.interest.mean, 2), round(risk.principal.days, 2), round(risk.priority, 4)), tuple(_marks(item)),
    )  # fmt: skip


def _marks(item: Item) -> Iterator[str]:
    if item.state not in ("open", "accepted"):
        ticket = item.decision.ticket if item.decision else ""
        yield upper(item.state.replace("_", " ")) + (f", {ticket}" if ticket else "")
    yield from (upper(note) for note in item.notes)
