"""Where tokens come from, and that they never show."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import pytest

from debtaudit.trackers.sync.failures import Failure, Unauthorised
from debtaudit.trackers.sync.token import Token, find_token
from tests.trackers.sync.fakes import FAKES
from tests.trackers.sync.fakes.server import TOKEN, fine
from tests.trackers.sync.sitting import Desk, told, tracker_of


def private(path: Path, text: str, mode: int = 0o600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)
    return path


def test_a_token_comes_from_the_environment_first(tmp_path: Path) -> None:
    private(tmp_path / ".config/debtaudit/jira.token", "from-a-file")
    assert find_token("jira", {"DEBTAUDIT_JIRA_TOKEN": "from-outside"}, tmp_path).reveal() == "from-outside"
    assert find_token("jira", {}, tmp_path).reveal() == "from-a-file"


def test_a_file_may_be_named(tmp_path: Path) -> None:
    path = private(tmp_path / "secret", "abcdefgh\n")
    assert find_token("jira", {"DEBTAUDIT_JIRA_TOKEN_FILE": str(path)}, tmp_path).reveal() == "abcdefgh"


@pytest.mark.skipif(os.name != "posix", reason="other systems keep rights in other ways")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_file_that_others_may_read_is_refused(mode: int, tmp_path: Path) -> None:
    path = private(tmp_path / "secret", "abcdefgh", mode)
    with pytest.raises(Unauthorised, match="others may read") as refused:
        find_token("jira", {"DEBTAUDIT_JIRA_TOKEN_FILE": str(path)}, tmp_path)
    assert f"chmod 600 {path}" in refused.value.hint


@pytest.mark.parametrize("text", ["two words", "two\nlines", "ümlaut", "\x1b[31m"])
def test_what_is_no_token_is_refused_without_being_shown(text: str, tmp_path: Path) -> None:
    with pytest.raises(Unauthorised) as refused:
        find_token("jira", {"DEBTAUDIT_JIRA_TOKEN": text}, tmp_path)
    assert text not in str(refused.value)


def test_no_token_at_all_is_told_with_where_to_put_it(tmp_path: Path) -> None:
    with pytest.raises(Unauthorised) as refused:
        find_token("linear", {}, tmp_path)
    assert "DEBTAUDIT_LINEAR_TOKEN" in refused.value.hint


def keyring_with(secret: Callable[[str, str], str | None]) -> ModuleType:
    """Return what stands in for the package where it is not installed: the one function of it that is used."""
    module = ModuleType("keyring")
    module.get_password = secret  # type: ignore[attr-defined]
    return module


def test_a_token_comes_from_the_keyring_last(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept = {("debtaudit", "jira"): f"{TOKEN}\n"}
    monkeypatch.setitem(sys.modules, "keyring", keyring_with(lambda service, name: kept.get((service, name))))
    found = find_token("jira", {}, tmp_path)
    assert (found.reveal(), found.source) == (TOKEN, "the keyring")
    private(tmp_path / ".config/debtaudit/jira.token", "from-a-file")
    assert find_token("jira", {}, tmp_path).reveal() == "from-a-file"
    with pytest.raises(Unauthorised, match="no token for linear"):
        find_token("linear", {}, tmp_path)


def test_a_keyring_that_is_locked_or_broken_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def locked(_service: str, _name: str) -> str:
        raise RuntimeError(f"locked, and it says {TOKEN}")

    monkeypatch.setitem(sys.modules, "keyring", keyring_with(locked))
    with pytest.raises(Unauthorised, match="no token for jira") as refused:
        find_token("jira", {}, tmp_path)
    assert TOKEN not in "".join(traceback.format_exception(refused.value))
    monkeypatch.setitem(sys.modules, "keyring", keyring_with(lambda _service, _name: "two words"))
    with pytest.raises(Unauthorised, match="the keyring holds no token"):
        find_token("jira", {}, tmp_path)


def test_a_token_comes_from_a_backend_of_the_real_package(tmp_path: Path) -> None:
    keyring = pytest.importorskip("keyring", reason="the package keyring is not installed")

    class Memory(keyring.backend.KeyringBackend):  # type: ignore[misc, name-defined] # a class of a module found just now
        priority = 1
        kept: ClassVar[dict[tuple[str, str], str]] = {}

        def get_password(self, service: str, username: str) -> str | None:
            return self.kept.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            self.kept[service, username] = password

    before = keyring.get_keyring()
    keyring.set_keyring(Memory())
    try:
        keyring.set_password("debtaudit", "jira", TOKEN)
        assert find_token("jira", {}, tmp_path).reveal() == TOKEN
    finally:
        keyring.set_keyring(before)


def test_a_token_does_not_show_itself() -> None:
    token = Token(TOKEN, "a test")
    assert TOKEN not in f"{token} {token!r} {[token]}"


@pytest.mark.parametrize("name", FAKES)
def test_nothing_that_is_written_or_said_holds_the_token(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fake = FAKES[name]()
    mine = Desk(fake, tmp_path, told("alpha", "beta"))
    said = [step.said for step in mine.apply()]
    for status in (400, 401, 403, 404, 409, 422, 429, 500, 503):
        fake.faults[:] = [lambda _call, status=status: fine({"message": f"your token {TOKEN} is bad"}, status)]  # type: ignore[misc]
        mine.told = told("alpha", "beta", "gamma", says="More.")
        try:
            said += [step.said for step in mine.apply()]
        except Failure as failure:
            said += [str(failure), failure.hint, "".join(traceback.format_exception(failure)), repr(vars(failure))]
    fake.faults.clear()
    mine.apply()
    written = [path.read_text(errors="replace") for path in tmp_path.rglob("*") if path.is_file()]
    assert written and said
    assert not any(TOKEN in each for each in (*written, *said, caplog.text))
    assert TOKEN not in repr(tracker_of(fake))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("DEBTAUDIT_TRACKER_TOKEN", "DEBTAUDIT_TRACKER_TOKEN is set, and TRACKER in it stands for a tracker's name"),
        ("DEBTAUDIT_JIRA_TOKEN", "DEBTAUDIT_JIRA_TOKEN is set, which is another tracker's"),
    ],
)
def test_a_token_under_another_name_is_told_and_not_used(name: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(Unauthorised) as told:
        find_token("github", {name: "a-token-of-somebody"}, tmp_path)
    assert says in str(told.value)
    assert "a-token-of-somebody" not in str(told.value)
    assert "set DEBTAUDIT_GITHUB_TOKEN" in told.value.hint
