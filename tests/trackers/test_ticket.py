from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.decision import Decision
from debtaudit.domain.facts import Place
from debtaudit.domain.finding import Evidence, Item
from debtaudit.domain.risk import Band, Lane
from debtaudit.trackers.quiet import quiet
from debtaudit.trackers.render.github_markdown import render as markdown
from debtaudit.trackers.render.html import render as html
from debtaudit.trackers.render.jira_wiki import render as wiki
from debtaudit.trackers.render.textile import render as textile
from debtaudit.trackers.ticket import Ticket, mark, ticket
from tests.report.example import INTENT, WAYS, audit_of, debt_of, item
from tests.trackers.hostile import TEXTS, called

DRIFT = debt_of(
    "concept-drift", "Join predictions with outcomes", "The model goes on deciding wrongly.", name="Concept drift"
)


def of(one: Item) -> Ticket:
    audit = audit_of(one)
    return ticket(audit.items[0], audit)


def test_a_ticket_says_what_why_and_what_to_do() -> None:
    found = item(DRIFT, INTENT, interest=12_484, systems=WAYS, incidents=("inc-7",))
    evidence = (Evidence("monitoring.quality", "none", Place("models.yaml", 4, 5)),)
    assert (
        markdown(of(replace(found, finding=replace(found.finding, evidence=evidence))).body)
        == """\
On the model `order-intent` (Order intent): nobody compares its decisions with what happened.

Concept drift: Concept drift is there.

### Why it matters

The model goes on deciding wrongly.

- **Cost of waiting**: about €12k a quarter (€5.0k to €22k), and 10% more each quarter.
- **Expected losses**: 0.63 a quarter, €15k each.
- **Systems hit**: order-chat, seller-inbox and order-desk.
- **Work**: 12 days (4 to 24); it returns 4.8 times its cost within a year.
- **Urgency**: for now (confidence B).

### What to do

1. Join predictions with outcomes
2. Keep it that way

### What it rests on

| Fact | Value | Stated in |
| --- | --- | --- |
| `monitoring.quality` | none | `models.yaml:4` |

### Keep in mind

- It showed in `inc-7`.

Found and priced by debtaudit on 30 September 2026, as `debtaudit-a03a78-afd919`. Every number with its source:

```
debtaudit explain concept-drift@order-intent --as-of 2026-09-30
```
"""
    )


def test_title_labels_effort_and_team_follow_the_finding() -> None:
    made = of(item(DRIFT, INTENT, days=12.04))
    assert (made.id, made.title) == ("concept-drift@order-intent", "[debt] Concept drift on order-intent")
    assert made.labels == ("debtaudit", "concept-drift", "model")
    assert (made.team, made.days, made.rank, made.state, made.due) == ("conversations", 12.0, 1, "open", None)


@pytest.mark.parametrize(
    ("lane", "interest", "priority"),
    [
        ("now", 9_000, 1),
        ("next", 9_000, 2),
        ("later", 9_000, 3),
        ("later", 10, 4),
        ("find_out", 10, 3),
        ("accepted", 9, 4),
    ],
)
def test_priority_follows_lane_and_band(lane: Lane, interest: float, priority: int) -> None:
    one = item(DRIFT, INTENT, lane, interest=interest)
    band: Band = "low" if interest < 100 else "high"
    assert of(replace(one, risk=replace(one.risk, band=band))).priority == priority


def test_planned_work_is_due_and_tracked_where_it_was_decided() -> None:
    decision = Decision(finding="x", state="planned", expires_at=date(2026, 12, 1), ticket="CONV-7")
    made = of(replace(item(DRIFT, INTENT), state="planned", decision=decision))
    assert (made.due, made.tracked) == (date(2026, 12, 1), "CONV-7")
    accepted = of(replace(item(DRIFT, INTENT), state="accepted", decision=replace(decision, state="accepted")))
    assert accepted.due is None


def test_what_it_says_is_the_same_on_another_day_but_for_its_origin() -> None:
    one = audit_of(item(DRIFT, INTENT))
    other = replace(one, as_of=date(2026, 10, 30))
    assert ticket(one.items[0], one).blocks == ticket(other.items[0], other).blocks
    assert ticket(one.items[0], one).origin != ticket(other.items[0], other).origin


def test_a_rank_that_moves_changes_no_words() -> None:
    one = audit_of(item(DRIFT, INTENT))
    assert ticket(one.items[0], one).body == ticket(replace(one.items[0], rank=40), one).body


def test_long_evidence_is_cut_and_counted() -> None:
    found = item(DRIFT, INTENT)
    evidence = tuple(Evidence(f"fact-{n}", "none", Place("m.yaml", n, 1)) for n in range(40))
    assert "| and 28 more |" in markdown(of(replace(found, finding=replace(found.finding, evidence=evidence))).body)


def test_without_stated_money_amounts_are_said_to_be_relative() -> None:
    audit = audit_of(item(DRIFT, INTENT), money_known=False)
    assert "relative units" in markdown(ticket(audit.items[0], audit).body)


@given(st.text(min_size=1, max_size=40))
def test_a_mark_is_found_again_in_every_markup_and_is_a_label_everywhere(id_: str) -> None:
    word = mark(id_.encode(errors="replace").decode())
    assert quiet(word) == word
    assert called(word) == []
    assert word.replace("-", "").isalnum() and word.isascii() and word == word.lower()


def test_the_mark_and_the_id_stand_in_every_body() -> None:
    made = of(item(DRIFT, INTENT))
    for written in (markdown(made.body), html(made.body), wiki(made.body), textile(made.body)):
        assert made.mark in written
        assert made.id in written


@given(TEXTS, TEXTS)
def test_a_title_is_one_line_that_calls_nobody_and_begins_no_formula(name: str, message: str) -> None:
    debt = replace(DRIFT, doc=f"{name.replace(':', '')}: x")
    made = of(item(debt, INTENT, message=message))
    assert made.title.startswith("[debt] ")
    assert len(made.title) <= 255
    assert len(made.title.splitlines()) == 1
    assert called(made.title) == []
