"""Dated facts: each entry of `history:` is read as the fact that it names, once the kind of its asset is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass, replace
from datetime import date
from typing import Any

from debtaudit.domain.asset import Organisation
from debtaudit.domain.facts import Practice
from debtaudit.domain.groups import LinkEntry
from debtaudit.domain.history import Earlier
from debtaudit.domain.say import value_at
from debtaudit.inventory import forms
from debtaudit.inventory.bind import Sink, bind, converter
from debtaudit.inventory.hint import did_you_mean
from debtaudit.inventory.tree import Mapping as Tree
from debtaudit.inventory.vocabulary import Shape, paths, shape_at


@dataclass(frozen=True, slots=True)
class Unbound:
    """An entry of which the fact's type is not known yet, with its tree and where its problems go."""

    entry: Earlier
    node: Tree
    sink: Sink


def read(node: Any, at: int, sink: Sink) -> Unbound | None:
    """Read one entry as it stands."""
    entry = bind(Earlier, node, at, sink)
    if entry is None:
        return None
    if not isinstance(entry.until, date):
        sink.error(node.value_at("until"), "bad-history", "'until' of history must be a day", "as in until: 2026-08-27")
        return None
    return Unbound(entry, node, sink)


def bound(found: Iterable[Unbound], described: Mapping[str, Any]) -> Iterator[Earlier]:
    """Yield the entries with values of their facts' types; what is wrong is told, and counts for nothing."""
    seen: dict[tuple[str, str, object], Earlier] = {}
    known = {**described, Organisation().id: described.get(Organisation().id, Organisation())}
    for each in found:
        entry = _bound(each, known)
        if entry is None:
            continue
        first = seen.setdefault((entry.asset, entry.path, entry.until), entry)
        if first is not entry:
            says = f"history tells twice what {entry.path} of {entry.asset} was until {entry.until}"
            each.sink.error(each.node.at, "bad-history", says, f"it stands first at {first.place}")
        else:
            yield entry


def _bound(each: Unbound, known: Mapping[str, Any]) -> Earlier | None:
    """Read what a fact was; None when it cannot be read, which has been told."""
    entry, node, sink = each.entry, each.node, each.sink
    sink.entry = f"history of {entry.asset}"
    asset = known.get(entry.asset)
    shape = shape_at(type(asset), entry.path) if asset else None
    flaw = _flaw(entry, asset, shape, known)
    if flaw or shape is None:
        name, code, says, hint = flaw or ("fact", "bad-history", "", "")
        sink.error(node.value_at(name), code, says, hint)
        return None
    problems, at = len(sink.problems), node.value_at("was") if "was" in node else node.at
    value = converter(shape)(node.get("was", "unknown"), at, "was", sink)
    if value is None and shape.group not in {None, Practice}:
        value = shape.group()  # a group of which nothing was known is empty
    return replace(entry, was=value) if len(sink.problems) == problems else None


def _flaw(
    entry: Earlier, asset: Any, shape: Shape | None, known: Mapping[str, Any]
) -> tuple[str, str, str, str] | None:  # fmt: skip
    """Return the key that is wrong, the problem's code, its sentence and a hint."""
    if asset is None:
        says = f"history names '{forms.short(entry.asset)}', which is not in the inventory"
        return "asset", "bad-history", says, did_you_mean(entry.asset, known)
    if shape is None or entry.path == "id":
        cls: Any = type(asset)
        hint = did_you_mean(entry.path, paths(cls)) or "`debtaudit schema` lists the facts"
        return "fact", "bad-history", f"'{forms.short(entry.path)}' is no fact of a {asset.kind}", hint
    if shape.item and shape.item.group is LinkEntry:
        return "fact", "bad-history", f"'{entry.path}' holds links", "give a link its own 'since'"
    group = entry.path.rpartition(".")[0]
    if group and not is_dataclass(value_at(asset, group)):
        says = f"'{group}' of {entry.asset} is not stated, so nothing can have changed inside of it"
        return "fact", "bad-history", says, f"write the whole fact: {group}"
    return None
