"""The ledger on disk: a folder with one snapshot a quarter, and the versions of the files that hold the rules."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from hashlib import sha256
from pathlib import Path

from debtaudit.domain.debt import Debt
from debtaudit.domain.problem import Problem
from debtaudit.inventory import files
from debtaudit.ledger.quarter import LABEL
from debtaudit.ledger.read import parse
from debtaudit.ledger.snapshot import Snapshot

FOLDER = "ledger"
DOCSTRING = re.compile(r'\A\s*"""(?:[^"]|"(?!""))*"""')


def folder_of(root: Path) -> Path:
    """Return the folder in which an inventory keeps its snapshots."""
    return (root if root.is_dir() else root.parent) / FOLDER


def read(path: Path) -> tuple[Snapshot | None, tuple[Problem, ...]]:
    """Read one snapshot; what is wrong with it is told with file and line, and then there is none."""
    text = files.read(path, str(path))
    return (None, (text,)) if isinstance(text, Problem) else parse(text.text, text.name)


def read_all(folder: Path, besides: Collection[str] = ()) -> tuple[tuple[Snapshot, ...], tuple[Problem, ...]]:
    """Read the snapshots of a ledger, oldest first: files that are named by a quarter, such as `2026-Q3.yaml`.

    `besides` are quarters that are not read.
    """
    found: list[Snapshot] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        if LABEL(path.stem) and path.stem not in besides:
            snapshot, wrong = read(path)
            problems += wrong
            found += [snapshot] if snapshot else []
    return tuple(sorted(found, key=lambda each: each.as_of)), tuple(problems)


def rule_versions(debts: Iterable[Debt], model: str) -> dict[str, str]:
    """Return a short version of each debt's file: it changes with its code, and not with its words.

    `model` is the version of the risk model.
    """
    return {"model": model, **{debt.slug: _version(Path(debt.look.__code__.co_filename)) for debt in debts}}


def _version(path: Path) -> str:
    code = DOCSTRING.sub("", path.read_text(encoding="utf-8"))
    lines = (line.strip() for line in code.splitlines())
    kept = "\n".join(line for line in lines if line and not line.startswith("#"))
    return sha256(kept.encode()).hexdigest()[:12]
