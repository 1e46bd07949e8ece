"""A quarter's review: an audit, what was frozen before it, what changed since, and every key figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from debtaudit.domain.audit import Audit
from debtaudit.ledger.compare import Comparison
from debtaudit.ledger.freeze import freeze, with_readings, with_rescored
from debtaudit.ledger.measure import Measured, measure
from debtaudit.ledger.period import Period
from debtaudit.ledger.quarter import Quarter, quarter_of
from debtaudit.ledger.snapshot import Snapshot


@dataclass(frozen=True)
class Review:
    """Everything that can be said of a quarter. `comparison` is against the last of `earlier`; None for the first one.

    `snapshot` is this quarter's own, as it would be frozen now.
    """

    audit: Audit
    quarter: Quarter
    snapshot: Snapshot
    earlier: tuple[Snapshot, ...]
    comparison: Comparison | None
    figures: tuple[Measured, ...]

    def figure(self, slug: str) -> Measured:
        """Return a key figure by the name of its file, with dashes.

        Raises:
            KeyError: when there is none of that name.
        """
        return {each.kpi.slug: each for each in self.figures}[slug]


def quarter_for(audit: Audit) -> Quarter:
    """Return the quarter in which an audit lies, in the organisation's fiscal year."""
    start = audit.inventory.organisation.fiscal_year_start
    return quarter_of(audit.as_of, start if isinstance(start, int) else 1)


def review(
    audit: Audit, ledger: Iterable[Snapshot], rules: Mapping[str, str], targets: Mapping[str, float] | None = None,
    under_old_settings: Audit | None = None,
) -> Review:  # fmt: skip
    """Review the quarter in which an audit lies.

    Snapshots of the ledger count that are of earlier quarters. `rules` are the versions of the rules, `targets` replace
    those of key figures. `under_old_settings` is an audit of the same day under the settings of the last snapshot,
    where these differ: with it, a comparison can say exactly what the settings alone changed.
    """
    quarter = quarter_for(audit)
    earlier = before(ledger, audit)
    frozen = freeze(audit, quarter, rules)
    if under_old_settings and earlier:
        frozen = with_rescored(frozen, under_old_settings, earlier[-1].fingerprint)
    period = Period(audit, quarter, frozen, earlier)
    figures = measure(period, targets)
    snapshot = with_readings(frozen, {each.kpi.slug: each.reading for each in figures})
    return Review(audit, quarter, snapshot, earlier, period.comparison, figures)


def before(ledger: Iterable[Snapshot], audit: Audit) -> tuple[Snapshot, ...]:
    """Return the snapshots of quarters before that of an audit, oldest first."""
    quarter = quarter_for(audit)
    place = (quarter.year, quarter.number)
    found = (each for each in ledger if (each.quarter.year, each.quarter.number) < place)
    return tuple(sorted(found, key=lambda each: each.as_of))
