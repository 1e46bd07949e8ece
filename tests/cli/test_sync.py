"""`debtaudit sync` as people use it: against a tracker on a port of this machine, in a program of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trackers.sync.fakes.github import GitHub
from tests.trackers.sync.fakes.server import TOKEN, Call, fine

SAMPLE = Path(__file__).parents[2] / "sample_inventory"


class RealTime:
    def now(self) -> float:
        return time.time()

    def sleep(self, _seconds: float) -> None:
        return None


class Person:
    """Somebody at a terminal, with a folder of their own."""

    def __init__(self, folder: Path, fake: GitHub, url: str) -> None:
        self.folder, self.fake, self.url = folder, fake, url
        self.environment = {
            **os.environ,
            "DEBTAUDIT_GITHUB_TOKEN": TOKEN,
            "DEBTAUDIT_GITHUB_URL": url,
            "HOME": str(folder),
        }

    def words(self, *words: str) -> list[str]:
        command = [sys.executable, "-m", "debtaudit", "sync", "github", words[0], str(self.folder / "inventory")]
        return [*command, "--as-of", "2026-09-30", "--project", "acme/shop", *words[1:]]

    def says(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {**self.environment, **more}
        return subprocess.run(
            self.words(*words), env=environment, capture_output=True, text=True, timeout=120, check=False
        )


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    shutil.copytree(SAMPLE, tmp_path / "inventory")
    fake = GitHub(RealTime())  # type: ignore[arg-type] # a clock as good as the other
    with fake.on_a_port() as url:
        yield Person(tmp_path, fake, url)


def test_a_plan_is_looked_at_saved_and_carried_out(person: Person) -> None:
    saved = str(person.folder / "plan.json")
    planned = person.says("plan", "--top", "2", "--out", saved, "--exit-code")
    assert planned.returncode == 1 and "2 new issues" in planned.stdout
    assert person.fake.writes == []
    refused = person.says("apply", "--plan", saved)
    assert refused.returncode == 2
    assert "say --yes" in refused.stderr and person.fake.writes == []
    done = person.says("apply", "--plan", saved, "--yes")
    assert done.returncode == 0 and "2 of 2 done" in done.stderr, done.stderr
    assert len(person.fake.live) == 2
    again = person.says("apply", "--top", "2", "--yes")
    assert again.returncode == 0 and "nothing to do" in again.stderr
    assert len(person.fake.live) == 2


def test_a_flood_is_refused(person: Person) -> None:
    flood = person.says("apply", "--yes", "--top", "5", "--max-creates", "3")
    assert flood.returncode == 4 and "say --max-creates 5" in flood.stderr
    assert person.fake.writes == []


def test_what_people_decided_comes_back_as_drafts_that_do_not_count(person: Person) -> None:
    person.says("apply", "--top", "2", "--yes")
    person.fake.people_close(person.fake.live[0])
    pulled = person.says("pull")
    drafts = person.folder / "inventory" / "_drafts-github.yaml"
    assert pulled.stdout.rstrip().endswith(str(drafts))
    text = drafts.read_text()
    assert "state: accepted" in text and "approver: unknown" in text and "expires_at: unknown" in text
    assert "still found here" in " ".join(pulled.stdout.split())
    assert person.says("plan").returncode == 0  # the draft is not read


def test_the_doctor_tells_token_project_and_address_apart(person: Person) -> None:
    assert "everything is ready" in person.says("doctor").stdout
    wrong_token = person.says("doctor", DEBTAUDIT_GITHUB_TOKEN="wrong-token")
    assert wrong_token.returncode == 4 and "the token is wrong or has expired" in wrong_token.stderr
    assert "there is no repository acme/other" in person.says("doctor", "--project", "acme/other").stderr
    assert "cannot be reached" in person.says("doctor", "--url", "http://127.0.0.1:1").stderr
    assert "use https" in person.says("doctor", "--url", "http://tracker.example").stderr
    assert "set DEBTAUDIT_GITHUB_TOKEN" in person.says("doctor", DEBTAUDIT_GITHUB_TOKEN="").stderr


def test_an_inventory_must_not_say_where_the_token_goes(person: Person) -> None:
    settings = person.folder / "inventory" / "debtaudit.yaml"
    settings.write_text("trackers:\n  github: {url: https://evil.example, projct: x}\n")
    refused = person.says("plan")
    assert refused.returncode == 3
    assert "'trackers.github.url' must not stand here" in refused.stderr
    assert "debtaudit.yaml:2" in refused.stderr and "did you mean 'project'?" in refused.stderr
    assert person.fake.calls == []


def test_one_issue_for_all_is_kept_in_step(person: Person) -> None:
    assert "1 of 1 done" in person.says("apply", "--mode", "single-issue", "--yes").stderr
    assert "nothing to do" in person.says("apply", "--mode", "single-issue", "--yes").stderr
    [row] = person.fake.live
    assert "| Rank | Debt |" in row.data["body"]


def test_a_plan_for_programs(person: Person) -> None:
    said = json.loads(person.says("plan", "--top", "1", "--format", "json").stdout)
    assert said["format"] == "debtaudit-sync-plan" and [each["kind"] for each in said["actions"]] == ["create"]


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("ended_by", [signal.SIGKILL, signal.SIGINT])
def test_killed_while_the_server_works_it_goes_on_without_a_second_issue(person: Person, ended_by: int) -> None:
    def slow(call: Call) -> None:
        if call.method == "POST" and len(person.fake.live) == 1:
            time.sleep(1.5)

    person.fake.faults.append(slow)
    running = subprocess.Popen(person.words("apply", "--top", "4", "--yes"), env=person.environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    while sum(call.method == "POST" for call in person.fake.calls) < 2:
        time.sleep(0.05)
        assert running.poll() is None
    running.send_signal(ended_by)
    code = running.wait(timeout=60)
    assert code == (-signal.SIGKILL if ended_by == signal.SIGKILL else 130)
    time.sleep(2)
    person.fake.faults.clear()
    assert "done" in person.says("apply", "--top", "4", "--yes").stderr
    marks = person.fake.marks()
    assert len(marks) == len(set(marks)) == 4


def test_the_token_is_in_nothing_that_is_left_behind(person: Person) -> None:
    saved = str(person.folder / "plan.json")
    outputs = [person.says("apply", "--top", "2", "--yes", "-v"), person.says("plan", "--out", saved)]
    person.fake.faults.append(lambda _call: fine({"message": f"bad token {TOKEN}"}, 401))
    outputs.append(person.says("plan", "-v"))
    left = [path.read_bytes() for path in person.folder.rglob("*") if path.is_file()]
    assert not any(TOKEN in each.stdout + each.stderr for each in outputs)
    assert not any(TOKEN.encode() in each for each in left)
