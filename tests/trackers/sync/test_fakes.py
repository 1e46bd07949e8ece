"""The fakes can tell: what breaks the description of an interface is refused, so that a green test means something."""

from __future__ import annotations

from typing import Any

import pytest

from debtaudit.trackers.render import adf
from tests.trackers.sync.fakes import FAKES
from tests.trackers.sync.fakes.server import Breach, Call
from tests.trackers.sync.sitting import told

WIT = "/acme/shop/_apis/wit"
JSON, PATCH = "application/json", "application/json-patch+json"
TITLE = {"op": "add", "path": "/fields/System.Title", "value": "Old test set"}
REVISION = {"op": "test", "path": "/rev", "value": 3}
WIQL = "SELECT [System.Id] FROM WorkItems WHERE [System.Tags] CONTAINS 'it''s' ORDER BY [System.Id]"
BODY = told("alpha")[0].body


def patch(path: str, value: object) -> list[object]:
    return [REVISION, {"op": "add", "path": path, "value": value}]


FINE: list[tuple[str, str, str, Any]] = [
    ("azure", "POST", f"{WIT}/workitems/$Task", [TITLE]),
    ("azure", "PATCH", f"{WIT}/workitems/7", patch("/fields/System.Tags", "debt; debtaudit")),
    ("azure", "PATCH", f"{WIT}/workitems/7", patch("/fields/Custom.Team", "blue")),
    ("azure", "POST", f"{WIT}/wiql", {"query": WIQL}),
    ("azure", "POST", f"{WIT}/workitemsbatch", {"ids": [1, 2], "errorPolicy": "omit"}),
    ("github", "POST", "/repos/acme/shop/issues", {"title": "x", "labels": ["debt"]}),
    ("gitlab", "POST", "/api/v4/projects/9/issues", {"title": "x"}),
    ("jira", "POST", "/rest/api/3/issue", {"fields": {"summary": "x", "description": adf.render(BODY)}}),
    ("jira-dc", "POST", "/rest/api/2/issue", {"fields": {"summary": "x", "description": "text"}}),
    ("jira-dc", "POST", "/rest/api/2/search", {"jql": "labels = x", "startAt": 0, "maxResults": 50}),
    ("redmine", "POST", "/issues.json", {"issue": {"project_id": 3, "subject": "x"}}),
]
WRONG: list[tuple[str, str, str, Any]] = [
    ("azure", "POST", f"{WIT}/workitems/$Task", []),
    ("azure", "POST", f"{WIT}/workitems/$Task", [{"op": "add", "path": "/fields/System.Tags", "value": "debt"}]),
    ("azure", "POST", f"{WIT}/workitems/$Task", [TITLE, REVISION]),
    ("azure", "POST", f"{WIT}/workitems/$Task", {"title": "x"}),
    ("azure", "PATCH", f"{WIT}/workitems/7", [{**TITLE, "op": "set"}]),
    ("azure", "PATCH", f"{WIT}/workitems/7", [{**TITLE, "from": "/fields/System.Tags"}]),
    ("azure", "PATCH", f"{WIT}/workitems/7", patch("/fields/System.Title", "x" * 256)),
    ("azure", "PATCH", f"{WIT}/workitems/7", patch("/fields/System.Tags", "debt, debtaudit")),
    ("azure", "PATCH", f"{WIT}/workitems/7", patch("/fields/Microsoft.VSTS.Common.Priority", "High")),
    ("azure", "PATCH", f"{WIT}/workitems/7", patch("/fields/Microsoft.VSTS.Scheduling.DueDate", "1 May")),
    ("azure", "PATCH", f"{WIT}/workitems/7", patch("/title", "x")),
    ("azure", "PATCH", f"{WIT}/workitems/7", patch("/rev", "3")),
    ("azure", "POST", f"{WIT}/wiql", {"query": WIQL.replace("''", "'")}),
    ("azure", "POST", f"{WIT}/wiql", {"query": "DELETE FROM WorkItems"}),
    ("azure", "POST", f"{WIT}/workitemsbatch", {"ids": list(range(1, 202))}),
    ("azure", "POST", f"{WIT}/workitemsbatch", {"ids": [1], "errorPolicy": "ignore"}),
    ("azure", "POST", f"{WIT}/workitemsbatch", None),
    ("azure", "POST", f"{WIT}/elsewhere", {}),
    ("github", "POST", "/repos/acme/shop/issues", {"labels": ["debt"]}),
    ("github", "POST", "/repos/acme/shop/issues", {"titel": "x", "title": "x"}),
    ("github", "PATCH", "/repos/acme/shop/issues/7", {"state_reason": "fixed"}),
    ("gitlab", "POST", "/api/v4/projects/9/issues", {"description": "x"}),
    ("jira", "POST", "/rest/api/3/issue", {"fields": {"summary": "x", "description": "text"}}),
    ("jira", "POST", "/rest/api/3/issue", {"fields": {"summary": "two\nlines"}}),
    ("jira", "POST", "/rest/api/3/issue", {"fields": {"labels": ["two words"]}}),
    ("jira-dc", "POST", "/rest/api/2/issue", {"fields": {"summary": "x", "description": adf.render(BODY)}}),
    ("jira-dc", "POST", "/rest/api/2/search", {"jql": "labels = x", "nextPageToken": "2"}),
    ("redmine", "POST", "/issues.json", {"project_id": 3, "subject": "x"}),
]


def call(method: str, path: str, body: object) -> Call:
    patches = "/workitems/" in path
    headers = {} if body is None else {"content-type": PATCH if patches else JSON}
    return Call(method, path, {"api-version": "7.1"}, headers, body)


@pytest.mark.parametrize(("name", "method", "path", "body"), FINE)
def test_what_keeps_to_the_description_is_taken(name: str, method: str, path: str, body: object) -> None:
    FAKES[name]().check(call(method, path, body))


@pytest.mark.parametrize(("name", "method", "path", "body"), WRONG)
def test_what_breaks_the_description_is_refused(name: str, method: str, path: str, body: object) -> None:
    with pytest.raises(Breach):
        FAKES[name]().check(call(method, path, body))


def test_azure_wants_its_own_type_for_patches_and_a_version_everywhere() -> None:
    fake, path = FAKES["azure"](), f"{WIT}/workitems/$Task"
    with pytest.raises(Breach, match="application/json-patch"):
        fake.check(Call("POST", path, {"api-version": "7.1"}, {"content-type": JSON}, [TITLE]))
    with pytest.raises(Breach, match="version"):
        fake.check(Call("POST", path, {}, {"content-type": PATCH}, [TITLE]))
