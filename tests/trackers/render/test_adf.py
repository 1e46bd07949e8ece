from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft4Validator

from debtaudit.trackers.block import Blocks, Code, Link, Paragraph, Strong, line
from debtaudit.trackers.render.adf import render
from tests.trackers.hostile import BLOCKS, says, squeezed

SCHEMA = Draft4Validator(json.loads((Path(__file__).parents[1] / "schemas" / "adf.schema.json").read_text()))
OURS = {"doc", "heading", "paragraph", "bulletList", "orderedList", "listItem", "table", "tableRow", "tableHeader",
        "tableCell", "codeBlock", "text"}  # fmt: skip


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    yield tree
    for child in tree.get("content", ()):
        yield from nodes(child)


def test_a_line_is_a_row_of_text_nodes_with_marks() -> None:
    written = render(
        [Paragraph(line("See ", Code("a b"), ", ", Strong("now"), " or ", Link("here", "https://good.example")))]
    )
    assert written["content"] == [{"type": "paragraph", "content": [
        {"type": "text", "text": "See "},
        {"type": "text", "text": "a b", "marks": [{"type": "code"}]},
        {"type": "text", "text": ", "},
        {"type": "text", "text": "now", "marks": [{"type": "strong"}]},
        {"type": "text", "text": " or "},
        {"type": "text", "text": "here", "marks": [{"type": "link", "attrs": {"href": "https://good.example"}}]},
    ]}]  # fmt: skip


@settings(max_examples=12)  # the schema is large
@given(BLOCKS)
def test_every_document_is_valid_and_can_be_sent(blocks: Blocks) -> None:
    document = render(blocks)
    json.dumps(document, ensure_ascii=False).encode()
    assert [error.message for error in SCHEMA.iter_errors(document)] == []


@pytest.mark.parametrize("wrong", ["text", "mention", "media", "extension", "version"])
def test_the_schema_can_tell(wrong: str) -> None:
    document: Any = render([Paragraph(line("x"))])
    document["content"][0]["content"] = {"text": [{"type": "text", "text": ""}], "version": []}.get(
        wrong, [{"type": wrong}]
    )
    if wrong == "version":
        del document["version"]
    assert not SCHEMA.is_valid(document)


@given(BLOCKS)
def test_text_becomes_no_node_and_nothing_is_lost(blocks: Blocks) -> None:
    found = list(nodes(render(blocks)))
    assert {node["type"] for node in found} <= OURS
    assert squeezed("".join(node.get("text", "") for node in found)) == "".join(s for b in blocks for s in says(b))


@given(BLOCKS)
def test_every_link_is_one_of_ours(blocks: Blocks) -> None:
    marks = [mark for node in nodes(render(blocks)) for mark in node.get("marks", ())]
    assert {mark["type"] for mark in marks} <= {"strong", "code", "link"}
    assert all(mark["attrs"]["href"].split("/")[2] == "good.example" for mark in marks if mark["type"] == "link")
