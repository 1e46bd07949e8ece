"""Real repositories, made here, become facts of the pipelines whose code they hold."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from debtaudit.collectors.git import GitOptions, git
from debtaudit.domain.problem import errors
from tests.collectors.reading import entries, told

DAY = 86_400
NOW = 1_790_000_000


class Repository:
    """A repository whose commits have given authors and days."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.run("init", "-q", "-b", "main")

    def run(self, *words: str, **environ: str) -> str:
        whole = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, **environ}
        done = subprocess.run(["git", *words], cwd=self.folder, env=whole, capture_output=True, check=True, text=True)
        return done.stdout

    def commit(self, author: str = "Ana", days_ago: int = 0, **files: str) -> None:
        for name, text in files.items():
            path = self.folder / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        when = f"{NOW - days_ago * DAY} +0000"
        who = {"NAME": author, "EMAIL": f"{author.lower()}@example.com", "DATE": when}
        environ = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
        self.run("add", "-A")
        self.run("commit", "-q", "--allow-empty", "-m", "x", **environ)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "etl")
    made.commit("Ana", 800, old__a_dot_py="x = 1\n")
    made.commit("Ana", 30, train__fit_dot_py="# TODO: mend\nx = 1\n", train__conf_dot_yaml="a: 1\n")
    made.commit("Li", 20, train__fit_dot_py="# TODO: mend\nx = 2  # FIXME\n", train__q_dot_sql="select 1\n")
    made.commit("renovate[bot]", 5, train__requirements_dot_txt="pandas>=2\nnumpy==2.1\n")
    return made


TRAIN = GitOptions(pipelines={"churn-training": ("train",)})


def test_a_pipeline_is_the_code_below_its_paths(repository: Repository) -> None:
    made = git.collect(repository.folder, TRAIN)
    assert not made.problems
    assert entries(made, "pipelines") == {"churn-training": {
        "id": "churn-training", "languages": ["python", "sql"], "todo_count": 2, "lines": 3,
        "maintainers": ["person-1", "person-2"], "config": {"versioned": True}, "runs_on": ["pandas"],
        "last_commit_at": date(2026, 9, 16),
    }}  # fmt: skip
    assert entries(made, "dependencies") == {"pandas": {"id": "pandas", "kind": "library", "pinned": False}}


def test_without_a_mapping_the_whole_is_one_pipeline_called_as_the_remote(repository: Repository) -> None:
    assert list(entries(git.collect(repository.folder), "pipelines")) == ["etl"]
    repository.run("remote", "add", "origin", "https://me:hunter2@git.example.com/merrowline/shop-etl.git")
    made = entries(git.collect(repository.folder), "pipelines")
    assert list(made) == ["shop-etl"]
    assert made["shop-etl"]["repository"] == "https://git.example.com/merrowline/shop-etl.git"


def test_people_are_counted_and_named_only_if_somebody_says_so(repository: Repository) -> None:
    named = git.collect(repository.folder, GitOptions(pipelines={"train": "train"}, names=True))
    assert sorted(entries(named, "pipelines")["train"]["maintainers"]) == ["Ana", "Li"]
    assert "Ana" not in str(git.collect(repository.folder, TRAIN).document)


def test_who_left_more_than_a_year_ago_does_not_maintain(tmp_path: Path) -> None:
    made = Repository(tmp_path / "a")
    made.commit("Mo", 500, a_dot_py="x = 1\n")
    made.commit("Ana", 0, a_dot_py="x = 2\n")
    assert entries(git.collect(made.folder), "pipelines")["a"]["maintainers"] == ["person-1"]


def test_how_few_made_half_of_the_changes_is_said_where_there_are_enough(tmp_path: Path) -> None:
    made = Repository(tmp_path / "a")
    for number in range(12):
        made.commit("Ana" if number % 4 else "Li", 12 - number, a_dot_py=f"x = {number}\n")
    note = entries(git.collect(made.folder), "pipelines")["a"]["notes"]
    assert note == "one person of 2 made half of the changes in two years (12 commits)"


def test_code_that_is_mostly_notebooks_is_a_notebook(tmp_path: Path) -> None:
    made = Repository(tmp_path / "a")
    made.commit(score_dot_ipynb="{}\n", b_dot_py="x = 1\n")
    assert entries(git.collect(made.folder), "pipelines")["a"]["origin"] == "notebook"
    made.commit(c_dot_py="x = 1\n", d_dot_py="x = 1\n")
    assert "origin" not in entries(git.collect(made.folder), "pipelines")["a"]


def test_what_programs_made_and_links_and_strange_names_do_no_harm(tmp_path: Path) -> None:
    made = Repository(tmp_path / "a")
    made.commit(_dot_gitattributes="gen/* linguist-generated\n", gen__big_dot_py="# TODO\n" * 99, a_dot_py="# TODO\n",
                vendor__x_dot_py="# TODO\n" * 9)  # fmt: skip
    (made.folder / "Grüße – \t neu.py").write_text("# HACK\n")
    (made.folder / "out.py").symlink_to("/etc/passwd")
    made.commit()
    assert entries(git.collect(made.folder), "pipelines")["a"]["todo_count"] == 2


def test_hooks_and_programs_of_the_repository_are_not_run(repository: Repository, tmp_path: Path) -> None:
    trap, sprung = tmp_path / "trap", tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {sprung}\n")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "diff.external", "core.pager", "gpg.program", "core.sshCommand", "diff.x.textconv"):
        repository.run("config", key, str(trap))
    repository.run("config", "log.showSignature", "true")
    (repository.folder / ".gitattributes").write_text("*.py diff=x\n")
    assert git.collect(repository.folder, TRAIN).document
    assert not sprung.exists()


def test_a_shallow_clone_has_no_history_and_says_so(repository: Repository, tmp_path: Path) -> None:
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", f"file://{repository.folder}", tmp_path / "shallow"], check=True
    )
    made = git.collect(tmp_path / "shallow", TRAIN)
    pipeline = entries(made, "pipelines")["churn-training"]
    assert "is shallow: its history is not known; git fetch --unshallow" in told(made)
    assert pipeline["todo_count"] == 2
    assert not {"last_commit_at", "maintainers", "notes"} & set(pipeline)


def test_paths_that_hold_nothing_are_told(repository: Repository) -> None:
    made = git.collect(repository.folder, GitOptions(pipelines={"x": ("nowhere",)}))
    assert "lies under nowhere; x is left out" in told(made)


def test_models_may_be_the_code_below_paths_too(repository: Repository) -> None:
    made = git.collect(repository.folder, GitOptions(models={"churn": ("train",)}))
    assert entries(made, "models")["churn"]["maintainers"] == ["person-1", "person-2"]


@pytest.mark.parametrize(
    ("kind", "says"), [("none", "no git repository"), ("empty", "no commits"), ("bare", "is bare")]
)
def test_what_is_no_checkout_is_told(kind: str, says: str, tmp_path: Path) -> None:
    folder = tmp_path / kind
    folder.mkdir()
    if kind != "none":
        subprocess.run(["git", "init", "-q", *(["--bare"] if kind == "bare" else []), folder], check=True)
    (told_once,) = errors(git.collect(folder).problems)
    assert says in told_once.message
