"""Key figures as JSON: format `debtaudit-kpis`, version 1. Additive changes keep the version."""

from __future__ import annotations

from collections.abc import Iterable

from debtaudit.ledger.measure import Measured
from debtaudit.ledger.reading import Reading
from debtaudit.ledger.review import Review
from debtaudit.report.formats.backlog_json import Json, dumps

LEVEL = 0.9


def kpis_json(review: Review, figures: Iterable[Measured]) -> str:
    """Write the figures of a quarter; a value that is not known is null, and its note says what is missing."""
    return dumps(
        {
            "format": "debtaudit-kpis", "version": 1, "as_of": review.audit.as_of.isoformat(),
            "quarter": review.quarter.label, "currency": review.audit.currency,
            "since": review.before.quarter.label if review.before else None,
            "kpis": [figure(each) for each in figures],
        }
    )  # fmt: skip


def figure(each: Measured) -> Json:
    """Return one key figure with everything that says how far to trust it."""
    kpi, reading = each.kpi, each.reading
    return {
        "id": kpi.slug, "number": f"{kpi.place:g}", "name": kpi.name, "definition": kpi.definition,
        "how_to_read": kpi.meaning, "unit": kpi.unit, "statistic": kpi.statistic, "better": kpi.better or None,
        **values(reading),
        "change": None if each.change is None else {"value": _number(each.change), "since": each.since},
        "trend": each.arrow or None, "verdict": each.verdict or None,
        "target": _number(each.target), "target_met": each.met,
        "natural_limits": None if each.limits is None else [_number(limit) for limit in each.limits],
        "note": reading.note, "events": list(reading.events),
        "parts": [{"name": part.name, "value": _number(part.value), "unit": part.unit, "n": part.n}
                  for part in reading.parts],
        "history": [{"quarter": label, **values(old)} for label, old in each.history],
    }  # fmt: skip


def values(reading: Reading) -> Json:
    """Return the numbers of a reading."""
    known = reading.low is not None and reading.high is not None
    return {
        "value": _number(reading.value), "numerator": _number(reading.numerator),
        "denominator": _number(reading.denominator), "n": reading.n,
        "interval": {"level": LEVEL, "low": _number(reading.low), "high": _number(reading.high)} if known else None,
    }  # fmt: skip


def _number(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")
