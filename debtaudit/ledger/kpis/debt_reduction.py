"""Debt paid down: by how much the interest of open debt fell within four quarters, on what was audited then.

How to read it:
    Whether we pay faster than we borrow. Assets that joined later are left out, so that growth of the inventory does
    not hide repayment. The count alone can be gamed by closing trifles; it stands beside, with days and the parts of
    the change, which add up exactly.
"""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.ledger.amounts import Amounts, total, whole
from debtaudit.ledger.compare import PARTS, Comparison, compare
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, said
from debtaudit.ledger.reading import Part, Reading, no_data
from debtaudit.ledger.snapshot import split

YEAR = 4


@kpi(8, "share", "change", better="up", target=0.25)
def debt_reduction(period: Period) -> Reading:
    """Compare with the snapshot of a year ago, or with the oldest there is."""
    if not period.earlier:
        return no_data("There is no earlier snapshot to compare with: the first one makes the baseline.")
    baseline = period.frozen(YEAR) or period.earlier[0]
    made = compare(baseline, period.snapshot)
    new = total(each.amounts for each in made.changes if _joined_later(made, each.finding))
    now = made.closing - new
    if not made.opening.interest:
        return no_data(f"No open debt was found in {baseline.quarter.label}.")
    fell = made.opening.interest - now.interest
    goal = period.inventory.organisation.reduction_goal
    younger = baseline.quarter != period.quarter.before(YEAR)
    age = f"The oldest snapshot is {baseline.quarter.label}, less than a year ago." if younger else ""
    return Reading(
        fell / made.opening.interest, whole(fell), whole(made.opening.interest), made.opening.count,
        note=said("Counted in full, so there is no interval.", age, *made.notes),
        parts=(*_others(made.opening, now), *_split(made)), target=goal if isinstance(goal, (int, float)) else None,
    )  # fmt: skip


def _joined_later(made: Comparison, finding: str) -> bool:
    asset = split(finding)[1]
    former = made.after.assets[asset].formerly if asset in made.after.assets else ()
    return not {asset, *former} & made.before.assets.keys()


def _others(opening: Amounts, now: Amounts) -> Iterator[Part]:
    yield Part("by count", 1 - now.count / opening.count if opening.count else None, "share", opening.count)
    yield Part("by days of work", 1 - now.days / opening.days if opening.days else None, "share", opening.count)


def _split(made: Comparison) -> Iterator[Part]:
    for name in PARTS:
        amounts = made.part(name)
        yield Part(f"interest {name.replace('_', ' ')}", whole(amounts.interest), "money", len(made.of(name)))
