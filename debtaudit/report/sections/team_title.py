"""A team's title: how much of the debt is its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import count, listed, upper, words
from debtaudit.report.blocks import Block, Line, Run, Title, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.choices import Prices
from debtaudit.report.links import BACKLOG
from debtaudit.report.owners import Owner
from debtaudit.report.section import section

NAME, ROLES = 60, 5


@section("team", place=10, share="more")
def team_title(audit: Audit, owner: Owner) -> Iterator[Block]:
    """Yield the title."""
    yield Title(
        _sentence(owner, Prices.of(audit)), tuple(each for each in (line(_lanes(owner)), _who(owner)) if each[0])
    )


def _sentence(owner: Owner, prices: Prices) -> Line:
    name = shortened(owner.name, NAME)
    if not owner.items:
        return line(name, ": no debt was found.")
    cost = Run(f"{prices.amount(owner.interest.mean)} a quarter", "risk")
    debts = count(len(owner.items), "debt costs", "debts cost")
    return line(f"{name}: {debts} ", cost, ".")


def _lanes(owner: Owner) -> str:
    lanes = Counter(item.risk.lane for item in owner.items)
    told = [f"{words(lanes[lane])} for {lane}" for lane in ("now", "next") if lanes[lane]]
    return f"{upper(listed(told))}; the rest can wait." if told else ""


def _who(owner: Owner) -> Line:
    team = owner.team
    parts = [count(len(owner.assets), "asset")]
    if team and isinstance(team.members, int):
        parts.append(count(team.members, "person", "people"))
    if team and team.roles:
        parts.append(listed(list(team.roles[:ROLES])))
    if team and team.on_call is not None:
        parts.append("on call" if team.on_call else "nobody on call")
    return line(f"{upper(', '.join(parts))}. ", Run("The whole backlog", href=BACKLOG), ".")
