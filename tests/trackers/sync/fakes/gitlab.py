"""GitLab, as far as issues go: pages by number, with totals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from debtaudit.trackers.sync.managed import parted
from tests.trackers.sync.fakes.server import Answer, Call, Fake, Row, fine

PATH = "/api/v4/projects/9/issues"


class GitLab(Fake):
    name: ClassVar[str] = "gitlab"
    base: ClassVar[str] = "https://gitlab.com"
    project: ClassVar[str] = "acme/shop"
    visibility = "private"
    drops_marks = False

    def mark(self, row: Row) -> str:
        return parted(row.data["description"])[0]

    def routes(self) -> dict[str, Callable[..., Answer | None]]:
        access = {"project_access": {"access_level": 20}, "group_access": None}
        about = {"id": 9, "visibility": self.visibility, "issues_access_level": "enabled", "permissions": access}
        return {
            "GET /api/v4/user": lambda _call: fine({"username": self.me}),
            "GET /api/v4/projects/acme%2Fshop": lambda _call: fine(about),
            f"GET {PATH}": self._list,
            f"POST {PATH}": self._create,
            rf"(?:GET|PUT) {PATH}/(\d+)": self._one,
            rf"(?:GET|POST) {PATH}/(\d+)/notes": self._comment,
        }

    def _create(self, call: Call) -> Answer:
        body = call.body
        text = parted(body["description"])[1] if self.drops_marks else body["description"]
        labels = [each for each in body["labels"].split(",") if each]
        row = self.add({"title": body["title"], "description": text, "labels": labels, "state": "opened"})
        row.data["due_date"] = body.get("due_date")
        return fine(self._shown(row), 201)

    def _list(self, call: Call) -> Answer:
        since = (
            datetime.fromisoformat(call.query["created_after"]).timestamp() if "created_after" in call.query else 0.0
        )
        rows = [row for row in self.listed() if row.author == call.query["author_username"] and row.made >= since]
        rows.sort(key=lambda row: row.number, reverse=call.query["sort"] == "desc")
        page, size = int(call.query["page"]), int(call.query["per_page"])
        shown = [self._shown(row) for row in rows[(page - 1) * size : page * size]]
        return fine(shown, x_next_page=str(page + 1) if len(rows) > page * size else "", x_total=str(len(rows)))

    def _one(self, call: Call, number: str) -> Answer | None:
        row = self.row(number)
        if row is None:
            return None
        if call.method == "PUT":
            labels = {*row.data["labels"], *_split(call.body.pop("add_labels", ""))}
            row.data["labels"] = sorted(labels - set(_split(call.body.pop("remove_labels", ""))))
            if call.body.pop("state_event", "") == "close":
                row.data["state"] = "closed"
            row.data |= call.body
        return fine(self._shown(row))

    def _shown(self, row: Row) -> dict[str, Any]:
        return {
            "iid": row.number, "project_id": 9, "author": {"username": row.author}, **row.data,
            "web_url": f"https://gitlab.com/{self.project}/-/issues/{row.number}",
        }  # fmt: skip

    def people_take(self, row: Row, name: str) -> None:
        row.data["assignees"] = [{"username": name}]

    def people_close(self, row: Row) -> None:
        row.data["state"] = "closed"

    def people_retitle(self, row: Row, title: str) -> None:
        row.data["title"] = title

    def title(self, row: Row) -> str:
        return str(row.data["title"])


def _split(words: str) -> list[str]:
    return [each for each in words.split(",") if each]
