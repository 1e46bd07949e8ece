"""A plan that somebody agreed to: only that is done, and only while it still holds."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from debtaudit.trackers.sync.plan import Action, digest
from debtaudit.trackers.sync.saved import agreed, plan_json
from debtaudit.trackers.sync.watchers import Audience, Watchers
from debtaudit.trackers.sync.words import Issue, Wanted

TARGET = "github acme/shop"
NEW = Action("create", "a@b", "", Wanted("a@b", "m1", "New", "Its body."))
CHANGED = Action(
    "update", "c@d", "", Wanted("c@d", "m2", "Changed", "Its body."), Issue("7", "#7", "", "m2", "Old", "")
)
TOLD = Action("kept", "e@f", "changed there: it stays")
DIGEST = digest([each.wanted for each in (NEW, CHANGED) if each.wanted], TARGET)
SAVED = plan_json([NEW, CHANGED, TOLD], TARGET, DIGEST, Watchers(new=Audience(number=12)))


def test_what_was_agreed_to_is_done_and_what_is_only_told_is_not() -> None:
    assert agreed(SAVED, [NEW, CHANGED, TOLD], TARGET, DIGEST) == ((NEW, CHANGED), 0)


def test_what_was_not_looked_at_is_left_out_and_what_does_not_hold_any_more_is_counted() -> None:
    more = replace(NEW, finding="g@h")
    moved = replace(CHANGED, issue=Issue("8", "#8", "", "m2", "Old", ""))
    assert agreed(SAVED, [NEW, more, moved], TARGET, DIGEST) == ((NEW,), 1)
    assert agreed(SAVED, [], TARGET, DIGEST) == ((), 2)


def test_a_plan_is_stale_when_anything_that_is_wanted_changed() -> None:
    for changed in (
        Wanted("a@b", "m1", "New", "Another body."), Wanted("a@b", "m1", "Newer", "Its body."),
        Wanted("a@b", "m1", "New", "Its body.", labels=frozenset({"x"})),
        Wanted("a@b", "m1", "New", "Its body.", repaid=True),
    ):  # fmt: skip
        assert CHANGED.wanted
        now = digest([changed, CHANGED.wanted], TARGET)
        with pytest.raises(ValueError, match="changed since it was made"):
            agreed(SAVED, [NEW, CHANGED], TARGET, now)


def test_a_plan_for_another_project_is_refused() -> None:
    with pytest.raises(ValueError, match="was made for github acme/shop, not for github acme/other"):
        agreed(SAVED, [NEW], "github acme/other", DIGEST)


@pytest.mark.parametrize(
    "text", ["", "[1]", "{}", '"plan"', "null", SAVED.replace('"version": 1', '"version": 2'), SAVED[:40]]
)
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="it is no plan"):
        agreed(text, [NEW], TARGET, DIGEST)


def test_programs_are_told_who_may_hear() -> None:
    new, _changed, told = json.loads(SAVED)["actions"]
    assert new["may_hear"] == {"names": [], "watching": 12, "whoever": ""}
    assert told["may_hear"] is None
