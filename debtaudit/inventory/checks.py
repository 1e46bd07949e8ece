"""What is odd about an inventory that could be read: dangling links, unlisted owners, dates ahead, and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from debtaudit.domain.asset import Asset, Model, System, Undescribed
from debtaudit.domain.decision import Answer
from debtaudit.domain.facts import Place
from debtaudit.domain.incident import Incident
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.link import Link
from debtaudit.domain.measurement import Measurement
from debtaudit.domain.problem import Problem
from debtaudit.domain.say import value_at
from debtaudit.inventory.hint import did_you_mean
from debtaudit.inventory.vocabulary import Shape, facts_of, paths, shape_at

MAY_LIE_AHEAD: Final = frozenset({"end_of_support_at", "expires_at", "peak_calendar"})
"""Facts whose dates speak of what is still to come."""
NEEDED_TO_ACCEPT: Final = ("reason", "owner", "approver", "expires_at")


def undescribed(assets: dict[str, Asset], links: Iterable[Link]) -> tuple[dict[str, Asset], list[Problem]]:
    """Keep ids that links name and nobody describes as assets of their own, and warn of each once."""
    whole, problems = dict(assets), []
    for link in links:
        for id_, other in ((link.provider, link.consumer), (link.consumer, link.provider)):
            if id_ not in whole:
                whole[id_] = Undescribed(id=id_, place=link.place)
                hint = did_you_mean(id_, assets) or "describe it, or leave it: nothing about it will be known"
                message = f"'{id_}', which {other} is linked to, is not described"
                problems.append(_warning(link.place, "undescribed", message, hint))
    return dict(sorted(whole.items())), problems


def check(inventory: Inventory) -> Iterator[Problem]:
    """Yield every problem that shows only when all files are together."""
    for look in CHECKS:
        yield from look(inventory)


def aliased(stated: Mapping[str, Place], inventory: Inventory) -> Iterator[Problem]:
    """Warn of ids to which names of other tools lead, and which nobody describes: their facts would be lost there."""
    described = {id_ for id_, each in inventory.assets.items() if not isinstance(each, Undescribed)}
    old = {id_ for each in inventory.assets.values() if isinstance(each.formerly, tuple) for id_ in each.formerly}
    known = described | old | set(inventory.teams) | {each.id for each in inventory.incidents}
    for id_, where in stated.items():
        if id_ not in known:
            hint = did_you_mean(id_, known) or "describe it, or take the alias away"
            yield _warning(where, "unknown-alias", f"'{id_}', which aliases lead to, is not described", hint)


def _owners(inventory: Inventory) -> Iterator[Problem]:
    owned: dict[str, list[Asset]] = {}
    for asset in inventory.assets.values():
        if isinstance(asset.owner, str) and asset.owner not in inventory.teams:
            owned.setdefault(asset.owner, []).append(asset)
    for owner, (first, *rest) in owned.items():
        more = f" and {len(rest)} more" if rest else ""
        message = f"owner '{owner}' of {first.kind} {first.id}{more} is not a listed team"
        hint = did_you_mean(owner, inventory.teams) or "list it under 'teams:'"
        yield _warning(_where(inventory, first, "owner"), "unlisted-owner", message, hint)


def _homes(inventory: Inventory) -> Iterator[Problem]:
    systems = {id_: each for id_, each in inventory.assets.items() if isinstance(each, System)}
    for asset in inventory.assets.values():
        if isinstance(asset, Model) and isinstance(asset.system, str) and asset.system not in systems:
            message = f"'system' of model {asset.id} names '{asset.system}', which is no system here"
            hint = did_you_mean(asset.system, systems)
            yield _warning(_where(inventory, asset, "system"), "no-such-system", message, hint)


def _retired(inventory: Inventory) -> Iterator[Problem]:
    retired = {id_ for id_, each in inventory.assets.items() if isinstance(each, Model) and each.status == "retired"}
    for link in inventory.links if retired else ():
        if link.provider in retired and getattr(inventory.assets[link.consumer], "status", "") != "retired":
            message = f"model {link.provider} is retired, yet {link.consumer} still uses it"
            yield _warning(link.place, "retired-in-use", message, "is it really switched off?")


def _not_applicable(inventory: Inventory) -> Iterator[Problem]:
    for asset in _all(inventory):
        cls: Any = type(asset)
        for path in asset.not_applicable or ():
            where = _where(inventory, asset, "not_applicable")
            if shape_at(cls, path) is None:
                message = (
                    f"not_applicable of {asset.kind} {asset.id} names '{path}', which is no fact of a {asset.kind}"
                )
                hint = did_you_mean(path, paths(cls)) or "`debtaudit schema` lists the names"
                yield Problem.at(where, "unknown-fact", message, hint)
            elif "." in path and value_at(asset, path) is not None:
                message = f"'{path}' of {asset.kind} {asset.id} is stated and not applicable at once"
                yield _warning(where, "contradiction", message, f"it is stated at {_where(inventory, asset, path)}")


def _incidents(inventory: Inventory) -> Iterator[Problem]:
    for incident in inventory.incidents:
        for id_ in incident.assets or ():
            if id_ not in inventory.assets:
                message = f"incident {incident.id} names asset '{id_}', which is not in the inventory"
                yield _warning(incident.place, "no-such-asset", message, did_you_mean(id_, inventory.assets))
        yield from _order(incident)


def _order(incident: Incident) -> Iterator[Problem]:
    begun = incident.detected_at or incident.started_at
    if begun and incident.resolved_at and incident.resolved_at < begun:
        message = f"incident {incident.id} was resolved before it was {'detected' if incident.detected_at else 'begun'}"
        yield _warning(incident.place, "order-of-dates", message, "are the two dates swapped?")


def _records(inventory: Inventory) -> Iterator[Problem]:
    known = {*inventory.assets, *inventory.teams, inventory.organisation.id}
    records: tuple[Measurement | Answer, ...] = (*inventory.telemetry, *inventory.answers)
    for record in records:
        if record.asset not in known:
            message = f"{_what(record)} names asset '{record.asset}', which is not in the inventory"
            yield _warning(record.place, "no-such-asset", message, did_you_mean(record.asset, known))


def _telemetry(inventory: Inventory) -> Iterator[Problem]:
    for record in inventory.telemetry:
        if record.day is None:
            message = f"{_what(record)} on {record.asset} says neither 'at' nor 'from' and 'to'"
            yield _warning(record.place, "undated", message, "without a day it counts for nothing")


def _answers(inventory: Inventory) -> Iterator[Problem]:
    for answer in inventory.answers:
        if answer.level is None and answer.value is None:
            message = f"the answer to {answer.question} on {answer.asset} has neither level nor value"
            yield _warning(answer.place, "incomplete-answer", message, "write 'level: unknown' where nobody knows")
        elif answer.level == "n/a" and not answer.note:
            message = f"the answer to {answer.question} on {answer.asset} is n/a without a note"
            yield _warning(answer.place, "incomplete-answer", message, "say why it does not apply")


def _decisions(inventory: Inventory) -> Iterator[Problem]:
    for decision in inventory.decisions:
        missing = [name for name in NEEDED_TO_ACCEPT if not getattr(decision, name)]
        if decision.state == "accepted" and missing:
            message = f"the acceptance of {decision.finding} needs {', '.join(missing)}"
            yield Problem.at(decision.place, "incomplete-decision", message, "an accepted debt has a person and an end")
        elif decision.state == "accepted" and decision.approved_by_owner:
            message = f"the acceptance of {decision.finding} was approved by {decision.owner}, who carries it"
            yield _warning(decision.place, "self-approved", message, "it stays open until somebody else approves it")


CHECKS: Final[tuple[Callable[[Inventory], Iterator[Problem]], ...]] = (
    _owners,
    _homes,
    _retired,
    _not_applicable,
    _incidents,
    _records,
    _telemetry,
    _answers,
    _decisions,
)


def ahead(inventory: Inventory, known: Inventory, as_of: date) -> Iterator[Problem]:
    """Yield a warning for each fact dated after the day of the audit, and one for each sort of record left out.

    `known` is the inventory as it was known on that day.
    """
    for asset in _all(inventory):
        for path, day in _days(asset):
            if day > as_of:
                message = f"'{path}' of {asset.kind} {asset.id} is {day}, after the day of the audit ({as_of})"
                yield _warning(_where(inventory, asset, path), "date-ahead", message, "is the year right?")
    for name in ("incidents", "telemetry", "estimates", "decisions", "answers"):
        kept = {id(each) for each in getattr(known, name)}
        yield from _left_out(name, [each for each in getattr(inventory, name) if id(each) not in kept], as_of)


def _left_out(name: str, later: Sequence[Incident | Measurement | Answer], as_of: date) -> Iterator[Problem]:
    if later:
        message = f"{len(later)} of the {name} are dated after the day of the audit ({as_of}), the first of them here"
        yield _warning(later[0].place, "date-ahead", message, "they are left out of this audit")


def _days(record: object) -> Iterator[tuple[str, date]]:
    """Yield the path and the date of every dated fact that speaks of something done."""
    cls: Any = type(record)
    for name, attribute, unsaid in _dated(cls):
        value = getattr(record, attribute)
        if value is unsaid or value is None:
            continue
        if isinstance(value, date):
            yield name, value
        else:  # a group, or a list of them
            for each in value if isinstance(value, tuple) else (value,):
                for path, day in _days(each):
                    yield f"{name}.{path}", day


@cache
def _dated(cls: Any) -> tuple[tuple[str, str, object], ...]:
    """Return name, attribute and default of each fact that is a date, or holds one; none for what is no group."""
    defaults = {each.name: each.default_factory for each in fields(cls)} if is_dataclass(cls) else {}
    return tuple(
        (spec.name, spec.attribute, make() if (make := defaults[spec.attribute]) is not MISSING else None)
        for spec in (facts_of(cls) if defaults else ())
        if spec.name not in MAY_LIE_AHEAD and _holds_date(spec.shape)
    )


def _holds_date(shape: Shape) -> bool:
    inner = shape.group or (shape.item.group if shape.item else None)
    return bool(_dated(inner)) if inner else bool(shape.form and shape.form.name == "date")


def _all(inventory: Inventory) -> Iterator[Asset]:
    yield from inventory.assets.values()
    yield from inventory.teams.values()
    yield inventory.organisation


def _what(record: Measurement | Answer) -> str:
    return f"{record.kind} telemetry" if isinstance(record, Measurement) else "an answer"


def _where(inventory: Inventory, asset: Asset, path: str) -> Place:
    origin = inventory.origin(asset.id, path)
    return origin.place if origin else asset.place


def _warning(where: Place, code: str, message: str, hint: str) -> Problem:
    return Problem.at(where, code, message, hint, warning=True)
