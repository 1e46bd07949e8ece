from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import DAY, SAMPLE, Said, run

DRIFT = "unmonitored-concept-drift@intent"


def accept(
    root: Path, *, finding: str = DRIFT, until: str = "2026-12-01", by: str = "ana", approver: str = "max",
    reason: str = "new shop in May",
) -> Said:  # fmt: skip
    words = ("--until", until, "--by", by, "--approver", approver, "--reason", reason, "--as-of", DAY)
    return run("accept", finding, root, *words)


def state(root: Path, day: str = DAY) -> tuple[str, str]:
    tree = json.loads(run("backlog", root, "--as-of", day, "--format", "json").out)
    return next((each["state"], each["lane"]) for each in tree["findings"] if each["id"] == DRIFT)


def test_an_accepted_debt_rests_until_its_day_and_then_comes_back(shop: Path) -> None:
    said = accept(shop)
    assert (said.code, said.out) == (0, f"{shop / 'decisions.yaml'}\n")
    assert state(shop) == ("accepted", "accepted")
    assert state(shop, "2026-12-02")[0] == "open"


def test_a_decision_is_added_to_those_that_people_wrote_and_their_text_stays(tmp_path: Path) -> None:
    before = (SAMPLE / "decisions.yaml").read_text()
    for path in SAMPLE.rglob("*.yaml"):
        copy = tmp_path / path.relative_to(SAMPLE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text())
    said = accept(tmp_path, finding="static-test-set@tone")
    assert said.code == 0, said.err
    after = (tmp_path / "decisions.yaml").read_text()
    assert after.startswith(before.rstrip("\n"))
    assert "static-test-set@tone" in after.removeprefix(before.rstrip("\n"))
    assert run("check", tmp_path, "--as-of", DAY).code == 0


def test_an_inventory_of_one_file_gets_the_decision_in_that_file(shop: Path) -> None:
    one, before = shop / "all.yaml", (shop / "all.yaml").read_text()
    for number in (1, 2):
        assert accept(one, reason=f"reason {number}").out == f"{one}\n"
    assert one.read_text().startswith(before.rstrip()) and one.read_text().count("state: accepted") == 2
    assert state(one) == ("accepted", "accepted") and not (shop / "decisions.yaml").exists()


@pytest.mark.parametrize("first", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_end_as_they_did_and_a_mark_at_the_beginning_stays(shop: Path, first: str, end: str) -> None:
    assert accept(shop, finding="unmonitored-data-drift@intent").code == 0
    target = shop / "decisions.yaml"
    before = first + target.read_text().replace("\n", end)
    target.write_bytes(before.encode())
    assert accept(shop).code == 0
    after = target.read_bytes().decode()
    assert after.startswith(before) and after.count("state: accepted") == 2
    assert after.count("\n") == after.count(end) and run("check", shop, "--as-of", DAY).code == 0


def test_a_second_decision_stands_beside_the_first(shop: Path) -> None:
    accept(shop)
    accept(shop, finding="unmonitored-data-drift@intent")
    assert (shop / "decisions.yaml").read_text().count("state: accepted") == 2
    assert run("check", shop, "--as-of", DAY).code == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"approver": "Ana"}, "cannot approve it"),
        ({"reason": ""}, "--reason is empty"),
        ({"by": " "}, "--by is empty"),
        ({"approver": "\t"}, "--approver is empty"),
        ({"finding": "unmonitored-concept-drift"}, f"name one of {DRIFT}"),
        ({"until": "2026-09-30"}, "is not ahead of"),
        ({"until": "2030-01-01"}, "can be accepted for"),
        ({"finding": "unmonitored-concept-drift@intend"}, f"did you mean '{DRIFT}'"),
    ],
)
def test_what_may_not_be_accepted_is_told_and_nothing_is_written(change: dict[str, str], says: str, shop: Path) -> None:
    said = accept(shop, **change)
    assert said.code == 2
    assert says in said.err
    assert not (shop / "decisions.yaml").exists()


def test_a_file_that_cannot_be_added_to_is_left_alone(shop: Path) -> None:
    text = "decisions: [{finding: glue-code@none, state: repaid}]\n"
    (shop / "decisions.yaml").write_text(text)
    said = accept(shop)
    assert said.code == 2
    assert f"finding: {DRIFT}" in said.err
    assert (shop / "decisions.yaml").read_text() == text


def test_a_file_that_the_loader_would_refuse_is_not_written(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("debtaudit.inventory.write.dump", lambda _document: "decisions:\n  - finding: x@y\n")
    said = accept(shop)
    assert (said.code, said.out) == (2, "")
    assert "nothing was written" in said.err
    assert not (shop / "decisions.yaml").exists()


@pytest.mark.parametrize("reason", ["unknown", "none", "12", 'it says: "later" # soon', "- a\n- b"])
def test_whatever_the_reason_is_the_inventory_can_still_be_read(reason: str, shop: Path) -> None:
    assert accept(shop, reason=reason).code == 0
    assert state(shop) == ("accepted", "accepted")


def test_accepting_the_same_twice_writes_it_once(shop: Path) -> None:
    accept(shop)
    text = (shop / "decisions.yaml").read_text()
    said = accept(shop)
    assert (said.code, said.out) == (0, "")
    assert "accepted already until 2026-12-01" in said.err
    assert (shop / "decisions.yaml").read_text() == text


def test_of_two_decisions_on_one_day_the_later_one_holds(shop: Path) -> None:
    accept(shop, until="2026-10-05")
    said = accept(shop, until="2026-12-01")
    assert "instead of the decision before" in said.err
    assert state(shop, "2026-11-01") == ("accepted", "accepted")


@pytest.mark.parametrize("command", [("explain", DRIFT), ("backlog", "--lane", "accepted")])
def test_who_accepted_why_and_until_when_is_told_wherever_it_is_looked_for(
    command: tuple[str, ...], shop: Path
) -> None:
    accept(shop)
    said = " ".join(run(command[0], *command[1:], shop, "--as-of", DAY).out.split())
    assert "Accepted until 1 December 2026, carried by ana, approved by max: new shop in May." in said


@pytest.mark.parametrize("unseen", ["\u200b", "&#8203;", "\ufeff"])
def test_an_id_that_is_pasted_from_a_ticket_is_found(unseen: str, shop: Path) -> None:
    pasted = DRIFT.replace("@", f"@{unseen}")
    assert run("explain", pasted, shop, "--as-of", DAY).code == 0
    assert accept(shop, finding=pasted).code == 0
    assert f"finding: {DRIFT}\n" in (shop / "decisions.yaml").read_text()
