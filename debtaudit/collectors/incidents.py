"""Incidents of any tool: a table as CSV, with a mapping of its columns.

What is read: CSV files, whatever their encoding, separator and notation of numbers. The options say which column holds
what: `columns: {id: Nr, title: Titel, started_at: Beginn, resolved_at: Ende, severity: Stufe, assets: System}`; without
them, columns are called as the facts of an incident are. What becomes of it:

    id                            the id of the incident; it must be there
    title, url, repeat_of         as they are
    started_at, opened_at,        moments: as ISO 8601, or as option `date_format` says; times without an offset need
    detected_at, resolved_at      the option `timezone`
    severity                      by option `severity`, else P1 to P5, critical to trivial, 1 to 5
    assets                        by option `assets`, aliases, or their names; several are parted by commas or bars
    detected_by, fix, cause       where the word is one that the inventory knows
    cost, tickets                 numbers; with `decimal: comma` as 12.500,00

Not taken: every column that is not named. Without the column `id` nothing is taken: rows could not be told apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from debtaudit.collectors._collector import Collected, Export, collector
from debtaudit.collectors._exports import files_like
from debtaudit.collectors._gather import Gather
from debtaudit.collectors._outages import OutageOptions, Outages
from debtaudit.collectors._table import Calendar, Row, Table, calendar, decimal, read_table
from debtaudit.domain.facts import Free, Text, fact
from debtaudit.domain.incident import Incident
from debtaudit.inventory.vocabulary import by_name

TIMES: Final = ("started_at", "opened_at", "detected_at", "resolved_at")
WORDS: Final = ("detected_by", "fix", "cause")
COLUMNS: Final = ("id", "title", "url", "repeat_of", "severity", "assets", "cost", "tickets", *TIMES, *WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentsOptions(OutageOptions):
    """What may be said of a table of incidents."""

    columns: Free = fact("which column of the table holds which fact: {id: Nr, title: Titel}")
    timezone: Text = fact("time zone of times without an offset, for example Europe/Berlin")
    date_format: Text = fact("how times are written, as %d.%m.%Y %H:%M")
    decimal: Literal["point", "comma"] | None = fact("how fractions are written; point unless said")


@collector(files_like(".csv", ".tsv"), options=IncidentsOptions)
def incidents(exports: Sequence[Export], options: IncidentsOptions, aliases: Mapping[str, str]) -> Collected:
    """State each row as an incident."""
    gather = Gather(aliases)
    outages, times = Outages(gather, options), calendar(gather, options.date_format, options.timezone)
    columns = {name: name for name in COLUMNS}
    if isinstance(options.columns, Mapping):
        columns |= {str(name): str(column) for name, column in options.columns.items()}
        for name in sorted(set(columns) - set(COLUMNS)):
            gather.refuse(name, "no-such-fact", f"'{name}' under columns is no fact of an incident",
                          f"use {', '.join(COLUMNS)}")  # fmt: skip
    for export in exports:
        table = read_table(export, gather)
        if table and _fits(table, columns, gather):
            for row in table.rows:
                _row(row, columns, outages, times)
    return gather.collected()


def _fits(table: Table, columns: Mapping[str, str], gather: Gather) -> bool:
    if table.has(columns["id"]):
        return True
    hint = f"its columns are {', '.join(table.columns)}; say which is which under the option columns"
    gather.refuse(table.name, "no-id", f"this table has no column '{columns['id']}' for the id", hint[:300])
    return False


def _row(row: Row, columns: Mapping[str, str], outages: Outages, times: Calendar) -> None:
    id_ = row[columns["id"]]
    if not id_.text:
        outages.gather.warn(id_, "no-id", "this row has no id; it is left out")
        return
    options = outages.options
    comma = isinstance(options, IncidentsOptions) and options.decimal == "comma"
    said = {name: row[columns[name]].text for name in ("title", "url", "repeat_of")}
    moments = {name: times.moment(row[columns[name]]) for name in TIMES}
    words = {name: _word(name, row[columns[name]].text, outages.gather, row.ref) for name in WORDS}
    numbers = {name: _amount(decimal(row[columns[name]], comma)) for name in ("cost", "tickets")}
    names = [each.strip() for cell in row.every(columns["assets"]) for each in re.split(r"[,|;]", cell.text)]
    facts: dict[str, object] = {**said, **moments, **words, **numbers}
    facts["severity"] = outages.grade(row[columns["severity"]].text)
    outages.add(id_.text, row.whole, [each for each in names if each], (), **facts)


def _amount(value: float | None) -> float | None:
    return value if value is not None and value >= 0 else None


def _word(name: str, said: str, gather: Gather, ref: str) -> str | None:
    """Return a word that the inventory knows for a fact."""
    word = said.casefold()
    if not word or word in by_name(Incident)[name].shape.options:
        return word or None
    gather.warn(ref, "no-such-word", f"'{said[:40]}' is no {name.replace('_', ' ')} that is known; it is left out")
    return None
