"""Lineage events become pipelines, data, models, and what flows between them."""

from __future__ import annotations

import json
import random
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from debtaudit.collectors._collector import Collected, Export
from debtaudit.collectors.openlineage import OpenlineageOptions, openlineage
from debtaudit.inventory.write import dump
from tests.collectors.parts import python_with
from tests.collectors.reading import entries, of_text, telemetry, told

LAKE, SHOP = "s3://lake", "postgres://db.example.com:5432"


def event(
    kind: str | None = "COMPLETE", job: str = "build", run: str = "r1", at: str = "2026-09-30T02:00:00Z",
    inputs: tuple[Any, ...] = (), outputs: tuple[Any, ...] = (), **facets: Any,
) -> dict[str, Any]:  # fmt: skip
    return {
        "eventType": kind, "eventTime": at, "job": {"namespace": "flow", "name": job, "facets": facets},
        "run": {"runId": run, "facets": {}}, "inputs": list(inputs), "outputs": list(outputs),
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json",
    }  # fmt: skip


def data(name: str, namespace: str = LAKE, *, facets: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"namespace": namespace, "name": name, "facets": facets or {}}


def collected(*events: dict[str, Any], options: OpenlineageOptions | None = None) -> Collected:
    return of_text(openlineage, "\n".join(map(json.dumps, events)), "events.ndjson", options)


def test_events_in_any_order_and_told_twice_give_the_same() -> None:
    events = [
        event("START", inputs=(data("orders", SHOP),)), event(outputs=(data("mart/customer"),)),
        event("FAIL", run="r2", at="2026-09-29T02:00:00Z"), event("RUNNING", run="r3", at="2026-09-30T03:00:00Z"),
    ]  # fmt: skip
    first = dump(collected(*events).document)
    for seed in range(5):
        mixed = events * 2
        random.Random(seed).shuffle(mixed)
        assert dump(collected(*mixed).document) == first


def test_facets_of_the_start_and_of_the_end_are_put_together() -> None:
    made = collected(event("START", inputs=(data("orders", SHOP),)), event(outputs=(data("mart/customer"),)))
    assert entries(made, "pipelines")["build"] == {
        "id": "build", "name": "build", "kind": "etl", "reads": ["orders"], "writes": ["customer"],
        "failure_rate_30d": 0,
        "steps": [{"id": "build", "reads": ["orders"], "writes": ["customer"]}],
    }  # fmt: skip
    assert entries(made, "datasets")["customer"]["last_updated_at"] == date(2026, 9, 30)


def test_a_run_without_an_end_is_unknown_and_old_runs_do_not_count() -> None:
    made = collected(event("START"), event("RUNNING", run="r2"))
    assert "failure_rate_30d" not in entries(made, "pipelines")["build"]
    made = collected(event(), event("FAIL", run="r2"), event("ABORT", run="r3", at="2026-08-01T00:00:00Z"))
    assert entries(made, "pipelines")["build"]["failure_rate_30d"] == 0.5


@pytest.mark.parametrize("other", ["s3a://lake", "s3://lake/", "s3n://lake"])
def test_one_dataset_by_several_names_is_one(other: str) -> None:
    made = collected(event(outputs=(data("mart/customer"),)), event(job="use", inputs=(data("/mart/customer", other),)))
    assert list(entries(made, "datasets")) == ["customer"]


def test_a_port_that_goes_without_saying_goes() -> None:
    made = collected(event(inputs=(data("orders", SHOP), data("orders", SHOP.removesuffix(":5432")))))
    assert list(entries(made, "datasets")) == ["orders"]


def test_datasets_of_one_last_name_are_called_by_the_whole() -> None:
    made = collected(event(inputs=(data("raw/orders"), data("mart/orders"))))
    assert list(entries(made, "datasets")) == ["mart-orders", "raw-orders"]


def test_what_is_written_to_a_model_registry_is_a_model_that_learns_from_what_is_read() -> None:
    made = collected(event(job="churn.train", inputs=(data("customer"),), outputs=(data("churn", "mlflow://m"),)))
    assert entries(made, "models")["churn"] == {
        "id": "churn", "name": "churn", "trained_at": date(2026, 9, 30), "trains_on": ["customer"],
        "built_by": ["churn.train"],
    }  # fmt: skip
    assert entries(made, "pipelines")["churn.train"]["kind"] == "training"
    ours = OpenlineageOptions(registries=("registry",))
    assert "models" not in collected(event(outputs=(data("churn", "mlflow://m"),)), options=ours).document


def test_columns_of_what_a_model_learns_from_are_features_and_no_others() -> None:
    source = {
        "namespace": SHOP,
        "name": "orders",
        "field": "id",
        "transformations": [{"type": "DIRECT", "subtype": "SUM"}],
    }
    lineage = {"columnLineage": {"fields": {"orders_90d": {"inputFields": [source]}}}}
    build = event(outputs=(data("customer", facets=lineage), data("other", facets=lineage)))
    made = collected(build, event(job="train", inputs=(data("customer"),), outputs=(data("churn", "mlflow://m"),)))
    assert entries(made, "features")["customer.orders_90d"] == {
        "id": "customer.orders_90d", "name": "orders_90d", "dataset": "customer", "meaning": "SUM of orders.id",
    }  # fmt: skip
    assert len(entries(made, "features")) == 1
    assert "features" not in collected(build).document


def test_a_job_with_a_parent_is_a_step_of_it() -> None:
    train = event(job="weekly.train", outputs=(data("churn", "mlflow://m"),))
    train["run"]["facets"]["parent"] = {"job": {"namespace": "flow", "name": "weekly"}}
    made = entries(collected(train), "pipelines")
    assert [each["id"] for each in made["weekly"]["steps"]] == ["weekly.train"]


def test_quality_facets_are_profile_validation_and_test_runs() -> None:
    metrics = {
        "rowCount": 200,
        "columnMetrics": {"a": {"nullCount": 10}, "b": {"nullCount": 30}, "c": {"nullCount": 999}},
    }
    checks = {"assertions": [{"assertion": "unique", "success": True}, {"assertion": "x", "success": False}]}
    made = collected(
        event(inputs=(data("a", facets={"dataQualityMetrics": metrics, "dataQualityAssertions": checks}),))
    )
    assert entries(made, "datasets")["a"]["profile"] == {"rows": 200, "missing": 0.15}
    assert [(each["passed"], each["failed"]) for each in telemetry(made)] == [(1, 1)]


@pytest.mark.parametrize(
    ("line", "says"),
    [('{"eventTime": "yesterday"}', "no time that can be read"), ('{"eventTime": "2026-09-30T', "is truncated")],
)
def test_a_line_that_cannot_be_read_is_told_with_its_number(line: str, says: str) -> None:
    made = of_text(openlineage, f"{json.dumps(event())}\n{line}\n", "events.ndjson")
    assert says in told(made)
    assert "events.ndjson" in told(made)
    assert "2" in told(made).partition("events.ndjson")[2][:8]


def test_a_deleted_facet_says_nothing() -> None:
    facet = {"documentation": {"description": "old", "_deleted": True}}
    assert "description" not in entries(collected(event(inputs=(data("a", facets=facet),))), "datasets")["a"]


def test_queries_and_stack_traces_are_not_copied() -> None:
    failing = event("FAIL", sql={"query": "select * from hunter2"})
    failing["run"]["facets"]["errorMessage"] = {"stackTrace": "hunter2"}
    assert "hunter2" not in str(collected(failing).document)


CLIENT = """
import sys
from datetime import datetime, timezone
from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.facet_v2 import ownership_dataset, schema_dataset
from openlineage.client.transport.file import FileConfig, FileTransport

client = OpenLineageClient(transport=FileTransport(FileConfig(log_file_path=sys.argv[1], append=True)))
owned = ownership_dataset.OwnershipDatasetFacet(owners=[ownership_dataset.Owner(name="team:growth", type="OWNER")])
schema = schema_dataset.SchemaDatasetFacet(fields=[schema_dataset.SchemaDatasetFacetFields(name="id", type="int")])
source = InputDataset(namespace="postgres://db:5432", name="shop.orders", facets={"ownership": owned, "schema": schema})
run, job = Run(runId="0176a8c2-fe01-7439-87e6-56a1a1b4029f"), Job(namespace="flow", name="churn_train")
for state, minute in ((RunState.START, 0), (RunState.COMPLETE, 9)):
    client.emit(RunEvent(
        eventType=state, eventTime=datetime(2026, 9, 30, 2, minute, tzinfo=timezone.utc).isoformat(), run=run, job=job,
        producer="https://example.com", inputs=[source] if minute == 0 else [],
        outputs=[OutputDataset(namespace="mlflow://m", name="churn")] if minute else [],
    ))
"""


@pytest.mark.slow
def test_events_of_the_real_client_are_read(tmp_path: Path) -> None:
    (tmp_path / "emit.py").write_text(CLIENT)
    log = tmp_path / "events.ndjson"
    python = python_with("openlineage")
    subprocess.run([python, tmp_path / "emit.py", log], check=True, capture_output=True)
    made = openlineage.state([Export(log.name, log.read_bytes())], OpenlineageOptions(), {})
    assert not made.problems
    assert entries(made, "models")["churn"]["trains_on"] == ["orders"]
    assert entries(made, "datasets")["orders"]["owner"] == "growth"
    assert entries(made, "pipelines")["churn_train"]["failure_rate_30d"] == 0
