"""Issues in Jira, Cloud or Data Center.

The mark is a label, by which issues are looked up, and a property that is set with the issue itself. Its search lags
a little: what is not found there may still exist.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from typing import Final

from debtaudit.trackers.block import Blocks, fit
from debtaudit.trackers.quiet import one_line
from debtaudit.trackers.render import adf, jira_wiki
from debtaudit.trackers.sync.client import Client, Manners, Wires
from debtaudit.trackers.sync.failures import Missing, Unauthorised, Unclear, Unfit
from debtaudit.trackers.sync.flat import of_adf
from debtaudit.trackers.sync.got import Got
from debtaudit.trackers.sync.managed import mark_in
from debtaudit.trackers.sync.plan import Merge
from debtaudit.trackers.sync.remark import say_once
from debtaudit.trackers.sync.target import Target
from debtaudit.trackers.sync.token import Token
from debtaudit.trackers.sync.tracker import Check, Place, Told
from debtaudit.trackers.sync.watchers import Audience, Watchers
from debtaudit.trackers.sync.words import Category, Issue, Wanted

PAUSE: Final = 0.2
LONGEST: Final = 30_000
TITLE: Final = 250
PAGE: Final = 200
"""Issues that are asked for at once; a server may send fewer. So many of the longest fit into one answer."""
PRIORITIES: Final = {1: "Highest", 2: "High", 3: "Medium", 4: "Low"}
FIELDS: Final = (
    "summary", "description", "priority", "labels", "status", "resolution", "assignee", "duedate", "creator", "project",
    "watches",
)  # fmt: skip
PROPERTY: Final = "debtaudit"
FILLED: Final = frozenset({"summary", "description", "project", "issuetype", "labels", "reporter"})
MAY: Final = ("CREATE_ISSUES", "EDIT_ISSUES", "TRANSITION_ISSUES")
CATEGORIES: Final[dict[str, Category]] = {"new": "open", "indeterminate": "doing", "done": "done"}
DROPPED: Final = frozenset(
    {"won't do", "won't fix", "wont fix", "duplicate", "declined", "cancelled", "canceled", "rejected", "obsolete"}
    | {"cannot reproduce", "incomplete"}
)


def open_tracker(target: Target, token: Token, wires: Wires) -> Jira:
    """Return the tracker for a project, written as its key.

    With a user's mail address the token is one of Jira Cloud; without, it is a personal one of Data Center.
    """
    if not target.url:
        raise Unfit("the address of your Jira is not known", "give it by --url or DEBTAUDIT_JIRA_URL")
    secret = f"{target.user}:{token.reveal()}".encode()
    header = f"Basic {b64encode(secret).decode()}" if target.user else f"Bearer {token.reveal()}"
    manners = Manners({"Authorization": header, "X-Atlassian-Token": "no-check"}, PAUSE)
    return Jira(target, Client(target.url, token, manners, wires))


class Jira:
    """One project."""

    def __init__(self, target: Target, client: Client) -> None:
        self._target, self._client = target, client
        self._cloud = True
        self._viewer = ""
        self._type = target.type or "Task"
        self._fields: dict[str, Got] = {}

    @property
    def _api(self) -> str:
        return "/rest/api/3" if self._cloud else "/rest/api/2"

    def leave(self) -> None:
        self._client.close()

    def connect(self) -> Place:
        self._cloud = self._client.get("/rest/api/2/serverInfo").body.text("deploymentType") == "Cloud"
        me = self._who()
        self._viewer = me.text("accountId") or me.text("name")
        if not self._viewer:
            hint = "Cloud wants the mail address of the token's user: set DEBTAUDIT_JIRA_USER"
            raise Unfit("Jira does not say whose token this is", hint)
        try:
            project = self._client.get(f"{self._api}/project/{self._target.project}").body
        except Missing:
            text = f"there is no project {self._target.project}, or the token's user may not see it"
            raise Unfit(text, "write its key, as in DEBT-12") from None
        self._fields = self._fields_of(self._type_id())
        name, checks = me.text("displayName") or self._viewer, tuple(self._checks())
        return Place(self._target.project, name, watchers=_watchers(project), checks=checks)

    def _who(self) -> Got:
        try:
            return self._client.get(f"{self._api}/myself").body
        except Unauthorised as error:
            if not self._cloud or self._target.user:
                raise
            hint = "Cloud wants the mail address of the token's user too: set DEBTAUDIT_JIRA_USER"
            raise Unauthorised(str(error), hint) from None

    def _type_id(self) -> str:
        path = f"{self._api}/issue/createmeta/{self._target.project}/issuetypes"
        about = self._client.get(path, maxResults=PAGE).body
        types = [*about.each("issueTypes"), *about.each("values")]
        known = {each.text("name"): each.text("id") for each in types}
        if self._type not in known:
            hint = f"say under 'type' which of these: {', '.join(known) or 'none: may the token make issues?'}"
            raise Unfit(f"project {self._target.project} takes no issues of type '{self._type}'", hint)
        return known[self._type]

    def _fields_of(self, type_id: str) -> dict[str, Got]:
        path = f"{self._api}/issue/createmeta/{self._target.project}/issuetypes/{type_id}"
        about = self._client.get(path, maxResults=PAGE).body
        return {each.text("fieldId"): each for each in (*about.each("fields"), *about.each("values"))}

    def _checks(self) -> Iterator[Check]:
        asked = {"projectKey": self._target.project, "permissions": ",".join(MAY)}
        may = self._client.get(f"{self._api}/mypermissions", **asked).body.at("permissions")
        for name in MAY:
            fine = may.at(name, "havePermission").value is not False
            said = name.replace("_", " ").lower()
            yield Check(f"the token's user may {said}", fine=fine, hint="" if fine else "ask for it in the project")
        if "labels" not in self._fields:
            hint = "put it on the screen for new issues: issues are found again by it"
            yield Check(f"issues of type {self._type} have no labels", fine=False, hint=hint)
        for name, each in self._fields.items():
            filled = name in FILLED or name in self._target.fields or each.yes("hasDefaultValue")
            if each.yes("required") and not filled and name != "priority":
                allowed = [one.text("value") or one.text("name") for one in each.each("allowedValues")]
                hint = f"say its value under 'fields': {{{name}: {' or '.join(allowed[:8]) or '...'}}}"
                yield Check(f"issues of type {self._type} need '{each.text('name')}'", fine=False, hint=hint)
        yield from self._priority_checks()

    def _priority_checks(self) -> Iterator[Check]:
        allowed = self._allowed_priorities()
        unknown = sorted({self._target.priority(number, PRIORITIES) for number in PRIORITIES} - allowed)
        if allowed and unknown:
            hint = f"it knows {', '.join(sorted(allowed))}; say which under 'priorities'"
            yield Check(f"Jira knows no priority {', '.join(unknown)}", fine=False, hint=hint)

    def _allowed_priorities(self) -> set[str]:
        field = self._fields.get("priority")
        return {each.text("name") for each in field.each("allowedValues")} if field else set()

    def wanted(self, told: Told) -> Wanted:
        document, body = self._described(told.body)
        labels = (self._target.label, told.mark, *told.labels)
        priority = self._target.priority(told.priority, PRIORITIES) if "priority" in self._fields else ""
        return Wanted(
            told.finding, told.mark, one_line(told.title, TITLE), body, priority,
            frozenset("-".join(each.split()) for each in labels), told.due, told.former, document, told.repaid,
            told.creatable,
        )  # fmt: skip

    def _described(self, blocks: Blocks) -> tuple[str, str]:
        """Return a description as it is sent, and as readers see it."""
        if not self._cloud:
            text = fit(blocks, LONGEST, jira_wiki.render)
            return text, text
        document = fit(blocks, LONGEST, lambda kept: json.dumps(adf.render(kept), ensure_ascii=False, sort_keys=True))
        return document, of_adf(Got(json.loads(document)))

    def every(self) -> Iterator[Issue]:
        yield from self._labelled(self._target.label)

    def find(self, wanted: Wanted, _since: float) -> Issue | None:
        found = (issue for issue in self._labelled(wanted.mark) if issue.mark == wanted.mark and issue.ours)
        return next(found, None)

    def _labelled(self, label: str) -> Iterator[Issue]:
        jql = f'labels = "{label}" ORDER BY created ASC'
        for page in self._cloud_pages(jql) if self._cloud else self._pages(jql):
            yield from map(self._issue, page.rows("issues"))

    def _cloud_pages(self, jql: str) -> Iterator[Got]:
        asked: dict[str, object] = {"jql": jql, "fields": list(FIELDS), "properties": [PROPERTY], "maxResults": PAGE}
        while True:
            page = self._client.ask("/rest/api/3/search/jql", asked).body
            yield page
            if not page.text("nextPageToken"):
                return
            asked["nextPageToken"] = page.text("nextPageToken")

    def _pages(self, jql: str) -> Iterator[Got]:
        start = total = 0
        while start <= total:
            asked = {"jql": jql, "fields": list(FIELDS), "startAt": start, "maxResults": PAGE}
            page = self._client.ask("/rest/api/2/search", asked).body
            yield page
            total = page.number("total") - 1
            start += len(page.rows("issues")) or PAGE

    def get(self, known_id: str) -> Issue | None:
        try:
            query = {"fields": ",".join(FIELDS), "properties": PROPERTY}
            return self._issue(self._client.get(f"{self._api}/issue/{known_id}", **query).body)
        except Missing:
            return None

    def prepare(self, labels: Iterable[str]) -> None:
        """Make nothing: labels come into being with the first issue."""

    def create(self, wanted: Wanted) -> Issue:
        fields: dict[str, object] = {
            "project": {"key": self._target.project}, "issuetype": {"name": self._type}, "summary": wanted.title,
            "description": self._document(wanted), "labels": sorted(wanted.labels), **self._constants(),
        }  # fmt: skip
        if wanted.priority:
            fields["priority"] = {"name": wanted.priority}
        if wanted.due and "duedate" in self._fields:
            fields["duedate"] = wanted.due
        body = {"fields": fields, "properties": [{"key": PROPERTY, "value": {"mark": wanted.mark}}]}
        made = self._client.post(f"{self._api}/issue", body).body
        if not made.text("id"):
            raise Unclear("the server did not say which issue it made")
        return Issue(made.text("id"), made.text("key"), "", "", "", "")  # the rest is read back

    def _document(self, wanted: Wanted) -> object:
        return json.loads(wanted.document) if self._cloud else wanted.document

    def _constants(self) -> dict[str, object]:
        """Return values for required fields; one that is chosen from a list is named by its name."""
        found: dict[str, object] = {}
        for name, value in self._target.fields.items():
            allowed = list(self._fields[name].each("allowedValues")) if name in self._fields else []
            match = next(
                (one for one in allowed if value in {one.text("value"), one.text("name"), one.text("id")}), None
            )
            is_list = name in self._fields and self._fields[name].text("schema", "type") == "array"
            said: object = {"id": match.text("id")} if match else value
            found[name] = [said] if is_list and not isinstance(said, (list, tuple)) else said
        return found

    def update(self, issue: Issue, wanted: Wanted, merged: Merge) -> Issue:
        changed = {change.field for change in merged.send}
        fields: dict[str, object] = {}
        if "title" in changed:
            fields["summary"] = wanted.title
        if "body" in changed:
            fields["description"] = self._document(wanted)
        if "priority" in changed and wanted.priority:
            fields["priority"] = {"name": wanted.priority}
        add = sorted(merged.add | ({wanted.mark} if "mark" in changed else set()))
        labels = [{"add": each} for each in add] + [{"remove": each} for each in sorted(merged.take)]
        body = {"fields": fields, **({"update": {"labels": labels}} if labels else {})}
        self._client.put("PUT", f"{self._api}/issue/{issue.id}", body)
        if "mark" in changed:
            self._client.put("PUT", f"{self._api}/issue/{issue.id}/properties/{PROPERTY}", {"mark": wanted.mark})
        return self._again(issue)

    def close(self, issue: Issue, wanted: Wanted) -> Issue:
        path = f"{self._api}/issue/{issue.id}/transitions"
        ways = {each.text("id"): each.at("to") for each in self._client.get(path).body.rows("transitions")}
        closing = [id_ for id_, to in ways.items() if to.text("statusCategory", "key") == "done"]
        names = [name.casefold() for name in self._target.states.get("done", ())]
        named = [id_ for id_, to in ways.items() if to.text("name").casefold() in names]
        undropped = [id_ for id_ in closing if ways[id_].text("name").casefold() not in DROPPED]
        best = (*named, *undropped, *closing)
        if not best:
            reached = ", ".join(to.text("name") for to in ways.values()) or "nothing"
            raise Unfit(f"{issue.key} cannot be closed from '{issue.status}'", f"from there one comes to {reached}")
        said = {"body": self._document(wanted)}
        comments = f"{self._api}/issue/{issue.id}/comment"
        say_once(lambda: self._is_said(comments, wanted.mark), lambda: self._client.post(comments, said))
        self._client.put("POST", path, {"transition": {"id": best[0]}})
        return self._again(issue)

    def _is_said(self, path: str, mark: str) -> bool:
        newest = self._client.get(path, orderBy="-created", maxResults=100).body.rows("comments")
        return any(mark in json.dumps(each.at("body").value) for each in newest)

    def _again(self, issue: Issue) -> Issue:
        after = self.get(issue.id)
        if after is None:
            raise Missing(f"{issue.key} is gone")
        return after

    def _issue(self, got: Got) -> Issue:
        fields = got.at("fields")
        labels = frozenset(fields.texts("labels"))
        creator = fields.at("creator")
        names = {creator.text(each) for each in ("accountId", "name", "emailAddress", "displayName")} - {""}
        raw = fields.text("description")
        body = of_adf(fields.at("description")) if self._cloud else raw
        mark = mark_in(labels) or mark_in([got.text("properties", PROPERTY, "mark")])
        return Issue(
            got.text("id"), got.text("key"), f"{self._client.base}/browse/{got.text('key')}", mark,
            fields.text("summary"), body, fields.text("priority", "name"), labels, self._category(fields),
            fields.text("status", "name"), fields.text("assignee", "displayName"), fields.text("duedate"),
            creator.text("displayName"), self._viewer in names or bool(names & self._target.authors), raw,
            followers=tuple({fields.text("assignee", "displayName")} - {""}),
            watching=max(0, fields.number("watches", "watchCount") - fields.yes("watches", "isWatching")),
        )  # fmt: skip

    def _category(self, fields: Got) -> Category:
        status, resolution = fields.text("status", "name"), fields.text("resolution", "name")
        said = CATEGORIES.get(fields.text("status", "statusCategory", "key"), "open")
        if said == "done" and {status.casefold(), resolution.casefold()} & DROPPED:
            said = "dropped"
        return self._target.category_of(resolution, self._target.category_of(status, said))


def _watchers(project: Got) -> Watchers:
    """Return whom Jira tells: its notification scheme decides, and only administrators may read that."""
    scheme = Audience(beyond="else the project notifies")
    lead = project.text("lead", "displayName") if project.text("assigneeType") == "PROJECT_LEAD" else ""
    return Watchers("Jira", scheme, scheme, scheme, lead)
