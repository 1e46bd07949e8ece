"""What an MLflow server is asked for: all that an export holds, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from debtaudit.collectors._collector import Ask, Options, Unanswered
from debtaudit.collectors._gather import first
from debtaudit.collectors._node import Node

API: Final = "/api/2.0/mlflow"


def fetch(ask: Ask, _options: Options) -> Iterator[tuple[str, object]]:
    """Ask for what an export holds: all models and versions, and the runs and files of the versions."""
    yield from _pages(ask, f"{API}/registered-models/search", "registered-models", {"max_results": 100})
    runs: set[str] = set()
    logged: set[str] = set()
    for name, page in _pages(ask, f"{API}/model-versions/search", "model-versions", {"max_results": 1000}):
        yield name, page
        for version in Node(page, "")["model_versions"]:
            runs.add(version["run_id"].text)
            logged.add(model_id(version["source"].text))
    found = [run.value for each in sorted(runs - {""}) if (run := Node(_run(ask, each), "")["run"])]
    yield "runs.json", {"runs": found}
    for model in sorted(logged - {""}):
        for file in ("MLmodel", "requirements.txt"):
            text = _file(ask, model, file, found)
            if text:
                yield f"{model}/{file}", text


def _pages(ask: Ask, path: str, name: str, query: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    token, seen = "", set[str]()
    while True:
        page = ask(path, {**query, "page_token": token} if token else query)
        yield f"{name}-{len(seen) + 1}.json", page
        token = Node(page, "")["next_page_token"].text
        if not token:
            return
        if token in seen:
            raise Unanswered(f"{path}: the server sent the page token '{token[:40]}' twice")
        seen.add(token)


def _run(ask: Ask, run: str) -> object:
    try:
        return ask(f"{API}/runs/get", {"run_id": run})
    except Unanswered as no:
        if "404" in str(no):  # deleted for good: the version stays, what the run knew is gone
            return None
        raise


def _file(ask: Ask, model: str, file: str, runs: Sequence[object]) -> object:
    """Return a file of a logged model, where the server hands out files."""
    made_by = (Node(run, "") for run in runs)
    experiments = [run["info"]["experiment_id"].text for run in made_by
                   if model in {each["model_id"].text for each in run["outputs"]["model_outputs"]}]  # fmt: skip
    experiment = first(experiments)
    try:
        path = f"/api/2.0/mlflow-artifacts/artifacts/{experiment}/models/{model}/artifacts/{file}"
        return ask(path, {}) if experiment else None
    except Unanswered:
        return None  # kept elsewhere, or never written: nothing is known of it


def model_id(source: str) -> str:
    """Return the id of the logged model that a version was made from; empty where it names none."""
    return source.removeprefix("models:/") if source.startswith("models:/m-") else ""
