"""`debtaudit` without a command: what to do next in this folder."""

from __future__ import annotations

import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.cli import app
from debtaudit.cli._next import next_steps
from debtaudit.inventory import glance, load
from tests.cli.conftest import DAY, ROOT, SAMPLE, SHOP, run

TODAY = date(2026, 9, 30)
ANSWERED = """
answers:
  - {question: q-live-quality, asset: intent, level: 1, by: Ada, at: 2026-09-01}
  - {question: q-live-quality, asset: fraud, level: 1, by: Ada, at: 2026-09-01}
"""


def commands(folder: Path) -> list[str]:
    """Return the commands that are shown for a folder, as a shell would run them."""
    lines = next_steps(folder, TODAY).text.splitlines()
    assert len(lines) <= 5
    return [shlex.join(shlex.split(line, comments=True)) for line in lines[1:] if " # " in line]


def verbs(folder: Path) -> list[str]:
    return [words.split()[1] for words in commands(folder) if words.startswith("debtaudit ")]


def test_in_an_empty_folder_there_are_four_ways_to_begin(tmp_path: Path) -> None:
    assert commands(tmp_path) == [
        "debtaudit audit",
        "debtaudit init inventory",
        "debtaudit collect --list",
        "debtaudit init example --example",
    ]


def test_beside_a_dbt_project_its_facts_can_be_had_at_once(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "manifest.json").write_text("{}")
    assert "debtaudit collect dbt target" in commands(tmp_path)


@pytest.mark.parametrize(
    "text",
    ["version: 2\nmodels: [{name: orders}]\n", "name: shop\nversion: 1.0.0\nprofile: shop\nmodels: {shop: {}}\n",
     "services: {web: {image: x}}\n", "just text\n"],
)  # fmt: skip
def test_yaml_of_other_tools_is_no_inventory(text: str, tmp_path: Path) -> None:
    (tmp_path / "schema.yml").write_text(text)
    assert commands(tmp_path)[0] == "debtaudit audit"


def test_the_starter_is_to_be_filled_in_first(tmp_path: Path) -> None:
    run("init", tmp_path / "inventory")
    first, *others = commands(tmp_path)
    assert "inventory/inventory.yaml" in first
    assert others == ["debtaudit check inventory", "debtaudit backlog inventory"]
    file = tmp_path / "inventory" / "inventory.yaml"
    file.write_text(file.read_text().replace("Our company", "Tiny Shop"))
    assert verbs(tmp_path)[:2] == ["audit", "backlog"]


def test_an_inventory_with_errors_is_mended_first(shop: Path) -> None:
    (shop / "all.yaml").write_text(SHOP.replace("status: production", "status: live"))
    said = next_steps(shop, TODAY).text
    assert "2 errors" in said and "all.yaml:9:" in said
    assert commands(shop) == ["debtaudit check"]


def test_settings_with_errors_are_mended_first(shop: Path) -> None:
    (shop / "debtaudit.yaml").write_text("polcy: {}\n")
    assert commands(shop) == ["debtaudit check"]


def test_what_nobody_answered_is_asked_first(shop: Path) -> None:
    assert verbs(shop) == ["audit", "backlog", "report", "snapshot"]
    with (shop / "all.yaml").open("a") as file:
        file.write(ANSWERED)
    assert verbs(shop) == ["backlog", "report", "snapshot"]


def test_a_quarter_without_its_snapshot_is_frozen_and_then_compared(shop: Path) -> None:
    assert "debtaudit snapshot" in commands(shop)
    run("snapshot", shop, "--as-of", DAY)
    assert "debtaudit kpis" in commands(shop)
    run("snapshot", shop, "--as-of", "2026-06-30")
    assert "debtaudit compare 2026-Q2 now" in commands(shop)


def test_the_fiscal_year_tells_the_quarter(shop: Path) -> None:
    (shop / "all.yaml").write_text(SHOP.replace("currency: EUR", "currency: EUR, fiscal_year_start: 7"))
    assert "2027-Q1 is not in the ledger" in next_steps(shop, TODAY).text


def test_the_sample_company_is_looked_at_on_its_own_day(tmp_path: Path) -> None:
    run("init", tmp_path / "example", "--example")
    assert "debtaudit backlog example --as-of 2026-09-30" in commands(tmp_path)


def test_the_sample_company_is_not_mixed_with_ones_own(shop: Path) -> None:
    run("init", shop.parent / "example", "--example")
    assert "debtaudit backlog shop" in commands(shop.parent)
    assert "example" not in next_steps(shop.parent, TODAY).text


def test_settings_alone_are_no_inventory_yet(tmp_path: Path) -> None:
    (tmp_path / "debtaudit.yaml").write_text("policy: {day_cost: 900}\n")
    assert verbs(tmp_path) == ["init", "audit", "collect"]


def test_inventories_side_by_side_can_be_taken_as_one(tmp_path: Path) -> None:
    for team in ("chat", "our trust"):
        (tmp_path / team).mkdir()
        (tmp_path / team / "a.yaml").write_text("models: []\n")
    assert "debtaudit check chat 'our trust'" in commands(tmp_path)


def test_every_command_that_is_shown_is_there_and_can_be_pasted(shop: Path, tmp_path: Path) -> None:
    known = set(typer.main.get_group(app).commands)
    assert set(verbs(shop)) | set(verbs(tmp_path)) <= known


def test_it_answers_on_the_command_line_without_an_audit(shop: Path) -> None:
    code = (
        "import sys\nsys.argv = ['debtaudit']\nfrom debtaudit.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    print(end.code)\n"
        "print(sorted({'networkx', 'numpy', 'rich', 'debtaudit.flow', 'debtaudit.detectors'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=shop, capture_output=True, text=True, check=True,
                          env={"PYTHONPATH": str(ROOT)})  # fmt: skip
    assert done.stdout.startswith("The inventory in this folder holds 3 assets")
    assert done.stdout.splitlines()[-2:] == ["0", "[]"]


def test_a_glance_sees_the_ids_that_reading_finds() -> None:
    seen = glance.ids(SAMPLE)
    known = load(SAMPLE)
    assert glance.assets(SAMPLE) == tuple(sorted(known.assets))
    assert seen["teams"] == tuple(sorted(known.teams))


@given(st.binary(max_size=300) | st.text(alphabet="models:id {}[]-,\n\tab", max_size=80).map(str.encode))
def test_a_glance_never_fails(content: bytes) -> None:
    text = content.decode("utf-8", "replace")
    assert all(id_ in text for _, part in glance._sections(text) for id_ in glance._ids(part))


@pytest.mark.parametrize(
    "text",
    ["models: [{id: a}, {status: production, id: b}]\n", "models:\n- id: a\n- {owner: x, id: b}\n",
     "models:\n  - id: a\n    steps:\n      - id: c\n  - 'x': y\n    id: b\n"],
)  # fmt: skip
def test_a_glance_reads_ids_in_every_way_to_write_them(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(text)
    assert glance.ids(tmp_path) == {"models": ("a", "b")}
