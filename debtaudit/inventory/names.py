"""Names that stand for ids: what an asset was called before, and what other tools call it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from debtaudit.domain.asset import KINDS
from debtaudit.domain.facts import Place
from debtaudit.domain.inventory import Source
from debtaudit.domain.problem import Problem
from debtaudit.inventory.forms import RESERVED, SILENT
from debtaudit.inventory.tree import Mapping, Sequence, place

SECTIONS = (*KINDS, "teams")
LONGEST: Final = 80
"""Characters of an id that is made from a name."""


ENTITIES: Final = frozenset({"component", "system", "resource", "api", "group", "user", "domain"})
"""Words before a slash that tell the kind of what is named."""


def slug(name: str) -> str:
    """Return an id for a name in another tool: small letters without accents, digits, dots, dashes and underscores.

    A name that keeps none of its letters gets an id from its bytes, so that two such names stay apart.
    """
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9._]+", "-", plain).strip("-._")[:LONGEST].strip("-._")
    letters = sum(each.isalnum() for each in name)
    if not words or sum(each.isalnum() for each in words) * 2 < min(letters, LONGEST):
        digest = sha256(name.encode(errors="replace")).hexdigest()[:6]
        words = f"{words}-{digest}" if words else f"unnamed-{digest}"
    return f"{words}-named" if words in RESERVED else words


@dataclass(frozen=True, slots=True)
class Names:
    """Which id stands for an old id, and for a tool's name (`mlflow:order-intent`)."""

    formerly: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)

    def read_from(self, source: Source) -> dict[str, str]:
        """Return the ids that stand for names in files of a source."""
        if source.kind == "hand":
            return self.formerly
        return {**self.formerly, **self.of_tool(source.name)}

    def of_tool(self, tool: str) -> dict[str, str]:
        """Return the ids that stand for a tool's names: for each name as it is, and for the id that it was given.

        Where the name says its kind, as `component/order-intent` does, the id is made of what follows.
        """
        mine: dict[str, str] = {}
        given: dict[str, str] = {}
        for name, id_ in self.aliases.items():
            its, _, called = name.partition(":")
            if its == tool:
                today = self.formerly.get(id_, id_)
                mine[called] = today
                kind, slash, bare = called.rpartition("/")
                given.setdefault(slug(called), today)
                if slash and kind.partition(":")[0].lower() in ENTITIES:
                    given.setdefault(slug(bare), today)
        return {**given, **mine}


def formerly(files: Iterable[tuple[str, Mapping, Source]], problems: list[Problem]) -> dict[str, str]:
    """Return the id of today for each old id; one that is still in use, or claimed twice, is an error.

    A tool may go on using an old id, so only files written by hand say that an id is in use.
    """
    files = list(files)
    claims = list(_claims(files))
    live: dict[str, str] = {}
    for file, root, source in files if claims else ():
        if source.kind == "hand":
            live |= {id_: str(place(file, asset.at)) for asset in _assets(root) if (id_ := _word(asset.get("id")))}
    found: dict[str, tuple[str, str]] = {}
    for old, new, where in claims:
        clash = f"'{old}' is still in use, at {live[old]}" if old in live else ""
        first, first_place = found.setdefault(old, (new, str(where)))
        if first != new:
            clash = f"'{first}' claims it too, at {first_place}"
        if clash:
            message = f"'{new}' was formerly '{old}', yet {clash}"
            problems.append(Problem.at(where, "old-id", message, "an old id belongs to one asset"))
    today = {old: new for old, (new, _) in found.items() if old not in live}
    return {old: _last(old, today) for old in today}


def _claims(files: Iterable[tuple[str, Mapping, Source]]) -> Iterator[tuple[str, str, Place]]:
    """Yield each old id, the id that claims it, and where."""
    for file, root, _ in files:
        for asset in _assets(root):
            new = _word(asset.get("id"))
            yield from ((old, new, place(file, at)) for old, at in _old_ids(asset) if new)


def _last(old: str, found: dict[str, str]) -> str:
    """Follow a chain of renames to its end; a circle ends where it began."""
    seen = {old}
    new = found[old]
    while new in found and new not in seen:
        seen.add(new)
        new = found[new]
    return new


def _assets(root: Mapping) -> Iterator[Mapping]:
    for section in SECTIONS:
        entries = root.get(section)
        if isinstance(entries, Sequence):
            yield from (each for each in entries if isinstance(each, Mapping))


def _old_ids(asset: Mapping) -> Iterator[tuple[str, int]]:
    said: Any = asset.get("formerly", "")
    if isinstance(said, Sequence):
        yield from ((old, at) for each, at in zip(said, said.values_at, strict=True) if (old := _word(each)))
    elif _word(said):
        yield _word(said), asset.value_at("formerly")


def _word(node: object) -> str:
    return str(node) if isinstance(node, str) and node not in SILENT else ""
