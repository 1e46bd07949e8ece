"""A tracker that stands in for a real one: it keeps issues, obeys its description, lags, and breaks when told to.

It answers within the process, or on a port of this machine. Whoever uses it can kill the caller at each event: before
a request arrives, and after it was obeyed but before the answer is back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import RLock, Thread
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

import httpx
import jsonschema

SPECS = Path(__file__).parents[1] / "specs"
TOKEN = "SECRETSENTINEL-0123456789abcdef"
"""Made up, and looked for in everything that is written."""
START = 1_790_000_000.0


class Killed(BaseException):
    """The program was killed: nothing catches it."""


class Breach(AssertionError):  # noqa: N818 - it says what is the matter
    """A request broke the description of the interface."""


@dataclass
class Clock:
    """Time that passes only when somebody waits."""

    time: float = START
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any = None

    @property
    def writes(self) -> bool:
        return self.method != "GET"

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class Row:
    """An issue as the fake keeps it."""

    number: int
    made: float
    author: str
    data: dict[str, Any]
    gone: bool = False
    comments: list[Any] = field(default_factory=list)


Answer = tuple[int, Any, dict[str, str]]
Fault = Callable[[Call], "Answer | str | None"]
"""Given a call: an answer instead of obeying, `unsent`, `lost` (obeyed, but the answer is lost), or None."""


def fine(body: Any = None, status: int = 200, **headers: str) -> Answer:
    return status, body, {name.replace("_", "-"): value for name, value in headers.items()}


class Fake:
    """What all the fakes share."""

    name: ClassVar[str] = ""
    base: ClassVar[str] = "https://tracker.example"
    project: ClassVar[str] = ""
    me: ClassVar[str] = "debt-bot"
    user: ClassVar[str] = "bot@acme.example"
    reads_by_post: ClassVar[re.Pattern[str]] = re.compile(r"(?!)")

    def __init__(self, clock: Clock | None = None, lag: float = 0.0) -> None:
        self.clock = clock or Clock()
        self.lag = lag
        self.rows: dict[int, Row] = {}
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.event: Callable[[], None] = lambda: None
        self.address = self.base
        self._at_work = RLock()

    # what a test sees ----------------------------------------------------------------------------------------------

    @property
    def writes(self) -> list[Call]:
        return [call for call in self.calls if call.writes and not self.reads_by_post.search(call.path)]

    @property
    def reads(self) -> list[Call]:
        return [call for call in self.calls if call not in self.writes]

    @property
    def live(self) -> list[Row]:
        return [row for row in self.rows.values() if not row.gone]

    def marks(self) -> list[str]:
        """Return the marks of all issues, sorted."""
        return sorted(self.mark(row) for row in self.live)

    def mark(self, row: Row) -> str:
        raise NotImplementedError

    def title(self, row: Row) -> str:
        raise NotImplementedError

    def people_retitle(self, row: Row, title: str) -> None:
        raise NotImplementedError

    def people_close(self, row: Row) -> None:
        raise NotImplementedError

    def people_begin(self, row: Row) -> None:
        """Let somebody set the status that says that it is being worked on."""
        raise NotImplementedError

    def people_take(self, row: Row, name: str) -> None:
        """Let somebody take an issue on."""
        raise NotImplementedError

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._within)

    # how it answers ------------------------------------------------------------------------------------------------

    def answer(self, call: Call) -> Answer:
        """Obey a call: a route is a method and a path, of which the parts in parentheses are handed over."""
        if not self.authorised(call):
            return self.unknown_token(call)
        for route, answering in self.routes().items():
            found = re.fullmatch(route, f"{call.method} {call.path}")
            answer = answering(call, *found.groups()) if found else None
            if answer:
                return answer
        return self.missing()

    def routes(self) -> dict[str, Callable[..., Answer | None]]:
        raise NotImplementedError

    def unknown_token(self, call: Call) -> Answer:
        return fine({"message": "Bad credentials"}, 401)

    def missing(self) -> Answer:
        return fine({"message": "Not Found"}, 404)

    def _comment(self, call: Call, number: str) -> Answer | None:
        """List or take comments, as GitHub and GitLab do."""
        row = self.row(number)
        if row is None:
            return None
        if call.method == "GET":
            return fine([{"body": each} for each in row.comments])
        row.comments.append(call.body["body"])
        return fine({"id": len(row.comments), "body": call.body["body"]}, 201)

    def row(self, number: str) -> Row | None:
        row = self.rows.get(int(number))
        return None if row is None or row.gone else row

    def authorised(self, call: Call) -> bool:
        return any(TOKEN in value for value in call.headers.values())

    def add(self, data: dict[str, Any], author: str = "") -> Row:
        number = len(self.rows) + 1
        self.rows[number] = Row(number, self.clock.now(), author or self.me, data)
        return self.rows[number]

    def listed(self) -> list[Row]:
        """Return what an index knows by now."""
        return [row for row in self.live if row.made + self.lag <= self.clock.now()]

    def obey(self, call: Call) -> Answer | str:
        """Take a call, as the network brings it."""
        with self._at_work:
            return self._obeyed(call)

    def settled(self) -> None:
        """Return when nothing is being obeyed any more."""
        with self._at_work:
            return

    def _obeyed(self, call: Call) -> Answer | str:
        self.calls.append(call)
        self.event()
        fault = next((found for each in self.faults if (found := each(call))), None)
        if isinstance(fault, tuple) or fault == "unsent":
            return fault
        self.check(call)
        answer = self.answer(call)
        self.event()
        return "lost" if fault == "lost" else answer

    def check(self, call: Call) -> None:
        """Refuse what the description does not allow."""
        described(self.name).check(self.as_described(call))

    def as_described(self, call: Call) -> Call:
        """Return a call as the description has it, where that is one of another version."""
        return call

    def _within(self, request: httpx.Request) -> httpx.Response:
        call = _call(request.method, str(request.url), dict(request.headers), request.content)
        answer = self.obey(call)
        if answer == "unsent":
            raise httpx.ConnectError("connection refused", request=request)
        if isinstance(answer, str):
            raise httpx.ReadTimeout("the answer was lost", request=request)
        status, body, headers = answer
        content, kind = _encoded(body)
        return httpx.Response(status, headers={"Content-Type": kind, **headers}, content=content, request=request)

    @contextmanager
    def on_a_port(self) -> Iterator[str]:
        """Answer on a port of this machine."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _serving(self))
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        self.address = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield self.address
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _call(method: str, url: str, headers: dict[str, str], content: bytes) -> Call:
    parts = urlsplit(url)
    body = json.loads(content) if content else None
    return Call(method, parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)), headers, body)


def _encoded(body: Any) -> tuple[bytes, str]:
    if isinstance(body, str):
        return body.encode(), "text/html"
    return (b"" if body is None else json.dumps(body).encode()), "application/json"


def _serving(fake: Fake) -> type[BaseHTTPRequestHandler]:
    class Serving(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = fake.obey(_call(self.command, self.path, headers, content))
            if isinstance(answer, str):
                self.close_connection = True
                return
            status, body, more = answer
            content, kind = _encoded(body)
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **more}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _serve  # noqa: N815 - names that the server of the standard library looks for
        do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815 - the same

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    return Serving


class Description:
    """A description of an interface, against which calls are checked. A body that it does not name is refused."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self._components = _nullable(spec.get("components", {}))
        self._paths = [(_pattern(path), item) for path, item in spec["paths"].items()]
        self._validators: dict[int, jsonschema.Draft202012Validator] = {}

    def check(self, call: Call) -> None:
        for pattern, item in self._paths:
            if call.method.lower() in item and pattern.search(call.path):
                self._body(call, item[call.method.lower()])
                return
        if call.body is not None:
            raise Breach(f"{call}: the description knows no such request")

    def _body(self, call: Call, operation: dict[str, Any]) -> None:
        wanted = operation.get("requestBody", {})
        content, kind = wanted.get("content", {}), call.headers.get("content-type", "")
        if call.body is None and not wanted.get("required"):
            return
        if call.body is None or kind not in content:
            raise Breach(f"{call}: a body of {kind or 'nothing'}, where {' or '.join(content) or 'none'} is described")
        described = content[kind].get("schema", {})
        if id(described) not in self._validators:
            schema = {**_nullable(described), "components": self._components}
            if "properties" in schema:  # the descriptions let unknown keys pass, and so would a slip of ours
                schema.setdefault("additionalProperties", False)
            self._validators[id(described)] = jsonschema.Draft202012Validator(schema)
        wrong = sorted(self._validators[id(described)].iter_errors(call.body), key=str)
        if wrong:
            raise Breach(f"{call}: {wrong[0].json_path}: {wrong[0].message[:300]}")


def _pattern(path: str) -> re.Pattern[str]:
    """Return what finds the paths of a template, behind whatever a server of one's own has before them."""
    return re.compile("[^/]+".join(map(re.escape, re.split(r"\{[^/{}]+\}", path))) + "$")


def _nullable(schema: Any) -> Any:
    """Say `nullable` as later versions of JSON Schema say it."""
    if isinstance(schema, list):
        return [_nullable(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    said = {name: _nullable(value) for name, value in schema.items()}
    if said.pop("nullable", False) is True and isinstance(said.get("type"), str):
        said["type"] = [said["type"], "null"]
    return said


@cache
def described(name: str) -> Description:
    return Description(json.loads((SPECS / f"{name}.json").read_text(encoding="utf-8")))
