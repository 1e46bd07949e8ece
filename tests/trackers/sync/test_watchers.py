"""Whom a tracker tells: each change of a plan says who may hear of it, and what the tracker keeps to itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from debtaudit.trackers.sync.plan import Action
from debtaudit.trackers.sync.show import rows
from debtaudit.trackers.sync.watchers import Audience, Watchers, heard_by
from debtaudit.trackers.sync.words import Issue
from tests.trackers.sync.fakes import FAKES
from tests.trackers.sync.sitting import Desk, repaid, told, tracker_of

HEARD = {
    "azure": ("nobody", "nobody", "nobody"),
    "github": ("12 who watch", "nobody", "pat, 12 who watch, whoever subscribed to the issue"),
    "gitlab": ("whoever watches the project", "pat, whoever subscribed to a label that comes",
               "pat, whoever takes part in the issue or watches the project"),
    "jira": ("Lee Lead, whoever else the project notifies",
             *2 * ["pat, 2 who watch, whoever else the project notifies"]),
    "linear": ("whoever follows new issues of the team", "pat, sam", "pat, sam"),
    "redmine": ("Lee Lead, whoever gets mail of every issue in the project",
                *2 * ["pat, whoever watches the issue or gets mail of every one"]),
}  # fmt: skip
"""Of a new issue, a changed one and a closed one; pat has the last two."""


@pytest.mark.parametrize("name", FAKES)
def test_each_change_says_who_may_hear_of_it(name: str, tmp_path: Path) -> None:
    mine = Desk(FAKES[name](), tmp_path, told("changes", "closes"))
    mine.apply()
    for row in mine.fake.live:
        mine.fake.people_take(row, "pat")
    new, changed, closed = told("new", "changes", "closes", says="It costs more.")
    mine.told = [new, changed, repaid(closed)]
    watchers = tracker_of(mine.fake).connect().watchers
    actions = mine.look().actions
    assert [action.kind for action in actions] == ["create", "update", "close"]
    assert tuple(str(watchers.of(action)) for action in actions) == HEARD[mine.fake.name]


def actions(*followers: str) -> list[Action]:
    issue = Issue("1", "#1", "", "", "Old", "", followers=followers)
    changed = [Action("update", "c@d", "", issue=issue), Action("close", "e@f", "", issue=issue)]
    return [Action("create", "a@b", ""), *changed]


def test_people_are_told_apart_from_whom_the_tracker_does_not_name() -> None:
    watchers = Watchers("Tracker", Audience(number=3), closed=Audience(beyond="watches"), assigned="Lee")
    assert list(heard_by(actions("pat"), watchers)) == [
        "debtaudit assigns and mentions nobody; Tracker gives each new issue to Lee.",
        "May hear, and of how many changes: pat (2), Lee (1).",
        "Tracker does not say who watches.",
    ]


def test_a_tracker_that_keeps_silent_is_told_so() -> None:
    said = list(heard_by(actions("pat"), Watchers("Tracker", None, None, None)))
    assert said == ["debtaudit assigns and mentions nobody.", "Tracker is asked to tell nobody."]


def test_nothing_is_said_of_people_where_nothing_is_sent() -> None:
    shown = [Action("adopt", "a@b", "it was found"), Action("kept", "c@d", "it stays")]
    assert list(heard_by(shown, Watchers())) == []
    assert not any("may hear" in row.text for row in rows(shown, 100, Watchers()))


def test_a_crowd_is_counted_and_control_signs_of_names_do_not_reach_the_terminal() -> None:
    [_new, changed, _closed] = actions(*"abcdef", "\x1b[31mg")
    assert str(Watchers().of(changed)) == "a, b, c, d, 3 more"
    [_new, changed, _closed] = actions("\x1b[31mg")
    assert "\x1b" not in str(Watchers().of(changed))
