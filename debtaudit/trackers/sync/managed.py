"""The part of a description that is debtaudit's: between two comments that readers do not see; the rest is people's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from debtaudit.trackers.sync.plan import Merge
from debtaudit.trackers.sync.words import Issue, Wanted

MARK: Final = "debtaudit-[0-9a-f]{6}-?[0-9a-f]{6}"
_MARK: Final = re.compile(MARK)
_BLOCK: Final = re.compile(
    rf"^<!-- begin (?P<mark>{MARK}) -->[ \t]*\n(?P<body>.*?)\n?^<!-- end (?P=mark) -->[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_OURS: Final = re.compile(r"<!--(?=\s*(begin|end)\b)")
ROOM: Final = 200
"""Characters that the two comments take."""


def labels_to_set(
    merged: Merge, issue: Issue, wanted: Wanted, priorities: Collection[str]
) -> tuple[set[str], set[str]]:  # fmt: skip
    """Return labels to add and to take away, where a priority is a label too: the new one comes, any other goes."""
    add, take = set(merged.add), set(merged.take)
    if any(change.field == "priority" for change in merged.send):
        add |= {wanted.priority} - {""}
        take |= (set(priorities) & issue.labels) - {wanted.priority}
    return add, take


def mark_in(labels: Iterable[str]) -> str:
    """Return the mark that an issue carries as a label, as files that were imported by hand have it."""
    return next((label for label in sorted(labels) if _MARK.fullmatch(label)), "")


def tame(body: str) -> str:
    """Return a body in which nothing looks like one of the two comments."""
    return _OURS.sub("<!\N{ZERO WIDTH SPACE}--", body)


def wrapped(mark: str, body: str) -> str:
    """Put a body between its two comments."""
    return f"<!-- begin {mark} -->\n{body.strip()}\n<!-- end {mark} -->"


def parted(raw: str) -> tuple[str, str]:
    """Return mark and body from a description; both are empty where the part is gone."""
    found = _BLOCK.search(raw.replace("\r\n", "\n"))
    return (found["mark"], found["body"]) if found else ("", "")


def spliced(raw: str, mark: str, body: str) -> str:
    """Return a description with a new part in the place of the old one, or at its end; the rest stays as it is."""
    raw = raw.replace("\r\n", "\n")
    found = _BLOCK.search(raw)
    if found:
        return raw[: found.start()] + wrapped(mark, body) + raw[found.end() :]
    return f"{raw.rstrip()}\n\n{wrapped(mark, body)}\n".lstrip()
