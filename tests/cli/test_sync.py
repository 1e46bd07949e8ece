"""`debtaudit sync` as people use it: against a tracker on a port of this machine."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from tests.cli.conftest import SAMPLE, Said, run
from tests.trackers.sync.fakes.github import GitHub
from tests.trackers.sync.fakes.server import TOKEN, Call, Clock, fine

LONG = 120.0
"""Seconds after which something hangs, even on the slowest machine."""


class Person:
    """Somebody at a terminal, with a folder of their own, whose clock runs ahead instead of waiting."""

    def __init__(self, folder: Path, fake: GitHub, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.fake, self._monkeypatch = folder, fake, monkeypatch
        monkeypatch.setattr("debtaudit.cli.sync.Time", lambda: fake.clock)
        for name, value in {"TOKEN": TOKEN, "URL": fake.address}.items():
            monkeypatch.setenv(f"DEBTAUDIT_GITHUB_{name}", value)
        monkeypatch.setenv("HOME", str(folder))

    def words(self, *words: str) -> list[str]:
        command = ["sync", "github", words[0], str(self.folder / "inventory")]
        return [*command, "--as-of", "2026-09-30", "--project", "acme/shop", *words[1:]]

    def says(self, *words: str, token: str = TOKEN) -> Said:
        self._monkeypatch.setenv("DEBTAUDIT_GITHUB_TOKEN", token)
        return run(*self.words(*words))


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    shutil.copytree(SAMPLE, tmp_path / "inventory")
    fake = GitHub(Clock(time.time()))
    with fake.on_a_port():
        yield Person(tmp_path, fake, monkeypatch)


def test_a_plan_is_looked_at_saved_and_carried_out(person: Person) -> None:
    saved = str(person.folder / "plan.json")
    planned = person.says("plan", "--top", "2", "--out", saved, "--exit-code")
    assert planned.code == 1 and "2 new issues" in planned.out
    assert person.fake.writes == []
    refused = person.says("apply", "--plan", saved)
    assert refused.code == 2
    assert "say --yes" in refused.err and person.fake.writes == []
    done = person.says("apply", "--plan", saved, "--yes")
    assert done.code == 0 and "2 of 2 done" in done.err, done.err
    assert len(person.fake.live) == 2
    again = person.says("apply", "--top", "2", "--yes")
    assert again.code == 0 and (again.out + again.err).count("nothing to do") == 1
    assert len(person.fake.live) == 2


def test_a_flood_is_refused(person: Person) -> None:
    flood = person.says("apply", "--yes", "--top", "5", "--max-creates", "3")
    assert flood.code == 4 and "say --max-creates 5" in flood.err
    assert person.fake.writes == []


def test_what_people_decided_comes_back_as_drafts_that_do_not_count(person: Person) -> None:
    person.says("apply", "--top", "3", "--yes")
    dropped, begun, done = person.fake.live
    person.fake.people_close(dropped)
    person.fake.people_take(begun, "pat")
    done.data |= {"state": "closed", "state_reason": "completed"}
    pulled = person.says("pull")
    drafts = person.folder / "inventory" / "_drafts-github.yaml"
    assert pulled.out.rstrip().endswith(str(drafts))
    text = drafts.read_text()
    assert "state: accepted" in text and "approver: unknown" in text and "expires_at: unknown" in text
    assert "state: in_progress" in text and "owner: pat" in text and text.count("state:") == 2
    assert "closed there and still found here: 2" in " ".join(pulled.out.split())
    assert "still found here" in " ".join(pulled.out.split())
    assert person.says("plan").code == 0  # the draft is not read


def test_the_doctor_tells_token_project_and_address_apart(person: Person) -> None:
    assert "everything is ready" in person.says("doctor").out
    wrong_token = person.says("doctor", token="wrong-token")
    assert wrong_token.code == 4 and "the token is wrong or has expired" in wrong_token.err
    assert "there is no repository acme/other" in person.says("doctor", "--project", "acme/other").err
    assert "cannot be reached" in person.says("doctor", "--url", "http://127.0.0.1:1").err
    assert "use https" in person.says("doctor", "--url", "http://tracker.example").err
    assert "set DEBTAUDIT_GITHUB_TOKEN" in person.says("doctor", token="").err


def test_all_that_is_missing_is_told_at_once_the_package_first(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.setenv("HOME", str(shop))
    for name in [each for each in os.environ if each.startswith("DEBTAUDIT_")]:
        monkeypatch.delenv(name)
    said = run("sync", "github", "doctor", shop, "--as-of", "2026-09-30")
    assert said.code == 4
    package, project, token, last = said.err.splitlines()[-4:]
    assert package.startswith("1. ") and package.endswith("pip install 'debtaudit[trackers]'")
    assert project.startswith("2. ") and "give it by --project" in project
    assert token.startswith("3. ") and f"set DEBTAUDIT_GITHUB_TOKEN, or write it to {shop}" in token
    assert last.endswith(
        f"3 things are missing; mend them all, then: debtaudit sync github doctor {shop} --as-of 2026-09-30"
    )


def test_the_help_names_the_package_and_where_tokens_come_from() -> None:
    said = " ".join(run("sync", "--help").out.split())
    for each in ("pip install 'debtaudit[trackers]'", "DEBTAUDIT_GITHUB_TOKEN", "~/.config/debtaudit/github.token"):
        assert each in said


def test_the_command_that_carries_out_a_saved_plan_works_as_it_is_told(person: Person) -> None:
    saved = person.folder / "a plan.json"
    said = person.says("plan", "--top", "2", "--lane", "now", "--out", str(saved), "--force-field", "title")
    [told] = [line for line in said.err.splitlines() if line.startswith("  debtaudit ")]
    words = shlex.split(told)[1:]
    assert "--top" not in words and "--lane" not in words and "--out" not in words
    done = run(*words, "--yes")
    assert done.code == 0 and re.search(r"(\d) of \1 done", done.err), done.err


def test_who_may_hear_of_all_changes_is_told_once(person: Person) -> None:
    said = person.says("plan", "--top", "3").out
    assert said.lower().count("may hear") == said.count("May hear of each of these 3 changes: ") == 1


@pytest.mark.parametrize("out", ["drafts", "."])
def test_drafts_go_to_a_yaml_file_or_nowhere(out: str, person: Person) -> None:
    refused = person.says("pull", "--out", out)
    assert refused.code == 2 and f"--out {out} is no YAML file" in refused.err
    assert person.fake.calls == []


def test_an_inventory_must_not_say_where_the_token_goes(person: Person) -> None:
    settings = person.folder / "inventory" / "debtaudit.yaml"
    settings.write_text("trackers:\n  github: {url: https://evil.example, projct: x}\n")
    refused = person.says("plan")
    assert refused.code == 3
    assert "'trackers.github.url' must not stand here" in refused.err
    assert "debtaudit.yaml:2" in refused.err and "did you mean 'project'?" in refused.err
    assert person.fake.calls == []


def test_one_issue_for_all_is_kept_in_step(person: Person) -> None:
    assert "1 of 1 done" in person.says("apply", "--mode", "single-issue", "--yes").err
    assert "nothing to do" in person.says("apply", "--mode", "single-issue", "--yes").out
    [row] = person.fake.live
    assert "| Rank | Debt |" in row.data["body"]


def test_teams_with_a_project_of_their_own_have_their_issues_there(person: Person) -> None:
    teams = person.folder / "inventory" / "organisation.yaml"
    teams.write_text(teams.read_text().replace("{jira: {project: CONV,", "{github: {project: acme/shop,"))
    teams.write_text(teams.read_text().replace("{jira: {project: INBX,", "{github: {project: acme/inbox,"))
    planned = person.says("plan", "--format", "json")
    assert "more belong into acme/inbox, as their teams say" in planned.err
    assert "more belong into no team's project" in planned.err
    ours = {each["finding"] for each in json.loads(planned.out)["actions"]}
    whole = json.loads(run("backlog", person.folder / "inventory", "--as-of", "2026-09-30", "--format", "json").out)
    owners = {each["id"]: each["owner"] for each in whole["findings"]}
    assert ours and {owners[each] for each in ours} == {"conversations"}


def test_a_plan_for_programs(person: Person) -> None:
    said = json.loads(person.says("plan", "--top", "1", "--format", "json").out)
    assert said["format"] == "debtaudit-sync-plan" and [each["kind"] for each in said["actions"]] == ["create"]


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("ended_by", [signal.SIGKILL, signal.SIGINT])
def test_killed_while_the_server_works_it_goes_on_without_a_second_issue(person: Person, ended_by: int) -> None:
    arrived, go_on = Event(), Event()

    def hold_the_second(call: Call) -> None:
        if call.method == "POST" and len(person.fake.live) == 1:
            arrived.set()
            go_on.wait(LONG)

    person.fake.faults.append(hold_the_second)
    command = [sys.executable, "-m", "debtaudit", *person.words("apply", "--top", "4", "--yes")]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert arrived.wait(LONG)
    running.send_signal(ended_by)
    if ended_by == signal.SIGKILL:
        running.wait(LONG)  # the server goes on with what it was asked, and nobody hears of it
    go_on.set()
    assert running.wait(LONG) == (-signal.SIGKILL if ended_by == signal.SIGKILL else 130)
    person.fake.settled()
    assert len(person.fake.live) == 2
    assert "done" in person.says("apply", "--top", "4", "--yes").err
    marks = person.fake.marks()
    assert len(marks) == len(set(marks)) == 4


def test_the_token_is_in_nothing_that_is_left_behind(person: Person) -> None:
    saved = str(person.folder / "plan.json")
    outputs = [person.says("apply", "--top", "2", "--yes", "-v"), person.says("plan", "--out", saved)]
    person.fake.faults.append(lambda _call: fine({"message": f"bad token {TOKEN}"}, 401))
    outputs.append(person.says("plan", "-v"))
    left = [path.read_bytes() for path in person.folder.rglob("*") if path.is_file()]
    assert not any(TOKEN in each.out + each.err for each in outputs)
    assert not any(TOKEN.encode() in each for each in left)
