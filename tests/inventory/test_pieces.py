"""Files that are parsed in pieces are what they are as a whole: values, positions and problems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.inventory import pieces
from debtaudit.inventory.pieces import Piece, _packed, _unpacked, parse_all, pieces_of
from debtaudit.inventory.tree import Mapping, parse
from tests.inventory.test_tree import DATA, positions

SECTIONS = st.lists(st.sampled_from(["models", "datasets", "links", "teams"]), unique=True, min_size=1)
ENTRIES = st.lists(st.dictionaries(st.sampled_from("abcdef"), DATA, max_size=4), max_size=8)
MODELS = """\
organisation: {name: Shop}

models:  
  - id: intent
    uses: [tokens]
  # a comment
  - id: fraud
    uses:
      - basket
      - country
  - {id: churn, title: 'quoted'}
  - id: size

datasets:
- id: orders
- id: clicks
- id: labels
teams: none
"""  # noqa: W291 - blanks behind a key happen


@pytest.fixture(autouse=True, scope="module")
def small_pieces() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "SIZE", 24)
        yield


def both(text: str) -> tuple[Any, Any]:
    ((root, problems),) = parse_all([("a.yaml", text)])
    whole, told = parse(text, "a.yaml")
    return (positions(root), problems), (positions(whole), told)


def cut(text: str) -> list[str]:
    return [piece.of(text) for piece in pieces_of(text)]


def test_a_file_is_cut_before_entries_and_each_piece_names_its_list() -> None:
    assert cut(MODELS)[1:] == [
        "models:  \n  - id: fraud\n    uses:\n      - basket\n      - country\n",
        "models:  \n  - {id: churn, title: 'quoted'}\n",
        "models:  \n  - id: size\n\ndatasets:\n- id: orders\n",
        "datasets:\n- id: clicks\n",
        "datasets:\n- id: labels\nteams: none\n",
    ]


def test_pieces_know_their_lines() -> None:
    first, *others = pieces_of(MODELS, file=3)
    assert first.line == 0
    for piece in others:
        entry = piece.of(MODELS).splitlines()[1]
        assert MODELS.splitlines()[piece.line + 1] == entry
        assert piece.file == 3


def test_pieces_make_the_tree_of_the_whole() -> None:
    one, other = both(MODELS)
    assert one == other


@given(st.dictionaries(SECTIONS.map(lambda names: names[0]), ENTRIES, min_size=1), st.sampled_from([None, True, False]))
def test_whatever_a_file_holds_its_pieces_make_the_same_tree(data: dict[str, Any], flow: bool | None) -> None:
    one, other = both(yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True, sort_keys=False))
    assert one == other


@given(st.text(st.sampled_from("models:\n- \"'{}[]&*|>#ab,"), max_size=120))
def test_whatever_stands_in_a_file_the_same_is_told(text: str) -> None:
    one, other = both(text)
    assert one == other


@pytest.mark.parametrize(
    "text",
    [
        'models:\n- id: a\n  says: "one\n- id: b\n- id: c and no more"\n- id: d\n',
        "models:\n- id: a\n  says: |\n    - id: b\n    - id: c\n    - id: d\n- id: e\n",
        "models:\n- {id: a, tags: [x,\n- y,\n- z]}\n- id: b\n- id: c\n",
        "models:\n- &one {id: a, tier: 1}\n- {<<: *one, id: b}\n- {<<: *one, id: c}\n",
        "models:\r\n- id: a\r\n- id: b\r\n- id: c\r\n- id: d\r\n- id: e\r\n",
        "models:\n- id: aaaaaaaaaaaaa\n- id: bbbbbbbbbbbbbbb\n---\nmodels:\n- id: cccccccc\n",
        "models:\n- id: aaaaaaaaaaaaa\n- id: bbbbbbbbbbbbbbb\nmodels:\n- id: cccccccc\n- id: dddddddd\n",
        "models:\n- id: aaaaaaaaaaaaa\n- id: bbbb\nteams:\n- id: ccccccccccccc\n- id: dd\nmodels:\n- id: eeee\n",
        "models:\n- id: aaaaaaaaaaaaa\n- id: bbbbbbbbbbbbbbb\n- id: c\n  id: d\n- id: eeeeeeeeeeeee\n",
        "models:\n- id: aaaaaaaaaaaaa\n- id: bbbbbbbbbbbbbbb\n- id: {c\n- id: eeeeeeeeeeeee\n- id: f\n",
        "models:\n- id: aaaaaaaaaaaaa\n- !!python/object:os.system ls\n- id: bbbbbbbbbbbbbbb\n- id: c\n",
        "models:\n- id: aaaaaaaaaaaaa\n- id: b\u202eb\n- id: bbbbbbbbbbbbbbbbbbb\n- id: cccccccccccc\n",
        "models: none\ndatasets:\n  - id: aaaaaaaaaaaaaaaa\n  - 'id': bbbbbbbbbbbbbbbb\n  - id: ccccccccccc\n",
    ],
    ids=[
        "quoted", "block", "flow", "anchors", "crlf", "documents", "list twice", "list again", "key twice", "open",
        "tag", "hidden", "quoted key",
    ],
)  # fmt: skip
def test_traps(text: str) -> None:
    one, other = both(text)
    assert one == other


def test_files_stay_apart_and_in_order() -> None:
    named = [("a.yaml", MODELS), ("empty.yaml", ""), ("bad.yaml", "models: ["), ("b.yaml", MODELS)]
    parsed = parse_all(named)
    assert [positions(root) for root, _ in parsed] == [positions(parse(text, name)[0]) for name, text in named]
    assert [[str(each) for each in problems] for _, problems in parsed] == [
        [str(each) for each in parse(text, name)[1]] for name, text in named
    ]


def test_what_is_small_is_one_piece() -> None:
    assert cut("models:\n- id: a\n- id: b\n") == ["models:\n- id: a\n- id: b\n"]
    assert list(pieces_of("")) == [Piece(0, "", 0, 0, 0)]


@given(st.dictionaries(st.text("ab '", max_size=3), DATA, max_size=5))
def test_a_tree_comes_back_from_the_other_process_as_it_was(data: dict[str, Any]) -> None:
    root, _ = parse(yaml.safe_dump(data, allow_unicode=True), "a.yaml")
    assert isinstance(root, Mapping)
    assert positions(_unpacked(_packed(root))) == positions(root)


def test_what_an_anchor_repeats_is_not_sent_again_and_again() -> None:
    text = "models: [&a {id: a}, *a]"
    (piece,) = pieces_of(text)
    assert pieces._root(piece, text) is None


def test_what_could_not_be_parsed_comes_back_as_nothing() -> None:
    assert _unpacked(_packed(None)) is None
