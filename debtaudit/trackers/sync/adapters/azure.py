"""Work items on Azure DevOps, Services or Server.

The mark is a tag, and tags are looked up in the database itself. Each change names the revision that it was made
for, so that the server refuses it when somebody else was faster. Nobody is notified.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import quote

from debtaudit.trackers.block import fit
from debtaudit.trackers.quiet import one_line
from debtaudit.trackers.render import html
from debtaudit.trackers.sync.client import Client, Manners, Wires
from debtaudit.trackers.sync.failures import Missing, Unauthorised, Unclear, Unfit
from debtaudit.trackers.sync.flat import of_html
from debtaudit.trackers.sync.got import Got
from debtaudit.trackers.sync.managed import mark_in
from debtaudit.trackers.sync.plan import Merge
from debtaudit.trackers.sync.target import Target
from debtaudit.trackers.sync.token import Token
from debtaudit.trackers.sync.tracker import Check, Place, Told
from debtaudit.trackers.sync.watchers import Watchers
from debtaudit.trackers.sync.words import Category, Issue, Wanted

URL: Final = "https://dev.azure.com"
API: Final = "7.1"
PATCH: Final = "application/json-patch+json"
LONGEST: Final = 100_000
TITLE: Final = 250
BATCH: Final = 200
PRIORITY: Final = "Microsoft.VSTS.Common.Priority"
DUE: Final = "Microsoft.VSTS.Scheduling.DueDate"
CATEGORIES: Final[dict[str, Category]] = {
    "Proposed": "open", "InProgress": "doing", "Resolved": "doing", "Completed": "done", "Removed": "dropped",
}  # fmt: skip
WATCHERS: Final = Watchers("Azure DevOps", None, None, None)
"""Each request asks that nobody be notified."""
PROJECT: Final = re.compile(r"([^/\\?#%]+)/([^/\\?#%]+)")
FILLED: Final = frozenset({"System.Title", "System.AreaId", "System.IterationId", "System.State", "System.AreaPath",
                           "System.IterationPath"})  # fmt: skip
"""Required fields that we or the server fill in."""


def open_tracker(target: Target, token: Token, wires: Wires) -> Azure:
    """Return the tracker for a project, written as organisation/project."""
    if not PROJECT.fullmatch(target.project):
        raise Unfit(f"'{target.project}' is no project of Azure DevOps", "write it as organisation/project")
    basic = b64encode(f":{token.reveal()}".encode()).decode()
    return Azure(target, Client(target.url or URL, token, Manners({"Authorization": f"Basic {basic}"}), wires))


class Azure:
    """One project."""

    def __init__(self, target: Target, client: Client) -> None:
        self._target, self._client = target, client
        organisation, project = target.project.split("/")
        self._organisation, self._project = f"/{quote(organisation)}", quote(project)
        self._items = f"/{quote(organisation)}/{quote(project)}/_apis/wit"
        self._type = target.type or "Task"
        self._viewer = ""
        self._states: dict[str, Category] = {}
        self._known_fields: frozenset[str] = frozenset()

    def leave(self) -> None:
        self._client.close()

    def connect(self) -> Place:
        about = f"{self._organisation}/_apis/connectionData"
        me = self._client.get(about, **{"api-version": f"{API}-preview"}).body.at("authenticatedUser")
        self._viewer = me.text("id")
        if not self._viewer or me.text("providerDisplayName").casefold() == "anonymous":
            raise Unauthorised("Azure DevOps does not know whose token this is", "does it belong to this organisation?")
        project = self._find_project()
        states, fields = self._of_type("states"), self._of_type("fields")
        self._states = {each.text("name"): CATEGORIES.get(each.text("category"), "open") for each in states}
        self._known_fields = frozenset(each.text("referenceName") for each in fields)
        checks = tuple(self._checks(fields))
        name = me.text("providerDisplayName") or self._viewer
        return Place(self._target.project, name, project.text("visibility") == "public", WATCHERS, checks)

    def _find_project(self) -> Got:
        try:
            path = f"{self._organisation}/_apis/projects/{self._project}"
            return self._client.get(path, **{"api-version": API}).body
        except Missing:
            text = f"there is no project {self._target.project}, or the token may not see it"
            raise Unfit(text, "the token must be one of this organisation, and may read and write work items") from None

    def _of_type(self, what: str) -> list[Got]:
        try:
            path = f"{self._items}/workitemtypes/{quote(self._type)}/{what}"
            return self._client.get(path, **{"api-version": API}).body.rows("value")
        except Missing:
            known = self._client.get(f"{self._items}/workitemtypes", **{"api-version": API}).body.rows("value")
            names = ", ".join(each.text("name") for each in known)
            text = f"the project has no work items of type '{self._type}'"
            raise Unfit(text, f"say under 'type' which of these: {names}") from None

    def _checks(self, fields: Sequence[Got]) -> Iterator[Check]:
        for each in fields:
            name = each.text("referenceName")
            filled = name in FILLED or name in self._target.fields or each.text("defaultValue")
            if each.yes("alwaysRequired") and not filled:
                hint = f"say its value under 'fields': {{{name}: ...}}"
                yield Check(
                    f"work items of type {self._type} need the field '{each.text('name')}'", fine=False, hint=hint
                )

    def wanted(self, told: Told) -> Wanted:
        document = fit(told.body, LONGEST, html.render)
        tags = (self._target.label, told.mark, *told.labels)
        return Wanted(
            told.finding, told.mark, one_line(told.title, TITLE), of_html(document), self._priority(told.priority),
            frozenset(one_line(each.replace(";", " ").replace(",", " ")) for each in tags), told.due, told.former,
            document, told.repaid, told.creatable,
        )  # fmt: skip

    def _priority(self, number: int) -> str:
        return self._target.priority(number, {number: str(number)}) if PRIORITY in self._known_fields else ""

    def every(self) -> Iterator[Issue]:
        yield from self._tagged(self._target.label)

    def find(self, wanted: Wanted, _since: float) -> Issue | None:
        found = (issue for issue in self._tagged(wanted.mark) if issue.mark == wanted.mark and issue.ours)
        return next(found, None)

    def _tagged(self, tag: str) -> Iterator[Issue]:
        words = tag.replace("'", "''")
        select = "SELECT [System.Id] FROM WorkItems WHERE [System.Tags] CONTAINS"
        query = f"{select} '{words}' ORDER BY [System.Id]"
        found = self._client.ask(f"{self._items}/wiql", {"query": query}, **{"api-version": API}).body.rows("workItems")
        ids = [each.number("id") for each in found]
        for start in range(0, len(ids), BATCH):
            body = {"ids": ids[start : start + BATCH], "errorPolicy": "omit"}
            batch = self._client.ask(f"{self._items}/workitemsbatch", body, **{"api-version": API}).body
            yield from (self._issue(each) for each in batch.rows("value") if each.number("id"))

    def get(self, known_id: str) -> Issue | None:
        try:
            return self._issue(self._client.get(f"{self._items}/workitems/{known_id}", **{"api-version": API}).body)
        except Missing:
            return None

    def prepare(self, labels: Iterable[str]) -> None:
        """Make nothing: tags come into being with the first item."""

    def create(self, wanted: Wanted) -> Issue:
        fields: dict[str, object] = {
            "System.Title": wanted.title, "System.Description": wanted.document,
            "System.Tags": "; ".join(sorted(wanted.labels)), **self._target.fields,
        }  # fmt: skip
        if wanted.priority:
            fields[PRIORITY] = _number(wanted.priority)
        if wanted.due and DUE in self._known_fields:
            fields[DUE] = f"{wanted.due}T00:00:00Z"
        body = [{"op": "add", "path": f"/fields/{name}", "value": value} for name, value in sorted(fields.items())]
        path = f"{self._items}/workitems/${quote(self._type)}"
        made = self._client.post(path, body, PATCH, suppressNotifications="true", **{"api-version": API}).body
        if not made.number("id"):
            raise Unclear("the server did not say which work item it made")
        return self._issue(made)

    def update(self, issue: Issue, wanted: Wanted, merged: Merge) -> Issue:
        changed = {change.field for change in merged.send}
        fields: dict[str, object] = {}
        if "title" in changed:
            fields["System.Title"] = wanted.title
        if "body" in changed:
            fields["System.Description"] = wanted.document
        if "priority" in changed and wanted.priority:
            fields[PRIORITY] = _number(wanted.priority)
        tags = (issue.labels | merged.add | ({wanted.mark} if "mark" in changed else set())) - merged.take
        if tags != issue.labels:
            fields["System.Tags"] = "; ".join(sorted(tags))
        return self._patch(issue, fields)

    def close(self, issue: Issue, wanted: Wanted) -> Issue:
        closing = [name for name, category in self._states.items() if category == "done"]
        named = [name for name in self._target.states.get("done", ()) if name in self._states]
        if not closing and not named:
            raise Unfit(f"work items of type {self._type} have no state that completes them")
        # the comment comes with the state or not at all, and neither twice: a second patch names a revision of the past
        return self._patch(issue, {"System.State": (named or closing)[0], "System.History": wanted.document})

    def _patch(self, issue: Issue, fields: dict[str, object]) -> Issue:
        body: list[dict[str, object]] = [{"op": "test", "path": "/rev", "value": int(issue.revision)}]
        body += [{"op": "add", "path": f"/fields/{name}", "value": value} for name, value in sorted(fields.items())]
        path = f"{self._items}/workitems/{issue.id}"
        query = {"suppressNotifications": "true", "api-version": API}
        return self._issue(self._client.put("PATCH", path, body, PATCH, **query).body)

    def _issue(self, got: Got) -> Issue:
        fields = got.at("fields")
        id_ = got.text("id")
        tags = frozenset(tag.strip() for tag in fields.text("System.Tags").split(";") if tag.strip())
        state, raw = fields.text("System.State"), fields.text("System.Description")
        author = fields.at("System.CreatedBy")
        names = {author.text("id"), author.text("uniqueName")}
        category = self._target.category_of(state, self._states.get(state, "open"))
        return Issue(
            id_, f"#{id_}", f"{self._client.base}{self._organisation}/{self._project}/_workitems/edit/{id_}",
            mark_in(tags), fields.text("System.Title"), of_html(raw), fields.text(PRIORITY), tags, category, state,
            fields.text("System.AssignedTo", "displayName"), fields.text(DUE)[:10], author.text("uniqueName"),
            self._viewer in names or bool(names & self._target.authors), raw, got.text("rev"),
        )  # fmt: skip


def _number(priority: str) -> int | str:
    return int(priority) if priority.isdecimal() else priority
