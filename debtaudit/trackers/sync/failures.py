"""What can go wrong with a tracker, told apart by what is to be done about it. Messages are for people."""

from __future__ import annotations


class Failure(Exception):  # noqa: N818 - each subclass says what is the matter
    """A tracker did not do what it was asked; the message says so in one sentence."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class Stops(Failure):
    """Nothing more is sent in this run: whoever mends it starts again."""


class Unauthorised(Stops):
    """The token is not accepted, or a page to log in came instead of data."""


class Forbidden(Stops):
    """The token is accepted, and may not do this."""


class Unsafe(Stops):
    """An address leads where the token must not be sent."""


class Down(Stops):
    """The server cannot be reached, or does not answer as it should, after several tries."""


class Later(Stops):
    """The server wants us to wait longer than this run may."""


class Unfit(Stops):
    """The project is not as it must be: it does not exist, is public, or lacks a field."""


class Refused(Failure):
    """The server understood, and certainly did not do it."""


class Missing(Refused):
    """What was asked for is not there, or is out of sight."""


class Stale(Refused):
    """Somebody else changed it in between."""


class Unclear(Failure):
    """Nobody knows whether the server did it."""
