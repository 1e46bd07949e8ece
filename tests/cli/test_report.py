"""`debtaudit report`: what it writes where, and what it says when it cannot."""

from __future__ import annotations

import json
from pathlib import Path

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


def test_without_the_library_a_sentence_says_how_to_install_it(
    tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    code, _out, err = report("--xlsx", "--out", tmp_path / "site", inventory=small)
    assert code == 2 and "pip install 'debtaudit[xlsx]'" in err and not (tmp_path / "site").exists()


def test_without_a_browser_nothing_is_begun(tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBTAUDIT_BROWSER", "no-such-browser")
    code, _out, err = report("--pdf", "--out", tmp_path / "site", inventory=small)
    assert code == 2 and "no-such-browser" in err and not (tmp_path / "site").exists()


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
