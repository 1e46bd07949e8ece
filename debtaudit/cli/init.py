"""`debtaudit init`: a starter inventory, or the sample company to look around in."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from debtaudit.cli._session import HERE, SAMPLE_DAY, brought, fail, say, write_out


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", show_default="the current folder", help="Folder of the new inventory.")
    ] = HERE,
    example: Annotated[bool, typer.Option("--example", help="Write the sample company instead.")] = False,  # noqa: FBT002
) -> None:
    """Write a starter inventory, or the sample company.

    The starter is to be filled in, with a schema that editors complete it by. Nothing that exists is touched.
    """
    from debtaudit.inventory.write import write

    files = dict(_sample() if example else _starter())
    _must_be_free(folder, files)
    try:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write(folder / name, text)
    except OSError as error:
        fail(f"'{folder}' could not be written: {error.strerror}", "name a folder that you may write to")
    first = "README.md" if example else "inventory.yaml"
    say(f"written: {folder / first}; {'look around' if example else 'replace it by what you run'}, then:")
    where = [] if folder == HERE else [str(folder)]
    write_out(shlex.join(["debtaudit", "backlog", *where, *(["--as-of", SAMPLE_DAY] if example else [])]))


def _must_be_free(folder: Path, files: Iterable[str]) -> None:
    """Leave when something is in the way."""
    hint = "name a new folder: debtaudit init inventory"
    if folder.exists() and not folder.is_dir():
        fail(f"'{folder}' is a file", hint)
    if taken := next((folder / name for name in files if (folder / name).exists()), None):
        fail(f"'{taken}' is there already", hint)
    if other := next(_yaml_below(folder), None):
        fail(f"'{other}' is there already, and would be read as part of the inventory", hint)


def _yaml_below(folder: Path) -> Iterator[Path]:
    """Yield what an audit of the folder would read."""
    from debtaudit.inventory.files import SETTINGS, SUFFIXES

    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.suffix in SUFFIXES and parts != (SETTINGS,) and not any(part[0] in "._" for part in parts):
            yield path


def _starter() -> Iterator[tuple[str, str]]:
    """Yield the starter file, and the schema that editors complete it with."""
    import json

    from debtaudit.inventory.schema import schema

    yield "inventory.yaml", (brought("templates") / "inventory.yaml").read_text(encoding="utf-8")
    yield ".schema.json", json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def _sample() -> Iterator[tuple[str, str]]:
    """Yield every file of the sample company."""
    root = brought("sample_inventory")
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
