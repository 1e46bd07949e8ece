"""What is asked of every source alike. A source is found by its file; its export lies in `exports/`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.collectors._collector import Collector, Export
from debtaudit.domain.problem import errors
from debtaudit.inventory import loads
from debtaudit.inventory.write import dump
from tests.collectors.samples import (
    HERE,
    SOURCES,
    WITH_EXPORT,
    exports_of,
    golden,
    inventory_of,
    options_of,
    state,
    written,
)

MADE_IN_THEIR_TESTS = {"ecosystem-graphs"}
each_source = pytest.mark.parametrize("source", SOURCES, ids=lambda each: each.slug)
each_export = pytest.mark.parametrize("source", WITH_EXPORT, ids=lambda each: each.slug)


@each_source
def test_it_says_what_it_reads_what_becomes_of_it_and_what_is_not_taken(source: Collector) -> None:
    head, *_ = source.doc.splitlines()
    assert ":" in head and len(head) < 120
    assert "What is read" in source.doc
    assert "What becomes of it" in source.doc
    assert "Not taken" in source.doc


@each_source
def test_it_has_tests_of_its_own_and_an_export_to_read(source: Collector) -> None:
    assert (HERE / f"test_{source.slug.replace('-', '_')}.py").is_file()
    assert source in WITH_EXPORT or source.slug in MADE_IN_THEIR_TESTS


@each_source
def test_its_options_are_documented(source: Collector) -> None:
    spoken = [each.metadata.get("says") for each in source.options.__dataclass_fields__.values()]
    assert all(spoken)


@each_export
def test_an_export_gives_facts_that_an_inventory_takes_each_with_its_place(source: Collector) -> None:
    made = state(source, exports_of(source))
    assert not errors(made.problems)
    inventory = inventory_of(made)
    assert inventory.assets or inventory.incidents or inventory.telemetry
    files = {each.name for each in exports_of(source)}
    assert all(any(ref.startswith(name) for name in files) for ref in made.refs.values())


@each_export
def test_every_fact_has_a_place(source: Collector) -> None:
    made = state(source, exports_of(source))
    for section in made.document.values():
        assert isinstance(section, list)
        for entry in section:
            for name in set(entry) - {"id"} if "id" in entry else ():
                where = [ref for ref in made.refs if ref == f"{entry['id']}.{name}"
                         or ref.startswith(f"{entry['id']}.{name}.")]  # fmt: skip
                assert where, f"{entry['id']}.{name}"


@each_export
def test_the_same_export_gives_the_same_bytes_in_whatever_order_its_files_come(source: Collector) -> None:
    exports = exports_of(source)
    first, second, third = (state(source, each) for each in (exports, exports, exports[::-1]))
    assert dump(first.document) == dump(second.document) == dump(third.document)
    assert first.at == third.at
    assert dict(first.refs) == dict(third.refs) == dict(second.refs)


@each_export
def test_files_that_come_twice_change_nothing(source: Collector) -> None:
    exports = exports_of(source)
    assert dump(state(source, exports).document) == dump(state(source, [*exports, *exports]).document)


@each_export
def test_what_it_wrote_is_what_it_was_reviewed_to_write(source: Collector) -> None:
    assert golden(source).read_text(encoding="utf-8") == written(source)


@each_export
def test_a_file_cut_anywhere_gives_facts_or_a_sentence(source: Collector) -> None:
    exports = exports_of(source)
    for number, export in enumerate(exports):
        for tenth in range(10):
            cut = Export(export.name, export.data[: len(export.data) * tenth // 10])
            made = state(source, [*exports[:number], cut, *exports[number + 1 :]])
            inventory_of(made)
            assert all(each.message for each in made.problems)


@each_export
def test_a_json_file_without_its_end_is_told_with_its_place(source: Collector) -> None:
    exports = exports_of(source)
    for export in exports:
        if export.name.endswith(".json"):
            made = state(source, [Export(export.name, export.data[: len(export.data) * 2 // 3])])
            assert [each for each in errors(made.problems) if each.file == export.name and "truncated" in each.message]


ODD: tuple[Any, ...] = (None, [], "none", -5, 1e300, "\x00é/…", {"key": [1]}, [["x"]], "2026-99-99")


@each_export
def test_any_key_may_be_missing(source: Collector) -> None:
    _try_every_key(source, [...])


@pytest.mark.slow
@each_export
def test_any_key_may_hold_something_else(source: Collector) -> None:
    _try_every_key(source, ODD)


MANY_KEYS = 60
"""Keys of one export from which on each is tried with one of the odd values, in turn: dbt's manifest has hundreds."""


def _try_every_key(source: Collector, values: Sequence[Any]) -> None:
    exports = exports_of(source)
    for number, export in enumerate(exports):
        root = json.loads(export.data) if export.name.endswith(".json") else None
        names = sorted({path[-1] for path in paths(root) if isinstance(path[-1], str)})
        for place, name in enumerate(names):
            for put in values if len(names) <= MANY_KEYS else [values[place % len(values)]]:
                data = json.dumps(changed(root, name, put)).encode()
                inventory_of(state(source, [*exports[:number], Export(export.name, data), *exports[number + 1 :]]))


def changed(node: Any, name: str, put: Any) -> Any:
    if isinstance(node, list):
        return [changed(each, name, put) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        key: put if key == name else changed(value, name, put)
        for key, value in node.items()
        if not (put is ... and key == name)
    }


def paths(node: Any, path: tuple[Any, ...] = ("",)) -> Iterator[tuple[Any, ...]]:
    yield path
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield from paths(value, (*path, key))


@each_source
@given(st.binary(max_size=300))
def test_any_bytes_give_facts_or_a_sentence(source: Collector, data: bytes) -> None:
    for name in ("x.json", "x.yaml", "x.csv", "x.wandb", "x.ndjson"):
        inventory_of(source.state([Export(name, data)], options_of(source) if source in WITH_EXPORT else
                                  source.options(), {}))  # fmt: skip


@each_source
def test_nothing_in_gives_nothing_out(source: Collector) -> None:
    made = source.state([], source.options(), {})
    assert not made.document


@each_export
def test_an_alias_is_the_id_that_is_written(source: Collector) -> None:
    """Whatever the tool calls it, people decide what it is called here."""
    exports, options = exports_of(source), options_of(source)
    before = source.state(exports, options, {})
    ids = [str(entry["id"]) for section, entries in before.document.items() if isinstance(entries, list)
           and section not in {"teams", "incidents"} for entry in entries if "id" in entry]  # fmt: skip
    header = {"kind": "collector", "name": source.slug}
    for id_ in ids[:3]:
        text = dump({"source": header, **before.document})
        assert "our-own-name" in loads(text, aliases={f"{source.slug}:{id_}": "our-own-name"}).assets
