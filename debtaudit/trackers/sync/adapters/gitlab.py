"""Issues on GitLab, on gitlab.com or a server of one's own.

The mark stands in a comment of the description. Only issues by the token's own user are looked at. They are listed,
never searched, for the list comes from the database itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

from debtaudit.trackers.block import fit
from debtaudit.trackers.quiet import one_line
from debtaudit.trackers.render import github_markdown
from debtaudit.trackers.sync.client import Client, Manners, Wires
from debtaudit.trackers.sync.failures import Missing, Unclear, Unfit
from debtaudit.trackers.sync.flat import before
from debtaudit.trackers.sync.got import Got
from debtaudit.trackers.sync.managed import ROOM, labels_to_set, mark_in, parted, spliced, tame, wrapped
from debtaudit.trackers.sync.plan import Merge
from debtaudit.trackers.sync.remark import say_once
from debtaudit.trackers.sync.target import Target
from debtaudit.trackers.sync.token import Token
from debtaudit.trackers.sync.tracker import Check, Place, Told
from debtaudit.trackers.sync.watchers import Audience, Watchers
from debtaudit.trackers.sync.words import Category, Issue, Wanted

URL: Final = "https://gitlab.com"
PAUSE: Final = 0.5
LONGEST: Final = 200_000
TITLE: Final = 250
PRIORITIES: Final = {1: "priority::1", 2: "priority::2", 3: "priority::3", 4: "priority::4"}
PLANNER: Final = 15
"""Access level from which labels may be set."""
WATCHERS: Final = Watchers(
    "GitLab", Audience(beyond="watches the project"), Audience(beyond="subscribed to a label that comes"),
    Audience(beyond="takes part in the issue or watches the project"),
)  # fmt: skip
"""GitLab tells nobody of edits, and of labels those who subscribed to them; who that is, lists do not say."""
LISTINGS: Final = 3
"""Times that a list is begun anew because it changed while it was read."""


def open_tracker(target: Target, token: Token, wires: Wires) -> GitLab:
    """Return the tracker for a project, written as group/project or as its number."""
    return GitLab(target, Client(target.url or URL, token, Manners({"PRIVATE-TOKEN": token.reveal()}, PAUSE), wires))


class GitLab:
    """One project."""

    def __init__(self, target: Target, client: Client) -> None:
        self._target, self._client = target, client
        self._path = f"/api/v4/projects/{quote(target.project, safe='')}"
        self._viewer = ""
        self._priorities = {number: target.priority(number, PRIORITIES) for number in PRIORITIES}

    def leave(self) -> None:
        self._client.close()

    def connect(self) -> Place:
        self._viewer = self._client.get("/api/v4/user").body.text("username")
        try:
            about = self._client.get(self._path).body
        except Missing:
            text = f"there is no project {self._target.project}, or the token may not see it"
            raise Unfit(text, "write it as group/project; does the token have the scope 'api'?") from None
        if about.text("issues_access_level") == "disabled" or about.at("issues_enabled").value is False:
            raise Unfit(f"{self._target.project} has no issues", "switch them on in the settings of the project")
        self._path = f"/api/v4/projects/{about.text('id')}"
        public = about.text("visibility") == "public" and not self._target.confidential
        return Place(self._target.project, self._viewer, public, WATCHERS, tuple(_checks(about)))

    def wanted(self, told: Told) -> Wanted:
        body = tame(fit(told.body, LONGEST - ROOM, github_markdown.render))
        labels = frozenset(one_line(each.replace(",", " ")) for each in (self._target.label, *told.labels))
        return Wanted(
            told.finding, told.mark, one_line(told.title, TITLE), body, self._priorities[told.priority], labels,
            told.due, told.former, repaid=told.repaid, creatable=told.creatable,
        )  # fmt: skip

    def every(self) -> Iterator[Issue]:
        yield from self._listed("asc")

    def find(self, wanted: Wanted, since: float) -> Issue | None:
        found = self._listed("desc", created_after=before(since))
        return next((issue for issue in found if issue.mark == wanted.mark), None)

    def _listed(self, sort: str, **query: str | int) -> Iterator[Issue]:
        for author in sorted({self._viewer, *self._target.authors}):
            issues: list[Issue] = []
            for _try in range(LISTINGS):
                issues, same = self._all_of(author, sort, query)
                if same:
                    break
            yield from (issue for issue in issues if issue.mark)

    def _all_of(self, author: str, sort: str, query: dict[str, str | int]) -> tuple[list[Issue], bool]:
        """Return an author's issues, and whether their number stayed the same while they were read."""
        found: list[Issue] = []
        totals = set()
        page = "1"
        while page:
            reply = self._client.get(
                f"{self._path}/issues", author_username=author, state="all", scope="all", order_by="created_at",
                sort=sort, per_page=100, page=page, **query,
            )  # fmt: skip
            found += map(self._issue, reply.body.rows())
            totals.add(reply.headers.get("x-total", ""))
            page = reply.headers.get("x-next-page", "")
        return found, len(totals) == 1

    def get(self, known_id: str) -> Issue | None:
        try:
            return self._issue(self._client.get(known_id).body)
        except Missing:
            return None

    def prepare(self, labels: Iterable[str]) -> None:
        """Make nothing: GitLab makes labels of the names that an issue is given."""

    def create(self, wanted: Wanted) -> Issue:
        body: dict[str, object] = {
            "title": wanted.title, "description": wrapped(wanted.mark, wanted.body) + "\n",
            "labels": ",".join(sorted({*wanted.labels, wanted.priority} - {""})),
        }  # fmt: skip
        if wanted.due:
            body["due_date"] = wanted.due
        if self._target.confidential:
            body["confidential"] = True
        made = self._client.post(f"{self._path}/issues", body).body
        if not made.number("iid"):
            raise Unclear("the server did not say which issue it made")
        return self._issue(made)

    def update(self, issue: Issue, wanted: Wanted, merged: Merge) -> Issue:
        fields = {change.field for change in merged.send}
        add, take = labels_to_set(merged, issue, wanted, self._priorities.values())
        body: dict[str, object] = {}
        if "title" in fields:
            body["title"] = wanted.title
        if fields & {"body", "mark"}:
            body["description"] = spliced(issue.raw, wanted.mark, wanted.body if "body" in fields else issue.body)
        if add:
            body["add_labels"] = ",".join(sorted(add))
        if take:
            body["remove_labels"] = ",".join(sorted(take))
        return self._issue(self._client.put("PUT", issue.id, body).body)

    def close(self, issue: Issue, wanted: Wanted) -> Issue:
        path = f"{issue.id}/notes"
        say_once(lambda: self._is_said(path, wanted.mark), lambda: self._client.post(path, {"body": wanted.body}))
        return self._issue(self._client.put("PUT", issue.id, {"state_event": "close"}).body)

    def _is_said(self, path: str, mark: str) -> bool:
        newest = self._client.get(path, per_page=100, order_by="created_at", sort="desc").body
        return any(mark in each.text("body") for each in newest.rows())

    def _issue(self, got: Got) -> Issue:
        number, project = got.text("iid"), got.text("project_id")
        id_ = f"/api/v4/projects/{project}/issues/{number}" if project else f"{self._path}/issues/{number}"
        mark, body = parted(got.text("description"))
        labels = frozenset(got.texts("labels"))
        assigned = [each.text("username") for each in got.each("assignees")]
        assignee = next(iter(assigned), got.text("assignee", "username"))
        author = got.text("author", "username")
        return Issue(
            id_, f"#{number}", got.text("web_url"), mark or mark_in(labels), got.text("title"), body,
            " ".join(sorted(labels & set(self._priorities.values()))), labels,
            self._category(got.text("state"), labels, assignee), got.text("state"), assignee, got.text("due_date"),
            author, self._target.trusts(author, self._viewer), got.text("description"),
            followers=tuple(each for each in assigned if each != self._viewer),
        )  # fmt: skip

    def _category(self, state: str, labels: frozenset[str], assignee: str) -> Category:
        """Return what a state means; why an issue was closed, teams tell by labels that the settings name."""
        if state != "closed":
            return "doing" if assignee else "open"
        said = {self._target.category_of(label, "open") for label in labels}
        return "dropped" if "dropped" in said else "done"


def _checks(about: Got) -> Iterator[Check]:
    levels = [about.number("permissions", each, "access_level") for each in ("project_access", "group_access")]
    fine = max(levels) >= PLANNER or not any(levels)
    hint = "" if fine else "give the token's user the role Planner, Reporter or more"
    yield Check("the token's user may set labels", fine=fine, hint=hint)
