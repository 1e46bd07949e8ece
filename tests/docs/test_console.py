"""What a page shows below a command is what the command says; the parts that make it so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.conftest import making

console = making("console")
STARTER = "models: [{id: intent, status: production, monitoring: {quality: none}}]\n"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / "all.yaml").write_text(STARTER)
    return folder


def page(body: str, run: str = "") -> str:
    return f"Text.\n\n{run}```console\n{body}```\n\nMore text.\n"


def test_output_is_filled_in_below_its_command_and_old_output_goes(sample: Path) -> None:
    said = console.filled(page("$ debtaudit check sample_inventory\nold\n$ debtaudit --version\n"), sample)
    assert "sample_inventory\n1 asset in 1 file: no problems\n$ debtaudit --version\ndebtaudit " in said
    assert "old" not in said
    assert said.startswith("Text.\n\n```console\n") and said.endswith("```\n\nMore text.\n")
    assert console.filled(said, sample) == said


def test_only_the_lines_that_are_asked_for_are_shown(sample: Path) -> None:
    text = page("$ printf '1\\n2\\n3\\n4\\n5\\n'\n", "<!-- run: first 2, last 1 -->\n")
    assert "5\\n'\n1\n2\n…\n5\n```" in console.filled(text, sample)
    few = page("$ printf '1\\n2\\n3\\n4\\n'\n", "<!-- run: first 2, last 1 -->\n")
    assert "\n1\n2\n3\n4\n```" in console.filled(few, sample), "a sign instead of one line saves nothing"


def test_an_exit_code_that_the_page_does_not_expect_is_told(sample: Path) -> None:
    with pytest.raises(console.Unexpected, match="ended with 2, not 0"):
        console.filled(page("$ debtaudit check nowhere\n"), sample)
    assert "there is no file" in console.filled(page("$ debtaudit check nowhere\n", "<!-- run: exit 2 -->\n"), sample)


def test_what_was_typed_is_typed_again(sample: Path) -> None:
    command = "$ debtaudit audit intent sample_inventory --quick --by ann --as-of 2026-09-30"
    once = console.filled(page(f"{command}\n> 2\n> q\n"), sample)
    assert once.count("\n> ") == 2
    assert "What your answers moved" in once
    assert console.filled(once, sample) == once


def test_files_that_a_page_shows_are_there_for_the_commands_below(sample: Path) -> None:
    text = "```yaml\n# more/two.yaml\nmodels: [{id: a}, {id: b}]\n```\n\n" + page("$ debtaudit check more\n")
    assert "2 assets in 1 file: no problems" in console.filled(text, sample)


def test_commands_of_one_page_share_a_folder_and_pages_do_not(sample: Path) -> None:
    assert "kept" in console.filled(page("$ echo kept > there\n$ cat there\n"), sample)
    with pytest.raises(console.Unexpected, match="cat there"):
        console.filled(page("$ cat there\n"), sample)


def test_a_command_may_go_on_in_the_next_line(sample: Path) -> None:
    said = console.filled(page("$ debtaudit check \\\n    sample_inventory\n"), sample)
    assert "$ debtaudit check \\\n    sample_inventory\n1 asset in 1 file" in said


@pytest.mark.parametrize("command", ["debtaudit check . | tail", "echo x | debtaudit check .", "debtaudit check . > f"])
def test_our_commands_are_not_run_by_a_shell(sample: Path, command: str) -> None:
    with pytest.raises(console.Unexpected, match="without a shell"):
        console.filled(page(f"$ {command}\n"), sample)
