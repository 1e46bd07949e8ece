"""The part `report` of the settings: a headline written by hand, and how the report looks.

report:
headline: The chatbot first, the rest later
name: Merrowline Group            # at the head of each page, instead of the organisation's
logo: logo.svg                    # beside this file; SVG, PNG, JPEG or WebP, put into each page
accent: "#0b6e4f"                 # for what is no risk; quoted, since YAML takes what follows # for a remark
paper: letter                     # a4 or letter
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from debtaudit.domain.settings import Look
from debtaudit.inventory import forms
from debtaudit.inventory.bind import Sink
from debtaudit.inventory.hint import one_of
from debtaudit.inventory.tree import Mapping

NAMES: Final = ("headline", "name", "logo", "accent", "paper")
PAPERS: Final = ("a4", "letter")
COLOUR: Final = re.compile("#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
LARGEST: Final = 40_000
"""Bytes of a logo: it stands in each of thousands of pages, and a board's page keeps below 150 kB."""
KINDS: Final = (
    ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    ("image/webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("image/svg+xml", re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:[^>]*>\s*<)*svg[\s>]", re.DOTALL)),
)


def read_report(part: Mapping | None, home: Path, sink: Sink) -> tuple[str, Look]:
    """Return the headline and the look that are set; what cannot be read is told, and keeps its default."""
    said: dict[str, str] = {}
    for key, node, key_at, at in part.entries() if part else ():
        if key not in NAMES:
            sink.error(key_at, "unknown-key", f"unknown key 'report.{forms.short(key)}'", one_of(key, NAMES))
        elif not isinstance(node, str):
            sink.wrong(node, at, f"report.{key}", "text")
        elif not forms.is_unknown(node):
            said[key] = _read(key, node, at, home, sink)
    paper: Literal["a4", "letter"] = "letter" if said.get("paper") == "letter" else "a4"
    look = Look(said.get("name", ""), said.get("logo", ""), said.get("accent", ""), paper)
    return said.get("headline", ""), look


def _read(key: str, text: str, at: int, home: Path, sink: Sink) -> str:
    readers: dict[str, Callable[[str, int, Path, Sink], str]] = {"logo": _logo, "accent": _accent, "paper": _paper}
    return readers[key](text, at, home, sink) if key in readers else str(text)


def _paper(text: str, at: int, _home: Path, sink: Sink) -> str:
    name = text.strip().lower()
    if name not in PAPERS:
        sink.error(at, "bad-value", f"'report.paper' cannot be '{forms.short(text)}'", one_of(name, PAPERS))
        return ""
    return name


def _accent(text: str, at: int, _home: Path, sink: Sink) -> str:
    found = COLOUR.fullmatch(text.strip())
    if not found:
        message = f"'report.accent' is no colour: '{forms.short(text)}'"
        sink.error(at, "bad-value", message, 'write it in quotes, as "#0b6e4f"')
        return ""
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(each * 2 for each in digits))  # noqa: PLR2004 - two a part


def _logo(text: str, at: int, home: Path, sink: Sink) -> str:
    """Return a picture as an address that holds all of it. As a picture it cannot run anything, whatever it holds."""
    path = home / text
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except (OSError, ValueError):
        sink.error(at, "no-such-file", f"there is no file '{forms.short(text)}'", "it is looked for beside this file")
        return ""
    if content is None:
        message = f"the logo '{forms.short(text)}' is larger than {LARGEST // 1000} kB"
        sink.error(at, "too-large", message, "it stands in each page: make it smaller, or give an SVG")
        return ""
    kind = next((kind for kind, begins in KINDS if begins.match(content)), "")
    if not kind:
        sink.error(at, "bad-value", f"the logo '{forms.short(text)}' is no picture", "give an SVG, PNG, JPEG or WebP")
        return ""
    return f"data:{kind};base64,{b64encode(content).decode()}"
