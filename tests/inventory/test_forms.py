"""Scalars: what each form reads, and what it says of the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.asset import Dataset, Feature, Model, System
from debtaudit.domain.facts import ABSENT, Practice
from debtaudit.domain.groups import LinkEntry
from debtaudit.inventory import forms, loads


def system(fact: str) -> System:
    """The system with one fact, which must be right."""
    inventory = loads(f"systems: [{{id: shop, {fact}}}]")
    assert not [str(each) for each in inventory.problems]
    found = inventory.assets["shop"]
    assert isinstance(found, System)
    return found


def model(fact: str) -> Model:
    """The model with one fact, which must be right."""
    inventory = loads(f"models: [{{id: m, {fact}}}]")
    assert not [str(each) for each in inventory.problems if each.level == "error"]
    found = inventory.assets["m"]
    assert isinstance(found, Model)
    return found


def complaint(text: str) -> str:
    """What is said of the one thing wrong in a text."""
    problems = loads(text).problems
    assert len(problems) == 1, [str(each) for each in problems]
    return str(problems[0])


@pytest.mark.parametrize("word", ["", "~", "null", "Null", "unknown", "'unknown'"])
def test_unknown_may_be_written_out(word: str) -> None:
    assert system(f"revenue_per_day: {word}").revenue_per_day is None
    assert system(f"customer_facing: {word}").customer_facing is None
    assert system(f"type: {word}").type is None


@pytest.mark.parametrize("word", ["none", "no", "No", "false", "off", "'none'"])
def test_absence_may_be_stated_of_every_fact(word: str) -> None:
    assert system(f"revenue_per_day: {word}").revenue_per_day is ABSENT
    assert system(f"impact_assessed_at: {word}").impact_assessed_at is ABSENT
    assert system(f"type: {word}").type is ABSENT
    assert system(f"fallback: {word}").fallback == "none"
    assert system(f"customer_facing: {word}").customer_facing is False
    assert system(f"peak_calendar: {word}").peak_calendar == ()
    assert system(f"calls: {word}").calls == ()
    assert system(f"feedback: {word}").feedback.linked_to_model is False
    assert model(f"monitoring: {word}").monitoring.data_drift == Practice("none")
    assert model(f"retraining: {word}").retraining.policy == "none"


def test_absence_in_quotes_is_text_where_text_may_stand() -> None:
    assert system("platform: none").platform is ABSENT
    assert system("platform: 'none'").platform == "none"
    assert system("platform: ''").platform == ""


def test_an_absent_fact_is_unknown_and_not_absent() -> None:
    assert model("name: M").monitoring.data_drift is None
    assert model("name: M").trains_on is None


@pytest.mark.parametrize("written", ["0", "[]", "none", "no"])
def test_an_empty_list_can_be_said_in_several_ways(written: str) -> None:
    assert model(f"trains_on: {written}").trains_on == ()
    assert model(f"slices: {written}").slices == ()


def test_one_word_will_do_where_a_list_is_meant() -> None:
    found = model("trains_on: labels, slices: new users, declared_consumers: shop, assumptions: prices stay")
    assert found.trains_on == (LinkEntry(id="labels"),)
    assert (found.slices, found.declared_consumers) == (("new users",), ("shop",))
    assert [each.text for each in found.assumptions or ()] == ["prices stay"]


def test_no_is_a_name_in_a_list_of_names() -> None:
    assert model("slices: [se, no, dk]").slices == ("se", "no", "dk")


def test_a_practice_is_a_word_or_a_mapping() -> None:
    found = model("monitoring: {service: automated, quality: {level: manual, last_run_at: 2026-09-01, covers: 35%}}")
    assert found.monitoring.service == Practice("automated")
    assert found.monitoring.quality == Practice("manual", date(2026, 9, 1), None, 0.35)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.35", 0.35),
        ("35%", 0.35),
        ("35 %", 0.35),
        ("'35%'", 0.35),
        ("0", 0.0),
        ("1", 1.0),
        ("100%", 1.0),
        (".5", 0.5),
    ],
)
def test_shares(written: str, value: float) -> None:
    assert model(f"exploration_share: {written}").exploration_share == value


@pytest.mark.parametrize(
    ("written", "value"), [("12", 12.0), ("12_000", 12000.0), ("1.5e3", 1500.0), ("+7", 7.0), ("7.", 7.0), ("'7'", 7.0)]
)
def test_numbers(written: str, value: float) -> None:
    assert system(f"revenue_per_day: {written}").revenue_per_day == value


def test_a_long_count_keeps_all_its_digits() -> None:
    inventory = loads("datasets: [{id: d, profile: {rows: 900719925474099301}}]")
    found = inventory.assets["d"]
    assert isinstance(found, Dataset)
    assert found.profile.rows == 900719925474099301


def test_a_version_keeps_its_zero() -> None:
    assert model("version: 1.10").version == "1.10"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026-08-03", datetime(2026, 8, 3, tzinfo=UTC)),
        ("2026-08-03T09:10:00Z", datetime(2026, 8, 3, 9, 10, tzinfo=UTC)),
        ("2026-08-03T09:10:00+02:00", datetime(2026, 8, 3, 7, 10, tzinfo=UTC)),
        ("2026-08-03 09:10:00 +02:00", datetime(2026, 8, 3, 7, 10, tzinfo=UTC)),
        ("2026-08-03 09:10 Z", datetime(2026, 8, 3, 9, 10, tzinfo=UTC)),
        ("2026-08-03t09:10:00.5z", datetime(2026, 8, 3, 9, 10, 0, 500000, tzinfo=UTC)),
    ],
)
def test_moments_are_brought_to_one_time_zone(written: str, value: datetime) -> None:
    inventory = loads(f"incidents: [{{id: i, assets: [], detected_at: {written}}}]")
    assert inventory.incidents[0].detected_at == value


def test_the_day_of_a_date_time_is_the_day_as_written() -> None:
    assert model("trained_at: 2026-03-01T00:30:00+02:00").trained_at == date(2026, 3, 1)


@pytest.mark.parametrize(
    "written",
    ["2026-13-01", "2026-02-30", "2026-W40-3", "20260930", "2026-9-3", "30.09.2026", "2026-09-30T25:00", "0000-01-01"],
)
def test_other_dates_are_refused(written: str) -> None:
    said = complaint(f"models: [{{id: m, trained_at: {written}}}]")
    assert said == (
        f"inventory.yaml:1:30 error: 'trained_at' on model m is wrong: '{written}' is not a date; "
        "write 2026-09-30 or 2026-09-30T14:05:00Z"
    )


def test_the_ends_of_the_calendar_are_dates() -> None:
    assert model("trained_at: 0001-01-01").trained_at == date(1, 1, 1)
    assert "is not a date" in complaint("incidents: [{id: i, assets: [], opened_at: 0001-01-01T00:00:00+02:00}]")


SENTENCES = {
    "models: [{id: m, exploration_share: 1.5}]": "'exploration_share' on model m is wrong: "
    "1.5 is above 1; a share is 0 to 1, or 35%",
    "systems: [{id: s, criticality: 6}]": "'criticality' on system s is wrong: 6 is above 5; "
    "write a whole number from 1 to 5",
    "systems: [{id: s, criticality: 2.5}]": "'criticality' on system s is wrong: '2.5' is not a whole number",
    "systems: [{id: s, revenue_per_day: -1}]": "'revenue_per_day' on system s is wrong: "
    "-1 is below 0; write a number of 0 or more",
    "systems: [{id: s, revenue_per_day: a lot}]": "'revenue_per_day' on system s is wrong: 'a lot' is not a number",
    "systems: [{id: s, revenue_per_day: [1]}]": "'revenue_per_day' on system s must be "
    "a single value (number), not a list",
    "systems: [{id: s, customer_facing: maybe}]": "'customer_facing' on system s is wrong: "
    "'maybe' is neither yes nor no",
    "systems: [{id: s, name: {a: b}}]": "'name' on system s must be a single value (text), not a mapping",
    "systems: [{id: s, tags: {a: b}}]": "'tags' on system s must be a list of names, not a mapping",
    "systems: [{id: s, feedback: [a]}]": "'feedback' on system s must be "
    "a mapping of channel, linked_to_model, reviewed_at, not a list",
    "systems: [{id: s, evidence: a}]": "'evidence' on system s must be a mapping of duty, url, at, not 'a'",
    "systems: [{id: s, calls: [~]}]": "'calls' on system s has an entry that says nothing; "
    "leave it out, or write none in place of the whole list",
    "systems: [{id: S}]": "'id' on system S is wrong: 'S' is not an id; use a-z, 0-9, dot, dash and underscore",
    "systems: [{id: 'off'}]": "'id' on system off is wrong: 'off' is not an id; "
    "use a-z, 0-9, dot, dash and underscore; this word is reserved",
    "systems: [{id: }]": "system needs 'id'; write id: a name of a-z, 0-9 and dashes",
    "systems: [{name: s}]": "system needs 'id'; write id: a name of a-z, 0-9 and dashes",
    "systems: [{id: s, type: app}]": "'type' on system s cannot be 'app'; did you mean 'api'?",
    "models: [{id: m, status: on}]": "'status' on model m cannot be 'on'; "
    "use one of experiment, shadow, production, deprecated, retired",
    "models: [{id: m, monitoring: {data_drfit: none}}]": "unknown key 'data_drfit' on monitoring of model m; "
    "did you mean 'data_drift'?",
    "models: [{id: m, monitoring: {data_drift: always}}]": "'data_drift' on monitoring of model m cannot be 'always'; "
    "use one of none, manual, automated",
    "models: [{id: m, manifest: {git_commit: a, git_commit_hash: b}}]": "'git_commit_hash' says the same "
    "as 'git_commit' on manifest of model m; keep one of them",
    "models: [{id: m, not_applicable: [trained_at]}]": "'not_applicable' on model m must be a mapping, "
    "and each of its keys needs a word, not a list",
    "organisation: {currency: Euro}": "'currency' on organisation is wrong: 'Euro' is not a currency; "
    "write its three letters, such as EUR",
    "incidents: [{id: i, assets: unknown}]": "incident i needs 'assets'; "
    "write assets: assets at fault (ids), root first",
    "telemetry: [{asset: a}]": "telemetry needs 'kind'; use one of drift, quality, latency, calls, alerts, cost, skew, "
    "satisfaction, tests, release, interactions, retention",
    "telemetry: [{kind: drfit, asset: a}]": "telemetry cannot have the kind 'drfit'; did you mean 'drift'?",
    "models: {id: m}": "'models' must be a list; put a dash before each entry",
    "modles: []": "unknown key 'modles'; did you mean 'models'?",
    "teams: [{id: t, xyzzy: 1}]": "unknown key 'xyzzy' on team t; `debtaudit schema` lists the names",
}


@pytest.mark.parametrize(("text", "sentence"), SENTENCES.items(), ids=SENTENCES)
def test_what_is_wrong_is_said_in_a_sentence(text: str, sentence: str) -> None:
    assert complaint(text).partition(" error: ")[2] == sentence


def test_the_example_of_the_manual() -> None:
    text = "models:\n  - id: order-intent\n    monitering: {}\n"
    assert complaint(text) == (
        "inventory.yaml:3:5 error: unknown key 'monitering' on model order-intent; did you mean 'monitoring'?"
    )


def test_every_problem_of_a_run_is_told_in_order_of_place() -> None:
    inventory = loads("models:\n- {id: m, status: live, trained_at: soon}\n- {name: x}\nsystems: [{id: S}]")
    assert [(each.line, each.code) for each in inventory.problems] == [
        (2, "bad-value"),
        (2, "bad-value"),
        (3, "missing-key"),
        (4, "bad-value"),
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("7", 7),
        ("0.5", 0.5),
        ("1e3", 1000.0),
        ("'7'", "7"),
        ("yes", True),
        ("false", False),
        ("none", ABSENT),
        ("~", None),
        ("lake/v1", "lake/v1"),
        ("[1, {a: no}]", (1, {"a": False})),
    ],
)
def test_a_fact_without_a_type_takes_the_natural_one(written: str, value: object) -> None:
    assert model(f"manifest: {{hyperparameters: {written}}}").manifest.hyperparameters == value


def test_other_names_of_a_fact_are_read_too() -> None:
    assert model("manifest: {git_commit_hash: abc}").manifest.git_commit == "abc"


def test_a_fact_whose_name_python_keeps_for_itself() -> None:
    peaks = system("peak_calendar: [{from: 2026-11-01, to: 2026-12-24, factor: 2}]").peak_calendar or ()
    assert (peaks[0].from_, peaks[0].to) == (date(2026, 11, 1), date(2026, 12, 24))


def test_a_kind_that_is_a_fact_of_its_own() -> None:
    inventory = loads("pipelines: [{id: p, kind: etl}]\ndependencies: [{id: d, kind: library}]")
    assert getattr(inventory.assets["p"], "purpose", None) == "etl"
    assert getattr(inventory.assets["d"], "type", None) == "library"


def test_a_feature_may_have_an_importance_of_nothing() -> None:
    found: Any = loads("features: [{id: f, importance: 0}]").assets["f"]
    assert isinstance(found, Feature)
    assert found.importance == 0.0


@given(st.floats(-1e18, 1e18))
def test_every_number_that_python_writes_is_read(value: float) -> None:
    assert forms.number(repr(value)) == value


@given(st.integers(-(10**18), 10**18))
def test_every_whole_number_is_read_to_the_last_digit(value: int) -> None:
    assert forms.count(str(value)) == value
    assert forms.count(f"{value:_}") == value


@given(st.datetimes(timezones=st.timezones()))
def test_every_moment_that_python_writes_is_read(value: datetime) -> None:
    try:
        expected = value.astimezone(UTC)
    except OverflowError:
        return
    if value.utcoffset() is not None and value.utcoffset().total_seconds() % 60 == 0:  # type: ignore[union-attr]
        assert forms.moment(value.isoformat()) == expected


@given(st.text(max_size=20))
def test_every_reader_says_a_sentence_or_reads(text: str) -> None:
    for reader in forms.READERS.values():
        try:
            reader(text)
        except ValueError as error:
            assert str(error).startswith("'")  # noqa: PT017 - that it raises nothing else is the point
