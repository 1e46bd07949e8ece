"""GitHub: one request a line, since GitHub imports no files.

How to import:
    1. Sign in with GitHub's own program: `gh auth login`.
    2. Try the first line, and look at the issue that it makes:

           head -1 github.jsonl | gh api repos/OWNER/REPO/issues --input -

    3. Send the rest, slowly, for GitHub stops those who create more than about 80 issues a minute:

           tail -n +2 github.jsonl | while read -r issue; do
             printf '%s' "$issue" | gh api repos/OWNER/REPO/issues --input - --jq .html_url || break
             sleep 2
           done

    4. When it stops half way, delete the lines that were sent before you go on: the addresses printed tell how many.
Mapping:
    - Debt and asset: `title`
    - What was found, why it matters, what to do, the engineer-days and the mark: `body`, in Markdown
    - Kind of debt and of asset, the team's own labels, and `priority-1` to `priority-4`: `labels`; missing ones are
      created if you may write to the repository, and left out otherwise
    - The day until which the work is planned: not sent; GitHub's issues have no due date
Good to know:
    Nobody is assigned or mentioned, and nothing in the text refers to issues or commits. In a public repository
    everybody can read what you send: debts, costs and names of systems. Send a file once: a second time makes a second
    set of issues. To see what was sent, search for `label:debtaudit`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from debtaudit.trackers.block import fit
from debtaudit.trackers.exports._export import export
from debtaudit.trackers.render.github_markdown import render
from debtaudit.trackers.ticket import Ticket

LONGEST_BODY = 65_536


@export(suffix="jsonl", tracker="github", most=500)
def github_jsonl(tickets: Sequence[Ticket]) -> str:
    """Write the body of a request that creates an issue, a line a ticket."""
    return "".join(f"{json.dumps(_issue(each), ensure_ascii=False)}\n" for each in tickets)


def _issue(ticket: Ticket) -> dict[str, object]:
    labels = [*ticket.labels, f"priority-{ticket.priority}"]
    return {"title": ticket.title, "body": fit(ticket.body, LONGEST_BODY, render), "labels": labels}
