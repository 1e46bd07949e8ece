"""Where issues go, and how the words of debtaudit are said there. Read from `trackers:` in `debtaudit.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from debtaudit.trackers.sync.words import Category

PRIORITIES: Final = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Target:
    """A project on a server. What is empty follows from the tracker.

    `states` names statuses of the tracker for what they mean, the best one to close with first. `fields` are constants
    for fields that the project requires. `authors` are other names under which issues were written for us.
    """

    tracker: str
    project: str
    url: str = ""
    type: str = ""
    label: str = "debtaudit"
    priorities: Mapping[int, str] = field(default_factory=dict)
    states: Mapping[Category, tuple[str, ...]] = field(default_factory=dict)
    fields: Mapping[str, object] = field(default_factory=dict)
    authors: frozenset[str] = frozenset()
    user: str = ""
    mark_field: str = ""
    markup: str = ""
    confidential: bool = False
    allow_public: bool = False

    def category_of(self, status: str, otherwise: Category) -> Category:
        """Return what a status means: as the settings say, or else as the tracker does."""
        for category, names in self.states.items():
            if status.casefold() in {name.casefold() for name in names}:
                return category
        return otherwise

    def priority(self, number: int, otherwise: Mapping[int, str]) -> str:
        """Return the tracker's word for a priority of 1 to 4."""
        return self.priorities.get(number) or otherwise.get(number, "")

    def trusts(self, author: str, viewer: str) -> bool:
        """Tell whether an author is us, or somebody who wrote for us."""
        return author == viewer or author in self.authors
