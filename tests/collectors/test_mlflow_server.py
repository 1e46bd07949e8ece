"""A real MLflow server with sqlite behind it, asked over its API; what it answers is kept and read as an export."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from debtaudit.collectors._web import Web
from debtaudit.collectors.mlflow import mlflow
from debtaudit.domain.problem import errors
from tests.cli.conftest import run
from tests.collectors.parts import answers, free_port, python_with, running
from tests.collectors.reading import entries

SEED = """
import sys
import mlflow
from mlflow import MlflowClient
from mlflow.models import infer_signature
from mlflow.pyfunc import PythonModel
import pandas as pd

class Echo(PythonModel):
    def predict(self, context, model_input, params=None):
        return [0.0] * len(model_input)

mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_experiment("order-intent")
rows = pd.DataFrame({"msg_len": [1.0, 2.0], "hour": [3.0, 4.0]})
for number, auc in ((1, 0.7), (2, 0.8), (3, float("nan"))):
    with mlflow.start_run(run_name=f"run-{number}"):
        mlflow.log_params({"model_type": "xgboost", "seed": 40 + number})
        mlflow.log_metric("auc", auc)
        if number < 3:
            data = mlflow.data.from_pandas(rows, source="s3://lake/chat-labels.parquet", name="chat-labels")
            mlflow.log_input(data, context="training")
        mlflow.set_tag("mlflow.source.git.commit", "c0ffee" + str(number))
        mlflow.pyfunc.log_model(name="model", python_model=Echo(), registered_model_name="Order Intent – müde",
                                signature=infer_signature(rows, [0.0, 0.0]), pip_requirements=["pandas", "mlflow==3.1"])
client = MlflowClient()
client.set_registered_model_alias("Order Intent – müde", "champion", 2)
client.set_registered_model_tag("Order Intent – müde", "team", "conversations")
for number in range(3):
    client.create_registered_model(f"empty-{number}")
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    python = python_with("mlflow")
    folder = tmp_path_factory.mktemp("mlflow")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command: list[str | Path] = [
        python, "-m", "mlflow", "server", "--backend-store-uri", "sqlite:///m.db", "--artifacts-destination", "a",
        "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
    ]  # fmt: skip
    environ = {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "MLFLOW_DISABLE_TELEMETRY": "true"}
    with running(command, answers(f"{url}/health"), folder, **environ):
        (folder / "seed.py").write_text(SEED)
        subprocess.run([python, folder / "seed.py", url], cwd=folder, check=True, capture_output=True)
        yield url


@pytest.mark.slow
def test_a_server_and_the_export_of_its_answers_say_the_same(server: str, tmp_path: Path) -> None:
    said = run("collect", "mlflow", "--url", server, "--into", tmp_path / "asked", "--save-export", tmp_path / "kept")
    assert said.code == 0, said.err
    again = run("collect", "mlflow", tmp_path / "kept" / "mlflow", "--into", tmp_path / "read")
    assert again.code == 0, again.err
    assert (tmp_path / "asked" / "mlflow.yaml").read_bytes() == (tmp_path / "read" / "mlflow.yaml").read_bytes()
    assert run("check", tmp_path / "asked").code == 0


@pytest.mark.slow
def test_what_the_server_knows_of_the_live_version_is_stated(server: str, tmp_path: Path) -> None:
    run("collect", "mlflow", "--url", server, "--into", tmp_path / "asked", "--save-export", tmp_path / "kept")
    made = mlflow.collect(tmp_path / "kept" / "mlflow")
    assert not errors(made.problems)
    models = entries(made, "models")
    assert sorted(models) == ["empty-0", "empty-1", "empty-2", "order-intent-mude"]
    model = models["order-intent-mude"]
    assert (model["version"], model["status"], model["owner"]) == ("2", "production", "conversations")
    assert (model["family"], model["trains_on"], model["runs_on"]) == ("tree", ["chat-labels"], ["pandas"])
    manifest = model["manifest"]
    assert (manifest["git_commit"], manifest["random_seed"], manifest["metrics"]) == ("c0ffee2", 42, {"auc": 0.8})
    assert manifest["feature_list"] == ["msg_len", "hour"]
    assert entries(made, "datasets")["chat-labels"]["profile"] == {"rows": 2}


@pytest.mark.slow
def test_pages_of_any_size_are_put_together(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[str] = []
    whole = Web.__call__

    def small(self: Web, path: str, query: object = None, body: object = None) -> object:
        asked.append(path)
        if isinstance(query, dict) and "max_results" in query:
            query = {**query, "max_results": 2}
        return whole(self, path, query, body)  # type: ignore[arg-type]

    run("collect", "mlflow", "--url", server, "--into", tmp_path / "large")
    monkeypatch.setattr(Web, "__call__", small)
    run("collect", "mlflow", "--url", server, "--into", tmp_path / "small")
    texts = [(tmp_path / name / "mlflow.yaml").read_text() for name in ("large", "small")]
    large, little = (each.partition("\nteams:")[2] for each in texts)
    assert large == little
    assert sum("registered-models" in each for each in asked) == 2
