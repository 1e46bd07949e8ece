"""Hints: what somebody who mistyped a word most likely meant."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from string import ascii_lowercase, digits
from typing import Final

FEW: Final = 200
"""Known words that are compared one by one; of more, those one slip away are looked up, which costs the same for any
number."""
LONGEST: Final = 64
_KEYS: Final = ascii_lowercase + digits + "-_."


def did_you_mean(word: str, known: Collection[str]) -> str:
    """Return "did you mean 'x'?" for the closest known word, or nothing where none is close."""
    if len(word) > LONGEST:
        return ""
    close = _closest(word, known) if len(known) <= FEW else _one_slip(word.lower(), known)
    return f"did you mean '{close}'?" if close else ""


def one_of(word: str, known: Collection[str]) -> str:
    """Return the closest known word as a hint, or else all of them."""
    return did_you_mean(word, known) or f"use one of {', '.join(known)}"


def _closest(word: str, known: Collection[str]) -> str | None:
    original = {each.lower(): each for each in known}
    close = get_close_matches(word.lower(), original, n=1, cutoff=0.6)
    return original[close[0]] if close else None


def _one_slip(word: str, known: Collection[str]) -> str | None:
    """Return the first known word that is one letter left out, put in, swapped or replaced away."""
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    slips = {word, *(head + tail[1:] for head, tail in parts if tail)}
    slips |= {head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1}
    slips |= {head + key + rest for head, tail in parts for key in _KEYS for rest in (tail, tail[1:])}
    return min((each for each in slips if each in known), default=None)
