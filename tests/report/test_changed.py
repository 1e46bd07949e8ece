"""What an organisation set for itself stands on the page of the method, beside what it would be otherwise."""

from __future__ import annotations

from dataclasses import replace

from debtaudit.domain.facts import Place
from debtaudit.domain.policy import Policy
from debtaudit.domain.settings import Touched
from debtaudit.ledger.review import review
from debtaudit.report.blocks import Paragraph, Table, plain
from debtaudit.report.section import filled
from tests.report.example import company

WRITTEN = Place("debtaudit.yaml", 3, 9)
OWN = (
    Touched("policy.hop", 0.9, 0.8, WRITTEN), Touched("policy.materiality", 25_000.0, 2_000_000.5, None),
    Touched("policy.noticed_manual", 0.6, 0.5, WRITTEN), Touched("limits.static-test-set.max_reuse", 50, 30, WRITTEN),
)  # fmt: skip


def told(touched: tuple[Touched, ...] = (), targets: dict[str, float] | None = None) -> list[tuple[str, ...]] | str:
    """Return the rows of what was changed (each cell's two lines as one), or the words where there is none."""
    audit = replace(company(), touched=touched)
    (section,) = (
        each
        for each in filled("method", audit, review=review(audit, (), {}, targets))
        if each.section.name == "changed"
    )
    block = section.blocks[1]
    if isinstance(block, Paragraph):
        return plain(block.line)
    assert isinstance(block, Table)
    assert [column.title for column in block.columns] == ["Setting", "Your value", "Default", "Written in"]
    return [tuple(f"{plain(cell.line)} {plain(cell.below)}".strip() for cell in row) for row in block.rows]


def test_own_settings_stand_beside_the_defaults_with_their_meaning_and_their_place() -> None:
    assert told(OWN) == [
        ("policy.hop Share of a fault's damage that outlives one more hop", "0.8", "0.9", "debtaudit.yaml:3"),
        (
            "policy.materiality Quarterly loss that leadership wants to hear of",
            "2,000,000.5",
            "25,000",
            "the organisation",
        ),
        ("policy.noticed_manual", "0.5", "0.6", "debtaudit.yaml:3"),
        ("limits.static-test-set.max_reuse", "30", "50", "debtaudit.yaml:3"),
    ]


def test_so_do_own_targets_of_key_figures_and_those_that_are_as_they_were_do_not() -> None:
    targets = {"automated-fixes": 0.3, "interface-incidents": 1.0, "reproducible-models": 1.0}
    assert told(targets=targets) == [
        ("targets.automated-fixes Fixes made without a person", "≥ 30%", "≥ 20%", "the settings"),
        ("targets.interface-incidents Interface incidents", "≤ 1", "none", "the settings"),
    ]


def test_where_nothing_was_changed_that_is_told() -> None:
    assert told() == "Nothing: every setting, threshold, rate and target is the program's own."


def test_settings_stand_in_the_order_in_which_they_explain_each_other() -> None:
    audit = replace(company(), policy=replace(Policy(), noticed_manual=0.5))
    (section,) = (each for each in filled("method", audit) if each.section.name == "settings")
    table = section.blocks[1]
    assert isinstance(table, Table)
    names = [plain(row[0].line) for row in table.rows]
    assert names.index("noticed_manual") == names.index("noticed_automated") + 1, "it says: the same where people look"
    said = {plain(row[0].line): (plain(row[2].line), plain(row[3].line)) for row in table.rows}
    assert said["noticed_manual"] == ("0.5", "0.6") and said["noticed_automated"] == ("0.9", "default")
