"""YAML text to a tree that knows where everything stands."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.inventory.tree import Mapping, Quoted, Sequence, parse, place

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), WORDS)
DATA = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4))


def root(text: str, *, pure: bool = False) -> Any:
    node, problems = parse(text, "a.yaml", pure=pure)
    assert {problem.code for problem in problems} <= {"hidden-character"}, [str(problem) for problem in problems]
    return node


def positions(node: Any) -> Any:
    """Everything that a tree holds: values, whether they stood in quotes, and all positions."""
    if isinstance(node, Mapping):
        entries = [(str(key), positions(value), at, value_at) for key, value, at, value_at in node.entries()]
        return ("mapping", node.at, entries)
    if isinstance(node, Sequence):
        return ("sequence", node.at, node.values_at, [positions(each) for each in node])
    return (type(node).__name__, str(node))


def resolved(node: Any) -> Any:
    """What CSafeLoader makes of the scalars of a tree."""
    if isinstance(node, Mapping):
        return {resolved_key(key): resolved(value) for key, value in node.items()}
    if isinstance(node, Sequence):
        return [resolved(each) for each in node]
    return str(node) if isinstance(node, Quoted) else yaml.safe_load(node or "~")


def resolved_key(key: str) -> Any:
    return str(key) if isinstance(key, Quoted) else yaml.safe_load(key)


def test_scalars_stay_text_until_a_fact_says_what_they_are() -> None:
    tree = root("version: 1.10\ncountry: no\nat: 2026-09-30\nseed: 0x1F")
    assert tree == {"version": "1.10", "country": "no", "at": "2026-09-30", "seed": "0x1F"}


def test_text_in_quotes_and_in_blocks_is_told_from_words() -> None:
    tree = root("a: 'no'\nb: \"no\"\nc: |\n  no\nd: no\ne: !!str no")
    assert [type(value) is Quoted for value in tree.values()] == [True, True, True, False, True]


def test_every_key_and_value_knows_its_place() -> None:
    tree = root("models:\n  - id: a\n    tags: [x,  y]\n")
    model = tree["models"][0]
    assert str(place("a.yaml", tree.value_at("models"))) == "a.yaml:2:3"
    assert str(place("a.yaml", model.key_at("tags"))) == "a.yaml:3:5"
    assert str(place("a.yaml", model.value_at("tags"))) == "a.yaml:3:11"
    assert [str(place("a.yaml", at)) for at in model["tags"].values_at] == ["a.yaml:3:12", "a.yaml:3:16"]


def test_a_column_beyond_a_million_is_still_a_column() -> None:
    tree = root('{a: "' + "x" * 2_000_000 + '", b: 1}')
    assert str(place("a.yaml", tree.key_at("b"))) == "a.yaml:1:2000009"


def test_merge_keys_fill_what_a_mapping_does_not_state_itself() -> None:
    tree = root("base: &base {owner: a, status: b}\nmodel: {<<: *base, status: c}")
    assert tree["model"] == {"status": "c", "owner": "a"}
    assert str(place("a.yaml", tree["model"].key_at("owner"))) == "a.yaml:1:14"


def test_the_first_of_several_merged_mappings_wins() -> None:
    tree = root("one: &one {owner: a}\ntwo: &two {owner: b, status: c}\nmodel: {<<: [*one, *two]}")
    assert tree["model"] == {"owner": "a", "status": "c"}


def test_two_arrows_in_quotes_are_a_key_like_any_other() -> None:
    assert root('{"<<": a}') == {"<<": "a"}


def test_an_alias_stands_for_what_its_anchor_marks() -> None:
    tree = root("a: &x [1, 2]\nb: *x\nc: &y z\nd: *y\n*y : 3")
    assert tree == {"a": ["1", "2"], "b": ["1", "2"], "c": "z", "d": "z", "z": "3"}


@pytest.mark.parametrize(
    "text", ["a: 1\r\nb: 2\r\n", "\ufeffa: 1\nb: 2\n", "---\na: 1\nb: 2\n...\n", "%YAML 1.1\n---\na: 1\nb: 2"]
)
def test_line_ends_marks_and_document_ends_change_nothing(text: str) -> None:
    assert root(text) == {"a": "1", "b": "2"}


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\n\n"])
def test_a_file_without_content_has_no_root(text: str) -> None:
    assert parse(text, "a.yaml") == (None, [])


@given(DATA)
def test_any_plain_data_reads_as_csafeloader_reads_it(data: object) -> None:
    text = yaml.safe_dump(data, allow_unicode=True)
    assert resolved(root(text)) == yaml.load(text, yaml.CSafeLoader)


@given(DATA, st.sampled_from([True, False, None]))
def test_both_event_streams_give_the_same_tree_with_the_same_places(data: object, flow: bool | None) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow)
    assert positions(root(text)) == positions(root(text, pure=True))
