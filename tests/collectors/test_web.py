"""Questions to a server that misbehaves in every way that real ones do. It is a real one, on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from debtaudit.collectors._collector import Unanswered
from debtaudit.collectors._web import MOST, Web

SECRET = "hunter2"
Answer = tuple[int, dict[str, str], bytes]
JSON = {"Content-Type": "application/json"}


class Server:
    """A server that gives the answers it is told to give, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.asked: list[tuple[str, dict[str, str]]] = []
        ours = self

        class Handle(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                ours.asked.append((self.path, dict(self.headers)))
                status, headers, body = ours.answers.pop(0) if len(ours.answers) > 1 else ours.answers[0]
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handle)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture
def ask(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., object]]:
    monkeypatch.setenv("TOKEN", SECRET)
    with Web(server.url, "TOKEN", wait=lambda _: None) as made:
        yield made


def test_the_token_goes_into_the_header_and_the_answer_comes_out(server: Server, ask: Callable[..., object]) -> None:
    server.answers = [(200, JSON, b'{"a": 1}')]
    assert ask("/x", {"page": 2}) == {"a": 1}
    path, headers = server.asked[0]
    assert (path, headers["Authorization"]) == ("/x?page=2", f"Bearer {SECRET}")


@pytest.mark.parametrize(
    ("scheme", "header", "value"),
    [("Token token=", "Authorization", "Token token=hunter2"), ("X-Auth-Token", "X-Auth-Token", "hunter2"),
     ("Authorization", "Authorization", "hunter2")],
)  # fmt: skip
def test_every_tool_wants_its_token_its_own_way(
    server: Server, monkeypatch: pytest.MonkeyPatch, scheme: str, header: str, value: str
) -> None:
    monkeypatch.setenv("TOKEN", SECRET)
    server.answers = [(200, JSON, b"{}")]
    with Web(server.url, "TOKEN", scheme) as ask:
        ask("/")
    assert server.asked[0][1][header] == value


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((401, JSON, b"{}"), "the token is missing or not taken (401); set TOKEN"),
        ((403, JSON, b"{}"), "the token may not read this (403)"),
        ((404, JSON, b"{}"), "the server answers 404"),
        ((302, {"Location": "https://login.example.com/?next=x"}, b""), "is this the address of a login page?"),
        ((200, {"Content-Type": "text/html; charset=utf-8"}, b"<html>"), "a web page came instead of data"),
        ((200, JSON, b'{"a": [1, 2'), "is no JSON, or ends in the middle"),
        ((429, {"Retry-After": "3600"}, b""), "the server answers 429; try again later"),
        ((503, {}, b""), "the server answers 503"),
    ],
)
def test_what_is_no_answer_is_a_sentence_with_the_address_and_without_a_secret(
    server: Server, ask: Callable[..., object], answer: Answer, says: str
) -> None:
    server.answers = [answer]
    with pytest.raises(Unanswered) as told:
        ask("/api?token=hunter2", {"page_token": SECRET})
    assert says in str(told.value)
    assert str(told.value).startswith(f"{server.url}/api: ")
    assert SECRET not in str(told.value)


def test_a_server_that_is_busy_is_asked_again_after_the_time_it_asks_for(server: Server) -> None:
    waited: list[float] = []
    server.answers = [(429, {"Retry-After": "7"}, b""), (502, {}, b""), (200, JSON, b"[1]")]
    with Web(server.url, wait=waited.append) as ask:
        assert ask("/") == [1]
    assert waited[0] == 7
    assert len(server.asked) == 3


def test_nothing_in_is_none_and_text_stays_text(server: Server, ask: Callable[..., object]) -> None:
    server.answers = [(204, {}, b""), (200, {"Content-Type": "text/plain"}, b"a: 1")]
    assert ask("/") is None
    assert ask("/") == "a: 1"


def test_an_answer_that_leads_to_another_server_is_not_followed(ask: Callable[..., object]) -> None:
    with pytest.raises(Unanswered, match=r"leads to another server, evil\.example\.com"):
        ask("https://evil.example.com/next")


def test_a_token_is_not_sent_in_the_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", SECRET)
    with pytest.raises(Unanswered, match="a token is not sent without encryption"):
        Web("http://tracking.example.com", "TOKEN")


@pytest.mark.parametrize("url", ["ftp://x", "tracking.example.com", ""])
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(Unanswered, match="is no address"):
        Web(url)


def test_a_server_that_is_not_there_is_told() -> None:
    with Web("http://127.0.0.1:9", wait=lambda _: None) as ask, pytest.raises(Unanswered, match="no answer"):
        ask("/")


def test_a_paging_without_an_end_ends(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("debtaudit.collectors._web.MOST", 5)
    server.answers = [(200, JSON, json.dumps({"next": "x"}).encode())]
    with Web(server.url) as ask:
        for _ in range(5):
            ask("/")
        with pytest.raises(Unanswered, match="more than 5 questions"):
            ask("/")
    assert MOST > 5
