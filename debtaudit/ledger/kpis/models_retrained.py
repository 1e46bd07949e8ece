"""Models retrained: share of the learning models in service whose version was trained in the quarter.

How to read it:
    Freshness of the fleet. The plain share rewards needless retraining, so judge by the part beside it: the share of
    models that are no older than one and a half times their own interval, which should reach 90%.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from debtaudit.domain.asset import Model
from debtaudit.ledger.intervals import wilson
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, few, number, share, unknown
from debtaudit.ledger.reading import Reading, no_data

LATE = 1.5


@kpi(6, "share", "share", better="")
def models_retrained(period: Period) -> Reading:
    """Read when each model in service was trained."""
    if not period.learning:
        return no_data("No model in service is known to learn from our data.")
    told = [each for each in period.learning if _trained(period, each)]
    if not told:
        return no_data("No model in service says when it was trained.")
    fresh = [each for each in told if period.holds(each.trained_at)]
    silent = {each.id for each in period.learning} - {each.id for each in told}
    return Reading(
        len(fresh) / len(told), len(fresh), len(told), len(told), *wilson(len(fresh), len(told)),
        unknown(silent, "Training date"), (share("within one and a half intervals", *_in_time(period, told)),),
        few(f"{each.id}: trained {each.trained_at}" for each in told),
    )  # fmt: skip


def _trained(period: Period, model: Model) -> date | None:
    """Return when it was trained; a day after the audit tells of a version that was not there yet."""
    day = model.trained_at
    return day if isinstance(day, date) and day <= period.audit.as_of else None


def _in_time(period: Period, told: Sequence[Model]) -> tuple[int, int]:
    planned = [(day, interval) for each in told if (day := _trained(period, each))
               and (interval := number(each.retraining.interval_days))]  # fmt: skip
    fresh = sum((period.audit.as_of - day).days <= LATE * interval for day, interval in planned)
    return fresh, len(planned)
