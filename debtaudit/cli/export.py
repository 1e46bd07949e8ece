"""`debtaudit export`: the backlog as files that a tracker imports."""

from __future__ import annotations

import pkgutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debtaudit.cli._options import AsOf, Config, Inventory, day
from debtaudit.cli._session import HERE, audited, fail, finish, nearest, refuse, say, write_out

if TYPE_CHECKING:
    from debtaudit.domain.audit import Audit
    from debtaudit.domain.finding import Item
    from debtaudit.trackers.exports._export import Export
    from debtaudit.trackers.team import Wish

FOLDER = Path(__file__).parents[1] / "trackers" / "exports"
FORMATS = sorted(e.name.replace("_", "-") for e in pkgutil.iter_modules([str(FOLDER)]) if not e.name.startswith("_"))
SHOWN = 3
LeftOut = Mapping[str, "Sequence[Item]"]
"""Findings that are not exported, by the reason."""


class Lane(StrEnum):
    """Urgency lanes."""

    now = "now"
    next = "next"
    later = "later"
    find_out = "find_out"
    accepted = "accepted"


def export(
    root: Inventory = HERE,
    *,
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help=f"{', '.join(FORMATS)}.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the files.")] = Path("debt-export"),
    team: Annotated[list[str] | None, typer.Option(metavar="TEAM", help="Only what these teams own.")] = None,
    lane: Annotated[list[Lane] | None, typer.Option(metavar="LANE", help=f"Only these: {', '.join(Lane)}.")] = None,
    top: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="NUMBER", help="Only the first so many of all that is chosen, whichever team owns them."
        ),
    ] = None,
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Write the backlog as files that a tracker imports.

    Beside them stands how to import them, with the mapping. Nothing is sent. For a tracker, what is accepted or has a
    ticket already is left out; csv, json and md hold everything.

    --top counts over all teams: a large team's debts may fill it. With --team it counts the debts of that team alone.
    """
    from debtaudit.domain.plugin import discover
    from debtaudit.trackers.exports._export import Export
    from debtaudit.trackers.team import wishes

    if to not in FORMATS:
        fail(f"--to {to}: there is no such format", nearest(to, FORMATS))
    if out.exists() and not out.is_dir():
        fail(f"'{out}' is a file, not a folder for exports", "name another: --out debt-export")
    [chosen] = (each for each in discover("debtaudit.trackers.exports", Export) if each.slug == to)
    audit = audited(root, day(as_of), config)
    _must_be_known(team or (), audit)
    items = [item for item in audit.items if _is_wanted(item, team, lane)]
    left = _left_out(items, lane or ()) if chosen.tracker else {}
    gone = {item.id for each in left.values() for item in each}
    new = [item for item in items if item.id not in gone]
    wished, wrong = wishes(audit.inventory, chosen.tracker)
    refuse(wrong, root, audit.as_of, config)
    first = _first(new, top, team or ())
    paths = _write(chosen, audit, new[:top], _facts(audit, left, first), out, wished)
    _tell_left_out(left)
    if first:
        say(f"{first}; {len(new) - len(new[:top])} more without --top {top}")
    number = f"{len(new[:top])} ticket{'' if len(new[:top]) == 1 else 's'}"
    say(f"{number}; {chosen.guide_name} tells how to import them:")
    for path in paths:
        write_out(str(path))
    finish(audit)


def _must_be_known(teams: Sequence[str], audit: Audit) -> None:
    known = {str(item.finding.asset.owner or "") for item in audit.items} | set(audit.inventory.teams)
    for team in teams:
        if team not in known:
            fail(f"--team {team}: there is no such team here", nearest(team, sorted(known)))


def _is_wanted(item: Item, team: list[str] | None, lane: list[Lane] | None) -> bool:
    asset = item.finding.asset
    return (not team or asset.owner in team or asset.id in team) and (not lane or item.risk.lane in lane)


def _left_out(items: Sequence[Item], lane: Sequence[Lane]) -> LeftOut:
    """Return what a tracker need not be told: what it has, and what was settled unless that was asked for."""
    found: dict[str, list[Item]] = {"with a ticket already": [], "accepted or no debt": []}
    for item in items:
        if item.decision and item.decision.ticket:
            found["with a ticket already"].append(item)
        elif item.risk.lane == "accepted" and Lane.accepted not in lane:
            found["accepted or no debt"].append(item)
    return found


def _write(
    chosen: Export, audit: Audit, items: Sequence[Item], facts: Iterable[str], out: Path, wished: Mapping[str, Wish]
) -> Sequence[Path]:
    """Write files and guide, each of them whole or not at all, and return their paths."""
    from debtaudit.inventory.write import write
    from debtaudit.trackers.team import addressed
    from debtaudit.trackers.ticket import ticket

    tickets = [addressed(ticket(item, audit), wished) for item in items]
    files = chosen.files(tickets)
    _must_be_current(out, chosen, {each.name for each in files})
    out.mkdir(parents=True, exist_ok=True)
    texts = {each.name: each.text for each in files} | {chosen.guide_name: chosen.guide(files, tickets, facts)}
    for name, text in texts.items():
        write(out / name, text)
    return [out / name for name in texts]


def _first(items: Sequence[Item], top: int | None, teams: Sequence[str]) -> str:
    """Say of how many, and of whose, the first are taken; empty where all are."""
    from debtaudit.domain.phrases import listed

    if top is None or len(items) <= top:
        return ""
    owners = Counter(str(item.finding.asset.owner or "nobody") for item in items[:top])
    if len(set(teams)) == 1:
        whose = f"of {teams[0]}"
    else:
        each = listed([f"{number} of {owner}" for owner, number in owners.items()])
        whose = f"of {listed(sorted(set(teams))) if teams else 'all teams'} together: {each}"
    return f"the first {f'{top} ' if top > 1 else ''}of {len(items)} {whose}"


def _tell_left_out(left: LeftOut) -> None:
    for why, items in left.items():
        if items:
            say(f"left out, {why}: {_some(items)}")


def _some(items: Sequence[Item]) -> str:
    more = f" and {len(items) - SHOWN} more" if len(items) > SHOWN else ""
    return f"{len(items)} ({', '.join(item.id for item in items[:SHOWN])}{more})"


def _facts(audit: Audit, left: LeftOut, first: str) -> Iterator[str]:
    """Yield what the guide tells of this run, in Markdown: its day, and every finding that is not in the files."""
    from debtaudit.domain.phrases import day as in_words

    yield f"the backlog as of {in_words(audit.as_of)}"
    if first:
        yield first
    for why, items in left.items():
        if items:
            yield f"left out, {why}: {', '.join(f'`{item.id}`' for item in items)}"


def _must_be_current(out: Path, chosen: Export, names: set[str]) -> None:
    """Leave when an earlier export left a file of this format that would stay, and be imported with the new ones."""
    there = sorted(each.name for each in out.iterdir()) if out.is_dir() else []
    if old := next((name for name in there if chosen.ours(name) and name not in names), None):
        fail(
            f"'{out / old}' is from an earlier export, and would be imported once more",
            "remove it, or use another --out",
        )
