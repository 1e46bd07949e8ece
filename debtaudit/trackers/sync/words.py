"""What plans, trackers and the journal speak of: the issue that there should be, the one that there is, the one known.

Texts are compared by fingerprints of what readers see: line ends, blanks at the ends of lines and ways to write an
accented letter differ from tracker to tracker.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from debtaudit.trackers.ticket import mark

Category = Literal["open", "doing", "done", "dropped"]
"""What a status means, whatever the tracker calls it. `dropped` is closed without the work done."""
CLOSED: Final = frozenset({"done", "dropped"})
Field = Literal["title", "body", "priority"]
FIELDS: Final[tuple[Field, ...]] = ("title", "body", "priority")
"""What is kept in step. Labels are too, each for itself; everything else is the people's."""
UNKNOWN: Final = "?"
"""The fingerprint of a text that nobody has seen: it equals no other."""


class Texts:
    """What has the texts that are kept in step."""

    __slots__ = ()

    def text(self, name: Field) -> str:
        """Return one of the texts."""
        return str(getattr(self, name))

    @property
    def prints(self) -> dict[str, str]:
        """Fingerprints of the texts, by field."""
        return {name: fingerprint(self.text(name)) for name in FIELDS}


@dataclass(frozen=True, slots=True)
class Wanted(Texts):
    """An issue as it should stand in a tracker, in the words and the markup of that tracker.

    `mark` says for ever whose issue it is.
    """

    finding: str
    mark: str
    title: str
    body: str
    priority: str = ""
    labels: frozenset[str] = frozenset()
    due: str = ""  # written once, when the issue is made
    former: tuple[str, ...] = ()  # ids under which the finding was known before
    document: str = ""  # what is sent for the body, where the tracker keeps no plain text
    repaid: bool = False  # somebody said so, and the audit does not find it any more
    creatable: bool = True  # else it is only kept in step where it exists

    @property
    def marks(self) -> tuple[str, ...]:
        """Its mark, and those that it had under former ids."""
        return (self.mark, *(mark(each) for each in self.former))


@dataclass(frozen=True, slots=True)
class Issue(Texts):
    """An issue as it stands in a tracker. `body` is the part that is debtaudit's, `raw` all of the description."""

    id: str
    key: str
    url: str
    mark: str
    title: str
    body: str
    priority: str = ""
    labels: frozenset[str] = frozenset()
    category: Category = "open"
    status: str = ""
    assignee: str = ""
    due: str = ""
    author: str = ""
    ours: bool = True  # written by whom the token belongs to, or by somebody who is trusted
    raw: str = ""
    revision: str = ""
    followers: tuple[str, ...] = ()  # who has it, or subscribed to it, without us
    watching: int = 0  # how many watch it, where only that is said

    @property
    def closed(self) -> bool:
        """Whether people are done with it."""
        return self.category in CLOSED


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of an issue: where it is, what was sent, and what was seen there right after."""

    finding: str
    mark: str
    id: str
    key: str
    url: str
    sent: Mapping[str, str] = field(default_factory=dict)  # fingerprints by field
    seen: Mapping[str, str] = field(default_factory=dict)
    labels: frozenset[str] = frozenset()  # those that were sent
    category: Category = "open"
    status: str = ""
    assignee: str = ""
    due: str = ""


def normal(text: str) -> str:
    """Return what readers see of a text."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def fingerprint(text: str) -> str:
    """Return 16 hexadecimal digits that stand for a text."""
    return hashlib.sha256(normal(text).encode(errors="replace")).hexdigest()[:16]
