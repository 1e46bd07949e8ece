"""Sentry: issues that reached users, as the API answers them.

What is read: the pages of `GET /api/0/organizations/ORG/issues/?query=` (an empty query: else only unresolved issues
are told) and the details of issues (`GET .../issues/ID/`), all as JSON. With `--url` and option `organisation` they are
asked for. What becomes of it:

    issue                         an incident, where its level is error or fatal and it reached enough users (options
                                  `levels`, `users`); the id is its short id
    title, permalink              title, url
    firstSeen                     started_at, and opened_at
    activity set_resolved*        resolved_at, unless it came back later; only the details hold it
    level, else priority          severity: fatal is 5, error 4, warning 2 (option `severity`)
    project                       assets, by option `assets`, aliases (`sentry:order-chat`) or the project's slug

Not taken: people, stack traces, values of tags, and lastSeen, which is no end. An issue that was put aside (ignored,
archived) is left out. The shapes are those of the public documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from debtaudit.collectors._collector import Ask, Collected, Export, Unanswered, collector
from debtaudit.collectors._exports import files_like
from debtaudit.collectors._gather import Gather, without_secrets
from debtaudit.collectors._node import Node, read_json
from debtaudit.collectors._outages import OutageOptions, Outages
from debtaudit.domain.facts import Count, Names, Text, fact

LEVELS: Final = ("error", "fatal")
ASIDE: Final = frozenset({"ignored", "muted", "archived"})
NEXT: Final = re.compile(r'<([^>]+)>;[^,]*rel="next";[^,]*results="true"')


@dataclass(frozen=True, slots=True, kw_only=True)
class SentryOptions(OutageOptions):
    """What may be said of Sentry."""

    organisation: Text = fact("slug of the organisation, to ask for its issues")
    levels: Names = fact("levels of issues that are incidents; error and fatal unless said")
    users: Count = fact("users that an issue must have reached to be an incident; 1 unless said")


def _fetch(ask: Ask, options: SentryOptions) -> Iterator[tuple[str, object]]:
    if not options.organisation:
        raise Unanswered("Sentry asks for an organisation: set the option organisation to its slug")
    path: str | None = f"/api/0/organizations/{options.organisation}/issues/"
    query: dict[str, object] | None = {"query": "", "limit": 100}
    number = 0
    while path:
        page, number = ask(path, query), number + 1
        yield f"issues-{number}.json", page
        following = NEXT.search(ask.link)
        path, query = (following[1] if following else None), None
        for issue in Node(page, ""):
            if _matters(issue, options) and issue["status"].text == "resolved":
                yield (
                    f"issue-{issue['id'].text}.json",
                    ask(f"/api/0/organizations/{options.organisation}/issues/{issue['id'].text}/"),
                )


@collector(files_like(".json"), options=SentryOptions, fetch=_fetch, token_env="SENTRY_AUTH_TOKEN")  # noqa: S106 - a variable's name
def sentry(exports: Sequence[Export], options: SentryOptions, aliases: Mapping[str, str]) -> Collected:
    """State each issue that reached users as an incident."""
    gather = Gather(aliases)
    outages = Outages(gather, options)
    issues: dict[str, Node] = {}
    for export in exports:
        node = gather.taken(read_json(export))
        for issue in (list(node) or [node]) if node else ():
            known = issues.get(issue["shortId"].text)
            if known is None or _better(issue, known):
                issues[issue["shortId"].text] = issue
    for short, issue in sorted(issues.items()):
        if not short:
            gather.warn(issue, "no-issue", "this is no issue; it is left out")
        elif issue["status"].text in ASIDE:
            gather.count("issues that were put aside, left out")
        elif _matters(issue, options):
            _issue(short, issue, outages)
        else:
            gather.count("issues of a lower level or of too few users, left out")
    return gather.collected()


def _better(one: Node, other: Node) -> bool:
    """Tell whether one answer knows more of an issue than another: details beat a list, and then the newer beats."""
    return (bool(one["activity"]), one["lastSeen"].text) > (bool(other["activity"]), other["lastSeen"].text)


def _matters(issue: Node, options: SentryOptions) -> bool:
    users = options.users if isinstance(options.users, int) else 1
    return issue["level"].text in (options.levels or LEVELS) and (issue["userCount"].whole or 0) >= users


def _issue(short: str, issue: Node, outages: Outages) -> None:
    began, resolved = issue["firstSeen"].moment, _resolved(issue)
    outages.gather.seen(issue["lastSeen"].day)
    if issue["status"].text == "resolved" and resolved is None:
        outages.gather.warn(issue, "no-end", f"when {short} was resolved is not in the list", "export its details too")
    outages.add(
        short, issue, [issue["project"]["slug"].text], title=issue["title"].text, started_at=began, opened_at=began,
        resolved_at=resolved, severity=outages.grade(issue["level"].text, issue["priority"].text),
        detected_by="monitor", url=without_secrets(issue["permalink"].text),
    )  # fmt: skip


def _resolved(issue: Node) -> datetime | None:
    """Return when it was resolved for good."""
    if issue["status"].text != "resolved":
        return None
    ends = [when for each in issue["activity"] if each["type"].text.startswith("set_resolved")
            and (when := each["dateCreated"].moment)]  # fmt: skip
    back = [when for each in issue["activity"] if each["type"].text == "set_regression"
            and (when := each["dateCreated"].moment)]  # fmt: skip
    last = max(ends, default=None)
    return last if last and not any(each > last for each in back) else None
