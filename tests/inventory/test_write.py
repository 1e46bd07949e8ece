"""What is written is read back as it was meant, and no crash leaves half a file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.asset import Dataset, Model, Organisation, System, Team
from debtaudit.domain.facts import ABSENT, Practice
from debtaudit.domain.groups import LinkEntry, Manifest, Monitoring, Threshold
from debtaudit.domain.incident import Incident
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.measurement import Drift
from debtaudit.inventory import load, loads
from debtaudit.inventory.write import dump, write

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"))


def read(text: str) -> Inventory:
    inventory = loads(text)
    assert not [str(each) for each in inventory.problems if each.level == "error"], text
    return inventory


def test_a_file_reads_like_one_that_a_person_wrote() -> None:
    text = dump(
        {
            "models": [
                Model(id="sentiment", tags=("tone", "text")),
                Model(
                    id="order-intent",
                    owner="conversations",
                    trained_at=date(2026, 1, 12),
                    version="1.10",
                    monitoring=Monitoring(service=Practice("automated"), data_drift=Practice("none")),
                    trains_on=(LinkEntry(id="chat-labels", contract="none"), LinkEntry(id="orders")),
                ),
            ],
            "source": {"kind": "collector", "name": "mlflow", "at": date(2026, 9, 30)},
        }
    )
    assert text == (
        "source:\n"
        "  kind: collector\n"
        "  name: mlflow\n"
        "  at: 2026-09-30\n"
        "models:\n"
        "  - id: order-intent\n"
        "    owner: conversations\n"
        '    version: "1.10"\n'
        "    trained_at: 2026-01-12\n"
        "    monitoring:\n"
        "      service: automated\n"
        "      data_drift: none\n"
        "    trains_on:\n"
        "      - id: chat-labels\n"
        "        contract: none\n"
        "      - orders\n"
        "  - id: sentiment\n"
        "    tags: [tone, text]\n"
    )


def test_the_order_of_entries_and_facts_given_does_not_show() -> None:
    one = {"systems": [{"id": "b"}, {"name": "A", "id": "a"}], "models": []}
    other = {"models": (), "systems": [{"id": "a", "name": "A"}, {"id": "b"}]}
    assert dump(one) == dump(other)


def test_the_order_inside_a_list_stays() -> None:
    text = dump({"incidents": [{"id": "i", "assets": ["root", "below"]}]})
    assert read(text).incidents[0].assets == ("root", "below")


WORDS = [
    "no",
    "none",
    "unknown",
    "yes",
    "null",
    "~",
    "",
    "true",
    "OFF",
    "1",
    "1.10",
    "35%",
    "1e3",
    "2026-09-30",
    "12:30:45",
]
SIGNS = [
    "a: b",
    "a:",
    ":a",
    "- a",
    "a #b",
    "#a",
    " a",
    "a ",
    "[a]",
    "{a}",
    "a, b",
    "*a",
    "&a",
    "!a",
    "'a'",
    '"a"',
    "@a",
    "`a",
    "%a",
]
HARD = [
    "a\nb",
    "a\tb",
    "\u2028",
    "\ufeff",
    "\u202e",
    "\U0001f600",
    "Größe",
    "\\n",
    "|",
    ">",
    "?",
    "=",
    "<<",
]


@pytest.mark.parametrize("text", [*WORDS, *SIGNS, *HARD, "x" * 5000])
def test_text_that_looks_like_something_else_comes_back_as_text(text: str) -> None:
    written = dump({"systems": [System(id="a", name=text)]})
    assert read(written).assets["a"].name == text
    assert yaml.safe_load(written)["systems"][0]["name"] == text


@pytest.mark.parametrize("character", ["\ud800", "\x00", "\x1b", "\r", "\x7f", "\x9b"])
def test_what_terminals_obey_and_half_characters_become_the_sign_for_one_that_is_lost(character: str) -> None:
    assert read(dump({"systems": [System(id="a", name=f"a{character}b")]})).assets["a"].name == "a\ufffdb"


@given(TEXTS, TEXTS)
def test_any_text_comes_back(name: str, key: str) -> None:
    model = Model(id="a", name=name, manifest=Manifest(hyperparameters={key: name, "list": (name, (name,))}))
    assert read(dump({"models": [model]})).assets["a"] == model


NUMBERS = st.integers(-(10**17), 10**17) | st.floats(-1e17, 1e17)
FREE = st.recursive(
    st.one_of(NUMBERS, TEXTS, st.booleans(), st.just(ABSENT)),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=10,
)


@given(FREE)
def test_any_plain_value_comes_back(value: object) -> None:
    model = Model(id="a", manifest=Manifest(hyperparameters=value))
    assert read(dump({"models": [model]})).assets["a"] == model


PRACTICES = st.none() | st.builds(
    Practice,
    st.sampled_from([None, "none", "manual", "automated"]),
    st.none() | st.dates() | st.just(ABSENT),
    st.none() | TEXTS | st.just(ABSENT),
    st.none() | st.floats(0, 1),
).filter(lambda practice: practice != Practice())
LINKS = st.none() | st.lists(
    st.builds(
        LinkEntry,
        id=st.sampled_from(["x", "y-1", "2026-01-01", "1e5", "0"]),
        strength=st.none() | st.floats(0, 1),
        contract=st.sampled_from([None, "none", "schema"]),
        declared=st.sampled_from([None, True, False]),
        since=st.none() | st.dates(),
    ),
    max_size=2,
    unique_by=lambda entry: entry.id,
).map(tuple)
MODELS = st.builds(
    Model,
    id=st.sampled_from(["a", "b.c", "7", "null-model"]),
    name=st.none() | TEXTS | st.just(ABSENT),
    status=st.sampled_from([None, "production", ABSENT]),
    trained_at=st.none() | st.dates() | st.just(ABSENT),
    exploration_share=st.none() | st.floats(0, 1),
    affects_people=st.sampled_from([None, True, False]),
    monitoring=st.builds(Monitoring, service=PRACTICES, data_drift=PRACTICES),
    thresholds=st.none() | st.lists(st.builds(Threshold, name=st.none() | TEXTS, value=NUMBERS), max_size=2).map(tuple),
    slices=st.none() | st.lists(st.sampled_from(["no", "7", "a b", "yes"]), max_size=2).map(tuple),
    trains_on=LINKS,
    not_applicable=st.none() | st.just({"trained_at": "no: never"}),
)


@given(MODELS)
def test_any_model_comes_back(model: Model) -> None:
    written = dump({"models": [model]})
    assert read(written).assets[model.id] == model
    assert dump({"models": [read(written).assets[model.id]]}) == written


def test_records_of_every_sort_come_back() -> None:
    incident = Incident(
        id="INC-7",
        assets=("a",),
        detected_at=datetime(2026, 8, 3, 9, 10, tzinfo=timezone(timedelta(hours=2))),
        cost=1.5,
    )
    drift = Drift(asset="a", at=date(2026, 1, 1), feature="age", value=-0.25)
    team = Team(id="t", roles=(), tracker={"jira": {"project": "T"}})
    organisation = Organisation(name="Merrowline", currency="EUR", remediation_capacity=0.2)
    back = read(dump({"incidents": [incident], "telemetry": [drift], "teams": [team], "organisation": organisation}))
    assert back.incidents == (incident,)
    assert back.incidents[0].detected_at == datetime(2026, 8, 3, 7, 10, tzinfo=UTC)
    assert (back.telemetry, back.teams, back.organisation) == ((drift,), {"t": team}, organisation)


def test_nothing_known_is_left_out_of_a_record_and_unknown_in_a_mapping() -> None:
    assert dump({"datasets": [Dataset(id="a")]}) == "datasets:\n  - id: a\n"
    assert dump({"datasets": [{"id": "a", "owner": None}]}) == "datasets:\n  - id: a\n    owner: unknown\n"


def circle() -> list[Any]:
    inner: list[Any] = []
    inner.append(inner)
    return inner


@pytest.mark.parametrize("value", [float("inf"), float("nan"), object(), {1, 2}, b"bytes", circle()])
def test_what_no_inventory_can_hold_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="written"):
        dump({"models": [{"id": "a", "fairness": {"metrics": value}}]})


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")
    path.chmod(0o640)
    write(path, "models: []\n")
    assert path.read_text() == "models: []\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("old")
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    write(tmp_path / "link.yaml", "new")
    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_text() == "new"


@pytest.mark.parametrize("step", ["os.fsync", "copymode"])
def test_an_interruption_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"debtaudit.inventory.write.{step}", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_half_written_file_of_another_process_is_no_inventory(tmp_path: Path) -> None:
    (tmp_path / ".a.yaml.4711.tmp").write_text("models: [{id: half")
    write(tmp_path / "a.yaml", dump({"models": [{"id": "whole"}]}))
    assert (list(load(tmp_path).assets), load(tmp_path).problems) == (["whole"], ())
