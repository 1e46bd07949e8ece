"""What single sections say, and when they say nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from debtaudit.domain.asset import Organisation
from debtaudit.domain.audit import Audit, Support
from debtaudit.domain.decision import State
from debtaudit.domain.finding import NotRun
from debtaudit.report.blocks import Block, Decisions, Entries, Heading, Notice, Paragraph, Picture, Sums, Title, plain
from debtaudit.report.section import filled, rows, sections
from tests.report.example import CHAT, DESK, INBOX, INTENT, TONE, accepted, audit_of, company, item, reaching


def blocks(name: str, audit: Audit) -> tuple[Block, ...]:
    found = [each for page in ("index", "backlog", "method") for each in sections(page) if each.name == name]
    return tuple(found[0].blocks(audit))


def sums(audit: Audit) -> dict[str, tuple[str, str]]:
    (block,) = blocks("three_sums", audit)
    assert isinstance(block, Sums)
    return {each.name: (each.amount, each.says) for each in block.sums}


def entries(name: str, audit: Audit) -> dict[str, str]:
    return {plain(entry.line): entry.amount
            for block in blocks(name, audit) if isinstance(block, Entries) for entry in block.entries}  # fmt: skip


def words(name: str, audit: Audit) -> str:
    return " ".join(plain(block.line) for block in blocks(name, audit) if isinstance(block, Paragraph))


def test_sums_show_their_ranges() -> None:
    assert sums(company()) == {
        "What it costs each quarter": ("€34k", "likely between €25k and €46k"),
        "What we owe": ("€120k", "167 engineer-days of repair"),
        "What we ask to spend": ("€45k", "saves €15k to €32k a quarter, back in 6 months"),
    }


def test_where_nothing_is_asked_for_the_third_sum_is_what_waiting_costs() -> None:
    audit = audit_of(item("glue-code", INTENT, "later", interest=1_000))
    assert sums(audit)["What waiting costs"] == ("€880", "in the next quarter, if nothing is repaid")


def test_without_a_price_for_a_day_repairs_are_told_in_days() -> None:
    audit = audit_of(item("glue-code", INTENT, days=12), organisation=Organisation(currency="EUR"))
    assert sums(audit)["What we owe"] == ("12 days", "of repair, 4 at best and 24 at worst; unpriced")
    assert sums(audit)["What we ask to spend"][0] == "12 days"


def test_without_money_amounts_are_relative_units() -> None:
    audit = replace(audit_of(item("glue-code", INTENT)), money_known=False)
    assert sums(audit)["What it costs each quarter"] == ("10k", "likely between 4.0k and 18k, relative units")
    assert "No system states its revenue: amounts are relative units" in words("how_sure_we_are", audit)
    assert "€" not in words("who_pays", audit) and "€" not in str(blocks("next_quarter", audit))


def test_without_incidents_the_page_says_what_likelihoods_rest_on() -> None:
    assert "No incident is on record" in words("how_sure_we_are", audit_of(item("a", INTENT), incidents=0))
    assert "Three incidents are on record" in words("how_sure_we_are", audit_of(item("a", INTENT), incidents=3))


def test_at_most_five_decisions_are_asked_for() -> None:
    urgent = [item(f"debt-{number}", INTENT) for number in range(8)]
    heading, block = blocks("decisions", audit_of(*urgent))
    assert isinstance(block, Decisions) and isinstance(heading, Heading)
    assert heading.text == "Five decisions to take" and len(block.choices) == 5


def test_a_decision_names_the_asset_what_waiting_costs_the_days_and_who() -> None:
    _, block = blocks("decisions", company())
    assert isinstance(block, Decisions)
    first, second = block.choices[:2]
    assert first.action == "Join predictions with their outcomes and publish the live metric"
    assert plain(first.why) == "Order intent, model: nobody compares its decisions with what happened."
    assert first.waits.startswith("The model goes on deciding wrongly")
    assert (first.cost, first.days, first.saves, first.saves_range) == ("€8.4k", "12 days", "€10k", "€4.0k to €18k")
    assert first.delay == "€11k lost in the next quarter"
    assert (first.who, second.who) == ("Conversations", "nobody yet")
    assert first.href == "item/concept-drift@order-intent.html"


@pytest.mark.parametrize("state", ["planned", "in_progress", "false_positive"])
def test_what_was_decided_already_is_not_asked_again(state: State) -> None:
    audit = audit_of(replace(item("a", INTENT), state=state), item("b", TONE, "later"))
    heading, paragraph = blocks("decisions", audit)
    assert isinstance(heading, Heading) and heading.text == "Nothing to decide today"
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.line).startswith("The one open debt is not dear enough")


def test_a_currency_without_a_sign_is_named_once_below_the_axis() -> None:
    organisation = Organisation(currency="SEK", engineer_day_cost=7_000.0)
    _, picture = blocks("matrix", audit_of(item("a", INTENT), organisation=organisation))
    assert isinstance(picture, Picture)
    assert ">125k<" in str(picture.narrow) and str(picture.narrow).count("SEK") == 2  # below the axis, and in its words


def test_the_fault_whose_reach_is_drawn_is_one_that_travels() -> None:
    here = item("a", CHAT, systems=[reaching("order-chat")])
    there = item("b", INTENT, systems=[reaching("order-intent", "order-chat")])
    heading, picture = blocks("one_fault", audit_of(here, there))
    assert isinstance(heading, Heading) and isinstance(picture, Picture)
    assert heading.text == "One fault, one system"
    assert 'aria-label="A fault in Order intent reaches Order chat, where 100% of the damage arrives."' in str(
        picture.wide
    )
    assert blocks("one_fault", audit_of(here)) == ()


def test_accepted_debts_name_who_accepted_them_and_until_when() -> None:
    old = accepted(item("old-exports", INTENT, "later", interest=500))
    _, block = blocks("accepted", audit_of(item("a", TONE), old))
    assert isinstance(block, Entries)
    (entry,) = block.entries
    assert (plain(entry.line), entry.says) == ("Order intent: old exports", "Until 31 January 2027, by cto")
    assert (entry.amount, entry.urgent) == ("€200 to €900", "")


@pytest.mark.parametrize(
    ("until", "urgent"),
    [(date(2026, 9, 30), "Ends today"), (date(2026, 10, 1), "Ends in one day"), (date(2026, 10, 30), "Ends in 30 days"),
     (date(2026, 10, 31), "")],
)  # fmt: skip
def test_an_acceptance_that_ends_within_30_days_stands_first_and_says_so(until: date, urgent: str) -> None:
    cheap = accepted(item("old-exports", INTENT, interest=500), until=until)
    dear = accepted(item("hand-labels", TONE, interest=9_000))
    heading, block = blocks("accepted", audit_of(dear, cheap))
    assert isinstance(block, Entries) and isinstance(heading, Heading)
    assert {each.urgent for each in block.entries} == {urgent, ""}
    assert block.entries[0].urgent == urgent
    assert heading.hint.endswith("; one ends within 30 days") == bool(urgent)


def test_an_acceptance_ends_when_its_band_says_so_and_not_later() -> None:
    too_long = accepted(item("old-exports", INTENT, "now", interest=500), until=date(2030, 1, 1))  # high: 182 days
    (_, block) = blocks("accepted", audit_of(too_long))
    assert isinstance(block, Entries)
    assert block.entries[0].says == "Until 6 January 2027, by cto"


def test_checks_that_could_not_run_stand_above_everything() -> None:
    audit = audit_of(item("a", INTENT), not_run=[NotRun("glue-code", "ZeroDivisionError: division by zero")])
    for page in ("index", "backlog"):
        notices = [block for each in filled(page, audit)[:2] for block in each.blocks if isinstance(block, Notice)]
        assert plain(notices[0].sentence).startswith("One check could not run")
        assert plain(notices[0].details[0]) == "glue-code: ZeroDivisionError: division by zero"
    assert any(isinstance(block, Notice) for block in filled("index", audit)[0].blocks)


def test_the_dearest_unknowns_are_named_with_what_they_may_cost() -> None:
    asked = entries("how_much_we_know", company())
    assert next(iter(asked.items())) == ("Order intent: question 0?", "€900")


def test_an_audit_of_nothing_says_so_and_shows_no_empty_section() -> None:
    named = [each.section.name for each in filled("index", audit_of(clean=0))]
    assert named == ["title", "how_sure_we_are", "how_much_we_know"]


def test_neighbours_stand_side_by_side_and_what_is_left_alone_stands_alone() -> None:
    def names(audit: Audit) -> list[tuple[str, ...]]:
        return [tuple(each.section.name for each in row) for row in rows(filled("index", audit))]

    assert names(company()) == [
        ("title", "three_sums"), ("decisions",), ("by_kind", "by_team"), ("matrix", "one_fault"),
        ("next_quarter", "who_pays", "how_sure_we_are"), ("how_much_we_know", "accepted"),
    ]  # fmt: skip
    assert names(audit_of(item("a", CHAT)))[-3:] == [
        ("matrix",), ("next_quarter", "who_pays"), ("how_sure_we_are", "how_much_we_know")
    ]  # fmt: skip


@pytest.mark.parametrize("page", ["index", "backlog", "method"])
def test_every_page_opens_with_a_title(page: str) -> None:
    for audit in (company(), audit_of()):
        assert any(isinstance(block, Title) for block in filled(page, audit)[0].blocks)  # type: ignore[arg-type]


def test_what_most_systems_rest_on_is_named_with_what_is_known_of_it() -> None:
    audit = audit_of(item("a", INTENT), gaps=[("b", INTENT)], assets=[CHAT, DESK, INBOX])
    assert blocks("supports", audit) == ()
    _, block = blocks("supports", replace(audit, supports=(Support(INTENT, 2),)))
    assert isinstance(block, Entries)
    (entry,) = block.entries
    assert (plain(entry.line), entry.amount) == ("Order intent", "2 of 3 systems")
    assert entry.says == "Model, Conversations; 1 found, 1 unknown"
