"""Real parts that some tests run against. What cannot be had is a reason to skip, and to fail where CI=true is set."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import httpx
import pytest

CACHE = Path(os.environ.get("DEBTAUDIT_TEST_PARTS", Path.home() / ".cache" / "debtaudit-test-parts"))
"""Where programs that our tests run against are installed, each in an environment of its own: they do not agree."""


def missing(what: str) -> NoReturn:
    """Leave a test out with a reason; where CI=true is set, let it fail, lest it silently stop running."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(what)
    raise AssertionError("not reached")


def program(name: str, package: str) -> str:
    """Return the path of a program of the system."""
    found = shutil.which(name)
    return found or missing(f"no {name} on this machine; on Debian: apt-get install --no-install-recommends {package}")


PACKAGES = {
    "dbt": ("dbt-core<1.11", "dbt-duckdb<1.10"),
    "mlflow": ("mlflow", "pandas"),
    "openlineage": ("openlineage-python",),
    "wandb": ("wandb",),
}


def python_with(name: str) -> Path:
    """Return a Python that has the packages of that name, installed once into an environment of its own."""
    packages = PACKAGES[name]
    home = CACHE / f"{name}-{sys.version_info[0]}.{sys.version_info[1]}"
    python, done = home / "bin" / "python", home / ".done"
    if not done.is_file():
        venv.create(home, with_pip=True, clear=True)
        command = [str(python), "-m", "pip", "install", "-q", "--no-compile", *packages]  # much of it is never run
        asked = subprocess.run(command, capture_output=True, check=False)
        if asked.returncode:
            missing(f"{' '.join(packages)} cannot be installed: {asked.stderr.decode()[-200:]}")
        done.touch()
    return python


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def running(command: Sequence[str | Path], ready: Callable[[], bool], cwd: Path, **environ: str) -> Iterator[None]:
    """Run a server in a process group of its own until the block ends."""
    log = cwd / "server.log"
    with log.open("wb") as out:
        started = subprocess.Popen(list(map(str, command)), cwd=cwd, stdout=out, stderr=out, start_new_session=True,
                                   env={**os.environ, **environ})  # fmt: skip
    try:
        for _ in range(600):
            if ready():
                break
            if started.poll() is not None:
                break
            time.sleep(0.2)
        else:
            missing(f"{command[0]} did not get ready: {log.read_text(errors='replace')[-500:]}")
        assert started.poll() is None, log.read_text(errors="replace")[-2000:]
        yield
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGTERM)
            try:
                started.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(started.pid, signal.SIGKILL)
                started.wait(10)


def answers(url: str) -> Callable[[], bool]:
    """Return the question whether an address answers."""

    def ask() -> bool:
        try:
            return httpx.get(url, timeout=2).is_success
        except httpx.HTTPError:
            return False

    return ask


if __name__ == "__main__":
    for each in PACKAGES:
        try:
            python_with(each)
        except pytest.skip.Exception as reason:
            print(reason, file=sys.stderr)  # noqa: T201 - run by hand, or ahead of the tests
