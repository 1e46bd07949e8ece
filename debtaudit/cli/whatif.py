"""`debtaudit whatif`: ranking and totals before and after a change, with nothing written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from debtaudit.cli._options import ALL_HERE, AsOf, Config, Inventories, day
from debtaudit.cli._session import FOUND, again, fail, finish, nearest, of_rank, read, refuse, say, terminal, write_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from debtaudit.domain.audit import Audit
    from debtaudit.domain.finding import Finding
    from debtaudit.domain.inventory import Inventory as Facts
    from debtaudit.domain.problem import Problem


class Form(StrEnum):
    """How it is written."""

    table = "table"
    json = "json"


@dataclass(frozen=True)
class _Trial:
    """What is tried."""

    fix: tuple[str, ...]
    facts: dict[str, str]
    links: tuple[tuple[str, str], ...]
    days: float | None


def whatif(
    roots: Inventories = ALL_HERE,
    fix: Annotated[list[str] | None, typer.Option(metavar="FINDING", help="Take it as repaid.")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="ASSET.FACT=VALUE", help="Set a fact.")] = None,
    remove_link: Annotated[list[str] | None, typer.Option(metavar="FROM->TO", help="Take a link away.")] = None,
    days: Annotated[
        float | None, typer.Option(min=0, metavar="NUMBER", help="Repay what a plan for so many days chooses.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="json for programs.")] = Form.table,
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Show ranking and totals before and after a change.

    Without a change: what it costs to do nothing for a year. Nothing is written.
    """
    from debtaudit.domain.problem import errors
    from debtaudit.flow import audit
    from debtaudit.report.formats.difference import difference_json, print_difference
    from debtaudit.scoring.difference import difference

    when = day(as_of)
    inventory, settings, problems = read(roots, config)
    refuse(errors(problems), roots, when, config)
    trial = _Trial(tuple(fix or ()), dict(_facts(set_ or ())), tuple(_links(remove_link or ())), days)
    if trial == _Trial((), {}, (), None):
        _wait(audit(inventory, when, settings), form, again(roots, as_of, config))
        return
    before = audit(inventory, when, settings)
    changed = _changed(inventory, trial)
    repaid = _repaid(before, trial)
    found = {item.id for item in audit(changed, when, settings, repaid).items}
    cleared = [item.finding for item in before.items if item.id not in found]
    made = difference(before, audit(changed, when, settings, cleared))
    if form is Form.json:
        write_out(difference_json(made))
    else:
        with terminal() as out:
            print_difference(made, out)
    finish(made.after)


def _wait(made: Audit, form: Form, named: str) -> None:
    """Tell what happens if nothing is done."""
    from debtaudit.report.formats.waiting import print_waiting, waiting_json
    from debtaudit.scoring.waiting import waiting

    ahead = waiting(made.items, made.policy)
    if form is Form.json:
        write_out(waiting_json(ahead, made))
    else:
        with terminal() as out:
            print_waiting(ahead, made, out, named)
    finish(made)


def _facts(stated: Iterable[str]) -> Iterable[tuple[str, str]]:
    for each in stated:
        name, sign, value = each.partition("=")
        if not sign or not value:
            fail(
                f"--set {each}: a fact is set as asset.fact=value",
                "for example --set churn.monitoring.quality=automated",
            )
        yield name, value


def _links(pairs: Iterable[str]) -> Iterable[tuple[str, str]]:
    for each in pairs:
        provider, sign, consumer = each.partition("->")
        if not sign:
            fail(f"--remove-link {each}: a link is written provider->consumer", "in quotes, for a shell: 'a->b'")
        yield provider.strip(), consumer.strip()


def _changed(inventory: Facts, trial: _Trial) -> Facts:
    from debtaudit.domain.amount import grouped
    from debtaudit.inventory.change import in_full, with_facts, without_links

    facts = in_full(inventory, trial.facts)
    for name, value in facts.items():
        if value != trial.facts[name]:
            say(f"{name}: {grouped(float(value))}")
    changed, wrong = with_facts(inventory, facts)
    changed, missing = without_links(changed, trial.links)
    _refuse_trial((*wrong, *missing))
    return changed


def _refuse_trial(wrong: tuple[Problem, ...]) -> None:
    if wrong:
        fail("; ".join(str(each) for each in wrong))


def _repaid(before: Audit, trial: _Trial) -> list[Finding]:
    from debtaudit.scoring.plan import plan

    known = {item.id for item in before.items}
    for id_ in trial.fix:
        if id_ not in known:
            fail(f"--fix {id_}: the audit does not find it", of_rank(id_, before) or nearest(id_, known, FOUND))
    planned = plan(before.items, trial.days, before.policy).steps if trial.days is not None else ()
    done = {*trial.fix, *(step.item.id for step in planned)}
    return [item.finding for item in before.items if item.id in done]
