"""What the commands of the quarter share: the ledger beside an inventory, read and refused where it is damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debtaudit.cli._options import day
from debtaudit.cli._session import BAD_INVENTORY, audited_on, fail, nearest, read, refuse, say

if TYPE_CHECKING:
    from debtaudit.domain.audit import Audit
    from debtaudit.domain.inventory import Inventory
    from debtaudit.domain.problem import Problem
    from debtaudit.domain.settings import Settings
    from debtaudit.ledger.quarter import Quarter
    from debtaudit.ledger.review import Review
    from debtaudit.ledger.snapshot import Snapshot

Ledger = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="FOLDER", show_default="DIR/ledger", help="Where snapshots are kept."),
]


def reviewed(
    root: Path | Sequence[Path], as_of: str | None, config: Path | None, ledger: Path | None,
    quarter: str | None = None, against: str | None = None,
) -> Review:  # fmt: skip
    """Audit an inventory and review a quarter against the ledger; of several, the first keeps the ledger.

    `quarter` is one that is over or has begun, else that of the day; `against` is a quarter or a file to compare with,
    else the last one before.
    """
    from debtaudit.domain.problem import errors

    inventory, settings, problems = read(root, config)
    refuse(errors(problems), root, day(as_of), config)
    home = root if isinstance(root, Path) else root[0]
    wanted, until = quarter_asked(quarter, as_of, inventory)
    known = snapshots(home, ledger)
    if not known and not ledger and (isinstance(root, Path) or len(root) == 1):
        _tell_of_inner(home, inventory)
    base = named_snapshot(against, lambda: known) if against else None
    if base and (base.quarter.year, base.quarter.number) >= (wanted.year, wanted.number):
        fail(f"--compare: {base.quarter.label} is not before {wanted.label}, which is reported")
    return review_on(until, inventory, settings, root, config, known, base)


def _tell_of_inner(home: Path, inventory: Inventory) -> None:
    """Tell of the one folder in which the whole inventory lies, where that one has a ledger of its own.

    Whoever audits the folder above it sees the same facts, and none of its quarters.
    """
    from debtaudit.ledger.files import FOLDER

    heads = {Path(each.path).parts[:-1][:1] for each in inventory.files}
    if not home.is_dir() or len(heads) != 1 or heads == {()}:
        return
    inner = home.joinpath(*heads.pop())
    if any((inner / FOLDER).glob("*.yaml")):
        say(f"note: {inner}/ has a ledger of its own, not read from here; did you mean '{inner}'?")


def quarter_asked(quarter: str | None, as_of: str | None, inventory: Inventory) -> tuple[Quarter, date]:
    """Return the quarter that is asked for, and the day on which it is looked at: its last one, or today."""
    from debtaudit.ledger.quarter import quarter_of, read_typed

    month = inventory.organisation.fiscal_year_start
    start = month if isinstance(month, int) else 1
    today = day(as_of)
    if quarter is None:
        return quarter_of(today, start), today
    try:
        wanted = read_typed(quarter, start)
    except ValueError as error:
        fail(f"--quarter: {error}")
    if as_of and not wanted.holds(today):
        span = f"{wanted.first} to {wanted.last}"
        fail(f"{today} does not lie in {wanted.label}, which is {span}", "leave one of the two out")
    if wanted.first > today:
        span = f"{wanted.first} to {wanted.last}"
        fail(f"{wanted.label} has not begun: it is {span}", "leave out --quarter to take the one that runs")
    return wanted, min(today, wanted.last)


def named_snapshot(name: str, known: Callable[[], Iterable[Snapshot]]) -> Snapshot:
    """Return the snapshot that is meant by a file, or by a quarter of a ledger; leave when there is none."""
    from debtaudit.ledger.files import read as read_snapshot

    if Path(name).is_file():
        found, problems = read_snapshot(Path(name))
        told(problems)
        if found:
            return found
    kept = {each.quarter.label: each for each in known()}
    label = _label(name)
    if label not in kept:
        others = f"there are {', '.join(kept)}" if kept else "take one with `debtaudit snapshot`"
        fail(f"there is no snapshot '{name}'", nearest(name, kept, others))
    return kept[label]


def _label(name: str) -> str:
    """Return a quarter as the ledger writes it; what is none stays as it is."""
    from debtaudit.ledger.quarter import read_typed

    try:
        return read_typed(name).label
    except ValueError:
        return name


def review_on(
    as_of: date, inventory: Inventory, settings: Settings, root: Path | Sequence[Path], config: Path | None,
    earlier: tuple[Snapshot, ...], base: Snapshot | None = None,
) -> Review:  # fmt: skip
    """Review the quarter of a day against snapshots; those of that quarter and later ones do not count.

    It is compared with `base`, or with the last one before.
    """
    from debtaudit.detectors._catalogue import catalogue
    from debtaudit.ledger.files import rule_versions
    from debtaudit.ledger.review import Against, before, review
    from debtaudit.scoring.uncertainty import MODEL_VERSION

    targets = targets_of(settings)
    audit = audited_on(as_of, inventory, settings, root, config)
    rules = rule_versions(catalogue(settings).debts, MODEL_VERSION)
    past = before(earlier, audit)
    base = base or (past[-1] if past else None)
    against = Against(base, _under_settings_of(base, audit, inventory, settings)) if base else None
    return review(audit, earlier, rules, targets, against)


def _under_settings_of(
    past: Snapshot, audit: Audit, inventory: Inventory, settings: Settings
) -> Audit | None:  # fmt: skip
    """Audit the same day under the settings of a snapshot; None where they are the same."""
    from debtaudit.flow import audit as audit_again
    from debtaudit.ledger.freeze import settings_of
    from debtaudit.ledger.restore import with_settings

    if past.settings == settings_of(audit):
        return None
    return audit_again(inventory, audit.as_of, with_settings(settings, past.settings))


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


def baseline_of(path: Path) -> tuple[Snapshot | None, tuple[Problem, ...]]:
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
    refuse(errors(problems), root, as_of, config)
    audit = audited_on(as_of, inventory, settings, root, config)
    made = freeze(audit, quarter_for(audit), rule_versions(catalogue(settings).debts, MODEL_VERSION))
    if before and before.settings != settings_of(audit):
        old = audit_again(inventory, audit.as_of, with_settings(settings, before.settings))
        made = with_rescored(made, old, before.fingerprint)
    return audit, made
