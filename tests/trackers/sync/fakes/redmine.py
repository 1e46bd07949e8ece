"""Redmine, as a real one was seen to be: a wrong key lists nothing, unknown fields are dropped, lines end in CR LF."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from tests.trackers.sync.fakes.server import Answer, Call, Fake, Row, fine

STATUSES = {1: ("New", False), 2: ("In Progress", False), 5: ("Closed", True), 6: ("Rejected", True)}
PRIORITIES = {3: "Low", 4: "Normal", 5: "High", 6: "Urgent"}


class Redmine(Fake):
    name: ClassVar[str] = "redmine"
    base: ClassVar[str] = "https://redmine.example"
    project: ClassVar[str] = "debt"
    drops_marks = False

    def mark(self, row: Row) -> str:
        return str(row.data.get("mark", ""))

    def routes(self) -> dict[str, Callable[..., Answer | None]]:
        fields = [{"id": 1, "name": "debtaudit"}]
        project = {"id": 3, "trackers": [{"id": 1, "name": "Bug"}], "issue_custom_fields": fields}
        project["default_assignee"] = {"id": 9, "name": "Lee Lead"}
        priorities = [{"id": id_, "name": name} for id_, name in PRIORITIES.items()]
        statuses = [{"id": id_, "name": name, "is_closed": closed} for id_, (name, closed) in STATUSES.items()]
        return {
            "GET /users/current.json": lambda _call: fine({"user": {"id": 7, "login": self.me}}),
            "GET /projects/debt.json": lambda _call: fine({"project": project}),
            "GET /enumerations/issue_priorities.json": lambda _call: fine({"issue_priorities": priorities}),
            "GET /issue_statuses.json": lambda _call: fine({"issue_statuses": statuses}),
            "GET /issues.json": self._list,
            "POST /issues.json": self._create,
            r"(?:GET|PUT) /issues/(\d+)\.json": self._one,
        }

    def unknown_token(self, call: Call) -> Answer:
        lists = (call.method, call.path) == ("GET", "/issues.json")
        return fine({"issues": [], "total_count": 0}) if lists else fine(status=401)

    def _create(self, call: Call) -> Answer:
        row = self.add({"status_id": 1, "priority_id": 4})
        self._write(row, call.body["issue"])
        return fine({"issue": self._shown(row)}, 201)

    def _list(self, call: Call) -> Answer:
        wanted = call.query["cf_1"]
        rows = [row for row in self.listed() if self.mark(row) and wanted in {"*", self.mark(row)}]
        offset, limit = int(call.query["offset"]), min(100, int(call.query["limit"]))
        shown = [self._shown(row) for row in sorted(rows, key=lambda row: row.number)[offset : offset + limit]]
        return fine({"issues": shown, "total_count": len(rows), "offset": offset, "limit": limit})

    def _one(self, call: Call, number: str) -> Answer | None:
        row = self.row(number)
        if row is None:
            return None
        if call.method == "PUT":
            self._write(row, call.body["issue"])
            return fine(status=204)
        more = {"journals": [{"notes": each} for each in row.comments]} if "include" in call.query else {}
        return fine({"issue": self._shown(row) | more})

    def _write(self, row: Row, issue: dict[str, Any]) -> None:
        row.data |= {name: issue[name] for name in ("subject", "status_id", "priority_id", "due_date") if name in issue}
        if "description" in issue:
            row.data["description"] = issue["description"].replace("\n", "\r\n")
        row.comments += [issue["notes"]] if "notes" in issue else []
        for each in issue.get("custom_fields", ()):
            if each["id"] == 1 and not self.drops_marks:
                row.data["mark"] = each["value"]

    def _shown(self, row: Row) -> dict[str, Any]:
        data = row.data
        name, closed = STATUSES[data["status_id"]]
        mark = {"id": 1, "name": "debtaudit", "value": self.mark(row)}
        author = {"id": 7 if row.author == self.me else 8, "name": row.author}
        return {
            "id": row.number, "subject": data["subject"], "description": data["description"], "author": author,
            "status": {"id": data["status_id"], "name": name, "is_closed": closed},
            "priority": {"id": data["priority_id"], "name": PRIORITIES[data["priority_id"]]},
            "due_date": data.get("due_date"), "custom_fields": [mark], "assigned_to": data.get("assigned_to"),
        }  # fmt: skip

    def people_begin(self, row: Row) -> None:
        row.data["status_id"] = 2

    def people_take(self, row: Row, name: str) -> None:
        row.data["assigned_to"] = {"id": 5, "name": name}

    def people_close(self, row: Row) -> None:
        row.data["status_id"] = 6

    def people_retitle(self, row: Row, title: str) -> None:
        row.data["subject"] = title

    def title(self, row: Row) -> str:
        return str(row.data["subject"])
