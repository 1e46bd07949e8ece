"""`debtaudit schema --settings` says of a settings file what the program says when it reads it."""

from __future__ import annotations

import json
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from debtaudit.collectors._collector import Collector
from debtaudit.collectors._run import tasks
from debtaudit.detectors._catalogue import CATEGORIES, ECONOMICS, FITTED, catalogue
from debtaudit.domain.limits import limits_of
from debtaudit.domain.plugin import discover
from debtaudit.domain.policy import Policy
from debtaudit.domain.problem import Problem
from debtaudit.domain.settings import Settings
from debtaudit.inventory.settings import PARTS, parse_settings
from debtaudit.inventory.tree import parse
from debtaudit.ledger.measure import catalogue as figures
from debtaudit.trackers.sync.settings import problems as of_trackers
from tests.cli.conftest import ROOT, run
from tests.inventory.test_schema import as_editors_read

DEBTS = catalogue(Settings()).debts


@cache
def schema() -> Any:
    return json.loads(run("schema", "--settings").out)


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def against(text: str) -> list[str]:
    """What the schema has against a text, as an editor reads it."""
    tree, problems = parse(text, "debtaudit.yaml")
    assert not problems, problems
    return [
        f"{'.'.join(map(str, each.absolute_path))}: {each.message[:200]}"
        for each in validator().iter_errors(as_editors_read(tree))
    ]


def told(text: str, home: Path) -> list[str]:
    """What the program has against it, in whatever part of it reads it."""
    settings, problems = parse_settings(text, home=home)
    found: list[Problem] = [*problems, *catalogue(settings).problems, *of_trackers(settings.trackers)]
    tasks(settings, {each.slug: each for each in discover("debtaudit.collectors", Collector)}, home, home, found)
    known = {each.slug for each in figures()}
    return [*map(str, found), *(name for name in settings.targets if name not in known)]


def test_it_is_a_schema_of_every_part_with_a_description_each() -> None:
    Draft202012Validator.check_schema(schema())
    assert list(schema()["properties"]) == list(PARTS)
    assert all(each["description"] for each in schema()["properties"].values())
    assert run("schema").out != run("schema", "--settings").out


def test_every_setting_is_described_with_its_default() -> None:
    parts = {name: each["anyOf"][0]["properties"] for name, each in schema()["properties"].items() if "anyOf" in each
             and "properties" in each["anyOf"][0]}  # fmt: skip
    assert {name: each["default"] for name, each in parts["policy"].items()} == {
        each.name: each.default for each in fields(Policy)
    }
    assert list(parts["limits"]) == list(parts["economics"]) == [debt.slug for debt in DEBTS]
    for debt in DEBTS:
        limits = parts["limits"][debt.slug]
        found = limits["anyOf"][0]["properties"]
        assert [name for name in found if found[name]["description"]] == [each.name for each in limits_of(debt.limits)]
        economics = parts["economics"][debt.slug]["anyOf"][0]["properties"]
        assert set(economics) == set(ECONOMICS) and economics["prior_rate"]["default"] == debt.prior_rate
        assert limits["description"].startswith(debt.name)
    assert list(parts["categories"]) == list(CATEGORIES)
    assert set(schema()["$defs"]["fitted"]["properties"]) == set(FITTED)
    assert list(parts["targets"]) == [each.slug for each in figures()]


def test_the_defaults_of_all_debts_are_accepted_by_both(tmp_path: Path) -> None:
    """What the schema offers as a default can be written down as it stands."""
    text = {
        "limits": {debt.slug: {each.name: sorted(each.value) if isinstance(each.value, frozenset) else each.value
                               for each in limits_of(debt.limits)} for debt in DEBTS},
        "economics": {debt.slug: {"prior_rate": debt.prior_rate, "growth": debt.growth, "loss": debt.loss}
                      for debt in DEBTS},
        "policy": {each.name: each.default for each in fields(Policy)},
    }  # fmt: skip
    assert against(json.dumps(text)) == told(json.dumps(text), tmp_path) == []


GOOD = [
    "", "policy:", "policy: {hop: 85%, day_cost: 1_000, penalty: 0, materiality: '40000', carry: unknown}",
    "limits: {static-test-set: {limit_high: 60}, data-smells: {missing: 10%}, stale-model: }",
    "limits: {static-test-set: unknown}",
    "economics: {static-test-set: {prior_rate: 0.4, growth: 3%, effort: {low: 1, likely: 3, high: 8}, loss: outage}}",
    "categories: {pipeline: {rate_ratio: 2.1, pseudo_quarters: 2.4, effort_ratio: 1.2}, data: }",
    "aliases: {order-intent: [mlflow:order-intent, backstage:component/order-intent], tone: 'mlflow:tone', a: ~}",
    "report: {headline: First, name: 7, accent: '#0b6e4f', paper: letter}", "report: {accent: 123456, headline: }",
    "trackers: {github: {project: acme/shop, label: debt, confidential: yes, authors: [a, b]}}",
    "trackers: {jira: {project: 7, priorities: {1: Highest}, states: {done: [Done, Released], dropped: x}}}",
    "trackers: {jira: {fields: {a: b}}}",
    "collect: {mlflow: {url: 'https://mlflow.example.com'}, ours: {source: mlflow, from: exports}}",
    "collect: {dbt: {source: mlflow, from: [exports]}}",
    "targets: {automated-fixes: 30%, deployment-velocity: 12, time-to-detect: unknown}", "members: unknown",
]  # fmt: skip
BAD = [
    "polcy: {}", "policy: {daycost: 3}", "policy: {day_cost: much}", "policy: {day_cost: 5%}", "policy: {half_life: 0}",
    "policy: {hop: 1.5}", "policy: [day_cost]", "policy: {penalty: -1}", "policy: 7", "members: folder",
    "limits: {static-test-sets: {limit_high: 60}}", "limits: {static-test-set: {limit: 60}}",
    "limits: {static-test-set: {limit_high: -1}}", "limits: {static-test-set: 3}",
    "limits: {data-smells: {missing: 2}}",
    "economics: {static-test-set: {loss: much}}", "economics: {static-test-set: {effort: 3}}",
    "economics: {static-test-set: {effort: {low: 1, high: 8}}}", "economics: {static-test-set: {growth: -0.1}}",
    "economics: {nothing: {growth: 1}}", "categories: {pipelin: {rate_ratio: 1}}",
    "categories: {data: {rate_ratio: 0}}",
    "aliases: {a: intent-v2}", "aliases: {Order Intent: [mlflow:intent]}", "aliases: {a: [mlflow:intent, ':x']}",
    "report: {title: x}", "report: {headline: [x]}", "report: {accent: green}", "report: {paper: a3}",
    "debts: {file: x}", "trackers: {trello: {project: x}}", "trackers: {github: {url: 'https://x'}}",
    "trackers: {jira: {states: {opened: x}}}", "trackers: {jira: {priorities: {9: x}}}",
    "trackers: {github: {confidential: maybe}}", "collect: {mlflw: {from: x}}", "collect: {mlflow: {form: x}}",
    "collect: {ours: {source: mlfow, from: x}}", "collect: {mlflow: exports}",
    "collect: {'A b': {source: dbt, from: x}}",
    "targets: {speed: 3}", "targets: {automated-fixes: fast}", "[1, 2]",
]  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_what_is_read_without_a_problem_is_not_underlined(text: str, tmp_path: Path) -> None:
    assert told(text, tmp_path) == [] == against(text)


@pytest.mark.parametrize("text", BAD)
def test_what_is_refused_is_underlined(text: str, tmp_path: Path) -> None:
    assert told(text, tmp_path) and against(text)


@given(st.sampled_from([each.name for each in fields(Policy)]), st.floats(-2, 2).map(lambda number: round(number, 3)))
def test_both_say_the_same_of_any_number_of_the_model(name: str, number: float) -> None:
    text = f"policy: {{{name}: {number}}}"
    assert bool(told(text, Path())) == bool(against(text)), text


def test_debts_of_ones_own_may_have_any_name_where_their_folder_is_named() -> None:
    own = "limits: {our-debt: {most: 3}}\neconomics: {our-debt: {growth: 1%}}\n"
    assert against(f"{own}debts: {{folder: ours}}") == []
    assert against(own) and against(f"{own}debts: ") and against(f"{own}debts: {{folder: ours}}\npolicy: {{x: 1}}")


def test_the_example_of_the_documentation_is_valid() -> None:
    text = (ROOT / "docs" / "settings.md").read_text().partition("```yaml\n")[2].partition("```")[0]
    assert "targets:" in text and against(text) == []
