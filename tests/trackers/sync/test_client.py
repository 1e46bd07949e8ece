"""One origin, no second POST, and waiting as asked."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from debtaudit.trackers.sync.client import Client, Manners, Wires
from debtaudit.trackers.sync.failures import (
    Down,
    Failure,
    Forbidden,
    Later,
    Missing,
    Refused,
    Stale,
    Unauthorised,
    Unclear,
    Unsafe,
)
from debtaudit.trackers.sync.token import Token
from tests.trackers.sync.fakes.server import START, TOKEN, Clock

URL = "https://tracker.example"
EVIL = "https://evil.example"
FINE = (
    "http://127.0.0.1:3000",
    "http://localhost/redmine/",
    "http://[::1]:80",
    "https://10.1.2.3/jira",
    "https://t.example",
)
Answering = Callable[[httpx.Request], httpx.Response]


class Script:
    """A server that answers by script, the last answer again and again."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content, request=request)


def client(*answers: httpx.Response | Exception, most_wait: float = 600) -> tuple[Client, Script, Clock]:
    script, clock = Script(*answers), Clock()
    wires = Wires(clock, transport=httpx.MockTransport(script), most_wait=most_wait)
    return Client(URL, Token(TOKEN), Manners({"Authorization": f"Bearer {TOKEN}"}), wires), script, clock


def answer(status: int, body: object = None, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=body, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    "lost",
    [
        httpx.ReadTimeout("x"),
        httpx.ReadError("x"),
        httpx.RemoteProtocolError("x"),
        answer(500),
        answer(503),
        answer(502),
    ],
)
def test_a_post_whose_outcome_nobody_knows_is_sent_once(lost: httpx.Response | Exception) -> None:
    mine, script, _clock = client(lost)
    with pytest.raises(Unclear):
        mine.post("/issues", {})
    assert len(script.requests) == 1


@pytest.mark.parametrize("lost", [httpx.ReadTimeout("x"), httpx.RemoteProtocolError("x"), answer(503)])
def test_what_is_the_same_however_often_it_is_sent_is_tried_again(lost: httpx.Response | Exception) -> None:
    mine, script, _clock = client(lost, lost, answer(200, {"id": 1}))
    assert mine.put("PATCH", "/issues/1", {"title": "x"}).body.number("id") == 1
    assert len(script.requests) == 3


def test_a_post_that_never_left_is_tried_again() -> None:
    mine, script, _clock = client(httpx.ConnectError("refused"), answer(201, {"id": 1}))
    assert mine.post("/issues", {}).body.number("id") == 1
    assert len(script.requests) == 2


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry_After": "17"}, 17),
        ({"Retry_After": "Mon, 21 Sep 2026 14:00:30 GMT", "Date": "Mon, 21 Sep 2026 14:00:00 GMT"}, 30),
        ({"x_ratelimit_remaining": "0", "x_ratelimit_reset": str(int(START) + 90)}, 90),
        ({}, 60),
        ({"Retry_After": "soon"}, 60),
    ],
)
def test_a_busy_server_is_waited_for_as_long_as_it_says(headers: dict[str, str], seconds: float) -> None:
    mine, script, clock = client(answer(429, **headers), answer(201, {"id": 1}))
    mine.post("/issues", {})
    assert clock.slept == [seconds]
    assert len(script.requests) == 2


def test_a_limit_that_is_told_as_forbidden_is_a_limit() -> None:
    mine, _script, clock = client(answer(403, {"message": "You have exceeded a secondary rate limit"}), answer(200, []))
    mine.get("/issues")
    assert clock.slept == [60]


def test_waiting_ends_and_the_run_goes_on_later() -> None:
    mine, _script, clock = client(answer(429, Retry_After="400"), most_wait=600)
    with pytest.raises(Later):
        mine.get("/issues")
    assert sum(clock.slept) == 400


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (401, Unauthorised),
        (403, Forbidden),
        (404, Missing),
        (410, Missing),
        (409, Stale),
        (412, Stale),
        (400, Refused),
        (422, Refused),
    ],
)
@pytest.mark.parametrize("effect", ["get", "post"])
def test_each_refusal_is_told_apart(status: int, failure: type[Failure], effect: str) -> None:
    mine, _script, _clock = client(answer(status, {"message": f"no, {TOKEN}"}))
    with pytest.raises(failure) as told:
        mine.get("/x") if effect == "get" else mine.post("/x", {})
    assert "no, ***" in str(told.value)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize(
    "target", ["https://evil.example/x", "http://tracker.example/x", "https://tracker.example:444/x", "//evil.example"]
)
def test_no_redirect_leads_to_another_server(status: int, target: str) -> None:
    mine, script, _clock = client(answer(status, Location=target))
    with pytest.raises(Unsafe):
        mine.get("/x")
    assert len(script.requests) == 1


def test_a_redirect_on_the_same_server_is_followed_for_reading_and_where_the_method_stays() -> None:
    mine, _script, _clock = client(answer(301, Location="/moved"), answer(200, {"id": 1}))
    assert mine.get("/x").body.number("id") == 1
    mine, script, _clock = client(answer(307, Location=f"{URL}/moved"), answer(200, {"id": 1}))
    mine.put("PATCH", "/x", {"title": "x"})
    assert [each.method for each in script.requests] == ["PATCH", "PATCH"]
    mine, script, _clock = client(answer(302, Location="/moved"), answer(200, {}))
    with pytest.raises(Unsafe):
        mine.post("/x", {})


def test_redirects_in_a_circle_end() -> None:
    mine, script, _clock = client(answer(302, Location="/x"))
    with pytest.raises(Failure):
        mine.get("/x")
    assert len(script.requests) < 10


def test_a_next_page_on_another_server_is_not_read() -> None:
    mine, script, _clock = client(answer(200, [], Link='<https://evil.example/2>; rel="next"'))
    with pytest.raises(Unsafe):
        list(mine.pages("/x"))
    assert len(script.requests) == 1


@pytest.mark.parametrize("body", [b"<html>log in</html>", b"", b'{"cut off'])
def test_a_page_instead_of_data_is_no_empty_list(body: bytes) -> None:
    mine, _script, _clock = client(httpx.Response(200, content=body))
    with pytest.raises(Unauthorised):
        mine.get("/issues")


def test_no_list_is_not_an_empty_list() -> None:
    mine, _script, _clock = client(answer(200, {"message": "soon back"}))
    with pytest.raises(Down, match="soon back"):
        mine.get("/issues").body.rows()


def test_an_answer_without_end_is_cut() -> None:
    mine, _script, _clock = client(httpx.Response(200, content=b"1" * (10 * 1024 * 1024 + 1)))
    with pytest.raises(Down, match="larger"):
        mine.get("/issues")


@pytest.mark.parametrize(
    "url",
    ["http://tracker.example", "ftp://tracker.example", "tracker.example", "https://", "https://me:secret@tracker.example",
     "https://tracker.example/?a=b", "https://tracker.example/#a", "https://169.254.169.254", "https://[fe80::1]",
     "https://[fd00:ec2::254]", "https://[::ffff:169.254.169.254]", "https://0.0.0.0", "https://tracker.example:x"],
)  # fmt: skip
def test_a_token_is_sent_to_no_such_address(url: str) -> None:
    with pytest.raises(Unsafe):
        Client(url, Token(TOKEN), Manners(), Wires(Clock(), transport=httpx.MockTransport(Script(answer(200)))))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:3000",
        "http://localhost/redmine/",
        "http://[::1]:80",
        "https://10.1.2.3/jira",
        "https://t.example",
    ],
)
def test_ones_own_machine_and_network_are_fine(url: str) -> None:
    made = Client(url, Token(TOKEN), Manners(), Wires(Clock(), transport=httpx.MockTransport(Script(answer(200, {})))))
    assert made.base == url.rstrip("/")


def test_a_bundle_that_is_none_is_told() -> None:
    with pytest.raises(Unsafe, match="ca-bundle"):
        Client(URL, Token(TOKEN), Manners(), Wires(Clock(), ca_bundle=__file__))


def test_a_server_that_is_not_there_is_told_with_a_hint() -> None:
    mine, script, _clock = client(httpx.ConnectError("Name or service not known"))
    with pytest.raises(Down) as told:
        mine.get("/x")
    assert "URL" in told.value.hint
    assert len(script.requests) == 4


def test_writes_keep_their_distance() -> None:
    script, clock = Script(answer(201, {})), Clock()
    mine = Client(URL, Token(TOKEN), Manners(pause=1.0), Wires(clock, transport=httpx.MockTransport(script)))
    for _time in range(3):
        mine.post("/x", {})
    assert clock.slept == [1.0, 1.0]
