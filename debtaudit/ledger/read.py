"""Text -> a snapshot. What is damaged, edited or newer than this program is refused, with file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final, TypeVar, get_args

from debtaudit.domain.decision import State
from debtaudit.domain.facts import Place
from debtaudit.domain.problem import Problem
from debtaudit.domain.risk import Band, Lane
from debtaudit.inventory import tree
from debtaudit.inventory.tree import Mapping, Quoted, Sequence, place
from debtaudit.ledger import amounts
from debtaudit.ledger.quarter import Quarter, read_label
from debtaudit.ledger.reading import Reading
from debtaudit.ledger.snapshot import FORMAT, VERSION, Line, Rescored, Scoped, Snapshot
from debtaudit.ledger.text import CHECKSUM, NUMBERS, checksum, quoted

AGAIN: Final = "take it again with `debtaudit snapshot --replace`, or bring it back from version control"
TOP: Final = ("format", "version", "quarter", "year_starts_in", "as_of", "organisation", "currency", "interest",
              "questions", "key_figures", "findings", "unknown", "not_applicable", "not_run", "assets", "settings",
              "rules", "inputs", CHECKSUM)  # fmt: skip
OPTIONAL: Final = ("settings_before", "under_settings_before")
LAST: Final = re.compile(rf"^{CHECKSUM}: ([0-9a-f]{{64}})\r?\n?\Z", re.MULTILINE)
Problems = tuple[Problem, ...]
T = TypeVar("T")


class _Wrong(Exception):  # noqa: N818 - it is a refusal, told as a Problem
    def __init__(self, at: int, says: str, hint: str = "") -> None:
        super().__init__(says)
        self.at, self.says, self.hint = at, says, hint


def parse(text: str, file: str) -> tuple[Snapshot | None, Problems]:
    """Read a snapshot from text. There is none when anything is wrong with it, and the problem says where and what."""
    text = text.removeprefix("\ufeff")
    root, problems = tree.parse(text, file)
    if not problems:
        try:
            _check(text, root)
            return _snapshot(root), ()
        except _Wrong as wrong:
            problems = [Problem.at(place(file, wrong.at), "damaged-snapshot", wrong.says, wrong.hint or AGAIN)]
    elif root is None and not text.strip():
        problems = [Problem.at(Place(file, 1, 1), "damaged-snapshot", "this snapshot is empty", AGAIN)]
    return None, tuple(problems)


def _check(text: str, root: Any) -> None:
    """Refuse what is no snapshot, is newer than this program, was cut short, or was changed after it was taken."""
    if not isinstance(root, Mapping) or root.get("format") != FORMAT:
        raise _Wrong(getattr(root, "at", 0), f"this is no snapshot: it does not begin with 'format: {FORMAT}'")
    version = _in("version", root, _count)
    if version > VERSION:
        says = f"this snapshot has version {version}; this program knows up to {VERSION}"
        raise _Wrong(root.value_at("version"), says, "install a newer debtaudit")
    last = LAST.search(text)
    if last is None:
        raise _Wrong(text.count("\n") << tree.SHIFT, "this snapshot ends early: its checksum is missing")
    if checksum(text[: last.start()]) != last[1]:
        raise _Wrong(root.key_at(CHECKSUM), "this snapshot was changed after it was taken: its checksum does not fit")
    for name, _, at, _ in root.entries():
        if name not in (*TOP, *OPTIONAL):
            raise _Wrong(at, f"unknown key '{name:.40}'")
    if missing := [name for name in TOP if name not in root]:
        raise _Wrong(root.at, f"'{missing[0]}' is missing")


def _snapshot(root: Any) -> Snapshot:
    interest, questions = _in("interest", root, _mapping), _in("questions", root, _mapping)
    quarter = _quarter(root)
    before = _rescored(root)
    return Snapshot(
        quarter, _in("as_of", root, _date), _in("organisation", root, _text), _none_is_empty(root, "currency"),
        low=_in("low", interest, _amount), high=_in("high", interest, _amount),
        told=_in("told", questions, _count), asked=_in("asked", questions, _count),
        assets=dict(_entries(root, "assets", _asset)),
        findings=dict(_entries(root, "findings", _line)),
        unknown=dict(_entries(root, "unknown", _amount)),
        not_applicable=frozenset(_in("not_applicable", root, _names)), not_run=_in("not_run", root, _names),
        settings=dict(_entries(root, "settings", _said)), rules=dict(_entries(root, "rules", _text)),
        inputs=dict(_entries(root, "inputs", _text)),
        readings=dict(_entries(root, "key_figures", _reading)), rescored=before,
    )  # fmt: skip


def _quarter(root: Mapping) -> Quarter:
    month = _in("year_starts_in", root, _count)
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        raise _Wrong(root.value_at("year_starts_in"), f"there is no month {month}")
    try:
        return read_label(_in("quarter", root, _text), month)
    except ValueError as error:
        raise _Wrong(root.value_at("quarter"), str(error)) from None


def _rescored(root: Mapping) -> Rescored | None:
    if "settings_before" not in root:
        return None
    lines = dict(_entries(root, "under_settings_before", lambda node, at: None if node == "none" else _line(node, at)))
    return Rescored(_in("settings_before", root, _text), lines)


def _line(node: Any, at: int) -> Line:
    it = _mapping(node, at)
    return Line(
        amounts.Amounts(1, *(_in(name, it, _amount) for name in ("interest", "days", "cost"))),
        _in("state", it, _one_of(get_args(State))) if "state" in it else "open",
        _in("lane", it, _one_of(get_args(Lane))), _in("band", it, _one_of(get_args(Band))),
        low=_in("low", it, _amount), high=_in("high", it, _amount), loss=_in("loss", it, _amount),
        chance=_in("chance", it, _number), severity=_in("severity", it, _number),
        covered_by=_in("covered_by", it, _text) if "covered_by" in it else "",
    )  # fmt: skip


def _asset(node: Any, at: int) -> Scoped:
    it = _mapping(node, at)
    owner = _in("owner", it, _text) if "owner" in it else ""
    return Scoped(_in("kind", it, _text), owner, _in("formerly", it, _names) if "formerly" in it else ())


def _reading(node: Any, at: int) -> Reading:
    if node == "unknown":
        return Reading()
    it = _mapping(node, at)
    numbers = {name: _in(name, it, _number) for name in NUMBERS if name in it}
    return Reading(**numbers, n=_in("n", it, _count))


def _entries(root: Mapping, name: str, read: Callable[[Any, int], Any]) -> Iterator[tuple[str, Any]]:
    for key, node, _, at in _in(name, root, _mapping).entries():
        yield key, read(node, at)


def _in(name: str, it: Mapping, read: Callable[[Any, int], Any]) -> Any:
    if name not in it:
        raise _Wrong(it.at, f"'{name}' is missing")
    return read(it[name], it.value_at(name))


def _mapping(node: Any, at: int) -> Mapping:
    if not isinstance(node, Mapping):
        raise _Wrong(at, "a mapping is expected here")
    return node


def _names(node: Any, at: int) -> tuple[str, ...]:
    if not isinstance(node, Sequence):
        raise _Wrong(at, "a list is expected here")
    return tuple(_text(each, each_at) for each, each_at in zip(node, node.values_at, strict=True))


def _text(node: Any, at: int) -> str:
    if not isinstance(node, str):
        raise _Wrong(at, "a single value is expected here")
    return str(node)


def _none_is_empty(root: Mapping, name: str) -> str:
    said = _in(name, root, _text)
    return "" if said == "none" else str(said)


def _amount(node: Any, at: int) -> int:
    return _read(amounts.read, node, at)


def _number(node: Any, at: int) -> float:
    return _read(_finite, node, at)


def _count(node: Any, at: int) -> int:
    return _read(_digits, node, at)


def _date(node: Any, at: int) -> date:
    return _read(date.fromisoformat, node, at)


def _read(read: Callable[[str], T], node: Any, at: int) -> T:
    try:
        return read(_text(node, at))
    except ValueError as error:
        raise _Wrong(at, str(error)) from None


def _finite(text: str) -> float:
    value = float(text)
    if not abs(value) < float("inf"):
        raise ValueError(f"'{text:.40}' is no number")
    return value


def _digits(text: str) -> int:
    if not (text.isdecimal() and text.isascii() and len(text) <= 18):  # noqa: PLR2004 - more than anybody counts
        raise ValueError(f"'{text:.40}' is no whole number")
    return int(text)


def _one_of(words: tuple[str, ...]) -> Callable[[Any, int], Any]:
    def read(node: Any, at: int) -> str:
        if node not in words:
            raise _Wrong(at, f"'{node!s:.40}' is none of {', '.join(words)}")
        return str(node)

    return read


def _said(node: Any, at: int) -> str:
    """Return a setting as it is written."""
    if isinstance(node, Mapping):
        return f"{{{', '.join(f'{name}: {_said(each, at)}' for name, each in node.items())}}}"
    if isinstance(node, Sequence):
        return f"[{', '.join(_said(each, at) for each in node)}]"
    return quoted(str(node)) if isinstance(node, Quoted) else str(node)
