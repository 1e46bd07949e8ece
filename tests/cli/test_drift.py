from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import DAY, Said, run, run_alone
from tests.drift.conftest import cells, parquet

INVENTORY = """\
models: [{id: recommender, status: production, uses: [session-duration, country]}]
features: [{id: session-duration, importance: 60%}, {id: country, importance: 5%}]
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The two samples of the article that everybody copies from, and columns that stay as they are."""
    rng = np.random.default_rng(42)
    for name, mean, deviation, rows in (("a", 50, 10, 1000), ("b", 58, 12, 200)):
        duration = rng.normal(mean, deviation, rows).round(3)
        items, country = rng.poisson(4, rows), rng.choice(["us", "ca"], rows)
        cells(
            tmp_path / f"{name}.csv",
            ["session_duration", "items", "country"],
            zip(duration, items, country, strict=True),
        )
    return tmp_path


def drift(data: Path, *words: str | Path) -> Said:
    return run("drift", "--reference", data / "a.csv", "--current", data / "b.csv", "--as-of", DAY, *words)


def test_it_says_what_moved_how_and_what_that_comes_to(data: Path) -> None:
    said = drift(data)
    assert said.code == 1
    lines = said.out.splitlines()
    joined = "".join("".join(lines).split())  # however long the paths are, and wherever they are broken
    assert joined.startswith(f"reference{data}/a.csv,1,000rowscurrent{data}/b.csv,200rows")
    first = next(at for at, line in enumerate(lines) if line.startswith("verdict")) + 1
    assert lines[first].split()[:2] == ["act", "session_duration"]
    assert "from 6" in lines[first + 1] and "10% → " in lines[first + 1]
    assert {tuple(line.split()[:2]) for line in lines[first + 2 : first + 4]} == {
        ("stable", "items"),
        ("stable", "country"),
    }
    assert "One of three columns moved too far, 33% of the importance." in said.out
    assert max(map(len, lines)) <= 100


def test_programs_get_every_number(data: Path) -> None:
    said = drift(data, "--format", "json")
    made = json.loads(said.out)
    assert (made["format"], made["version"], made["as_of"], made["drifted"]) == ("debtaudit-drift", 1, DAY, True)
    column = next(each for each in made["columns"] if each["name"] == "session_duration")
    assert column["verdict"] == "act"
    assert set(column["measures"]) == {"ks", "psi", "wasserstein", "jensen_shannon"}
    assert column["measures"]["ks"]["p_value"] < 1e-9
    assert sum(part["current"] for part in column["parts"]) == column["current"]["values"] == 200
    assert drift(data, "--format", "json").out == said.out


def test_the_older_rule_gives_the_articles_verdict_in_the_articles_words(data: Path) -> None:
    said = drift(data, "--legacy-ks")
    assert said.code == 1
    assert said.out.splitlines()[0] == ("[ALERT] Significant drift detected for 'session_duration'. KS p-value: 0.0000")
    assert said.out.splitlines()[1].startswith("[OK] No significant drift for 'items'. KS p-value: 0.")
    assert said.out.splitlines()[2] == "[--] No verdict for 'country': the test is for numbers."
    assert drift(data, "--legacy-ks", "--column", "items").code == 0
    made = json.loads(drift(data, "--legacy-ks", "--format", "json").out)
    assert [each["drift"] for each in made["columns"]] == [True, False, None]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 1),
        (("--fail-on", "never"), 0),
        (("--fail-on", "table"), 1),
        (("--fail-on", "table", "--weight", "session_duration=0.05"), 0),
        (("--fail-on", "table", "--weight", "session_duration=5%"), 0),
        (("--column", "items"), 0),
    ],
)
def test_the_exit_code_says_what_it_was_told_to(data: Path, words: tuple[str, ...], code: int) -> None:
    assert drift(data, *words).code == code


def test_a_column_that_is_gone_fails_too(data: Path) -> None:
    cells(data / "c.csv", ["items"], [[4]] * 200)
    said = run(
        "drift", "--reference", data / "a.csv", "--current", data / "c.csv", "--column", "country", "--column", "items"
    )
    assert said.code == 1
    assert "Only in the reference: 'country'." in said.out


def test_results_go_into_the_inventory_and_come_back_in_its_ranking(data: Path) -> None:
    inventory = data / "inventory"
    inventory.mkdir()
    (inventory / "all.yaml").write_text(INVENTORY)
    for day in ("2026-09-20", "2026-09-27"):
        said = run("drift", "--reference", data / "a.csv", "--current", data / "b.csv", "--into", inventory, "--asset",
                   "recommender", "--as-of", day)  # fmt: skip
        assert (said.code, said.err) == (
            1, f"11 measurements of recommender as of {day} are in {inventory}/drift.yaml\n",
        )  # fmt: skip
        assert "60% of the importance" in said.out or "moved too far" in said.out
    assert run("check", inventory, "--as-of", DAY).code == 0
    ranked = json.loads(run("backlog", inventory, "--format", "json", "--as-of", DAY).out)
    assert "active-input-drift@recommender" in {each["id"] for each in ranked["findings"]}
    assert (inventory / "all.yaml").read_text() == INVENTORY


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--into", "."), "--into and --asset belong together"),
        (("--asset", "x"), "--into and --asset belong together"),
        (("--column", "item"), "there is no column 'item' on either side; did you mean 'items'?"),
        (("--weight", "items"), "--weight items: 'items' is not a number; write it as amount=40%"),
        (("--weight", "items=lots"), "--weight items=lots: 'lots' is not a number"),
        (("--weight", "items=7"), "--weight items=7: a weight is a column's name and a share of 0 to 1"),
        (("--weight", "itms=0.5"), "there is no column 'itms' on either side; did you mean 'items'?"),
        (("--engine", "pandas"), "--engine pandas: there is no such choice; known are duckdb, spark"),
        (("--memory", "10"), "--memory takes a number of 256 or more"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(data: Path, words: tuple[str, ...], says: str) -> None:
    said = drift(data, *words)
    assert (said.code, said.out) == (2, "")
    assert says in said.err
    assert len(said.err.splitlines()) == 1


def test_an_asset_that_is_not_there_is_told_before_anything_is_counted(data: Path) -> None:
    (data / "inventory.yaml").write_text(INVENTORY)
    said = run("drift", "--reference", "nowhere", "--current", "nowhere", "--into", data, "--asset", "recomender")
    assert (said.code, said.out) == (2, "")
    assert "did you mean 'recommender'?" in said.err


def test_a_file_of_somebody_else_is_not_written_to(data: Path) -> None:
    (data / "inventory.yaml").write_text(INVENTORY)
    said = drift(data, "--into", data / "inventory.yaml", "--asset", "recommender")
    assert said.code == 3
    assert "was not written by this command; name a file of its own with --into" in said.err
    assert (data / "inventory.yaml").read_text() == INVENTORY


def test_bad_data_is_told_with_its_place(data: Path) -> None:
    with (data / "b.csv").open("a") as file:
        file.write("1,2,us,more\r\n")
    said = drift(data)
    assert (said.code, said.out) == (3, "")
    assert (
        said.err == f"debtaudit: {data}/b.csv:202: 4 cells where the header has 3; correct the line, or leave it out\n"
    )


def test_nothing_in_common_is_no_success(data: Path) -> None:
    cells(data / "c.csv", ["other"], [[4]] * 200)
    said = run("drift", "--reference", data / "a.csv", "--current", data / "c.csv")
    assert (said.code, said.out) == (3, "")
    assert "no column in common" in said.err


def test_a_missing_engine_is_one_sentence_that_says_how_to_install_it(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for engine, library, extra in (("duckdb", "duckdb", "drift"), ("spark", "pyspark", "spark")):
        for name in [name for name in sys.modules if name == library or name.startswith(f"{library}.")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, library, None)
        said = drift(data, "--engine", engine)
        assert (said.code, said.out) == (4, "")
        assert f"pip install 'debtaudit[{extra}]'" in said.err
        assert len(said.err.splitlines()) == 1


def test_it_runs_as_users_run_it_and_leaves_nothing_behind(data: Path) -> None:
    parquet(data / "a.parquet", {"x": list(range(500))})
    before = sorted(data.iterdir())
    said = run_alone("drift", "--reference", "a.parquet", "--current", "a.parquet", "--column", "x", cwd=data)
    assert (said.code, said.err) == (0, "")
    assert "None of one column moved too far." in said.out
    assert sorted(data.iterdir()) == before
