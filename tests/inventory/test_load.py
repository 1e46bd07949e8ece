"""Text and folders to an inventory: every section, as the manual shows it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.asset import Model, System
from debtaudit.domain.facts import Practice
from debtaudit.domain.groups import LinkEntry
from debtaudit.domain.link import LINK_KEYS, Link
from debtaudit.inventory import load, loads

MINIMAL = """
organisation: {name: Merrowline, currency: EUR, engineer_day_cost: 700}
teams: [{id: conversations}]
systems:
  - {id: order-chat, criticality: 5, revenue_per_day: 40000, customer_facing: yes, calls: [order-intent]}
models:
  - {id: order-intent, owner: conversations, status: production, trained_at: 2026-01-12, trains_on: [chat-labels],
     monitoring: {service: automated, data_drift: none}}
datasets: [{id: chat-labels, origin: internal}]
incidents:
  - {id: INC-7, detected_at: 2026-08-03T09:10:00Z, resolved_at: 2026-08-03T15:40:00Z, severity: 4,
     assets: [order-intent], tickets: 600}
"""


def test_the_minimal_inventory_of_the_manual() -> None:
    inventory = loads(MINIMAL)
    assert [str(problem) for problem in inventory.problems] == []
    assert (inventory.organisation.name, inventory.organisation.engineer_day_cost) == ("Merrowline", 700)
    assert list(inventory.assets) == ["chat-labels", "order-chat", "order-intent"]
    model, system = inventory.assets["order-intent"], inventory.assets["order-chat"]
    assert isinstance(model, Model)
    assert isinstance(system, System)
    assert (model.owner, model.status, model.trained_at) == ("conversations", "production", date(2026, 1, 12))
    assert model.monitoring.data_drift == Practice("none")
    assert model.monitoring.quality is None
    assert (system.criticality, system.customer_facing) == (5, True)
    assert inventory.incidents[0].detected_at == datetime(2026, 8, 3, 9, 10, tzinfo=UTC)
    assert inventory.incidents[0].tickets == 600


def test_links_lead_from_provider_to_consumer() -> None:
    links = [(link.provider, link.consumer, link.kind) for link in loads(MINIMAL).links]
    assert links == [("chat-labels", "order-intent", "trains_on"), ("order-intent", "order-chat", "predicts_for")]


DIRECTIONS = {
    "models: [{id: me, trains_on: [it]}]": ("it", "me", "trains_on"),
    "models: [{id: me, uses: [it]}]": ("it", "me", "uses_feature"),
    "datasets: [{id: me, reads: [it]}]": ("it", "me", "reads"),
    "pipelines: [{id: me, writes: [it]}]": ("me", "it", "writes"),
    "systems: [{id: me, calls: [it]}]": ("it", "me", "predicts_for"),
    "models: [{id: me, corrects: [it]}]": ("it", "me", "corrects"),
    "features: [{id: me, runs_on: [it]}]": ("it", "me", "deploys_on"),
    "features: [{id: me, built_by: [it]}]": ("it", "me", "writes"),
    "systems: [{id: me, influences: [it]}]": ("me", "it", "influences"),
    "links: [{from: me, to: it, kind: corrects}]": ("me", "it", "corrects"),
}


@pytest.mark.parametrize(("text", "ends"), DIRECTIONS.items(), ids=DIRECTIONS)
def test_every_key_of_a_link_has_its_direction(text: str, ends: tuple[str, str, str]) -> None:
    (link,) = loads(text).links
    assert (link.provider, link.consumer, link.kind) == ends


def test_every_key_of_a_link_is_tried() -> None:
    assert {key for key in LINK_KEYS if any(f"{key}:" in text for text in DIRECTIONS)} == set(LINK_KEYS)


def test_a_link_says_more_and_keeps_its_place() -> None:
    text = "models:\n- id: m\n  reads:\n"
    text += "  - {id: d, strength: 60%, contract: tested, declared: no, observed_calls_30d: 12}\n"
    model = loads(text).assets["m"]
    assert model.reads == (LinkEntry(id="d", strength=0.6, contract="tested", declared=False, observed_calls_30d=12),)
    (link,) = loads(text).links
    assert (link.written_as, str(link.place)) == ("reads", "inventory.yaml:4:5")
    assert link == Link(
        provider="d", consumer="m", kind="reads", strength=0.6, contract="tested", declared=False, observed_calls_30d=12
    )


def test_everything_else_that_may_stand_in_a_file() -> None:
    inventory = loads(
        "estimates: [{finding: x@m, low: 1, likely: 2, high: 5, by: ana, at: 2026-09-01}]\n"
        "decisions: [{finding: 'x@*', state: accepted, reason: a, owner: b, approver: c, expires_at: 2027-01-01}]\n"
        "answers: [{question: q-owner, asset: m, level: 3, by: ana},\n"
        "  {question: q, asset: m, value: [a, 1], evidence: b}]\n"
        "telemetry:\n"
        "- {kind: drift, asset: m, from: 2026-08-01, to: 2026-09-01, feature: age, measure: psi, value: 0.31}\n"
        "- {kind: release, asset: m, at: 2026-08-01, version: 1.10, rolled_back: yes}\n"
        "models: [{id: m}]\n"
    )
    assert [str(problem) for problem in inventory.problems] == []
    assert inventory.estimates[0].likely == 2
    assert (inventory.decisions[0].finding, inventory.decisions[0].expires_at) == ("x@*", date(2027, 1, 1))
    assert (inventory.answers[0].level, inventory.answers[1].value) == ("3", ("a", 1))
    drift, release = inventory.telemetry
    assert (drift.kind, drift.day, getattr(drift, "value", None)) == ("drift", date(2026, 9, 1), 0.31)
    assert (release.kind, getattr(release, "version", None), getattr(release, "rolled_back", None)) == (
        "release",
        "1.10",
        True,
    )


def test_a_folder_is_one_inventory_over_all_its_files(tmp_path: Path) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "models.yaml").write_text("models: [{id: a}]")
    (tmp_path / "team" / "models.yml").write_text("models: [{id: b, reads: [a]}]")
    inventory = load(tmp_path)
    assert list(inventory.assets) == ["a", "b"]
    assert str(inventory.assets["b"].place) == "team/models.yml:1:10"
    assert [(file.path, file.sha256) for file in inventory.files] == [
        ("models.yaml", sha256(b"models: [{id: a}]").hexdigest()),
        ("team/models.yml", sha256(b"models: [{id: b, reads: [a]}]").hexdigest()),
    ]


def test_one_file_is_an_inventory(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(MINIMAL)
    assert load(tmp_path / "a.yaml").assets == loads(MINIMAL).assets


def test_problems_of_all_files_come_in_order_of_place(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("models: [{id: B}]\nmodles: []")
    (tmp_path / "a.yaml").write_text("- nonsense")
    (tmp_path / "c.yaml").write_text("models: a: b")
    assert [(each.file, each.line, each.code) for each in load(tmp_path).problems] == [
        ("a.yaml", 1, "not-an-inventory"),
        ("b.yaml", 1, "bad-value"),
        ("b.yaml", 2, "unknown-key"),
        ("c.yaml", 1, "syntax"),
    ]


def test_what_is_right_in_a_file_is_read_beside_what_is_wrong() -> None:
    inventory = loads("models: [{id: a, status: live, task: routing}, {name: nameless}, {id: b}]")
    assert {id_: getattr(model, "task", None) for id_, model in inventory.assets.items()} == {"a": "routing", "b": None}
    assert len(inventory.problems) == 2


def test_defaults_of_a_team_may_be_merged_into_its_models() -> None:
    inventory = loads(
        "teams: [{id: t}]\nmodels:\n- &base {id: a, owner: t, monitoring: {service: manual}}\n"
        "- {<<: *base, id: b, task: x}\n"
    )
    assert [str(problem) for problem in inventory.problems] == []
    assert inventory.assets["b"].owner == "t"


def test_without_libyaml_everything_is_read_and_the_slowness_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yaml.__with_libyaml__", False)
    inventory = loads(MINIMAL)
    assert [str(problem) for problem in inventory.problems] == ["warning: PyYAML came without libyaml: reading is slow"]
    monkeypatch.undo()
    assert inventory.assets == loads(MINIMAL).assets


def test_the_sample_inventory_has_no_errors() -> None:
    inventory = load(Path(__file__, "../../../sample_inventory").resolve())
    assert [str(problem) for problem in inventory.problems if problem.level == "error"] == []
    assert len(inventory.assets) > 50


NAMES = st.sampled_from(["a", "b", "c", "d"])
ASSETS = st.dictionaries(NAMES, st.lists(NAMES, max_size=3, unique=True), min_size=1)


@given(ASSETS)
def test_every_link_has_two_ends_in_the_inventory(reads: dict[str, list[str]]) -> None:
    inventory = loads(
        "models:\n" + "".join(f"- {{id: {name}, reads: [{', '.join(on)}]}}\n" for name, on in reads.items())
    )
    assert {(link.provider, link.consumer) for link in inventory.links} == {
        (on, name) for name in reads for on in reads[name]
    }
    assert {end for link in inventory.links for end in (link.provider, link.consumer)} <= set(inventory.assets)
    assert list(inventory.assets) == sorted(inventory.assets)


@given(ASSETS)
def test_how_entries_are_ordered_changes_nothing(reads: dict[str, list[str]]) -> None:
    lines = [f"- {{id: {name}, reads: [{', '.join(on)}]}}\n" for name, on in reads.items()]
    one, other = loads("models:\n" + "".join(lines)), loads("models:\n" + "".join(reversed(lines)))
    assert (one.assets, one.links) == (other.assets, other.links)
