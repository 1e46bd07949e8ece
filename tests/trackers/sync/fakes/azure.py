"""Azure DevOps, as far as work items go: patches in JSON, with revisions that must match."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from typing import Any, ClassVar

from debtaudit.trackers.sync.managed import mark_in
from tests.trackers.sync.fakes.server import TOKEN, Answer, Breach, Call, Fake, Row, fine

WIT = "/acme/shop/_apis/wit"
STATES = {"To Do": "Proposed", "Doing": "InProgress", "Done": "Completed", "Removed": "Removed"}
FIELDS = ("System.Title", "System.State", "Microsoft.VSTS.Common.Priority", "Microsoft.VSTS.Scheduling.DueDate")


class Azure(Fake):
    name: ClassVar[str] = "azure"
    base: ClassVar[str] = "https://dev.azure.com"
    project: ClassVar[str] = "acme/shop"
    reads_by_post: ClassVar[re.Pattern[str]] = re.compile(r"/(wiql|workitemsbatch)$")
    visibility = "private"
    drops_marks = False

    def mark(self, row: Row) -> str:
        return mark_in(_tags(row))

    def authorised(self, call: Call) -> bool:
        kind, _, said = call.headers.get("authorization", "").partition(" ")
        return kind == "Basic" and b64decode(said).decode() == f":{TOKEN}"

    def unknown_token(self, call: Call) -> Answer:
        return fine("<html>Sign in</html>", 203)

    def check(self, call: Call) -> None:
        if call.query.get("api-version") != ("7.1-preview" if call.path.endswith("connectionData") else "7.1"):
            raise Breach(f"{call}: every request names the version of the interface")
        super().check(call)

    def routes(self) -> dict[str, Callable[..., Answer | None]]:
        me = {"authenticatedUser": {"id": "me-7", "providerDisplayName": self.me}}
        states = [{"name": name, "category": category} for name, category in STATES.items()]
        fields = [{"referenceName": name, "name": name, "alwaysRequired": name == "System.Title"} for name in FIELDS]
        return {
            "GET /acme/_apis/connectionData": lambda _call: fine(me),
            "GET /acme/_apis/projects/shop": lambda _call: fine({"visibility": self.visibility}),
            f"GET {WIT}/workitemtypes/Task/states": lambda _call: fine({"value": states}),
            f"GET {WIT}/workitemtypes/Task/fields": lambda _call: fine({"value": fields}),
            f"POST {WIT}/wiql": self._wiql,
            f"POST {WIT}/workitemsbatch": self._batch,
            rf"POST {WIT}/workitems/\$Task": self._create,
            rf"(?:GET|PATCH) {WIT}/workitems/(\d+)": self._one,
        }

    def _wiql(self, call: Call) -> Answer:
        found = re.search(r"CONTAINS '((?:[^']|'')+)'", call.body["query"])
        assert found
        rows = [row for row in self.listed() if found[1].replace("''", "'") in _tags(row)]
        return fine({"workItems": [{"id": row.number} for row in sorted(rows, key=lambda row: row.number)]})

    def _batch(self, call: Call) -> Answer:
        return fine({"value": [self._shown(row) for id_ in call.body["ids"] if (row := self.row(str(id_)))]})

    def _create(self, call: Call) -> Answer:
        fields = {each["path"].removeprefix("/fields/"): each["value"] for each in call.body}
        if self.drops_marks:
            fields["System.Tags"] = "debtaudit"
        return fine(self._shown(self.add({"rev": 1, "fields": {"System.State": "To Do", **fields}})))

    def _one(self, call: Call, number: str) -> Answer | None:
        row = self.row(number)
        if row is None:
            return None
        if call.method == "PATCH":
            first, *rest = call.body
            if first != {"op": "test", "path": "/rev", "value": row.data["rev"]}:
                return fine({"message": "TF26071: the work item was changed by someone else"}, 412)
            changed = {each["path"].removeprefix("/fields/"): each["value"] for each in rest}
            row.comments += [changed.pop("System.History")] if "System.History" in changed else []
            row.data["fields"] |= changed
            row.data["rev"] += 1
        return fine(self._shown(row))

    def _shown(self, row: Row) -> dict[str, Any]:
        mine = row.author == self.me
        author = {"id": "me-7" if mine else "other", "uniqueName": row.author}
        fields = {**row.data["fields"], "System.CreatedBy": author}
        return {"id": row.number, "rev": row.data["rev"], "fields": fields}

    def _edit(self, row: Row, name: str, value: str) -> None:
        row.data["fields"][name] = value
        row.data["rev"] += 1

    def people_begin(self, row: Row) -> None:
        self._edit(row, "System.State", "Doing")

    def people_take(self, row: Row, name: str) -> None:
        row.data["fields"]["System.AssignedTo"] = {"displayName": name}
        row.data["rev"] += 1

    def people_close(self, row: Row) -> None:
        self._edit(row, "System.State", "Removed")

    def people_retitle(self, row: Row, title: str) -> None:
        self._edit(row, "System.Title", title)

    def title(self, row: Row) -> str:
        return str(row.data["fields"]["System.Title"])


def _tags(row: Row) -> list[str]:
    return [tag.strip() for tag in row.data["fields"].get("System.Tags", "").split(";")]
