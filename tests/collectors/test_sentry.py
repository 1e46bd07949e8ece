"""Issues of Sentry, by the shapes of its public documentation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from debtaudit.collectors._collector import Unanswered
from debtaudit.collectors.sentry import SentryOptions, sentry
from tests.collectors.reading import entries, of_json, told


def issue(**more: Any) -> dict[str, Any]:
    return {
        "id": "1", "shortId": "CHAT-1", "title": "KeyError", "level": "error", "status": "resolved", "userCount": 9,
        "firstSeen": "2026-08-03T08:00:00Z", "lastSeen": "2026-08-03T15:00:00Z", "project": {"slug": "chat"}, **more,
    }  # fmt: skip


def activity(*events: tuple[str, str]) -> dict[str, Any]:
    return {"activity": [{"type": kind, "dateCreated": f"2026-08-{day}T00:00:00Z"} for kind, day in events]}


def test_the_end_stands_in_the_details_and_not_in_the_list() -> None:
    made = of_json(sentry, [issue()])
    assert "resolved_at" not in entries(made, "incidents")["CHAT-1"]
    assert "when CHAT-1 was resolved is not in the list" in told(made)
    for order in (([issue()], issue(**activity(("set_resolved", "04")))),
                  (issue(**activity(("set_resolved", "04"))), [issue()])):  # fmt: skip
        made = of_json(sentry, *order)
        assert entries(made, "incidents")["CHAT-1"]["resolved_at"] == datetime(2026, 8, 4, tzinfo=UTC)
        assert not made.problems


def test_an_issue_that_came_back_is_not_resolved() -> None:
    back = issue(**activity(("set_resolved_in_release", "04"), ("set_regression", "06")))
    assert "resolved_at" not in entries(of_json(sentry, back), "incidents")["CHAT-1"]
    again = issue(**activity(("set_resolved", "04"), ("set_regression", "06"), ("set_resolved", "07")))
    assert entries(of_json(sentry, again), "incidents")["CHAT-1"]["resolved_at"] == datetime(2026, 8, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("more", "taken"),
    [({}, True), ({"level": "warning"}, False), ({"userCount": 0}, False), ({"status": "ignored"}, False),
     ({"status": "unresolved"}, True)],
)  # fmt: skip
def test_an_issue_is_an_incident_where_it_reached_users(more: dict[str, Any], taken: bool) -> None:
    assert bool(entries(of_json(sentry, [issue(**more)]), "incidents")) == taken


def test_what_counts_as_an_incident_can_be_said() -> None:
    few = SentryOptions(users=10)
    assert not entries(of_json(sentry, [issue()], options=few), "incidents")
    quiet = SentryOptions(users=0, levels=("warning",))
    assert entries(of_json(sentry, [issue(level="warning", userCount=0)], options=quiet), "incidents")


class Server:
    """Two pages; a next link stands on the last page too, and says that it has no results."""

    link = ""

    def __call__(self, path: str, query: Any = None, body: object = None) -> object:
        if "/issues/1" in path:
            return issue(**activity(("set_resolved", "04")))
        assert path.startswith("https://") == (query is None)
        last = "cursor=2" in path
        more = str(not last).lower()
        before = '<https://s/x>; rel="previous"; results="false"'
        self.link = f'{before}, <https://s/x?cursor=2>; rel="next"; results="{more}"'
        return [issue(id="2", shortId="CHAT-2", status="unresolved")] if last else [issue()]


def test_all_pages_are_asked_for_and_the_details_of_what_was_resolved() -> None:
    assert sentry.fetch
    answers = [each for _, each in sentry.fetch(Server(), SentryOptions(organisation="us"))]
    made = of_json(sentry, *answers)
    assert sorted(entries(made, "incidents")) == ["CHAT-1", "CHAT-2"]
    assert "resolved_at" in entries(made, "incidents")["CHAT-1"]


def test_asking_needs_an_organisation() -> None:
    assert sentry.fetch
    with pytest.raises(Unanswered, match="set the option organisation"):
        list(sentry.fetch(Server(), SentryOptions()))
