"""A dbt project becomes its tables, the pipeline that makes them, and who uses them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from debtaudit.collectors._collector import Collected, Export
from debtaudit.collectors.dbt import DbtOptions, dbt
from debtaudit.domain.facts import ABSENT
from debtaudit.domain.problem import errors

AT = "2026-09-30T04:00:00Z"


def artefact(kind: str, version: int, **content: Any) -> dict[str, Any]:
    schema = f"https://schemas.getdbt.com/dbt/{kind}/v{version}.json"
    return {"metadata": {"dbt_schema_version": schema, "generated_at": AT}, **content}


def table(name: str, *inputs: str, kind: str = "model", **more: Any) -> dict[str, Any]:
    return {f"{kind}.shop.{name}": {
        "name": name, "resource_type": kind, "package_name": "shop", "unique_id": f"{kind}.shop.{name}",
        "depends_on": {"nodes": list(inputs)}, "contract": {"enforced": False},
        "config": {"materialized": "table"}, **more,
    }}  # fmt: skip


def manifest(*tables: dict[str, Any], version: int = 12, **more: Any) -> dict[str, Any]:
    nodes: dict[str, Any] = {}
    for each in tables:
        nodes |= each
    return artefact("manifest", version, nodes=nodes, **more)


def results(which: str = "build", **ends: str) -> dict[str, Any]:
    rows = [{"unique_id": f"test.shop.{name}", "status": status} for name, status in ends.items()]
    return artefact("run-results", 6, args={"which": which}, results=rows)


def check_of(name: str, column: str = "", attached: bool = True) -> dict[str, Any]:
    on = f"model.shop.{name}"
    return table(f"check_{name}{column}", on, kind="test", column_name=column, attached_node=on if attached else None)


def collected(*artefacts: dict[str, Any], options: DbtOptions | None = None) -> Collected:
    exports = [Export(f"{number}.json", json.dumps(each).encode()) for number, each in enumerate(artefacts)]
    return dbt.state(exports, options or DbtOptions(), {})


def entry(made: Collected, section: str, id_: str) -> dict[str, Any]:
    entries = made.document[section]
    assert isinstance(entries, list)
    found: dict[str, Any] = next(each for each in entries if each["id"] == id_)
    return found


def test_what_is_made_on_the_way_only_is_folded_into_what_uses_it() -> None:
    made = collected(manifest(
        table("raw"), table("between", "model.shop.raw", config={"materialized": "ephemeral"}),
        table("mart", "model.shop.between", contract={"enforced": True}),
    ))  # fmt: skip
    assert entry(made, "datasets", "mart")["reads"] == [{"id": "raw", "contract": "none"}]
    assert {each["id"] for each in made.document["datasets"]} == {"raw", "mart"}  # type: ignore[attr-defined]
    assert [each["id"] for each in entry(made, "pipelines", "shop")["steps"]] == ["mart", "raw"]


@pytest.mark.parametrize(
    ("enforced", "tests", "contract"),
    [(True, True, "tested"), (True, False, "schema"), (False, False, "none"), (False, True, None)],
)
def test_a_contract_is_stated_as_far_as_dbt_knows(enforced: bool, tests: bool, contract: str | None) -> None:
    tables = [table("a", contract={"enforced": enforced}), table("b", "model.shop.a")]
    reads = entry(collected(manifest(*tables, *([check_of("a")] if tests else []))), "datasets", "b")["reads"]
    assert reads == (["a"] if contract is None else [{"id": "a", "contract": contract}])


def test_a_skipped_test_did_not_pass_and_a_warning_is_neither() -> None:
    names = [check_of("a", column) for column in ("x", "y", "z", "w")]
    made = collected(manifest(table("a"), *names),
                     results(check_ax="pass", check_ay="fail", check_az="skipped", check_aw="warn"))  # fmt: skip
    assert entry(made, "pipelines", "shop")["test_pass_rate"] == 0.5
    assert made.document["telemetry"] == [{"kind": "tests", "asset": "shop", "passed": 1, "failed": 1, "at": made.at}]


@pytest.mark.parametrize("which", ["generate", "compile"])
def test_results_that_docs_overwrote_are_left_out_and_told(which: str) -> None:
    made = collected(manifest(table("a"), check_of("a")), results(which, check_a="success"))
    assert "test_pass_rate" not in entry(made, "pipelines", "shop")
    assert any(f"`dbt {which}`" in each.message for each in made.problems)


def test_the_newer_of_two_results_counts() -> None:
    old, new = results(check_a="fail"), results(check_a="pass")
    old["metadata"]["generated_at"] = "2026-09-29T04:00:00Z"
    for order in ((old, new), (new, old)):
        made = collected(manifest(table("a"), check_of("a")), *order)
        assert entry(made, "pipelines", "shop")["test_pass_rate"] == 1


def test_validation_covers_the_columns_that_have_a_test() -> None:
    columns: dict[str, Any] = {"columns": {name: {} for name in ("x", "y", "z", "w")}}
    catalog = artefact("catalog", 1, nodes={"model.shop.a": columns})
    made = collected(manifest(table("a"), check_of("a", "x"), check_of("a", attached=False)), catalog)
    assert entry(made, "datasets", "a")["validation"] == {"level": "automated", "covers": 0.25}


def test_without_tests_validation_stays_unknown_for_others_may_check_it() -> None:
    assert "validation" not in entry(collected(manifest(table("a"))), "datasets", "a")
    said = collected(manifest(table("a"), table("b"), check_of("b")), options=DbtOptions(complete=True))
    assert entry(said, "datasets", "a")["validation"] is ABSENT
    assert entry(said, "datasets", "b")["validation"] == {"level": "automated"}


def test_personal_data_is_what_a_tag_or_meta_says_or_what_users_call_it() -> None:
    tables = (table("a", tags=["pii"]), table("b", config={"meta": {"gdpr": True}}), table("c", tags=["secret"]))
    made = collected(manifest(*tables))
    assert [entry(made, "datasets", name).get("personal_data") for name in "abc"] == [True, True, None]
    made = collected(manifest(*tables), options=DbtOptions(personal=("secret",)))
    assert [entry(made, "datasets", name).get("personal_data") for name in "abc"] == [None, None, True]


def test_tables_of_one_name_are_called_by_their_source_too() -> None:
    source = {"source.shop.crm.orders": {"name": "orders", "resource_type": "source", "source_name": "crm",
                                         "package_name": "shop", "unique_id": "source.shop.crm.orders"}}  # fmt: skip
    made = collected(manifest(table("orders", "source.shop.crm.orders"), sources=source))
    assert entry(made, "datasets", "shop.orders")["reads"] == ["crm.orders"]


def test_an_exposure_is_a_system_and_one_of_type_ml_is_a_model() -> None:
    said = {"depends_on": {"nodes": ["model.shop.a"]}, "owner": {"email": "growth@example.com"}}
    exposures = {f"exposure.shop.{kind}": {"name": kind, "type": kind, **said} for kind in ("ml", "notebook")}
    made = collected(manifest(table("a", contract={"enforced": True}), exposures=exposures))
    assert entry(made, "models", "ml")["trains_on"] == [{"id": "a", "contract": "schema"}]
    assert entry(made, "systems", "notebook") == {
        "id": "notebook", "name": "notebook", "owner": "growth", "type": "report",
        "reads": [{"id": "a", "contract": "schema"}],
    }  # fmt: skip


def test_a_circle_of_ephemeral_models_ends() -> None:
    ephemeral = {"materialized": "ephemeral"}
    circle = (table("a", "model.shop.b", config=ephemeral), table("b", "model.shop.a", config=ephemeral))
    made = collected(manifest(*circle, table("c", "model.shop.a")))
    assert "reads" not in entry(made, "datasets", "c")


@pytest.mark.parametrize(("version", "level"), [(6, "error"), (13, "warning")])
def test_other_versions_are_told(version: int, level: str) -> None:
    (told,) = collected(manifest(table("a"), version=version)).problems
    assert (told.level, f"manifest v{version}" in told.message) == (level, True)
    assert bool(errors([told])) == (level == "error")


def test_secrets_of_the_run_are_not_copied() -> None:
    run = results(check_a="pass")
    run["args"] |= {"vars": {"password": "hunter2"}}
    run["metadata"]["env"] = {"TOKEN": "hunter2"}
    assert "hunter2" not in str(collected(manifest(table("a"), check_of("a")), run))
