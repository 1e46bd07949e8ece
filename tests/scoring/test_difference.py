from __future__ import annotations

import pytest

from debtaudit.domain.audit import Audit
from debtaudit.domain.settings import Settings
from debtaudit.flow import audit
from debtaudit.inventory import loads
from debtaudit.inventory.change import with_facts
from debtaudit.inventory.settings import parse_settings
from debtaudit.scoring.difference import difference
from tests.scoring.conftest import AS_OF

SHOP = """
systems: [{id: chat, revenue_per_day: 40000, customer_facing: yes, calls: [intent]}]
models:
  - {id: intent, system: chat, status: production, volatility: high, family: tree,
     monitoring: {quality: none, outputs: none, data_drift: none}}
"""


def shop(**facts: str) -> Audit:
    changed, problems = with_facts(
        loads(SHOP), {f"intent.{path.replace('__', '.')}": value for path, value in facts.items()}
    )
    assert not problems
    return audit(changed, AS_OF)


def test_nothing_changed_is_no_difference() -> None:
    assert difference(shop(), shop()).changes == ()


def test_what_is_repaired_is_gone_and_the_totals_say_so() -> None:
    monitored = "{level: automated, alert_route: pager, last_run_at: 2026-09-30, covers: 1.0}"
    made = difference(shop(), shop(monitoring__quality=monitored))
    gone = {change.id for change in made.changes if change.what == "gone"}
    assert "unmonitored-concept-drift@intent" in gone
    assert made.interest < 0
    assert made.interest == pytest.approx(sum(change.interest for change in made.changes))


def test_a_faster_world_makes_the_same_findings_dearer() -> None:
    made = difference(shop(volatility="low"), shop(volatility="high"))
    assert {change.what for change in made.changes} <= {"re-priced", "moved"}
    assert made.interest > 0


def test_incidents_of_a_repaired_debt_do_not_speak_for_another_one() -> None:
    logged = SHOP + "incidents: [{id: i, detected_at: 2026-09-01T09:00:00Z, assets: [intent]}]\n"
    before = audit(loads(logged), AS_OF)
    first, *rest = before.items
    after = audit(loads(logged), AS_OF, repaid=[first.finding])
    assert [item.id for item in after.items] != [item.id for item in before.items]
    for item in rest:
        kept = after.item(item.id)
        assert kept
        assert kept.risk.likelihood == item.risk.likelihood


@pytest.mark.parametrize(("setting", "value"), [("hop", "0.5"), ("floor", "0.7")])
def test_how_far_damage_travels_can_be_set(setting: str, value: str) -> None:
    """A second system takes the answer over one more link, of strength 0.6."""
    far = SHOP.replace("calls: [intent]}]", "calls: [intent]}, {id: desk, revenue_per_day: 9000, reads: [chat]}]")
    settings, problems = parse_settings(f"policy: {{{setting}: {value}}}")
    assert not problems
    usual, shorter = (audit(loads(far), AS_OF, each).items[0].risk.loss.cascade for each in (Settings(), settings))
    assert usual > shorter
