from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def making(name: str) -> Any:
    """Return one of the modules that the pages are made with; as a script in `docs/` sees them."""
    if str(DOCS) not in sys.path:
        sys.path.insert(0, str(DOCS))
    return importlib.import_module(f"making.{name}")


@pytest.fixture(scope="session")
def generate() -> ModuleType:
    """Return the script that makes the pages."""
    making("markdown")
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


@pytest.fixture(scope="session")
def made(generate: ModuleType) -> Mapping[Path, str]:
    """Return every generated page. Commands are run for some of them: that takes a few seconds."""
    pages: Mapping[Path, str] = generate.pages()
    return pages
