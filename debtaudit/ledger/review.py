"""A quarter's review: an audit, what was frozen before it, what changed since, and every key figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from debtaudit.domain.audit import Audit
from debtaudit.ledger.compare import Comparison, compare
from debtaudit.ledger.freeze import freeze, with_readings, with_rescored
from debtaudit.ledger.measure import Measured, measure
from debtaudit.ledger.period import Period
from debtaudit.ledger.quarter import Quarter, quarter_of
from debtaudit.ledger.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Against:
    """What a quarter is compared with: a snapshot, and an audit of today under its settings, where these differ.

    With that audit, a comparison can say exactly what the settings alone changed.
    """

    snapshot: Snapshot
    under_its_settings: Audit | None = None


@dataclass(frozen=True)
class Review:
    """Everything that can be said of a quarter. `comparison` is against `before`; both are None for the first one.

    `snapshot` is this quarter's own, as it would be frozen now; `before` is one of `earlier`: the last, where nobody
    asks for another.
    """

    audit: Audit
    quarter: Quarter
    snapshot: Snapshot
    earlier: tuple[Snapshot, ...]
    comparison: Comparison | None
    figures: tuple[Measured, ...]
    before: Snapshot | None = None

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
    against: Against | None = None,
) -> Review:  # fmt: skip
    """Review the quarter in which an audit lies.

    Snapshots of the ledger count that are of earlier quarters. `rules` are the versions of the rules, `targets` replace
    those of key figures. The quarter is compared with the snapshot `against`, which takes the place of the ledger's own
    of its quarter; without one, with the last of the ledger.

    Raises:
        ValueError: when the snapshot to compare with is not of an earlier quarter.
    """
    quarter = quarter_for(audit)
    known = (each for each in ledger if not against or each.quarter != against.snapshot.quarter)
    earlier = before((*known, against.snapshot) if against else known, audit)
    base = against.snapshot if against else earlier[-1] if earlier else None
    if base and base not in earlier:
        raise ValueError(f"{base.quarter.label} is not before {quarter.label}")
    frozen = freeze(audit, quarter, rules)
    if against and against.under_its_settings:
        frozen = with_rescored(frozen, against.under_its_settings, against.snapshot.fingerprint)
    figures = measure(Period(audit, quarter, frozen, earlier), targets, base)
    snapshot = with_readings(frozen, {each.kpi.slug: each.reading for each in figures})
    made = compare(base, frozen) if base else None
    return Review(audit, quarter, snapshot, earlier, made, figures, base)


def before(ledger: Iterable[Snapshot], audit: Audit) -> tuple[Snapshot, ...]:
    """Return the snapshots of quarters before that of an audit, oldest first."""
    quarter = quarter_for(audit)
    place = (quarter.year, quarter.number)
    found = (each for each in ledger if (each.quarter.year, each.quarter.number) < place)
    return tuple(sorted(found, key=lambda each: each.as_of))
