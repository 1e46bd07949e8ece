"""The examples of the page on extending work: each is loaded as its page says where it belongs, and used."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from debtaudit.collectors._collector import Collector
from debtaudit.collectors._collector import Export as Exported
from debtaudit.detectors._trial import EXAMPLES_AS_OF
from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import SECTIONS
from debtaudit.flow import audit
from debtaudit.inventory import loads
from debtaudit.report.blocks import Block, Heading, Paragraph, plain
from debtaudit.report.section import Section
from debtaudit.trackers.exports import _export
from debtaudit.trackers.ticket import Ticket
from tests.cli.conftest import run
from tests.docs.conftest import DOCS

PAGE = (DOCS / "extend.md").read_text(encoding="utf-8")
FILES: dict[str, str] = dict(re.findall(r"^```python\n# (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))


@pytest.fixture
def load(tmp_path: Path) -> Iterator[Any]:
    """Load a file of the page as the module that it would be."""
    loaded: list[str] = []

    def from_page(path: str) -> ModuleType:
        file = tmp_path / Path(path).name
        file.write_text(FILES[path], encoding="utf-8")
        name = path.removesuffix(".py").replace("/", ".")
        spec = importlib.util.spec_from_file_location(name, file)
        assert spec and spec.loader
        module = sys.modules[name] = importlib.util.module_from_spec(spec)
        loaded.append(name)
        spec.loader.exec_module(module)
        return module

    yield from_page
    for name in loaded:
        del sys.modules[name]


def audited(text: str) -> Audit:
    return audit(loads(text), EXAMPLES_AS_OF)


def test_there_is_an_example_of_each() -> None:
    assert [Path(path).parent.as_posix() for path in FILES] == [
        "our_debts", "debtaudit/collectors", "debtaudit/trackers/exports", "debtaudit/report/sections",
    ]  # fmt: skip


def test_the_debt_passes_its_trial_and_has_every_section(tmp_path: Path) -> None:
    text = FILES["our_debts/lonely_model.py"]
    (tmp_path / "lonely_model.py").write_text(text)
    assert run("debts", "--test", tmp_path).out == "ok     lonely-model\n"
    assert all(f"\n{section}:\n" in text for section in SECTIONS)


def test_the_collector_states_what_the_page_says(load: Any) -> None:
    collector = load("debtaudit/collectors/shelf.py").shelf
    assert isinstance(collector, Collector) and collector.slug == "shelf"
    (given,) = re.findall(r"^From `(.*)` it states:$", PAGE, re.MULTILINE)
    made = collector.state([Exported("shelf.json", given.encode())], collector.options(), {})
    (shown,) = re.findall(r"^```yaml collected\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert (made.document, made.problems) == (yaml.safe_load(shown), ())
    assert made.refs["order-intent.trained_at"] == "shelf.json#/models/0/trained"
    assert "fragile" not in str(made.document)
    loads(yaml.safe_dump(dict(made.document)))


def test_the_collector_refuses_what_is_no_shelf(load: Any) -> None:
    collector = load("debtaudit/collectors/shelf.py").shelf
    cut = collector.state([Exported("shelf.json", b'{"models": [')], collector.options(), {})
    assert not cut.document and cut.problems


def test_the_format_writes_a_heading_a_ticket_and_has_a_guide(load: Any) -> None:
    made = load("debtaudit/trackers/exports/org.py").org
    assert isinstance(made, _export.Export)
    ticket = Ticket("stale-model@intent", "mark", 1, "Retrain intent", (), (), (), 2, "next", "open", "chat", 3)
    (file,) = made.files([ticket])
    assert (file.name, file.text.splitlines()[0]) == ("tickets.org", "* TODO [#B] Retrain intent")
    assert "  :FINDING: stale-model@intent\n  :Effort: 3d\n" in file.text
    assert all(made.section(title) for title in _export.SECTIONS)


@pytest.mark.parametrize(("owner", "said"), [("chat", []), ("unknown", ["What nobody owns"])])
def test_the_section_speaks_only_where_somebody_is_missing(load: Any, owner: str, said: list[str]) -> None:
    section = load("debtaudit/report/sections/no_owner.py").no_owner
    assert isinstance(section, Section) and (section.name, section.page) == ("no_owner", "index")
    made = audited(f"""
        teams: [{{id: chat}}]
        systems: [{{id: shop, owner: {owner}, revenue_per_day: 9000, calls: [intent]}}]
        models: [{{id: intent, owner: {owner}, status: production, monitoring: {{quality: none, data_drift: none}}}}]
    """)
    blocks: list[Block] = list(section.blocks(made))
    assert [block.text for block in blocks if isinstance(block, Heading)] == said
    assert all("on assets without an owner" in plain(each.line) for each in blocks if isinstance(each, Paragraph))
