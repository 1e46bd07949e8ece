"""Runs of Weights & Biases: their logs read without its package, and what a script exported."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debtaudit.collectors._collector import Export
from debtaudit.collectors.wandb import HEAD, WandbOptions, dict_of, wandb
from debtaudit.domain.problem import errors
from tests.collectors.parts import python_with
from tests.collectors.reading import entries, of_json, of_text, told
from tests.collectors.samples import HERE

LOGS = sorted((HERE / "exports" / "wandb").rglob("*.wandb"))


def run(**more: Any) -> dict[str, Any]:
    return {
        "name": "a", "project": "churn", "jobType": "training", "state": "finished",
        "createdAt": "2026-09-01T00:00:00Z",
        "config": {"seed": 7, "model_type": "xgboost"}, "summary": {"auc": 0.8, "_runtime": 3}, "commit": "abc",
        **more,
    }  # fmt: skip


@pytest.mark.parametrize("path", LOGS, ids=lambda each: each.parent.name)
def test_logs_of_two_versions_tell_the_same_kinds_of_facts(path: Path) -> None:
    made = of_text(wandb, path.read_bytes(), "run.wandb")
    model = entries(made, "models")["order-intent"]
    assert not made.problems
    assert (model["family"], model["status"]) == ("tree", "production")
    assert model["manifest"]["random_seed"] == 42
    assert model["manifest"]["hyperparameters"]["max_depth"] == 8
    assert {"f1_macro", "loss"} <= set(model["manifest"]["metrics"])
    assert len(model["manifest"]["git_commit"]) == 40
    assert isinstance(model["trained_at"], date)


@pytest.mark.parametrize("path", LOGS, ids=lambda each: each.parent.name)
def test_a_log_cut_at_any_byte_gives_facts_or_a_sentence(path: Path) -> None:
    whole = path.read_bytes()
    for length in range(0, len(whole), 37):
        made = of_text(wandb, whole[:length], "run.wandb")
        assert made.document or made.problems


def test_a_damaged_log_is_read_up_to_the_damage() -> None:
    whole = bytearray(LOGS[0].read_bytes())
    whole[-40] ^= 0xFF
    made = of_text(wandb, bytes(whole), "run.wandb")
    assert "the log is damaged at byte" in told(made)
    assert entries(made, "models")


def test_a_file_that_is_no_log_is_refused() -> None:
    assert "this is no log of a run: it does not begin as one" in told(of_text(wandb, "hello", "run.wandb"))
    assert "its version is 1, known is 0" in told(of_text(wandb, HEAD[:6] + b"\x01", "run.wandb"))


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_any_bytes_are_some_message_or_none(data: bytes) -> None:
    assert isinstance(dict_of(data), dict)


def test_nothing_of_people_or_hosts_is_copied() -> None:
    text = str(of_text(wandb, LOGS[-1].read_bytes(), "run.wandb").document)
    assert "trainer-1" not in text
    assert "@" not in text


def test_the_newest_run_that_ended_well_describes_the_model() -> None:
    later = run(name="b", createdAt="2026-09-05T00:00:00Z", config={"seed": 8})
    failed = run(name="c", createdAt="2026-09-09T00:00:00Z", state="crashed", config={"seed": 9})
    other = run(name="d", createdAt="2026-09-09T00:00:00Z", jobType="eval", config={"seed": 10})
    model = entries(of_json(wandb, {"runs": [later, run(), failed, other]}), "models")["churn"]
    assert (model["manifest"]["random_seed"], model["trained_at"]) == (8, date(2026, 9, 5))


def test_a_tag_marks_the_run_in_service() -> None:
    later = run(name="b", createdAt="2026-09-05T00:00:00Z")
    model = entries(of_json(wandb, {"runs": [later, run(tags=["prod"])]}), "models")["churn"]
    assert (model["trained_at"], model["status"]) == (date(2026, 9, 1), "production")


def test_what_a_run_used_is_what_it_learned_from_and_what_it_logged_only_if_somebody_says_so() -> None:
    labels = {"type": "dataset", "name": "lab/labels:v3", "digest": "d1"}
    model = entries(of_json(wandb, {"runs": [run(used_artifacts=[labels])]}), "models")["churn"]
    assert (model["trains_on"], model["manifest"]["data_snapshot"]) == (["labels"], "d1")
    logged = {"runs": [run(logged_artifacts=[labels])]}
    assert "trains_on" not in entries(of_json(wandb, logged), "models")["churn"]
    said = WandbOptions(logged_datasets="inputs")
    assert entries(of_json(wandb, logged, options=said), "models")["churn"]["trains_on"] == ["labels"]


def test_the_model_may_be_named_by_group_or_config() -> None:
    one = run(group="returns", config={"model": "fraud"})
    assert list(entries(of_json(wandb, [one], options=WandbOptions(model="run")), "models")) == ["returns"]
    assert list(entries(of_json(wandb, [one], options=WandbOptions(model="config")), "models")) == ["fraud"]


SCRIPT = """
import wandb
run = wandb.init(project="churn", job_type="training", config={"seed": 3, "model_type": "lightgbm"}, tags=["prod"])
run.log({"auc": 0.7})
run.summary["auc_best"] = 0.9
run.finish()
"""


@pytest.mark.slow
def test_a_run_of_the_real_package_without_a_network_is_read(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(SCRIPT)
    python = python_with("wandb")
    quiet = {"WANDB_MODE": "offline", "WANDB_SILENT": "true", "WANDB_ERROR_REPORTING": "false", "HOME": str(tmp_path)}
    subprocess.run([python, "train.py"], cwd=tmp_path, check=True, capture_output=True, env={**os.environ, **quiet})
    made = wandb.collect(tmp_path / "wandb")
    model = entries(made, "models")["churn"]
    assert not errors(made.problems)
    assert (model["status"], model["family"]) == ("production", "tree")
    assert model["manifest"]["random_seed"] == 3
    assert model["manifest"]["metrics"]["auc_best"] == 0.9


def test_the_environment_beside_a_log_is_the_lock() -> None:
    exports = [Export("r/run.wandb", LOGS[0].read_bytes()), Export("r/files/requirements.txt", b"a==1\nb==2\n")]
    model = entries(wandb.state(exports, WandbOptions(), {}), "models")["order-intent"]
    assert model["manifest"]["environment_lock"] == "r/files/requirements.txt: 2 packages pinned"
