from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import DAY, SAMPLE, Said, run

WRITTEN = """\
# Settled with finance in May.
policy:
  day_cost: 820   # a day of an engineer
  detect_customer: 10
report: {headline: The chatbot first}
"""


@pytest.fixture
def company(tmp_path: Path) -> Path:
    folder = tmp_path / "company"
    shutil.copytree(SAMPLE, folder)
    return folder


def calibrate(root: Path, *words: str, until: str = DAY) -> Said:
    return run("calibrate", root, "--until", until, *words)


def test_what_is_fitted_is_told_apart_from_what_stays_a_default() -> None:
    made = json.loads(calibrate(SAMPLE, "--format", "json").out)
    how = {each["category"]: each["how"] for each in made["categories"]}
    assert (how["pipeline"], how["model"], how["governance"]) == ("fitted", "fitted", "default")
    for each in made["categories"]:
        assert (each["how"] == "fitted") == (each["incidents"] >= 10 and each["assets"] >= 8), each
    pipeline = next(each for each in made["categories"] if each["category"] == "pipeline")
    assert 1 < pipeline["times_p10"] < pipeline["times"] < pipeline["times_p90"]
    days = {each["setting"]: each["how"] for each in made["measured"]}
    assert (days["policy.detect_customer"], days["policy.detect_automated"]) == ("fitted", "default")
    assert days["policy.resolve_days"] == "log"
    assert {each["setting"] for each in made["changes"]} >= {"categories.pipeline.rate_ratio", "policy.detect_customer"}
    assert not {each["setting"] for each in made["changes"]} & {"policy.resolve_days", "policy.outage_days"}
    assert [each["category"] for each in made["efforts"]] == ["pipeline"]
    assert made["scores"]["beats_base_rate"] is True
    assert made["held_out"]["fitted_until"] == "2026-03-31"
    assert made["before"]["interest"]["mean"] != made["after"]["interest"]["mean"]


def test_the_table_says_it_in_words() -> None:
    said = calibrate(SAMPLE)
    out = " ".join(said.out.split())
    assert said.code == 0
    assert "Merrowline, until 30 September 2026: 66 incidents on record since 8 October 2024." in out
    assert "pipeline 12 8.9 18.8 fitted 1.7 1.1–2.6 3.4" in out
    assert "governance 4 1.5 0.6 default" in out
    assert "settings are still defaults" in out
    assert "Fitted until 31 March 2026 only" in out


def test_nothing_is_written_unless_asked(company: Path) -> None:
    before = {path: path.read_bytes() for path in company.rglob("*") if path.is_file()}
    calibrate(company)
    assert {path: path.read_bytes() for path in company.rglob("*") if path.is_file()} == before


def test_the_yaml_is_what_is_written(company: Path) -> None:
    text = calibrate(company, "--format", "yaml").out
    said = calibrate(company, "--format", "yaml", "--write")
    assert said.code == 0
    assert (company / "debtaudit.yaml").read_text() == text
    assert set(yaml.safe_load(text)) == {"categories", "policy"}
    assert run("check", company, "--as-of", DAY).code == 0


def test_settings_that_people_wrote_stay_as_they_are(company: Path) -> None:
    settings = company / "debtaudit.yaml"
    settings.write_text(WRITTEN)
    assert calibrate(company, "--write").code == 0
    after = settings.read_text()
    assert after.startswith("# Settled with finance in May.\npolicy:\n  day_cost: 820   # a day of an engineer\n")
    assert "report: {headline: The chatbot first}\n" in after
    assert yaml.safe_load(after)["policy"]["detect_customer"] == pytest.approx(2.27)


@pytest.mark.slow
def test_what_was_written_prices_the_backlog(company: Path) -> None:
    def events() -> float:
        tree = json.loads(run("backlog", company, "--as-of", DAY, "--format", "json").out)
        found = next(each for each in tree["findings"] if each["id"] == "pipeline-jungle@chat-order-join")
        return float(found["likelihood"]["events_per_quarter"])

    before = events()
    calibrate(company, "--write")
    assert events() > before
    out = run("explain", "pipeline-jungle@chat-order-join", company, "--as-of", DAY).out
    assert "as your own incidents say" in " ".join(out.split())


@pytest.mark.slow
def test_a_second_calibration_on_the_same_log_finds_nothing_to_move(company: Path) -> None:
    calibrate(company, "--write")
    before = (company / "debtaudit.yaml").read_bytes()
    again = calibrate(company, "--write")
    assert "Nothing: no setting has enough evidence to be moved." in " ".join(again.out.split())
    assert (company / "debtaudit.yaml").read_bytes() == before


def test_weights_change_at_quarter_ends_only(company: Path) -> None:
    said = calibrate(company, "--write", until="2026-09-12")
    assert said.code == 2
    assert "settings change only then; the last one was 2026-06-30" in said.err
    assert not (company / "debtaudit.yaml").exists()
    assert calibrate(company, until="2026-09-12").code == 0  # looking is free


@pytest.mark.slow
def test_what_came_later_is_not_learnt_from(company: Path) -> None:
    early = calibrate(company, "--format", "json", until="2026-03-31").out
    for path in (company / "incidents").glob("2026.yaml"):
        kept = yaml.safe_load(path.read_text())
        kept["incidents"] = [each for each in kept["incidents"] if str(each["detected_at"]) < "2026-04-01"]
        path.write_text(yaml.safe_dump(kept, sort_keys=False))
    assert (
        json.loads(calibrate(company, "--format", "json", until="2026-03-31").out)["changes"]
        == (json.loads(early)["changes"])
    )


def test_a_file_that_cannot_be_added_to_is_left_alone(company: Path) -> None:
    settings = company / "debtaudit.yaml"
    settings.write_text("policy: unknown\n")
    said = calibrate(company, "--write")
    assert said.code == 2
    assert "`--format yaml` prints what to put there" in said.err
    assert settings.read_text() == "policy: unknown\n"


def test_a_day_that_does_not_exist_is_wrong_use() -> None:
    said = calibrate(SAMPLE, until="2026-09-31")
    assert (said.code, said.err) == (
        2, "debtaudit: --until 2026-09-31: there is no such day; write it as 2026-09-30\n"
    )  # fmt: skip


def test_several_inventories_are_one_log(company: Path, tmp_path: Path) -> None:
    apart = tmp_path / "incidents-apart"
    (company / "incidents").rename(apart)
    out = " ".join(run("calibrate", company, apart, "--until", DAY).out.split())
    assert "66 incidents on record" in out


def test_an_empty_log_moves_nothing(shop: Path) -> None:
    said = calibrate(shop, "--write")
    assert said.code == 0
    assert "nothing was written" in said.err
    assert not (shop / "debtaudit.yaml").exists()
