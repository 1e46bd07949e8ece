from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import DAY, SAMPLE, run, run_alone


def test_two_years_of_the_sample_beat_the_base_rate_and_the_order_finds_the_cost() -> None:
    said = run("backtest", SAMPLE, "--as-of", DAY, "--format", "json")
    made = json.loads(said.out)
    scores = made["scores"]
    assert (said.code, made["format"], made["version"]) == (0, "debtaudit-backtest", 1)
    assert len(made["quarters"]) == len(scores["totals"]) == 7
    assert scores["beats_base_rate"] is True
    assert scores["brier"] < scores["brier_base_rate"] and scores["log"] < scores["log_base_rate"]
    assert scores["top_fifth"]["cost"] > 0.3 and scores["top_fifth"]["incidents"] > 0.3
    assert sum(each["forecasts"] for each in scores["reliability"]) == scores["forecasts"] > 400
    assert sum(each["inside"] for each in scores["totals"]) >= 6
    assert sum(each["inside"] for each in scores["by_category"]) > 0.9 * len(scores["by_category"])
    assert sum(each["incidents"] for each in made["quarters"]) == 58  # all since the first quarter, twins left out


def test_the_table_says_it_in_words() -> None:
    out = " ".join(run("backtest", SAMPLE, "--as-of", DAY).out.split())
    assert out.startswith("Merrowline: forecasts of seven quarters, from 31 December 2024 to 30 September 2026")
    assert "The forecasts beat a constant base rate of 10%" in out
    assert "7 of 7 inside their range" in out
    assert "by chance it would be 20%" in out
    assert "Facts of assets bear no date" in out


def test_forecasts_that_are_no_better_than_a_constant_are_said_to_be_none(tmp_path: Path) -> None:
    """Whatever happens falls on what the audit holds for safe, and never twice on the same."""
    incidents = "".join(
        f"  - {{id: inc-{month}, detected_at: 2026-{month:02}-11T09:00:00Z, assets: [quiet-{month}],"
        " debts: [missing-documentation]}\n" for month in range(1, 10)
    )  # fmt: skip
    risky = "".join(
        f"  - {{id: risky-{number}, status: production, monitoring: {{quality: none, data_drift: none, service: none}},"
        " volatility: high}\n" for number in range(9)
    )  # fmt: skip
    quiet = "".join(
        f"  - {{id: quiet-{month}, status: production, volatility: low, documentation: {{card_updated_at: none}}}}\n"
        for month in range(1, 10)
    )
    (tmp_path / "all.yaml").write_text(f"models:\n{risky}{quiet}incidents:\n{incidents}")
    out = " ".join(run("backtest", tmp_path, "--as-of", DAY).out.split())
    assert "The forecasts do not beat a constant base rate" in out
    assert "read the backlog as an order, not as chances" in out


def test_without_a_log_it_says_what_it_takes(shop: Path) -> None:
    said = run("backtest", shop, "--as-of", DAY)
    assert said.code == 0
    assert said.out.startswith("There is nothing to hold forecasts against")
    assert json.loads(run("backtest", shop, "--as-of", DAY, "--format", "json").out)["scores"] is None


def test_an_inventory_with_errors_is_not_replayed(shop: Path) -> None:
    (shop / "more.yaml").write_text("modells: []\n")
    assert run("backtest", shop).code == 3


def test_the_same_input_gives_the_same_bytes() -> None:
    one, other = (run_alone("backtest", SAMPLE, "--as-of", DAY, PYTHONHASHSEED=seed).out for seed in ("1", "2"))
    assert one == other


def test_wrong_settings_and_debts_that_cannot_run_are_told(shop: Path) -> None:
    (shop / "debtaudit.yaml").write_text("categories: {dat: {rate_ratio: 2}}\n")
    for command in ("backtest", "calibrate"):
        said = run(command, shop)
        assert said.code == 3
        assert "unknown setting 'categories.dat'; did you mean 'data'?" in said.err
    (shop / "debtaudit.yaml").write_text("debts: {folder: ours}\n")
    (shop / "ours").mkdir()
    (shop / "ours" / "broken.py").write_text("1 / 0\n")
    for words in (("backtest", shop, "--as-of", DAY), ("calibrate", shop, "--until", DAY, "--write")):
        said = run(*words)
        assert said.code == 4
        assert "the audit is not complete" in said.err
    assert (shop / "debtaudit.yaml").read_text() == "debts: {folder: ours}\n"
