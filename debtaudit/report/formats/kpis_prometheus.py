"""Key figures as Prometheus text exposition (version 0.0.4), in base units: seconds, and shares as ratios.

Each figure is a family of its own; what belongs to all of them (interval, target, what they rest on) carries the
figure's name as a label. A figure without data has no sample, and `debtaudit_kpi_known` says 0. Amounts of money carry
the currency as a label, which is empty for relative units. Instants carry no timestamp: a scrape gives its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from typing import Final

from debtaudit.domain.risk import LANES
from debtaudit.ledger.measure import Measured
from debtaudit.ledger.reading import Unit
from debtaudit.ledger.review import Review

UNITS: Final[dict[Unit, tuple[str, float]]] = {
    "share": ("ratio", 1.0), "hours": ("seconds", 3600.0), "days": ("seconds", 86400.0), "count": ("", 1.0),
    "money": ("amount", 1.0), "per_week": ("per_week", 1.0), "per_10000": ("ratio", 1e-4), "times": ("ratio", 1.0),
    "score": ("score", 1.0), "points": ("ratio", 1.0),
}  # fmt: skip
"""How a unit ends a name, and how many base units it has."""
Labels = tuple[tuple[str, str], ...]
Sample = tuple[Labels, float]


def kpis_prometheus(review: Review, figures: Iterable[Measured]) -> str:
    """Write key figures and the sums of the audit for a scrape."""
    figures = tuple(figures)
    lines = [*_audit(review), *(line for each in figures for line in _own(each, review)), *_common(figures)]
    return "".join(f"{line}\n" for line in lines)


def _audit(review: Review) -> Iterator[str]:
    audit = review.audit
    money: Labels = (("currency", audit.currency),)
    noon = datetime.combine(audit.as_of, time(), UTC).timestamp()
    yield from _family("debtaudit_as_of_timestamp_seconds", "Day of the audit.", [((), noon)])
    interest = audit.totals.interest
    ends: tuple[tuple[str, float], ...] = (("mean", interest.mean), ("p10", interest.p10), ("p90", interest.p90))
    yield from _family("debtaudit_interest_per_quarter", "Expected loss of all debt, a quarter.",
                       [((*money, ("of", name)), value) for name, value in ends])  # fmt: skip
    yield from _family("debtaudit_principal", "Cost of repaying all debt.", [(money, audit.totals.principal_cost)])
    yield from _family("debtaudit_coverage_ratio", "Share of applicable questions that could be told.",
                       [((), audit.detected.coverage)])  # fmt: skip
    lanes: list[Sample] = [
        ((("lane", lane),), float(sum(item.risk.lane == lane for item in audit.items))) for lane in LANES
    ]
    yield from _family("debtaudit_findings", "Findings by lane.", lanes)
    yield from _family("debtaudit_unknowns", "Debts that cannot be told.", [((), float(len(audit.unknowns)))])


def _own(each: Measured, review: Review) -> Iterator[str]:
    ending, times = UNITS[each.kpi.unit]
    name = "_".join(filter(None, ["debtaudit_kpi", each.kpi.slug.replace("-", "_"), ending]))
    labels: Labels = (("currency", review.audit.currency),) if each.kpi.unit == "money" else ()
    known = [] if each.reading.value is None else [(labels, each.reading.value * times)]
    yield from _family(name, f"{each.kpi.name}: {each.kpi.definition}", known)


def _common(figures: tuple[Measured, ...]) -> Iterator[str]:
    for name, says, attribute in (
        ("low", "Lower end of the 90 percent interval, in the unit of the figure.", "low"),
        ("high", "Upper end of the 90 percent interval, in the unit of the figure.", "high"),
    ):
        yield from _family(f"debtaudit_kpi_{name}", says, _of_all(figures, attribute, scaled=True))
    yield from _family("debtaudit_kpi_numerator", "What is counted, as the figure's definition says.",
                       _of_all(figures, "numerator"))  # fmt: skip
    yield from _family("debtaudit_kpi_denominator", "Of what it is counted.", _of_all(figures, "denominator"))
    yield from _family("debtaudit_kpi_cases", "What the figure rests on: incidents, models, answers.",
                       _of_all(figures, "n"))  # fmt: skip
    targets = [(_label(each), each.target * UNITS[each.kpi.unit][1]) for each in figures if each.target is not None]
    yield from _family("debtaudit_kpi_target", "Target, in the unit of the figure.", targets)
    met = [(_label(each), float(each.met)) for each in figures if each.met is not None]
    yield from _family("debtaudit_kpi_target_met", "1 where the target is reached, else 0.", met)
    trend = [(_label(each), {"up": 1.0, "down": -1.0}.get(each.arrow, 0.0)) for each in figures]
    yield from _family("debtaudit_kpi_trend", "1 rising and -1 falling beyond chance, else 0.", trend)
    known = [(_label(each), float(each.reading.known)) for each in figures]
    yield from _family("debtaudit_kpi_known", "0 where there is no data, else 1.", known)


def _of_all(figures: tuple[Measured, ...], attribute: str, *, scaled: bool = False) -> list[Sample]:
    found = []
    for each in figures:
        value = getattr(each.reading, attribute)
        if value is not None:
            found.append((_label(each), value * (UNITS[each.kpi.unit][1] if scaled else 1.0)))
    return found


def _label(each: Measured) -> Labels:
    return (("kpi", each.kpi.slug),)


def _family(name: str, says: str, samples: list[Sample]) -> Iterator[str]:
    yield f"# HELP {name} {says.replace(chr(92), chr(92) * 2).replace(chr(10), ' ')}"
    yield f"# TYPE {name} gauge"
    for labels, value in samples:
        inside = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels)
        yield f"{name}{f'{{{inside}}}' if inside else ''} {value:.12g}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
