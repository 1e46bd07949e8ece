"""Jira, Cloud or Data Center: an index that lags, a search by label, transitions by category."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from jsonschema import Draft4Validator, Draft202012Validator

from debtaudit.trackers.sync.managed import mark_in
from tests.trackers.sync.fakes.server import TOKEN, Answer, Breach, Call, Fake, Row, fine

STATUSES = {
    "1": ("To Do", "new"),
    "2": ("In Progress", "indeterminate"),
    "3": ("Done", "done"),
    "4": ("Won't Do", "done"),
}
FIELDS = ("summary", "description", "labels", "priority", "duedate", "project", "issuetype")
DOCUMENT = Path(__file__).parents[2] / "schemas" / "adf.schema.json"
TEXTS = Draft202012Validator({
    "type": "object",
    "properties": {
        "summary": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[^\r\n]*$"},
        "labels": {"type": "array", "items": {"type": "string", "pattern": r"^\S{1,255}$"}},
        "priority": {"type": "object", "required": ["name"]},
        "duedate": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
    },
})  # fmt: skip
"""Of fields, which Jira's own description leaves open: each project has its own."""
SEARCH = Draft202012Validator({
    "type": "object", "required": ["jql"], "additionalProperties": False,
    "properties": {"jql": {"type": "string"}, "fields": {"type": "array", "items": {"type": "string"}},
                   "startAt": {"type": "integer", "minimum": 0}, "maxResults": {"type": "integer", "minimum": 1}},
})  # fmt: skip
"""Of Data Center's search, which the description of Cloud does not know any more."""
WATCHES = {"watchCount": 3, "isWatching": True}
PRIORITIES = ("Highest", "High", "Medium", "Low")


class Jira(Fake):
    name: ClassVar[str] = "jira"
    base: ClassVar[str] = "https://acme.atlassian.net"
    project: ClassVar[str] = "DEBT"
    reads_by_post: ClassVar[re.Pattern[str]] = re.compile(r"/search(/jql)?$")
    api = "3"
    drops_marks = False
    most = 1000
    """Issues that are sent at once, however many are asked for."""
    required: tuple[str, ...] = ()

    def mark(self, row: Row) -> str:
        return mark_in(row.data["fields"]["labels"])

    def authorised(self, call: Call) -> bool:
        kind, _, said = call.headers.get("authorization", "").partition(" ")
        fine = b64decode(said) == f"{self.user}:{TOKEN}".encode() if kind == "Basic" else said == TOKEN
        return call.path == "/rest/api/2/serverInfo" or (fine and kind == ("Basic" if self.user else "Bearer"))

    def check(self, call: Call) -> None:
        super().check(call)
        said = call.body if isinstance(call.body, dict) else {}
        if call.path.endswith("/comment") and said:
            self.check_description(call, said["body"])
        fields = said.get("fields")
        if isinstance(fields, dict):  # and no list, as in a search
            _matches(call, TEXTS, fields)
            if "description" in fields:
                self.check_description(call, fields["description"])

    def check_description(self, call: Call, said: Any) -> None:
        if wrong := _wrong_in_document(json.dumps(said, sort_keys=True)):
            raise Breach(f"{call}: {wrong}")

    def routes(self) -> dict[str, Callable[..., Answer | None]]:
        api = f"/rest/api/{self.api}"
        named = [{"name": each, "id": str(at)} for at, each in enumerate(PRIORITIES)]
        fields: list[dict[str, Any]] = [{"fieldId": each, "name": each} for each in FIELDS]
        fields[FIELDS.index("priority")]["allowedValues"] = named
        fields += [{"fieldId": each, "name": each, "required": True, "allowedValues": [{"id": "7", "value": "Debt"}]}
                   for each in self.required]  # fmt: skip
        may = {"permissions": {"CREATE_ISSUES": {"havePermission": True}}}
        project = {"key": "DEBT", "assigneeType": "PROJECT_LEAD", "lead": {"displayName": "Lee Lead"}}
        server = {"deploymentType": "Cloud" if self.api == "3" else "Server"}
        types = {"issueTypes": [{"id": "1", "name": "Task"}]}
        search = "/rest/api/3/search/jql" if self.api == "3" else "/rest/api/2/search"
        return {
            "GET /rest/api/2/serverInfo": lambda _call: fine(server),
            f"GET {api}/myself": lambda _call: fine({"accountId": self.me, "displayName": self.me}),
            f"GET {api}/project/DEBT": lambda _call: fine(project),
            f"GET {api}/mypermissions": lambda _call: fine(may),
            f"GET {api}/issue/createmeta/DEBT/issuetypes": lambda _call: fine(types),
            f"GET {api}/issue/createmeta/DEBT/issuetypes/1": lambda _call: fine({"fields": fields}),
            f"POST {search}": self._search,
            f"POST {api}/issue": self._create,
            rf"(?:GET|PUT) {api}/issue/(\d+)": self._one,
            rf"PUT {api}/issue/(\d+)/properties/debtaudit": self._property,
            rf"(?:GET|POST) {api}/issue/(\d+)/transitions": self._transitions,
            rf"(?:GET|POST) {api}/issue/(\d+)/comment": self._comment,
        }

    def _search(self, call: Call) -> Answer:
        found = re.search(r'labels = "([^"]+)"', call.body["jql"])
        assert found
        rows = [row for row in self.listed() if found[1] in row.data["fields"]["labels"]]
        start = int(call.body.get("nextPageToken") or call.body.get("startAt") or 0)
        end = start + min(call.body["maxResults"], self.most)
        page: dict[str, Any] = {"issues": [self._shown(row) for row in rows[start:end]]}
        if self.api == "3":
            return fine(page | ({"nextPageToken": str(end)} if len(rows) > end else {}))
        return fine(page | {"total": len(rows), "startAt": start})

    def _create(self, call: Call) -> Answer:
        fields = dict(call.body["fields"])
        missing = {name: f"{name} is required." for name in self.required if name not in fields}
        if missing:
            return fine({"errorMessages": [], "errors": missing}, 400)
        properties = {each["key"]: each["value"] for each in call.body["properties"]}
        if self.drops_marks:
            fields["labels"], properties = ["debtaudit"], {}
        row = self.add({"fields": fields, "properties": properties, "status": "1"})
        return fine({"id": str(row.number), "key": f"DEBT-{row.number}", "self": self.address}, 201)

    def _one(self, call: Call, number: str) -> Answer | None:
        row = self.row(number)
        if row is None:
            return None
        if call.method == "GET":
            return fine(self._shown(row))
        fields = row.data["fields"]
        fields |= call.body.get("fields", {})
        for change in call.body.get("update", {}).get("labels", ()):
            labels = set(fields["labels"]) | {change.get("add", "")}
            fields["labels"] = sorted(labels - {change.get("remove", ""), ""})
        return fine(status=204)

    def _property(self, call: Call, number: str) -> Answer | None:
        row = self.row(number)
        if row is None:
            return None
        row.data["properties"]["debtaudit"] = call.body
        return fine(status=200)

    def _comment(self, call: Call, number: str) -> Answer | None:
        answer = super()._comment(call, number)
        if answer and call.method == "GET":
            return fine({"comments": answer[1], "total": len(answer[1])})
        return answer

    def _transitions(self, call: Call, number: str) -> Answer | None:
        row = self.row(number)
        if row is None:
            return None
        if call.method == "POST":
            if row.data["status"] == call.body["transition"]["id"]:
                return fine({"errorMessages": ["It is not a valid transition."]}, 400)
            row.data["status"] = call.body["transition"]["id"]
            return fine(status=204)
        ways = {id_: each for id_, each in STATUSES.items() if id_ != row.data["status"]}
        return fine({"transitions": [{"id": id_, "name": to[0], "to": _status(id_)} for id_, to in ways.items()]})

    def _shown(self, row: Row) -> dict[str, Any]:
        creator = {"accountId": row.author, "displayName": row.author}
        fields = {
            "priority": None,
            "watches": WATCHES,
            **row.data["fields"],
            "status": _status(row.data["status"]),
            "creator": creator,
        }
        key = row.data.get("key", f"DEBT-{row.number}")
        shown = {"id": str(row.number), "key": key, "fields": fields}
        return shown | {"properties": row.data["properties"]}

    def people_begin(self, row: Row) -> None:
        row.data["status"] = "2"

    def people_take(self, row: Row, name: str) -> None:
        row.data["fields"]["assignee"] = {"displayName": name}

    def people_close(self, row: Row) -> None:
        row.data["status"] = "4"

    def people_move(self, row: Row) -> None:
        row.data["key"] = f"OTHER-{row.number}"

    def people_retitle(self, row: Row, title: str) -> None:
        row.data["fields"]["summary"] = title

    def title(self, row: Row) -> str:
        return str(row.data["fields"]["summary"])


class JiraDataCenter(Jira):
    """The same of one's own server: another version of the interface, texts instead of documents."""

    base: ClassVar[str] = "https://jira.acme.example"
    api = "2"

    def check(self, call: Call) -> None:
        if call.path == "/rest/api/2/search":
            _matches(call, SEARCH, call.body)
        else:  # but for the search and descriptions, both versions take the same
            super().check(call)

    def as_described(self, call: Call) -> Call:
        return replace(call, path=call.path.replace("/rest/api/2/", "/rest/api/3/"))

    def check_description(self, call: Call, said: Any) -> None:
        if not isinstance(said, str):
            raise Breach(f"{call}: Data Center takes texts, no documents")

    user: ClassVar[str] = ""


def _matches(call: Call, schema: Draft202012Validator, said: Any) -> None:
    wrong = next(schema.iter_errors(said), None)
    if wrong:
        raise Breach(f"{call}: {wrong.json_path}: {wrong.message[:300]}")


@cache
def _document() -> Draft4Validator:
    return Draft4Validator(json.loads(DOCUMENT.read_text(encoding="utf-8")))


@cache
def _wrong_in_document(text: str) -> str:
    """Return what is wrong with a document, by the schema of Atlassian's editor, which is slow."""
    wrong = next(_document().iter_errors(json.loads(text)), None)
    return wrong.message[:300] if wrong else ""


def _status(id_: str) -> dict[str, Any]:
    name, category = STATUSES[id_]
    return {"id": id_, "name": name, "statusCategory": {"key": category}}
