from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import DAY, Said, run

CARDS = "- {type: model, name: Base, organization: Lab}\n- {type: application, name: Chat, dependencies: [Base]}\n"


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "lab.yaml").write_text(CARDS)
    return tmp_path / "cards"


def collect(cards: Path, *words: str, day: str = DAY) -> Said:
    return run("collect", "ecosystem-graphs", cards, "--into", cards.parent / "ours", "--as-of", day, *words)


def test_a_source_writes_a_file_of_its_own_that_can_be_audited(cards: Path) -> None:
    said = collect(cards)
    target = cards.parent / "ours" / "ecosystem-graphs.yaml"
    assert (said.code, said.out) == (0, f"{target}\n")
    assert "1 model cards" in said.err
    assert run("check", cards.parent / "ours", "--as-of", DAY).code == 0
    assert run("backlog", cards.parent / "ours", "--as-of", DAY).code == 0
    first = target.read_bytes()
    collect(cards)
    assert target.read_bytes() == first


def test_other_files_of_the_inventory_are_not_touched(cards: Path) -> None:
    ours = cards.parent / "ours"
    ours.mkdir()
    (ours / "hand.yaml").write_text("models: [{id: base, status: production}]\n")
    collect(cards)
    assert (ours / "hand.yaml").read_text() == "models: [{id: base, status: production}]\n"
    assert sorted(path.name for path in ours.iterdir()) == ["ecosystem-graphs.yaml", "hand.yaml"]


def test_a_dry_run_shows_the_difference_and_writes_nothing(cards: Path) -> None:
    said = collect(cards, "--dry-run")
    assert said.code == 0
    assert "+  - id: base" in said.out
    assert not (cards.parent / "ours").exists()
    collect(cards)
    assert "would stay as it is" in collect(cards, "--dry-run").out


def test_what_is_gone_from_the_source_is_told(cards: Path) -> None:
    collect(cards)
    (cards / "lab.yaml").write_text(CARDS.splitlines(keepends=True)[0])
    collect(cards)
    assert "'chat' is gone from ecosystem-graphs as of 2026-09-30" in run("check", cards.parent / "ours").out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("ecosystem-graph", "."), "did you mean 'ecosystem-graphs'"),
        (("ecosystem-graphs", "nowhere"), "there is no file or folder"),
    ],
)
def test_wrong_use_is_told(words: tuple[str, ...], says: str, tmp_path: Path) -> None:
    said = run("collect", *words, "--into", tmp_path / "ours")
    assert said.code == 2
    assert says in said.err


def test_a_folder_without_cards_is_told(tmp_path: Path) -> None:
    said = run("collect", "ecosystem-graphs", tmp_path, "--into", tmp_path / "ours")
    assert said.code == 3
    assert "nothing was found" in said.err
