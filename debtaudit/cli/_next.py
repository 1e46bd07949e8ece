"""`debtaudit` without a command: in at most five lines, what to do next in this folder.

It must answer at once: the inventory is read, and nothing is audited.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from debtaudit.cli._session import SAMPLE_DAY, brought

if TYPE_CHECKING:
    from debtaudit.domain.inventory import Inventory
    from debtaudit.domain.problem import Problem

LINES: Final = 5
LARGEST: Final = 8 * 1024 * 1024
"""Bytes of inventory that are read within a second; of a larger one, nothing is told that takes reading."""
FEW: Final = 3
"""Inventories side by side that are named; of more, one folder is named to be audited as a whole."""


@dataclass(frozen=True)
class Next:
    """What is here, and commands to go on with, each with what it is for."""

    here: str
    steps: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """At most five lines; each command can be pasted into a shell as it stands."""
        wide = max(len(command) for command, _ in self.steps)
        return "\n".join([self.here, *(f"  {command:{wide}}  # {why}" for command, why in self.steps)][:LINES])


@dataclass(frozen=True)
class _Seen:
    """An inventory, and how its folder and its day are written on a command line."""

    root: Path
    inventory: Inventory
    wrong: tuple[Problem, ...]
    words: str
    day: date

    def step(self, command: str, why: str) -> tuple[str, str]:
        return f"debtaudit {command}{self.words}", why


def next_steps(here: Path, today: date) -> Next:
    """Return what to do next in a folder on a day."""
    from debtaudit.inventory.glance import homes, size

    found = homes(here)
    own = [each for each in found if not _is_sample(each)]
    found = tuple(own or found)  # the made-up company is no part of anybody's organisation
    if not found:
        return _nothing(here)
    if len(found) > 1:
        return _several(found, here)
    root = found[0]
    is_sample = _is_sample(root)
    where = "" if root == here else f" {shlex.quote(root.relative_to(here).as_posix())}"
    words = f"{where}{f' --as-of {SAMPLE_DAY}' if is_sample else ''}"
    if size(root, LARGEST) > LARGEST:
        return Next(f"{_called(root, here)} holds a large inventory.", _on((), words))
    seen = _Seen(root, *_read(root), words, date.fromisoformat(SAMPLE_DAY) if is_sample else today)
    return _wrong(seen, here) or _unfinished(seen, here) or _standing(seen, here)


def _nothing(here: Path) -> Next:
    dbt = here / "target" / "manifest.json"
    collect = ("debtaudit collect dbt target", "what the dbt project here says") if dbt.is_file() else (
        "debtaudit collect --list", "MLflow, dbt, Jira, ...: what tools know already")  # fmt: skip
    return Next(
        "There is no inventory here yet. Begin with one of these:",
        (
            ("debtaudit audit", "a few questions write a first one, ten minutes"),
            ("debtaudit init inventory", "a starter file to fill in"),
            collect,
            ("debtaudit init example --example", "a made-up company to look around in"),
        ),
    )


def _several(found: Sequence[Path], here: Path) -> Next:
    names = [shlex.quote(each.relative_to(here).as_posix()) for each in found]
    few = names[:FEW]
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    together = " ".join(few) if not more else "."
    return Next(
        f"Inventories: {', '.join(few)}{more}. Go into one of them, or take them as one:",
        (
            (f"debtaudit check {together}", "every mistake, with its place"),
            (f"debtaudit backlog {together}", "what to repay first"),
            (f"debtaudit report {together}", "the pages for the board"),
        ),
    )


def _wrong(seen: _Seen, here: Path) -> Next | None:
    from debtaudit.domain.problem import errors
    from debtaudit.inventory.causes import causes

    every = errors((*seen.inventory.problems, *seen.wrong))
    found = causes(each for each in every if each.code != "no-yaml")
    wrong = (*found.unread, *found.others, *found.following)
    if not wrong:
        return None
    many = f"{len(wrong)} errors; the first" if len(wrong) > 1 else "1 error"
    return Next(
        f"The inventory in {_called(seen.root, here)} has {many}:\n  {wrong[0]}",
        (seen.step("check", "all of them, each with its place"),),
    )


def _unfinished(seen: _Seen, here: Path) -> Next | None:
    """Tell of an inventory in which nothing is said yet, or only what the starter says."""
    from debtaudit.inventory.glance import yaml_in

    if not seen.inventory.assets:
        starter = () if yaml_in(seen.root) else (seen.step("init", "a starter file to fill in"),)
        return Next(
            f"The inventory in {_called(seen.root, here)} names no model yet.",
            (
                *starter,
                seen.step("audit" if starter else "check", "a few questions" if starter else "what stands there"),
                ("debtaudit collect --list", "MLflow, dbt, Jira, ...: what tools know already"),
            ),
        )
    template = brought("templates") / "inventory.yaml"
    starter_file = next((path for path in yaml_in(seen.root) if _same(path, template)), None)
    if starter_file is None:
        return None
    name = shlex.quote(starter_file.relative_to(here).as_posix())
    return Next(
        f"{name} is the starter as it was written: a made-up chatbot.",
        (
            (f"${{EDITOR:-vi}} {name}", "replace it by what you run"),
            seen.step("check", "every mistake, with its place"),
            seen.step("backlog", "what to repay first"),
        ),
    )


def _standing(seen: _Seen, here: Path) -> Next:
    """Tell of an inventory that can be audited."""
    answered = {each.asset for each in seen.inventory.answers}
    models = [each.id for each in seen.inventory.assets.values() if each.kind == "model"]
    told = sum(model in answered for model in models)
    number = len(seen.inventory.assets)
    held = f"{number:,} asset{'s' if number > 1 else ''}"
    audit = seen.step("audit", "questions on what nobody has told yet")
    return Next(
        f"The inventory in {_called(seen.root, here)} holds {held}; questions were answered on {told} of"
        f" {len(models)} model{'' if len(models) == 1 else 's'}.",
        _on([audit] if told * 2 < len(models) else [], seen.words, _quarter(seen)),
    )


def _on(
    first: Sequence[tuple[str, str]], words: str, last: tuple[str, str] | None = None
) -> tuple[tuple[str, str], ...]:
    """Return what one does with an inventory that is whole."""
    backlog = (f"debtaudit backlog{words}", "what to repay first")
    report = (f"debtaudit report{words}", "the pages for the board")
    return (*first, backlog, report, *([last] if last else []))


def _quarter(seen: _Seen) -> tuple[str, str]:
    """Return what the ledger lacks: this quarter's snapshot, or a look at what came of the last one's."""
    from debtaudit.ledger.files import folder_of
    from debtaudit.ledger.quarter import LABEL, quarter_of

    month = seen.inventory.organisation.fiscal_year_start
    quarter = quarter_of(seen.day, month if isinstance(month, int) else 1)
    taken = sorted(path.stem for path in folder_of(seen.root).glob("*.yaml") if LABEL(path.stem))
    if quarter.label not in taken:
        return seen.step("snapshot", f"{quarter.label} is not in the ledger yet")
    earlier = [label for label in taken if label < quarter.label]
    if earlier:
        return seen.step(f"compare {earlier[-1]} now", "what has changed")
    return seen.step("kpis", f"the key figures of {quarter.label}")


def _read(root: Path) -> tuple[Inventory, tuple[Problem, ...]]:
    """Read an inventory, and what is wrong with its settings."""
    from debtaudit.domain.settings import Settings
    from debtaudit.inventory import load
    from debtaudit.inventory.misplaced import settings_told
    from debtaudit.inventory.settings import find_settings, read_settings

    path = find_settings(root)
    settings, wrong = read_settings(path) if path else (Settings(), ())
    inventory = load(root, dict(settings.aliases), tuple(map(Path, settings.members)))
    return replace(inventory, problems=settings_told(inventory.problems, root, several=bool(settings.members))), wrong


def _is_sample(root: Path) -> bool:
    name = "organisation.yaml"
    return _same(root / name, brought("sample_inventory") / name)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.read_bytes() == other.read_bytes()
    except OSError:
        return False


def _called(root: Path, here: Path) -> str:
    return "this folder" if root == here else shlex.quote(root.relative_to(here).as_posix())
