"""A table of incidents of any tool, and the table reader under it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.collectors._gather import Gather
from debtaudit.collectors._node import Node
from debtaudit.collectors._table import calendar, decimal
from debtaudit.collectors.incidents import IncidentsOptions, incidents
from debtaudit.domain.problem import errors
from tests.collectors.reading import entries, of_text, told

PLAIN = "id,title,started_at,resolved_at,severity,assets,cause,cost\n"
ROW = "A-1,Down,2026-08-03T09:00:00Z,2026-08-03T10:00:00Z,high,chat|intent,data,1200.50\n"


def test_columns_that_are_called_as_the_facts_need_no_mapping() -> None:
    assert entries(of_text(incidents, PLAIN + ROW), "incidents")["A-1"] == {
        "id": "A-1", "title": "Down", "severity": 4, "assets": ["chat", "intent"], "cause": "data", "cost": 1200.5,
        "started_at": datetime(2026, 8, 3, 9, tzinfo=UTC), "resolved_at": datetime(2026, 8, 3, 10, tzinfo=UTC),
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encoding_and_separator_do_not_matter(encoding: str, separator: str) -> None:
    text = (PLAIN + ROW.replace("|", " ").replace("Down", "Größe")).replace(",", separator)
    made = of_text(incidents, text.encode(encoding))
    assert entries(made, "incidents")["A-1"]["title"] == "Größe"


def test_columns_of_any_name_are_mapped_and_the_rest_is_not_read() -> None:
    options = IncidentsOptions(columns={"id": "Nr", "assets": "System"})
    made = of_text(incidents, "Nr;System;Melder\n1;chat;J. Lind\n", options=options)
    assert entries(made, "incidents") == {"1": {"id": "1", "assets": ["chat"]}}


def test_a_table_without_ids_is_refused_with_its_columns() -> None:
    assert "its columns are Nr, System" in told(of_text(incidents, "Nr;System\n1;chat\n"))


def test_a_mapping_to_no_fact_is_refused() -> None:
    made = of_text(incidents, PLAIN + ROW, options=IncidentsOptions(columns={"titel": "title"}))
    assert "'titel' under columns is no fact of an incident" in told(made)


def test_an_id_that_stands_twice_is_told_with_both_places() -> None:
    made = of_text(incidents, PLAIN + ROW + ROW.replace("Down", "Up"))
    assert "export.csv:3:1 warning: incident A-1 stands at export.csv:2 too" in told(made)
    assert len(entries(made, "incidents")) == 1


def test_words_that_the_inventory_does_not_know_are_told() -> None:
    made = of_text(incidents, PLAIN + ROW.replace(",data,", ",aliens,"))
    assert "'aliens' is no cause that is known" in told(made)
    assert "cause" not in entries(made, "incidents")["A-1"]


@pytest.mark.parametrize(("text", "comma", "value"), [("12.500,00", True, 12500.0), ("12,500.00", False, 12500.0),
                                                      ("", False, None), ("viel", True, None)])  # fmt: skip
def test_fractions_are_read_as_they_are_written(text: str, comma: bool, value: float | None) -> None:
    assert decimal(Node(text, "x"), comma) == value


@pytest.mark.parametrize("text", ["03.08.2026 11:10", "3/8/2026", "03-08-2026"])
def test_a_date_that_reads_both_ways_is_refused_once(text: str) -> None:
    gather = Gather()
    times = calendar(gather, "", "UTC")
    assert [times.moment(Node(text, "x:1")), times.moment(Node(text, "x:2"))] == [None, None]
    (told_once,) = errors(gather.problems)
    assert "day or month first?" in told_once.message


def test_a_time_zone_that_there_is_not_is_refused() -> None:
    made = of_text(incidents, PLAIN + ROW, options=IncidentsOptions(timezone="Europe/Atlantis"))
    assert "there is no time zone 'Europe/Atlantis'" in told(made)


@given(st.text(max_size=60))
def test_any_cell_gives_a_moment_or_a_sentence(text: str) -> None:
    gather = Gather()
    found = calendar(gather, "", "Europe/Berlin").moment(Node(text, "x:1"))
    assert found or gather.problems or not text.strip()


def test_a_hundred_thousand_rows_are_read_at_once() -> None:
    rows = "".join(ROW.replace("A-1", f"A-{number}") for number in range(20_000))
    assert len(entries(of_text(incidents, PLAIN + rows), "incidents")) == 20_000
