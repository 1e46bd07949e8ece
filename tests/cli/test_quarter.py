"""The quarter on the command line: snapshot, compare, kpis."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import DAY, SAMPLE, run

JUNE = "2026-06-30"


@pytest.fixture
def kept(shop: Path) -> Path:
    """A shop with a snapshot of June."""
    assert run("snapshot", shop, "--as-of", JUNE).code == 0
    return shop


def test_a_snapshot_is_kept_beside_the_inventory_and_the_same_audit_gives_the_same_bytes(shop: Path) -> None:
    said = run("snapshot", shop, "--as-of", DAY)
    path = shop / "ledger" / "2026-Q3.yaml"
    assert (said.code, said.out) == (0, f"{path}\n")
    assert "2026-Q3: " in said.err and " a quarter" in said.err
    first = path.read_bytes()
    assert run("snapshot", shop, "--as-of", DAY).code == 0
    assert path.read_bytes() == first


def test_a_snapshot_in_an_inventory_is_no_part_of_it(shop: Path) -> None:
    before = run("backlog", shop, "--as-of", DAY, "--format", "json").out
    run("snapshot", shop, "--as-of", DAY)
    run("snapshot", shop, "--as-of", DAY, "--out", shop / "elsewhere.yaml")
    assert run("backlog", shop, "--as-of", DAY, "--format", "json").out == before
    assert run("check", shop).code == 0


def test_a_snapshot_that_says_something_else_is_not_overwritten_by_chance(kept: Path) -> None:
    path = kept / "ledger" / "2026-Q2.yaml"
    before = path.read_bytes()
    said = run("snapshot", kept, "--as-of", "2026-05-31")
    assert said.code == 2 and "is there already and says something else; --replace takes it anew" in said.err
    assert path.read_bytes() == before
    assert run("snapshot", kept, "--as-of", "2026-05-31", "--replace").code == 0
    assert path.read_bytes() != before


def test_a_past_quarter_is_asked_for_by_name(shop: Path) -> None:
    said = run("snapshot", shop, "--quarter", "2025-q4")
    assert said.code == 0 and (shop / "ledger" / "2025-Q4.yaml").read_text().count("as_of: 2025-12-31\n") == 1
    assert run("snapshot", shop, "--quarter", "2025-Q9").err == (
        "debtaudit: --quarter: '2025-Q9' is no quarter; write it as 2026-Q3\n"
    )
    assert "does not lie in 2025-Q4" in run("snapshot", shop, "--quarter", "2025-Q4", "--as-of", DAY).err
    assert "has not begun" in run("snapshot", shop, "--quarter", "2999-Q1").err


def test_a_quarter_that_is_under_way_says_so(shop: Path) -> None:
    said = run("snapshot", shop, "--as-of", "2026-08-15").err
    assert "2026-Q3 (until 2026-09-30, seen on 2026-08-15)" in said
    assert "this quarter runs until 2026-09-30; take it again with --replace when it is over" in said
    assert "take it again" not in run("snapshot", shop, "--as-of", DAY, "--replace").err


def test_a_quarter_is_compared_with_today_unless_another_is_named(kept: Path) -> None:
    words = ("--as-of", DAY, "--format", "json")
    whole = run("compare", "2026-Q2", "now", kept, *words)
    assert whole.code == 0 and run("compare", "2026-Q2", kept, *words) == whole


def test_a_ledger_of_the_folder_in_which_all_lies_is_told_of(kept: Path) -> None:
    note = f"note: {kept}/ has a ledger of its own, not read from here; did you mean '{kept}'?"
    assert note in run("kpis", kept.parent, "--as-of", DAY).err
    assert "note: " not in run("kpis", kept, "--as-of", DAY).err
    (kept.parent / "more.yaml").write_text("teams: [{id: more}]\n")
    assert "note: " not in run("kpis", kept.parent, "--as-of", DAY).err


def test_quarters_follow_the_fiscal_year(shop: Path) -> None:
    (shop / "year.yaml").write_text(
        "source: {kind: collector, name: hr, at: 2026-01-01}\norganisation: {fiscal_year_start: 7}\n"
    )
    said = run("snapshot", shop, "--as-of", DAY)
    assert said.out == f"{shop / 'ledger' / '2027-Q1.yaml'}\n"


def test_several_quarters_are_made_at_once(shop: Path) -> None:
    said = run("snapshot", shop, "--as-of", DAY, "--quarters", "3")
    assert [Path(line).stem for line in said.out.splitlines()] == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert run("snapshot", shop, "--quarters", "2", "--out", shop / "x.yaml").code == 2


def test_changed_settings_are_told_apart_from_changed_debt(kept: Path) -> None:
    (kept / "debtaudit.yaml").write_text("policy: {day_cost: 1400}\nlimits: {stale-model: {}}\n")
    made = json.loads(
        run("compare", "2026-Q2", "now", kept, "--as-of", JUNE.replace("06-30", "07-01"), "--format", "json").out
    )
    assert made["notes"] == []
    assert made["parts"]["re_scored"]["interest"] > 0
    assert abs(made["parts"]["grown"]["interest"]) < made["parts"]["re_scored"]["interest"]


def test_the_parts_of_a_comparison_add_up_in_json(kept: Path) -> None:
    made = json.loads(run("compare", "2026-Q2", "now", kept, "--as-of", DAY, "--format", "json").out)
    assert (made["format"], made["version"]) == ("debtaudit-comparison", 1)
    for name in ("findings", "interest", "days", "cost"):
        cents = [round(100 * each[name]) for each in (made["opening"], *made["parts"].values())]
        assert sum(cents) == round(100 * made["closing"][name])


def test_a_comparison_says_what_a_board_needs() -> None:
    said = run("compare", "2026-Q2", "2026-Q3", SAMPLE)
    assert said.code == 0
    rows = [line.split("  ")[0].strip() or line.strip().split("  ")[0] for line in said.out.splitlines()]
    assert {"open in 2026-Q2", "repaid", "clarified", "new", "grown", "shrunk", "accepted", "open in 2026-Q3"} <= set(
        rows
    )
    assert "manual-retraining@order-intent" in said.out
    assert max(map(len, said.out.splitlines())) <= 100
    mail = run("compare", "2026-Q2", "2026-Q3", SAMPLE, "--format", "md").out
    assert "| **open in 2026-Q2** |" in mail


def test_a_quarter_without_a_snapshot_is_refused_with_those_that_are_there(kept: Path) -> None:
    assert run("compare", "2026-Q1", "2026-Q2", kept).err == (
        "debtaudit: there is no snapshot '2026-Q1'; did you mean '2026-Q2'?\n"
    )
    assert "take one with `debtaudit snapshot`" in run("compare", "a", "b", SAMPLE / "incidents").err


def test_a_damaged_snapshot_stops_everything_that_reads_the_ledger(kept: Path) -> None:
    path = kept / "ledger" / "2026-Q2.yaml"
    path.write_text(path.read_text()[:-200])
    for words in (("kpis", kept), ("compare", "2026-Q2", "now", kept), ("snapshot", kept, "--as-of", DAY)):
        said = run(*words)
        assert said.code == 3 and f"{path}:" in said.err and said.out == "", words
    assert run("snapshot", kept, "--as-of", JUNE, "--replace").code == 0
    assert run("kpis", kept, "--as-of", DAY).code == 0


def test_key_figures_name_what_is_not_known(shop: Path) -> None:
    said = run("kpis", shop, "--as-of", DAY)
    assert said.code == 0
    known, missing = said.out.split("No data\n")
    assert "How much we see" in known and "Time to resolve an AI incident" in missing
    assert "No incident is on record" in missing


def test_one_key_figure_is_told_with_all_that_belongs_to_it() -> None:
    said = run("kpis", SAMPLE, "--as-of", DAY, "--only", "customer-satisfaction")
    assert "rank correlation" in said.out and "Before: 2025-Q2 " in said.out
    assert run("kpis", SAMPLE, "--only", "custmer-satisfaction").err == (
        "debtaudit: --only custmer-satisfaction: there is no such key figure; did you mean 'customer-satisfaction'?\n"
    )


def test_key_figures_in_json_keep_no_data_apart_from_0() -> None:
    made = json.loads(run("kpis", SAMPLE, "--as-of", DAY, "--format", "json").out)
    assert (made["format"], made["version"], made["quarter"], made["since"]) == (
        "debtaudit-kpis", 1, "2026-Q3", "2026-Q2",
    )  # fmt: skip
    kpis = {each["id"]: each for each in made["kpis"]}
    assert len(kpis) == 27
    assert kpis["customer-retention-gap"]["value"] is None and kpis["customer-retention-gap"]["note"]
    assert kpis["alert-precision"]["interval"]["level"] == 0.9
    assert kpis["alert-precision"]["history"][0]["quarter"] == "2025-Q2"


def test_a_target_of_the_settings_counts_and_a_wrong_one_is_refused(shop: Path) -> None:
    settings = shop / "debtaudit.yaml"
    settings.write_text("targets: {inventory-coverage: 5%}\n")
    made = json.loads(run("kpis", shop, "--as-of", DAY, "--only", "inventory-coverage", "--format", "json").out)
    assert (made["kpis"][0]["target"], made["kpis"][0]["target_met"]) == (0.05, True)
    settings.write_text("targets: {inventory-coverge: 5%}\n")
    said = run("kpis", shop)
    assert said.code == 3
    assert said.err == (
        "debtaudit: debtaudit.yaml:1:11: there is no key figure 'inventory-coverge'; "
        "did you mean 'inventory-coverage'?\n"
    )


def test_prometheus_reads_key_figures_without_a_complaint(tmp_path: Path) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        if os.environ.get("CI") == "true":
            pytest.fail("promtool is missing: apt-get install prometheus")
        pytest.skip("promtool is not installed (Debian: prometheus)")
    (tmp_path / "all.yaml").write_text('organisation: {name: "A\\"b\\\\c", currency: EUR}\n')
    for root in (SAMPLE, tmp_path):
        text = run("kpis", root, "--as-of", DAY, "--format", "prometheus").out
        done = subprocess.run([promtool, "check", "metrics"], input=text.encode(), capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_figure_without_data_has_no_sample() -> None:
    lines = run("kpis", SAMPLE, "--as-of", DAY, "--format", "prometheus").out.splitlines()
    assert 'debtaudit_kpi_known{kpi="customer-retention-gap"} 0' in lines
    assert not [line for line in lines if line.startswith("debtaudit_kpi_customer_retention_gap")]
    assert "debtaudit_kpi_incident_resolution_time_seconds 42750" in lines


@pytest.mark.slow
def test_the_sample_ships_six_quarters_that_the_program_made_itself(tmp_path: Path) -> None:
    said = run("snapshot", SAMPLE, "--as-of", DAY, "--quarters", "6", "--ledger", tmp_path / "ledger")
    made = {path.name: path.read_text() for path in (tmp_path / "ledger").iterdir()}
    shipped = {path.name: path.read_text() for path in (SAMPLE / "ledger").iterdir()}
    assert said.code == 0 and len(made) == 6
    again = "debtaudit snapshot sample_inventory --as-of 2026-09-30 --quarters 6 --replace"
    assert made == shipped, f"rules, prices or the sample changed: take its snapshots again with `{again}`"


def test_a_brief_for_mail_says_what_changed_since_the_quarter_before(kept: Path) -> None:
    said = run("report", kept, "--as-of", DAY, "--md").out
    assert "first measurement" not in said and "in 2026-Q2" in said
