"""Retraining delay: median days by which retrainings that were due came late, or are late by now.

How to read it:
    How late updates arrive. A training that was due and has not happened counts with the days until today; one that
    came early counts with a negative number.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from debtaudit.domain.asset import Model
from debtaudit.ledger.intervals import of_median
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, few, number, said, unknown
from debtaudit.ledger.reading import Part, Reading, no_data

TRAINED = "trained_at"


@kpi(17, "days", "median", better="down", target=0.0)
def retraining_delay(period: Period) -> Reading:
    """Read trainings of the quarter against when they were due, and those that are due."""
    told = {each.id: plan for each in period.learning if (plan := _plan(period, each))}
    if not told:
        return no_data("No model in service states both its retraining interval and its last training.")
    late = [(id_, days) for id_, plan in told.items() for days in _delays(period, *plan)]
    silent = {each.id for each in period.learning} - told.keys()
    note = said(unknown(silent, "Interval or training"))
    if not late:
        return no_data(said("No retraining was due in the quarter, as far as it is known.", note))
    days = [float(each) for _, each in late]
    overdue = sum(each > 0 for each in days)
    return Reading(
        median(days), sum(days), len(days), len(days), *of_median(days), note,
        (Part("late or overdue", float(overdue), "count", len(days)), Part("latest", max(days), "days", len(days))),
        few(f"{id_}: {each:+d} days" for id_, each in late),
    )  # fmt: skip


def _plan(period: Period, model: Model) -> tuple[list[date], timedelta] | None:
    """Return the days on which a model is known to have been trained, oldest first, and its interval."""
    interval, newest, today = number(model.retraining.interval_days), model.trained_at, period.audit.as_of
    if interval is None or not isinstance(newest, date) or newest > today:
        return None
    before = {
        each.was
        for each in period.inventory.history
        if each.asset == model.id and each.path == TRAINED and isinstance(each.was, date) and each.was <= today
    }
    return sorted({*before, newest}), timedelta(days=interval)


def _delays(period: Period, trained: list[date], interval: timedelta) -> Iterator[int]:
    """Yield the delay of each retraining in the quarter, and of the one that is due now."""
    for earlier, later in pairwise(trained):
        if period.holds(later):
            yield (later - earlier - interval).days
    if (waiting := period.audit.as_of - trained[-1] - interval) >= timedelta(0):
        yield waiting.days
