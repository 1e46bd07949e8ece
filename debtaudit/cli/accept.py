"""`debtaudit accept`: sign for a debt that is not repaid for now."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from debtaudit.cli._options import AsOf, Config, Inventory, day
from debtaudit.cli._session import FIRST, FOUND, HERE, audited, fail, nearest, of_rank, say, write_out

if TYPE_CHECKING:
    from debtaudit.domain.audit import Audit
    from debtaudit.domain.finding import Item

FILE = "decisions.yaml"
BYTE_ORDER = "\ufeff"
"""What some editors begin a file with."""


def accept(
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="debt@asset.")],
    root: Inventory = HERE,
    *,
    until: Annotated[str, typer.Option(metavar="DATE", help="It comes back by itself after this day.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who carries it.")],
    approver: Annotated[str, typer.Option(metavar="NAME", help="Who approves it: somebody else.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it is not repaid for now.")],
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Write the decision that a debt is accepted until a day."""
    from debtaudit.inventory.lock import changing

    today, last = day(as_of), _day(until)
    by, approver, reason = _told("--by", by), _told("--approver", approver), _told("--reason", reason)
    audit = audited(root, today, config)
    item = audit.item(finding)
    if item is None:
        _tell_which(finding, audit)
    _may_be_accepted(item, last, today, by, approver)
    target = root / FILE if root.is_dir() else root
    if _stands_already(item, (by, approver, reason, last)):
        say(f"accepted already until {last}, for this reason and by the same people: nothing was written")
        return
    decision = {
        "finding": item.id, "state": "accepted", "reason": reason, "owner": by, "approver": approver,
        "decided_at": today, "expires_at": last, "interest": round(item.risk.interest.mean, 2),
    }  # fmt: skip
    with changing(target):
        _append(target, decision)
    instead = " instead of the decision before" if item.state == "accepted" else ""
    say(f"accepted until {last}{instead}; it stays in the totals, and comes back before when it costs half as much"
        " again")  # fmt: skip
    write_out(str(target))


def _told(option: str, text: str) -> str:
    """Return what an acceptance must say; leave where that is blank."""
    if not text.strip():
        fail(f"{option} is empty, and an acceptance says it", "an accepted debt has a reason, a person and an end")
    return text.strip()


def _tell_which(finding: str, audit: Audit) -> NoReturn:
    """Leave with the findings of a debt or an asset that was named alone, else with the nearest id."""
    ids = [each.id for each in audit.items]
    meant = [each for each in ids if finding and finding in each.split("@", 1)]
    if meant:
        more = f" and {len(meant) - FIRST} more" if len(meant) > FIRST else ""
        fail(f"'{finding}' is no single finding", f"name one of {', '.join(meant[:FIRST])}{more}")
    fail(f"the audit does not find '{finding}'", of_rank(finding, audit) or nearest(finding, ids, FOUND))


def _stands_already(item: Item, said: tuple[object, ...]) -> bool:
    """Tell whether the very same was decided before, and holds."""
    held = item.decision
    if held is None or item.state != "accepted" or held.finding != item.id:
        return False
    return (held.owner, held.approver, held.reason, held.expires_at) == said


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"--until {text}: there is no such day", "write it as 2026-12-31")


def _may_be_accepted(item: Item, until: date, today: date, by: str, approver: str) -> None:
    from debtaudit.scoring.decisions import LONGEST

    if by.strip().casefold() == approver.strip().casefold():
        fail("who carries a debt cannot approve it", "name somebody else with --approver")
    days = (until - today).days
    longest = LONGEST[item.risk.band]
    if days <= 0:
        fail(f"--until {until} is not ahead of {today}", "name a later day")
    if days > longest:
        fail(f"a debt of band {item.risk.band} can be accepted for {longest} days at most, not {days}",
             f"name a day until {today + timedelta(days=longest)}")  # fmt: skip


def _append(target: Path, decision: dict[str, object]) -> None:
    """Add a decision to a file that people write too: what stands in it stays as it is, the ends of its lines too."""
    from debtaudit.inventory.write import dump

    kept = target.read_bytes().decode("utf-8") if target.is_file() else ""
    mark = BYTE_ORDER * kept.startswith(BYTE_ORDER)
    text = _added(target, kept.removeprefix(mark).replace("\r\n", "\n"), dump({"decisions": [decision]}))
    _write(target, mark + (text.replace("\n", "\r\n") if "\r\n" in kept else text))


def _added(target: Path, old: str, entry: str) -> str:
    """Return a file's text with an entry below the other decisions; leave where there is no place for it."""
    if not old.strip():
        return entry
    lines = old.split("\n")
    heads = [number for number, line in enumerate(lines) if line.startswith("decisions:")]
    body = entry.splitlines()[1:]
    if not heads:
        return f"{old.rstrip()}\n{entry}"
    if lines[heads[0]].partition(":")[2].split("#")[0].strip():
        fail(f"'{target}' cannot be added to by itself", f"add this to it: {' '.join(line.strip() for line in body)}")
    below = range(heads[0] + 1, len(lines))
    end = next((number for number in below if lines[number][:1] not in {"", " ", "#", "-"}), len(lines))
    while end > heads[0] + 1 and not lines[end - 1].strip():
        end -= 1
    more = _indented(body, lines[heads[0] + 1 : end])
    return "\n".join([*lines[:end], *more, *(lines[end:] or [""])])


def _write(target: Path, text: str) -> None:
    """Write a file that the loader reads back; one that it would refuse is not written."""
    from debtaudit.domain.problem import errors
    from debtaudit.inventory import loads
    from debtaudit.inventory.write import write

    wrong = errors(loads(text.removeprefix(BYTE_ORDER), target.name).problems)
    if wrong:
        fail(f"nothing was written: '{target}' could not be read any more", str(wrong[0]))
    write(target, text)


def _indented(body: list[str], siblings: list[str]) -> list[str]:
    """Indent an entry as those beside it are."""
    first = next((line for line in siblings if line.lstrip().startswith("- ")), "  - ")
    return [line.replace("  ", " " * (len(first) - len(first.lstrip())), 1) for line in body]
