"""Snapshots as text: they come back as they were, and nothing damaged gets in."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from debtaudit.ledger.amounts import Amounts
from debtaudit.ledger.quarter import Quarter
from debtaudit.ledger.read import parse
from debtaudit.ledger.reading import Reading
from debtaudit.ledger.snapshot import Line, Scoped, Snapshot
from debtaudit.ledger.text import checksum, dump
from tests.ledger.histories import snapshots

SMALL = Snapshot(
    Quarter(2026, 3), date(2026, 9, 30), "Shop", "EUR", low=100_00, high=300_00, told=3, asked=4,
    assets={"bridge": Scoped("pipeline", "inbox")},
    findings={"glue-code@bridge": Line(Amounts(1, 200_05, 450, 3150_00), lane="next", chance=0.25, severity=0.5)},
    unknown={"stale-model@bridge": 7_00}, not_applicable=frozenset({"alert-fatigue@bridge"}),
    settings={"policy.hop": "0.9"}, rules={"model": "1"}, inputs={"all.yaml": "00ff"},
    readings={"time-to-detect": Reading(0.875, 14.2, 9, 9, 0.4, 1.2), "retention": Reading()},
)  # fmt: skip


def resealed(text: str) -> str:
    """Give a changed text a checksum that fits, so that what it says is looked at."""
    body = text[: text.rindex("checksum:")]
    return f"{body}checksum: {checksum(body)}\n"


def complaint(text: str) -> str:
    snapshot, problems = parse(text, "2026-Q3.yaml")
    assert snapshot is None
    return str(problems[0])


@given(snapshots())
def test_what_was_frozen_comes_back(snapshot: Snapshot) -> None:
    text = dump(snapshot)
    read, problems = parse(text, "x.yaml")
    assert (read, problems) == (snapshot, ())
    assert dump(read or SMALL) == text


def test_one_finding_is_one_line_so_that_a_diff_shows_what_changed() -> None:
    assert (
        "  glue-code@bridge: {interest: 200.05, low: 0.00, high: 0.00, days: 4.50, cost: 3150.00, loss: 0.00, "
        "chance: 0.25, severity: 0.5, band: negligible, lane: next}\n"
    ) in dump(SMALL)
    assert "  retention: unknown\n" in dump(SMALL)


def test_line_ends_of_another_system_are_no_damage() -> None:
    assert parse(dump(SMALL).replace("\n", "\r\n"), "x.yaml") == (SMALL, ())


def test_no_cut_goes_unnoticed() -> None:
    lines = dump(SMALL).splitlines(keepends=True)
    for kept in range(len(lines)):
        snapshot, problems = parse("".join(lines[:kept]), "x.yaml")
        assert snapshot is None and problems, kept


def test_no_changed_line_goes_unnoticed() -> None:
    lines = dump(SMALL).splitlines(keepends=True)
    for number in range(len(lines)):
        snapshot, _ = parse("".join([*lines[:number], *lines[number + 1 :]]), "x.yaml")
        assert snapshot is None, lines[number]


def test_a_hand_in_the_numbers_is_told_with_file_and_line() -> None:
    assert complaint(dump(SMALL).replace("200.05", "100.05")) == (
        f"2026-Q3.yaml:{len(dump(SMALL).splitlines())}:1 error: this snapshot was changed after it was taken: "
        "its checksum does not fit; take it again with `debtaudit snapshot --replace`, or bring it back "
        "from version control"
    )


def test_a_newer_format_is_refused_before_anything_is_read() -> None:
    said = complaint(dump(SMALL).replace("version: 1", "version: 2").replace("findings:", "discoveries:"))
    assert said == (
        "2026-Q3.yaml:2:10 error: this snapshot has version 2; this program knows up to 1; install a newer debtaudit"
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("interest: 200.05", "interest: 200.5", "'200.5' is not an amount such as 12484.20"),
        ("lane: next", "lane: soon", "'soon' is none of now, next, later, find_out, accepted"),
        ("chance: 0.25", "chance: inf", "'inf' is no number"),
        ("as_of: 2026-09-30", "as_of: 2026-09-31", "day"),
        ("quarter: 2026-Q3", "quarter: 2026-Q5", "'2026-Q5' is no quarter; write it as 2026-Q3"),
        ("year_starts_in: 1", "year_starts_in: 13", "there is no month 13"),
        ("told: 3", "told: -3", "'-3' is no whole number"),
        ("not_run: []\n", "", "'not_run' is missing"),
        ("not_run: []\n", "not_run: []\nmore: 1\n", "unknown key 'more'"),
        ("  - alert-fatigue@bridge", "  alert-fatigue@bridge: 1", "a list is expected here"),
        ("{kind: pipeline, owner: inbox}", "pipeline", "a mapping is expected here"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, says: str) -> None:
    assert old in dump(SMALL)
    said = complaint(resealed(dump(SMALL).replace(old, new)))
    assert says in said and said.startswith("2026-Q3.yaml:")


@pytest.mark.parametrize(
    "text", ["", "models: []\n", "- 1\n", "format: debtaudit-backlog\nversion: 1\n", "<<<<<<< HEAD\n"]
)
def test_what_is_no_snapshot_is_no_snapshot(text: str) -> None:
    assert complaint(text)
