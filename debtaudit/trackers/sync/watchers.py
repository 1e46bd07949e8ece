"""Whom a tracker tells of a change: by name, by number where it only counts, or that it keeps this to itself.

debtaudit assigns and mentions nobody. Trackers tell people of their own accord: whom an issue is assigned to, who
follows it, who watches the project.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from debtaudit.domain.problem import printable
from debtaudit.trackers.sync.plan import Action

NAMED: Final = 4
"""People who are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a tracker may tell of one change.

    `number` people are told who are only counted; `beyond` says what makes further people hear of it whom the tracker
    neither names nor counts, as the end of a sentence: "watches the project".
    """

    names: tuple[str, ...] = ()
    number: int = 0
    beyond: str = ""

    def __str__(self) -> str:
        known = [printable(each) for each in self.names[:NAMED]]
        more = len(self.names) - NAMED
        known += [f"{more} more"] if more > 0 else []
        known += [f"{self.number} who watch" if self.number > 1 else "1 who watches"] if self.number > 0 else []
        known += [f"whoever {self.beyond}"] if self.beyond else []
        return ", ".join(known) if known else "nobody"


NOBODY: Final = Audience()


@dataclass(frozen=True, slots=True)
class Watchers:
    """Whom a tracker tells of what, beside those who follow the issue itself; None: it tells nobody at all.

    `assigned` is the person to whom the tracker itself gives each new issue.
    """

    tracker: str = "the tracker"
    new: Audience | None = NOBODY
    changed: Audience | None = NOBODY
    closed: Audience | None = NOBODY
    assigned: str = ""

    @property
    def silent(self) -> bool:
        """Whether nobody is told of anything."""
        return self.new is self.changed is self.closed is None

    def of(self, action: Action) -> Audience:
        """Return who may hear of an action."""
        told = {"create": self.new, "update": self.changed, "close": self.closed}.get(action.kind)
        if told is None:
            return NOBODY
        names = action.issue.followers if action.issue else (self.assigned,) if self.assigned else ()
        number = told.number + (action.issue.watching if action.issue else 0)
        return Audience(tuple(dict.fromkeys((*names, *told.names))), number, told.beyond)


def heard_by(actions: Sequence[Action], watchers: Watchers) -> Iterator[str]:
    """Yield sentences: who hears how often, and what the tracker does not say. Nothing, where nothing is sent."""
    sent = [action for action in actions if action.does and action.kind != "adopt"]
    if not sent:
        return
    given = any(action.kind == "create" for action in sent) and watchers.assigned
    to = f"; {watchers.tracker} gives each new issue to {printable(watchers.assigned)}" if given else ""
    yield f"debtaudit assigns and mentions nobody{to}."
    heard = [watchers.of(action) for action in sent]
    times = Counter(name for audience in heard for name in audience.names)
    if times:
        said = [f"{printable(name)} ({number})" for name, number in times.most_common(NAMED)]
        said += [f"{len(times) - NAMED} more"] if len(times) > NAMED else []
        yield f"May hear, and of how many changes: {', '.join(said)}."
    if watchers.silent:
        yield f"{watchers.tracker} is asked to tell nobody."
    for beyond in dict.fromkeys(audience.beyond for audience in heard if audience.beyond):
        yield f"{watchers.tracker} does not say who {beyond}."
