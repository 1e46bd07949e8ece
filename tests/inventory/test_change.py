from __future__ import annotations

from typing import Any

import pytest

from debtaudit.domain.facts import ABSENT
from debtaudit.inventory import loads
from debtaudit.inventory.change import in_full, with_facts, without_links

TEXT = """
organisation: {materiality: 25000}
teams: [{id: chat, members: 3}]
systems: [{id: order-chat, calls: [intent.v2]}]
models:
  - id: intent.v2
    status: production
    monitoring: {service: automated, quality: {level: none, alert_route: pager}}
"""


def after(**stated: str) -> Any:
    before = loads(TEXT)
    changed, problems = with_facts(before, {name.replace("__", "."): value for name, value in stated.items()})
    assert not problems
    assert loads(TEXT).assets == before.assets  # the given one is as it was
    return changed


def test_a_fact_takes_the_value_as_it_would_be_written() -> None:
    model = after(**{"intent.v2.monitoring.quality.level": "automated"}).assets["intent.v2"]
    assert (model.monitoring.quality.level, model.monitoring.quality.alert_route) == ("automated", "pager")
    assert model.monitoring.service.level == "automated"
    assert model.status == "production"


def test_a_group_may_be_set_in_one_word_and_a_fact_may_be_stated_absent() -> None:
    assert (
        after(**{"intent.v2.monitoring.data_drift": "manual"}).assets["intent.v2"].monitoring.data_drift.level
        == "manual"
    )
    assert after(**{"intent.v2.owner": "none"}).assets["intent.v2"].owner is ABSENT


def test_lists_and_mappings_are_written_as_in_the_inventory() -> None:
    model = after(**{"intent.v2.maintainers": "[ana, li]", "intent.v2.evaluation": "{split_method: time}"})
    assert model.assets["intent.v2"].maintainers == ("ana", "li")
    assert model.assets["intent.v2"].evaluation.split_method == "time"


def test_teams_and_the_organisation_can_be_set_too() -> None:
    changed = after(**{"organisation.materiality": "99", "chat.members": "1"})
    assert (changed.organisation.materiality, changed.teams["chat"].members) == (99, 1)


def test_a_set_fact_no_longer_stands_where_it_stood() -> None:
    changed = after(**{"intent.v2.status": "retired"})
    assert changed.origin("intent.v2", "status") is None
    assert changed.origin("intent.v2", "monitoring.service")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("intent.v3.status", "retired", "names no asset"),
        ("order-chat.criticalty", "5", "did you mean 'criticality'"),
        ("order-chat.criticality", "9", "criticality"),
        ("order-chat.type", "[", "--set"),
        ("status", "retired", "names no asset"),
    ],
)
def test_what_cannot_be_set_is_told_and_changes_nothing(name: str, value: str, says: str) -> None:
    before = loads(TEXT)
    changed, problems = with_facts(before, {name: value})
    assert problems
    assert changed.assets == before.assets
    assert any(says in str(problem) for problem in problems)


def test_a_link_is_taken_away() -> None:
    changed, problems = without_links(loads(TEXT), [("intent.v2", "order-chat")])
    assert (changed.links, problems) == ((), ())


def test_a_link_that_is_not_there_is_told_with_the_nearest() -> None:
    changed, (problem,) = without_links(loads(TEXT), [("intent.v1", "order-chat")])
    assert len(changed.links) == 1
    assert "did you mean 'intent.v2->order-chat'" in str(problem)


@pytest.mark.parametrize(
    ("name", "typed", "written"),
    [
        ("order-chat.revenue_per_day", "9k", "9000"), ("order-chat.revenue_per_day", "1.5M", "1500000"),
        ("order-chat.users_per_day", "12,000", "12000"), ("order-chat.revenue_per_day", "1_000", "1_000"),
        ("order-chat.revenue_per_day", "9,5", "9,5"), ("order-chat.name", "9k", "9k"), ("chat.members", "1k", "1000"),
        ("nobody.revenue_per_day", "9k", "9k"), ("order-chat.nothing", "9k", "9k"), ("order-chat", "9k", "9k"),
    ],
)  # fmt: skip
def test_amounts_are_written_in_full_where_a_fact_is_a_number(name: str, typed: str, written: str) -> None:
    assert in_full(loads(TEXT), {name: typed}) == {name: written}
