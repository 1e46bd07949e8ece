"""What a server's answer means, and how long it wants us to wait."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final, Literal

from debtaudit.trackers.sync.failures import Down, Failure, Forbidden, Missing, Refused, Stale, Unauthorised, Unclear
from debtaudit.trackers.sync.got import Got, complaint

Effect = Literal["none", "same", "new"]
"""What a request does: nothing; the same however often it is sent; or something new each time."""
SERVER_FAULT: Final = 500
SILENCE: Final = 60.0
"""Seconds to wait where a server says that it is too much, but not for how long."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, as it came; names of headers are in small letters."""

    status: int
    content: bytes
    headers: Mapping[str, str]

    def header(self, name: str) -> str:
        """Return a header, or nothing."""
        return self.headers.get(name, "")

    @property
    def fine(self) -> bool:
        """Whether the server did what it was asked."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def leads_on(self) -> bool:
        """Whether it names another address."""
        return HTTPStatus.MULTIPLE_CHOICES < self.status < HTTPStatus.BAD_REQUEST and bool(self.header("location"))

    @property
    def body(self) -> Got:
        """The decoded body.

        Raises:
            ValueError: when it is no JSON.

        """
        return Got(json.loads(self.content)) if self.content.strip() else Got()

    @property
    def said(self) -> str:
        """What the server says is wrong."""
        try:
            return complaint(self.body)
        except ValueError:
            return ""

    @property
    def too_many(self) -> bool:
        """Whether it means that fewer requests are wanted; some servers say so as if it were forbidden."""
        if self.status == HTTPStatus.TOO_MANY_REQUESTS:
            return True
        spent = self.header("x-ratelimit-remaining") == "0" or bool(self.header("retry-after"))
        return self.status == HTTPStatus.FORBIDDEN and (spent or "rate limit" in self.said.lower())

    def pause(self, now: float, tries: int) -> float:
        """Return the seconds that the server wants us to wait, in whichever way it says so."""
        said = self.header("retry-after").strip()
        if said.isdecimal():
            return max(1.0, float(said))
        if said:
            when = _moment(said)
            return max(1.0, when - (_moment(self.header("date")) or now)) if when else SILENCE
        reset = self.header("x-ratelimit-reset")
        if self.header("x-ratelimit-remaining") == "0" and reset.isdecimal():
            return max(1.0, float(reset) - now)
        return float(SILENCE * 2**tries)


def failure(status: int, text: str, effect: Effect) -> Failure:
    """Return what an answer that is not fine means; `text` tells what was asked and answered."""
    match status:
        case HTTPStatus.UNAUTHORIZED:
            return Unauthorised(text, "the token is wrong or has expired")
        case HTTPStatus.FORBIDDEN:
            return Forbidden(text, "the token is accepted, but may not do this")
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return Missing(text)
        case HTTPStatus.CONFLICT | HTTPStatus.PRECONDITION_FAILED:
            return Stale(text)
        case _ if status < SERVER_FAULT and status != HTTPStatus.REQUEST_TIMEOUT:
            return Refused(text)
        case _:
            return Unclear(text) if effect == "new" else Down(text)


def next_link(header: str) -> str:
    """Return the address of the next page from a `Link` header, or nothing."""
    for part in header.split(","):
        target, _, about = part.partition(";")
        if 'rel="next"' in about:
            return target.strip().strip("<>")
    return ""


def _moment(text: str) -> float:
    """Return the seconds since 1970 of a date as HTTP writes it, or 0."""
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError, OverflowError):
        return 0.0
