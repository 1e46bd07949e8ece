"""Settings as a snapshot keeps them -> settings, so that today can be audited under the rules of before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from debtaudit.domain.settings import Settings
from debtaudit.inventory.settings import parse_settings


def with_settings(today: Settings, kept: Mapping[str, str]) -> Settings:
    """Return today's settings with the model, limits and economics of a snapshot; names of other tools stay."""
    before, _ = parse_settings(_text(kept))
    return replace(today, policy=before.policy, limits=before.limits, economics=before.economics)


def _text(kept: Mapping[str, str]) -> str:
    """Write settings as their file is written: `policy.hop`, `limits.stale-model.max_age`."""
    tree: dict[str, dict[str, dict[str, str]]] = {"policy": {"": {}}, "limits": {}, "economics": {}}
    for name, value in kept.items():
        part, _, rest = name.partition(".")
        debt, _, last = rest.rpartition(".")
        tree[part].setdefault(debt, {})[last] = value
    lines = ["policy:", *(f"  {name}: {value}" for name, value in tree["policy"][""].items())]
    for part in ("limits", "economics"):
        lines += [f"{part}:"] if tree[part] else []
        for debt, values in tree[part].items():
            lines += [f"  {debt}:", *(f"    {name}: {value}" for name, value in values.items())]
    return "\n".join(lines) + "\n"
