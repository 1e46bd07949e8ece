"""Several sources, one asset: precedence, contradictions with both places, renames, and names in other tools."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from debtaudit.domain.asset import Model
from debtaudit.domain.facts import ABSENT
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.problem import errors
from debtaudit.inventory import load

MLFLOW = "source: {kind: collector, name: mlflow, at: 2026-09-30}\n"
ASKED = "source: {kind: questionnaire, name: interview, at: 2026-09-01}\n"


def merged(folder: Path, aliases: dict[str, str] | None = None, /, **files: str) -> Inventory:
    """The inventory of several files, by name."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    return load(folder, aliases)


def model(inventory: Inventory, id_: str = "m") -> Model:
    found = inventory.assets[id_]
    assert isinstance(found, Model)
    return found


def told(inventory: Inventory) -> list[str]:
    return [str(problem) for problem in inventory.problems]


def test_a_tool_fills_what_people_left_open(tmp_path: Path) -> None:
    inventory = merged(
        tmp_path,
        hand="models: [{id: m, task: routing, owner: unknown, manifest: {random_seed: 7}}]",
        tool=MLFLOW + "models: [{id: m, version: '7', owner: a, manifest: {git_commit: abc}}]\nteams: [{id: a}]",
    )
    found = model(inventory)
    assert (found.task, found.version, found.owner) == ("routing", "7", "a")
    assert (found.manifest.random_seed, found.manifest.git_commit) == (7, "abc")
    assert told(inventory) == []


def test_people_beat_a_tool_and_the_contradiction_names_both_places(tmp_path: Path) -> None:
    inventory = merged(
        tmp_path,
        hand="models:\n  - id: m\n    trained_at: 2026-05-04\n",
        a_tool=MLFLOW + "models:\n  - {id: m, trained_at: 2026-05-18}\n",
    )
    assert model(inventory).trained_at == date(2026, 5, 4)
    assert told(inventory) == [
        (
            "a_tool.yaml:3:13 warning: model m: 'trained_at' is 2026-05-18 after mlflow of 2026-09-30 "
            "but 2026-05-04 after what people wrote; kept: 2026-05-04, from hand.yaml:3:5"
        )
    ]


def test_what_people_call_absent_is_a_statement_too(tmp_path: Path) -> None:
    inventory = merged(
        tmp_path, hand="models: [{id: m, version: none}]", tool=MLFLOW + "models: [{id: m, version: v7}]"
    )
    assert model(inventory).version is ABSENT
    assert "is v7 after mlflow of 2026-09-30 but none after what people wrote" in told(inventory)[0]


def test_contradictions_inside_groups_and_practices_are_told(tmp_path: Path) -> None:
    inventory = merged(
        tmp_path,
        hand="models: [{id: m, monitoring: {quality: {level: manual, covers: 10%}}, manifest: {git_commit: abc}}]",
        tool=MLFLOW
        + "models: [{id: m, monitoring: {quality: automated, inputs: manual}, manifest: {git_commit_hash: abd}}]",
    )
    found = model(inventory)
    assert (found.monitoring.quality and found.monitoring.quality.level, found.manifest.git_commit) == ("manual", "abc")
    assert found.monitoring.inputs
    assert found.monitoring.inputs.level == "manual"
    paths = sorted(text.split("'")[1] for text in told(inventory))
    assert paths == ["manifest.git_commit", "monitoring.quality"]


def test_a_practice_of_the_same_level_is_completed(tmp_path: Path) -> None:
    inventory = merged(
        tmp_path,
        hand="models: [{id: m, monitoring: {quality: manual}}]",
        tool=MLFLOW + "models: [{id: m, monitoring: {quality: {level: manual, last_run_at: 2026-09-01}}}]",
    )
    quality = model(inventory).monitoring.quality
    assert quality
    assert (quality.level, quality.last_run_at) == ("manual", date(2026, 9, 1))
    assert told(inventory) == []


def test_a_newer_run_of_a_tool_beats_an_older_one(tmp_path: Path) -> None:
    inventory = merged(
        tmp_path,
        a_old="source: {kind: collector, name: mlflow, at: 2026-06-30}\nmodels: [{id: m, version: v6}]",
        b_new="source: {kind: collector, name: mlflow, at: 2026-09-30}\nmodels: [{id: m, version: v7}]",
    )
    assert model(inventory).version == "v7"
    assert told(inventory) == [
        (
            "a_old.yaml:2:18 warning: model m: 'version' is v6 after mlflow of 2026-06-30 "
            "but v7 after mlflow of 2026-09-30; kept: v7, from b_new.yaml:2:18"
        )
    ]


def test_a_fresh_answer_beats_a_tool_and_an_old_one_does_not(tmp_path: Path) -> None:
    tool = MLFLOW + "models: [{id: m, affects_people: no}]"
    answer = "models: [{id: m, affects_people: yes}]"
    fresh = merged(tmp_path, tool=tool, answer=ASKED + answer)
    assert model(fresh).affects_people is True
    old = merged(tmp_path, tool=tool, answer=ASKED.replace("2026-09-01", "2026-03-01") + answer)
    assert model(old).affects_people is False
    assert len(told(fresh)) == len(told(old)) == 1


def test_lists_that_differ_contradict_unless_only_in_order(tmp_path: Path) -> None:
    same = merged(tmp_path, a="models: [{id: m, slices: [x, y]}]", b=MLFLOW + "models: [{id: m, slices: [y, x]}]")
    assert told(same) == []
    other = merged(tmp_path, a="models: [{id: m, slices: [x, y]}]", b=MLFLOW + "models: [{id: m, slices: [x]}]")
    assert model(other).slices == ("x", "y")
    assert "'slices' is x after mlflow of 2026-09-30 but x, y" in told(other)[0]


def test_each_source_has_words_of_its_own(tmp_path: Path) -> None:
    inventory = merged(
        tmp_path,
        a="models: [{id: m, name: Router, tags: [chat]}]",
        b=MLFLOW + "models: [{id: m, name: order_router_v2, description: text, tags: [prod, chat]}]",
    )
    found = model(inventory)
    assert (found.name, found.description, found.tags) == ("Router", "text", ("chat", "prod"))
    assert told(inventory) == []


def test_links_of_all_sources_are_kept_and_completed(tmp_path: Path) -> None:
    inventory = merged(
        tmp_path,
        a="models: [{id: m, trains_on: [one, {id: two, strength: 0.5}]}]\n"
        "datasets: [{id: one}, {id: two}, {id: three}]",
        b=MLFLOW + "models: [{id: m, trains_on: [{id: one, version_pin: v1}, {id: two, strength: 0.9}, three]}]",
    )
    links = {link.provider: link for link in inventory.links}
    assert set(links) == {"one", "two", "three"}
    assert (links["one"].version_pin, links["two"].strength) == ("v1", 0.5)
    assert told(inventory) == [
        (
            "b.yaml:2:18 warning: model m: 'trains_on.two.strength' is 0.9 after mlflow of 2026-09-30 "
            "but 0.5 after what people wrote; kept: 0.5, from a.yaml:1:18"
        )
    ]


def test_no_links_and_some_links_contradict(tmp_path: Path) -> None:
    inventory = merged(
        tmp_path, a="models: [{id: m, reads: none}]", b=MLFLOW + "models: [{id: m, reads: [d]}]\ndatasets: [{id: d}]"
    )
    assert model(inventory).reads == ()
    assert "'reads' is id d after mlflow of 2026-09-30 but none after what people wrote" in told(inventory)[0]


def test_two_descriptions_by_hand_are_an_error_with_both_places(tmp_path: Path) -> None:
    inventory = merged(tmp_path, a="models: [{id: m}]", b="models:\n  - id: m\n    name: again\n")
    assert told(inventory) == [
        "b.yaml:2:5 error: id 'm' is described here a second time; it stands first at a.yaml:1:11"
    ]


def test_hand_written_files_with_headers_are_written_by_hand_all_the_same(tmp_path: Path) -> None:
    inventory = merged(tmp_path, a="source: {name: a}\nmodels: [{id: m}]", b="source: {name: b}\nmodels: [{id: m}]")
    assert [problem.code for problem in inventory.problems] == ["duplicate-id"]


def test_an_id_names_one_thing_of_all_kinds(tmp_path: Path) -> None:
    inventory = merged(
        tmp_path,
        a="models: [{id: chat}]\nteams: [{id: chat}]",
        b=MLFLOW + "datasets: [{id: chat}]",
    )
    assert sorted(text.partition(" error: ")[2] for text in told(inventory)) == [
        "id 'chat' is a dataset here, but a model elsewhere; it stands first at a.yaml:1:11",
        "id 'chat' is a team here, but a model elsewhere; it stands first at a.yaml:1:11",
    ]
    assert model(inventory, "chat").kind == "model"


def test_the_organisation_is_described_once(tmp_path: Path) -> None:
    inventory = merged(tmp_path, a="organisation: {name: A}", b="organisation: {name: B}")
    assert inventory.organisation.name == "A"
    assert told(inventory) == [
        "b.yaml:1:15 error: the organisation is described here a second time; it stands first at a.yaml:1:15"
    ]


def test_a_tool_may_complete_the_organisation(tmp_path: Path) -> None:
    inventory = merged(tmp_path, a="organisation: {name: A}", b=MLFLOW + "organisation: {currency: EUR}")
    assert (inventory.organisation.name, inventory.organisation.currency) == ("A", "EUR")
    assert told(inventory) == []


def test_an_incident_of_a_tool_is_completed_by_people(tmp_path: Path) -> None:
    inventory = merged(
        tmp_path,
        hand="models: [{id: m}]\nincidents: [{id: PD-1, assets: [m], cost: 1200}]",
        pager="source: {kind: collector, name: pagerduty, at: 2026-09-30}\n"
        "incidents: [{id: PD-1, assets: [m], detected_at: 2026-09-01, title: Down}]",
    )
    assert len(inventory.incidents) == 1
    assert (inventory.incidents[0].cost, inventory.incidents[0].title) == (1200.0, "Down")
    assert told(inventory) == []


def test_every_fact_knows_where_it_comes_from(tmp_path: Path) -> None:
    inventory = merged(
        tmp_path,
        hand="models:\n  - id: m\n    owner: unknown\n    monitoring: none\n",
        tool="source: {kind: collector, name: mlflow, at: 2026-09-30,\n"
        "  refs: {m.manifest: run 7, m.version: 'models:/m/7'}}\n"
        "models:\n  - id: m\n    owner: a\n    version: v7\n    manifest: {git_commit_hash: abc}\nteams: [{id: a}]\n",
    )
    monitoring = inventory.origin("m", "monitoring.data_drift")
    assert monitoring
    assert (str(monitoring.place), monitoring.source.kind, monitoring.ref) == (
        "hand.yaml:4:5",
        "hand",
        "",
    )
    owner = inventory.origin("m", "owner")
    assert owner
    assert (str(owner.place), owner.source.name) == ("tool.yaml:5:5", "mlflow")
    commit = inventory.origin("m", "manifest.git_commit")
    assert commit
    assert (str(commit.place), commit.ref) == ("tool.yaml:7:16", "run 7")
    version = inventory.origin("m", "version")
    assert version
    assert (version.ref, version.source.at) == ("models:/m/7", date(2026, 9, 30))
    assert inventory.origin("m", "trained_at") is None
    assert inventory.origin("nobody", "owner") is None


def test_what_is_gone_from_a_tool_is_told(tmp_path: Path) -> None:
    text = "source:\n  kind: collector\n  name: mlflow\n  at: 2026-09-30\n  stale: [old-router]\nmodels: []"
    inventory = merged(tmp_path, {"mlflow:old-router": "router"}, tool=text, hand="models: [{id: router}]")
    assert told(inventory) == [
        "tool.yaml:5:10 warning: 'router' is gone from mlflow as of 2026-09-30; is it retired, or renamed?"
    ]


ALIASES = {"mlflow:Order Intent": "order-intent", "mlflow:labels": "chat-labels", "backstage:labels": "other"}


def test_a_tools_names_are_joined_to_ids_wherever_they_stand_in_its_file(tmp_path: Path) -> None:
    inventory = merged(
        tmp_path,
        ALIASES,
        hand="models: [{id: order-intent, task: routing}]\ndatasets: [{id: chat-labels}]\nsystems: [{id: chat}]",
        tool=MLFLOW + "models: [{id: Order Intent, version: v7, trains_on: [labels], declared_consumers: [labels]}]\n"
        "links: [{from: Order Intent, to: chat, kind: predicts_for}]\n"
        "telemetry: [{kind: calls, asset: Order Intent, consumer: labels, at: 2026-09-01}]\n"
        "incidents: [{id: i, assets: [Order Intent], debts: [static-test-set@Order Intent]}]\n",
    )
    assert told(inventory) == []
    assert (model(inventory, "order-intent").task, model(inventory, "order-intent").version) == ("routing", "v7")
    assert [(link.provider, link.consumer) for link in inventory.links] == [
        ("chat-labels", "order-intent"),
        ("order-intent", "chat"),
    ]
    assert model(inventory, "order-intent").declared_consumers == ("chat-labels",)
    assert inventory.telemetry[0].asset == "order-intent"
    assert getattr(inventory.telemetry[0], "consumer", None) == "chat-labels"
    assert inventory.incidents[0].assets == ("order-intent",)
    assert inventory.incidents[0].debts == ("static-test-set@order-intent",)


def test_a_tools_names_mean_nothing_in_other_files(tmp_path: Path) -> None:
    inventory = merged(tmp_path, ALIASES, hand="models: [{id: m, reads: [labels]}]")
    assert [problem.code for problem in inventory.problems] == ["undescribed"]


def test_everything_follows_a_renamed_asset(tmp_path: Path) -> None:
    inventory = merged(
        tmp_path,
        hand="models: [{id: new, formerly: [old, older]}]\nsystems: [{id: s, calls: [old]}]\nfeatures: [{id: f}]\n"
        "teams: [{id: crew, formerly: gang}]\ndatasets: [{id: d, owner: gang, declared_consumers: [older]}]\n"
        "links: [{from: f, to: older, kind: uses_feature}]\n"
        "incidents: [{id: i, assets: [old], debts: [static-test-set@old, glue-code]}]\n"
        "telemetry: [{kind: calls, asset: old, consumer: s, at: 2026-09-01}]\n"
        "estimates: [{finding: static-test-set@older, likely: 3}]\n"
        "decisions: [{finding: '*@old', state: planned}]\n"
        "answers: [{question: q, asset: old, level: 2}]\n",
        tool=MLFLOW + "models: [{id: old, version: v7}]",
    )
    assert told(inventory) == []
    assert set(inventory.assets) == {"new", "s", "f", "d"}
    assert model(inventory, "new").version == "v7"
    assert {(link.provider, link.consumer) for link in inventory.links} == {("new", "s"), ("f", "new")}
    assert (inventory.incidents[0].assets, inventory.incidents[0].debts) == (
        ("new",),
        ("static-test-set@new", "glue-code"),
    )
    assert inventory.telemetry[0].asset == inventory.answers[0].asset == "new"
    assert (inventory.estimates[0].finding, inventory.decisions[0].finding) == ("static-test-set@new", "*@new")
    assert (inventory.assets["d"].owner, getattr(inventory.assets["d"], "declared_consumers", None)) == (
        "crew",
        ("new",),
    )


def test_a_chain_of_renames_is_followed_to_its_end(tmp_path: Path) -> None:
    inventory = merged(
        tmp_path,
        a="models: [{id: c, formerly: b}]\nsystems: [{id: s, calls: a}]",
        b=MLFLOW + "models: [{id: b, formerly: [a]}]",
    )
    assert [(link.provider, link.consumer) for link in inventory.links] == [("c", "s")]
    assert set(inventory.assets) == {"c", "s"}


def test_an_old_id_that_is_still_in_use_is_an_error_naming_both(tmp_path: Path) -> None:
    inventory = merged(tmp_path, a="models:\n  - {id: new, formerly: [old]}\n  - {id: old}\n")
    assert told(inventory) == [
        (
            "a.yaml:2:26 error: 'new' was formerly 'old', yet 'old' is still in use, at a.yaml:3:5; "
            "an old id belongs to one asset"
        )
    ]
    assert set(inventory.assets) == {"new", "old"}


def test_an_old_id_that_two_claim_is_an_error_naming_both(tmp_path: Path) -> None:
    inventory = merged(tmp_path, a="models: [{id: x, formerly: old}, {id: y, formerly: [old]}]")
    assert [problem.code for problem in errors(inventory.problems)] == ["old-id"]
    assert "'y' was formerly 'old', yet 'x' claims it too, at a.yaml:1:28" in told(inventory)[0]


def test_renames_in_a_circle_end(tmp_path: Path) -> None:
    inventory = merged(tmp_path, a=MLFLOW + "models: [{id: x, formerly: y}, {id: y, formerly: x}]")
    assert len(inventory.assets) == 2


def test_the_same_files_in_another_order_give_the_same_inventory(tmp_path: Path) -> None:
    files = {
        "1": "models: [{id: m, version: v1}]",
        "2": MLFLOW + "models: [{id: m, version: v2, task: a}]",
        "3": ASKED + "models: [{id: m, version: v3, task: b}]",
    }
    (tmp_path / "x").mkdir()
    (tmp_path / "y").mkdir()
    first = merged(tmp_path / "x", None, **{f"f{name}": text for name, text in files.items()})
    other = merged(tmp_path / "y", None, **{f"f{9 - int(name)}": text for name, text in files.items()})
    assert first.assets == other.assets
    assert sorted(problem.message for problem in first.problems) == sorted(
        problem.message for problem in other.problems
    )
