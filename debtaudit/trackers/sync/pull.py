"""What people decided in the tracker, brought back as drafts: nothing counts before somebody signs it here.

A status says what people mean to do. It proves nothing: an issue that is closed as done while the debt is still found
is shown, and no decision is drafted from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from debtaudit.domain.finding import Item
from debtaudit.domain.problem import printable
from debtaudit.trackers.sync.plan import Remote, remembered
from debtaudit.trackers.sync.state import State
from debtaudit.trackers.sync.words import Issue, Wanted


@dataclass(frozen=True, slots=True)
class Row:
    """One issue: where it stands there, and what that means here."""

    finding: str
    key: str
    status: str
    assignee: str
    due: str
    url: str
    says: str
    draft: Mapping[str, object] | None = None


def issues_of(wanted: Iterable[Wanted], state: State, remote: Remote) -> dict[str, Issue]:
    """Return the issue of each finding that has one, remembered or found by its mark."""
    by_mark = {issue.mark: issue for issue in remote.issues.values() if issue.ours}
    found = {}
    for each in wanted:
        known = remembered(each, state)
        marked = (by_mark[mark] for mark in each.marks if mark in by_mark)
        issue = remote.issues.get(known.id) if known else next(marked, None)
        if issue:
            found[each.finding] = issue
    return found


def pulled(items: Sequence[Item], issues: Mapping[str, Issue], tracker: str, as_of: date) -> Iterator[Row]:
    """Yield a row for each finding that has an issue, by rank. `issues` are by finding."""
    for item in items:
        issue = issues.get(item.id)
        if issue is None:
            continue
        draft = _draft(item, issue, tracker, as_of)
        yield Row(
            item.id, issue.key, printable(issue.status or issue.category), printable(issue.assignee), issue.due,
            issue.url, _says(item, issue), None if _is_said(item, draft) else draft,
        )  # fmt: skip


def _says(item: Item, issue: Issue) -> str:
    match issue.category:
        case "dropped" if item.state != "accepted":
            return "closed there without repair, still found here"
        case "done":
            return "closed there as done, still found here"
        case _:
            return ""


def _draft(item: Item, issue: Issue, tracker: str, as_of: date) -> dict[str, object] | None:
    """Return a decision as somebody may sign it; what only people can say is left unknown."""
    common = {"finding": item.id, "owner": issue.assignee or None, "decided_at": as_of, "ticket": issue.url}
    match issue.category:
        case "dropped":
            reason = f"{issue.key} was closed in {tracker} as '{issue.status or 'not planned'}'"
            unsigned = {"approver": None, "expires_at": None, "interest": round(item.risk.interest.mean, 2)}
            return {**common, "state": "accepted", "reason": reason, **unsigned}
        case "doing":
            return {**common, "state": "in_progress", "expires_at": _day(issue.due)}
        case "open" if issue.assignee or issue.due:
            return {**common, "state": "planned", "expires_at": _day(issue.due)}
        case _:
            return None


def _is_said(item: Item, draft: Mapping[str, object] | None) -> bool:
    """Tell whether a decision says the same already."""
    said = item.decision
    if draft is None or said is None:
        return draft is None
    if draft["state"] == "accepted":
        return item.state == "accepted"
    same = (said.state, str(said.ticket or ""), str(said.owner or "")) == (
        draft["state"], draft["ticket"], draft["owner"] or "",
    )  # fmt: skip
    return same and (said.expires_at or None) == draft["expires_at"]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
