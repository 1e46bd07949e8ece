"""`debtaudit.yaml` -> Settings: how to price, when to call something a debt, and how tools' names join ids.

    policy: {day_cost: 820, hop: 0.85}
    limits: {static-test-set: {max_reuse: 20}}
    economics: {static-test-set: {prior_rate: 0.1, growth: 2%, effort: {low: 1, likely: 2, high: 5}}}
    categories: {data: {rate_ratio: 1.4, pseudo_quarters: 6, effort_ratio: 1.2}}
    aliases: {order-intent: [mlflow:order-intent]}
    report: {headline: The chatbot first, the rest later, accent: "#0b6e4f"}
    debts: {folder: our_debts}
    members: [../search, ../advertising]
    trackers: {github: {project: acme/shop}}
    collect: {mlflow: {from: exports/mlflow}}
    targets: {automated-fixes: 30%}

Names and values of limits, economics and categories are checked where the debts are known
(`debtaudit.detectors._catalogue`), those of trackers where they are used (`debtaudit.trackers.sync.settings`), and
names of targets where the key figures are.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from debtaudit.domain.facts import ABSENT, Place
from debtaudit.domain.policy import Policy
from debtaudit.domain.problem import Problem
from debtaudit.domain.settings import DebtSettings, Setting, Settings
from debtaudit.inventory import files, forms
from debtaudit.inventory.bind import Sink
from debtaudit.inventory.hint import one_of
from debtaudit.inventory.look import read_report
from debtaudit.inventory.tree import Mapping, Quoted, Sequence, parse, place

PARTS: Final = (
    "policy", "limits", "economics", "categories", "aliases", "report", "debts", "members", "trackers", "collect",
    "targets",
)  # fmt: skip
POLICY: Final = tuple(each.name for each in fields(Policy))
ZERO_IS_FINE: Final = frozenset(
    {"penalty", "carry", "discount", "start_delay", "review", "floor"}
    | {"ticket_cost", "tickets_per_user_day", "day_cost"}
    | {name for name in POLICY if name.startswith(("hurt_", "detect_", "reportable_"))}
)
"""Settings of the model that may be 0; of the others 0 would divide by nothing or say that nothing ever happens."""
SHARES: Final = frozenset(
    {"hop", "floor", "effectiveness", "bundle", "rights_chance"}
    | {name for name in POLICY if name.startswith(("hurt_", "reportable_", "noticed_"))}
)


def find_settings(root: Path) -> Path | None:
    """Return the settings file of an inventory: in its folder, or beside its file."""
    path = (root if root.is_dir() else root.parent) / files.SETTINGS
    return path if path.is_file() else None


def read_settings(path: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """Read a settings file. What is wrong with it is returned, all of it; the rest holds."""
    text = files.read(path, path.name)
    if isinstance(text, Problem):
        return Settings(), (text,)
    return parse_settings(text.text, path.name, path.parent)


def parse_settings(text: str, file: str = files.SETTINGS, home: Path = Path()) -> tuple[Settings, tuple[Problem, ...]]:
    """Read settings from text; `home` is the folder that paths in it start from."""
    root, problems = parse(text, file)
    sink = Sink(file, problems)
    if root is None or forms.is_unknown(root):
        return Settings(), tuple(problems)
    if not isinstance(root, Mapping):
        sink.error(getattr(root, "at", 0), "not-settings", "settings are a mapping", f"use {', '.join(PARTS)}")
        return Settings(), tuple(problems)
    parts = _parts(root, sink)
    headline, look = read_report(parts.get("report"), home, sink)
    settings = Settings(
        policy=dict(_policy(parts.get("policy"), sink)),
        limits=dict(_by_debt("limits", parts.get("limits"), sink)),
        economics=dict(_by_debt("economics", parts.get("economics"), sink)),
        categories=dict(_by_debt("categories", parts.get("categories"), sink)),
        aliases=dict(_aliases(parts.get("aliases"), sink)),
        aliased=dict(_aliased(parts.get("aliases"), sink.file)),
        headline=headline,
        look=look,
        debts=_folder(parts.get("debts"), home, sink),
        members=tuple(_members(root, home, sink)),
        trackers=dict(_by_debt("trackers", parts.get("trackers"), sink)),
        collect=dict(_sources(parts.get("collect"), sink)),
        targets=dict(_targets(parts.get("targets"), sink)),
    )
    return settings, tuple(sorted(problems))


def _parts(root: Mapping, sink: Sink) -> dict[str, Mapping]:
    """Return the parts that say something; a part that is no mapping, or unknown, is told."""
    parts = {}
    for name, node, key_at, at in root.entries():
        if name not in PARTS:
            sink.error(key_at, "unknown-key", f"unknown key '{forms.short(name)}'", one_of(name, PARTS))
        elif name == "members":
            continue  # the one part that is a list
        elif isinstance(node, Mapping):
            parts[name] = node
        elif not forms.is_unknown(node):
            sink.wrong(node, at, name, "a mapping")
    return parts


def _policy(part: Mapping | None, sink: Sink) -> Iterator[tuple[str, Setting]]:
    for name, node, key_at, at in part.entries() if part else ():
        if name not in POLICY:
            sink.error(key_at, "unknown-setting", f"unknown setting 'policy.{forms.short(name)}'", one_of(name, POLICY))
            continue
        value = None if forms.is_unknown(node) else _number(node, at, name, sink)
        if value is not None and _in_range(name, value, at, sink):
            yield name, Setting(value, place(sink.file, at), place(sink.file, key_at))


def _number(node: Any, at: int, name: str, sink: Sink) -> float | None:
    if isinstance(node, str):
        try:
            return forms.share(node) if name in SHARES else forms.number(node)
        except ValueError:
            pass
    sink.wrong(node, at, f"policy.{name}", "a share" if name in SHARES else "a number")
    return None


def _in_range(name: str, value: float, at: int, sink: Sink) -> bool:
    fine = (value >= 0 if name in ZERO_IS_FINE else value > 0) and (name not in SHARES or value <= 1)
    if not fine:
        says = next(each.metadata["says"] for each in fields(Policy) if each.name == name)
        message = f"'policy.{name}' must be {in_words(name)}, not {value:g}"
        sink.error(at, "bad-value", message, f"it stands for: {says}")
    return fine


def in_words(name: str) -> str:
    """Say in which range a setting of the model must lie."""
    least = "0 or more" if name in ZERO_IS_FINE else "above 0"
    return f"{least} and at most 1" if name in SHARES else least


def _by_debt(name: str, part: Mapping | None, sink: Sink) -> Iterator[tuple[str, DebtSettings]]:
    for slug, node, key_at, at in part.entries() if part else ():
        if isinstance(node, Mapping):
            yield slug, DebtSettings(place(sink.file, key_at), dict(_values(node, sink)))
        elif not forms.is_unknown(node):
            sink.wrong(node, at, f"{name}.{forms.short(slug)}", "a mapping")


def _values(node: Mapping, sink: Sink) -> Iterator[tuple[str, Setting]]:
    for name, value, key_at, at in node.entries():
        if not forms.is_unknown(value):
            yield name, Setting(_plain(value), place(sink.file, at), place(sink.file, key_at))


def _plain(node: Any) -> object:
    """Give a value its natural type; shares may be written as 35%."""
    if isinstance(node, Mapping):
        return {name: _plain(value) for name, value in node.items()}
    if isinstance(node, Sequence):
        return tuple(_plain(each) for each in node)
    if not isinstance(node, Quoted) and node.endswith("%"):
        try:
            return forms.share(node)
        except ValueError:
            return str(node)
    value = forms.free(node)
    return "none" if value is ABSENT else value


def _sources(part: Mapping | None, sink: Sink) -> Iterator[tuple[str, Setting]]:
    """Yield each source to collect from. Its name becomes the name of a file."""
    for name, node, key_at, at in part.entries() if part else ():
        if not re.fullmatch(forms.SLUG, name) or name in forms.RESERVED or f"{name}.yaml" == files.SETTINGS:
            message = f"'collect.{forms.short(name)}' is no name for a source"
            sink.error(key_at, "bad-value", message, "its file is called after it: use a-z, 0-9 and dashes")
        elif isinstance(node, Mapping):
            yield name, Setting(node, place(sink.file, at), place(sink.file, key_at))
        else:
            sink.wrong(node, at, f"collect.{name}", "a mapping, for example {from: exports}")


def _targets(part: Mapping | None, sink: Sink) -> Iterator[tuple[str, Setting]]:
    for name, node, key_at, at in part.entries() if part else ():
        if forms.is_unknown(node):
            continue
        try:
            yield name, Setting(forms.share(str(node)), place(sink.file, at), place(sink.file, key_at))
        except ValueError:
            sink.wrong(node, at, f"targets.{forms.short(name)}", "a number or a share")


def _aliases(part: Mapping | None, sink: Sink) -> Iterator[tuple[str, str]]:
    owners: dict[str, str] = {}
    for id_, node, key_at, at in part.entries() if part else ():
        if not _is_id(id_, key_at, sink):
            continue
        for name, name_at in _names(node, at):
            if not isinstance(name, str) or not all(name.partition(":")):
                says = f"an alias of '{id_}' is not written tool:name"
                sink.error(name_at, "bad-alias", says, "for example mlflow:churn")
            elif owners.setdefault(name, id_) != id_:
                sink.error(name_at, "alias-clash", f"'{name}' stands for '{owners[name]}' and for '{id_}'")
            else:
                yield str(name), id_


def _aliased(part: Mapping | None, file: str) -> Iterator[tuple[str, Place]]:
    """Yield each id that names of other tools stand for, and where it is named."""
    for id_, node, key_at, _ in part.entries() if part else ():
        if not forms.is_unknown(node):
            yield id_, place(file, key_at)


def _is_id(name: str, at: int, sink: Sink) -> bool:
    try:
        forms.slug(name)
    except ValueError as error:
        sink.error(at, "bad-value", f"'aliases' is wrong: {error}", "write ids to the left, tools' names to the right")
        return False
    return True


def _names(node: Any, at: int) -> Iterator[tuple[Any, int]]:
    if isinstance(node, Sequence):
        yield from zip(node, node.values_at, strict=True)
    elif not forms.is_unknown(node):
        yield node, at


def _members(root: Mapping, home: Path, sink: Sink) -> Iterator[str]:
    """Yield the folders or files of further inventories, as paths from here."""
    node = root.get("members")
    if node is None or forms.is_unknown(node):
        return
    if not isinstance(node, Sequence):
        sink.wrong(node, root.value_at("members"), "members", "a list of folders")
        return
    for each, at in zip(node, node.values_at, strict=True):
        if not isinstance(each, str) or not each:
            sink.wrong(each, at, "members", "a list of folders")
        elif not (home / each).exists():
            message = f"there is no folder or file '{forms.short(each)}'"
            sink.error(at, "no-such-folder", message, "members are looked for from the folder of this file")
        else:
            yield os.path.normpath(home / each)


def _folder(part: Mapping | None, home: Path, sink: Sink) -> Setting | None:
    said = _only("debts", "folder", part, sink)
    if said is None:
        return None
    name, at, key_at = said
    if not (home / name).is_dir():
        message = f"there is no folder '{forms.short(name)}'"
        sink.error(at, "no-such-folder", message, "it is looked for beside this file")
        return None
    return Setting(str((home / name).resolve()), place(sink.file, at), place(sink.file, key_at))


def _only(part: str, name: str, found: Mapping | None, sink: Sink) -> tuple[str, int, int] | None:
    """Return the one text that a part may hold, with the positions of value and name."""
    said = None
    for key, node, key_at, at in found.entries() if found else ():
        if key != name:
            sink.error(key_at, "unknown-key", f"unknown key '{part}.{forms.short(key)}'", f"use {name}")
        elif not isinstance(node, str):
            sink.wrong(node, at, f"{part}.{name}", "text")
        elif not forms.is_unknown(node):
            said = str(node), at, key_at
    return said
