"""A real dbt project on DuckDB: built, tested, and its artefacts read."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from debtaudit.collectors.dbt import dbt
from debtaudit.domain.problem import errors
from tests.cli.conftest import run
from tests.collectors.parts import python_with
from tests.collectors.reading import entries, telemetry, told

FILES = {
    "dbt_project.yml": "name: shop\nversion: 1.0.0\nprofile: shop\nmodels: {shop: {+materialized: table}}\n",
    "profiles.yml": "shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}}}\n",
    "models/orders.sql": "-- TODO: returns\nselect id, customer, amount from {{ source('raw', 'orders') }}\n",
    "models/spent.sql": """\
{{ config(materialized='ephemeral') }}
select customer, sum(amount) as spent from {{ ref('orders') }} group by 1
""",
    "models/customer_360.sql": "select customer, cast(spent as double) as spent from {{ ref('spent') }}\n",
    "models/schema.yml": """\
groups: [{name: growth, owner: {name: Growth, email: growth@example.com}}]
sources:
  - name: raw
    schema: main
    loaded_at_field: loaded_at
    freshness: {error_after: {count: 2, period: day}}
    tables: [{name: orders, identifier: raw_orders, data_tests: []}]
models:
  - name: orders
    columns: [{name: id, data_tests: [unique, not_null]}, {name: amount, data_tests: [not_null]}]
  - name: customer_360
    config: {group: growth, tags: [pii], contract: {enforced: true}}
    columns: [{name: customer, data_type: integer}, {name: spent, data_type: double, data_tests: [not_null]}]
exposures:
  - {name: churn, type: ml, owner: {name: Growth, email: g@example.com}, depends_on: [ref('customer_360')]}
""",
}
ROWS = """
import duckdb
db = duckdb.connect("shop.duckdb")
db.execute("create table raw_orders as select i as id, i % 7 as customer, nullif(i, 5) as amount,"
           " now() - interval 3 hour as loaded_at from range(40) t(i)")
"""


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    python = python_with("dbt")
    project = tmp_path_factory.mktemp("shop")
    for name, text in FILES.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(text)
    environ = {**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DBT_PROFILES_DIR": "."}
    subprocess.run([python, "-c", ROWS], cwd=project, check=True, capture_output=True)
    for words in (["build"], ["source", "freshness"]):  # a failing test makes build end with 1; its files are whole
        subprocess.run([python.parent / "dbt", *words], cwd=project, env=environ, check=False, capture_output=True)
    assert (project / "target" / "sources.json").is_file()
    return project / "target"


@pytest.mark.slow
def test_what_was_built_and_tested_is_stated(target: Path) -> None:
    made = dbt.collect(target)
    assert not errors(made.problems)
    datasets = entries(made, "datasets")
    assert sorted(datasets) == ["customer_360", "raw.orders", "shop.orders"]
    assert datasets["customer_360"]["reads"] == ["shop.orders"]
    assert (datasets["customer_360"]["owner"], datasets["customer_360"]["personal_data"]) == ("growth", True)
    assert datasets["customer_360"]["schema"] == "dbt contract, enforced"
    assert datasets["raw.orders"]["freshness_sla_hours"] == 48
    assert entries(made, "models")["churn"]["trains_on"] == [{"id": "customer_360", "contract": "tested"}]


@pytest.mark.slow
def test_what_failed_did_not_pass_and_what_was_skipped_neither(target: Path) -> None:
    made = dbt.collect(target)
    (tests,) = (each for each in telemetry(made) if each["kind"] == "tests")
    assert (tests["passed"], tests["failed"]) == (2, 1)
    pipeline = entries(made, "pipelines")["shop"]
    assert (pipeline["todo_count"], pipeline["test_pass_rate"]) == (1, 0.667)
    (age,) = (each for each in telemetry(made) if each["kind"] == "quality")
    assert 2.9 < age["value"] < 3.5


@pytest.mark.slow
def test_from_nothing_to_a_ranked_backlog(target: Path, tmp_path: Path) -> None:
    assert run("collect", "dbt", target, "--into", tmp_path).code == 0
    said = run("backlog", tmp_path)
    assert said.code == 0
    assert "churn" in said.out


@pytest.mark.slow
def test_results_that_compile_overwrote_are_left_out(target: Path) -> None:
    python = python_with("dbt")
    environ = {**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DBT_PROFILES_DIR": "."}
    kept = (target / "run_results.json").read_bytes()
    subprocess.run([python.parent / "dbt", "compile"], cwd=target.parent, env=environ, check=True, capture_output=True)
    made = dbt.collect(target)
    (target / "run_results.json").write_bytes(kept)
    assert "these results are of `dbt compile`" in told(made)
    assert "test_pass_rate" not in entries(made, "pipelines")["shop"]
