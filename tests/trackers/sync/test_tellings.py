"""What an audit has to tell of debts that somebody called repaid."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from debtaudit.inventory import loads
from debtaudit.trackers.render import adf, github_markdown, html, jira_wiki, textile
from debtaudit.trackers.sync.projects import Homes
from debtaudit.trackers.sync.tellings import Selection, tell
from debtaudit.trackers.ticket import mark

if TYPE_CHECKING:
    from debtaudit.domain.audit import Audit

DECIDED = """
decisions:
  - {finding: glue-code@order-join, state: repaid, reason: "we took the script out, @bob", decided_at: 2026-09-01}
  - {finding: glue-code@other, state: planned, ticket: CHAT-7, decided_at: 2026-09-01, expires_at: 2026-12-01}
"""


def test_a_repaid_debt_is_told_with_its_reason_and_the_mark_by_which_the_comment_is_found_again() -> None:
    audit = cast("Audit", SimpleNamespace(items=(), inventory=loads(DECIDED)))
    [said] = tell(audit, Selection(), {}, lambda _finding: True, Homes(""))
    assert (said.finding, said.repaid, said.creatable) == ("glue-code@order-join", True, False)
    for render in (github_markdown.render, jira_wiki.render, textile.render, html.render, adf.render):
        written = str(render(said.body))
        assert mark("glue-code@order-join") in written
        assert "we took the script out" in written
    assert "@bob" not in github_markdown.render(said.body)
