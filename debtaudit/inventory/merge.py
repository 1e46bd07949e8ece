"""Several statements about one asset -> one asset. The better source wins; contradictions are told with both places."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, is_dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from debtaudit.domain.asset import Asset, Organisation, Team
from debtaudit.domain.facts import Place, Practice
from debtaudit.domain.groups import LinkEntry
from debtaudit.domain.incident import Incident
from debtaudit.domain.inventory import Origin, Source
from debtaudit.domain.problem import Problem
from debtaudit.domain.say import say, value_at
from debtaudit.inventory.tree import Mapping, place
from debtaudit.inventory.vocabulary import by_name, facts_of

REMEMBERED: Final = 65_536
"""Facts whose places are remembered."""
FRESH_DAYS: Final = 180
"""Age up to which an answer still beats what a tool knew."""
OWN_WORDS: Final = frozenset({"name", "description", "notes", "url", "tags"})
"""Facts that two sources put in their own words: differing is no contradiction."""

Described = Asset | Incident


@dataclass(frozen=True, slots=True)
class Fragment:
    """What one file says about one asset or incident: the typed facts, the tree they came from, and its source."""

    asset: Described
    node: Mapping
    file: str
    source: Source
    member: int = 0  # number of the inventory it stands in, where several are read as one

    @property
    def order(self) -> tuple[int, str, int]:
        """By inventory, file and place."""
        return self.member, self.file, self.node.at

    @property
    def place(self) -> Place:
        """Where it stands."""
        return place(self.file, self.node.at)

    def states(self, path: str) -> bool:
        """Tell whether it says anything about a fact; `unknown` says nothing."""
        return value_at(self.asset, path) is not None and position(type(self.asset), self.node, path) is not None

    def where(self, path: str) -> Place:
        """Return where a fact stands in it, or else where it begins."""
        at = position(type(self.asset), self.node, path)
        return self.place if at is None else place(self.file, at)

    def ref(self, path: str) -> str:
        """Return the place in the tool that a fact was taken from, where the tool's file names it."""
        if not self.source.refs:
            return ""
        whole = f"{self.node.get('id', '')}.{path}"
        while whole:
            if whole in self.source.refs:
                return self.source.refs[whole]
            whole = whole.rpartition(".")[0]
        return ""


def merge(fragments: Iterable[Fragment], problems: list[Problem]) -> dict[str, list[Fragment]]:
    """Gather the fragments of each id, in order of id and the best source first. Two hand-written ones are an error."""
    by_id: dict[str, list[Fragment]] = {}
    for fragment in fragments:
        by_id.setdefault(fragment.asset.id, []).append(fragment)
    newest = max((each.source.at for mine in by_id.values() for each in mine if each.source.at), default=date.min)
    for mine in by_id.values():
        if len(mine) > 1:
            mine.sort(key=lambda each: (_rank(each.source, newest), -_day(each.source), *each.order))
            mine[:] = _joinable(mine, problems)
    return dict(sorted(by_id.items()))


def join(fragments: list[Fragment], problems: list[Problem]) -> Any:
    """Return the one asset that its fragments make."""
    joined: Any = fragments[0].asset
    for other in fragments[1:]:
        joined = _joined(joined, other.asset, "", _Clash(fragments, other, problems))
    return joined


def _rank(source: Source, newest: date) -> int:
    """People who write beat a fresh answer, which beats a tool, which beats an old answer.

    Age is counted to the newest date that any source gives: what is loaded must not depend on the clock.
    """
    if source.kind == "questionnaire":
        return 3 if source.at is None or (newest - source.at).days > FRESH_DAYS else 1
    return 0 if source.kind == "hand" else 2


def _day(source: Source) -> int:
    return (source.at or date.min).toordinal()


def origin_in(fragments: dict[str, list[Fragment]]) -> Callable[[str, str], Origin | None]:
    """Return the question "where was this fact of this asset stated?" over merged fragments."""

    @lru_cache(maxsize=REMEMBERED)  # every finding on an asset asks for the same few facts
    def origin(id_: str, path: str) -> Origin | None:
        mine = fragments.get(id_, [])
        stated = [each for each in mine if each.states(path)]
        written = stated or [each for each in mine if position(type(each.asset), each.node, path) is not None]
        return next((Origin(each.where(path), each.source, each.ref(path)) for each in written), None)

    return origin


def position(cls: type, node: Mapping, path: str) -> int | None:
    """Return where a path such as `monitoring.data_drift` stands in a mapping, if it does."""
    at: int | None = None
    here: Any = node
    kind: type | None = cls
    for part in path.split("."):
        if not isinstance(here, Mapping):
            return at  # the whole group was stated in one word
        spec = by_name(kind).get(part) if kind else None
        names = (spec.name, *spec.also) if spec else (part,)
        name = next((each for each in names if each in here), None)
        if name is None:
            return None
        at, here = here.key_at(name), here[name]
        kind = spec.shape.group if spec else None
    return at


def _joinable(fragments: list[Fragment], problems: list[Problem]) -> list[Fragment]:
    """Drop what cannot be joined: a second description by hand, or of another kind."""
    first, kept = fragments[0], fragments[:1]
    for other in fragments[1:]:
        here = other.where("id")
        if type(other.asset) is not type(first.asset):
            message = f"id '{other.asset.id}' is {_a(other)} here, but {_a(first)} elsewhere"
            problems.append(Problem.at(here, "duplicate-id", message, f"it stands first at {first.where('id')}"))
        elif earlier := next((each for each in kept if _again(each, other)), None):
            subject = "the organisation" if isinstance(other.asset, Organisation) else f"id '{other.asset.id}'"
            message = f"{subject} is described here a second time"
            problems.append(Problem.at(here, "duplicate-id", message, f"it stands first at {earlier.where('id')}"))
        else:
            kept.append(other)
    return kept


def _again(first: Fragment, other: Fragment) -> bool:
    """Whether people describe a thing twice; of several inventories each may describe the organisation and teams."""
    shared = isinstance(other.asset, (Organisation, Team)) and first.member != other.member
    return other.source.kind == first.source.kind == "hand" and not shared


def _a(fragment: Fragment) -> str:
    kind = fragment.asset.kind
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


@dataclass(frozen=True, slots=True)
class _Clash:
    """Reports that two sources disagree about a fact."""

    fragments: list[Fragment]
    other: Fragment
    problems: list[Problem]

    def tell(self, path: str, kept: object, dropped: object) -> None:
        asset = self.other.asset
        at = path
        while "." in at and not self.other.states(at):  # inside a list, the list's own place has to do
            at = at.rpartition(".")[0]
        winner = next((each for each in self.fragments if each.states(at)), self.fragments[0])
        subject = "the organisation" if isinstance(asset, Organisation) else f"{asset.kind} {asset.id}"
        message = (
            f"{subject}: '{path}' is {say(dropped)} after {_name(self.other)} but {say(kept)} after {_name(winner)}"
        )
        hint = f"kept: {say(kept)}, from {winner.where(at)}"
        mixed = path == "currency"  # amounts of two currencies cannot be added
        self.problems.append(Problem.at(self.other.where(at), "contradiction", message, hint, warning=not mixed))


def _joined(first: Any, second: Any, path: str, clash: _Clash) -> Any:
    """Fill what the first leaves unknown from the second; tell where both speak and differ."""
    changes = {}
    cls: Any = type(first)
    for spec in facts_of(cls):
        kept, other = getattr(first, spec.attribute), getattr(second, spec.attribute)
        here = f"{path}{spec.name}"
        if other is None or other == kept or here == "id":
            continue
        changes[spec.attribute] = other if kept is None else _settled(kept, other, here, clash)
    return replace(first, **changes) if changes else first


def _settled(kept: Any, other: Any, path: str, clash: _Clash) -> Any:
    if isinstance(kept, Practice) and isinstance(other, Practice):
        if None not in {kept.level, other.level} and kept.level != other.level:
            clash.tell(path, kept, other)  # what is said of another level does not fit this one
            return kept
        return _joined(kept, other, f"{path}.", clash)
    if is_dataclass(kept) and type(kept) is type(other):
        return _joined(kept, other, f"{path}.", clash)
    if _are_links(kept) and _are_links(other):
        return _joined_links(kept, other, path, clash)
    if path in OWN_WORDS:
        return (*kept, *(each for each in other if each not in kept)) if isinstance(kept, tuple) else kept
    if not _alike(kept, other):
        clash.tell(path, kept, other)
    return kept


def _are_links(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(each, LinkEntry) for each in value)


def _joined_links(kept: tuple[LinkEntry, ...], other: tuple[LinkEntry, ...], path: str, clash: _Clash) -> Any:
    """Links are not chosen between: each source may know some, and something about each."""
    if not kept:
        clash.tell(path, kept, other)
        return kept
    more = {each.id: each for each in other}
    joined = [_joined(each, more.pop(each.id, each), f"{path}.{each.id}.", clash) for each in kept]
    return (*joined, *more.values())


def _alike(kept: object, other: object) -> bool:
    """Tell whether two lists name the same, in whatever order."""
    if isinstance(kept, tuple) and isinstance(other, tuple):
        return len(kept) == len(other) and all(each in other for each in kept)
    return kept == other


def _name(fragment: Fragment) -> str:
    source = fragment.source
    if source.kind == "hand":
        return source.name or (fragment.file if fragment.member else "what people wrote")
    return f"{source.name or source.kind}{f' of {source.at}' if source.at else ''}"
