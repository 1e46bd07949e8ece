"""Exports in `exports/`, and what was reviewed as coming out of them in `golden/`.

`python -m tests.collectors.samples` writes `golden/` anew; the difference is then looked at by a person.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from debtaudit.collectors._collector import Collected, Collector, Export, Options
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.plugin import discover
from debtaudit.domain.problem import Problem, errors
from debtaudit.inventory import loads, tree
from debtaudit.inventory.bind import Sink, bind
from debtaudit.inventory.write import dump

HERE = Path(__file__).parent
SOURCES = discover("debtaudit.collectors", Collector)
WITH_EXPORT = [each for each in SOURCES if (HERE / "exports" / each.slug).is_dir()]


def exports_of(source: Collector) -> list[Export]:
    folder = HERE / "exports" / source.slug
    files = [each for each in folder.rglob("*") if each.is_file() and not each.name.startswith(".")]
    found = list(source.read(files if len(files) == 1 else [folder]))
    assert not [each for each in found if isinstance(each, Problem)]
    return [each for each in found if isinstance(each, Export)]


def options_of(source: Collector) -> Options:
    path = HERE / "exports" / source.slug / ".options.yaml"
    if not path.is_file():
        return source.options()
    root, problems = tree.parse(path.read_text(), path.name)
    assert root is not None
    options: Any = bind(source.options, root, 0, Sink(path.name, problems))
    assert not problems, problems
    assert isinstance(options, Options)
    return options


def state(source: Collector, exports: list[Export]) -> Collected:
    return source.state(exports, options_of(source), {})


def inventory_of(made: Collected) -> Inventory:
    inventory = loads(dump({"source": {"kind": "collector", "name": "x", "refs": made.refs}, **made.document}))
    assert not errors(inventory.problems), "\n".join(map(str, errors(inventory.problems)))
    return inventory


def written(source: Collector) -> str:
    """Return the text of a source's file for its export, without the places: they would hide what matters."""
    made = state(source, exports_of(source))
    return dump({"source": {"kind": "collector", "name": source.slug, "at": made.at}, **made.document})


def golden(source: Collector) -> Path:
    return HERE / "golden" / f"{source.slug}.yaml"


if __name__ == "__main__":
    for each in WITH_EXPORT:
        golden(each).write_text(written(each), encoding="utf-8")
