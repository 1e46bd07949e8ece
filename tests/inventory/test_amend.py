"""Values put into a settings file: they are there afterwards, and every other character is still what people wrote."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.inventory.amend import CannotAmendError, Value, amended
from debtaudit.inventory.settings import parse_settings

FITTED = {
    ("categories", "data", "rate_ratio"): Value(1.4, "fitted until 2026-09-30"),
    ("policy", "hop"): Value(0.8, "fitted until 2026-09-30"),
}


def test_an_empty_file_gets_the_values_with_their_notes() -> None:
    assert amended("", FITTED) == (
        "categories:\n  data:\n    rate_ratio: 1.4  # fitted until 2026-09-30\n"
        "policy:\n  hop: 0.8  # fitted until 2026-09-30\n"
    )


def test_what_people_wrote_stays_as_it_is_and_values_stand_beside_their_siblings() -> None:
    before = (
        "# ours, agreed in May\n"
        "policy:\n"
        "    day_cost: 820   # from finance\n"
        "    hop: 0.85       # guessed\n"
        "\n"
        "# who is who\n"
        "aliases: {tone: [mlflow:tone]}\n"
        "categories:\n"
        "    model: {rate_ratio: 2}\n"
        "report:\n"
        "    headline: |\n"
        "        Two lines\n"
        "        of text\n"
    )
    after = before.replace("0.85 ", "0.8 ").replace(
        "    model: {rate_ratio: 2}\n",
        "    model: {rate_ratio: 2}\n    data:\n      rate_ratio: 1.4  # fitted until 2026-09-30\n",
    )
    assert amended(before, FITTED) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("policy: {day_cost: 3}\n", "policy: {day_cost: 3, hop: 0.8}\n"),
        ("policy: {}\n", "policy: {hop: 0.8}\n"),
        ("policy: {\n  day_cost: 3,\n}\n", "policy: {\n  day_cost: 3, hop: 0.8\n}\n"),
        ("policy:\n", "policy:\n  hop: 0.8  # new\n"),
        ("policy: # ours\naliases: {}", "policy: # ours\n  hop: 0.8  # new\naliases: {}"),
        ("policy:\n  hop:\n", "policy:\n  hop: 0.8\n"),
        ("policy:\n  hop: 0.9 # x", "policy:\n  hop: 0.8 # x"),
        ("{policy: {hop: 0.9}}", "{policy: {hop: 0.8}}"),
        ("# nothing yet\n", "# nothing yet\npolicy:\n  hop: 0.8  # new\n"),
        ("policy:\r\n  day_cost: 3\r\n", "policy:\r\n  day_cost: 3\r\n  hop: 0.8  # new\n"),
    ],
)
def test_every_way_to_write_a_mapping_is_added_to(before: str, after: str) -> None:
    assert amended(before, {("policy", "hop"): Value(0.8, "new")}) == after


@pytest.mark.parametrize(
    "text",
    [
        "- a list\n",
        "policy: unknown\n",
        "ours: &ours {hop: 1}\npolicy: *ours\n",
        "policy: [1]\n",
        "a: [\n",
        "just text\n",
    ],
)
def test_what_cannot_be_added_to_is_left_alone(text: str) -> None:
    with pytest.raises(CannotAmendError):
        amended(text, FITTED)


def test_what_is_written_is_read_as_settings() -> None:
    more: dict[tuple[str, ...], Value] = {
        ("policy", "day_cost"): Value(1250000),
        ("policy", "tickets_per_user_day"): Value(0.0000546),
    }
    settings, problems = parse_settings(amended("", {**FITTED, **more}))
    assert problems == ()
    assert settings.policy["tickets_per_user_day"].value == 0.0000546
    assert settings.policy["day_cost"].value == 1_250_000
    assert settings.categories["data"].values["rate_ratio"].value == 1.4


numbers = st.floats(0.001, 1000).map(lambda value: float(f"{value:.3g}"))
documents = st.fixed_dictionaries(
    {},
    optional={
        "policy": st.dictionaries(st.sampled_from(["hop", "day_cost", "carry"]), numbers, min_size=1),
        "categories": st.dictionaries(
            st.sampled_from(["data", "model"]),
            st.dictionaries(st.sampled_from(["rate_ratio", "effort_ratio"]), numbers, min_size=1),
            min_size=1,
        ),
        "report": st.just({"headline": "First: chat"}),  # short: a folded text would take a note into itself
        "aliases": st.just({"tone": ["mlflow:tone", "backstage:component/tone"]}),
    },
)
changes = st.dictionaries(
    st.sampled_from(
        [("policy", "hop"), ("policy", "detect_manual"), ("categories", "data", "rate_ratio"),
         ("categories", "pipeline", "rate_ratio"), ("categories", "model", "pseudo_quarters")]
    ),
    numbers, min_size=1,
)  # fmt: skip


@given(documents, changes, st.sampled_from([True, False, None]), st.booleans())
def test_whatever_stands_there_only_the_values_differ_afterwards(
    document: dict[str, Any], values: dict[tuple[str, ...], float], style: bool | None, notes: bool
) -> None:
    text = yaml.safe_dump(document, default_flow_style=style, sort_keys=False) if document else ""
    if notes:
        lines = (line if line[-1:] in ",{" else f"{line}  # why" for line in text.splitlines())
        text = "\n".join(["# ours", *lines, ""])
    after = amended(text, {path: Value(number, "new") for path, number in values.items()})
    for path, number in values.items():
        at = document
        for name in path[:-1]:
            at = at.setdefault(name, {})
        at[path[-1]] = number
    assert yaml.safe_load(after) == document
    kept = sum(block.size for block in SequenceMatcher(None, text, after, autojunk=False).get_matching_blocks())
    assert len(text) - kept <= 10 * len(values)  # the digits of values that were there
