"""Cards become an inventory: what they state, and nothing more. The cards here are made up."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.collectors._collector import Collected
from debtaudit.collectors.ecosystem_graphs import ecosystem_graphs, slug
from debtaudit.domain.problem import errors
from debtaudit.inventory import loads
from debtaudit.inventory.write import dump

CARDS = """\
- type: dataset
  name: Web Text
  organization: Example Lab
  datasheet: {value: none, explanation: none was found}
  quality_control: none
  dependencies: []
  size: 40 GB
- type: model
  name: Big Model 2
  organization: Example Lab, Other University
  created_date: {value: 2024-02-11, explanation: from the announcement}
  access: limited
  monitoring: none
  model_card: unknown
  feedback: none
  dependencies: [web text, Common Things, Small Model]
- type: model
  name: Small Model
  organization: Example Lab
  created_date: 2023
  access: {value: closed, explanation: nobody may use it}
  monitoring: ''
  model_card: None
  dependencies: unknown
- type: application
  name: Helper
  organization: Helper
  feedback: None
  dependencies: {value: [Big Model 2, Web Text], explanation: as announced}
"""


def collected(text: str, name: str = "cards.yaml") -> Collected:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_text(text, encoding="utf-8")
        return ecosystem_graphs.collect(Path(folder))


def assets(made: Collected) -> dict[str, Any]:
    inventory = loads(dump(made.document))
    assert not errors(inventory.problems)
    return dict(inventory.assets)


def test_datasets_models_and_applications_become_datasets_models_and_systems() -> None:
    made = assets(collected(CARDS))
    kinds = {id_: asset.kind for id_, asset in made.items()}
    assert kinds == {
        "web-text": "dataset", "big-model-2": "model", "small-model": "model", "helper": "system",
        "common-things": "undescribed",
    }  # fmt: skip
    assert made["helper"].type == "application"
    assert made["big-model-2"].name == "Big Model 2"


def test_dependencies_become_links_of_the_right_kind_whatever_the_spelling() -> None:
    inventory = loads(dump(collected(CARDS).document))
    links = {(link.provider, link.consumer): link.kind for link in inventory.links}
    assert links == {
        ("web-text", "big-model-2"): "trains_on", ("common-things", "big-model-2"): "reads",
        ("small-model", "big-model-2"): "reads", ("big-model-2", "helper"): "predicts_for",
        ("web-text", "helper"): "reads",
    }  # fmt: skip


def test_none_is_stated_absence_and_unknown_stays_unknown() -> None:
    made = assets(collected(CARDS))
    big, small = made["big-model-2"], made["small-model"]
    assert big.monitoring.outputs.level == "none"
    assert small.monitoring.outputs is None
    assert not small.documentation.card_updated_at
    assert small.documentation.card_updated_at is not None
    assert big.documentation.card_updated_at is None
    assert made["web-text"].validation.level == "none"
    assert (big.access, small.access) == ("per_consumer", None)


def test_only_whole_days_are_dates() -> None:
    run = collected(CARDS)
    made = assets(run)
    assert (made["big-model-2"].created_at, made["small-model"].created_at) == (date(2024, 2, 11), None)
    assert any("'2023' is no whole day" in problem.message for problem in run.problems)


def test_owners_are_teams_even_where_they_are_called_like_what_they_make() -> None:
    inventory = loads(dump(collected(CARDS).document))
    assert inventory.assets["helper"].owner == "helper-team"
    assert inventory.assets["big-model-2"].owner == "example-lab"
    assert inventory.assets["big-model-2"].tags == ("with-other-university",)
    assert set(inventory.teams) == {"example-lab", "helper-team", "other-university"}


def test_every_fact_says_where_it_stands_in_the_source() -> None:
    run = collected(CARDS)
    assert run.refs["big-model-2.created_at"] == "cards.yaml:11"
    assert run.refs["helper.calls"] == "cards.yaml:29"
    facts = {f"{asset['id']}.{name}" for kind in ("datasets", "models", "systems")
             for asset in _entries(run, kind) for name in asset if name != "id"}  # fmt: skip
    assert facts == set(run.refs)


def test_two_cards_of_one_name_are_both_kept_and_told_with_both_places() -> None:
    run = collected(CARDS + "- {type: model, name: small model, dependencies: []}\n")
    assert {"small-model", "small-model-2"} <= set(assets(run))
    (told,) = (problem for problem in run.problems if problem.code == "same-name")
    assert str(told).startswith("cards.yaml:30:17 warning: 'small model' stands at cards.yaml:17 too")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- {type: robot, name: Robbie}\n", "no-such-kind"),
        ("- {type: model}\n", "no-card"),
        ("- 17\n", "no-card"),
        ("- {type: model, name: A, dependencies: several of them}\n", "no-list"),
        ("- {type: model, name: A, created_date: 2024-13-45}\n", "no-day"),
        ("- {type: model, name: A, name: B}\n", "duplicate-key"),
        ("- &a [*a]\n", "recursion"),
    ],
)
def test_what_is_left_out_is_told(text: str, code: str) -> None:
    assert code in {problem.code for problem in collected(text).problems}


def test_files_without_cards_are_counted() -> None:
    assert collected("{}\n").counts == {"files without cards, left out": 1}


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Big-4o", "big-4o"),
        ("Coder2 (15B)", "coder2-15b"),
        ("C++", "cplusplus"),
        ("  ", "unnamed"),
        ("Unknown", "unknown-card"),
    ],
)
def test_ids_are_names_in_small_letters(name: str, id_: str) -> None:
    assert slug(name) == id_


values = st.recursive(
    st.text(max_size=12) | st.integers() | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
names = st.sampled_from(["type", "name", "organization", "dependencies", "access", "created_date", "monitoring", "url",
                         "model_card", "feedback", "license", "value"])  # fmt: skip
cards = st.dictionaries(names, values | st.sampled_from(["model", "dataset", "application", "none"]), max_size=8)


@given(st.lists(cards, max_size=4))
def test_whatever_the_cards_hold_an_inventory_without_errors_comes_out(found: list[dict[str, Any]]) -> None:
    made = collected(yaml.safe_dump(found, allow_unicode=True))
    assert not errors(loads(dump(made.document)).problems) if made.document else True


@given(st.text(max_size=200))
def test_whatever_a_file_holds_there_is_an_answer(text: str) -> None:
    assert isinstance(collected(text.replace("\r", "")), Collected)


def _entries(run: Collected, kind: str) -> list[dict[str, object]]:
    found = run.document[kind]
    assert isinstance(found, list)
    return found


@pytest.mark.skipif("ECOSYSTEM_GRAPHS" not in os.environ, reason="set ECOSYSTEM_GRAPHS to a checkout of the cards")
def test_the_real_cards_make_an_inventory_without_errors() -> None:
    made = ecosystem_graphs.collect(Path(os.environ["ECOSYSTEM_GRAPHS"]))
    inventory = loads(dump(made.document))
    assert not errors(inventory.problems)
    assert len(inventory.assets) > 500
    assert not errors(made.problems)
