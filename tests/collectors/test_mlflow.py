"""What an MLflow server knows becomes facts of its models: of the live version, and nothing that is not known."""

from __future__ import annotations

import json
from typing import Any

import pytest

from debtaudit.collectors._collector import Collected, Export, Unanswered
from debtaudit.collectors._node import Node
from debtaudit.collectors.mlflow import MlflowOptions, family, mlflow
from debtaudit.domain.facts import ABSENT
from debtaudit.domain.problem import errors


def collected(
    *answers: dict[str, Any], options: MlflowOptions | None = None, files: dict[str, str] | None = None
) -> Collected:
    exports = [Export(f"{number}.json", json.dumps(each).encode()) for number, each in enumerate(answers)]
    exports += [Export(name, text.encode()) for name, text in (files or {}).items()]
    return mlflow.state(exports, options or MlflowOptions(), {})


def model(made: Collected, number: int = 0) -> dict[str, Any]:
    models = made.document["models"]
    assert isinstance(models, list)
    found: dict[str, Any] = models[number]
    return found


def registered(*aliases: tuple[str, str], name: str = "churn") -> dict[str, Any]:
    return {"registered_models": [
        {"name": name, "creation_timestamp": 1754006400000, "last_updated_timestamp": 1754006400000,
         "aliases": [{"alias": alias, "version": version} for alias, version in aliases]}]}  # fmt: skip


def versions(*numbers: int) -> dict[str, Any]:
    return {"model_versions": [
        {"name": "churn", "version": str(each), "run_id": f"r{each}", "status": "READY", "current_stage": "None",
         "source": f"models:/m-{each}"} for each in numbers]}  # fmt: skip


def run(number: int, **info: str) -> dict[str, Any]:
    metrics = [("auc", 0.8, 1), ("auc", 0.7, 0), ("loss", "NaN", 0)]
    return {"runs": [{
        "info": {"run_id": f"r{number}", "status": "FINISHED", "end_time": 1755000000000, **info},
        "data": {"params": [{"key": "seed", "value": "7"}, {"key": "lr", "value": "0.1"}],
                 "metrics": [{"key": key, "value": value, "step": step} for key, value, step in metrics]},
    }]}  # fmt: skip


def test_the_live_version_is_the_one_that_an_alias_marks_not_the_newest() -> None:
    made = model(collected(registered(("champion", "2"), ("challenger", "3")), versions(1, 2, 3), run(2), run(3)))
    assert (made["version"], made["status"]) == ("2", "production")
    assert made["manifest"]["model_id"] == "churn/2"


def test_another_alias_can_be_the_live_one() -> None:
    made = model(collected(registered(("champion", "2"), ("eu", "1")), versions(1, 2),
                           options=MlflowOptions(live=("eu",))))  # fmt: skip
    assert made["version"] == "1"


def test_a_stage_of_older_servers_marks_it_too() -> None:
    answer = versions(1, 2)
    answer["model_versions"][0]["current_stage"] = "Production"
    assert model(collected(registered(), answer))["version"] == "1"


def test_without_a_mark_the_newest_is_described_and_its_status_stays_unknown() -> None:
    answer = versions(9, 10)
    answer["model_versions"].append({**answer["model_versions"][0], "version": "11", "status": "FAILED_REGISTRATION"})
    made = collected(registered(), answer)
    assert model(made)["version"] == "10"
    assert "status" not in model(made)
    assert any("nothing marks the live version of 'churn'" in each.message for each in made.problems)


def test_of_a_metric_the_last_step_counts_and_what_is_no_number_is_left_out_and_told() -> None:
    made = collected(registered(("production", "1")), versions(1), run(1))
    assert model(made)["manifest"]["metrics"] == {"auc": 0.8}
    assert any("metric 'loss' is NaN" in each.message for each in made.problems)


def test_parameters_are_numbers_where_they_are_and_a_seed_is_found() -> None:
    manifest = model(collected(registered(("production", "1")), versions(1), run(1)))["manifest"]
    assert manifest["hyperparameters"] == {"lr": 0.1, "seed": 7}
    assert manifest["random_seed"] == 7


def test_a_failed_run_trained_nothing() -> None:
    made = model(collected(registered(("production", "1")), versions(1), run(1, status="FAILED")))
    assert "trained_at" not in made


def test_a_run_that_logged_no_data_leaves_training_data_unknown() -> None:
    assert "trains_on" not in model(collected(registered(("production", "1")), versions(1), run(1)))


def test_what_the_server_does_not_hold_does_not_exist_only_if_somebody_says_so() -> None:
    answers = (registered(("production", "1")), versions(1), run(1))
    assert "git_commit" not in model(collected(*answers))["manifest"]
    manifest = model(collected(*answers, options=MlflowOptions(complete=True)))["manifest"]
    assert manifest["git_commit"] is manifest["environment_lock"] is ABSENT
    assert manifest["random_seed"] == 7


def test_a_run_that_is_gone_is_told_and_the_rest_stays() -> None:
    made = collected(registered(("production", "1")), versions(1))
    assert model(made)["status"] == "production"
    assert any("run r1 of 'churn' is not in the export" in each.message for each in made.problems)


def test_names_that_would_share_an_id_are_kept_apart_and_told() -> None:
    made = collected(registered(name="Churn EU"), registered(name="churn-eu"), registered(name="churn/eu"))
    models = made.document["models"]
    assert isinstance(models, list)
    assert len({each["id"] for each in models}) == 3
    assert sum(each.code == "same-name" for each in made.problems) == 2


def test_a_page_that_says_there_are_more_and_is_the_last_one_stops_everything() -> None:
    (told,) = errors(collected({**registered(), "next_page_token": "abc"}).problems)
    assert told.message == "the last page of registered_models is not here: its answers go on"


def test_an_error_of_the_server_is_no_export() -> None:
    made = collected({"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "no"})
    assert not made.document
    assert "RESOURCE_DOES_NOT_EXIST" in made.problems[0].message


def test_packages_that_are_all_pinned_are_a_lock_and_others_are_dependencies() -> None:
    described = 'model_id: m-1\nsignature: {inputs: \'[{"name": "age"}, {"name": "spend"}]\'}\n'
    answers = (registered(("production", "1")), versions(1))
    locked = collected(*answers, files={"m/MLmodel": described, "m/requirements.txt": "a==1\nb==2 # x\n"})
    assert model(locked)["manifest"]["environment_lock"] == "m/requirements.txt: all 2 packages pinned"
    assert model(locked)["manifest"]["feature_list"] == ["age", "spend"]
    loose = collected(*answers, files={"m/MLmodel": described, "m/requirements.txt": "a==1\nb>=2\n"})
    assert "environment_lock" not in model(loose)["manifest"]
    assert model(loose)["runs_on"] == ["b"]


def test_addresses_lose_what_could_be_a_secret() -> None:
    answer = run(1)
    address = "https://me:ghp_secret@git.example.com/x.git?token=1"
    answer["runs"][0]["data"]["tags"] = [{"key": "mlflow.source.git.repoURL", "value": address}]
    made = collected(registered(("production", "1")), versions(1), answer)
    assert model(made)["repository"] == "https://git.example.com/x.git"


@pytest.mark.parametrize(("words", "says"), [("XGBoost", "tree"), ("Logistic Regression", "linear"), ("odd", None)])
def test_methods_have_families(words: str, says: str | None) -> None:
    assert family(words) == says


class Server:
    """A server of three pages; the given one fails, or repeats its token."""

    link = ""

    def __init__(self, fails: int = 0, repeats: bool = False) -> None:
        self.fails, self.repeats, self.asked = fails, repeats, 0

    def __call__(self, path: str, query: Any = None, body: object = None) -> object:
        if "registered-models" not in path:
            return {}
        self.asked += 1
        if self.asked == self.fails:
            raise Unanswered("the server answers 503")
        more = {"next_page_token": "t1" if self.repeats else f"t{self.asked}"} if self.asked < 3 or self.repeats else {}
        return {**registered(name=f"model-{self.asked}"), **more}


def test_all_pages_are_asked_for() -> None:
    assert mlflow.fetch
    pages = [Node(answer, "") for name, answer in mlflow.fetch(Server(), MlflowOptions()) if "registered" in name]
    assert [next(iter(each["registered_models"]))["name"].text for each in pages] == ["model-1", "model-2", "model-3"]


@pytest.mark.parametrize(("server", "says"), [(Server(fails=2), "503"), (Server(repeats=True), "'t1' twice")])
def test_a_paging_that_breaks_gives_nothing_at_all(server: Server, says: str) -> None:
    assert mlflow.fetch
    with pytest.raises(Unanswered, match=says):
        list(mlflow.fetch(server, MlflowOptions()))
