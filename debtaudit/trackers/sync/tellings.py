"""What an audit has to tell a tracker: each finding as an issue, what is repaid, or all of it as one dashboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import money
from debtaudit.trackers.block import Blocks, Code, Paragraph, Points, Table, Verbatim
from debtaudit.trackers.sync.projects import Homes
from debtaudit.trackers.sync.tracker import Told
from debtaudit.trackers.team import Wish, addressed
from debtaudit.trackers.ticket import Ticket, mark, ticket

DASHBOARD: Final = "dashboard"
ROWS: Final = 50
"""Findings that a dashboard shows unless the user says how many."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Findings for which new issues are made; issues that exist are kept in step in any case."""

    teams: frozenset[str] = frozenset()  # empty: all
    lanes: frozenset[str] = frozenset({"now", "next"})
    top: int | None = None

    def takes(self, item: Item) -> bool:
        """Tell whether an item may get a new issue, whatever its rank."""
        owner = str(item.finding.asset.owner or "")
        settled = item.state in {"accepted", "false_positive"} and "accepted" not in self.lanes
        return (not self.teams or owner in self.teams) and item.risk.lane in self.lanes and not settled


def tell(
    audit: Audit, selection: Selection, wished: Mapping[str, Wish], known: Callable[[str], bool], homes: Homes
) -> tuple[Told, ...]:
    """Return an issue for each finding, the first in rank first, and one for each that is repaid.

    `known` tells whether a finding has an issue of ours here; one that is tracked elsewhere gets no second one, and one
    that belongs into another of the teams' projects gets none here.
    """
    left = len(audit.items) if selection.top is None else selection.top
    found = []
    for item in audit.items:
        said = addressed(ticket(item, audit), wished)
        takes = left > 0 and selection.takes(item) and (not said.tracked or known(item.id))
        elsewhere = homes.elsewhere(said) if takes and not known(item.id) else ""
        creatable = takes and not elsewhere and (known(item.id) or item.id not in homes.kept)
        left -= creatable
        found.append(replace(_of(said, item, creatable=creatable), elsewhere=elsewhere))
    return (*found, *_repaid(audit))


def _of(said: Ticket, item: Item, *, creatable: bool) -> Told:
    former = tuple(f"{item.finding.debt.slug}@{id_}" for id_ in item.finding.asset.formerly or ())
    due = said.due.isoformat() if said.due else ""
    body: Blocks = (
        *said.blocks,
        Paragraph(("Written and kept in step by debtaudit (", Code(said.mark), "). Every number with its source:")),
        Verbatim(f"debtaudit explain {said.id}"),
    )
    return Told(said.id, said.mark, said.title, body, said.priority, said.labels, due, former, creatable=creatable)


def _repaid(audit: Audit) -> Iterator[Told]:
    """Yield findings that somebody called repaid and that the audit does not find any more."""
    there = {item.id for item in audit.items}
    for decision in audit.inventory.decisions:
        if decision.state == "repaid" and "*" not in decision.finding and decision.finding not in there:
            sign = mark(decision.finding)
            words = (f"Repaid: {decision.reason}" if decision.reason else "Repaid.",)
            found = ("debtaudit does not find it any more, and closes this (", Code(sign), ").")
            yield Told(decision.finding, sign, "", (Paragraph(words), Paragraph(found)), repaid=True, creatable=False)


def dashboard(audit: Audit, selection: Selection, *, new: bool) -> Told:
    """Return the one issue that shows the worst findings as a table, for teams that want no flood."""
    items = [item for item in audit.items if selection.takes(item)][: selection.top or ROWS]
    body: Blocks = (
        Paragraph((_summary(audit, items),)),
        Table(("Rank", "Debt", "Asset", "Owner", "Cost of waiting a quarter", "Days", "Lane"),
              tuple(_row(item, audit) for item in items)),
        Paragraph(("Written and kept in step by debtaudit (", Code(mark(DASHBOARD)), ").")),
        Points((("Each of them in full: ", Code("debtaudit explain DEBT@ASSET")),)),
    )  # fmt: skip
    title = "[debt] The technical debts worth repaying first"
    return Told(DASHBOARD, mark(DASHBOARD), title, body, 2, ("debtaudit",), creatable=new)


def _summary(audit: Audit, items: Sequence[Item]) -> str:
    cost = money(audit.totals.interest.mean, audit.currency)
    of = len(audit.items)
    return f"{len(items)} of {of} findings, the worst first. All {of} cost about {cost} a quarter."


def _row(item: Item, audit: Audit) -> tuple[tuple[str | Code, ...], ...]:
    risk = item.risk
    return (
        (str(item.rank),), (item.finding.debt.name or item.finding.debt.slug,), (Code(item.finding.asset.id),),
        (str(item.finding.asset.owner or "nobody"),), (money(risk.interest.mean, audit.currency),),
        (f"{risk.principal.days:.0f}",), (risk.lane.replace("_", " "),),
    )  # fmt: skip
