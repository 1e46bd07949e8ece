"""The outline of a page: its elements, classes and words, without sizes and numbers; and how to renew those on record.

    python -m tests.report.outline

writes the outline of one page of each kind of the sample's site to tests/report/outlines/. What differs there
afterwards is what a change does to the pages: read it as a reviewer would, and commit it with the change.

Alike neighbours (rows of a table, items of a list) are told once, so that one finding more or less changes nothing;
all are told where each stands for something else: in the head of a table, a list of terms, and what leads elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from debtaudit import flow
from debtaudit.inventory import load
from debtaudit.ledger.files import folder_of, read_all
from debtaudit.ledger.review import review
from debtaudit.report import pages

SAMPLE = Path(__file__).parents[2] / "sample_inventory"
FOLDER = Path(__file__).with_name("outlines")
KINDS = ("index", "kpi", "quarter", "backlog", "teams", "map", "method")
MANY = {"item": "unmonitored-concept-drift@order-intent", "team": "conversations", "debt": "glue-code"}
"""Kinds of pages that are there many times, and the one of each whose outline is on record."""
VOID = frozenset({"meta", "img", "input", "br", "hr", "link", "col"})
TOLD = ("role", "aria-label", "scope", "type", "tabindex")
"""Attributes that say what an element is to those who cannot see it."""
APART = frozenset({"thead", "nav", "dl", "select", "footer"})
"""Elements in which alike neighbours stand for different things."""
SAYS = 90


@dataclass
class Node:
    """An element with what it holds: other elements, and words."""

    tag: str
    attributes: dict[str, str]
    parts: list[Node | str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Tag, classes, and what it is to those who cannot see it; for a picture, also the roles of its shapes."""
        classes = "".join(f".{each}" for each in self.attributes.get("class", "").split())
        told = "".join(f" {each}={words(self.attributes[each])!r}" for each in TOLD if each in self.attributes)
        return f"{self.tag}{classes}{told}"

    @property
    def shape(self) -> str:
        """What makes it alike to another one: the elements in it, however often each comes, and none of its words."""
        inside = {each.shape for each in self.parts if isinstance(each, Node)}
        return f"{self.tag}.{self.attributes.get('class', '')}({','.join(sorted(inside))})"


class Reader(HTMLParser):
    """Reads a page as a tree."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("page", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].parts.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop().tag == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open[-1].tag not in {"style", "script"}:
            self.open[-1].parts.append(words(data))


def words(text: str) -> str:
    """Return text in one line, cut, and with every number as #."""
    line = re.sub(r"\d[\d.,]*", "#", " ".join(text.split()))
    return line if len(line) <= SAYS else line[:SAYS] + "…"


def outline(page: str) -> str:
    """Return the outline of a page's text."""
    reader = Reader()
    reader.feed(page)
    assert reader.open == [reader.root], "an element is never closed"
    return "\n".join(_lines(reader.root, 0, apart=False)) + "\n"


def _lines(node: Node, depth: int, *, apart: bool) -> Iterator[str]:
    before = ""
    for each in node.parts:
        indent = "  " * depth
        if isinstance(each, str):
            yield f"{indent}“{each}”"
        elif each.tag == "svg":
            yield f"{indent}{each.name}"
            yield f"{indent}  {' '.join(sorted(_roles(each)))}"
        elif apart or each.shape != before:
            yield f"{indent}{each.name}"
            yield from _lines(each, depth + 1, apart=apart or each.tag in APART)
        before = "" if isinstance(each, str) else each.shape


def _roles(picture: Node) -> set[str]:
    """Return what the shapes of a picture stand for."""
    found = {picture.attributes["class"]} if picture.tag != "svg" and "class" in picture.attributes else set()
    return found.union(*(_roles(each) for each in picture.parts if isinstance(each, Node)))


@cache
def outlines() -> dict[str, str]:
    """Return the outline of one page of each kind of the sample's site."""
    audit = flow.audit(load(SAMPLE), date(2026, 9, 30))
    earlier, _problems = read_all(folder_of(SAMPLE))
    site = pages(audit, review=review(audit, earlier, {}))
    addresses = {
        **{kind: f"{kind}.html" for kind in KINDS},
        **{kind: f"{kind}/{one}.html" for kind, one in MANY.items()},
    }
    return {kind: outline(site[address]) for kind, address in addresses.items()}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for kind, text in outlines().items():
        (FOLDER / f"{kind}.txt").write_text(text, "utf-8")
