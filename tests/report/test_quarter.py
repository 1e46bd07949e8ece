"""What changed: the board's history, the page of key figures and the quarter's statement, from the sample's ledger."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest

from debtaudit import flow
from debtaudit.inventory import load
from debtaudit.ledger.files import folder_of, read_all
from debtaudit.ledger.review import Review, review
from debtaudit.report import pages
from debtaudit.report.blocks import Figure, Picture, Tiles, Title, plain
from debtaudit.report.charts.bridge import Pier, bridge, bridge_rows
from debtaudit.report.charts.spark import spark
from debtaudit.report.charts.stacks import Stack, stacks
from debtaudit.report.section import filled
from debtaudit.report.statement import bridge_of, statement_table

SAMPLE = Path(__file__).parents[2] / "sample_inventory"


@cache
def reviewed(*, first: bool = False) -> Review:
    audit = flow.audit(load(SAMPLE), date(2026, 9, 30))
    earlier, problems = read_all(folder_of(SAMPLE))
    assert not problems
    return review(audit, () if first else earlier, {})


def names(page: str, found: Review) -> list[str]:
    return [each.section.name for each in filled(page, found.audit, review=found)]  # type: ignore[arg-type]


def test_the_first_quarter_shows_what_there_is_and_no_empty_history() -> None:
    first = reviewed(first=True)
    shown = names("index", first)
    assert {"by_kind", "by_team", "supports"} <= set(shown) and not {
        each for each in shown if each.startswith("board_")
    }
    assert names("quarter", first) == ["quarter_title"]
    assert "is the first quarter in the ledger" in pages(first.audit, review=first)["quarter.html"]
    assert "This is the first measurement" in pages(first.audit, review=first)["index.html"]


def test_later_quarters_show_what_changed_instead_of_shares() -> None:
    shown = names("index", reviewed())
    assert {"board_bridge", "board_quarters", "board_figures", "board_repaid"} <= set(shown)
    assert not {"by_kind", "by_team", "supports"} & set(shown)
    board = pages(reviewed().audit, review=reviewed())["index.html"]
    assert "Open debt, without what is accepted, costs" in board, "the sum above it counts what is accepted too"
    assert "This is the first measurement" not in board
    assert len(board) < 150_000


@pytest.mark.parametrize(("across", "name"), [(500.0, "2026-Q3"), (354.0, "Q3 '26")])
def test_no_quarter_loses_its_number_where_the_picture_is_narrow(across: float, name: str) -> None:
    columns = [Stack(f"2026-Q{number}", (1.0,), "€1") for number in (1, 2, 3, 4, 2, 3)]
    drawn = unescape(str(stacks(columns, ["Models"], across, "says")))
    assert name in drawn and "2026…" not in drawn


def test_on_paper_the_foot_names_no_page_that_is_not_printed() -> None:
    board = pages(reviewed().audit, review=reviewed())["index.html"]
    foot = board[board.index("Where it comes from.") :]
    paper = foot.partition('<span class="on-paper">')[2].partition("</span>")[0]
    assert "on a screen" in paper and "href" not in paper and "backlog" not in paper
    assert ".numbers, .mast nav, .on-screen { display: none; }" in board


def test_the_board_says_how_its_decisions_were_chosen() -> None:
    assert (
        "What is for now, then for next, most saved for its cost first; without what is under way"
        in (pages(reviewed().audit, review=reviewed())["index.html"])
    )


def test_pages_of_the_quarter_are_there_only_with_a_review_and_all_lead_to_them() -> None:
    without, having = pages(reviewed().audit), pages(reviewed().audit, review=reviewed())
    assert set(having) - set(without) == {"kpi.html", "quarter.html"}
    assert 'href="../kpi.html"' in having[next(each for each in having if each.startswith("item/"))]
    assert "kpi.html" not in without["index.html"]


def test_every_key_figure_is_told_and_what_nobody_measured_is_no_data() -> None:
    blocks = [block for each in filled("kpi", reviewed().audit, review=reviewed()) for block in each.blocks]
    figures = [block for block in blocks if isinstance(block, Figure)]
    assert [each.anchor for each in figures if not each.known] == ["customer-retention-gap"]
    assert len(figures) == len(reviewed().figures)
    page = pages(reviewed().audit, review=reviewed())["kpi.html"]
    assert page.count('class="big nothing">no data<') == 1
    title = next(block for block in blocks if isinstance(block, Title))
    assert plain(title.sentence) == f"{len(figures) - 1} of {len(figures)} key figures have data for 2026-Q3."


def test_a_tile_says_in_a_word_whether_a_move_is_good_and_nothing_where_it_may_be_chance() -> None:
    (tiles,) = [block for each in filled("index", reviewed().audit, review=reviewed()) for block in each.blocks
                if isinstance(block, Tiles)]  # fmt: skip
    assert len(tiles.tiles) == 6
    for tile in tiles.tiles:
        assert bool(tile.verdict) == tile.moved.startswith(("▲", "▼")) or tile.moved[2:].startswith("moved")
        assert not tile.verdict or f" {tile.verdict} by " in tile.moved


def test_the_account_adds_up_in_whole_numbers() -> None:
    made = reviewed().comparison
    assert made
    table = statement_table(made)
    for column in (1, 2, 3):
        cells = [int(plain(row[column].line).replace(",", "").replace("−", "-").replace("+", "")) for row in table.rows]
        assert sum(cells[:-1]) == cells[-1]


def test_a_picture_of_the_quarter_has_its_numbers_beside_it() -> None:
    made = reviewed().comparison
    assert made and bridge_of(made).numbers
    for page in ("index", "quarter"):
        for each in filled(page, reviewed().audit, review=reviewed()):
            assert all(block.numbers for block in each.blocks if isinstance(block, Picture))


PIERS = (Pier("Before", 100, "€100", "end"), Pier("Repaid", -30, "−€30", "less"), Pier("New", 10, "+€10", "more"),
         Pier("After", 80, "€80", "end"))  # fmt: skip


def test_a_bridge_hangs_each_part_where_the_one_before_it_ended() -> None:
    drawn = str(bridge(PIERS, 500, "says"))
    spans = [
        (float(y), float(y) + float(high))
        for y, high in re.findall(
            r'<rect class="[\w-]+" x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', drawn
        )
    ]
    (top, _foot), (less_top, less_foot), (more_top, more_foot), (last_top, _) = spans
    assert (
        less_top == pytest.approx(top) and more_foot == pytest.approx(less_foot) and more_top == pytest.approx(last_top)
    )


@pytest.mark.parametrize("draw", [bridge, bridge_rows])
def test_a_bridge_of_nothing_and_one_below_zero_can_be_drawn(draw: object) -> None:
    for piers in ((), (Pier("Before", 0, "€0", "end"), Pier("After", 0, "€0", "end")),
                  (Pier("Before", 10, "€10", "end"), Pier("Repaid", -30, "−€30", "less"))):  # fmt: skip
        assert "nan" not in str(draw(piers, 354, "says"))  # type: ignore[operator]


def test_a_quarter_without_data_is_a_gap_in_the_line_and_never_zero() -> None:
    assert str(spark([5, 6, None, 7, 8], None, 148, "says")).count("<polyline") == 2
    assert str(spark([None, 6, None], 6, 148, "says")).count("<circle") == 1
    assert "<circle" not in str(spark([None, None], None, 148, "says"))


def test_names_beside_a_stack_never_lie_on_each_other() -> None:
    columns = [Stack("Q1", (1000.0, 1.0, 1.0, 1.0), "€1k")]
    drawn = str(stacks(columns, ["Models", "Pipelines", "Datasets", "Systems"], 500, "says"))
    rows = [float(y) for y, name in re.findall(r'y="([\d.]+)"[^>]*>(Models|Pipelines|Datasets|Systems)<', drawn)]
    assert all(one - other >= 15 - 1e-6 for one, other in pairwise(rows))
