"""Linear: the real schema is executed, so that a query which the schema does not know fails as it would there."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any, ClassVar

from graphql import DocumentNode, GraphQLError, GraphQLSchema, build_schema, execute_sync, parse, validate

from debtaudit.trackers.sync.adapters.linear import id_of
from debtaudit.trackers.ticket import mark
from tests.trackers.sync.fakes.server import SPECS, TOKEN, Answer, Call, Fake, Row, fine

STATES = {
    "s1": ("Backlog", "backlog"),
    "s2": ("Doing", "started"),
    "s3": ("Done", "completed"),
    "s4": ("Canceled", "canceled"),
}


@cache
def schema() -> GraphQLSchema:
    return build_schema((SPECS / "linear.graphql").read_text(encoding="utf-8"), assume_valid_sdl=True)


class Linear(Fake):
    name: ClassVar[str] = "linear"
    base: ClassVar[str] = "https://api.linear.app"
    project: ClassVar[str] = "ENG"
    labels: dict[str, str]

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.labels = {}

    @property
    def writes(self) -> list[Call]:
        return [call for call in self.calls if call.body["query"].lstrip().startswith("mutation")]

    def mark(self, row: Row) -> str:
        found = re.search(r"static-test-set@\w+", row.data["title"])
        return mark(found[0]) if found and id_of(mark(found[0])) == row.data["id"] else str(row.data["id"])

    def authorised(self, call: Call) -> bool:
        return call.headers.get("authorization") == TOKEN

    def unknown_token(self, call: Call) -> Answer:
        fault = {"message": "Authentication required", "extensions": {"code": "AUTHENTICATION_ERROR"}}
        return fine({"errors": [fault]}, 400)

    def check(self, call: Call) -> None:
        """Leave it to the schema."""

    def routes(self) -> dict[str, Callable[..., Answer | None]]:
        return {"POST /graphql": self._execute}

    def _execute(self, call: Call) -> Answer:
        document, faults = _checked(call.body["query"])
        if faults:
            return fine({"errors": [{"message": each.message} for each in faults]}, 400)
        result = execute_sync(schema(), document, _Root(self), variable_values=call.body.get("variables"))
        body: dict[str, Any] = {"data": result.data}
        if result.errors:
            body["errors"] = [
                {"message": each.message, "extensions": {"code": "INPUT_ERROR"}} for each in result.errors
            ]
        return fine(body)

    def people_begin(self, row: Row) -> None:
        row.data["stateId"] = "s2"

    def people_take(self, row: Row, name: str) -> None:
        row.data["assignee"] = name

    def people_close(self, row: Row) -> None:
        row.data["stateId"] = "s4"

    def people_retitle(self, row: Row, title: str) -> None:
        row.data["title"] = title

    def title(self, row: Row) -> str:
        return str(row.data["title"])


@cache
def _checked(query: str) -> tuple[DocumentNode, list[GraphQLError]]:
    document = parse(query)
    return document, validate(schema(), document)


def _nodes(rows: list[Any], after: str | None = None, size: int = 100) -> SimpleNamespace:
    start = int(after or 0)
    page = SimpleNamespace(hasNextPage=len(rows) > start + size, endCursor=str(start + size))
    return SimpleNamespace(nodes=rows[start : start + size], pageInfo=page)


class _Root:
    """What queries and mutations come to."""

    def __init__(self, fake: Linear) -> None:
        self.fake = fake

    def viewer(self, _info: Any) -> SimpleNamespace:
        return SimpleNamespace(id="me", displayName=self.fake.me)

    def teams(self, _info: Any, filter: dict[str, Any], **_more: Any) -> SimpleNamespace:  # noqa: A002 - the schema's
        states = [SimpleNamespace(id=id_, name=name, type=kind, position=1.0) for id_, (name, kind) in STATES.items()]
        team = SimpleNamespace(id="t1", key="ENG", states=lambda _info, **_more: _nodes(states))
        return _nodes([team] if filter["key"]["eq"] == "ENG" else [])

    def issueLabels(self, _info: Any, filter: dict[str, Any], **_more: Any) -> SimpleNamespace:  # noqa: A002, N802 - the schema's
        found = [each for each in self.fake.labels if each in filter["name"]["in"]]
        return _nodes(
            [SimpleNamespace(id=self.fake.labels[each], name=each, isGroup=False, team=None) for each in found]
        )

    def issueLabelCreate(self, _info: Any, input: dict[str, Any]) -> SimpleNamespace:  # noqa: A002, N802 - the schema's
        self.fake.labels.setdefault(input["name"], f"l{len(self.fake.labels)}")
        label = SimpleNamespace(id=self.fake.labels[input["name"]], name=input["name"])
        return SimpleNamespace(success=True, issueLabel=label)

    def issues(self, _info: Any, filter: dict[str, Any], after: str | None = None, **_more: Any) -> SimpleNamespace:  # noqa: A002 - the schema's
        label = self.fake.labels.get(filter["labels"]["name"]["eq"])
        rows = [row for row in self.fake.listed() if label in row.data["labelIds"]]
        return _nodes([self._shown(row) for row in rows], after)

    def issue(self, _info: Any, id: str) -> SimpleNamespace:  # noqa: A002 - the schema's
        return self._shown(self._row(id))

    def issueCreate(self, _info: Any, input: dict[str, Any]) -> SimpleNamespace:  # noqa: A002, N802 - the schema's
        if any(row.data["id"] == input["id"] for row in self.fake.rows.values()):
            raise GraphQLError("Entity with this id already exists")
        row = self.fake.add({"stateId": "s1", **input})
        return SimpleNamespace(success=True, issue=self._shown(row))

    def issueUpdate(self, _info: Any, id: str, input: dict[str, Any]) -> SimpleNamespace:  # noqa: A002, N802 - the schema's
        row = self._row(id)
        labels = {*row.data["labelIds"], *input.pop("addedLabelIds", ())} - {*input.pop("removedLabelIds", ())}
        row.data |= {**input, "labelIds": sorted(labels)}
        return SimpleNamespace(success=True, issue=self._shown(row))

    def commentCreate(self, _info: Any, input: dict[str, Any]) -> SimpleNamespace:  # noqa: A002, N802 - the schema's
        row = self._row(input["issueId"])
        if any(each["id"] == input["id"] for each in row.comments):
            raise GraphQLError("Entity with this id already exists")
        row.comments.append(input)
        return SimpleNamespace(success=True)

    def _row(self, id_: str) -> Row:
        found = next((row for row in self.fake.live if row.data["id"] == id_), None)
        if found is None:
            raise GraphQLError("Entity not found: Issue")
        return found

    def _shown(self, row: Row) -> SimpleNamespace:
        data = row.data
        name, kind = STATES[data["stateId"]]
        names = {id_: each for each, id_ in self.fake.labels.items()}
        labels = [SimpleNamespace(id=id_, name=names[id_]) for id_ in data["labelIds"]]
        return SimpleNamespace(
            id=data["id"], identifier=f"ENG-{row.number}", url=f"https://linear.app/acme/issue/ENG-{row.number}",
            title=data["title"], description=data["description"], priority=float(data.get("priority", 0)),
            dueDate=data.get("dueDate"), state=SimpleNamespace(name=name, type=kind), trashed=False,
            assignee=SimpleNamespace(id="u2", displayName=data["assignee"]) if "assignee" in data else None,
            subscribers=lambda _info, **_more: _nodes([SimpleNamespace(id="me", displayName=self.fake.me),
                                                       SimpleNamespace(id="u3", displayName="sam")]),
            labels=lambda _info, **_more: _nodes(labels),
        )  # fmt: skip
