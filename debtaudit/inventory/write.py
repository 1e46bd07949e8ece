"""What collectors, the questionnaire and decisions write.

YAML that reads well, is the same for the same facts, and that the loader reads back as it was meant.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from math import isfinite
from pathlib import Path
from shutil import copymode
from typing import Any, Final

import yaml

from debtaudit.domain.facts import SHORTHAND, Absent
from debtaudit.domain.measurement import Measurement
from debtaudit.inventory.forms import NUMBER, RESERVED
from debtaudit.inventory.sections import NAMED_BY, SECTIONS, TOP_LEVEL
from debtaudit.inventory.syntax import CONTROL
from debtaudit.inventory.tree import DEEPEST
from debtaudit.inventory.vocabulary import Shape, by_name, facts_of

WIDTH: Final = 90
"""Characters that a list may take to stand in one line."""
EXACT: Final = 1e15
"""Numbers up to which a fraction is kept exactly, so that whole ones can go without."""
LONGEST_KEY: Final = 1000
"""Characters of a key on its own line; YAML allows 1024, longer ones are announced by a question mark."""

_PLAIN = re.compile(r"[\w/]([\w ./@+~=()%'-]|:(?=[^\s]))*(?<! )").fullmatch
_LIKE_A_NUMBER = re.compile(NUMBER).fullmatch
_RESOLVER: Any = yaml.resolver.Resolver()
_TEXT = "tag:yaml.org,2002:str"


def dump(document: Mapping[str, object]) -> str:
    """Write one file of an inventory.

    `document` holds what stands under each top-level key: lists of records of the domain or of plain mappings. None is
    left out of records and written `unknown` in mappings. Entries come in order of id, facts in order of their
    declaration; lists keep their order, which may mean something.

    Raises:
        ValueError: for a number that is not finite, a circle, or a value that is neither text, number, date, yes/no,
            list, mapping nor record.

    """
    known = [name for name in TOP_LEVEL if name in document]
    names = [*known, *sorted(set(document) - set(known))]
    return "".join(f"{line}\n" for name in names for line in _section(name, document[name]))


def plain(record: object) -> object:
    """Return a record of the domain as the plain mapping, or the one word, that people would write for it."""
    cls: Any = type(record)
    said = {spec.name: getattr(record, spec.attribute) for spec in facts_of(cls)}
    stated = {name: value for name, value in said.items() if value is not None and not _is_empty_group(value)}
    if set(stated) == {SHORTHAND.get(cls)}:
        return stated[SHORTHAND[cls]]
    return {"kind": record.kind, **stated} if isinstance(record, Measurement) else stated


def write(path: Path, content: str | bytes) -> None:
    """Replace a file in one step: whoever reads it, and whoever pulls the plug, finds the old text or the new one."""
    path = Path(os.path.realpath(path))
    beside = path.with_name(f".{path.name[:200]}.{os.getpid()}.tmp")  # the dot keeps the loader away from it
    try:
        with beside.open("wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            copymode(path, beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename last; not every system can open folders, and then it has its own way of keeping them."""
    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _section(name: str, value: object) -> Iterator[str]:
    shape = SECTIONS.get(name)
    value = _ordered(value, shape)
    if isinstance(value, list):
        value = sorted(value, key=_order)
    yield from _lines({name: value}, "")


def _order(entry: object) -> tuple[tuple[str, ...], str]:
    """Sort entries by what names them, and the rest of it where that is the same."""
    named = entry if isinstance(entry, dict) else {}
    return tuple(str(named.get(name, "")) for name in NAMED_BY), "\n".join(_lines({"": entry}, ""))


def _ordered(value: object, shape: Shape | None, depth: int = 0) -> object:
    """Return records as plain values, and the facts of every mapping in the order of their declaration."""
    if depth > DEEPEST:  # the loader reads no deeper, and a circle never ends
        raise ValueError("nested too deep to be written")
    if is_dataclass(value) and not isinstance(value, type):
        return _ordered(plain(value), Shape(group=type(value)), depth + 1)
    if isinstance(value, Mapping):
        known = by_name(shape.group) if shape and shape.group else {}
        order = {name: at for at, name in enumerate(known)}
        inner = {name: spec.shape for name, spec in known.items()}
        names = sorted(value, key=lambda name: (order.get(name, len(order)), str(name)))
        return {name: _ordered(value[name], inner.get(name), depth + 1) for name in names}
    if isinstance(value, str):
        return _Word(value) if _is_option(value, shape) else value
    if isinstance(value, (list, tuple)):
        return [_ordered(each, shape.item if shape else None, depth + 1) for each in value]
    return value


class _Word(str):
    """One of the words that a fact may be, which needs no quotes: `none` is not text here."""

    __slots__ = ()


def _is_option(word: str, shape: Shape | None) -> bool:
    if shape and shape.group in SHORTHAND:
        shape = by_name(shape.group)[SHORTHAND[shape.group]].shape
    return shape is not None and word in shape.options


def _lines(mapping: dict[str, Any], indent: str) -> Iterator[str]:
    for name, value in mapping.items():
        key = _text(str(name))
        if len(key) > LONGEST_KEY:
            yield f"{indent}? {key}"
            key = ""
        if isinstance(value, dict) and value:
            yield f"{indent}{key}:"
            yield from _lines(value, f"{indent}  ")
        elif isinstance(value, list) and not _fits(value):
            yield f"{indent}{key}:"
            yield from _items(value, f"{indent}  ")
        else:
            yield f"{indent}{key}: {_scalar(value)}"


def _items(values: list[Any], indent: str) -> Iterator[str]:
    for value in values:
        if value and (isinstance(value, dict) or (isinstance(value, list) and not _fits(value))):
            inner = f"{indent}  "
            lines = list(_lines(value, inner) if isinstance(value, dict) else _items(value, inner))
            lines[0] = f"{indent}- {lines[0][len(inner) :]}"
            yield from lines
        else:
            yield f"{indent}- {_scalar(value)}"


def _fits(values: list[Any]) -> bool:
    """Tell whether a list is short enough for one line."""
    words = all(not isinstance(each, (dict, list)) for each in values)
    return words and sum(len(str(each)) + 2 for each in values[:WIDTH]) <= WIDTH


def _scalar(value: object) -> str:
    match value:
        case str():
            said = str(value) if isinstance(value, _Word) else _text(value)
        case None | Absent():
            said = "unknown" if value is None else "none"
        case bool():
            said = "yes" if value else "no"
        case int() | float():
            said = _number(value)
        case date():
            said = _day(value)
        case dict() | list():
            said = f"[{', '.join(map(_scalar, value))}]" if isinstance(value, list) else "{}"
        case _:
            raise ValueError(f"{value!r} cannot be written to an inventory")
    return said


def _number(value: float) -> str:
    if not isfinite(value):
        raise ValueError(f"{value} cannot be written to an inventory")
    whole = isinstance(value, int) or (value.is_integer() and abs(value) < EXACT)
    return repr(int(value) if whole else value)


def _day(value: date) -> str:
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat()


def _text(text: str) -> str:
    """Write text, in quotes where it would be read as anything else by us or by other tools."""
    plain = _PLAIN(text) and text.isprintable()
    if plain and text not in RESERVED and not _LIKE_A_NUMBER(text) and _is_text_elsewhere(text):
        return text
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _is_text_elsewhere(text: str) -> bool:
    """Tell whether YAML 1.1 takes it for text: dates, and times such as 12:30, are none."""
    return bool(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == _TEXT)


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    if CONTROL.match(character):  # the loader would refuse the whole file
        return "\N{REPLACEMENT CHARACTER}"
    return {"\n": "\\n", "\t": "\\t"}.get(character) or f"\\U{ord(character):08x}"


def _is_empty_group(value: object) -> bool:
    """Tell whether nothing is stated in a group."""
    if not is_dataclass(value) or isinstance(value, type):
        return False
    return all(getattr(value, each.name) is None for each in fields(value) if not each.metadata.get("internal"))
