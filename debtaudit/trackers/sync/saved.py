"""A plan in a file: what somebody looked at and agreed to. Only that is done, and only while it still holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from debtaudit.trackers.sync.plan import Action
from debtaudit.trackers.sync.watchers import Audience, Watchers

FORMAT: Final = "debtaudit-sync-plan"
VERSION: Final = 1


def plan_json(actions: Sequence[Action], target: str, digest: str, watchers: Watchers) -> str:
    """Write a plan for programs, and to be carried out later; `digest` stands for all that is wanted."""
    said = {
        "format": FORMAT, "version": VERSION, "target": target, "digest": digest,
        "actions": [_plain(action, watchers) for action in actions],
    }  # fmt: skip
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _plain(action: Action, watchers: Watchers) -> dict[str, object]:
    issue, wanted = action.issue, action.wanted
    return {
        "kind": action.kind, "finding": action.finding, "reason": action.reason, "signature": action.signature,
        "issue": issue.key if issue else None, "url": issue.url if issue else None,
        "title": wanted.title if wanted else None,
        "changes": [{"field": each.field, "before": each.before, "after": each.after} for each in action.changes],
        "may_hear": _hearing(watchers.of(action)) if action.does else None,
    }  # fmt: skip


def _hearing(audience: Audience) -> dict[str, object]:
    """Say who hears by name, how many watch, and what makes others hear of it whom the tracker does not name."""
    return {"names": list(audience.names), "watching": audience.number, "whoever": audience.beyond}


def agreed(text: str, actions: Sequence[Action], target: str, digest: str) -> tuple[tuple[Action, ...], int]:
    """Return the actions that a saved plan holds and that are still the same, and how many of it are not.

    Raises:
        ValueError: when it is no plan, is for another target, or was made of another inventory.

    """
    try:
        said = json.loads(text)
        if said["format"] != FORMAT or said["version"] != VERSION:
            raise ValueError("it is no plan of this version")
        made_for, made_of = said["target"], said["digest"]
        signatures = [each["signature"] for each in said["actions"] if Action(each["kind"], "", "").does]
    except (KeyError, TypeError, json.JSONDecodeError):
        raise ValueError("it is no plan") from None
    if made_for != target:
        raise ValueError(f"it was made for {made_for}, not for {target}")
    if made_of != digest:
        raise ValueError("findings, prices or settings changed since it was made")
    still = tuple(action for action in actions if action.does and action.signature in signatures)
    return still, len(signatures) - len(still)
