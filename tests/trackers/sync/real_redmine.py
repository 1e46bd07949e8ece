"""A real Redmine, from Debian's packages, on a database and a port of its own.

apt-get install --no-install-recommends redmine redmine-sqlite ruby-sqlite3 puma
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

HOME = Path("/usr/share/redmine")
MEMORY = next((each for each in ("/dev/shm",) if os.access(each, os.W_OK)), None)
"""Where a database need not wait for a disk: it is thrown away, and its three hundred migrations wait for long."""
INSTALLED = HOME.is_dir() and shutil.which("bundle") is not None
SEED = """
Redmine::DefaultData::Loader.load("en")
Setting.rest_api_enabled = '1'
project = Project.create!(name: 'Debt', identifier: 'debt', is_public: false)
project.trackers = Tracker.all
field = IssueCustomField.create!(name: 'debtaudit', field_format: 'string', is_for_all: true, is_filter: true,
                                 trackers: Tracker.all)
admin = User.find_by_login('admin')
people = User.new(firstname: 'Pat', lastname: 'Human', mail: 'pat@example.com', language: 'en')
people.login = 'pat'
people.password = people.password_confirmation = 'sufficiently-long'
people.save!
Member.create!(project: project, user: people, roles: [Role.find_by_name('Manager')])
project.reload.update!(default_assigned_to: people)
puts "KEYS #{admin.api_key} #{people.api_key}"
"""


@dataclass(frozen=True)
class Server:
    """A running Redmine: a key for us, and one for a person."""

    url: str
    key: str
    person: str

    def as_person(self, method: str, path: str, issue: dict[str, Any] | None = None) -> Any:
        headers = {"X-Redmine-API-Key": self.person}
        body = None if issue is None else {"issue": issue}
        reply = httpx.request(method, f"{self.url}{path}", headers=headers, json=body, trust_env=False, timeout=30)
        reply.raise_for_status()
        return reply.json() if reply.content else None

    def as_admin(self, method: str, path: str) -> Any:
        headers = {"X-Redmine-API-Key": self.key}
        reply = httpx.request(method, f"{self.url}{path}", headers=headers, trust_env=False, timeout=30)
        reply.raise_for_status()
        return reply.json() if reply.content else None


@contextmanager
def redmine(folder: Path) -> Iterator[Server]:
    """Make a database, fill it, serve it, and stop."""
    with TemporaryDirectory(dir=MEMORY) as kept:
        yield from _served(folder, Path(kept) / "redmine.db")


def _served(folder: Path, database: Path) -> Iterator[Server]:
    environment = {
        **os.environ, "RAILS_ENV": "production", "X_DEBIAN_SITEID": "default", "REDMINE_LANG": "en",
        "DATABASE_URL": f"sqlite3:{database}", "SECRET_KEY_BASE": "of-no-use-to-anybody" * 4,
    }  # fmt: skip
    seed = folder / "seed.rb"
    seed.write_text(SEED)
    _run(["bundle", "exec", "rake", "db:migrate"], environment)
    said = _run(["bundle", "exec", "rails", "runner", str(seed)], environment)
    _word, key, person = next(line for line in said.splitlines() if line.startswith("KEYS ")).split()
    (folder / "Gemfile").write_text('eval_gemfile "/usr/share/redmine/Gemfile"\ngem "puma"\n')
    shutil.copy(HOME / "Gemfile.lock", folder / "Gemfile.lock")
    port = _free_port()
    command = ["bundle", "exec", "puma", "-e", "production", "-b", f"tcp://127.0.0.1:{port}", "-t", "1:4", "-w", "0"]
    with (folder / "puma.log").open("wb") as log:
        served = subprocess.Popen(
            [*command, "config.ru"], cwd=HOME, env={**environment, "BUNDLE_GEMFILE": str(folder / "Gemfile")},
            stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            server = Server(f"http://127.0.0.1:{port}", key, person)
            _wait_for(server, served, folder / "puma.log")
            yield server
        finally:
            served.terminate()
            served.wait(timeout=30)


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=HOME, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(server: Server, served: subprocess.Popen[bytes], log: Path) -> None:
    for _half_second in range(600):
        assert served.poll() is None, log.read_text(errors="replace")[-2000:]
        try:
            httpx.get(f"{server.url}/users/current.json", trust_env=False, timeout=30)
        except httpx.TransportError:
            time.sleep(0.5)
        else:
            return
    raise AssertionError(f"Redmine did not come up: {json.dumps(log.read_text(errors='replace')[-2000:])}")
