"""The only way to the network: one origin, no surprises.

The token goes to one origin and nowhere else: redirects are not followed to another one, and neither are links to
further pages. What may safely be sent twice is tried again; what makes something new is sent once, and when nobody
knows what came of it, `Unclear` says so.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urljoin

from debtaudit.trackers.sync.address import checked, origin, resolved
from debtaudit.trackers.sync.answer import SERVER_FAULT, Answer, Effect, failure, next_link
from debtaudit.trackers.sync.failures import Down, Failure, Later, Unauthorised, Unclear, Unsafe
from debtaudit.trackers.sync.got import Got
from debtaudit.trackers.sync.token import Token

if TYPE_CHECKING:
    import httpx  # an extra

TRIES: Final = 4
BACKOFF: Final = (1.0, 5.0, 20.0)
MOST_WAIT: Final = 600.0
"""Seconds that one run waits in all because servers want it to."""
CONNECT: Final = 10.0
TIMEOUT: Final = 30.0
LARGEST: Final = 10 * 1024 * 1024
REDIRECTS: Final = 3
JSON: Final = "application/json"


class Clock(Protocol):
    """Time, in seconds since 1970, and waiting. Given, so that tests need not wait."""

    def now(self) -> float:
        """Return the time."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


def _quiet(_line: str) -> None:
    pass


def _never(_status: int, _body: Got) -> bool:
    return False


def _nothing(_body: Got) -> Failure | None:
    return None


@dataclass(frozen=True, slots=True)
class Manners:
    """How a tracker wants to be spoken to."""

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)  # the token among them
    pause: float = 0.0  # seconds between two writes
    too_many: Callable[[int, Got], bool] = _never  # where neither status nor headers say so
    fault: Callable[[Got], Failure | None] = _nothing  # where the status does not say it


@dataclass(frozen=True, slots=True)
class Wires:
    """What lies between us and the server, and who listens."""

    clock: Clock
    ca_bundle: str = ""
    most_wait: float = MOST_WAIT
    transport: httpx.BaseTransport | None = None
    log: Callable[[str], None] = _quiet  # method, path and status of each request; never a body or header


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that is fine."""

    status: int
    body: Got
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    url: str
    effect: Effect
    body: object = None
    query: Mapping[str, str | int] = field(default_factory=dict)
    kind: str = JSON


class _NotSent(Exception):  # noqa: N818 - it says what is the matter
    """No connection came about: the server never saw the request."""


class _Lost(Exception):  # noqa: N818 - the same
    """The connection broke after the request may have arrived."""


class Client:
    """A connection to one server."""

    def __init__(self, base: str, token: Token, manners: Manners, wires: Wires) -> None:
        """Prepare a connection; every request's address is a continuation of `base`.

        Raises:
            Unsafe: when `base` is none that a token may be sent to.

        """
        import httpx  # noqa: PLC0415 - an extra

        self.base = checked(base)
        self.clock = wires.clock
        self._token, self._manners, self._wires = token, manners, wires
        self._last_write = self._waited = 0.0
        secure = self.base.startswith("https:")
        if wires.transport is None:
            resolved(self.base)
        self._http = httpx.Client(
            headers={"User-Agent": "debtaudit", "Accept": JSON, **manners.headers},
            timeout=httpx.Timeout(TIMEOUT, connect=CONNECT), follow_redirects=False,
            verify=_trust(wires.ca_bundle) if secure else True,
            trust_env=secure,  # a proxy for http would be handed the token in the clear
            transport=wires.transport,
        )  # fmt: skip

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def get(self, path: str, **query: str | int) -> Reply:
        """Read."""
        return self._send(_Request("GET", self._url(path), "none", query=query))

    def ask(self, path: str, body: object, **query: str | int) -> Reply:
        """Read by a request that carries a question, which changes nothing."""
        return self._send(_Request("POST", self._url(path), "none", body, query))

    def put(self, method: str, path: str, body: object = None, kind: str = JSON, **query: str | int) -> Reply:
        """Write what is the same however often it is written."""
        return self._send(_Request(method, self._url(path), "same", body, query, kind))

    def post(self, path: str, body: object, kind: str = JSON, **query: str | int) -> Reply:
        """Make something new. It is sent once.

        Raises:
            Unclear: when nobody knows whether it was made.

        """
        return self._send(_Request("POST", self._url(path), "new", body, query, kind))

    def once(self, method: str, path: str, body: object) -> Reply:
        """Write by another method what would be something new each time. It is sent once.

        Raises:
            Unclear: when nobody knows whether it was written.

        """
        return self._send(_Request(method, self._url(path), "new", body))

    def pages(self, path: str, **query: str | int) -> Iterator[Reply]:
        """Read page after page as the `Link` header leads, never to another origin."""
        reply = self.get(path, **query)
        yield reply
        while following := next_link(reply.headers.get("link", "")):
            reply = self.get(following)
            yield reply

    def _url(self, path: str) -> str:
        """Return the full address of a path, or of a link that the server gave."""
        return self._stays_here(path) if "://" in path else f"{self.base}{path}"

    def _stays_here(self, url: str) -> str:
        if origin(url) == origin(self.base):
            return url
        text = f"{origin(self.base)} leads on to another server, {origin(url)}; the token is not sent there"
        raise Unsafe(text, "is the URL the one of the interface, and not that of a page to log in?")

    def _send(self, request: _Request) -> Reply:
        tries = redirects = 0
        while True:
            answer = self._attempt(request, last=tries >= TRIES - 1)
            if answer and answer.leads_on and redirects < REDIRECTS:
                request, redirects = self._redirected(request, answer), redirects + 1
                continue
            if answer and self._too_many(answer):
                self._wait(answer.pause(self.clock.now(), tries))
            elif answer and (answer.status < SERVER_FAULT or request.effect == "new" or tries >= TRIES - 1):
                return self._judge(request, answer)
            else:
                self.clock.sleep(BACKOFF[min(tries, len(BACKOFF) - 1)])
            tries += 1

    def _attempt(self, request: _Request, *, last: bool) -> Answer | None:
        """Send once. None: nothing came back, and it may be sent again."""
        if request.effect != "none":
            self._keep_pace()
        try:
            answer = self._transmit(request)
        except _NotSent as error:
            if last:
                raise Down(f"{origin(request.url)} cannot be reached: {error}", _hint(str(error))) from None
            return None
        except _Lost as error:
            if request.effect == "new":
                raise Unclear(f"the answer was lost: {error}") from None
            if last:
                raise Down(f"{origin(request.url)} does not answer: {error}") from None
            return None
        where = request.url.removeprefix(self.base)
        self._wires.log(f"{request.method} {where} {answer.status} {answer.header('x-request-id')}".rstrip())
        return answer

    def _transmit(self, request: _Request) -> Answer:
        import httpx  # noqa: PLC0415 - an extra

        body = None if request.body is None else json.dumps(request.body, ensure_ascii=False).encode(errors="replace")
        headers = {} if body is None else {"Content-Type": request.kind}
        query = dict(request.query) or None
        try:
            sent = self._http.stream(request.method, request.url, params=query, content=body, headers=headers)
            with sent as response:
                return Answer(response.status_code, _capped(response), dict(response.headers))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise _NotSent(self._token.scrub(str(error)) or type(error).__name__) from None
        except (httpx.TransportError, httpx.DecodingError, httpx.StreamError) as error:
            raise _Lost(self._token.scrub(str(error)) or type(error).__name__) from None

    def _keep_pace(self) -> None:
        rest = self._last_write + self._manners.pause - self.clock.now()
        if rest > 0:
            self.clock.sleep(rest)
        self._last_write = self.clock.now()

    def _too_many(self, answer: Answer) -> bool:
        try:
            return answer.too_many or self._manners.too_many(answer.status, answer.body)
        except ValueError:
            return False

    def _wait(self, seconds: float) -> None:
        if self._waited + seconds > self._wires.most_wait:
            text = f"{origin(self.base)} wants a pause of {seconds:.0f} seconds"
            raise Later(text, "what is done is done: run it again later")
        self._waited += seconds
        self._wires.log(f"waiting {seconds:.0f} seconds, as the server wants")
        self.clock.sleep(seconds)

    def _redirected(self, request: _Request, answer: Answer) -> _Request:
        target = self._stays_here(urljoin(request.url, answer.header("location")))
        keeps_method = answer.status in {HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT}
        if request.method != "GET" and not keeps_method:
            raise Unsafe(f"{request.url} leads on to {target}", "has the project moved? then set its new name")
        return replace(request, url=target, query={})

    def _judge(self, request: _Request, answer: Answer) -> Reply:
        where = f"{request.method} {request.url.removeprefix(self.base).partition('?')[0]}"
        body = _decoded(answer)
        if not answer.fine:
            own = self._manners.fault(body) if body and answer.status < SERVER_FAULT else None
            said = self._token.scrub(answer.said)
            text = f"{where} was answered {answer.status}{f': {said}' if said else ''}"
            raise own or failure(answer.status, text, request.effect)
        if body and (body.value is not None or request.effect != "none"):  # nothing at all is no empty list
            return Reply(answer.status, body, answer.headers)
        text = f"{where} was answered with a page instead of data"
        if request.effect == "new":
            raise Unclear(text)
        raise Unauthorised(text, "is the URL right? a page to log in looks so")


def _decoded(answer: Answer) -> Got | None:
    try:
        return answer.body
    except ValueError:
        return None


def _trust(ca_bundle: str) -> ssl.SSLContext | bool:
    if not ca_bundle:
        return True
    try:
        return ssl.create_default_context(cafile=ca_bundle)
    except (OSError, ssl.SSLError) as error:
        raise Unsafe(f"--ca-bundle {ca_bundle} holds no certificates: {error}") from None


def _capped(response: httpx.Response) -> bytes:
    """Read a body that has an end."""
    content = b""
    for part in response.iter_bytes():
        content += part
        if len(content) > LARGEST:
            raise _Lost(f"the answer is larger than {LARGEST // 1024 // 1024} MB")
    return content


def _hint(said: str) -> str:
    if "CERTIFICATE" in said.upper():
        return "its certificate is not trusted here; give the one of its authority by --ca-bundle"
    return "is the URL right, and is a proxy needed?"
