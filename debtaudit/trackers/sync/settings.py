"""Read a target from the settings: what stands below `trackers:` in `debtaudit.yaml`.

The address of a server and the token never stand there: an inventory comes from anywhere, and must not say where a
token is sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, cast, get_args

from debtaudit.domain.problem import Problem
from debtaudit.domain.settings import DebtSettings, Setting
from debtaudit.inventory.hint import did_you_mean, one_of
from debtaudit.trackers.sync.target import PRIORITIES, Target
from debtaudit.trackers.sync.words import Category

TRACKERS: Final = ("azure", "github", "gitlab", "jira", "linear", "redmine")
TEXTS: Final = ("project", "type", "label", "user", "mark_field", "markup")
NAMES: Final = (*TEXTS, "priorities", "states", "fields", "authors", "confidential")
FORBIDDEN: Final = {
    "url": "give it by --url or by DEBTAUDIT_{tracker}_URL: an inventory must not say where a token is sent",
    "token": "take it out, and make a new one: set DEBTAUDIT_{tracker}_TOKEN instead",
}

FORMS: Final = {
    "priorities": ("a mapping", "write {1: Highest, 2: High, 3: Medium, 4: Low}"),
    "states": ("a mapping", f"from {', '.join(get_args(Category))} to the names of statuses"),
    "fields": ("a mapping", "from fields that are required to their values"),
    "confidential": ("yes or no", ""),
    "authors": ("names of users", ""),
}


def problems(trackers: Mapping[str, DebtSettings]) -> Iterator[Problem]:
    """Yield everything that is wrong with the settings of all trackers."""
    for tracker, said in trackers.items():
        if tracker not in TRACKERS:
            message = f"there is no tracker '{tracker}'"
            yield Problem.at(said.named, "no-such-tracker", message, one_of(tracker, TRACKERS))
            continue
        for name, setting in said.values.items():
            wrong = _wrong(tracker, name, setting.value)
            if wrong:
                place = setting.named if name not in NAMES else setting.place
                yield Problem.at(place, "tracker-setting", *wrong)


def _wrong(tracker: str, name: str, value: object) -> tuple[str, str] | None:
    at = f"trackers.{tracker}.{name}"
    if name in FORBIDDEN:
        return f"'{at}' must not stand here", FORBIDDEN[name].format(tracker=tracker.upper())
    if name not in NAMES:
        return f"unknown setting '{at}'", did_you_mean(name, NAMES) or f"use one of {', '.join(NAMES)}"
    must_be, hint = FORMS.get(name, ("a text", ""))
    return None if _fits(name, value) else (f"'{at}' must be {must_be}", hint)


def _fits(name: str, value: object) -> bool:
    match name:
        case "priorities":
            return isinstance(value, Mapping) and all(_number(each) for each in value)
        case "states":
            return isinstance(value, Mapping) and all(each in get_args(Category) for each in value)
        case "fields":
            return isinstance(value, Mapping)
        case "confidential":
            return isinstance(value, bool)
        case _:
            return isinstance(value, (str, tuple) if name == "authors" else (str, int))


def read_target(tracker: str, said: DebtSettings | None, url: str, project: str, *, allow_public: bool) -> Target:
    """Return where issues go; settings that are wrong were told before."""
    values: Mapping[str, Setting] = said.values if said else {}

    def get(name: str) -> object:
        return values[name].value if name in values else None

    texts = {name: str(get(name)) for name in TEXTS if get(name) is not None}
    texts["project"] = project or texts.get("project", "")
    priorities, states, fields = (_mapping(get(name)) for name in ("priorities", "states", "fields"))
    return Target(
        tracker, url=url, **texts, priorities={_number(name): str(value) for name, value in priorities.items()},
        states={cast("Category", name): _names(value) for name, value in states.items()}, fields=fields,
        authors=frozenset(_names(get("authors"))), confidential=get("confidential") is True, allow_public=allow_public,
    )  # fmt: skip


def _mapping(value: object) -> Mapping[str, object]:
    return {str(name): each for name, each in value.items()} if isinstance(value, Mapping) else {}


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(map(str, value))
    return () if value is None else (str(value),)


def _number(name: object) -> int:
    said = str(name).strip().lstrip("Pp")
    return int(said) if said.isdecimal() and int(said) in PRIORITIES else 0
