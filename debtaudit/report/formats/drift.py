"""Measured drift in the terminal and as JSON (format `debtaudit-drift`, version 1), and the older rule's verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from debtaudit.domain.drift_statistics import MEASURES
from debtaudit.domain.phrases import count, listed, percent, upper, words
from debtaudit.drift.judge import Judged, JudgedColumn, Verdict, legacy
from debtaudit.drift.measures import ColumnDrift, Compared, Filled, Part
from debtaudit.drift.words import name_of
from debtaudit.report.formats.backlog_json import Json, dumps

BANDS: Final = ("act", "watch", None, "stable")
STYLES: Final = {"act": "bold red", "watch": "yellow", "stable": "green", None: "dim"}
UNKNOWN: Final = "unknown"
SET_ASIDE: Final = "ignored"
TITLES: Final = {
    "ks": "KS D", "psi": "PSI", "wasserstein": "W1", "jensen_shannon": "JS", "chi2": "V", "missing": "gaps",
}  # fmt: skip
LEGEND: Final = (
    "KS D: largest gap between the two distributions; PSI: population stability index; W1: Wasserstein distance in "
    "standard deviations; JS: Jensen-Shannon distance; V: Cramér's V of chi-square; gaps: share missing; chance: that "
    "no change shows as much, corrected for the number of tests."
)
BARS: Final = "▁▂▃▄▅▆▇█"
SMALLEST: Final = 1e-6
DIGITS: Final = 10
"""Digits of a number in JSON: beyond them, engines may differ."""


@dataclass(frozen=True, slots=True)
class Names:
    """What was compared with what, by which engine, and as of when."""

    reference: str
    current: str
    engine: str
    as_of: date


def print_drift(verdict: Verdict, names: Names, console: Console) -> None:
    """Print a line a column, the furthest moved first, how the worst have changed, and what it comes to."""
    rows = [_rows(each) for each in (verdict.columns[0].drift.reference, verdict.columns[0].drift.current)]
    console.print(Text(f"reference  {names.reference}, {rows[0]}", overflow="fold", no_wrap=True))
    console.print(Text(f"current    {names.current}, {rows[1]}", overflow="fold", no_wrap=True))
    console.print()
    console.print(_table(sorted(verdict.columns, key=_urgency)))
    console.print()
    for sentence in _sentences(verdict):
        console.print(Text(sentence, overflow="fold"))
    console.print()
    console.print(Text(LEGEND, style="dim"))


def _rows(filled: Filled) -> str:
    return f"{filled.rows:,} row{'' if filled.rows == 1 else 's'}"


def _urgency(column: JudgedColumn) -> tuple[int, float, str]:
    furthest = max((_times(each) for each in column.measures), default=0.0)
    return BANDS.index(column.band), -furthest, column.drift.name


def _times(judged: Judged) -> float:
    """Return how many times a value is the one from which acting is called for."""
    name = "chi2" if judged.measured.measure == "missing" else judged.measured.measure
    return (judged.measured.value or 0.0) / MEASURES[name].act


def _table(columns: Iterable[JudgedColumn]) -> Table:
    columns = tuple(columns)
    shown = [name for name in TITLES if any(_measure(each, name) for each in columns) and name != "missing"]
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("verdict", no_wrap=True)
    table.add_column("column", overflow="fold", ratio=1)
    for measure in shown:
        table.add_column(TITLES[measure], justify="right", no_wrap=True)
    table.add_column(TITLES["missing"], justify="right", no_wrap=True)
    table.add_column("chance", justify="right", no_wrap=True)
    for column in columns:
        said = changed(column.drift) if column.band in {"act", "watch"} else column.why
        name = Text.assemble(column.drift.name, (f"\n{said}" if said else "", "dim"))
        cells = [_cell(_measure(column, each)) for each in shown]
        table.add_row(Text(_said(column), style=STYLES[column.band]), name, *cells, _gaps(column), _chance(column))
    return table


def _measure(column: JudgedColumn, name: str) -> Judged | None:
    return next((each for each in column.measures if each.measured.measure == name), None)


def _cell(judged: Judged | None) -> Text:
    if judged is None:
        return Text("")
    if judged.measured.value is None:
        return Text("?", style="dim")
    style = STYLES[judged.band] if judged.band in {"act", "watch"} else "dim" if judged.band is None else ""
    return Text(f"{judged.measured.value:.2f}", style=style)


def _gaps(column: JudgedColumn) -> Text:
    before, now = (each.share_missing for each in (column.drift.reference, column.drift.current))
    judged = _measure(column, "missing")
    if judged is None:
        return Text("")
    same = percent(before) == percent(now)
    return Text(percent(now) if same else f"{percent(before)} → {percent(now)}",
                style=STYLES[judged.band] if judged.band in {"act", "watch"} else "")  # fmt: skip


def _chance(column: JudgedColumn) -> Text:
    q = column.q_value
    return Text("" if q is None else "< 1e-6" if q < SMALLEST else f"{q:.2g}", style="dim")


def changed(drift: ColumnDrift) -> str:
    """Say in words what has changed most about a column's values, with a picture of where its tenths have gone."""
    n, m = drift.reference.values, drift.current.values
    if not drift.parts or not n or not m:
        return ""
    most = max(drift.parts, key=lambda part: abs(part.current / m - part.reference / n))
    before, now = most.reference / n, most.current / m
    if before == now:
        return ""
    picture = "" if drift.sort == "category" else f"{bars(drift.parts, m)} "
    return f"{picture}{name_of(drift, most)}: {percent(before)} → {percent(now)}"


def bars(parts: Iterable[Part], rows: int) -> str:
    """Draw where the rows of the current side lie, by the tenths of the reference."""
    shares = [part.current / rows for part in parts]
    top = max(shares) or 1.0
    return "".join(BARS[round(share / top * (len(BARS) - 1))] for share in shares)


def _sentences(verdict: Verdict) -> Iterator[str]:
    moved, watched, unknown = (verdict.having(each) for each in ("act", "watch", None))
    total = count(len(verdict.columns), "column")
    if moved:
        share = percent(verdict.share_moved)
        yield f"{upper(words(len(moved)))} of {total} moved too far, {share} of the importance."
    else:
        yield f"None of {total} moved too far."
    yield f"The table as a whole has {'' if verdict.drifted else 'not '}drifted."
    ignored = sum(bool(each.drift.set_aside) for each in unknown)
    for number, says in (
        (len(watched), "moved enough to be watched"),
        (ignored, "ignored, --column NAME compares them"),
        (len(unknown) - ignored, "cannot be judged"),
    ):
        if number:
            yield f"{upper(count(number, 'column'))} {says}."
    yield from _schema(verdict.compared)


def _said(column: JudgedColumn) -> str:
    return column.band or (SET_ASIDE if column.drift.set_aside else UNKNOWN)


def _schema(compared: Compared) -> Iterator[str]:
    for names, says in ((compared.gone, "only in the reference"), (compared.new, "only in the current data")):
        if names:
            quoted = [f"'{name}'" for name in names]
            yield f"{upper(says)}: {listed(quoted)}."
    for name, why in compared.left_out:
        yield f"Not compared: '{name}', for {why}."
    for column in compared.columns:
        unreadable = column.reference.unreadable + column.current.unreadable
        if unreadable:
            kind = "numbers" if column.sort == "number" else "days"
            yield f"'{column.name}': {count(unreadable, 'cell')} with words where {kind} belong, counted as missing."


def drift_json(verdict: Verdict, names: Names) -> str:
    """Write everything that was measured, and what it means."""
    compared = verdict.compared
    return dumps({
        "format": "debtaudit-drift", "version": 1, "as_of": names.as_of.isoformat(), "engine": names.engine,
        "reference": names.reference, "current": names.current,
        "drifted": verdict.drifted, "share_moved": _number(verdict.share_moved),
        "columns": [_column_json(each) for each in verdict.columns],
        "gone": list(compared.gone), "new": list(compared.new),
        "not_compared": [{"name": name, "why": why} for name, why in compared.left_out],
    })  # fmt: skip


def _column_json(column: JudgedColumn) -> Json:
    drift = column.drift
    return {
        "name": drift.name, "sort": drift.sort, "verdict": _said(column), "why": column.why,
        "weight": _number(column.weight), "q_value": _number(column.q_value),
        "reference": _filled(drift.reference), "current": _filled(drift.current),
        "measures": {each.measured.measure: _judged(each) for each in column.measures},
        "wasserstein_in_units": _number(drift.w1),
        "parts": [_part(drift, each) for each in drift.parts],
    }  # fmt: skip


def _filled(filled: Filled) -> Json:
    return {"rows": filled.rows, "values": filled.values, "nulls": filled.nulls, "nan": filled.nans,
            "unreadable": filled.unreadable, "infinite": filled.infinite}  # fmt: skip


def _judged(judged: Judged) -> Json:
    measured = judged.measured
    return {"value": _number(measured.value), "p_value": _number(measured.p_value), "q_value": _number(judged.q_value),
            "bins": measured.bins, "verdict": judged.band or UNKNOWN, "why": judged.why}  # fmt: skip


def _part(drift: ColumnDrift, part: Part) -> Json:
    rows: Json = {"reference": part.reference, "current": part.current}
    if drift.sort == "category":
        return {"category": part.category, **rows}
    return {"from": _number(part.low), "to": _number(part.high), **rows}


def _number(value: float | None) -> float | None:
    return None if value is None or not isfinite(value) else float(f"{value:.{DIGITS}g}")


def legacy_verdicts(compared: Compared) -> Mapping[str, bool | None]:
    """Return the older rule's verdict of every column; None where it has none."""
    return {each.name: legacy(each) for each in compared.columns}


def legacy_text(compared: Compared) -> str:
    """Write the older rule's verdicts, a line a column."""
    return "\n".join(_legacy_line(each) for each in compared.columns)


def _legacy_line(drift: ColumnDrift) -> str:
    moved = legacy(drift)
    if moved is None:
        why = "the test is for numbers" if drift.sort == "category" else "a side has no values"
        return f"[--] No verdict for '{drift.name}': {why}."
    p = next(each.p_value for each in drift.measures if each.measure == "ks")
    said = "[ALERT] Significant drift detected for" if moved else "[OK] No significant drift for"
    return f"{said} '{drift.name}'. KS p-value: {p:.4f}"


def legacy_json(compared: Compared) -> str:
    """Write the older rule's verdicts with D and p."""
    columns = []
    for each in compared.columns:
        ks = next((one for one in each.measures if one.measure == "ks"), None)
        columns.append({
            "name": each.name, "drift": legacy(each), "d": _number(ks.value if ks else None),
            "p_value": _number(ks.p_value if ks else None), "reference": _filled(each.reference),
            "current": _filled(each.current),
        })  # fmt: skip
    return dumps({"format": "debtaudit-drift-legacy", "version": 1, "columns": columns})
