"""What the commands of the quarter share: the ledger beside an inventory, read and refused where it is damaged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debtaudit.cli._session import BAD_INVENTORY, audited_on, fail, nearest, read, refuse, say

if TYPE_CHECKING:
    from debtaudit.domain.audit import Audit
    from debtaudit.domain.inventory import Inventory
    from debtaudit.domain.settings import Settings
    from debtaudit.ledger.review import Review
    from debtaudit.ledger.snapshot import Snapshot

Ledger = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="FOLDER", show_default="DIR/ledger", help="Where snapshots are kept."),
]


def reviewed(root: Path | Sequence[Path], as_of: date, config: Path | None, ledger: Path | None) -> Review:
    """Audit an inventory and review its quarter against the ledger; of several, the first keeps the ledger."""
    from debtaudit.domain.problem import errors

    inventory, settings, problems = read(root, config)
    refuse(errors(problems), root)
    home = root if isinstance(root, Path) else root[0]
    return review_on(as_of, inventory, settings, root, snapshots(home, ledger))


def review_on(
    as_of: date, inventory: Inventory, settings: Settings, root: Path | Sequence[Path], earlier: tuple[Snapshot, ...]
) -> Review:  # fmt: skip
    """Review the quarter of a day against snapshots; those of that quarter and later ones do not count."""
    from debtaudit.detectors._catalogue import catalogue
    from debtaudit.ledger.files import rule_versions
    from debtaudit.ledger.review import review
    from debtaudit.scoring.uncertainty import MODEL_VERSION

    targets = targets_of(settings)
    audit = audited_on(as_of, inventory, settings, root)
    rules = rule_versions(catalogue(settings).debts, MODEL_VERSION)
    before = _under_settings_of(earlier, audit, inventory, settings)
    return review(audit, earlier, rules, targets, before)


def _under_settings_of(
    earlier: tuple[Snapshot, ...], audit: Audit, inventory: Inventory, settings: Settings
) -> Audit | None:  # fmt: skip
    """Audit the same day under the settings of the last snapshot before it; None where they are the same."""
    from debtaudit.flow import audit as audit_again
    from debtaudit.ledger.freeze import settings_of
    from debtaudit.ledger.restore import with_settings
    from debtaudit.ledger.review import before

    past = before(earlier, audit)
    if not past or past[-1].settings == settings_of(audit):
        return None
    return audit_again(inventory, audit.as_of, with_settings(settings, past[-1].settings))


def targets_of(settings: Settings) -> dict[str, float]:
    """Return the targets that were set, by key figure; leave when one names no key figure."""
    from debtaudit.ledger.measure import catalogue

    known = {each.slug for each in catalogue()}
    for name, setting in settings.targets.items():
        if name not in known:
            fail(f"{setting.named}: there is no key figure '{name}'", nearest(name, known), BAD_INVENTORY)
    return {name: float(str(each.value)) for name, each in settings.targets.items()}


def snapshots(root: Path, ledger: Path | None, besides: frozenset[str] = frozenset()) -> tuple[Snapshot, ...]:
    """Read a ledger, besides some quarters; leave when a snapshot in it is damaged."""
    from debtaudit.ledger.files import folder_of, read_all

    if ledger and not ledger.is_dir():
        fail(f"there is no folder '{ledger}'", "`debtaudit snapshot --ledger FOLDER` makes it")
    found, problems = read_all(ledger or folder_of(root), besides)
    told(problems)
    return found


def told(problems: tuple[object, ...]) -> None:
    """Leave with what is wrong with snapshots, if anything is."""
    for each in problems:
        say(str(each))
    if problems:
        fail("the ledger cannot be read", "mend or remove what is named above", BAD_INVENTORY)


def baseline_of(path: Path) -> tuple[Snapshot | None, tuple[object, ...]]:
    """Read a snapshot that serves as a baseline, and what is wrong with it."""
    from debtaudit.ledger.files import read as read_snapshot

    return read_snapshot(path)


def frozen(root: Path, as_of: date, config: Path | None, before: Snapshot | None) -> tuple[Audit, Snapshot]:
    """Audit an inventory and freeze it, with what it would be under the settings of a snapshot before."""
    from debtaudit.detectors._catalogue import catalogue
    from debtaudit.domain.problem import errors
    from debtaudit.flow import audit as audit_again
    from debtaudit.ledger.files import rule_versions
    from debtaudit.ledger.freeze import freeze, settings_of, with_rescored
    from debtaudit.ledger.restore import with_settings
    from debtaudit.ledger.review import quarter_for
    from debtaudit.scoring.uncertainty import MODEL_VERSION

    inventory, settings, problems = read(root, config)
    refuse(errors(problems), root)
    audit = audited_on(as_of, inventory, settings, root)
    made = freeze(audit, quarter_for(audit), rule_versions(catalogue(settings).debts, MODEL_VERSION))
    if before and before.settings != settings_of(audit):
        old = audit_again(inventory, audit.as_of, with_settings(settings, before.settings))
        made = with_rescored(made, old, before.fingerprint)
    return audit, made
