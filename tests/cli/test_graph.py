from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from tests.cli.conftest import DAY, SAMPLE, run

HOSTILE = """\
models:
  - {id: m, name: 'a "b" <img src=x> \\ ]"; end', reads: [d]}
datasets: [{id: d, name: "%% subgraph x"}]
"""


def test_what_stands_out_is_told_first() -> None:
    said = run("graph", SAMPLE, "--as-of", DAY)
    assert said.out.startswith("96 assets, 197 links.")
    assert re.findall(r"^(\w[\w ]+?)  ", said.out, re.MULTILINE) == [
        "Circles",
        "Shared features",
        "Hubs",
        "Pipeline jungles",
    ]
    assert "orders-30d: demand-forecast, fraud-score, recommender and seller-churn" in said.out


def test_an_inventory_without_links_has_nothing_that_stands_out(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("models: [{id: m}]")
    said = run("graph", tmp_path)
    assert said.out.split("\n") == [
        "One asset, no links.", "", "Circles: none", "", "Shared features: none", "", "Hubs: none", "",
        "Pipeline jungles: none", "",
    ]  # fmt: skip


def test_json_holds_every_asset_and_link() -> None:
    tree = json.loads(run("graph", SAMPLE, "--as-of", DAY, "--format", "json").out)
    assert (tree["format"], tree["version"]) == ("debtaudit-graph", 1)
    assert (len(tree["assets"]), len(tree["links"])) == (96, 197)
    assert [each["asset"] for each in tree["jungles"]] == ["chat-order-join"]
    assert {each["feature"] for each in tree["shared_features"]} >= {"orders-30d", "visits-7d"}


def test_graphml_is_read_back_by_networkx() -> None:
    text = run("graph", SAMPLE, "--as-of", DAY, "--format", "graphml").out
    made = nx.read_graphml(io.BytesIO(text.encode()), force_multigraph=True)
    assert (len(made), made.size()) == (96, 197)
    assert made.nodes["order-intent"]["kind"] == "model"


@pytest.mark.parametrize(("hops", "count"), [("1", 3), ("2", 4)])
def test_a_neighbourhood_is_what_lies_within_so_many_links(tmp_path: Path, hops: str, count: int) -> None:
    (tmp_path / "a.yaml").write_text(
        "datasets: [{id: d}, {id: far}]\nmodels: [{id: m, reads: [d]}, {id: n, reads: [m]}, {id: o, reads: [n, far]}]"
    )
    tree = json.loads(run("graph", tmp_path, "--format", "json", "--around", "m", "--hops", hops).out)
    assert len(tree["assets"]) == count


def test_a_picture_that_nobody_could_read_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("debtaudit.cli.graph.MOST_DRAWN", 50)
    said = run("graph", SAMPLE, "--as-of", DAY, "--format", "svg")
    assert (said.code, said.out) == (2, "")
    assert "--around ASSET" in said.err
    drawn = run("graph", SAMPLE, "--as-of", DAY, "--format", "svg", "--around", "order-intent", "--hops", "1").out
    assert "Order intent" in "".join(ET.fromstring(drawn).itertext())


def test_an_unknown_asset_is_told_with_the_nearest() -> None:
    said = run("graph", SAMPLE, "--around", "order-intend")
    assert said.code == 2
    assert "did you mean 'order-intent'?" in said.err


def test_names_cannot_break_out_of_any_form(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HOSTILE)
    dot = run("graph", tmp_path, "--format", "dot").out
    strings = re.sub(r'"(?:[^"\\]|\\.)*"', "S", dot)
    assert strings.splitlines()[3:] == ["  S [label=S];", "  S [label=S];", "  S -> S [label=S];", "}"]
    mermaid = run("graph", tmp_path, "--format", "mermaid").out.splitlines()
    assert mermaid[0] == "flowchart LR"
    assert all(
        re.fullmatch(r'  n\d+\["[\w \-_.,:/()#;]*<br/>\w+"\]|  n\d+ -->\|\w+\| n\d+', line) for line in mermaid[1:]
    )
    ET.fromstring(run("graph", tmp_path, "--format", "svg").out)


def test_graphviz_reads_what_is_written_for_it(tmp_path: Path) -> None:
    if not shutil.which("dot"):
        pytest.skip("Graphviz is not installed")
    (tmp_path / "a.yaml").write_text(HOSTILE)
    text = run("graph", tmp_path, "--format", "dot").out
    done = subprocess.run(["dot", "-Tplain"], input=text, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("graph")
