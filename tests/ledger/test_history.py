"""Dated facts: an audit of a past day sees the past."""

from __future__ import annotations

from datetime import date

import pytest

from debtaudit.domain.asset import Model
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.problem import errors
from debtaudit.inventory import loads

TEXT = """
organisation: {engineer_day_cost: 800}
systems: [{id: shop, calls: [{id: ranker, since: 2026-02-01}]}]
models:
  - {id: ranker, owner: search, trained_at: 2026-09-01, monitoring: {quality: automated}}
  - {id: helper, created_at: 2026-05-05, corrects: [ranker]}
datasets: [{id: clicks, since: 2026-03-01}]
history:
  - {asset: ranker, fact: monitoring.quality, was: none, until: 2026-06-01}
  - {asset: ranker, fact: monitoring.quality, was: unknown, until: 2026-01-01}
  - {asset: ranker, fact: trained_at, was: 2026-02-02, until: 2026-09-01}
  - {asset: ranker, fact: owner, was: growth, until: 2026-04-01}
  - {asset: organisation, fact: engineer_day_cost, was: 700, until: 2026-01-01}
"""


def at(day: date, text: str = TEXT) -> Inventory:
    inventory = loads(text)
    assert not errors(inventory.problems)
    return inventory.known_at(day)


def ranker(day: date) -> Model:
    model = at(day).assets["ranker"]
    assert isinstance(model, Model)
    return model


@pytest.mark.parametrize(
    ("day", "level"), [(date(2025, 12, 31), None), (date(2026, 1, 1), "none"), (date(2026, 5, 31), "none"),
                       (date(2026, 6, 1), "automated")],
)  # fmt: skip
def test_a_fact_is_what_it_was_until_the_day_of_its_change(day: date, level: str | None) -> None:
    practice = ranker(day).monitoring.quality
    assert (practice.level if practice else None) == level


def test_dates_words_and_the_organisation_have_a_past_too() -> None:
    assert (ranker(date(2026, 3, 31)).trained_at, ranker(date(2026, 3, 31)).owner) == (date(2026, 2, 2), "growth")
    assert ranker(date(2026, 9, 1)).trained_at == date(2026, 9, 1)
    assert at(date(2025, 12, 31)).organisation.engineer_day_cost == 700


def test_what_began_later_is_not_there_yet() -> None:
    assert set(at(date(2026, 1, 31)).assets) == {"shop", "ranker"}
    assert at(date(2026, 1, 31)).links == ()
    assert {(link.provider, link.consumer) for link in at(date(2026, 5, 5)).links} == {
        ("ranker", "shop"), ("ranker", "helper"),
    }  # fmt: skip
    assert set(at(date(2026, 5, 5)).assets) == {"shop", "ranker", "helper", "clicks"}


def test_a_past_fact_stands_where_its_history_does() -> None:
    origin = at(date(2026, 5, 31)).origin("ranker", "monitoring.quality")
    assert origin and origin.place.line == 9
    origin = at(date(2026, 9, 30)).origin("ranker", "monitoring.quality")
    assert origin and origin.place.line == 5


def test_looking_twice_changes_nothing() -> None:
    once = at(date(2026, 1, 31))
    assert once.known_at(date(2026, 1, 31)).assets == once.assets


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("{asset: rankr, fact: owner, was: a, until: 2026-01-01}",
         "history names 'rankr', which is not in the inventory; did you mean 'ranker'?"),
        ("{asset: ranker, fact: ownr, was: a, until: 2026-01-01}",
         "'ownr' is no fact of a model; did you mean 'owner'?"),
        ("{asset: ranker, fact: id, was: a, until: 2026-01-01}", "'id' is no fact of a model"),
        ("{asset: shop, fact: calls, was: [], until: 2026-01-01}", "'calls' holds links; give a link its own 'since'"),
        ("{asset: ranker, fact: monitoring.inputs.level, was: none, until: 2026-01-01}",
         "'monitoring.inputs' of ranker is not stated"),
        ("{asset: ranker, fact: trained_at, was: soon, until: 2026-01-01}", "'was' on history of ranker is wrong"),
        ("{asset: ranker, fact: owner, was: a, until: none}", "'until' of history must be a day"),
        ("{asset: ranker, fact: owner, was: a}", "needs 'until'"),
        ("{asset: ranker, fact: owner, was: a, until: 2026-04-01}", "history tells twice what owner of ranker was"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_place(entry: str, says: str) -> None:
    problems = errors(loads(f"{TEXT}  - {entry}\n").problems)
    assert [(each.line, says in str(each)) for each in problems] == [(14, True)], problems


def test_a_group_of_which_nothing_was_known_is_empty() -> None:
    text = TEXT + "  - {asset: ranker, fact: monitoring, was: unknown, until: 2025-06-01}\n"
    model = at(date(2025, 5, 31), text).assets["ranker"]
    assert isinstance(model, Model) and model.monitoring.quality is None
