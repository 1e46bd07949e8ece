"""How a plug-in file declares itself, and how the files of a folder are found."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any, Final, TypeVar

from debtaudit.domain.asset import Asset
from debtaudit.domain.debt import Category, Days, Debt, Dimension, LossClass, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.verdict import Verdict

A = TypeVar("A", bound=Asset)
L = TypeVar("L")
P = TypeVar("P")

USERS: Final = "debtaudit_users"
"""The package that a folder of users' own files is loaded as."""
FILE_NAME: Final = re.compile("[a-z0-9][a-z0-9_]*")


def debt(  # noqa: PLR0913 - what a debt declares, each by name
    *on: type[Asset],
    category: Category,
    dimension: Dimension,
    prior_rate: float,
    growth: float,
    effort: Days,
    loss: LossClass,
    severity: tuple[float, float],
    limits: L,
    questions: tuple[str, ...] = (),
    change_driven: bool = False,
    overlap: Overlap | None = None,
    touches_rights: bool = False,
    after: tuple[str, ...] = (),
) -> Callable[[Callable[[A, Graph, L], Verdict]], Debt]:
    """Make the decorated function its file's debt. Slug and documentation are the file's own name and docstring.

    The function is asked once for each asset of the kinds `on`; returning None means clean.
    """

    def declare(look: Callable[[A, Graph, L], Verdict]) -> Debt:
        slug, doc = name_and_doc(look)
        return Debt(slug, doc, on, category, dimension, prior_rate, growth, effort, loss, severity, questions, limits,
                    look, change_driven, overlap, touches_rights, after)  # fmt: skip

    return declare


def name_and_doc(function: Callable[..., Any]) -> tuple[str, str]:
    """Return the slug and the docstring of the file that a function stands in."""
    file = sys.modules[function.__module__]
    return file.__name__.rpartition(".")[2].replace("_", "-"), file.__doc__ or ""


@cache
def discover(package: str, kind: type[P]) -> tuple[P, ...]:
    """Return the one `kind` that each file of a package declares, in file order.

    Raises:
        TypeError: when a file declares none, or more than one.
    """
    found: list[P] = []
    for entry in pkgutil.iter_modules(importlib.import_module(package).__path__):
        if entry.name.startswith("_"):
            continue
        found.append(_only(importlib.import_module(f"{package}.{entry.name}"), kind))
    return tuple(found)


def discover_folder(folder: str, kind: type[P]) -> tuple[tuple[P, ...], tuple[tuple[str, str], ...]]:
    """Return the one `kind` that each Python file of a users' folder declares, and each broken file with its error.

    Whatever such a file raises is told: one broken plug-in must not take the others with it. The folder is read anew
    at each call, as a package of its own: its files may share one that begins with `_` (`from ._ours import days`).
    """
    found, broken = [], []
    with _package(folder):
        for entry in sorted(pkgutil.iter_modules([folder]), key=lambda each: each.name):
            if entry.name.startswith("_"):
                continue
            try:
                found.append(_only(_load(entry.name), kind))
            except (Exception, SystemExit) as error:  # noqa: BLE001 - see above; and no file may end us by exiting
                broken.append((entry.name.replace("_", "-"), told(error, f"{folder}/{entry.name}.py")))
    return tuple(found), tuple(broken)


@contextmanager
def _package(folder: str) -> Iterator[None]:
    """Make a folder the package of users' files, forget what was loaded from another, and leave no trace in it."""
    for name in [each for each in sys.modules if each.partition(".")[0] == USERS]:
        del sys.modules[name]
    importlib.invalidate_caches()
    sys.modules[USERS] = ModuleType(USERS)
    sys.modules[USERS].__path__ = [folder]
    wrote_bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = wrote_bytecode


def _load(name: str) -> ModuleType:
    if not FILE_NAME.fullmatch(name):
        raise ValueError(f"'{name}' names no debt: use a-z, 0-9 and underscores, as in chatty_model.py")
    return importlib.import_module(f"{USERS}.{name}")


def told(error: BaseException, path: str) -> str:
    """Say what a file raised, and where in it."""
    lines = [each.lineno for each in traceback.extract_tb(error.__traceback__) if each.filename == path]
    line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else None
    says = error.msg if isinstance(error, SyntaxError) else str(error)
    where = path.rpartition("/")[2] + (f":{line}" if line else "")
    return f"{type(error).__name__}: {says} ({where})"


def _only(file: ModuleType, kind: type[P]) -> P:
    declared = [value for value in vars(file).values() if isinstance(value, kind)]
    if len(declared) != 1:
        raise TypeError(f"{file.__name__} must declare exactly one {kind.__name__}, it declares {len(declared)}")
    return declared[0]
