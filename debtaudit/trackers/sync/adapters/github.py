"""Issues on GitHub and GitHub Enterprise.

The mark stands in a comment of the body. Only issues by the token's own user are looked at, so that nobody can plant
one in a public repository. They are listed, never searched: the search lags by minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from debtaudit.trackers.block import fit
from debtaudit.trackers.quiet import one_line
from debtaudit.trackers.render import github_markdown
from debtaudit.trackers.sync.client import Client, Manners, Wires
from debtaudit.trackers.sync.failures import Forbidden, Missing, Unclear, Unfit
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

URL: Final = "https://api.github.com"
PAUSE: Final = 1.0
"""Seconds between two writes, as GitHub asks for."""
LONGEST: Final = 60_000
TITLE: Final = 250
PRIORITIES: Final = {1: "priority/P1", 2: "priority/P2", 3: "priority/P3", 4: "priority/P4"}
PROJECT: Final = re.compile(r"[\w.-]+/[\w.-]+")


def open_tracker(target: Target, token: Token, wires: Wires) -> GitHub:
    """Return the tracker for a repository, written as owner/name."""
    if not PROJECT.fullmatch(target.project):
        raise Unfit(f"'{target.project}' is no repository", "write it as owner/name")
    headers = {
        "Authorization": f"Bearer {token.reveal()}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    return GitHub(target, Client(target.url or URL, token, Manners(headers, PAUSE), wires))


class GitHub:
    """One repository."""

    def __init__(self, target: Target, client: Client) -> None:
        self._target, self._client = target, client
        self._path = f"/repos/{target.project}"
        self._viewer = ""
        self._priorities = {number: target.priority(number, PRIORITIES) for number in PRIORITIES}

    def leave(self) -> None:
        self._client.close()

    def connect(self) -> Place:
        self._viewer = self._who()
        try:
            about = self._client.get(self._path).body
        except Missing:
            hint = "is the name right, and is the repository among those that the token was made for?"
            raise Unfit(f"there is no repository {self._target.project}, or the token may not see it", hint) from None
        if about.at("has_issues").value is False:
            raise Unfit(f"{self._target.project} has no issues", "switch them on in the settings of the repository")
        if about.yes("archived"):
            raise Unfit(f"{self._target.project} is archived: nothing can be written there")
        public, checks = not about.yes("private"), tuple(_checks(about))
        return Place(self._target.project, self._viewer, public, _watchers(about), checks)

    def _who(self) -> str:
        try:
            return self._client.get("/user").body.text("login")
        except Forbidden:
            if self._target.authors:  # tokens of apps and workflows may not ask who they are
                return min(self._target.authors)
            hint = "a token of a workflow may not ask: list its name, such as 'github-actions[bot]', under 'authors'"
            raise Unfit("GitHub does not say whose token this is", hint) from None

    def wanted(self, told: Told) -> Wanted:
        body = tame(fit(told.body, LONGEST - ROOM, github_markdown.render))
        labels = frozenset(_label(each) for each in (self._target.label, *told.labels))
        return Wanted(
            told.finding, told.mark, one_line(told.title, TITLE), body, self._priorities[told.priority], labels,
            former=told.former, repaid=told.repaid, creatable=told.creatable,
        )  # fmt: skip

    def every(self) -> Iterator[Issue]:
        yield from self._listed(sort="created", direction="asc")

    def find(self, wanted: Wanted, since: float) -> Issue | None:
        found = self._listed(sort="created", direction="desc", since=before(since))
        return next((issue for issue in found if issue.mark == wanted.mark), None)

    def _listed(self, **query: str | int) -> Iterator[Issue]:
        for author in sorted({self._viewer, *self._target.authors}):
            for page in self._client.pages(f"{self._path}/issues", creator=author, state="all", per_page=100, **query):
                issues = (self._issue(each) for each in page.body.rows() if each.at("pull_request").value is None)
                yield from (issue for issue in issues if issue.mark)

    def get(self, known_id: str) -> Issue | None:
        try:
            return self._issue(self._client.get(known_id).body)
        except Missing:
            return None

    def prepare(self, labels: Iterable[str]) -> None:
        """Make nothing: GitHub makes labels of the names that an issue is given."""

    def create(self, wanted: Wanted) -> Issue:
        labels = sorted({*wanted.labels, wanted.priority} - {""})
        body = {"title": wanted.title, "body": wrapped(wanted.mark, wanted.body) + "\n", "labels": labels}
        made = self._client.post(f"{self._path}/issues", body).body
        if not made.number("number"):
            raise Unclear("the server did not say which issue it made")
        return self._issue(made)

    def update(self, issue: Issue, wanted: Wanted, merged: Merge) -> Issue:
        fields = {change.field for change in merged.send}
        texts = {}
        if "title" in fields:
            texts["title"] = wanted.title
        if fields & {"body", "mark"}:
            texts["body"] = spliced(issue.raw, wanted.mark, wanted.body if "body" in fields else issue.body)
        if texts:
            self._client.put("PATCH", issue.id, texts)
        self._relabel(issue, *labels_to_set(merged, issue, wanted, self._priorities.values()))
        return self._again(issue)

    def _relabel(self, issue: Issue, add: set[str], take: set[str]) -> None:
        """Add and take labels one by one: the whole list would overwrite what people set in between."""
        if add:
            self._client.put("POST", f"{issue.id}/labels", {"labels": sorted(add)})
        for label in sorted(take):
            try:
                self._client.put("DELETE", f"{issue.id}/labels/{quote(label, safe='')}")
            except Missing:
                continue  # somebody took it away first

    def close(self, issue: Issue, wanted: Wanted) -> Issue:
        path = f"{issue.id}/comments"
        say_once(lambda: self._is_said(path, wanted.mark), lambda: self._client.post(path, {"body": wanted.body}))
        self._client.put("PATCH", issue.id, {"state": "closed", "state_reason": "completed"})
        return self._again(issue)

    def _is_said(self, path: str, mark: str) -> bool:
        comments = (each for page in self._client.pages(path, per_page=100) for each in page.body.rows())
        return any(mark in each.text("body") for each in comments)

    def _again(self, issue: Issue) -> Issue:
        return self._issue(self._client.get(issue.id).body)

    def _issue(self, got: Got) -> Issue:
        number = got.text("number")
        url = got.text("url")
        id_ = (
            url.removeprefix(self._client.base)
            if url.startswith(f"{self._client.base}/")
            else f"{self._path}/issues/{number}"
        )
        elsewhere = not id_.casefold().startswith(f"{self._path}/issues/".casefold())
        mark, body = parted(got.text("body"))
        labels = frozenset(each.text("name") or each.text() for each in got.each("labels"))
        author = got.text("user", "login")
        category = self._category(got)
        mark = mark or mark_in(labels)
        return Issue(
            id_, f"{'elsewhere ' if elsewhere else ''}#{number}", got.text("html_url"), mark, got.text("title"), body,
            " ".join(sorted(labels & set(self._priorities.values()))), labels, category,
            " as ".join(filter(None, (got.text("state"), got.text("state_reason").replace("_", " ")))),
            got.text("assignee", "login"), author=author, ours=self._target.trusts(author, self._viewer),
            raw=got.text("body"),
            followers=tuple(name for each in got.each("assignees") if (name := each.text("login")) != self._viewer),
        )  # fmt: skip

    def _category(self, got: Got) -> Category:
        if got.text("state") != "closed":
            return "doing" if got.text("assignee", "login") else "open"
        return "dropped" if got.text("state_reason") in {"not_planned", "duplicate"} else "done"


def _label(words: str) -> str:
    return one_line(words.replace(",", " "), 50)


def _watchers(about: Got) -> Watchers:
    """Return whom GitHub tells: of new and closed issues whoever watches the repository, of edits nobody."""
    counted = about.at("subscribers_count").value is not None
    watch = Audience(number=about.number("subscribers_count"), beyond="" if counted else "watches the repository")
    also = "subscribed to the issue" if counted else "watches the repository or subscribed to the issue"
    return Watchers("GitHub", watch, None, replace(watch, beyond=also))


def _checks(about: Got) -> Iterator[Check]:
    may = about.at("permissions")
    writes = any(may.yes(each) for each in ("push", "triage", "maintain", "admin"))
    if may.value is None:
        return
    hint = "without it GitHub drops them without a word: ask for the role 'triage'"
    yield Check("the token's user may set labels", fine=writes, hint="" if writes else hint)
