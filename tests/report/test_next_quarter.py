"""What the next quarter may cost, who pays for it, and where the risk sat a quarter ago."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from debtaudit import flow
from debtaudit.domain.asset import Organisation
from debtaudit.domain.audit import Audit
from debtaudit.domain.risk import Range
from debtaudit.inventory import load
from debtaudit.ledger.amounts import whole
from debtaudit.ledger.compare import compare, lines_before
from debtaudit.ledger.files import folder_of, read_all
from debtaudit.ledger.review import Review, review
from debtaudit.ledger.snapshot import Line
from debtaudit.report.blocks import Heading, Paragraph, Picture, plain
from debtaudit.report.charts.curve import RAREST, Told, curve, depth
from debtaudit.report.charts.matrix import Axis, Pin, matrix
from debtaudit.report.choices import decisions
from debtaudit.report.section import sections
from debtaudit.scoring.exceedance import exceedance
from tests.report.example import INTENT, audit_of, company, item, spread_of

SAMPLE = Path(__file__).parents[2] / "sample_inventory"


@cache
def reviewed() -> Review:
    earlier, _problems = read_all(folder_of(SAMPLE))
    return review(flow.audit(load(SAMPLE), date(2026, 9, 30)), earlier, {})


def drawn(name: str, audit: Audit, *more: Review) -> tuple[str, Picture, str]:
    """Return a section's hint, its picture, and what it says below."""
    (found,) = [each for each in sections("index") if each.name == name]
    made = tuple(found.blocks(audit, *more))
    (heading,) = [each for each in made if isinstance(each, Heading)]
    (picture,) = [each for each in made if isinstance(each, Picture)]
    return heading.hint, picture, " ".join(plain(each.line) for each in made if isinstance(each, Paragraph))


def cells(picture: Picture) -> list[list[str]]:
    assert picture.numbers
    return [[plain(cell.line) for cell in row] for row in picture.numbers.rows]


def labels(picture: Picture) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", str(picture.wide))


def test_the_curve_tells_the_loss_of_one_quarter_in_two_in_ten_and_in_twenty_before_and_after() -> None:
    audit = company()
    _, picture, _ = drawn("next_quarter", audit)
    today = exceedance(audit.items)
    after = exceedance(audit.items, {each.id for each in decisions(audit)}, audit.policy.effectiveness)
    rows = cells(picture)
    assert [row[0] for row in rows] == ["50% (1 in 2)", "10% (1 in 10)", "5% (1 in 20)"]
    for row, chance in zip(rows, (0.5, 0.1, 0.05), strict=True):
        for cell, amount in zip(row[1:], (today[chance], after[chance]), strict=True):
            assert cell == f"€{float(f'{amount:.2g}') / 1000:.0f}k"
            assert cell in labels(picture), "the numbers stand beside the picture"
    assert {"today", "after", "1 in 2", "1 in 10", "1 in 20"} <= set(labels(picture))


def test_where_nothing_is_to_be_decided_there_is_one_curve() -> None:
    _, picture, _ = drawn("next_quarter", audit_of(item("glue-code", INTENT, "later")))
    assert "after" not in labels(picture) and str(picture.wide).count("<polyline") == 1
    assert [len(row) for row in cells(picture)] == [2, 2, 2]


def test_where_nothing_costs_anything_there_is_no_curve_and_nobody_who_pays() -> None:
    free = item("glue-code", INTENT)
    free = replace(free, overlaps="another@order-intent", risk=replace(free.risk, carry=0.0))
    for name in ("next_quarter", "who_pays"):
        (found,) = [each for each in sections("index") if each.name == name]
        assert tuple(found.blocks(audit_of(free))) == tuple(found.blocks(audit_of())) == ()


def test_a_repair_never_seems_to_make_the_quarter_dearer() -> None:
    audit = reviewed().audit
    _, picture, _ = drawn("next_quarter", audit)
    one, other = (
        [tuple(map(float, each.split(","))) for each in points.split()]
        for points in re.findall(r'<polyline[^>]* points="([^"]*)"', str(picture.wide))
    )
    assert all(after <= before for (before, _), (after, _) in zip(one, other, strict=True))
    assert all(first[1] <= second[1] and first[0] <= second[0] for first, second in pairwise(one))


@pytest.mark.parametrize("across", [320.0, 354.0])
def test_rare_chances_stand_below_and_no_number_lies_on_another(across: float) -> None:
    assert depth(1) == 0 and depth(RAREST) == depth(RAREST / 9) == 1
    assert depth(0.05) - depth(0.1) == pytest.approx(depth(0.1) - depth(0.2))
    chances = {1.0: 0.0, 0.5: 9e9, 0.1: 9.9e9, 0.05: 9.99e9, RAREST: 1e10}
    told = [Told(each, f"1 in {1 / each:.0f}", ("SEK 9,999M", "SEK 8,888M")) for each in (0.5, 0.1, 0.05)]
    made = str(curve([chances, chances], ("today", "after"), told, ("SEK 0", "SEK 10,000M"), across, "says"))
    places = [
        (float(x), float(y)) for x, y in re.findall(r'<text [^>]*?x="([\d.]+)" y="([\d.]+)"[^>]*>SEK [89],', made)
    ]
    assert len({x for x, _ in places}) == 2 and len(places) == 6
    assert all(abs(one - other) > 60 for one, other in pairwise(sorted({x for x, _ in places})))
    assert all(other - one > 12 for one, other in pairwise(sorted({y for _, y in places})))


def test_who_pays_adds_up_to_what_the_debt_costs() -> None:
    audit = reviewed().audit
    _, picture, said = drawn("who_pays", audit)
    totals, carry = audit.totals, sum(each.risk.carry for each in audit.items)
    assert totals.business + totals.engineering == pytest.approx(totals.interest.mean)
    parts = (totals.business, totals.engineering - carry, carry)
    assert [row[2] for row in cells(picture)] == [f"{part / totals.interest.mean:.0%}" for part in parts]
    assert said == "Engineers lose 68 days a quarter to it, as much as 1.1 people do."


def test_time_of_engineers_is_told_in_people_and_only_where_a_day_has_a_price() -> None:
    audit = audit_of(item("glue-code", INTENT, interest=29_100))  # (29,100 - 300) / 4 + 300 = 7,500 of engineers' time
    _, _, said = drawn("who_pays", audit)
    assert said == "Engineers lose 11 days a quarter to it, 18% of what one person does."
    unpriced = audit_of(item("glue-code", INTENT, interest=29_100), organisation=Organisation(currency="EUR"))
    assert drawn("who_pays", unpriced)[2] == ""


def test_decisions_that_moved_show_where_they_stood_a_quarter_ago() -> None:
    found = reviewed()
    hint, picture, _ = drawn("matrix", found.audit, found)
    assert hint == "Decisions as discs, 2026-Q2 as rings, others counted"
    before = found.earlier[-1].findings
    for row, each in zip(cells(picture), decisions(found.audit), strict=True):
        was = before[each.id]
        assert row[-1].startswith(f"{was.chance:.0%}, €") and was.loss > 0
        assert f"(in 2026-Q2 {row[-1].replace(', ', ' and ')})" in str(picture.wide)
    assert 'class="ring"' in str(picture.wide)


def test_without_an_earlier_quarter_there_are_no_rings() -> None:
    audit = reviewed().audit
    hint, picture, _ = drawn("matrix", audit)
    assert "ring" not in hint and 'class="ring"' not in str(picture.wide)
    assert picture.numbers and len(picture.numbers.columns) == 4


def test_amounts_of_another_currency_are_no_place_on_the_same_axis() -> None:
    found = reviewed()
    made = found.comparison
    assert made
    other = replace(found, comparison=replace(made, before=replace(made.before, currency="USD")))
    assert 'class="ring"' not in str(drawn("matrix", found.audit, other)[1].wide)


def test_a_renamed_asset_keeps_its_place() -> None:
    after = reviewed().snapshot
    scoped = after.assets["order-intent"]
    named = {**{id_: each for id_, each in after.assets.items() if id_ != "order-intent"},
             "intent": replace(scoped, formerly=("order-intent",))}  # fmt: skip
    lines = lines_before(compare(reviewed().earlier[-1], replace(after, assets=named)))
    assert lines["unmonitored-concept-drift@intent"].chance == pytest.approx(0.4275)
    assert isinstance(lines["unmonitored-concept-drift@intent"], Line)
    assert whole(lines["unmonitored-concept-drift@intent"].loss) > 0


@pytest.mark.parametrize(("before", "rings"), [(None, 0), ((0.3, 0.9), 0), ((0.02, 0.05), 1)])
def test_a_ring_is_drawn_where_the_disc_does_not_cover_it(before: tuple[float, float] | None, rings: int) -> None:
    pins = [Pin("1", spread_of(0.3), spread_of(0.9), before=before)]
    made = str(matrix(pins, {}, Axis(("1", "2", "3", "4"), "loss"), 420, "says"))
    assert made.count('class="ring"') == made.count('class="trail"') == rings


@pytest.mark.parametrize(("events", "says"), [(2.51e-12, "< 0.001 to 0.0475"), (0.0006, "0.0006 to 0.0475")])
def test_rates_too_small_to_read_are_told_as_that(events: float, says: str) -> None:
    one = item("glue-code", INTENT)
    rare = replace(one.risk.likelihood, events=Range(0.02, events, 0.0475))
    (found,) = [each for each in sections("item") if each.name == "item_reckoning"]
    one = replace(one, risk=replace(one.risk, likelihood=rare))
    assert says in str(tuple(found.blocks(audit_of(one), one)))
