"""Opsgenie: alerts, as the account exports them to CSV.

What is read: CSV files with the columns `Id` or `TinyId`, `Message`, `Priority`, `CreatedAt`, and more where they are
there. What becomes of it:

    alert of P3 or worse          an incident (option `least`); the id is `og-` and its number
    Message                       title
    CreatedAt                     opened_at, and with `Close Time(ms)` resolved_at
    Priority                      severity: P1 to P5 are 5 to 1
    Entity, Tags                  assets: an entity by option `assets`, aliases or its name; a tag only where mapped
    Source, Integration Type      detected_by monitor, where it is a tool and no mailbox
    Count, Acknowledged, Owner    alerts of the entity on that day: how many fired, how many somebody acted on

Not taken: people, addresses, notes. UpdatedAt moves after an alert is closed, so it is no end. The shapes are those of
the public documentation; columns differ by account.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from debtaudit.collectors._collector import Collected, Export, collector
from debtaudit.collectors._exports import files_like
from debtaudit.collectors._gather import Gather, first
from debtaudit.collectors._outages import OutageOptions, Outages
from debtaudit.collectors._table import Calendar, Row, calendar, read_table
from debtaudit.domain.facts import Grade, Text, fact

LEAST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OpsgenieOptions(OutageOptions):
    """What may be said of an Opsgenie export."""

    least: Grade = fact("least severity, 1 to 5, of an alert that is an incident; 3 unless said")
    timezone: Text = fact("time zone of times without an offset, for example Europe/Berlin")


@collector(files_like(".csv"), options=OpsgenieOptions)
def opsgenie(exports: Sequence[Export], options: OpsgenieOptions, aliases: Mapping[str, str]) -> Collected:
    """State the alerts that matter as incidents, and all of them as alerts."""
    gather = Gather(aliases)
    outages, alerts = Outages(gather, options), dict[tuple[str, str], list[int]]()
    times = calendar(gather, "", options.timezone)
    for export in exports:
        table = read_table(export, gather)
        if table and not table.has("CreatedAt", "Priority"):
            gather.refuse(table.name, "other-columns", "this has no columns CreatedAt and Priority",
                          "is it an export of alerts? `collect incidents` takes any other table")  # fmt: skip
        elif table:
            for row in table.rows:
                _alert(row, outages, times, alerts)
    for (asset, day), (fired, actioned) in sorted(alerts.items()):
        gather.measure("alerts", asset, fired=fired, actioned=actioned, at=date.fromisoformat(day))
    return gather.collected()


def _alert(row: Row, outages: Outages, times: Calendar, alerts: dict[tuple[str, str], list[int]]) -> None:
    number = first([row["TinyId"].text, row["Id"].text])
    opened = times.moment(row["CreatedAt"])
    if not number or opened is None:
        outages.gather.count("alerts without number or time, left out")
        return
    entity = row["Entity"].text
    tags = [each.strip() for each in row["Tags"].text.replace(",", ";").split(";") if each.strip()]
    grade = outages.grade(row["Priority"].text)
    source, lasted = row["Source"].text, row["Close Time(ms)"].number
    closed = opened + timedelta(milliseconds=min(max(lasted, 0), 1e11)) if lasted else None
    least = outages.options.least if isinstance(outages.options, OpsgenieOptions) else None
    if grade is None or grade >= (least or LEAST):
        outages.add(
            f"og-{number}", row.whole, [entity] if entity else [], tags, title=row["Message"].text,
            opened_at=opened, resolved_at=closed, severity=grade,
            detected_by="monitor" if source and "@" not in source else None,
        )  # fmt: skip
    else:
        outages.gather.count("alerts that are no incidents")
    acted = row["Acknowledged"].yes or bool(row["Owner"].text)
    fired = row["Count"].whole or 1
    for asset in outages.assets([entity] if entity else [], tags)[:1]:
        counted = alerts.setdefault((asset, opened.date().isoformat()), [0, 0])
        counted[0], counted[1] = counted[0] + fired, counted[1] + (fired if acted else 0)
