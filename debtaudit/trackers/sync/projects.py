"""One project for each team: which findings go where, so that no finding gets an issue in two of them.

A team names its project in the inventory, below `tracker`. Each run keeps one project in step.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from debtaudit.trackers.sync.journal import peek
from debtaudit.trackers.sync.opening import folder_of, named
from debtaudit.trackers.sync.state import State
from debtaudit.trackers.sync.target import Target
from debtaudit.trackers.team import Wish
from debtaudit.trackers.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Homes:
    """Where findings belong, seen from the project at hand.

    `teams` are the projects that teams named, `usual` is the one of the settings; `kept` are findings that have an
    issue in another one of them already.
    """

    project: str
    usual: str = ""
    teams: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()

    def elsewhere(self, ticket: Ticket) -> str:
        """Return the other project that a ticket belongs into, or nothing where it belongs here.

        A project that a team named takes the tickets of such teams alone, any other one those of teams that named none;
        the usual one takes both.
        """
        here = self.project.casefold()
        if ticket.project:
            return "" if ticket.project.casefold() == here else ticket.project
        in_a_teams = here in {each.casefold() for each in self.teams} - {self.usual.casefold()}
        return (self.usual or "no team's project") if in_a_teams else ""


def homes(wished: Mapping[str, Wish], target: Target, usual: str, root: Path) -> Homes:
    """Return where findings belong; `usual` is the project of the settings, `root` the inventory.

    Raises:
        Broken: when what is remembered of another project cannot be read.

    """
    teams = frozenset(wish.project for wish in wished.values() if wish.project)
    kept = _kept({*teams, usual} - {"", target.project}, target, root) if teams else frozenset()
    return Homes(target.project, usual, teams, kept)


def _kept(projects: Collection[str], target: Target, root: Path) -> frozenset[str]:
    found: set[str] = set()
    for project in projects:
        other = replace(target, project=project)
        state = peek(folder_of(root, other), State(named(other)))
        found |= {*state.items, *(each.finding for each in state.pending.values())}
    return frozenset(found)
