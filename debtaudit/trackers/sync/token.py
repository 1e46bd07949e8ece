"""Tokens: where they come from, and a wrapper that never shows them.

A token comes from the environment, from a file that nobody else may read, or from the system's keyring. It is never
an argument of a command, where other users of the machine could see it, and never stands in a settings file.
"""

from __future__ import annotations

import importlib
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from debtaudit.trackers.sync.failures import Unauthorised

SHORTEST: Final = 8
"""Characters below which something is no token, and would blacken half of every message."""

LITERAL: Final = "DEBTAUDIT_TRACKER_TOKEN"
_NAMED: Final = re.compile("DEBTAUDIT_[A-Z]+_TOKEN").fullmatch


@dataclass(frozen=True, slots=True)
class Token:
    """A secret. Only `reveal` gives it away."""

    _secret: str = field(repr=False)
    source: str = ""

    def reveal(self) -> str:
        """Return the secret itself, for a header of a request."""
        return self._secret

    def scrub(self, text: str) -> str:
        """Return text in which the secret is blackened."""
        return text.replace(self._secret, "***") if len(self._secret) >= SHORTEST else text

    def __str__(self) -> str:
        return "***"


def find_token(tracker: str, environment: Mapping[str, str], home: Path) -> Token:
    """Return the token for a tracker.

    Raises:
        Unauthorised: when there is none, or others may read the file that it stands in.

    """
    name = f"DEBTAUDIT_{tracker.upper()}_TOKEN"
    if secret := environment.get(name, "").strip():
        return _checked(secret, name)
    named = environment.get(f"{name}_FILE", "")
    path = Path(named) if named else home / ".config" / "debtaudit" / f"{tracker}.token"
    if path.is_file():
        return _checked(_read_private(path), str(path))
    if named:
        raise Unauthorised(f"{name}_FILE: there is no file '{named}'")
    if secret := _from_keyring(tracker):
        return _checked(secret, "the keyring")
    hint = f"set {name}, or write it to {path} and `chmod 600` that"
    raise Unauthorised(f"there is no token for {tracker}{_stray(environment)}", hint)


def _stray(environment: Mapping[str, str]) -> str:
    """Say which variable looks as if it were meant: that of another tracker, or the name with its blank not filled."""
    found = sorted(each for each in environment if _NAMED(each) and environment[each].strip())
    if LITERAL in found:
        return f"; {LITERAL} is set, and TRACKER in it stands for a tracker's name"
    return f"; {found[0]} is set, which is another tracker's" if found else ""


def _checked(secret: str, source: str) -> Token:
    if not secret.isascii() or not secret.isprintable() or " " in secret:
        raise Unauthorised(f"{source} holds no token: signs, blanks or lines stand in it that no token has")
    return Token(secret, source)


def _read_private(path: Path) -> str:
    """Read a file that nobody else may read."""
    about = path.stat()
    if os.name == "posix" and (about.st_mode & (stat.S_IRWXG | stat.S_IRWXO) or about.st_uid != os.getuid()):
        raise Unauthorised(f"others may read the token in {path}", f"`chmod 600 {path}`")
    try:
        return path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        raise Unauthorised(f"{path} holds no token: it is no text") from None


def _from_keyring(tracker: str) -> str:
    """Ask the system's keyring, where the package for it is installed."""
    try:
        found = importlib.import_module("keyring").get_password("debtaudit", tracker)
    except Exception:  # noqa: BLE001 - no package, no service, locked: each keyring has its own exceptions
        return ""
    return str(found or "").strip()
