"""Which problems may only follow from others: what a file would have described is missed wherever it is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from debtaudit.domain.problem import Problem

UNREAD: Final = frozenset(
    {"syntax", "bad-character", "encoding", "binary", "unreadable", "not-a-file", "too-large", "link-out-of-tree"}
    | {
        "several-documents",
        "too-deep",
        "custom-tag",
        "unknown-alias",
        "recursion",
        "alias-bomb",
        "bad-merge",
        "bad-key",
    }
    | {"not-an-inventory", "not-settings"}
)
"""Codes of errors after which nothing of a file is known."""
MISSED: Final = frozenset({"undescribed", "unlisted-owner", "no-such-system", "no-such-asset"})
"""Codes of warnings that something is named which nobody describes."""


@dataclass(frozen=True, slots=True)
class Causes:
    """Problems sorted by what came of what; each group in the order in which they were given."""

    unread: tuple[Problem, ...]
    following: tuple[Problem, ...]
    others: tuple[Problem, ...]


def causes(problems: Iterable[Problem]) -> Causes:
    """Tell the files that could not be read from what may only follow from it; where all were read, nothing follows."""
    listed = tuple(problems)
    unread = tuple(each for each in listed if each.level == "error" and each.code in UNREAD)
    following = tuple(each for each in listed if unread and _misses(each))
    return Causes(unread, following, tuple(each for each in listed if each not in {*unread, *following}))


def _misses(problem: Problem) -> bool:
    if problem.code == "bad-history":  # one code for all that can be wrong with an entry
        return problem.message.endswith("which is not in the inventory")
    return problem.level == "warning" and problem.code in MISSED
