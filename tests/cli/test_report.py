"""`debtaudit report`: what it writes where, and what it says when it cannot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from debtaudit.cli import app

SAMPLE = Path(__file__).parents[2] / "sample_inventory"
AS_OF = ("--as-of", "2026-09-30")
RUN = CliRunner()


def report(*arguments: str | Path, inventory: Path = SAMPLE) -> tuple[int, str, str]:
    done = RUN.invoke(app, ["report", str(inventory), *AS_OF, *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "all.yaml").write_text(
        "models:\n- id: intent\n  status: production\n  monitoring: {quality: none}\n", "utf-8"
    )
    return folder


def test_it_writes_the_site_and_prints_where_it_begins(tmp_path: Path, small: Path) -> None:
    code, out, err = report("--out", tmp_path / "site", inventory=small)
    assert (code, out) == (0, f"{tmp_path}/site/index.html\n") and "open it in a browser" in err
    there = {each.relative_to(tmp_path / "site").as_posix() for each in (tmp_path / "site").rglob("*")}
    assert {"index.html", "backlog.html", "teams.html", "map.html", "method.html", "data.json", "brief.md"} <= there
    assert "item/unmonitored-concept-drift@intent.html" in there


def test_a_brief_for_mail_goes_to_standard_output_and_nothing_is_written(tmp_path: Path, small: Path) -> None:
    code, out, _err = report("--md", "--out", tmp_path / "site", inventory=small)
    assert code == 0 and out.startswith("AI debt review, 30 September 2026")
    assert not (tmp_path / "site").exists()


def test_all_numbers_go_to_standard_output_as_json(tmp_path: Path, small: Path) -> None:
    code, out, _err = report("--json", "--out", tmp_path / "site", inventory=small)
    assert code == 0 and json.loads(out)["format"] == "debtaudit-report"


def test_a_workbook_stands_beside_the_pages(tmp_path: Path, small: Path) -> None:
    pytest.importorskip("xlsxwriter")
    code, out, _err = report("--xlsx", "--out", tmp_path / "site", inventory=small)
    assert code == 0 and out.splitlines() == [f"{tmp_path}/site/debtaudit.xlsx", f"{tmp_path}/site/index.html"]
    assert (tmp_path / "site" / "debtaudit.xlsx").read_bytes().startswith(b"PK")


def test_without_the_library_the_rest_is_written_and_a_sentence_says_how_to_install_it(
    tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr("debtaudit.report.printing.browser", lambda: "chromium")
    monkeypatch.setattr("debtaudit.report.printing.print_pdf", lambda _page, target, _day: target)
    code, out, err = report("--pdf", "--xlsx", "--out", tmp_path / "site", inventory=small)
    assert code == 4 and out.splitlines() == [f"{tmp_path}/site/board.pdf", f"{tmp_path}/site/index.html"]
    assert "left out: debtaudit.xlsx: " in err and "pip install 'debtaudit[xlsx]'" in err
    assert (tmp_path / "site" / "index.html").is_file() and not (tmp_path / "site" / "debtaudit.xlsx").exists()


def test_without_a_browser_the_pages_are_written(tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBTAUDIT_BROWSER", "no-such-browser")
    code, out, err = report("--pdf", "--out", tmp_path / "site", inventory=small)
    assert code == 4 and out == f"{tmp_path}/site/index.html\n"
    assert "left out: board.pdf: DEBTAUDIT_BROWSER names 'no-such-browser'" in err


def test_a_browser_that_does_not_print_leaves_the_pages(
    tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEBTAUDIT_BROWSER", "false")
    code, out, err = report("--pdf", "--out", tmp_path / "site", inventory=small)
    assert code == 4 and out == f"{tmp_path}/site/index.html\n" and "left out: board.pdf: " in err


def test_the_help_says_what_files_need_and_where_the_look_is_set() -> None:
    said = " ".join(RUN.invoke(app, ["report", "--help"]).stdout.split())
    assert "needs Chromium, Chrome or Edge" in said and "needs pip install 'debtaudit[xlsx]'" in said
    assert "in debtaudit.yaml" in said and "under report: name, logo, accent, paper, headline" in said


def test_options_that_contradict_each_other_are_told(tmp_path: Path, small: Path) -> None:
    assert report("--md", "--json", inventory=small)[0] == 2
    code, _out, err = report("--md", "--pdf", inventory=small)
    assert code == 2 and "write no files" in err


def test_own_templates_stand_in_for_ours(tmp_path: Path, small: Path) -> None:
    own = tmp_path / "own" / "report" / "blocks"
    own.mkdir(parents=True)
    (own / "title.html").write_text('<h1 id="{{ name }}">Ours: {{ words(block.sentence) }}</h1>', "utf-8")
    code, _out, _err = report("--templates", tmp_path / "own", "--out", tmp_path / "site", inventory=small)
    assert code == 0 and ">Ours: " in (tmp_path / "site" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "says"), [("{{ block.nothing }}", "has no attribute 'nothing'"), ("{% if %}", "title.html:1")]
)
def test_a_wrong_template_is_told_and_leaves_the_old_report(tmp_path: Path, small: Path, text: str, says: str) -> None:
    site = tmp_path / "site"
    assert report("--out", site, inventory=small)[0] == 0
    before = (site / "index.html").read_bytes()
    own = tmp_path / "own" / "report" / "blocks"
    own.mkdir(parents=True)
    (own / "title.html").write_text(text, "utf-8")
    code, _out, err = report("--templates", tmp_path / "own", "--out", site, inventory=small)
    assert code == 2 and "a template cannot be drawn" in err and says in err
    assert (site / "index.html").read_bytes() == before and not list(site.glob(".new-*"))


def test_a_folder_without_templates_is_told(tmp_path: Path, small: Path) -> None:
    code, _out, err = report("--templates", tmp_path, inventory=small)
    assert code == 2 and "holds no folder 'report' with templates" in err


class TestAQuarter:
    """Reports of quarters that are over, and against others than the one before."""

    def json(self, *arguments: str | Path) -> tuple[int, dict[str, Any], str]:
        done = RUN.invoke(app, ["report", str(SAMPLE), "--json", *map(str, arguments)])
        return done.exit_code, json.loads(done.stdout) if done.stdout else {}, done.stderr

    @pytest.mark.parametrize("typed", ["2026-Q2", "2026q2"])
    def test_a_past_quarter_is_reported_as_it_was_known_on_its_last_day(self, typed: str) -> None:
        code, said, _err = self.json("--quarter", typed)
        assert (code, said["as_of"], said["quarter"], said["since"]) == (0, "2026-06-30", "2026-Q2", "2026-Q1")

    def test_a_quarter_is_compared_with_any_one_before(self) -> None:
        code, said, _err = self.json("--quarter", "2026-Q3", "--as-of", "2026-09-30", "--compare", "2025Q3")
        assert (code, said["since"]) == (0, "2025-Q3")
        changes = {each["change"]["since"] for each in said["kpis"] if each["change"]}
        assert changes == {"2025-Q3"}
        assert [each["quarter"] for each in said["kpis"][0]["history"]][-1] == "2026-Q2", "the line leaves nothing out"

    def test_a_snapshots_file_is_as_good_as_its_quarter(self, tmp_path: Path) -> None:
        kept = tmp_path / "board-meeting.yaml"
        kept.write_bytes((SAMPLE / "ledger" / "2026-Q1.yaml").read_bytes())
        (tmp_path / "ledger").mkdir()
        code, said, _err = self.json(*AS_OF, "--compare", kept, "--ledger", tmp_path / "ledger")
        assert (code, said["since"]) == (0, "2026-Q1")

    def test_the_board_says_what_it_is_compared_with(self, tmp_path: Path) -> None:
        code, _out, _err = report("--compare", "2025-Q3", "--out", tmp_path)
        board = (tmp_path / "index.html").read_text("utf-8")
        assert code == 0
        assert "From 2025-Q3 to 2026-Q3" in board and "it was €59k in 2025-Q3" in board
        assert "Moves since 2025-Q3" in board and "2025-Q3 as rings" in board and "Six quarters" in board

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["--quarter", "Q3"], "--quarter: 'Q3' is no quarter; write it as 2026-Q3"),
            (["--quarter", "2026-Q2", "--as-of", "2026-09-30"], "2026-09-30 does not lie in 2026-Q2"),
            (["--quarter", "9999-Q1"], "9999-Q1 has not begun"),
            (["--compare", "2026-Q3", *AS_OF], "--compare: 2026-Q3 is not before 2026-Q3, which is reported"),
            (["--compare", "2024-Q3", *AS_OF], "there is no snapshot '2024-Q3'"),
        ],
    )
    def test_what_cannot_be_reported_is_said_in_a_sentence(self, arguments: list[str], says: str) -> None:
        code, said, err = self.json(*arguments)
        assert (code, said) == (2, {}) and says in err
