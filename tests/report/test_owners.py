"""Owners: whose debt it is, and on whom its cost falls."""

from __future__ import annotations

import pytest

from debtaudit.domain.asset import Team
from debtaudit.report.owners import Owner, owner_id, owners
from tests.report.example import FRAUD, INTENT, TONE, asset_of, audit_of, company, item, reaching

MINE = asset_of("desk", "system", owner="platform")


def by_id(*items: object, **more: object) -> dict[str, Owner]:
    return {each.id: each for each in owners(audit_of(*items, **more))}  # type: ignore[arg-type]


def test_a_debt_is_told_with_the_team_that_owns_its_asset_the_dearest_first() -> None:
    found = owners(company())
    assert [each.id for each in found] == ["conversations", "", "platform"]
    assert sum(len(each.items) for each in found) == len(company().items)


def test_what_nobody_owns_is_nobodys() -> None:
    assert by_id(item("a", FRAUD))[""].name == "No owner stated"
    assert "" not in by_id(item("a", INTENT))


def test_a_team_answers_for_itself() -> None:
    assert owner_id(Team(id="platform")) == "platform"


def test_damage_that_crosses_to_another_team_is_told_on_both_sides() -> None:
    fault = item("a", INTENT, chance=0.5, systems=[reaching("order-intent", "desk", weight=0.4, loss=1_000)])
    found = by_id(fault, assets=[MINE])
    (crossing,) = found["platform"].bears
    assert found["conversations"].causes == (crossing,) and crossing.systems == ("desk",)
    assert crossing.cost == pytest.approx(fault.risk.likelihood.events.mean * 0.4 * 1_000)


def test_damage_that_stays_at_home_crosses_nothing() -> None:
    home = asset_of("chat", "system")
    found = by_id(item("a", INTENT, systems=[reaching("order-intent", "chat")]), assets=[home])
    assert not found["conversations"].bears and not found["conversations"].causes


def test_questions_belong_to_the_owner_of_what_they_ask_about() -> None:
    found = by_id(item("a", INTENT), gaps=[("b", TONE), ("c", FRAUD)])
    assert {id_: len(each.questions) for id_, each in found.items()} == {"conversations": 1, "": 1, "platform": 0}
