"""Issues in Linear.

An issue is made under an id that follows from its mark: a second one under the same id cannot come into being, and
looking one up by its id does not lag. Whoever may write in the team is trusted: strangers cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Final
from uuid import UUID

from debtaudit.trackers.block import fit
from debtaudit.trackers.quiet import one_line
from debtaudit.trackers.render import github_markdown
from debtaudit.trackers.sync.client import Client, Manners, Wires
from debtaudit.trackers.sync.failures import Failure, Forbidden, Missing, Refused, Unauthorised, Unclear, Unfit
from debtaudit.trackers.sync.got import Got, complaint
from debtaudit.trackers.sync.managed import mark_in
from debtaudit.trackers.sync.plan import Merge
from debtaudit.trackers.sync.target import Target
from debtaudit.trackers.sync.token import Token
from debtaudit.trackers.sync.tracker import Place, Told
from debtaudit.trackers.sync.watchers import Audience, Watchers
from debtaudit.trackers.sync.words import Category, Issue, Wanted

URL: Final = "https://api.linear.app"
PATH: Final = "/graphql"
PAUSE: Final = 0.2
LONGEST: Final = 60_000
TITLE: Final = 250
PAGE: Final = 100
PRIORITIES: Final = {1: "1", 2: "2", 3: "3", 4: "4"}
CATEGORIES: Final[dict[str, Category]] = {
    "triage": "open", "backlog": "open", "unstarted": "open", "started": "doing",
    "completed": "done", "canceled": "dropped", "duplicate": "dropped",
}  # fmt: skip
WATCHERS: Final = Watchers("Linear", Audience(beyond="follows new issues of the team"))
MOST_NAMED: Final = 20
"""Subscribers of an issue that are asked for: all of them would make a page of issues dearer than Linear allows."""
ISSUE: Final = """
fragment Shown on Issue {
  id identifier url title description priority dueDate trashed
  state { name type } assignee { id displayName } labels(first: 50) { nodes { id name } }
  subscribers(first: 20) { nodes { id displayName } }
}
"""
WHERE: Final = """
query Where($team: String!) {
  viewer { id displayName }
  teams(filter: {key: {eq: $team}}) { nodes { id key states(first: 100) { nodes { id name type position } } } }
}
"""
LABELS: Final = """
query Labels($names: [String!]!, $after: String) {
  issueLabels(filter: {name: {in: $names}}, first: 100, after: $after) {
    nodes { id name isGroup team { id } } pageInfo { hasNextPage endCursor }
  }
}
"""
NEW_LABEL: Final = """
mutation NewLabel($input: IssueLabelCreateInput!) {
  issueLabelCreate(input: $input) { success issueLabel { id name } }
}
"""
EVERY: Final = (
    """
query Every($label: String!, $after: String) {
  issues(filter: {labels: {name: {eq: $label}}}, first: 100, after: $after, includeArchived: true) {
    nodes { ...Shown } pageInfo { hasNextPage endCursor }
  }
}
"""
    + ISSUE
)
ONE: Final = "query One($id: String!) { issue(id: $id) { ...Shown } }" + ISSUE
CREATE: Final = (
    "mutation Create($input: IssueCreateInput!) { issueCreate(input: $input) { success issue { ...Shown } } }" + ISSUE
)
UPDATE: Final = (
    "mutation Update($id: String!, $input: IssueUpdateInput!) "
    "{ issueUpdate(id: $id, input: $input) { success issue { ...Shown } } }" + ISSUE
)
COMMENT: Final = "mutation Comment($input: CommentCreateInput!) { commentCreate(input: $input) { success } }"


def open_tracker(target: Target, token: Token, wires: Wires) -> Linear:
    """Return the tracker for a team, written as its key."""
    manners = Manners({"Authorization": token.reveal()}, PAUSE, _too_many, _fault)
    return Linear(target, Client(target.url or URL, token, manners, wires))


def id_of(mark: str) -> str:
    """Return the id under which the issue of a mark is made."""
    return str(UUID(bytes=sha256(mark.encode()).digest()[:16], version=4))


class Linear:
    """One team."""

    def __init__(self, target: Target, client: Client) -> None:
        self._target, self._client = target, client
        self._team = self._viewer = ""
        self._states: list[Got] = []
        self._label_ids: dict[str, str] = {}
        self._marks: dict[str, str] = {}

    def leave(self) -> None:
        self._client.close()

    def connect(self) -> Place:
        said = self._read(WHERE, {"team": self._target.project})
        self._viewer = said.text("viewer", "id")
        if not self._viewer:
            raise Unauthorised("Linear does not say whose key this is", "keys are made in your settings, under API")
        teams = said.at("teams").rows("nodes")
        if not teams:
            text = f"there is no team '{self._target.project}', or the key may not see it"
            raise Unfit(text, "write its key, as in ENG-12")
        self._team = teams[0].text("id")
        self._states = teams[0].at("states").rows("nodes")
        return Place(self._target.project, said.text("viewer", "displayName"), watchers=WATCHERS)

    def wanted(self, told: Told) -> Wanted:
        labels = frozenset(one_line(each) for each in (self._target.label, *told.labels))
        wanted = Wanted(
            told.finding, told.mark, one_line(told.title, TITLE), fit(told.body, LONGEST, github_markdown.render),
            self._target.priority(told.priority, PRIORITIES), labels, told.due, told.former, repaid=told.repaid,
            creatable=told.creatable,
        )  # fmt: skip
        # an id stays, whatever the asset is called by now
        self._marks |= {id_of(mark): wanted.mark for mark in wanted.marks}
        return wanted

    def every(self) -> Iterator[Issue]:
        for page in self._pages(EVERY, {"label": self._target.label}, "issues"):
            yield from (self._issue(each) for each in page.rows("nodes") if not each.yes("trashed"))

    def _pages(self, query: str, asked: Mapping[str, object], name: str) -> Iterator[Got]:
        after: str | None = None
        while True:
            page = self._read(query, {**asked, "after": after}).at(name)
            yield page
            if not page.yes("pageInfo", "hasNextPage"):
                return
            after = page.text("pageInfo", "endCursor")

    def find(self, wanted: Wanted, _since: float) -> Issue | None:
        return self.get(id_of(wanted.mark))

    def get(self, known_id: str) -> Issue | None:
        try:
            found = self._read(ONE, {"id": known_id}).at("issue")
        except Missing:
            return None
        return self._issue(found) if found.text("id") and not found.yes("trashed") else None

    def prepare(self, labels: Iterable[str]) -> None:
        names = set(labels)
        for page in self._pages(LABELS, {"names": sorted(names)}, "issueLabels"):
            usable = (each for each in page.rows("nodes") if not each.yes("isGroup"))
            self._label_ids |= {
                each.text("name"): each.text("id") for each in usable if each.text("team", "id") in {"", self._team}
            }
        for name in sorted(names - set(self._label_ids)):
            made = self._write(NEW_LABEL, {"input": {"name": name, "teamId": self._team}}).at("issueLabelCreate")
            self._label_ids[name] = made.text("issueLabel", "id")

    def create(self, wanted: Wanted) -> Issue:
        asked: dict[str, object] = {
            "id": id_of(wanted.mark), "teamId": self._team, "title": wanted.title, "description": wanted.body,
            "labelIds": self._ids(wanted.labels),
        }  # fmt: skip
        if wanted.priority.isdecimal():
            asked["priority"] = int(wanted.priority)
        if wanted.due:
            asked["dueDate"] = wanted.due
        try:
            reply = self._client.post(PATH, {"query": CREATE, "variables": {"input": asked}})
            made = _data(reply.body).at("issueCreate", "issue")
        except Refused as error:
            if _is_taken(str(error)):  # an earlier try made it
                raise Unclear(str(error)) from None
            raise
        if not made.text("id"):
            raise Unclear("the server did not say which issue it made")
        return self._issue(made)

    def _ids(self, labels: Iterable[str]) -> list[str]:
        return [self._label_ids[each] for each in sorted(labels) if each in self._label_ids]

    def update(self, issue: Issue, wanted: Wanted, merged: Merge) -> Issue:
        changed = {change.field for change in merged.send}
        asked: dict[str, object] = {}
        if "title" in changed:
            asked["title"] = wanted.title
        if "body" in changed:
            asked["description"] = wanted.body
        if "priority" in changed and wanted.priority.isdecimal():
            asked["priority"] = int(wanted.priority)
        if merged.add:
            asked["addedLabelIds"] = self._ids(merged.add)
        if merged.take:
            self.prepare(merged.take)
            asked["removedLabelIds"] = self._ids(merged.take)
        return self._update(issue, asked) if asked else issue

    def close(self, issue: Issue, wanted: Wanted) -> Issue:
        closing = [each for each in self._states if each.text("type") == "completed"]
        names = [name.casefold() for name in self._target.states.get("done", ())]
        named = [each for each in self._states if each.text("name").casefold() in names]
        if not closing and not named:
            raise Unfit("the team has no state that completes an issue")
        self._comment(issue, wanted)
        return self._update(issue, {"stateId": (named or closing)[0].text("id")})

    def _comment(self, issue: Issue, wanted: Wanted) -> None:
        """Say why under an id that follows from the mark, which Linear gives away once."""
        said = {"id": id_of(f"{wanted.mark} repaid"), "issueId": issue.id, "body": wanted.body}
        try:
            self._write(COMMENT, {"input": said})
        except Refused as error:
            if not _is_taken(str(error)):
                raise

    def _update(self, issue: Issue, asked: Mapping[str, object]) -> Issue:
        said = self._write(UPDATE, {"id": issue.id, "input": asked})
        return self._issue(said.at("issueUpdate", "issue"))

    def _read(self, query: str, variables: Mapping[str, object]) -> Got:
        return _data(self._client.ask(PATH, {"query": query, "variables": variables}).body)

    def _write(self, query: str, variables: Mapping[str, object]) -> Got:
        return _data(self._client.put("POST", PATH, {"query": query, "variables": variables}).body)

    def _issue(self, got: Got) -> Issue:
        labels = frozenset(each.text("name") for each in got.each("labels", "nodes"))
        state = got.text("state", "name")
        category = self._target.category_of(state, CATEGORIES.get(got.text("state", "type"), "open"))
        priority = f"{float(got.text('priority') or 0):.0f}"
        return Issue(
            got.text("id"), got.text("identifier"), got.text("url"), self._marks.get(got.text("id")) or mark_in(labels),
            got.text("title"), got.text("description"), priority, labels, category, state,
            got.text("assignee", "displayName"), got.text("dueDate"),
            raw=got.text("description"), followers=self._followers(got),
        )  # fmt: skip

    def _followers(self, got: Got) -> tuple[str, ...]:
        subscribers = list(got.each("subscribers", "nodes"))
        names = {each.text("id"): each.text("displayName") for each in (got.at("assignee"), *subscribers)}
        others = ("others",) if len(subscribers) == MOST_NAMED else ()
        return (*(name for id_, name in names.items() if id_ not in {"", self._viewer}), *others)


def _data(body: Got) -> Got:
    """Return what a query asked for; faults come with a status that says fine."""
    fault = _fault(body)
    if fault:
        raise fault
    return body.at("data")


def _fault(body: Got) -> Failure | None:
    """Return what went wrong, if anything did: Linear says it in the body, whatever the status is."""
    fault = next(body.each("errors"), None)
    if fault is None:
        return None
    said = complaint(body)
    code = " ".join((fault.text("extensions", "code"), fault.text("extensions", "type"))).lower().replace("_", " ")
    if "authentication" in code:
        return Unauthorised(f"Linear: {said}", "the key is wrong or was revoked")
    if "forbidden" in code:
        return Forbidden(f"Linear: {said}", "the key is accepted, but may not do this")
    return Missing(f"Linear: {said}") if "not found" in said.lower() else Refused(f"Linear: {said}")


def _is_taken(said: str) -> bool:
    return any(word in said.lower() for word in ("exist", "duplicate", "unique", "conflict", "already"))


def _too_many(_status: int, body: Got) -> bool:
    return any(each.text("extensions", "code").upper() == "RATELIMITED" for each in body.each("errors"))
