"""Short ways to read what a source gave, for tests that hold their input."""

from __future__ import annotations

import json
from typing import Any

from debtaudit.collectors._collector import Collected, Collector, Export, Options


def of_json(source: Collector, *documents: Any, options: Options | None = None, **aliases: str) -> Collected:
    """Read JSON documents as the files of one export."""
    exports = [Export(f"{number}.json", json.dumps(each).encode()) for number, each in enumerate(documents)]
    return source.state(exports, options or source.options(), aliases)


def of_text(source: Collector, text: str | bytes, name: str = "export.csv", options: Options | None = None,
            **aliases: str) -> Collected:  # fmt: skip
    """Read one file."""
    data = text if isinstance(text, bytes) else text.encode()
    return source.state([Export(name, data)], options or source.options(), aliases)


def entries(made: Collected, section: str) -> dict[str, dict[str, Any]]:
    """Return the entries of a section by id."""
    found = made.document.get(section, [])
    assert isinstance(found, list)
    return {each["id"]: each for each in found}


def told(made: Collected) -> str:
    """Return everything that was told."""
    return "\n".join(map(str, made.problems))


def telemetry(made: Collected) -> list[dict[str, Any]]:
    """Return the measurements."""
    found = made.document.get("telemetry", [])
    assert isinstance(found, list)
    return found
