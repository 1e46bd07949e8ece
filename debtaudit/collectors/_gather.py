"""Facts on their way from a source into its file: ids, places, links and measurements, gathered in one run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Final

from debtaudit.collectors._collector import Collected
from debtaudit.collectors._node import Node
from debtaudit.domain.facts import ABSENT
from debtaudit.domain.problem import Problem
from debtaudit.inventory.forms import UNKNOWN
from debtaudit.inventory.names import slug

LONGEST: Final = 300
"""Characters of a text that are kept; what a tool holds may be a book."""
SAYS_NOTHING: Final = UNKNOWN | {"none"}
"""Words that no list of the inventory may hold."""
CREDENTIALS: Final = re.compile(r"(?<=://)[^/@\s]+@|[?#].*$", re.DOTALL)
"""User and password of an address, and all behind its path: tokens hide there."""


@dataclass(slots=True)
class Gather:
    """One run of a collector. `aliases` are ids that people gave to names of the tool."""

    aliases: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    at: date | None = None
    stated: dict[str, str] = field(default_factory=dict)
    _entries: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    _records: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    _taken: dict[str, tuple[str, str]] = field(default_factory=dict)
    _told: set[tuple[str, str, str]] = field(default_factory=set)

    def count(self, what: str, number: int = 1) -> None:
        """Count what was read, or left out."""
        self.counts[what] = self.counts.get(what, 0) + number

    def warn(self, where: Node | str, code: str, message: str, hint: str = "") -> None:
        """Tell what was left out, or is odd, once."""
        place = (where if isinstance(where, Node) else Node(None, where)).place
        if (str(place), code, message) not in self._told:
            self._told.add((str(place), code, message))
            self.problems.append(Problem.at(place, code, message, hint, warning=True))

    def refuse(self, where: Node | str, code: str, message: str, hint: str = "") -> None:
        """Tell what keeps the whole source from being taken: nothing will be written."""
        place = (where if isinstance(where, Node) else Node(None, where)).place
        self.problems.append(Problem.at(place, code, message, hint))

    def taken(self, read: Node | Problem) -> Node | None:
        """Return what could be read; note the problem where it could not."""
        if isinstance(read, Problem):
            self.problems.append(read)
            return None
        return read

    def seen(self, day: date | None) -> date | None:
        """Note a day of the export: the newest is the day its facts stand for."""
        if day and (self.at is None or day > self.at):
            self.at = day
        return day

    def id(self, section: str, name: str, where: Node | str = "") -> str:
        """Return the id for a name in the tool: what people said, else the name in small letters.

        Two names that would share one id are kept apart, and told.
        """
        if name in self.aliases:
            return self.aliases[name]
        plain = slug(name)
        holder = self._taken.setdefault(plain, (section, name))
        if holder == (section, name):
            return plain
        of_kind = f"{plain}-{_singular(section)}"
        if holder[0] != section and self._taken.setdefault(of_kind, (section, name)) == (section, name):
            return of_kind
        apart = f"{plain}-{sha256(name.encode(errors='replace')).hexdigest()[:6]}"
        message = f"'{name}' and '{holder[1]}' would both be called '{plain}'; this one becomes '{apart}'"
        self.warn(where or name, "same-name", message, "name them apart under 'aliases' in debtaudit.yaml")
        return apart

    def asset(self, section: str, name: str, where: Node | str = "") -> str:
        """Make sure that there is an entry for a name of the tool, and return its id."""
        id_ = self.id(section, name, where)
        self._entries.setdefault(section, {}).setdefault(id_, {"id": id_})
        return id_

    def state(self, section: str, id_: str, path: str, value: object, where: Node | str) -> None:
        """State one fact, such as `manifest.git_commit`. What is not known is not stated; what stands first stays."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return
        into = self._entries.setdefault(section, {}).setdefault(id_, {"id": id_})
        *groups, name = path.split(".")
        for group in groups:
            into = into.setdefault(group, {})
            if not isinstance(into, dict):
                return
        if name not in into:
            into[name] = clean(value)
            self.refs[f"{id_}.{path}"] = where.ref if isinstance(where, Node) else where

    def absent(self, section: str, id_: str, paths: Iterable[str], where: Node | str) -> None:
        """State that facts do not exist, where nothing else was stated: people said that the tool would know."""
        for path in paths:
            self.state(section, id_, path, ABSENT, where)

    def link(self, section: str, id_: str, key: str, target: str, where: Node | str, **facts: object) -> None:
        """State a link of an asset, such as `trains_on`; said twice, it is one."""
        if id_ == target:
            return
        into = self._entries.setdefault(section, {}).setdefault(id_, {"id": id_})
        links: list[dict[str, Any]] = into.setdefault(key, [])
        known = next((each for each in links if each["id"] == target), None)
        if known is None:
            known = {"id": target}
            links.append(known)
            links.sort(key=lambda each: str(each["id"]))
            self.refs.setdefault(f"{id_}.{key}", where.ref if isinstance(where, Node) else where)
        for name, value in facts.items():
            if value is not None:
                known.setdefault(name, value)

    def measure(self, kind: str, asset: str, **facts: object) -> None:
        """State a measurement: telemetry of a day or a window. Said twice, it is one."""
        known = {name.rstrip("_"): value for name, value in facts.items() if value is not None}
        self.record("telemetry", {"kind": kind, "asset": asset, **known})

    def record(self, section: str, record: dict[str, Any]) -> None:
        """State a record of its own, such as a link between what others describe. Said twice, it is one."""
        self._records.setdefault(section, {})[repr(sorted(record.items(), key=str))] = record

    def has(self, section: str, id_: str) -> bool:
        """Tell whether there is such an entry."""
        return id_ in self._entries.get(section, {})

    def _part_teams(self) -> None:
        """Call teams apart from assets: some are called like what they make."""
        teams = self._entries.get("teams", {})
        others = {
            section: entries for section, entries in self._entries.items() if section not in {"teams", "incidents"}
        }
        for id_ in sorted(set(teams) & {id_ for entries in others.values() for id_ in entries}):
            apart = f"{id_}-team"
            teams[apart] = {**teams.pop(id_), "id": apart}
            for entries in others.values():
                for entry in entries.values():
                    if entry.get("owner") == id_:
                        entry["owner"] = apart
            named = [path for path in ("name", "description", "members") if f"{id_}.{path}" in self.refs]
            self.refs |= {f"{apart}.{path}": self.refs[f"{id_}.{path}"] for path in named}

    def collected(self) -> Collected:
        """Hand over what was gathered, in order."""
        self._part_teams()
        document: dict[str, object] = {}
        for section, entries in self._entries.items():
            document[section] = [_short(entries[id_]) for id_ in sorted(entries)]
            self.counts.setdefault(section, len(entries))
        for section, records in self._records.items():
            document[section] = [records[key] for key in sorted(records)]
            self.counts.setdefault(section, len(records))
        return Collected(document, dict(sorted(self.refs.items())), tuple(sorted(self.problems)), self.counts, self.at,
                         dict(sorted(self.stated.items())))  # fmt: skip


def _short(entry: dict[str, Any]) -> dict[str, Any]:
    """Write links of which only the id is known as ids."""
    return {name: _links(value) if isinstance(value, list) else value for name, value in entry.items()}


def _links(values: list[Any]) -> list[Any]:
    return [each["id"] if isinstance(each, dict) and set(each) == {"id"} else each for each in values]


def clean(value: object) -> object:
    """Return text in one line and not too long, in whatever it stands; blanks at its ends are no part of it."""
    if isinstance(value, str):
        text = " ".join(unicodedata.normalize("NFC", value).split())
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    if isinstance(value, Mapping):
        return {clean(str(name)): clean(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        cleaned = (clean(each) for each in value)
        return [each for each in cleaned if not (isinstance(each, str) and each in SAYS_NOTHING)]
    return value


def without_secrets(address: str) -> str:
    """Return an address without user, password, query and fragment."""
    return CREDENTIALS.sub("", address)


def automated(day: date | None = None, **facts: object) -> dict[str, object]:
    """Return a practice that runs by itself."""
    return {"level": "automated", **({"last_run_at": day} if day else {}), **{k: v for k, v in facts.items() if v}}


def first(values: Iterable[str]) -> str:
    """Return the first text that says something."""
    return next((each for each in values if each), "")


def _singular(section: str) -> str:
    return "dependency" if section == "dependencies" else section.removesuffix("s")
