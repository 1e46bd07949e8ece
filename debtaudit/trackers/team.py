"""How teams want their tickets: project, component and labels, as a team's `tracker` states them for each tracker.

teams:
  - {id: conversations, tracker: {jira: {project: CONV, component: models, labels: [ai-debt]}}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from debtaudit.domain.facts import Place
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.problem import Problem
from debtaudit.trackers.ticket import LONGEST_LABEL, Ticket

LABEL: Final = re.compile(rf"[A-Za-z0-9][A-Za-z0-9:/_.-]{{0,{LONGEST_LABEL - 1}}}")
NAME: Final = re.compile(r"[\w][\w ./:&()-]{0,99}")
HINTS: Final = {
    "project": "write its key or path, as CONV or group/project",
    "component": "write a name of letters, digits, blanks and ./:&()-",
    "labels": "write words of letters, digits and :/_.- without blanks, each of at most 50",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """How one team wants its tickets in one tracker."""

    project: str = ""
    component: str = ""
    labels: tuple[str, ...] = ()


def wishes(inventory: Inventory, tracker: str) -> tuple[Mapping[str, Wish], tuple[Problem, ...]]:
    """Return each team's wish for a tracker by the team's id, and what is wrong with any of them.

    What could be taken for a formula, or for two labels, is refused and never changed.
    """
    found, problems = {}, []
    for id_, team in inventory.teams.items():
        said = team.tracker.get(tracker) if isinstance(team.tracker, Mapping) else None
        if said is None:
            continue
        origin = inventory.origin(id_, "tracker")
        wish = dict(said) if isinstance(said, Mapping) else {"": said}
        wrong = list(_wrong(id_, tracker, wish, origin.place if origin else team.place))
        problems += wrong
        if not wrong:
            labels = tuple(map(str, _listed(wish.get("labels"))))
            found[id_] = Wish(str(wish.get("project") or ""), str(wish.get("component") or ""), labels)
    return found, tuple(sorted(problems))


def addressed(ticket: Ticket, wished: Mapping[str, Wish]) -> Ticket:
    """Return a ticket as its team wants it."""
    wish = wished.get(ticket.team)
    if wish is None:
        return ticket
    labels = tuple(dict.fromkeys((*ticket.labels, *wish.labels)))
    return replace(ticket, project=wish.project, component=wish.component, labels=labels)


def _wrong(team: str, tracker: str, said: Mapping[str, object], place: Place) -> Iterator[Problem]:
    if "" in said:
        message = f"'{said['']}' says nothing about team '{team}' in {tracker}"
        yield Problem.at(place, "team-tracker", message, "write project, component and labels below it")
    for name in ("project", "component"):
        value = said.get(name)
        if value and not (isinstance(value, str) and NAME.fullmatch(value)):
            yield Problem.at(
                place, "team-tracker", f"'{value}' is no {name} of {tracker} for team '{team}'", HINTS[name]
            )
    for each in _listed(said.get("labels")):
        if not (isinstance(each, str) and LABEL.fullmatch(each)):
            yield Problem.at(place, "team-tracker", f"'{each}' is no label for team '{team}'", HINTS["labels"])


def _listed(value: object) -> tuple[object, ...]:
    """Return one label as a list of one."""
    return tuple(value) if isinstance(value, (list, tuple)) else (value,) if value else ()
