"""Alerts of Opsgenie, by the shapes of its public documentation."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from debtaudit.collectors.opsgenie import OpsgenieOptions, opsgenie
from tests.collectors.reading import entries, of_text, telemetry, told

HEAD = "TinyId,Message,Tags,Count,CreatedAt,UpdatedAt,Source,Owner,Priority,Entity,Acknowledged,Close Time(ms)\n"
ROW = "301,Slow,model;latency,7,2026-08-09T02:00:00Z,2026-08-10T00:00:00Z,prometheus,,P3,order-intent,true,60000\n"


def test_the_end_is_when_it_was_closed_not_when_it_was_last_touched() -> None:
    made = entries(of_text(opsgenie, HEAD + ROW), "incidents")["og-301"]
    assert made["resolved_at"] == datetime(2026, 8, 9, 2, 1, tzinfo=UTC)


def test_repeats_of_an_alert_are_alerts_and_not_incidents() -> None:
    made = of_text(opsgenie, HEAD + ROW)
    assert len(entries(made, "incidents")) == 1
    assert [(each["fired"], each["actioned"]) for each in telemetry(made)] == [(7, 7)]


def test_an_alert_of_little_weight_is_no_incident_but_is_counted() -> None:
    made = of_text(opsgenie, HEAD + ROW.replace("P3", "P4").replace("true", "false"))
    assert not entries(made, "incidents")
    assert [(each["fired"], each["actioned"]) for each in telemetry(made)] == [(7, 0)]
    assert entries(of_text(opsgenie, HEAD + ROW.replace("P3", "P4"), options=OpsgenieOptions(least=2)), "incidents")


def test_tags_are_assets_only_where_somebody_said_so() -> None:
    without = ROW.replace("order-intent", "")
    assert entries(of_text(opsgenie, HEAD + without), "incidents")["og-301"]["assets"] == []
    assert entries(of_text(opsgenie, HEAD + without, model="intent"), "incidents")["og-301"]["assets"] == ["intent"]


def test_a_mailbox_is_no_monitor() -> None:
    assert entries(of_text(opsgenie, HEAD + ROW), "incidents")["og-301"]["detected_by"] == "monitor"
    by_mail = entries(of_text(opsgenie, HEAD + ROW.replace("prometheus", "etl@example.com")), "incidents")["og-301"]
    assert "detected_by" not in by_mail


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEAD + ROW[:-20], "the file ends in the middle of this row"),
        (HEAD + ROW.replace(",true", ',"tr'), "the file ends in the middle of a cell"),
        ("a,b\n1,2\n", "no columns CreatedAt and Priority"),
        (HEAD + ROW.replace("2026-08-09T02:00:00Z", "2026-08-09 02:00"), "has no time zone"),
        (HEAD + ROW.replace("2026-08-09T02:00:00Z", "08/09/2026"), "can be read in several ways"),
        (HEAD + ROW.replace("301,", "301,x,"), "this row has 13 cells for 12 columns"),
    ],
)
def test_bad_input_is_told(text: str, says: str) -> None:
    assert says in told(of_text(opsgenie, text))
