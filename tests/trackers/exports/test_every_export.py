"""What is asked of every format alike; what is its own is asked in its twin."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debtaudit.trackers.block import Blocks, Paragraph, line
from debtaudit.trackers.exports._export import SECTIONS, Export
from debtaudit.trackers.quiet import quiet
from tests.trackers.example import ticket_of
from tests.trackers.exports.formats import FORMATS, rows
from tests.trackers.hostile import BLOCKS, TEXTS

IMPORTED = [each for each in FORMATS.values() if each.tracker]


def test_they_are_found_without_a_list() -> None:
    assert set(FORMATS) >= {"jira-csv", "gitlab-csv", "azure-csv", "linear-csv", "github-jsonl", "csv", "json", "md"}


@pytest.mark.parametrize("export", FORMATS.values(), ids=FORMATS)
class TestExport:
    def test_tells_how_to_import_and_how_each_field_maps(self, export: Export) -> None:
        assert ": " in export.doc.partition("\n")[0]
        assert all(export.section(title) for title in SECTIONS)
        guide = export.guide(export.files([ticket_of(project="PLAT")]), [ticket_of(project="PLAT")], ["left out: `x`"])
        assert guide.startswith(f"# {export.doc.partition('.')[0]}")
        assert f"- `{export.stem}.{export.suffix}`: 1 ticket\n- left out: `x`\n" in guide
        assert "tickets of team `platform` belong into project `PLAT`" in guide
        assert all(f"\n## {title}\n\n" in guide for title in SECTIONS)
        assert max(map(len, guide.splitlines())) <= 140

    def test_has_a_twin(self, export: Export) -> None:
        assert (Path(__file__).parent / f"test_{export.slug.replace('-', '_')}.py").is_file()

    def test_every_ticket_is_there_and_can_be_found_again(self, export: Export) -> None:
        tickets = [ticket_of(f"glue-code@pipe-{n}") for n in range(5)]
        [file] = export.files([replace(each, origin=(Paragraph(line(each.mark)),)) for each in tickets])
        assert file.tickets == 5
        assert all(each.mark in file.text for each in tickets)

    def test_no_ticket_gives_one_file_that_can_be_read(self, export: Export) -> None:
        [file] = export.files([])
        assert (file.name, file.tickets) == (f"{export.stem}.{export.suffix}", 0)

    def test_more_tickets_than_a_file_may_hold_are_split_in_order(self, export: Export) -> None:
        small = replace(export, most=2)
        tickets = [
            replace(ticket_of(f"glue-code@pipe-{n}"), origin=(Paragraph(line(f"number{n}x")),)) for n in range(5)
        ]
        files = small.files(tickets)
        assert [file.name for file in files] == [f"{export.stem}-{n}-of-3.{export.suffix}" for n in (1, 2, 3)]
        held = [sorted(set(re.findall("number[0-9]", file.text))) for file in files]
        assert held == [["number0", "number1"], ["number2", "number3"], ["number4"]]
        assert all(small.ours(file.name) for file in files)

    def test_other_files_are_not_taken_for_its_own(self, export: Export) -> None:
        assert not any(
            export.ours(name) for name in ("notes.csv", f"my-{export.stem}.{export.suffix}", export.guide_name)
        )

    @settings(max_examples=15)
    @given(blocks=BLOCKS, words=TEXTS)
    def test_whatever_a_ticket_says_can_be_written_the_same_twice(
        self, export: Export, blocks: Blocks, words: str
    ) -> None:
        ticket = ticket_of(title=f"[debt] {quiet(words)}", blocks=(Paragraph(line("On x.")), *blocks), tracked="x")
        once = export.write([ticket])
        once.encode()
        assert once == export.write([ticket])


@pytest.mark.parametrize("export", IMPORTED, ids=lambda each: each.slug)
def test_nobody_is_assigned(export: Export) -> None:
    text = export.write([ticket_of(team="nobody-of-this-name")])
    assert "assign" not in text.lower() or '"Assignee"' in text


@pytest.mark.parametrize("export", [each for each in IMPORTED if each.suffix == "csv"], ids=lambda each: each.slug)
@settings(max_examples=20)
@given(blocks=st.lists(BLOCKS, max_size=2), words=TEXTS)
def test_no_cell_of_an_importer_begins_a_formula_or_has_a_guard(
    export: Export, blocks: list[Blocks], words: str
) -> None:
    ticket = ticket_of(
        title=f"[debt] {quiet(words)}", blocks=(Paragraph(line("On x.")), *(b for bs in blocks for b in bs))
    )
    titles, row = rows(export.write([ticket]))
    assert len(titles) == len(row)
    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "'"))]
