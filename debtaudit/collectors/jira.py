"""Jira: incidents, as "Export CSV (all fields)" of a search writes them.

What is read: CSV files with the columns `Issue key` and `Created`. The names of custom fields differ by site: option
`columns` says which column holds what. What becomes of it:

    Issue key, Summary            the id and title of an incident
    Created, Resolved             opened_at, resolved_at; written as the exporter's locale has it (`date_format`, by
                                  default `%d/%b/%y %I:%M %p`) and without offset: the option `timezone` must be given
    Custom field (Severity)       severity; else Priority
    Component/s                   assets, by option `assets`, aliases (`jira:order-chat`) or the component's name
    Labels                        assets, only where they are mapped
    Custom field (Customer tickets)  tickets
    Outward issue link (Duplicate)   repeat_of

Taken are issues of the types Incident, Problem and Outage (option `types`). Not taken: people, descriptions, comments.
When a fault began no field says, unless `columns` names one for started_at. The shapes are those of the public
documentation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from debtaudit.collectors._collector import Collected, Export, collector
from debtaudit.collectors._exports import files_like
from debtaudit.collectors._gather import Gather
from debtaudit.collectors._outages import OutageOptions, Outages
from debtaudit.collectors._table import Calendar, Row, calendar, decimal, read_table
from debtaudit.domain.facts import Free, Names, Text, fact

FORMAT: Final = "%d/%b/%y %I:%M %p"
TYPES: Final = ("incident", "problem", "outage", "[system] incident", "[system] problem")
COLUMNS: Final = {
    "opened_at": "Created", "resolved_at": "Resolved", "started_at": "Custom field (Started)",
    "severity": "Custom field (Severity)", "tickets": "Custom field (Customer tickets)",
    "repeat_of": "Outward issue link (Duplicate)", "cost": "Custom field (Cost)",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class JiraOptions(OutageOptions):
    """What may be said of a Jira export."""

    columns: Free = fact("which column holds which fact: {started_at: Custom field (Begin)}")
    types: Names = fact("issue types that are incidents")
    timezone: Text = fact("time zone of who exported, for example Europe/Berlin")
    date_format: Text = fact("how times are written; %d/%b/%y %I:%M %p unless said")


@collector(files_like(".csv"), options=JiraOptions)
def jira(exports: Sequence[Export], options: JiraOptions, aliases: Mapping[str, str]) -> Collected:
    """State each issue of the right type as an incident."""
    gather = Gather(aliases)
    outages = Outages(gather, options)
    times = calendar(gather, options.date_format or FORMAT, options.timezone)
    own = options.columns if isinstance(options.columns, Mapping) else {}
    columns = COLUMNS | {str(name): str(column) for name, column in own.items()}
    types = {each.casefold() for each in options.types or TYPES}
    for export in exports:
        table = read_table(export, gather)
        if table and not table.has("Issue key", columns["opened_at"]):
            gather.refuse(table.name, "other-columns", f"this has no columns Issue key and {columns['opened_at']}",
                          "is it an export of issues with all fields?")  # fmt: skip
        elif table:
            for row in table.rows:
                if table.has("Issue Type") and row["Issue Type"].text.casefold() not in types:
                    gather.count(f"issues of type {row['Issue Type'].text or 'unknown'}, left out")
                else:
                    _issue(row, columns, outages, times)
    return gather.collected()


def _issue(row: Row, columns: Mapping[str, str], outages: Outages, times: Calendar) -> None:
    key = row["Issue key"]
    if not key.text:
        outages.gather.warn(key, "no-key", "this issue has no key; it is left out")
        return
    moments = {name: times.moment(row[columns[name]]) for name in ("started_at", "opened_at", "resolved_at")}
    numbers = {name: decimal(row[columns[name]], comma=False) for name in ("tickets", "cost")}
    severity = row[columns["severity"]].text
    outages.add(
        key.text, row.whole, [each.text for column in ("Component/s", "Components") for each in row.every(column)],
        [each.text for each in row.every("Labels")], title=row["Summary"].text,
        severity=outages.grade(severity) if severity else outages.grade(row["Priority"].text),
        repeat_of=row[columns["repeat_of"]].text,
        **moments, **{name: value for name, value in numbers.items() if value is not None and value >= 0},
    )  # fmt: skip
