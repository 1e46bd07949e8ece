"""Models that could be rebuilt: share of the learning models in service whose records are complete.

How to read it:
    Whether we could rebuild what runs our business. Complete means that commit, data, features, settings, seed,
    environment and artefact of the version in service are on record. A rebuild within a year proves it.
"""

from __future__ import annotations

from datetime import date

from debtaudit.domain.asset import Model
from debtaudit.ledger.intervals import wilson
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, few, said, share, unknown
from debtaudit.ledger.reading import Reading, no_data

NEEDED = ("git_commit", "data_snapshot", "feature_list", "hyperparameters", "random_seed", "environment_lock",
          "artifact_path")  # fmt: skip
A_YEAR = 365
CRITICAL = 4


@kpi(20, "share", "share", better="up", target=1.0)
def reproducible_models(period: Period) -> Reading:
    """Read the manifest of each model in service."""
    complete = {each.id: _complete(each) for each in period.learning}
    told = {id_: truth for id_, truth in complete.items() if truth is not None}
    if not told:
        return no_data("No model in service that learns from our data says what is on record of its training.")
    fine = sum(told.values())
    critical = [told[each.id] for each in period.learning if each.id in told and period.criticality(each) >= CRITICAL]
    proven = sum(_rebuilt(period, each) for each in period.learning if told.get(each.id))
    return Reading(
        fine / len(told), fine, len(told), len(told), *wilson(fine, len(told)),
        said(unknown(complete.keys() - told.keys(), "Records of the training")),
        (share("rebuilt within a year", proven, len(told)), share("of critical models", sum(critical), len(critical))),
        few(f"{id_}: {'complete' if truth else 'not complete'}" for id_, truth in told.items()),
    )  # fmt: skip


def _complete(model: Model) -> bool | None:
    """Tell whether all is on record: a stated gap says no, silence about anything else says nothing."""
    values = [getattr(model.manifest, name) for name in NEEDED]
    if any(value is not None and not value and value != 0 for value in values):
        return False
    return None if None in values else True


def _rebuilt(period: Period, model: Model) -> bool:
    return isinstance(model.rebuilt_at, date) and 0 <= (period.audit.as_of - model.rebuilt_at).days <= A_YEAR
