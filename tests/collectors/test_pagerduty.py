"""Incidents of PagerDuty, by the shapes of its public documentation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from debtaudit.collectors._collector import Unanswered
from debtaudit.collectors._outages import OutageOptions
from debtaudit.collectors.pagerduty import MOST, pagerduty
from debtaudit.domain.problem import errors
from tests.collectors.reading import entries, of_json, telemetry, told


def incident(number: int = 7, **more: Any) -> dict[str, Any]:
    return {
        "incident_number": number, "title": "Down", "created_at": "2026-08-03T11:10:00+02:00",
        "updated_at": "2026-08-03T12:00:00Z", "resolved_at": None, "urgency": "high", "priority": None,
        "service": {"id": "P1", "summary": "Order intent"}, "alert_counts": {"all": 3}, "acknowledgements": [{}],
        **more,
    }  # fmt: skip


def page(*incidents: dict[str, Any], more: bool = False) -> dict[str, Any]:
    return {"incidents": list(incidents), "more": more}


def test_an_open_incident_has_no_end_and_times_are_utc() -> None:
    made = entries(of_json(pagerduty, page(incident())), "incidents")["pd-7"]
    assert made["opened_at"] == datetime(2026, 8, 3, 9, 10, tzinfo=UTC)
    assert "resolved_at" not in made


@pytest.mark.parametrize(("priority", "grade"), [({"summary": "P1"}, 5), ({"summary": "P5"}, 1), (None, 4)])
def test_the_priority_tells_the_severity_else_the_urgency(priority: Any, grade: int) -> None:
    assert entries(of_json(pagerduty, page(incident(priority=priority))), "incidents")["pd-7"]["severity"] == grade


def test_a_word_that_is_no_severity_is_told_and_can_be_given_a_grade() -> None:
    odd = page(incident(priority={"summary": "Code Red"}, urgency=""))
    made = of_json(pagerduty, odd)
    assert "severity" not in entries(made, "incidents")["pd-7"]
    assert "'Code Red' is no severity that is known" in told(made)
    made = of_json(pagerduty, odd, options=OutageOptions(severity={"code red": 5}))
    assert entries(made, "incidents")["pd-7"]["severity"] == 5


def test_a_service_is_the_asset_that_people_say_it_is() -> None:
    assert entries(of_json(pagerduty, page(incident())), "incidents")["pd-7"]["assets"] == ["order-intent"]
    assert entries(of_json(pagerduty, page(incident()), P1="intent"), "incidents")["pd-7"]["assets"] == ["intent"]
    made = of_json(pagerduty, page(incident()), options=OutageOptions(assets={"P1": ("labels", "intent")}))
    assert entries(made, "incidents")["pd-7"]["assets"] == ["labels", "intent"]


def test_alerts_are_counted_by_day_and_those_somebody_acted_on_apart() -> None:
    made = of_json(pagerduty, page(incident(), incident(8, acknowledgements=[], alert_counts={"all": 2})))
    (alerts,) = telemetry(made)
    assert (alerts["asset"], alerts["fired"], alerts["actioned"]) == ("order-intent", 5, 3)


def test_of_two_states_of_one_incident_the_newer_is_taken() -> None:
    newer = incident(updated_at="2026-08-04T00:00:00Z", resolved_at="2026-08-03T20:00:00Z")
    for order in ((incident(), newer), (newer, incident())):
        made = of_json(pagerduty, page(*order))
        assert "resolved_at" in entries(made, "incidents")["pd-7"]
        assert telemetry(made)[0]["fired"] == 3


def test_pages_that_stop_in_the_middle_give_nothing() -> None:
    assert "every page here says that more follow" in told(of_json(pagerduty, page(incident(), more=True)))
    assert not errors(of_json(pagerduty, page(incident(), more=True), page(incident(8))).problems)


def test_people_are_not_copied() -> None:
    somebody = incident(
        acknowledgements=[{"acknowledger": {"summary": "J. Lind"}}], assignments=[{"assignee": "J. Lind"}]
    )
    assert "Lind" not in str(of_json(pagerduty, page(somebody)).document)


class Endless:
    """An account that always has more."""

    link = ""

    def __call__(self, path: str, query: Any = None, body: object = None) -> object:
        return page(incident(query["offset"]), more=True)


def test_more_than_the_api_hands_out_is_told() -> None:
    assert pagerduty.fetch
    with pytest.raises(Unanswered, match=f"{MOST:,} incidents at most"):
        list(pagerduty.fetch(Endless(), pagerduty.options()))
