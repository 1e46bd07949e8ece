"""Large inventories are parsed by two processes, piece by piece.

Small files are a piece each. A large one is cut before entries of its top-level lists, and each of its pieces begins
with the key of the list that it is in:

    models:               models:           models:
    - id: intent    ->    - id: intent      - id: fraud
    - id: fraud

A cut in a wrong place, within a quoted text say, gives a piece that does not parse. So whenever anything at all is
wrong with a piece, its file is parsed again as a whole, and what is told is what stands there.
"""

from __future__ import annotations

import marshal
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from debtaudit.domain.problem import Problem
from debtaudit.inventory import tree
from debtaudit.inventory.tree import Mapping, Node, Quoted, parse
from debtaudit.sharing import Helper

WORTH_HELP: Final = 2_000_000
"""Characters from which a second process saves more than it costs."""
SIZE: Final = 400_000
"""Characters of a piece, about."""

_top_level = re.compile(r"\n(?=[^\s#-])")
_list = re.compile(r"([a-z_]+:[ \t]*\n)(?=( *)- )")


class Piece(NamedTuple):
    """A part of a file that is parsed by itself: the number of its file, the key that is put before it, its ends."""

    file: int
    key: str
    begun: int
    end: int
    line: int  # at which it begins, the key included; from 0

    def of(self, text: str) -> str:
        """Take the piece out of the text of its file: no sooner than it is parsed, for all at once fill memory."""
        return self.key + text[self.begun : self.end]


def parse_all(files: Sequence[tuple[str, str]]) -> list[tuple[Node | None, list[Problem]]]:
    """Parse files, given by name and text, as `parse` does each."""
    pieces = [piece for number, (_, text) in enumerate(files) for piece in pieces_of(text, number)]
    with Helper(wanted=sum(len(text) for _, text in files) >= WORTH_HELP) as helper:
        roots = helper.share(
            lambda at: _root(pieces[at], files[pieces[at].file][1]), len(pieces),
            _packed, lambda _, packed: _unpacked(packed),
        )  # fmt: skip
    mine: list[list[Mapping | None]] = [[] for _ in files]
    for piece, root in zip(pieces, roots, strict=True):
        mine[piece.file].append(root)
    return [
        (whole, []) if (whole := _joined(roots)) is not None else parse(text, name)
        for (name, text), roots in zip(files, mine, strict=True)
    ]


def pieces_of(text: str, file: int = 0) -> Iterator[Piece]:
    """Cut a text into pieces of about the same size, where that can be done."""
    begun, line, key = 0, 0, ""
    if len(text) >= 2 * SIZE:
        tops = [0, *(found.end() for found in _top_level.finditer(text)), len(text)]
        for target in range(SIZE, len(text) - SIZE // 2, SIZE):
            place = bisect_right(tops, target)
            head = _list.match(text, tops[place - 1])
            cut = text.find(f"\n{head[2]}- ", max(target, head.end()), tops[place]) + 1 if head else 0
            if head and cut > begun:
                yield Piece(file, key, begun, cut, line)
                line += text.count("\n", begun, cut) - (not key)
                begun, key = cut, head[1]
    yield Piece(file, key, begun, len(text), line)


def _root(piece: Piece, whole: str) -> Mapping | None:
    """Parse a piece. Returns None where it is no mapping, something is wrong, or anchors may repeat values."""
    text = piece.of(whole)
    if "&" in text:
        return None
    root, problems = parse(text, "", first_line=piece.line)
    return root if isinstance(root, Mapping) and not problems else None


def _joined(roots: Sequence[Mapping | None]) -> Mapping | None:
    """Put the pieces of a file together again; None where they do not fit."""
    whole, *rest = roots
    for more in rest:
        if whole is None or more is None:
            return None
        (key, entries, *_), *others = more.entries()
        known = whole.get(key)
        if not isinstance(known, tree.Sequence) or not isinstance(entries, tree.Sequence):
            return None
        known.extend(entries)
        known.values_at.extend(entries.values_at)
        if any(name in whole for name, *_ in others):
            return None
        for other in others:
            whole.put(*other)
    return whole


def _packed(root: Mapping | None) -> bytes:
    return marshal.dumps(None if root is None else _plain(root))


def _plain(node: Any) -> Any:
    """Turn a tree into what travels fast: text stays text, and each other kind of node has a length of its own."""
    if node.__class__ is str:
        return node
    if node.__class__ is Mapping:
        keys, values = ([each if each.__class__ is str else _plain(each) for each in part]
                        for part in (node, node.values()))  # fmt: skip
        return node.at, keys, values, node.keys_at, node.values_at
    if node.__class__ is tree.Sequence:
        return node.at, [each if each.__class__ is str else _plain(each) for each in node], node.values_at
    return (str(node),)


def _unpacked(packed: bytes) -> Mapping | None:
    root = marshal.loads(packed)  # noqa: S302 - from our own process
    return None if root is None else _node(root)


def _node(plain: Any) -> Any:
    node: Any
    match plain:
        case (at, keys, values, keys_at, values_at):
            node = Mapping(at)
            keys, values = (
                [each if each.__class__ is str else _node(each) for each in part] for part in (keys, values)
            )
            node.update(zip(keys, values, strict=True))
            node.keys_at, node.values_at = keys_at, values_at
        case (at, items, values_at):
            node = tree.Sequence(at)
            node.extend([each if each.__class__ is str else _node(each) for each in items])
            node.values_at = values_at
        case (text,):
            node = Quoted(text)
    return node
