"""`debtaudit explain` as people use it: by id, by the rank on the screen, in a pipe of any width."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import DAY, run


def test_the_rank_on_the_screen_explains_the_finding_of_that_rank(shop: Path) -> None:
    ranked = json.loads(run("backlog", shop, "--as-of", DAY, "--format", "json").out)["findings"]
    second = next(each for each in ranked if each["rank"] == 2)
    assert run("explain", "2", shop, "--as-of", DAY).out.splitlines()[0] == second["id"]
    made = json.loads(run("explain", "2", shop, "--as-of", DAY, "--format", "json").out)
    assert made["finding"]["id"] == second["id"]


@pytest.mark.parametrize("rank", ["0", "9999"])
def test_a_rank_that_nothing_has_is_told(rank: str, shop: Path) -> None:
    said = run("explain", rank, shop, "--as-of", DAY)
    assert said.code == 2 and f"there is no finding of rank {rank}" in said.err and "backlog --all" in said.err


@pytest.mark.parametrize(("wanted", "most"), [("80", 80), ("60", 60), ("0", 100), ("wide", 100), ("", 100)])
def test_what_goes_to_a_pipe_is_as_wide_as_columns_says(
    wanted: str, most: int, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", wanted)
    lines = run("explain", "1", shop, "--as-of", DAY).out.splitlines()
    assert most - 10 < max(map(len, lines)) <= most
