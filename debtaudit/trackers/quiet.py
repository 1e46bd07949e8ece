"""Text that calls nobody: what trackers would take for a mention, a reference, an address or an image stays text.

Trackers look for these in the text that is left after markup was read, so that escapes do not help. A space of no
width behind the sign does: readers do not see it, and no tracker finds a name or number right behind the sign.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 2000
"""Characters of one stretch of text; an inventory may hold megabytes."""
NO_WIDTH: Final = "\N{ZERO WIDTH SPACE}"
JOINERS: Final = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Signs without width that writing needs: Persian words, and emoji of several parts."""

_BEHIND = re.compile(
    r"""
    @(?=\S)                              # people and teams, commits of another repository, addresses of mail
    | [#!](?=[\w"'\[({])                 # issues and merge requests; an image's exclamation mark
    | [&~%$^*](?=[\w"'\[({`\#])          # epics, labels, milestones, snippets, formulas, alerts, entities
    | \[(?=\S)                           # [vulnerability:7], [[wiki page]]
    | \{(?=[{%\w])                       # {{macro}}, {code}
    | :(?=[A-Za-z_+:"/-])                # https://, mailto:, :emoji:, ::include, commit:abc
    | \b[wW]{3}(?=\.)                    # www.
    | \b[A-Z][A-Z0-9_]*-(?=\d)           # ABC-12
    | \b[gG][hH]-(?=\d)                  # GH-12
    | \b[rR](?=\d+\b)                    # a revision
    | \w(?=[@>])                         # addresses of mail once more; group/project>
    """,
    re.VERBOSE,
)
_COMMIT = re.compile(r"\b[0-9a-fA-F]{7,}\b")
_SHORTER = re.compile(r".{6}(?=.)")


def quiet(text: str) -> str:
    """Return one line of text in which no tracker finds anything to act upon."""
    parted = _BEHIND.sub(rf"\g<0>{NO_WIDTH}", one_line(text))
    return _COMMIT.sub(lambda found: _SHORTER.sub(rf"\g<0>{NO_WIDTH}", found[0]), parted)


def one_line(text: str, most: int = LONGEST) -> str:
    """Return text in one line of at most so many characters, without signs that nobody sees."""
    if len(text) > 4 * most:  # what follows would be cut off anyway
        text = text[: 4 * most]
    text = " ".join(seen(text.replace("\n", " ")).split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def apart(words: str, written: str) -> str:
    """Return what was written for words, with the blanks that part them from what stands beside them."""
    if not written:
        return " " if words.isspace() else ""
    return f"{' ' if words[:1].isspace() else ''}{written}{' ' if words[-1:].isspace() else ''}"


def lines(text: str, most: int = LONGEST) -> list[str]:
    """Return the lines of a text without signs that nobody sees; blanks at their beginnings stay."""
    text = text if len(text) <= most else f"{text[: most - 1]}…"
    return [seen(each.expandtabs(4)).rstrip() for each in text.splitlines()]


def seen(text: str) -> str:
    """Leave out controls, marks of direction and what is no character of a language; other blanks become spaces."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_seen(sign) for sign in text)


def _seen(sign: str) -> str:
    if sign.isspace():
        return " "
    category = unicodedata.category(sign)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return "" if category in {"Cc", "Cf", "Cn", "Co"} and sign not in JOINERS else sign
