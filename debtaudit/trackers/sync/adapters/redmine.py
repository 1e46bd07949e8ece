"""Issues in Redmine.

The mark stands in a custom field that an administrator makes once: text, for the project, usable as a filter. Redmine
answers a wrong key with an empty list, and drops unknown fields without a word: so it is asked first who we are, and
each issue is read back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Final

from debtaudit.trackers.block import fit
from debtaudit.trackers.quiet import one_line
from debtaudit.trackers.render import github_markdown, textile
from debtaudit.trackers.sync.client import Client, Manners, Wires
from debtaudit.trackers.sync.failures import Forbidden, Missing, Unauthorised, Unclear, Unfit
from debtaudit.trackers.sync.got import Got
from debtaudit.trackers.sync.plan import Merge
from debtaudit.trackers.sync.remark import say_once
from debtaudit.trackers.sync.target import Target
from debtaudit.trackers.sync.token import Token
from debtaudit.trackers.sync.tracker import Check, Place, Told
from debtaudit.trackers.sync.watchers import Audience, Watchers
from debtaudit.trackers.sync.words import Category, Issue, Wanted

LONGEST: Final = 60_000
TITLE: Final = 250
PAGE: Final = 100
PRIORITIES: Final = {1: "Urgent", 2: "High", 3: "Normal", 4: "Low"}
FIELD: Final = "debtaudit"
"""Name of the custom field, where the settings name no other."""
WATCHERS: Final = Watchers(
    "Redmine", Audience(beyond="gets mail of every issue in the project"),
    Audience(beyond="watches the issue or gets mail of every one"),
    Audience(beyond="watches the issue or gets mail of every one"),
)  # fmt: skip
"""Whom Redmine sends mail, each person chooses; lists name only whom an issue is assigned to."""
LISTINGS: Final = 3
"""Times that a list is begun anew because it changed while it was read."""


def open_tracker(target: Target, token: Token, wires: Wires) -> Redmine:
    """Return the tracker for a project, written as its identifier."""
    if not target.url:
        raise Unfit("the address of your Redmine is not known", "give it by --url or DEBTAUDIT_REDMINE_URL")
    return Redmine(target, Client(target.url, token, Manners({"X-Redmine-API-Key": token.reveal()}), wires))


class Redmine:
    """One project."""

    def __init__(self, target: Target, client: Client) -> None:
        self._target, self._client = target, client
        self._viewer = self._project = self._field = self._type = ""
        self._priority_ids: dict[str, int] = {}
        self._statuses: dict[str, tuple[str, bool]] = {}

    def leave(self) -> None:
        self._client.close()

    def connect(self) -> Place:
        me = self._client.get("/users/current.json").body.at("user")
        if not me.number("id"):
            raise Unauthorised("Redmine does not know whose key this is", "the API key stands on the page 'My account'")
        self._viewer = me.text("id")
        project = self._find_project()
        self._project = project.text("id")
        self._field = self._find_field(project)
        self._type = self._find_type(project)
        priorities = self._client.get("/enumerations/issue_priorities.json").body.rows("issue_priorities")
        self._priority_ids = {each.text("name"): each.number("id") for each in priorities}
        statuses = self._client.get("/issue_statuses.json").body.rows("issue_statuses")
        self._statuses = {each.text("id"): (each.text("name"), each.yes("is_closed")) for each in statuses}
        watchers = replace(WATCHERS, assigned=project.text("default_assignee", "name"))
        return Place(self._target.project, me.text("login"), watchers=watchers, checks=tuple(self._checks()))

    def _find_project(self) -> Got:
        try:
            include = "trackers,issue_custom_fields"
            return self._client.get(f"/projects/{self._target.project}.json", include=include).body.at("project")
        except (Missing, Forbidden):
            text = f"there is no project '{self._target.project}', or the key's user may not see it"
            raise Unfit(text, "its identifier is the last part of its address") from None

    def _find_field(self, project: Got) -> str:
        """Return the id of the custom field for the mark; the project does not list those that are for all projects."""
        wanted = self._target.mark_field or FIELD
        if wanted.isdecimal():
            return wanted
        fields = chain(project.each("issue_custom_fields"), self._all_fields())
        found = next((each for each in fields if each.text("name") == wanted), None)
        if found is None:
            text = f"no custom field '{wanted}' is to be seen, in which issues are found again"
            hint = "make it (issues, text, used as a filter), or say the number in its address under 'mark_field'"
            raise Unfit(text, hint)
        return found.text("id")

    def _all_fields(self) -> Iterator[Got]:
        try:
            yield from self._client.get("/custom_fields.json").body.each("custom_fields")
        except (Forbidden, Missing):  # only administrators may see all
            return

    def _find_type(self, project: Got) -> str:
        known = {each.text("name"): each.text("id") for each in project.each("trackers")}
        if self._target.type:
            if self._target.type not in known:
                raise Unfit(f"the project has no tracker '{self._target.type}'", f"it has {', '.join(known)}")
            return known[self._target.type]
        return next(iter(known.values()), "")

    def _checks(self) -> Iterator[Check]:
        names = {self._target.priority(number, PRIORITIES) for number in PRIORITIES}
        unknown = sorted(names - set(self._priority_ids))
        if unknown:
            hint = f"it knows {', '.join(self._priority_ids)}; say which under 'priorities'"
            yield Check(f"Redmine knows no priority {', '.join(unknown)}", fine=False, hint=hint)
        if not any(closed for _name, closed in self._statuses.values()):
            yield Check("Redmine has no status that closes", fine=False, hint="an administrator makes one")

    def wanted(self, told: Told) -> Wanted:
        render = github_markdown.render if self._target.markup == "markdown" else textile.render
        priority = self._target.priority(told.priority, PRIORITIES)
        return Wanted(
            told.finding, told.mark, one_line(told.title, TITLE), fit(told.body, LONGEST, render),
            priority if priority in self._priority_ids else "", due=told.due, former=told.former,
            repaid=told.repaid, creatable=told.creatable,
        )  # fmt: skip

    def every(self) -> Iterator[Issue]:
        """Yield all, in all projects; the list is begun anew where it changed while it was read."""
        found: list[Issue] = []
        for _try in range(LISTINGS):
            found = []
            totals = set()
            for page in self._pages(**{f"cf_{self._field}": "*"}):
                totals.add(page.number("total_count"))
                found += [self._issue(each) for each in page.rows("issues")]
            if len(totals) == 1:
                break
        yield from (issue for issue in found if issue.mark)

    def _pages(self, **query: str | int) -> Iterator[Got]:
        offset = total = 0
        while offset <= total:
            page = self._client.get("/issues.json", status_id="*", sort="id", limit=PAGE, offset=offset, **query).body
            yield page
            total = page.number("total_count") - 1
            offset += PAGE

    def find(self, wanted: Wanted, _since: float) -> Issue | None:
        for page in self._pages(**{f"cf_{self._field}": wanted.mark}):
            for each in page.rows("issues"):
                issue = self._issue(each)
                if issue.mark == wanted.mark and issue.ours:
                    return issue
        return None

    def get(self, known_id: str) -> Issue | None:
        try:
            return self._issue(self._client.get(f"/issues/{known_id}.json").body.at("issue"))
        except (Missing, Forbidden):
            return None

    def prepare(self, labels: Iterable[str]) -> None:
        """Make nothing: Redmine has no labels."""

    def create(self, wanted: Wanted) -> Issue:
        issue: dict[str, object] = {
            "project_id": int(self._project), "subject": wanted.title, "description": wanted.body,
            "custom_fields": [{"id": int(self._field), "value": wanted.mark}, *self._constants()],
            **self._priority(wanted),
        }  # fmt: skip
        if self._type:
            issue["tracker_id"] = int(self._type)
        if wanted.due:
            issue["due_date"] = wanted.due
        made = self._client.post("/issues.json", {"issue": issue}).body.at("issue")
        if not made.number("id"):
            raise Unclear("the server did not say which issue it made")
        return self._issue(made)

    def _constants(self) -> Iterator[dict[str, object]]:
        for name, value in sorted(self._target.fields.items()):
            yield {"id": int(name), "value": value}

    def _priority(self, wanted: Wanted) -> dict[str, object]:
        number = self._priority_ids.get(wanted.priority)
        return {"priority_id": number} if number else {}

    def update(self, issue: Issue, wanted: Wanted, merged: Merge) -> Issue:
        fields = {change.field for change in merged.send}
        texts: dict[str, object] = self._priority(wanted) if "priority" in fields else {}
        if "title" in fields:
            texts["subject"] = wanted.title
        if "body" in fields:
            texts["description"] = wanted.body
        if "mark" in fields:
            texts["custom_fields"] = [{"id": int(self._field), "value": wanted.mark}]
        return self._put(issue, texts)

    def close(self, issue: Issue, wanted: Wanted) -> Issue:
        closing = [id_ for id_, (_name, closed) in self._statuses.items() if closed]
        named = [name.casefold() for name in self._target.states.get("done", ())]
        chosen = [id_ for id_ in closing if self._statuses[id_][0].casefold() in named] or closing
        if not chosen:
            raise Unfit("Redmine has no status that closes", "an administrator makes one")
        path = f"/issues/{issue.id}.json"
        said = {"issue": {"notes": wanted.body}}
        say_once(lambda: self._is_said(path, wanted.mark), lambda: self._client.once("PUT", path, said))
        return self._put(issue, {"status_id": int(chosen[0])})

    def _is_said(self, path: str, mark: str) -> bool:
        about = self._client.get(path, include="journals").body.at("issue")
        return any(mark in each.text("notes") for each in about.each("journals"))

    def _put(self, issue: Issue, fields: dict[str, object]) -> Issue:
        self._client.put("PUT", f"/issues/{issue.id}.json", {"issue": fields})
        return self._issue(self._client.get(f"/issues/{issue.id}.json").body.at("issue"))

    def _issue(self, got: Got) -> Issue:
        id_ = got.text("id")
        author = got.text("author", "id")
        marks = [each.text("value") for each in got.each("custom_fields") if each.text("id") == self._field]
        status = got.text("status", "name")
        return Issue(
            id_, f"#{id_}", f"{self._client.base}/issues/{id_}", next(iter(marks), ""), got.text("subject"),
            got.text("description"), got.text("priority", "name"), frozenset(), self._category(got), status,
            got.text("assigned_to", "name"), got.text("due_date"), got.text("author", "name"),
            author == self._viewer or got.text("author", "name") in self._target.authors, got.text("description"),
            followers=(got.text("assigned_to", "name"),) if self._is_a_person(got.at("assigned_to")) else (),
        )  # fmt: skip

    def _is_a_person(self, assigned: Got) -> bool:
        return assigned.text("id") not in {"", self._viewer}

    def _category(self, got: Got) -> Category:
        status = got.text("status", "name")
        _name, closed = self._statuses.get(got.text("status", "id"), ("", False))
        if closed or got.yes("status", "is_closed") or got.text("closed_on"):
            return self._target.category_of(status, "dropped" if status.casefold() == "rejected" else "done")
        return self._target.category_of(status, "doing" if got.text("assigned_to", "id") else "open")
