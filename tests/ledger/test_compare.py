"""What lies between two snapshots: the parts add up, whatever happened, and each change lands in the right one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from debtaudit.ledger.amounts import Amounts, total
from debtaudit.ledger.compare import PARTS, Change, compare
from debtaudit.ledger.quarter import Quarter
from debtaudit.ledger.snapshot import Line, Rescored, Scoped, Snapshot
from tests.ledger.histories import snapshots

ID = "glue-code@bridge"
COSTS = Amounts(1, 1_000_00, 500, 3_500_00)
DEARER = Amounts(1, 1_700_00, 500, 3_500_00)
BRIDGE = {"bridge": Scoped("pipeline")}
RULES = {"glue-code": "r1", "model": "1"}
CHEAP, DEAR = {"policy.day_cost": "700"}, {"policy.day_cost": "900"}


def frozen(number: int = 1, **more: object) -> Snapshot:
    fields: dict[str, object] = {"assets": BRIDGE, "rules": RULES, "settings": CHEAP, "currency": "EUR", **more}
    return Snapshot(Quarter(2026, number), Quarter(2026, number).last, **fields)  # type: ignore[arg-type]


def found(amounts: Amounts = COSTS, id_: str = ID, **more: object) -> dict[str, Line]:
    return {id_: Line(amounts, **more)}  # type: ignore[arg-type]


def only(before: Snapshot, after: Snapshot) -> Change:
    made = compare(before, after)
    assert len(made.changes) == 1, made.changes
    return made.changes[0]


@given(snapshots(1), snapshots(2))
def test_opening_and_parts_are_the_closing_to_the_last_cent(before: Snapshot, after: Snapshot) -> None:
    made = compare(before, after)
    assert made.opening + total(made.parts.values()) == made.closing
    assert total(each.amounts for each in made.changes) == total(made.parts.values())


@given(snapshots(1), snapshots(2), snapshots(3))
def test_two_quarters_in_a_row_make_what_both_make_at_once(one: Snapshot, two: Snapshot, three: Snapshot) -> None:
    steps = [compare(one, two), compare(two, three)]
    at_once = compare(one, three)
    assert total(p for made in steps for p in made.parts.values()) == total(at_once.parts.values())


@given(snapshots(1))
def test_a_snapshot_beside_itself_shows_no_change(snapshot: Snapshot) -> None:
    same = replace(snapshot, assets={id_: replace(each, formerly=()) for id_, each in snapshot.assets.items()})
    assert compare(same, same).changes == ()


CASES = {
    "repaid": (frozen(findings=found()), frozen(2)),
    "clarified": (frozen(unknown={ID: 900_00}), frozen(2, findings=found())),
    "new": (frozen(), frozen(2, findings=found())),
    "grown": (frozen(findings=found()), frozen(2, findings=found(DEARER))),
    "shrunk": (frozen(findings=found(DEARER)), frozen(2, findings=found())),
    "re_scored": (frozen(findings=found()), frozen(2, findings=found(DEARER), rules={**RULES, "glue-code": "r2"})),
    "left_scope": (frozen(findings=found()), frozen(2, assets={})),
    "accepted": (frozen(findings=found()), frozen(2, findings=found(state="accepted"))),
}


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_its_cause(part: str) -> None:
    assert only(*CASES[part]).part == part


@pytest.mark.parametrize(
    ("before", "after", "part", "why", "interest"),
    [
        (frozen(findings=found()), frozen(2, unknown={ID: 1}), "clarified", "nobody can tell any more", -1_000_00),
        (frozen(findings=found()), frozen(2, not_applicable=frozenset({ID})), "left_scope",
         "it does not apply any more", -1_000_00),
        (frozen(assets={}), frozen(2, findings=found()), "new", "its asset is new in the inventory", 1_000_00),
        (frozen(findings=found()), frozen(2, findings=found(state="false_positive")), "clarified",
         "it was a false positive", -1_000_00),
        (frozen(findings=found(state="accepted")), frozen(2, findings=found()), "accepted",
         "its acceptance has ended", 1_000_00),
        (frozen(findings=found()), frozen(2, not_run=("glue-code",)), "re_scored", "it could not be looked for",
         -1_000_00),
        (frozen(findings=found()), frozen(2, findings=found(DEARER), settings=DEAR), "re_scored", "settings changed",
         700_00),
        (frozen(findings=found()), frozen(2, findings=found(DEARER), rules={**RULES, "model": "2"}), "re_scored",
         "the risk model changed", 700_00),
        (frozen(findings=found(state="accepted")), frozen(2), "repaid", "it is not found any more", 0),
    ],
)  # fmt: skip
def test_a_change_says_why(before: Snapshot, after: Snapshot, part: str, why: str, interest: int) -> None:
    change = only(before, after)
    assert (change.part, change.why, change.amounts.interest) == (part, why, interest)


def test_limits_of_another_debt_do_not_touch_a_finding() -> None:
    after = frozen(2, findings=found(DEARER), settings={**CHEAP, "limits.stale-model.max_age": "9"})
    assert only(frozen(findings=found()), after).part == "grown"


def test_what_settings_did_is_told_apart_from_what_the_debt_did() -> None:
    under_old = Line(Amounts(1, 1_200_00, 500, 3_500_00))
    before = frozen(findings=found())
    after = frozen(2, findings=found(DEARER), settings=DEAR, rescored=Rescored(before.fingerprint, {ID: under_old}))
    made = compare(before, after)
    assert {each.part: each.amounts.interest for each in made.changes} == {"grown": 200_00, "re_scored": 500_00}
    assert made.notes == ()


def test_what_settings_did_is_said_to_be_unknown_when_it_is_not_on_record() -> None:
    made = compare(frozen(findings=found()), frozen(2, findings=found(DEARER), settings=DEAR))
    assert "not on record" in made.notes[0]


def test_found_and_accepted_within_one_quarter_is_both() -> None:
    made = compare(frozen(), frozen(2, findings=found(state="accepted")))
    assert {each.part: each.amounts.interest for each in made.changes} == {"new": 1_000_00, "accepted": -1_000_00}


def test_a_renamed_asset_keeps_its_history() -> None:
    after = frozen(2, assets={"gateway": Scoped("pipeline", formerly=("bridge",))},
                   findings=found(DEARER, "glue-code@gateway"))  # fmt: skip
    change = only(frozen(findings=found()), after)
    assert (change.finding, change.part, change.amounts.interest) == ("glue-code@gateway", "grown", 700_00)
    assert change.formerly == ID


def test_an_old_id_that_is_in_use_again_is_nobodys_past() -> None:
    both = {"bridge": Scoped("pipeline"), "gateway": Scoped("pipeline", formerly=("bridge",))}
    assert compare(frozen(findings=found()), frozen(2, assets=both, findings=found())).changes == ()


def test_two_assets_that_became_one_keep_both_amounts() -> None:
    two = {"bridge": Scoped("pipeline"), "door": Scoped("pipeline")}
    before = frozen(assets=two, findings={**found(), **found(id_="glue-code@door")})
    after = frozen(2, assets={"gateway": Scoped("pipeline", formerly=("bridge", "door"))},
                   findings=found(Amounts(1, 2_000_00, 1000, 7_000_00), "glue-code@gateway"))  # fmt: skip
    assert only(before, after).amounts == Amounts(count=-1)


def test_quarters_the_wrong_way_round_are_said_to_be() -> None:
    assert "reads backwards" in compare(frozen(2), frozen(1)).notes[0]
    assert compare(frozen(1), frozen(2)).notes == ()
    assert frozen(1).as_of == date(2026, 3, 31)
