"""What is wrong with YAML text itself, told as problems: one sentence each, with the place and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import yaml

from debtaudit.domain.facts import Place
from debtaudit.domain.problem import Problem

_ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Characters that no text of an inventory may hold, however it is written: controls and halves of characters."""
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")

HINTS: Final = {
    "tab character": "indent with spaces, not tabs",
    "cannot start any token": "put the text in quotes, and indent with spaces, not tabs",
    "mapping values are not allowed": "put text that holds a colon in quotes, and look at the indentation",
    "expected ':'": "is a colon missing, or a quote left open?",
    "expected <block end>": "look at the indentation",
    "end of stream": "a quote or a bracket is opened above, and never closed",
    "expected node content": "a bracket is opened above, and never closed",
    "expected ',' or": "is a comma or a closing bracket missing?",
}
"""What to do about an error of the parser, by the words in which it is told."""


def hidden(text: str, file: str) -> Iterator[Problem]:
    """Warn of characters that turn the direction of writing, so that text reads otherwise than it is."""
    found = None if text.isascii() else _DIRECTION.search(text)
    if found:
        message = f"the invisible character U+{ord(found[0]):04X} turns the direction of the text around it"
        yield Problem.at(_place(text, found.start(), file), "hidden-character", message, "remove it", warning=True)


def marked(error: yaml.MarkedYAMLError, file: str) -> Problem:
    """Tell an error of the parser."""
    mark = error.problem_mark or error.context_mark
    where = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    said = _one_line(error.problem or "this cannot be read")
    hint = next((hint for words, hint in HINTS.items() if words in said), "look at this line and the one above")
    return Problem.at(where, "syntax", f"not valid YAML: {said}", hint)


def unmarked(error: Exception, text: str, file: str) -> Problem:
    """Tell an error that carries no mark: a character that no YAML file may hold."""
    found = _ILLEGAL.search(text)
    if found is None:
        return Problem.at(
            Place(file), "syntax", f"not valid YAML: {_one_line(str(error))}", "save it as plain text, UTF-8"
        )
    message = f"the character U+{ord(found[0]):04X} is not allowed in YAML"
    return Problem.at(_place(text, found.start(), file), "bad-character", message, "remove it")


def _place(text: str, position: int, file: str) -> Place:
    return Place(file, text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position))


def _one_line(text: str) -> str:
    return " ".join(text.split())
