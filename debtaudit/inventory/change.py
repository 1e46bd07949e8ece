"""An inventory as it would be: facts set to other values, links taken away. Nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from typing import Any

from debtaudit.domain.amount import amount
from debtaudit.domain.asset import KINDS, Asset, Organisation, Team
from debtaudit.domain.inventory import Inventory, Origin
from debtaudit.domain.problem import Problem, errors
from debtaudit.inventory import forms
from debtaudit.inventory.hint import did_you_mean
from debtaudit.inventory.load import loads
from debtaudit.inventory.vocabulary import paths, shape_at

COMMAND = "--set"


def with_facts(inventory: Inventory, stated: Mapping[str, str]) -> tuple[Inventory, tuple[Problem, ...]]:
    """Return an inventory in which facts hold other values: `{"order-intent.monitoring.quality": "automated"}`.

    A value is written as in the inventory. What cannot be read is told as problems, and changes nothing.
    """
    problems: list[Problem] = []
    for name, value in stated.items():
        asset, path = _split(name, inventory)
        if asset is None:
            problems.append(_no_asset(name, inventory))
        elif changed := _bound(asset, path, value, problems):
            inventory = _with(inventory, asset, changed, path)
    return inventory, tuple(problems)


def in_full(inventory: Inventory, stated: Mapping[str, str]) -> dict[str, str]:
    """Return values as they are written in the inventory: amounts such as 9k in full, where a fact is a number."""
    return {name: _in_full(*_split(name, inventory), value) for name, value in stated.items()}


def _in_full(asset: Asset | None, path: str, value: str) -> str:
    shape = shape_at(type(asset), path) if asset else None
    if shape and shape.form and shape.form.name in {"number", "count"}:
        with suppress(ValueError):
            return value if re.fullmatch(forms.NUMBER, value) else f"{amount(value):.15g}"
    return value


def without_links(inventory: Inventory, pairs: Iterable[tuple[str, str]]) -> tuple[Inventory, tuple[Problem, ...]]:
    """Return an inventory without the links from one asset to another, of whatever kind."""
    problems, gone = [], set(pairs)
    known = {(link.provider, link.consumer) for link in inventory.links}
    for provider, consumer in sorted(gone - known):
        nearest = did_you_mean(f"{provider}->{consumer}", [f"{one}->{other}" for one, other in known])
        problems.append(_problem("--remove-link", f"no link leads from '{provider}' to '{consumer}'", nearest))
    kept = tuple(link for link in inventory.links if (link.provider, link.consumer) not in gone)
    return replace(inventory, links=kept), tuple(problems)


def _split(name: str, inventory: Inventory) -> tuple[Asset | None, str]:
    """Split `asset.fact`; ids may hold dots, so the longest known id wins."""
    parts = name.split(".")
    for at in range(len(parts) - 1, 0, -1):
        id_, path = ".".join(parts[:at]), ".".join(parts[at:])
        asset = inventory.assets.get(id_) or inventory.teams.get(id_)
        if asset or id_ == inventory.organisation.id:
            return asset or inventory.organisation, path
    return None, name


def _no_asset(name: str, inventory: Inventory) -> Problem:
    hint = did_you_mean(name.partition(".")[0], inventory.assets) or "write it as asset.fact=value"
    return _problem(COMMAND, f"'{name}' names no asset of the inventory", hint)


def _bound(asset: Asset, path: str, value: str, problems: list[Problem]) -> Asset | None:
    """Read one fact the way that a file is read, and lay it over the asset."""
    cls: Any = type(asset)
    if path not in paths(cls):
        hint = did_you_mean(path, paths(cls)) or "`debtaudit schema` lists the facts"
        problems.append(_problem(COMMAND, f"'{path}' is no fact of a {asset.kind}", hint))
        return None
    inner = value
    for part in reversed(path.split(".")):
        inner = f"{{{part}: {inner}}}"
    if isinstance(asset, Organisation):
        text = f"organisation: {inner}"
    else:
        text = f"{_section(asset)}: [{{id: {asset.id}, {inner[1:-1]}}}]"
    read = loads(text, COMMAND)
    wrong = errors(read.problems)
    problems += [replace(each, line=0, column=0) for each in wrong]
    if wrong:
        return None
    patch: Asset = read.organisation if isinstance(asset, Organisation) else _only(read)
    changed: Asset = _laid_over(asset, patch, frozenset({"id", "place"}))
    return changed


def _section(asset: Asset) -> str:
    return next((name for name, kind in KINDS.items() if kind is type(asset)), "teams")


def _only(read: Inventory) -> Asset:
    found: list[Asset] = [*read.assets.values(), *read.teams.values()]
    return found[0]


def _laid_over(under: Any, over: Any, keep: frozenset[str] = frozenset({"place"})) -> Any:
    """Return a record with what another one states in place of its own; groups are laid over fact by fact."""
    changes = {}
    for each in fields(over):
        new, old = getattr(over, each.name), getattr(under, each.name)
        if each.name in keep or new is None or new == each.default:
            continue
        changes[each.name] = _laid_over(old, new) if is_dataclass(new) and type(old) is type(new) else new
    return replace(under, **changes)


def _with(inventory: Inventory, asset: Asset, changed: Asset, path: str) -> Inventory:
    where = inventory.origin

    def origin(asset_id: str, fact: str) -> Origin | None:
        set_here = asset_id == asset.id and (fact == path or fact.startswith(f"{path}."))
        return None if set_here else where(asset_id, fact)

    if isinstance(changed, Organisation):
        return replace(inventory, organisation=changed, origin=origin)
    if isinstance(changed, Team):
        return replace(inventory, teams={**inventory.teams, asset.id: changed}, origin=origin)
    return replace(inventory, assets={**inventory.assets, asset.id: changed}, origin=origin)


def _problem(where: str, message: str, hint: str) -> Problem:
    return Problem(where, 0, 0, "error", "no-such-change", message, hint)
