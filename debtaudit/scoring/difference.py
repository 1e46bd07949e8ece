"""What lies between two audits of one organisation: which findings went, came, moved or changed their price."""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item

NEAR = 1e-6
"""Relative change of interest that counts as none: rounding."""


@dataclass(frozen=True, slots=True)
class Change:
    """One finding before and after; None where it is not found."""

    id: str
    before: Item | None
    after: Item | None

    @property
    def what(self) -> str:
        """Whether it is gone, new, in another lane, or costs something else."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "gone"
        return "moved" if self.before.risk.lane != self.after.risk.lane else "re-priced"

    @property
    def interest(self) -> float:
        """By how much its interest changes, a quarter; of a finding whose gap another one covers, its friction."""
        return _counted(self.after) - _counted(self.before)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two audits side by side; `changes` holds what differs, the largest change of interest first."""

    before: Audit
    after: Audit
    changes: tuple[Change, ...]

    @property
    def interest(self) -> float:
        """By how much the total changes, a quarter."""
        return self.after.totals.interest.mean - self.before.totals.interest.mean


def difference(before: Audit, after: Audit) -> Difference:
    """Compare two audits finding by finding."""
    old, new = ({item.id: item for item in audit.items} for audit in (before, after))
    both = (Change(id_, old.get(id_), new.get(id_)) for id_ in sorted(old.keys() | new.keys()))
    changes = sorted((each for each in both if _differs(each)), key=lambda each: (-abs(each.interest), each.id))
    return Difference(before, after, tuple(changes))


def _differs(change: Change) -> bool:
    one, other = change.before, change.after
    if one is None or other is None or one.risk.lane != other.risk.lane or one.overlaps != other.overlaps:
        return True
    return abs(other.risk.interest.mean - one.risk.interest.mean) > NEAR * max(1.0, one.risk.interest.mean)


def _counted(item: Item | None) -> float:
    if item is None:
        return 0.0
    return item.risk.carry if item.overlaps else item.risk.interest.mean
