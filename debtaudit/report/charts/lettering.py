"""How wide text is, near enough to place it: so that labels can be cut, broken and kept apart without a browser.

Widths are those of a common system sans, rounded up; a label that fits here fits in every one of them.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

NARROW = frozenset("iljtfrI.,:;'|!()[]{}/ -·")
WIDE = frozenset("mwMW@%€—…")
SHARES = {"narrow": 0.36, "wide": 0.92, "capital": 0.72, "digit": 0.64, "other": 0.58, "full": 1.05}
ELLIPSIS = "…"
LONGEST, REMEMBERED = 200, 20_000
"""Characters of a label that are looked at, and labels that are remembered: names come again on thousands of pages."""


def width(text: str, size: float) -> float:
    """Return the width of one line of text at a font size, in the same unit; bold text is taken as 6% wider."""
    return _width(text[:LONGEST], size)


def cut(text: str, most: float, size: float) -> str:
    """Return the text, cut with an ellipsis where it is wider than `most`."""
    kept = text[:LONGEST]
    return text if len(kept) == len(text) and _width(kept, size) <= most else _cut(kept, most, size)


def broken(text: str, most: float, size: float, lines: int = 2) -> tuple[str, ...]:
    """Break text at spaces and hyphens into at most so many lines; the last is cut where it does not fit."""
    return _broken(shortened(text, LONGEST), most, size, lines)


@lru_cache(maxsize=REMEMBERED)
def _width(text: str, size: float) -> float:
    return size * sum(_share(character) for character in text)


@lru_cache(maxsize=REMEMBERED)
def _cut(text: str, most: float, size: float) -> str:
    kept = text
    while kept and _width(kept.rstrip() + ELLIPSIS, size) > most:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


@lru_cache(maxsize=REMEMBERED)
def _broken(text: str, most: float, size: float, lines: int) -> tuple[str, ...]:
    rest = _words(text)
    done: list[str] = []
    while rest and len(done) < lines - 1:
        line = rest.pop(0)
        while rest and width((line + rest[0]).rstrip(), size) <= most:
            line += rest.pop(0)
        done.append(cut(line.rstrip(), most, size))
    if rest:
        done.append(cut("".join(rest).rstrip(), most, size))
    return tuple(done)


def shortened(text: str, most: int) -> str:
    """Return the text with at most so many characters, cut at a word where there is one near."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    at_word, _space, _cut = kept.rpartition(" ")
    return (at_word if len(at_word) > most * 0.6 else kept).rstrip(" ,;:") + ELLIPSIS


def _words(text: str) -> list[str]:
    words, word = [], ""
    for character in text:
        word += character
        if character in " -_/":
            words.append(word)
            word = ""
    return [*words, word] if word else words


@cache
def _share(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return SHARES["full"]
    if character in NARROW:
        return SHARES["narrow"]
    if character in WIDE:
        return SHARES["wide"]
    if character.isdigit():
        return SHARES["digit"]
    return SHARES["capital" if character.isupper() else "other"]
