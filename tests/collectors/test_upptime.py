"""Days down of Upptime, by the shape that its repositories hold."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from debtaudit.collectors.upptime import upptime
from tests.collectors.reading import entries, of_json, told


def site(days: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    return [{"slug": "chat", "name": "Chat", "uptime": "99.9%", "status": "up", "dailyMinutesDown": days, **more}]


def test_days_in_a_row_are_one_incident() -> None:
    made = entries(of_json(upptime, site({"2026-08-03": 1440, "2026-08-04": 30, "2026-08-06": 5})), "incidents")
    assert sorted(made) == ["up-chat-2026-08-03", "up-chat-2026-08-06"]
    assert made["up-chat-2026-08-03"]["resolved_at"] == datetime(2026, 8, 4, 0, 30, tzinfo=UTC)


def test_a_site_that_is_still_down_has_no_end() -> None:
    made = entries(of_json(upptime, site({"2026-08-03": 20, "2026-08-10": 7}, status="down")), "incidents")
    assert "resolved_at" not in made["up-chat-2026-08-10"]
    assert "resolved_at" in made["up-chat-2026-08-03"]


def test_a_site_that_was_never_up_is_a_wrong_address() -> None:
    made = of_json(upptime, site({"2026-08-03": 1440}, uptime="0.00%"))
    assert not made.document
    assert "'chat' was never up" in told(made)


def test_a_slug_is_the_asset_that_people_say_it_is() -> None:
    made = entries(of_json(upptime, site({"2026-08-03": 20}), chat="order-chat"), "incidents")
    assert made["up-chat-2026-08-03"]["assets"] == ["order-chat"]
