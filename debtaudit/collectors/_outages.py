"""Incidents of whatever tool: what they have in common on their way into the inventory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from debtaudit.collectors._collector import Options
from debtaudit.collectors._gather import Gather
from debtaudit.collectors._node import Node
from debtaudit.domain.facts import Free, fact
from debtaudit.inventory.names import slug

GRADES: Final = {
    "p1": 5, "p2": 4, "p3": 3, "p4": 2, "p5": 1, "sev1": 5, "sev2": 4, "sev3": 3, "sev4": 2, "sev5": 1, "sev 1": 5,
    "sev 2": 4, "sev 3": 3, "sev 4": 2, "sev 5": 1, "blocker": 5, "highest": 5, "critical": 5, "fatal": 5, "high": 4,
    "major": 4, "error": 4, "medium": 3, "moderate": 3, "minor": 2, "warning": 2, "low": 2, "lowest": 1, "trivial": 1,
    "info": 1, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5,
}  # fmt: skip
"""Severity by the words that tools have for it; a bare number is taken as it is, 5 worst."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageOptions(Options):
    """What may be said of a source of incidents."""

    assets: Free = fact("per service, component or tag of the tool the assets that it stands for, root first")
    severity: Free = fact("grade of 1 to 5, 5 worst, for each word of the tool")


@dataclass(slots=True)
class Outages:
    """Incidents of one run, each told once."""

    gather: Gather
    options: OutageOptions
    known: dict[str, Node] = field(default_factory=dict)

    def add(self, id_: str, where: Node, names: Iterable[str], only_known: Iterable[str] = (), **facts: object) -> bool:
        """State one incident. `names` say where it happened; of `only_known` those count that are mapped to assets.

        Returns False where another incident of that id was told before.
        """
        held = self.known.get(id_)
        if held is not None:
            if held.value != where.value:
                self.gather.warn(where, "twice", f"incident {id_} stands at {held.ref} too; the first is taken")
            return False
        self.known[id_] = where
        assets = self.assets(names, only_known)
        self.gather.state("incidents", id_, "assets", assets, where)
        if not assets:
            self.gather.count("incidents of no asset")
        for name, value in facts.items():
            self.gather.state("incidents", id_, name, value, where)
            if isinstance(value, datetime):
                self.gather.seen(value.date())
        return True

    def assets(self, names: Iterable[str], only_known: Iterable[str] = ()) -> list[str]:
        """Return the assets that names of the tool stand for."""
        mapped = self.options.assets if isinstance(self.options.assets, Mapping) else {}
        aliases, found = self.gather.aliases, []
        for name in names:
            said = mapped.get(name, aliases.get(name, slug(name)))
            found += [str(each) for each in (said if isinstance(said, tuple) else (said,))]
        for name in only_known:
            if name in mapped or name in aliases:
                said = mapped.get(name, aliases.get(name))
                found += [str(each) for each in (said if isinstance(said, tuple) else (said,))]
        return list(dict.fromkeys(slug(each) for each in found if each))

    def grade(self, *said: str) -> int | None:
        """Return the severity for the first of some words that is known."""
        own = self.options.severity if isinstance(self.options.severity, Mapping) else {}
        ours = {str(word).casefold(): grade for word, grade in own.items()}
        for word in said:
            grade = ours.get(word.casefold(), GRADES.get(word.casefold()))
            if isinstance(grade, (int, float)) and grade in {1, 2, 3, 4, 5}:
                return int(grade)
        if any(said):
            word = next(each for each in said if each)
            self.gather.warn(word[:40], "no-grade", f"'{word[:40]}' is no severity that is known: left out",
                             "give it a grade of 1 to 5 under the option severity")  # fmt: skip
        return None
