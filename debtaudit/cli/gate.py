"""`debtaudit gate`: fail where debt came or grew since a baseline."""

from __future__ import annotations

import shlex
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debtaudit.cli._ledger import baseline_of, frozen
from debtaudit.cli._options import AsOf, Config, Inventory, day
from debtaudit.cli._session import BAD_INVENTORY, HERE, again, fail, finish, say, write_out

if TYPE_CHECKING:
    from debtaudit.ledger.gate import Condition
    from debtaudit.ledger.snapshot import Snapshot

STOPPED = 1
BASELINE = "baseline.yaml"
LISTED = 10
"""Findings that a new baseline takes in, and that are told."""


class Form(StrEnum):
    """How it is written."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"
    junit = "junit"
    codequality = "codequality"
    md = "md"


Limit = Annotated[
    str,
    typer.Option(
        metavar="LIMIT", help="A lane (now, next, later), a band (critical, high, medium, low), or interest>5000."
    ),
]


def gate(
    root: Inventory = HERE,
    fail_on: Limit = "now",
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", show_default=f"DIR/ledger/{BASELINE}", help="What was there before.")
    ] = None,
    update_baseline: Annotated[  # noqa: FBT002 - a switch
        bool, typer.Option("--update-baseline", help="Write the baseline anew, for review, and pass.")
    ] = False,
    form: Annotated[Form, typer.Option("--format", help="md is a comment for a pull request.")] = Form.text,
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Fail where debt came or grew since a baseline.

    What merely became known does not count. Exit code 1 says that the
    gate is shut; without a baseline, every open finding counts.
    """
    from debtaudit.ledger.compare import compare
    from debtaudit.ledger.gate import judge
    from debtaudit.report.formats import gate as written

    limit = _limit(fail_on)
    folder = root if root.is_dir() else root.parent
    target = baseline or folder / "ledger" / BASELINE
    words = again([root], as_of, config)
    renew = f"debtaudit gate{words}{f' --baseline {shlex.quote(str(baseline))}' if baseline else ''} --update-baseline"
    before = _earlier(target) if update_baseline else _before(target, renew, named=baseline is not None)
    audit, after = frozen(root, day(as_of), config, before)
    if update_baseline:
        _update(target, before, after)
        finish(audit)
        return
    verdict = judge(limit, after, compare(before, after) if before else None)
    made = written.Gate(verdict, audit, "" if folder == HERE else folder.as_posix(), words, renew)
    write_out({
        Form.text: written.text, Form.json: written.as_json, Form.github: written.github, Form.sarif: written.sarif,
        Form.junit: written.junit, Form.codequality: written.codequality, Form.md: written.markdown,
    }[form](made))  # fmt: skip
    if form is not Form.text:
        for each in (made.said, *made.notes):
            say(each)
    finish(audit)
    if not verdict.passed:
        raise typer.Exit(STOPPED)


def _limit(text: str) -> Condition:
    from debtaudit.ledger.gate import condition

    try:
        return condition(text)
    except ValueError as error:
        example = "now"
        if text.strip().casefold() == "interest":  # what a shell leaves of it, after it has made a file of the rest
            example = "'interest>5000', in quotes, since a shell takes > for itself"
        fail(f"--fail-on {error}", f"for example --fail-on {example}")


def _before(target: Path, renew: str, *, named: bool) -> Snapshot | None:
    if not target.exists():
        if named:
            fail(f"there is no baseline '{target}'", "--update-baseline writes it")
        return None
    found, problems = baseline_of(target)
    for each in problems:
        say(str(replace(each, hint="")))
    if problems:
        fail("the baseline cannot be read", f"bring it back from version control, or write it anew: {renew}",
             BAD_INVENTORY)  # fmt: skip
    return found


def _earlier(target: Path) -> Snapshot | None:
    """Return the baseline that is to be written anew, if it can be read at all."""
    found, problems = baseline_of(target) if target.exists() else (None, ())
    if problems:
        say(f"what stood there could not be read, and is not compared with: {replace(problems[0], hint='')}")
    return found


def _update(target: Path, before: Snapshot | None, after: Snapshot) -> None:
    """Write the baseline, and say what it takes in, so that whoever reviews it knows."""
    from debtaudit.domain.phrases import count, money
    from debtaudit.inventory.lock import Changed, changing
    from debtaudit.inventory.write import write
    from debtaudit.ledger.amounts import whole
    from debtaudit.ledger.text import dump
    from debtaudit.report.formats.gate import without

    target.parent.mkdir(parents=True, exist_ok=True)
    with changing(target):
        if before and baseline_of(target)[0] != before:
            raise Changed(target)  # what is told below would not be what this takes in
        write(target, dump(after))
    opening = f", after {money(whole(before.open.interest), after.currency)}" if before else ""
    cost = money(whole(after.open.interest), after.currency)
    aside = without(after)
    held = f"{cost} a quarter open{aside}" if aside else f"{cost} a quarter"
    say(f"the baseline now holds {count(len(after.findings), 'finding')}, {held}{opening}")
    if before:
        _tell_taken(before, after)
    say("review the change of this file as you would review code:")
    write_out(str(target))


def _tell_taken(before: Snapshot, after: Snapshot) -> None:
    """Say which findings come or grew with the new baseline: from now on they stop nothing."""
    from debtaudit.domain.phrases import money
    from debtaudit.ledger.amounts import whole
    from debtaudit.ledger.compare import compare
    from debtaudit.ledger.gate import ANY, judge

    taken = judge(ANY, after, compare(before, after)).failures
    for each in taken[:LISTED]:
        say(f"  + {each.finding}  {money(whole(each.after.amounts.interest), after.currency)} a quarter, {each.why}")
    if len(taken) > LISTED:
        say(f"  and {len(taken) - LISTED} more that are new or have grown")
