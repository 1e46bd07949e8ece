"""Texts and times of servers in one form: documents as the text that readers see, moments as ISO 8601."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Final

from debtaudit.trackers.sync.got import Got

MARGIN: Final = 24 * 3600.0
"""Seconds by which a server's clock may differ from ours."""
BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "br",
        "div",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
DEEPEST: Final = 100


def before(seconds: float) -> str:
    """Return a moment safely before another one, for lists of what is newer."""
    return datetime.fromtimestamp(seconds - MARGIN, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def of_html(html: str) -> str:
    """Return the text that readers of HTML see, a line for each block; addresses of links stand behind them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    """Collect text, with a new line around each block."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" | ")
        elif tag == "a":
            self._href = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")
        elif tag == "a" and self._href:
            self.parts.append(f" ({self._href})")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def of_adf(document: Got) -> str:
    """Return the text that readers of an Atlassian document see, a line for each block."""
    lines = (" ".join(line.split()) for line in _adf(document, 0).split("\n"))
    return "\n".join(line for line in lines if line)


def _adf(node: Got, depth: int) -> str:
    kind = node.text("type")
    if kind == "text":
        links = (mark.text("attrs", "href") for mark in node.each("marks") if mark.text("type") == "link")
        return node.text("text") + "".join(f" ({href})" for href in links)
    if kind == "hardBreak":
        return "\n"
    inner = "".join(_adf(each, depth + 1) for each in node.each("content")) if depth < DEEPEST else ""
    if kind in {"tableCell", "tableHeader"}:
        return " | " + inner.replace("\n", " ")
    said = node.text("attrs", "text") or node.text("attrs", "url")  # mentions, emoji and cards, which people add
    return f"\n{inner}\n" if node.at("content").value is not None else said
