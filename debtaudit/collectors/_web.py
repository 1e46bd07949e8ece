"""Questions to a tool's API over HTTPS. The token comes from the environment, and is told to nobody but the tool."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from debtaudit.collectors._collector import Unanswered
from debtaudit.collectors._gather import without_secrets

if TYPE_CHECKING:
    import httpx

TIMEOUT: Final = 20.0
"""Seconds for an answer to begin."""
TRIES: Final = 3
LONGEST_WAIT: Final = 60.0
"""Seconds that are waited when a server asks for it; one that asks for more is told as not answering."""
MOST: Final = 20_000
"""Questions of one run: a paging that never ends must end."""
LARGEST: Final = 64 * 1024 * 1024
"""Bytes of one answer."""
TRY_AGAIN: Final = frozenset({429, 502, 503, 504})
REFUSED: Final = {401: "the token is missing or not taken", 403: "the token may not read this"}


class Web:
    """Asks one server. `token_env` names the environment variable that holds the token; `scheme` how it is sent."""

    def __init__(
        self, url: str, token_env: str = "", scheme: str = "Bearer", *, user_env: str = "",
        wait: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        """Prepare; nothing is sent yet.

        Raises:
            Unanswered: when the address is none, or httpx is not installed.

        """
        try:
            import httpx  # noqa: PLC0415 - only who asks a server waits for it
        except ImportError:
            raise Unanswered("asking a server needs httpx: pip install 'debtaudit[collect]'") from None
        self._base = url.rstrip("/")
        self._shown = without_secrets(self._base)
        if not url.startswith(("https://", "http://")):
            raise Unanswered(f"'{self._shown}' is no address: write https://host")
        self._errors: type[Exception] = httpx.HTTPError
        self._wait, self._asked, self._token_env = wait, 0, token_env
        self.link = ""
        token = os.environ.get(token_env, "") if token_env else ""
        if token and url.startswith("http://") and httpx.URL(url).host not in {"localhost", "127.0.0.1", "::1"}:
            raise Unanswered(f"{self._shown}: a token is not sent without encryption; use https")
        user = os.environ.get(user_env, "") if user_env else ""
        self._client = httpx.Client(
            timeout=TIMEOUT, follow_redirects=False,
            auth=(user, token) if user else None, headers={} if user else _signed(token, scheme),
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._client.close()

    def __call__(self, path: str, query: Mapping[str, object] | None = None, body: object = None) -> object:
        """Ask for a path below the address, or for a whole address on the same server.

        Returns:
            What the JSON answer holds; the text of an answer that is no JSON; None for an empty one.

        Raises:
            Unanswered: when no answer comes that can be read.

        """
        import httpx  # noqa: PLC0415 - see above

        address = path if path.startswith(("https://", "http://")) else f"{self._base}/{path.lstrip('/')}"
        if httpx.URL(address).host != httpx.URL(self._base).host:
            raise Unanswered(f"{self._shown}: the answer leads to another server, {httpx.URL(address).host}")
        answer = self._answer(address, {key: str(value) for key, value in (query or {}).items()}, body)
        self.link = str(answer.headers.get("link", ""))
        return self._read(answer, without_secrets(address))

    def _answer(self, address: str, query: Mapping[str, str], body: object) -> httpx.Response:
        shown = without_secrets(address)
        for left in reversed(range(TRIES)):
            self._asked += 1
            if self._asked > MOST:
                raise Unanswered(f"{shown}: more than {MOST:,} questions: is the paging without an end?")
            try:
                method = "GET" if body is None else "POST"
                answer = self._client.request(method, address, params=query or None, json=body)
            except self._errors as error:
                if left:
                    self._wait(2.0 ** (TRIES - left))
                    continue
                raise Unanswered(f"{shown}: no answer ({type(error).__name__})") from None
            if answer.status_code not in TRY_AGAIN:
                return answer
            pause = _pause(answer.headers.get("retry-after", ""), 2.0 ** (TRIES - left))
            if not left or pause > LONGEST_WAIT:
                raise Unanswered(f"{shown}: the server answers {answer.status_code}; try again later")
            self._wait(pause)
        raise AssertionError("the last try returns or raises")

    def _taken(self, answer: httpx.Response, shown: str) -> None:
        status = answer.status_code
        if status in REFUSED:
            hint = f"; set {self._token_env}" if self._token_env else "; name the variable with token_env"
            raise Unanswered(f"{shown}: {REFUSED[status]} ({status}){hint}")
        if answer.is_redirect:
            raise Unanswered(f"{shown}: the server sends us elsewhere ({status}): is this the address of a login page?")
        if not answer.is_success:
            raise Unanswered(f"{shown}: the server answers {status}")

    def _read(self, answer: httpx.Response, shown: str) -> object:
        self._taken(answer, shown)
        kind = answer.headers.get("content-type", "").partition(";")[0].strip()
        if len(answer.content) > LARGEST:
            raise Unanswered(f"{shown}: the answer is larger than {LARGEST // 2**20} MiB")
        if not answer.content:
            return None
        if "html" in kind:
            raise Unanswered(f"{shown}: a web page came instead of data: is this the login page?")
        if "json" not in kind:
            return answer.text
        try:
            read: object = answer.json()
        except (ValueError, RecursionError):
            raise Unanswered(f"{shown}: the answer is no JSON, or ends in the middle") from None
        return read


def _signed(token: str, scheme: str) -> dict[str, str]:
    if not token:
        return {}
    if scheme.lower().startswith("x-") or scheme == "Authorization":
        return {scheme: token}
    return {"Authorization": f"{scheme}{'' if scheme.endswith('=') else ' '}{token}"}


def _pause(said: str, otherwise: float) -> float:
    try:
        return max(0.0, float(said))
    except ValueError:
        return otherwise
