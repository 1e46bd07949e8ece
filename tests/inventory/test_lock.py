"""Two people who write the same file at the same moment are both heard, and nobody waits for a program that is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from debtaudit.inventory import load, lock
from debtaudit.inventory.lock import Busy, changing

ROOT = Path(__file__).parents[2]
MANY = 40
ANSWERS = """
import os, sys
from datetime import date
from pathlib import Path
from debtaudit.domain.decision import Answer
from debtaudit.inventory import lock
from debtaudit.questionnaire.answers_file import keep
from debtaudit.questionnaire.catalogue import catalogue
os.fsync, lock.PATIENCE, questions = lambda _handle: None, 300, catalogue()
folder, by, many = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for number in range(many):
    said = Answer(question="q-rebuild", asset=f"model-{number}", level="2", by=by, at=date(2026, 9, 30))
    keep(folder, "chat", [said], questions)
"""
HOLDS = """
import sys
from pathlib import Path
from debtaudit.inventory.lock import changing
with changing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def start(script: str, *words: str | Path) -> subprocess.Popen[str]:
    """Start a program of ours, and return when it has said its first word."""
    made = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, words)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert made.stdout is not None and made.stdout.readline()
    return made


def test_of_two_programs_that_write_one_file_at_the_same_time_no_entry_is_lost(tmp_path: Path) -> None:
    people = ["ann", "bo"]
    programs = [start(ANSWERS, tmp_path, by, str(MANY)) for by in people]
    for each in programs:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    for each in programs:
        each.communicate()
        assert each.returncode == 0
    kept = load(tmp_path / "answers").answers
    assert sorted((each.by, each.asset) for each in kept) == sorted(
        (by, f"model-{number}") for by in people for number in range(MANY)
    )
    assert [each.name for each in (tmp_path / "answers").iterdir()] == ["audit-chat.yaml"]


def test_a_program_that_was_killed_keeps_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "decisions.yaml"
    holder = start(HOLDS, target)
    monkeypatch.setattr(lock, "PATIENCE", 0)
    with pytest.raises(Busy, match="somebody else is writing this file"), changing(target):
        pass
    holder.kill()
    holder.communicate()
    assert [each.name for each in tmp_path.iterdir()] == [".decisions.yaml.lock"]
    with changing(target):
        pass
    assert not list(tmp_path.iterdir())


def test_a_lock_goes_with_a_change_that_fails(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), changing(tmp_path / "a.yaml", tmp_path / "b.yaml"):
        (tmp_path / "c.yaml").read_text()
    assert not list(tmp_path.iterdir())


def test_a_file_and_a_link_to_it_are_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0)
    (tmp_path / "link.yaml").symlink_to(tmp_path / "real.yaml")
    with changing(tmp_path / "link.yaml", tmp_path / "real.yaml"):
        with pytest.raises(Busy), changing(tmp_path / "real.yaml"):
            pass
        with changing(tmp_path / "other.yaml"):
            pass


def test_a_lock_that_is_removed_between_opening_and_locking_is_not_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else two would hold it: one the file that is gone, one the new file of its name."""
    target, opened = tmp_path / "a.yaml", lock._opened

    def gone_at_once(path: Path) -> int | None:
        handle = opened(path)
        monkeypatch.setattr(lock, "_opened", opened)
        path.unlink()
        return handle

    monkeypatch.setattr(lock, "_opened", gone_at_once)
    with changing(target):
        monkeypatch.setattr(lock, "PATIENCE", 0)
        with pytest.raises(Busy), changing(target):
            pass


def test_a_disk_that_knows_no_locks_is_written_to_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(_handle: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(lock, "_lock", no_locks)
    with changing(tmp_path / "a.yaml"):
        pass
    assert not list(tmp_path.iterdir())
