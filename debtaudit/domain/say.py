"""Facts in words: the value that stands at a path, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

from debtaudit.domain.facts import Absent, Practice


@cache
def attributes(cls: Any) -> dict[str, str]:
    """Return the attribute of each fact name of a type, as the inventory writes it."""
    return {each.metadata.get("key") or each.name: each.name for each in fields(cls)}


def value_at(record: object, path: str) -> object:
    """Return what a path such as `monitoring.data_drift.last_run_at` holds; None when unknown or no such fact."""
    value: Any = record
    for part in path.split("."):
        if not is_dataclass(value):
            return None
        kind: Any = type(value)
        value = getattr(value, attributes(kind).get(part, ""), None)
    return value


def say(value: object) -> str:
    """Write a value as people would in the inventory."""
    if value is None:
        return "unknown"
    if isinstance(value, Absent):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Practice):
        return value.level or "unknown"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(say(each) for each in value) if value else "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {say(each)}" for key, each in value.items())
    if is_dataclass(value):
        kind: Any = type(value)
        stated = [(name, getattr(value, attr)) for name, attr in attributes(kind).items() if name != "place"]
        return ", ".join(f"{name} {say(each)}" for name, each in stated if each is not None) or "unknown"
    return str(value)
