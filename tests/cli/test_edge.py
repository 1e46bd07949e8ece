"""The edge of the program: wrong use, Ctrl-C, closed pipes, full disks and faults of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from tests.cli.conftest import DAY, ROOT, SAMPLE, SHOP, run, run_alone

STOP = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n"
"""A debt of the users' own that presses Ctrl-C in the middle of an audit."""


def stopping(shop: Path) -> Path:
    (shop / "ours").mkdir()
    (shop / "ours" / "stop.py").write_text(STOP)
    (shop / "debtaudit.yaml").write_text("debts: {folder: ours}\n")
    return shop


def in_a_shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash, in which `debtaudit` is this one."""
    ours = f'debtaudit() {{ "{sys.executable}" -m debtaudit "$@"; }}; set -o pipefail; {line}'
    return subprocess.run(["bash", "-c", ours], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("backlock",), "debtaudit: no such command 'backlock'; did you mean 'backlog'?"),
        (("backlog", "--as-of", "2026-02-30"),
         "debtaudit: --as-of 2026-02-30: there is no such day; write it as 2026-09-30"),
        (("check", "--as-of", "today"), "debtaudit: --as-of today: there is no such day; write it as 2026-09-30"),
        (("explain",), "debtaudit: missing argument 'FINDING|DEBT'; `debtaudit explain --help` tells how"),
        (("backlog", "--lane", "soon"),
         "debtaudit: --lane soon: there is no such choice; known are now, next, later, find_out, accepted"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_sentence_with_a_way_on(words: tuple[str, ...], sentence: str) -> None:
    said = run(*words)
    assert (said.code, said.out, said.err) == (2, "", f"{sentence}\n")


@pytest.mark.parametrize("words", [("--verson",), ("backlog", "--tean", "x"), ("plan", "--days", "many")])
def test_other_wrong_use_is_one_line_too(words: tuple[str, ...]) -> None:
    said = run(*words)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("debtaudit: ")
    assert said.err.count("\n") == 1


def test_ctrl_c_ends_quietly_and_no_gate_takes_it_for_a_verdict(shop: Path) -> None:
    said = run_alone("backlog", stopping(shop), "--as-of", DAY)
    assert (said.code, said.out) == (130, "")
    assert "Traceback" not in said.err


def test_ctrl_c_leaves_an_older_report_as_it_was(shop: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert run("report", shop, "--out", site, "--as-of", DAY).code == 0
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert run_alone("report", stopping(shop), "--out", site, "--as-of", DAY).code == 130
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("words", [("report", SAMPLE, "--as-of", DAY, "--out"), ("init", "--example")])
@pytest.mark.parametrize("after", [0, 1, 2])
def test_ctrl_c_while_files_are_written_leaves_only_whole_ones(
    words: tuple[str, ...], after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    assert run(*words, whole).code == 0
    replaced = 0
    rename = Path.replace

    def replace(self: Path, target: Path) -> Path:
        nonlocal replaced
        if replaced == after:
            raise KeyboardInterrupt
        replaced += 1
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    assert run(*words, cut).code == 130
    written = [path for path in cut.rglob("*") if path.is_file()]
    assert len(written) == after
    for path in written:
        assert path.read_bytes() == (whole / path.relative_to(cut)).read_bytes()


def test_a_fault_of_the_program_is_told_as_one_and_is_no_verdict(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> NoReturn:
        raise ZeroDivisionError("seven over nothing")

    monkeypatch.setattr("debtaudit.flow.audit", broken)
    said = run("backlog", shop)
    assert (said.code, said.out) == (4, "")
    assert "ZeroDivisionError: seven over nothing" in said.err
    assert said.err.endswith(
        "debtaudit: this is a fault of debtaudit, not of your inventory; report it with the lines above\n"
    )


@pytest.mark.parametrize("words", ["--all", "--format json", "--format csv"])
def test_a_reader_that_has_seen_enough_is_no_failure(words: str) -> None:
    said = in_a_shell(f"debtaudit backlog {SAMPLE} --as-of {DAY} {words} | head -1")
    assert said.returncode == 0
    assert len(said.stdout.splitlines()) == 1
    assert "Error" not in said.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_told_in_a_sentence() -> None:
    said = in_a_shell(f"debtaudit backlog {SAMPLE} --as-of {DAY} --format json > /dev/full")
    assert said.returncode == 4
    assert said.stderr.splitlines()[-1] == "debtaudit: No space left on device; make room, and run it again"


@pytest.mark.parametrize("form", ["json", "csv", "md", "table"])
def test_data_is_utf_8_whatever_the_terminal_speaks(form: str, shop: Path) -> None:
    (shop / "all.yaml").write_text(SHOP.replace("Tiny Shop", "Żółw €").replace("owner: chat\n", "owner: żółw\n"))
    words = ("backlog", shop, "--as-of", DAY, "--format", form)
    latin, utf = run_alone(*words, PYTHONIOENCODING="latin-1"), run_alone(*words, PYTHONIOENCODING="utf-8")
    assert latin.out == utf.out
    assert "żółw" in latin.out


def test_no_line_ends_with_blanks() -> None:
    for words in (("backlog", SAMPLE), ("explain", "unmonitored-concept-drift@order-intent", SAMPLE), ("debts",)):
        when = () if words[0] == "debts" else ("--as-of", DAY)
        out = run(*words, *when).out
        assert len(out.splitlines()) > 20
        assert not [line for line in out.splitlines() if line != line.rstrip()]
