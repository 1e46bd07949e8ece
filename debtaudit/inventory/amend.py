"""Values put into a settings file that people write too: every other character of it stays as it is.

A value that is there is replaced in its place; one that is not goes below its siblings, with a note behind it. What has
been written is read back, and where that does not give the values meant (unusual YAML), nothing is changed at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from debtaudit.inventory.tree import Mapping as Tree
from debtaudit.inventory.tree import parse

STEP: Final = "  "


@dataclass(frozen=True, slots=True)
class Value:
    """A number, and the note that stands behind it where it is new."""

    number: float
    note: str = ""

    @property
    def text(self) -> str:
        """The number as YAML: no exponent, and no fraction where it is whole."""
        return f"{self.number:.12f}".rstrip("0").rstrip(".")


Values = Mapping[tuple[str, ...], Value]


class CannotAmendError(ValueError):
    """The text is written in a way that cannot be added to by itself."""


def amended(text: str, values: Values) -> str:
    """Return a settings file's text with some values in it, by the path of keys that leads to each.

    Raises:
        CannotAmendError: where the text is no mapping, or values could not be put into it without touching the rest.
    """
    for path in sorted(values):
        try:
            text = _with(text, path, values[path])
        except (yaml.YAMLError, AttributeError, IndexError) as error:
            raise CannotAmendError("it is not written as a plain mapping") from error
    _check(text, values)
    return text


def _with(text: str, path: tuple[str, ...], value: Value) -> str:
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if node is None:
        return _ended(text) + _block(path, value, "")
    for depth, name in enumerate(path):
        if not isinstance(node, yaml.MappingNode):
            raise CannotAmendError(f"'{'.'.join(path[:depth]) or 'settings'}' is no mapping")
        found = next(((key, below) for key, below in node.value if key.value == name), None)
        if found is None:
            return _added(text, node, path[depth:], value)
        key, node = found
        if node.start_mark.index < key.end_mark.index:
            raise CannotAmendError(f"'{'.'.join(path[: depth + 1])}' stands elsewhere, by an alias")
        if _is_empty(node):
            return _below(text, key, path[depth + 1 :], value)
    return text[: node.start_mark.index] + value.text + text[node.end_mark.index :]


def _is_empty(node: yaml.Node) -> bool:
    """Tell whether a key has nothing behind it, not even a word."""
    return isinstance(node, yaml.ScalarNode) and node.start_mark.index == node.end_mark.index


def _below(text: str, key: yaml.Node, path: tuple[str, ...], value: Value) -> str:
    if not path:
        at = text.index(":", key.end_mark.index) + 1
        return f"{text[:at]} {value.text}{text[at:]}"
    at = _line_end(text, key.end_mark.index)
    return _joined(text[:at], _block(path, value, " " * key.start_mark.column + STEP), text[at:])


def _added(text: str, node: yaml.MappingNode, path: tuple[str, ...], value: Value) -> str:
    """Add a value below the last entry of a mapping, or inside of its braces."""
    if node.flow_style:
        at = node.end_mark.index - 1
        before = text[:at].rstrip()
        comma = ", " if node.value and not before.endswith(",") else " " * before.endswith(",")
        return before + comma + _inline(path, value) + text[len(before) :]
    first, last = node.value[0][0], node.value[-1]
    end = _end_of(last[1]) if not _is_empty(last[1]) else last[0].end_mark.index
    at = _line_end(text, end)
    return _joined(text[:at], _block(path, value, " " * first.start_mark.column), text[at:])


def _end_of(node: yaml.Node) -> int:
    """Return where a node's own text ends: a block mapping's own mark lies behind the blank lines that follow."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        key, value = last if isinstance(last, tuple) else (last, last)
        return key.end_mark.index if _is_empty(value) else _end_of(value)
    return int(node.end_mark.index)


def _line_end(text: str, at: int) -> int:
    """Return the start of the line that follows a place, or the end of the text."""
    if at and text[at - 1] == "\n":
        return at
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _joined(before: str, block: str, after: str) -> str:
    return _ended(before) + block + after


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _block(path: tuple[str, ...], value: Value, indent: str) -> str:
    keys = [f"{indent}{STEP * depth}{name}:" for depth, name in enumerate(path)]
    note = f"  # {value.note}" if value.note else ""
    return "\n".join([*keys[:-1], f"{keys[-1]} {value.text}{note}"]) + "\n"


def _inline(path: tuple[str, ...], value: Value) -> str:
    opened = "".join(f"{name}: {{" for name in path[:-1])
    return f"{opened}{path[-1]}: {value.text}{'}' * (len(path) - 1)}"


def _check(text: str, values: Values) -> None:
    root, problems = parse(text, "")
    if problems or any(_at(root, path) != value.text for path, value in values.items()):
        raise CannotAmendError("what was added could not be read back")


def _at(node: Any, path: tuple[str, ...]) -> object:
    for name in path:
        node = node.get(name) if isinstance(node, Tree) else None
    return node
