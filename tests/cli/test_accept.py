from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import DAY, SAMPLE, Said, run

DRIFT = "unmonitored-concept-drift@intent"


def accept(
    root: Path, *, finding: str = DRIFT, until: str = "2026-12-01", by: str = "ana", approver: str = "max"
) -> Said:
    words = ("--until", until, "--by", by, "--approver", approver, "--reason", "new shop in May", "--as-of", DAY)
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


def test_a_second_decision_stands_beside_the_first(shop: Path) -> None:
    accept(shop)
    accept(shop, finding="unmonitored-data-drift@intent")
    assert (shop / "decisions.yaml").read_text().count("state: accepted") == 2
    assert run("check", shop, "--as-of", DAY).code == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"approver": "Ana"}, "cannot approve it"),
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
