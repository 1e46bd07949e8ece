"""YAML text -> a tree of plain values that know where they stand.

Scalars stay text until the type of a fact says what they are (`1.10` is a version, `no` may be a name), so nothing is
guessed here. Mappings and sequences remember the position of every entry. Duplicate keys, alias bombs, recursion, deep
nesting and custom tags are refused while reading, before memory is spent on them.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import yaml

from debtaudit.domain.facts import Place
from debtaudit.domain.problem import Problem
from debtaudit.inventory import syntax

DEEPEST: Final = 64
"""Levels of nesting that are read; a hand-written inventory needs about six."""
FREE_BY_ALIAS: Final = 100_000
"""Values that aliases may add to one file in any case; beyond that, only in proportion to what is written out."""
TIMES_BY_ALIAS: Final = 10
"""How many times the written values aliases may add: defaults merged into every entry stay far below it."""
MOST_DUPLICATES: Final = 100
"""Duplicate keys that are told one by one; a file with more was put together by mistake."""
TEXT_TAGS: Final = frozenset({"!", "tag:yaml.org,2002:str"})
TAGS: Final = TEXT_TAGS | {f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null", "map", "seq")}

SHIFT: Final = 30
"""A position is one integer, line << 30 | column, both from 0: half the memory of a pair."""


class Quoted(str):
    """A scalar that stood in quotes or in a block: text, where the fact may be text."""

    __slots__ = ()


class Mapping(dict[str, Any]):
    """A mapping; `keys_at` and `values_at` hold the position of each key and value, in the order of the entries."""

    __slots__ = ("at", "keys_at", "values_at")

    def __init__(self, at: int) -> None:
        self.at = at
        self.keys_at: list[int] = []
        self.values_at: list[int] = []

    def key_at(self, key: str) -> int:
        """Return the position of a key that is there."""
        return self.keys_at[list(self).index(key)]

    def value_at(self, key: str) -> int:
        """Return the position of the value of a key that is there."""
        return self.values_at[list(self).index(key)]

    def put(self, key: str, value: Any, key_at: int, value_at: int) -> None:
        """Add an entry with its positions."""
        self[key] = value
        self.keys_at.append(key_at)
        self.values_at.append(value_at)

    def entries(self) -> Iterator[tuple[str, Any, int, int]]:
        """Yield each key and value with the positions of both."""
        return zip(self, self.values(), self.keys_at, self.values_at, strict=True)


class Sequence(list[Any]):
    """A sequence; `values_at` holds the position of each item."""

    __slots__ = ("at", "values_at")

    def __init__(self, at: int) -> None:
        self.at = at
        self.values_at: list[int] = []


Node = Mapping | Sequence | Quoted | str


def place(file: str, at: int) -> Place:
    """Turn a position back into file, line and column."""
    return Place(file, (at >> SHIFT) + 1, (at & ((1 << SHIFT) - 1)) + 1)


class _Refused(Exception):  # noqa: N818 - it is a refusal, told as a Problem
    def __init__(self, at: int, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.at, self.code, self.message, self.hint = at, code, message, hint


def parse(
    text: str, file: str, *, pure: bool = False, first_line: int = 0
) -> tuple[Node | None, list[Problem]]:  # fmt: skip
    """Read one document. Returns its root (None when it is empty or refused) and what was wrong.

    `pure` takes PyYAML's event stream in Python, which is what happens anyway where libyaml is missing. `first_line` is
    added to the lines of what is read; problems are told by the lines of the text.
    """
    text = text.removeprefix("\ufeff")
    problems = list(syntax.hidden(text, file))
    root: Node | None = None
    try:
        with without_collection():
            root = _Reader(text, file, problems, first_line, pure=pure).document()
    except _Refused as no:
        problems.append(Problem.at(place(file, no.at), no.code, no.message, no.hint))
    except yaml.MarkedYAMLError as error:
        problems.append(syntax.marked(error, file))
    except (yaml.YAMLError, ValueError) as error:  # characters that YAML does not allow carry no mark
        problems.append(syntax.unmarked(error, text, file))
    return root, problems


def has_libyaml() -> bool:
    """Tell whether PyYAML came with its C parser, which is some twenty times faster."""
    return bool(yaml.__with_libyaml__)


@contextmanager
def without_collection() -> Iterator[None]:
    """Read without the collector: nothing that is read holds cycles, and it would walk it all again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():  # straight into the oldest generation, without a first walk
                gc.freeze()
                gc.unfreeze()
            gc.enable()


class _Reader:
    """Builds the tree from PyYAML's events, with a stack of open containers instead of recursion."""

    def __init__(self, text: str, file: str, problems: list[Problem], first_line: int, *, pure: bool) -> None:
        stream: Any = yaml.SafeLoader(text) if pure or not has_libyaml() else yaml.CSafeLoader(text)
        self._next = stream.get_event
        self._file = file
        self._begin = first_line << SHIFT
        self._problems = problems
        self._anchors: dict[str, tuple[Node | None, int]] = {}
        self._aliased = 0
        self._duplicates = 0

    def document(self) -> Node | None:
        root: Node | None = None
        seen = False
        while True:
            event = self._next()
            kind = event.__class__
            if kind is yaml.DocumentStartEvent:
                if seen:
                    raise _Refused(
                        _at(event),
                        "several-documents",
                        "a second document starts here",
                        "one file holds one mapping: put the rest into a file of its own",
                    )
                seen = True
                root = self._tree()
            elif kind is yaml.StreamEndEvent:
                return root

    def _tree(self) -> Node:  # noqa: C901, PLR0912, PLR0915 - one flat loop is what makes it fast
        get, scalar = self._next, yaml.ScalarEvent
        once = dict[str, str]().setdefault  # the same few words stand in a large file again and again
        mapping, sequence = yaml.MappingStartEvent, yaml.SequenceStartEvent
        opened: list[tuple[Any, str | None, int, str | None, int]] = []
        into: Any = None
        begin = self._begin
        key: str | None = None
        key_at = made = 0
        while True:
            event = get()
            kind = event.__class__
            if kind is scalar:
                mark = event.start_mark
                at = begin + (mark.line << SHIFT | mark.column)
                made += 1
                node: Any = once(event.value, event.value)
                if event.style or event.tag is not None or event.anchor is not None:
                    node = self._scalar(event, at)
            elif kind is mapping or kind is sequence:
                made += 1
                opened.append((into, key, key_at, event.anchor, made))
                if event.tag is not None or event.anchor is not None or len(opened) > DEEPEST:
                    self._check(event, len(opened))
                mark = event.start_mark
                into = (Mapping if kind is mapping else Sequence)(begin + (mark.line << SHIFT | mark.column))
                key = None
                continue
            elif kind is yaml.AliasEvent:
                at = _at(event)
                node, size = self._alias(event.anchor, at, made)
                made += size  # what an alias brings counts again under every anchor around it
            else:  # the end of a mapping or a sequence
                node = into
                at = node.at
                into, key, key_at, anchor, since = opened.pop()
                if anchor is not None:
                    self._anchors[anchor] = (node, made - since + 1)
                if node.__class__ is Mapping and "<<" in node:
                    self._merge(node)
            if into is None:
                return node  # type: ignore[no-any-return]
            if into.__class__ is Sequence:
                into.append(node)
                into.values_at.append(at)
            elif key is None:
                key, key_at = node if node.__class__ is str else _key(node, at), at
            elif key in into:
                self._duplicate(into, key, key_at)
                key = None
            else:
                into[key] = node
                into.keys_at.append(key_at)
                into.values_at.append(at)
                key = None

    def _scalar(self, event: Any, at: int) -> str:
        """Read a scalar that is more than plain: in quotes, tagged, or marked for aliases."""
        node: str = event.value
        if event.tag is not None and event.tag not in TAGS:
            self._refuse_tag(event.tag, at)
        if event.style or event.tag in TEXT_TAGS:  # an empty plain scalar is unknown, '' in quotes is text
            control = None if node.isprintable() else syntax.CONTROL.search(node)
            if control:  # escapes could bring in what terminals obey, and halves of characters
                message = f"this text holds the character U+{ord(control[0]):04X}"
                raise _Refused(at, "bad-character", message, "an inventory holds text that can be shown")
            node = Quoted(node)
        if event.anchor is not None:
            self._anchors[event.anchor] = (node, 1)
        return node

    def _check(self, event: Any, depth: int) -> None:
        """Refuse a mapping or a sequence that may not begin here."""
        if event.tag is not None and event.tag not in TAGS:
            self._refuse_tag(event.tag, _at(event))
        if depth > DEEPEST:
            raise _Refused(_at(event), "too-deep", f"nested more than {DEEPEST} levels deep")
        if event.anchor is not None:
            self._anchors[event.anchor] = (None, 0)  # open: an alias to it now would be recursion

    def _refuse_tag(self, tag: str, at: int) -> None:
        raise _Refused(at, "custom-tag", f"the tag '{tag}' is not allowed", "an inventory holds plain values only")

    def _alias(self, anchor: str, at: int, made: int) -> tuple[Node, int]:
        if anchor not in self._anchors:
            raise _Refused(at, "unknown-alias", f"no anchor '&{anchor}' stands before '*{anchor}'")
        node, size = self._anchors[anchor]
        if node is None:
            raise _Refused(at, "recursion", f"'*{anchor}' stands inside '&{anchor}': it would contain itself")
        written = made - self._aliased
        self._aliased += size
        if self._aliased > FREE_BY_ALIAS + TIMES_BY_ALIAS * written:
            raise _Refused(
                at,
                "alias-bomb",
                f"aliases expand to more than {FREE_BY_ALIAS:,} values",
                "write the values out, or split the file",
            )
        return node, size

    def _merge(self, node: Mapping) -> None:
        """Fill a mapping from those that its `<<` names; what it states itself stays, and the first of several wins."""
        entries = list(node.entries())
        node.clear()
        node.keys_at, node.values_at = [], []
        bases = [entry for entry in entries if entry[0] == "<<" and entry[0].__class__ is str]
        for entry in entries:
            if entry not in bases:
                node.put(*entry)
        for _, value, _, at in bases:
            for base in value if isinstance(value, Sequence) else [value]:
                self._fill(node, base, at)

    def _fill(self, node: Mapping, base: Node, at: int) -> None:
        if not isinstance(base, Mapping):
            raise _Refused(at, "bad-merge", "'<<' takes a mapping or a list of mappings")
        for entry in base.entries():
            if entry[0] not in node:
                node.put(*entry)

    def _duplicate(self, into: Mapping, key: str, at: int) -> None:
        self._duplicates += 1
        if self._duplicates > MOST_DUPLICATES:
            raise _Refused(
                at,
                "duplicate-key",
                f"more than {MOST_DUPLICATES} keys stand twice in this file",
                "the rest of it was not read",
            )
        first = place(self._file, into.key_at(key))
        self._problems.append(
            Problem.at(
                place(self._file, at),
                "duplicate-key",
                f"key '{key}' stands here a second time",
                f"it stands first at {first}",
            )
        )


def _key(node: Node, at: int) -> str:
    if not isinstance(node, str):
        raise _Refused(at, "bad-key", "a key must be a word, not a list or a mapping")
    return node


def _at(event: Any) -> int:
    return event.start_mark.line << SHIFT | event.start_mark.column  # type: ignore[no-any-return]
