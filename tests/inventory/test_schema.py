"""The JSON Schema says what the loader says."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from debtaudit.domain.asset import KINDS, Organisation
from debtaudit.domain.measurement import MEASUREMENTS
from debtaudit.domain.problem import errors
from debtaudit.inventory import loads
from debtaudit.inventory.schema import schema
from debtaudit.inventory.sections import SECTIONS, SourceHeader
from debtaudit.inventory.tree import Mapping, Quoted, Sequence, parse
from debtaudit.inventory.vocabulary import Shape, facts_of

SCHEMA = schema()
BETWEEN_FACTS = {"incomplete-decision", "old-id", "duplicate-key", "bad-history"}
"""Problems that no look at one fact can show; the schema leaves them to the loader."""
SAMPLE = Path(__file__, "../../../sample_inventory").resolve()
SAMPLES = sorted(path for path in SAMPLE.rglob("*.yaml") if path.parent.name != "ledger")  # snapshots state nothing


def as_editors_read(node: Any) -> Any:
    """What an editor hands to the schema: YAML 1.2, where only true, false, null and numbers are more than text."""
    if isinstance(node, Mapping):
        return {str(key): as_editors_read(value) for key, value in node.items()}
    if isinstance(node, Sequence):
        return [as_editors_read(each) for each in node]
    return str(node) if isinstance(node, Quoted) else natural(node)


def natural(node: str | None) -> Any:
    if node is None or node in {"", "~", "null", "Null", "NULL"}:
        return None
    if node.lower() in {"true", "false"}:
        return node.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", node):
        return int(node)
    return float(node) if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", node) else node


def verdict(text: str) -> list[str]:
    """What the schema has against a text."""
    tree, problems = parse(text, "a.yaml")
    assert not problems, problems
    found = Draft202012Validator(SCHEMA).iter_errors(as_editors_read(tree))
    return [f"{'.'.join(map(str, each.absolute_path))}: {each.message[:200]}" for each in found]


def assert_agree(text: str) -> None:
    told = [str(problem) for problem in errors(loads(text).problems) if problem.code not in BETWEEN_FACTS]
    assert bool(told) == bool(verdict(text)), (text, told, verdict(text))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in str(SCHEMA)


def test_every_fact_of_every_kind_is_described() -> None:
    kinds: list[Any] = list(KINDS.values())
    for cls in kinds:
        properties = SCHEMA["$defs"][cls.__name__]["properties"]
        assert [name for name in properties if not properties[name].get("description")] == []
        assert {spec.name for spec in facts_of(cls)} <= set(properties)


def test_there_is_a_sample_inventory() -> None:
    assert len(SAMPLES) > 5


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_sample_inventory_is_valid(path: Path) -> None:
    assert verdict(path.read_text()) == []


GOOD = [
    "",
    "models:",
    "models: []",
    "models: none",
    "organisation:",
    "organisation: {name: Merrowline, currency: EUR, engineer_day_cost: 700, fiscal_year_start: 4}",
    "source: {kind: collector, name: mlflow, at: 2026-09-30, refs: {a.trained_at: run 7}, stale: [b]}",
    "source: {name: somebody}",
    "teams: [{id: a, members: 7, on_call: yes, tracker: {jira: {project: A}}}]",
    "models: [{id: a, reads: b}]",
    "models: [{id: a, reads: [b, {id: c, strength: 60%, declared: no}]}]",
    "models: [{id: a, reads: {id: b}}]",
    "models: [{id: a, reads: none, uses: [], calls: unknown, corrects: 0, built_by: ~}]",
    "models: [{id: 7}, {id: 1.5}]",
    "models: [{id: a, name: 7, version: 1.10, task: true, notes: no, owner: none, url: ~}]",
    "models: [{id: a, monitoring: none, retraining: unknown, tests: no}]",
    "models: [{id: a, monitoring: {service: automated, inputs: {level: manual, covers: 35%}, quality: no, slices: }}]",
    "models: [{id: a, status: none, family: unknown, volatility: low}]",
    "models: [{id: a, trained_at: 2026-01-12, deployed_at: 2026-01-12T10:00:00Z, created_at: none}]",
    "models: [{id: a, trained_at: '2026-01-12', exploration_share: '0.1', expected_life_days: 1_000}]",
    "models: [{id: a, manifest: {git_commit_hash: a, hyperparameters: {a: [1, {b: c}]}, random_seed: 0, metrics: no}}]",
    "models: [{id: a, thresholds: [{name: x, value: 0.5}], assumptions: [in words], slices: [a, 7, no], tags: 7}]",
    "models: [{id: a, affects_people: 'yes', prompts: {versioned: off}}]",
    "models: [{id: a, not_applicable: {monitoring.data_drift: rules, trained_at: 7, retraining: no data}}]",
    "systems: [{id: a, criticality: 5, revenue_per_day: 4e4, customer_facing: True, fallback: no}]",
    "systems: [{id: a, peak_calendar: [{from: 2026-11-01, to: 2026-12-24, factor: 2.5}], performance_hacks: [cache]}]",
    "pipelines: [{id: a, kind: etl, steps: [one, {id: two, reads: x, manual: no}], flags: old-switch}]",
    "dependencies: [{id: a, kind: library, version: 1.10}]",
    "links: [{from: a, to: b, kind: reads, contract: none}]",
    "incidents: [{id: INC-7, assets: [a], severity: 4, detected_at: 2026-08-03T09:10:00+02:00, cause: none}]",
    "incidents: [{id: 7, assets: none}]",
    "telemetry: [{kind: drift, asset: a, at: 2026-01-01, value: -0.3}]",
    "telemetry: [{kind: calls, asset: a, from: 2026-01-01, to: 2026-02-01, consumer: b, count: 7}]",
    "decisions: [{finding: x@a, state: planned}]",
    "answers: [{question: q, asset: a, level: 3}, {question: q, asset: a, level: unknown}]",
    "answers: [{question: q, asset: a, level: n/a, note: no}, {question: q, asset: a, value: [1, 2]}]",
]
BAD = [
    "[]",
    "hello",
    "modles: []",
    "models: {a: b}",
    "models: a",
    "models: [a]",
    "models: [~]",
    "models: [{}]",
    "models: [{id: }]",
    "models: [{id: ~}]",
    "models: [{id: none}]",
    "models: [{id: 'no'}]",
    "models: [{id: true}]",
    "models: [{id: -7}]",
    "models: [{id: A}]",
    "models: [{id: a b}]",
    "models: [{id: [a]}]",
    "models: [{id: a, monitering: {}}]",
    "models: [{id: a, name: [a]}]",
    "models: [{id: a, status: live}]",
    "models: [{id: a, status: true}]",
    "models: [{id: a, trained_at: yesterday}]",
    "models: [{id: a, trained_at: 2026}]",
    "models: [{id: a, trained_at: 2026-1-1}]",
    "models: [{id: a, trained_at: 20260101}]",
    "models: [{id: a, trained_at: true}]",
    "models: [{id: a, exploration_share: 1.5}]",
    "models: [{id: a, exploration_share: -1}]",
    "models: [{id: a, exploration_share: half}]",
    "models: [{id: a, exploration_share: true}]",
    "models: [{id: a, expected_life_days: 35%}]",
    "models: [{id: a, expected_life_days: -1}]",
    "models: [{id: a, expected_life_days: 1e19}]",
    "models: [{id: a, affects_people: 1}]",
    "models: [{id: a, affects_people: maybe}]",
    "models: [{id: a, monitoring: automated}]",
    "models: [{id: a, monitoring: []}]",
    "models: [{id: a, monitoring: {data_drift: yes}}]",
    "models: [{id: a, monitoring: {data_drift: [manual]}}]",
    "models: [{id: a, monitoring: {data_drift: {levels: manual}}}]",
    "models: [{id: a, reads: [~]}]",
    "models: [{id: a, reads: [none]}]",
    "models: [{id: a, reads: [no]}]",
    "models: [{id: a, reads: [B]}]",
    "models: [{id: a, reads: [{strength: 1}]}]",
    "models: [{id: a, reads: [[b]]}]",
    "models: [{id: a, slices: [~]}]",
    "models: [{id: a, slices: [none]}]",
    "models: [{id: a, slices: [[a]]}]",
    "models: [{id: a, slices: {a: b}}]",
    "models: [{id: a, thresholds: [x]}]",
    "models: [{id: a, not_applicable: {monitoring.data_drfit: rules}}]",
    "models: [{id: a, not_applicable: {trained_at: }}]",
    "models: [{id: a, not_applicable: [trained_at]}]",
    "systems: [{id: a, criticality: 6}]",
    "systems: [{id: a, criticality: 2.5}]",
    "organisation: [a]",
    "organisation: none",
    "organisation: {id: a}",
    "organisation: {currency: euro}",
    "organisation: {fiscal_year_start: 13}",
    "source: {kind: tool}",
    "source: hand",
    "teams: [{id: a, reads: [b]}]",
    "links: [{from: a, to: b}]",
    "links: [{from: a, to: b, kind: none}]",
    "links: [{from: a, to: b, kind: feeds}]",
    "incidents: [{id: a}]",
    "incidents: [{id: a, assets: unknown}]",
    "incidents: [{id: , assets: []}]",
    "telemetry: [{asset: a}]",
    "telemetry: [{kind: heat, asset: a}]",
    "telemetry: [{kind: drift}]",
    "telemetry: [{kind: drift, asset: a, count: 7}]",
    "telemetry: [a]",
    "decisions: [{finding: x@a}]",
    "decisions: [{finding: x@a, state: none}]",
    "answers: [{question: q, asset: a, level: 5}]",
    "answers: [{question: q, asset: a, level: none}]",
]


@pytest.mark.parametrize("text", GOOD)
def test_both_accept_what_is_right(text: str) -> None:
    assert ([str(each) for each in errors(loads(text).problems)], verdict(text)) == ([], [])


@pytest.mark.parametrize("text", BAD)
def test_both_refuse_what_is_wrong(text: str) -> None:
    assert errors(loads(text).problems)
    assert verdict(text)


WORDS = ["", "none", "no", "yes", "unknown", "manual", "automated", "low", "production", "reads", "etl", "EUR", "a-b"]
ODD = ["Not An Id", "35%", "2026-09-30", "2026-9-3", date(2026, 9, 30), None, True, False, 0, 1, 3, 7, 0.35, -1, 2.5]
VALUES = st.recursive(
    st.sampled_from([*WORDS, *ODD]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "level", "covers", "name", "text", "from", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def fitting(shape: Shape) -> st.SearchStrategy[Any]:
    """Values that a fact of a shape may well have."""
    if shape.options:
        return st.sampled_from(shape.options)
    if shape.group:
        return entries(shape.group)
    if shape.item:
        return st.lists(fitting(shape.item), max_size=2)
    assert shape.form
    return {
        "number": st.integers(0, 5),
        "share": st.sampled_from([0.5, "35%", 1]),
        "count": st.integers(1, 5),
        "date": st.dates(),
        "yes/no": st.booleans(),
        "slug": st.sampled_from("abc"),
        "target": st.sampled_from("abc"),
        "names": st.lists(st.sampled_from("abc")),
    }.get(shape.form.name, VALUES)


@cache
def entries(cls: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Mappings of a type: facts that it must have, mostly, and some others, with fitting or unfitting values."""
    facts = {spec.name: fitting(spec.shape) | VALUES for spec in facts_of(cls)}
    needed = [spec.name for spec in facts_of(cls) if spec.required]
    some = st.lists(st.sampled_from(sorted(facts)), max_size=4, unique=True)
    return some.flatmap(lambda names: st.fixed_dictionaries({name: facts[name] for name in {*needed, *names}}))


MEASURED: dict[str, Any] = dict(MEASUREMENTS)
LISTED = {name: shape.item.group for name, shape in SECTIONS.items() if shape.item}


@given(st.sampled_from(sorted(LISTED)).flatmap(lambda name: st.tuples(st.just(name), entries(LISTED[name]))))
@example(("incidents", {"id": "down", "assets": ""}))
def test_both_say_the_same_of_any_entry(made: tuple[str, dict[str, Any]]) -> None:
    name, entry = made
    assert_agree(yaml.safe_dump({name: [entry]}))


@given(st.one_of(entries(Organisation), VALUES), st.one_of(entries(SourceHeader), VALUES))
def test_both_say_the_same_of_what_stands_once(organisation: object, source: object) -> None:
    assert_agree(yaml.safe_dump({"organisation": organisation}))
    assert_agree(yaml.safe_dump({"source": source}))


@given(
    st.sampled_from(sorted(MEASURED)).flatmap(lambda kind: entries(MEASURED[kind]).map(lambda e: {"kind": kind, **e}))
)
def test_both_say_the_same_of_any_measurement(entry: dict[str, Any]) -> None:
    assert_agree(yaml.safe_dump({"telemetry": [entry]}))
