"""What each tracker must be able to do. ONE FILE A TRACKER, in `adapters/`; everything else is the same for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from debtaudit.trackers.block import Blocks
from debtaudit.trackers.sync.plan import Merge
from debtaudit.trackers.sync.watchers import Watchers
from debtaudit.trackers.sync.words import Issue, Wanted


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be said of one finding, in no tracker's words: priority is 1 (at once) to 4."""

    finding: str
    mark: str
    title: str
    body: Blocks
    priority: int = 3
    labels: tuple[str, ...] = ()
    due: str = ""
    former: tuple[str, ...] = ()
    repaid: bool = False
    creatable: bool = True
    elsewhere: str = ""  # the project in which a new issue of it belongs, where that is another one


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at before anything is sent: what it is, whether it is fine, and how to mend it."""

    says: str
    fine: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where issues go: a project, who we are there, and what is to be known of it."""

    project: str
    viewer: str
    public: bool = False
    watchers: Watchers = field(default_factory=Watchers)  # whom the tracker tells of what we do
    checks: tuple[Check, ...] = field(default_factory=tuple)


class Tracker(Protocol):
    """A project on a server. Whatever goes wrong is one of `failures`."""

    def connect(self) -> Place:
        """Find out who we are and where issues go; called before everything else.

        Raises:
            Stops: when nothing can be done there, and why.

        """

    def leave(self) -> None:
        """Hang up."""

    def wanted(self, told: Told) -> Wanted:
        """Write an issue in the words and the markup of this tracker."""

    def every(self) -> Iterator[Issue]:
        """Yield every issue that carries a mark and may be ours, open or closed, wherever it was moved."""

    def find(self, wanted: Wanted, since: float, /) -> Issue | None:
        """Look an issue up by its mark, in the way that misses new ones least; it was made after `since`, if at all."""

    def get(self, known_id: str) -> Issue | None:
        """Return an issue by its id, or None where it is gone."""

    def prepare(self, labels: Iterable[str], /) -> None:
        """Make the labels that issues will need, where they must be there before."""

    def create(self, wanted: Wanted) -> Issue:
        """Make an issue by one request, and return it as the server answers.

        Raises:
            Unclear: when nobody knows whether it was made; whatever else it raises means that it was not.

        """

    def update(self, issue: Issue, wanted: Wanted, merged: Merge) -> Issue:
        """Send what changed, and return the issue as it was read back."""

    def close(self, issue: Issue, wanted: Wanted) -> Issue:
        """Close an issue as done, with a comment that says why, and return it as it was read back.

        The comment is the body that is wanted, which holds the mark; it is made once.
        """
