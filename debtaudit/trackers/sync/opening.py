"""Open a tracker: settings, address and token together, and whether anything may be sent there at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import cast

from debtaudit.domain.settings import DebtSettings
from debtaudit.trackers.sync.address import origin
from debtaudit.trackers.sync.client import Wires
from debtaudit.trackers.sync.failures import Unfit
from debtaudit.trackers.sync.settings import read_target
from debtaudit.trackers.sync.target import Target
from debtaudit.trackers.sync.token import Token
from debtaudit.trackers.sync.tracker import Place, Tracker


def target_of(
    tracker: str, said: DebtSettings | None, environment: Mapping[str, str], *,
    url: str, project: str, allow_public: bool,
) -> Target:  # fmt: skip
    """Return where issues go.

    Raises:
        Unfit: when no project is named.

    """
    address = url or environment.get(f"DEBTAUDIT_{tracker.upper()}_URL", "")
    target = read_target(tracker, said, address, project, allow_public=allow_public)
    target = replace(target, user=environment.get(f"DEBTAUDIT_{tracker.upper()}_USER", target.user))
    if not target.project:
        hint = f"give it by --project, or in debtaudit.yaml: trackers: {{{tracker}: {{project: ...}}}}"
        raise Unfit("it is not known in which project the issues go", hint)
    return target


def opened(target: Target, token: Token, wires: Wires) -> Tracker:
    """Return a tracker, before anything was sent to it."""
    adapter = import_module(f"debtaudit.trackers.sync.adapters.{target.tracker}")
    return cast("Tracker", adapter.open_tracker(target, token, wires))


def connected(tracker: Tracker, target: Target) -> Place:
    """Find out who we are there.

    Raises:
        Unfit: when everybody in the world could read the issues, and nobody agreed to that.

    """
    place = tracker.connect()
    if place.public and not target.allow_public:
        text = f"{target.project} is public: everybody could read your debts there"
        raise Unfit(text, "name a private project, or say --allow-public")
    return place


def named(target: Target) -> str:
    """Return the name of a target: what is remembered is remembered of this."""
    server = f" at {origin(target.url)}" if target.url else ""
    return f"{target.tracker} {target.project}{server}"


def folder_of(root: Path, target: Target) -> Path:
    """Return the folder, within an inventory, in which a target is remembered."""
    home = root if root.is_dir() else root.parent
    words = re.sub(r"[^\w.-]+", "-", target.project).strip("-.")[:60]
    return home / ".debtaudit" / "sync" / f"{target.tracker}-{words}-{sha256(named(target).encode()).hexdigest()[:6]}"
