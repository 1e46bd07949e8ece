"""What an editor makes of the schema, asked of the language server that editors use, which npm brings in for this."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from debtaudit.domain.policy import Policy
from debtaudit.inventory.schema import schema
from tests.inventory.editor import PATIENCE, Editor

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_inventory"
FILES = sorted(path for path in SAMPLE.rglob("*.yaml") if path.parent.name != "ledger")  # snapshots state nothing

TYPED = """\
models:
  - id: intent
    status: production
    monitoring:
      data_drift: none
    
systems:
  - id: chat
    criticality: 4
telemetry:
  - kind: drift
    
"""  # noqa: W293 - the cursor stands behind the blanks


def give_up(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    for program in ("npm", "node"):
        if not shutil.which(program):
            give_up(f"{program} is not on this machine")
    folder = tmp_path_factory.mktemp("editor")
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "yaml-language-server@1"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE * 2, check=False)
    except subprocess.TimeoutExpired:
        give_up("npm did not install the language server in time")
    server = folder / "node_modules/yaml-language-server/bin/yaml-language-server"
    if done.returncode or not server.is_file():
        give_up(f"npm cannot install the language server: {done.stderr.strip().splitlines()[-1:]}")
    (folder / "schema.json").write_text(json.dumps(schema()), encoding="utf-8")
    opened = Editor(server, folder, folder / "schema.json")
    yield opened
    opened.close()


@pytest.mark.slow
def test_no_file_of_the_sample_is_underlined(editor: Editor) -> None:
    found = [each for path in FILES for each in editor.problems(path.relative_to(SAMPLE).as_posix(),
                                                                path.read_text(encoding="utf-8"))]  # fmt: skip
    assert found == []


@pytest.mark.slow
def test_the_starter_is_not_underlined(editor: Editor) -> None:
    text = (ROOT / "templates" / "inventory.yaml").read_text(encoding="utf-8").partition("\n")[2]
    assert editor.problems("starter.yaml", text) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("modles: []\n", "Property modles is not allowed"),
        ("models: [{id: a, status: live}]\n", 'Valid values: "experiment", "shadow", "production"'),
        ("models: [{id: a, volatilty: high}]\n", "Property volatilty is not allowed"),
        ("models: [{name: a}]\n", 'Missing property "id"'),
    ],
)
def test_a_mistake_is_underlined_with_what_is_right(text: str, said: str, editor: Editor) -> None:
    found = editor.problems(f"mistake-{abs(hash(text))}.yaml", text)
    assert any(said in each for each in found), found


@pytest.mark.slow
def test_what_is_pointed_at_is_explained(editor: Editor) -> None:
    editor.problems("hover.yaml", TYPED)
    assert "stage of its life" in editor.hover("hover.yaml", 2, 6)
    assert "inputs compared with the training inputs" in editor.hover("hover.yaml", 4, 8)
    assert "1 (little) to 5 (the company)" in editor.hover("hover.yaml", 8, 6)
    assert "A machine-learned or rule model" in editor.hover("hover.yaml", 0, 2)


@pytest.mark.slow
def test_what_may_be_written_is_offered_with_its_meaning(editor: Editor) -> None:
    editor.problems("type.yaml", TYPED)
    facts = editor.completion("type.yaml", 5, 4)
    assert facts["volatility"] == "how fast the world that it describes moves"
    assert len(facts) > 30 and "id" not in facts
    stages = editor.completion("type.yaml", 2, 12)
    assert {"experiment", "shadow", "production", "deprecated", "retired", "unknown"} <= stages.keys()
    assert not stages.keys() & {"NULL", "Off", '"off"', '"~"'}
    assert editor.completion("type.yaml", 11, 4)["measure"].startswith("psi, ks")
    assert "passed" not in editor.completion("type.yaml", 11, 4)  # that is of another kind of telemetry


@pytest.mark.slow
def test_an_empty_file_is_offered_every_part_of_an_inventory(editor: Editor) -> None:
    editor.problems("empty.yaml", "\n")
    offered = editor.completion("empty.yaml", 0, 0)
    assert offered.keys() == schema()["properties"].keys()
    assert all(offered.values())


def test_every_fact_and_every_part_has_a_description() -> None:
    made = schema()
    assert [name for name, part in made["properties"].items() if not part.get("description")] == []
    assert [
        f"{name}.{fact}"
        for name, part in made["$defs"].items()
        for fact, said in part.get("properties", {}).items()
        if not said.get("description")
    ] == []


def test_what_holds_where_nothing_is_said_is_what_the_program_takes() -> None:
    facts = schema()["$defs"]["Organisation"]["properties"]
    stated = {name: fact["default"] for name, fact in facts.items() if "default" in fact}
    assert stated == {"engineer_day_cost": Policy().day_cost, "materiality": Policy().materiality,
                      "fiscal_year_start": 1}  # fmt: skip
    assert schema()["$defs"]["SourceHeader"]["properties"]["kind"]["default"] == "hand"


def test_numbers_dates_and_ids_come_with_examples() -> None:
    made = schema()["$defs"]
    for name in ("id", "date", "moment", "currency", *(each for each in made if "_to_" in each)):
        assert made[name]["examples"], name
