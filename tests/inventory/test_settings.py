from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.asset import Organisation
from debtaudit.domain.policy import Policy
from debtaudit.inventory.settings import find_settings, parse_settings, read_settings


def test_the_file_beside_the_inventory_is_found(tmp_path: Path) -> None:
    assert find_settings(tmp_path) is None
    (tmp_path / "debtaudit.yaml").write_text("policy: {hop: 0.8}\n")
    (tmp_path / "shop.yaml").write_text("models: []\n")
    assert find_settings(tmp_path) == find_settings(tmp_path / "shop.yaml") == tmp_path / "debtaudit.yaml"
    settings, problems = read_settings(tmp_path / "debtaudit.yaml")
    assert not problems
    assert settings.policy_for(Organisation()).hop == 0.8


def test_what_the_organisation_states_counts_unless_the_settings_say_otherwise() -> None:
    settings, _ = parse_settings("policy: {day_cost: 900}")
    policy = settings.policy_for(Organisation(engineer_day_cost=650, materiality=5000))
    assert (policy.day_cost, policy.materiality, policy.hop) == (900, 5000, Policy().hop)
    touched = {each.name: (each.default, each.value) for each in settings.touched_policy(policy)}
    assert touched == {"policy.day_cost": (700, 900), "policy.materiality": (25_000, 5000)}


def test_aliases_join_tools_names_to_ids() -> None:
    settings, _ = parse_settings("aliases: {intent: ['mlflow:intent-v2', 'sentry:chat'], tone: 'mlflow:tone'}")
    assert settings.aliases == {"mlflow:intent-v2": "intent", "sentry:chat": "intent", "mlflow:tone": "tone"}


def test_a_headline_may_be_written_by_hand() -> None:
    assert parse_settings("report: {headline: The chatbot first}")[0].headline == "The chatbot first"


@pytest.mark.parametrize(
    "text",
    ["", "# nothing yet\n", "policy:\n", "policy: {}\nlimits: {}\n", "policy: {hop: unknown}", "aliases: {intent: }",
     "limits: {static-test-set: }", "report: {headline: }\ndebts: {folder: unknown}"],
)  # fmt: skip
def test_an_empty_file_changes_nothing(text: str) -> None:
    settings, problems = parse_settings(text)
    assert not problems
    assert settings.policy_for(Organisation()) == Policy()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("polcy: {}", "unknown key 'polcy'; did you mean 'policy'?"),
        ("policy: {daycost: 3}", "unknown setting 'policy.daycost'; did you mean 'day_cost'?"),
        ("policy: {day_cost: much}", "'policy.day_cost' must be a number, not 'much'"),
        ("policy: {half_life: 0}", "'policy.half_life' must be above 0, not 0"),
        ("policy: {hop: 1.5}", "'policy.hop' must be above 0 and at most 1, not 1.5"),
        ("policy: [day_cost]", "'policy' must be a mapping"),
        ("policy: {day_cost: 1, day_cost: 2}", "day_cost"),
        ("aliases: {intent: intent-v2}", "not written tool:name"),
        ("aliases: {a: 'mlflow:x', b: 'mlflow:x'}", "stands for 'a' and for 'b'"),
        ("aliases: {intent: [mlflow:intent, ':x']}", "not written tool:name"),
        ("aliases: {Order Intent: [mlflow:intent]}", "'Order Intent' is not an id"),
        ("report: {title: x}", "unknown key 'report.title'"),
        ("report: {headline: x, titel: y}", "unknown key 'report.titel'"),
        ("report: {headline: [x]}", "'report.headline' must be text, not a list"),
        ("limits: {static-test-set: 3}", "'limits.static-test-set' must be a mapping"),
        ("debts: {folder: nowhere}", "there is no folder 'nowhere'"),
        ("[1, 2]", "settings are a mapping"),
        ("policy: {day_cost: 3]", "not valid YAML"),
    ],
)
def test_every_mistake_is_told_with_its_place(text: str, says: str) -> None:
    _, problems = parse_settings(text)
    assert len(problems) == 1
    assert says in str(problems[0])
    assert str(problems[0]).startswith("debtaudit.yaml:1")


def test_all_mistakes_are_told_at_once() -> None:
    _, problems = parse_settings("policy: {hop: 2, half: 1}\nlimits: 3\nrest: {}\n")
    assert [problem.line for problem in problems] == [1, 1, 2, 3]


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "debtaudit.yaml").write_bytes(b"\xff\xfe\x00")
    _, (problem,) = read_settings(tmp_path / "debtaudit.yaml")
    assert problem.code == "encoding"


@given(st.text(max_size=200))
def test_whatever_the_file_holds_there_is_an_answer(text: str) -> None:
    settings, problems = parse_settings(text)
    assert isinstance(settings.policy_for(Organisation()), Policy)
    assert all(str(problem).startswith("debtaudit.yaml") for problem in problems)


@given(st.sampled_from([each.name for each in fields(Policy)]), st.floats(0.01, 1))
def test_every_setting_of_the_model_can_be_set(name: str, value: float) -> None:
    settings, problems = parse_settings(f"policy: {{{name}: {value:.6f}}}")
    assert not problems
    assert getattr(settings.policy_for(Organisation()), name) == pytest.approx(float(f"{value:.6f}"))


def test_each_setting_keeps_its_place_and_that_of_its_name() -> None:
    settings, _ = parse_settings("limits:\n  static-test-set:\n    max_reuse: 20\n")
    stated = settings.limits["static-test-set"]
    assert str(stated.named) == "debtaudit.yaml:2:3"
    assert (str(stated.values["max_reuse"].named), str(stated.values["max_reuse"].place)) == (
        "debtaudit.yaml:3:5", "debtaudit.yaml:3:16")  # fmt: skip


def test_values_of_debts_take_their_natural_type() -> None:
    settings, problems = parse_settings(
        "limits: {a-debt: {share: 35%, days: 30, on: yes, words: [a, b], word: '35%', nobody: none, open: unknown}}"
    )
    assert not problems
    values = {name: each.value for name, each in settings.limits["a-debt"].values.items()}
    assert values == {
        "share": 0.35, "days": 30, "on": True, "words": ("a", "b"), "word": "35%", "nobody": "none",
    }  # fmt: skip
