"""GitHub, as far as issues go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import unquote

from debtaudit.trackers.sync.managed import parted
from tests.trackers.sync.fakes.server import Answer, Call, Fake, Row, fine


class GitHub(Fake):
    name: ClassVar[str] = "github"
    base: ClassVar[str] = "https://api.github.com"
    project: ClassVar[str] = "acme/shop"
    private = True
    drops_labels = False
    drops_marks = False

    def mark(self, row: Row) -> str:
        return parted(row.data["body"])[0]

    def routes(self) -> dict[str, Callable[..., Answer | None]]:
        may = {"push": True, "pull": True}
        about = {"private": self.private, "has_issues": True, "permissions": may, "subscribers_count": 12}
        return {
            "GET /user": lambda _call: fine({"login": self.me}),
            "GET /repos/acme/shop": lambda _call: fine(about),
            "GET /repos/acme/shop/issues": self._list,
            "POST /repos/acme/shop/issues": lambda call: fine(self._shown(self._create(call.body)), 201),
            r"(?:GET|PATCH) /repos/(acme/\w+)/issues/(\d+)": self._one,
            r"(?:GET|POST) /repos/acme/\w+/issues/(\d+)/comments": self._comment,
            r"POST /repos/acme/\w+/issues/(\d+)/labels": self._label,
            r"DELETE /repos/acme/\w+/issues/(\d+)/labels/(.+)": self._unlabel,
        }

    def _create(self, body: dict[str, Any]) -> Row:
        text = parted(body["body"])[1] if self.drops_marks else body["body"]
        labels = [] if self.drops_labels else body["labels"]
        return self.add({"title": body["title"], "body": text, "labels": list(labels), "state": "open"})

    def _list(self, call: Call) -> Answer:
        since = datetime.fromisoformat(call.query["since"]).timestamp() if "since" in call.query else 0.0
        here = [row for row in self.listed() if self._home(row) == self.project]
        rows = [row for row in here if row.author == call.query["creator"] and row.made >= since]
        rows.sort(key=lambda row: row.number, reverse=call.query["direction"] == "desc")
        page, size = int(call.query.get("page", 1)), int(call.query["per_page"])
        shown = [self._shown(row) for row in rows[(page - 1) * size : page * size]]
        following = "&".join(f"{name}={value}" for name, value in {**call.query, "page": page + 1}.items())
        more = {"Link": f'<{self.address}{call.path}?{following}>; rel="next"'} if len(rows) > page * size else {}
        return 200, shown, more

    def _one(self, call: Call, project: str, number: str) -> Answer | None:
        row = self.row(number)
        if row and project != self._home(row):
            return fine(None, 301, Location=f"{self.address}/repos/{self._home(row)}/issues/{number}")
        if row and call.method == "PATCH":
            row.data |= call.body
        return fine(self._shown(row)) if row else None

    def _label(self, call: Call, number: str) -> Answer | None:
        row = self.row(number)
        if row:
            row.data["labels"] = sorted({*row.data["labels"], *call.body["labels"]})
        return fine([]) if row else None

    def _unlabel(self, _call: Call, number: str, label: str) -> Answer | None:
        row = self.row(number)
        if row is None or unquote(label) not in row.data["labels"]:
            return None
        row.data["labels"].remove(unquote(label))
        return fine([])

    def _home(self, row: Row) -> str:
        return str(row.data.get("home", self.project))

    def _shown(self, row: Row) -> dict[str, Any]:
        labels = [{"name": each} for each in row.data["labels"]]
        return {
            "number": row.number, "user": {"login": row.author}, "state_reason": None, **row.data, "labels": labels,
            "url": f"{self.address}/repos/{self._home(row)}/issues/{row.number}",
            "html_url": f"https://github.com/{self._home(row)}/issues/{row.number}",
        }  # fmt: skip

    def people_take(self, row: Row, name: str) -> None:
        row.data |= {"assignee": {"login": name}, "assignees": [{"login": name}]}

    def people_close(self, row: Row) -> None:
        row.data |= {"state": "closed", "state_reason": "not_planned"}

    def people_move(self, row: Row) -> None:
        row.data["home"] = "acme/other"

    def people_retitle(self, row: Row, title: str) -> None:
        row.data["title"] = title

    def title(self, row: Row) -> str:
        return str(row.data["title"])
