"""The first minutes of a newcomer: five lines about the most critical model -> a starter inventory, as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from debtaudit.domain.amount import amount
from debtaudit.domain.phrases import SIGNS
from debtaudit.inventory.forms import RESERVED
from debtaudit.inventory.write import dump
from debtaudit.questionnaire.catalogue import catalogue
from debtaudit.questionnaire.interview import Refused

FILE: Final = "inventory.yaml"
HEAD: Final = """\
# A first inventory, from the answers of a newcomer. Change whatever is wrong here and add what is missing: a fact that
# is left out counts as unknown, never as fine. `debtaudit schema` lists all facts, `debtaudit check` tells mistakes.
"""
FAMILIES: Final = ("linear", "tree", "neural", "llm", "external", "rules")
LONGEST: Final = 60
CODES: Final = {sign: code for code, sign in SIGNS.items()}


@dataclass(frozen=True, slots=True)
class Prompt:
    """One line that a newcomer types. `options` are numbered from `first`; `optional` may be left empty."""

    id: str
    asks: str
    why: str
    options: tuple[str, ...] = ()
    first: int = 0
    optional: bool = False


PROMPTS: Final = (
    Prompt("model", "Which AI model in production would hurt most if it were wrong? Give it a name.",
           "Ten minutes are best spent where most is at stake."),
    Prompt("system", "Which product, application or service uses what it puts out?",
           "A fault costs nothing until it reaches something that customers or colleagues touch."),
    Prompt("criticality", catalogue().questions["q-criticality"].asks.replace("this system decides", "it decides"),
           catalogue().questions["q-criticality"].why, catalogue().questions["q-criticality"].levels),
    Prompt("revenue", "How much revenue a day passes through that product? Enter where you don't know.",
           catalogue().questions["q-revenue"].why, optional=True),
    Prompt("family", "What kind of model is it?",
           "Some questions make no sense for rules, or for a model that a vendor trains.",
           ("Linear or logistic regression", "Trees, such as gradient boosting", "A neural network",
            "A language model, with our prompts", "A vendor's model behind an interface",
            "Rules written by hand"), first=1, optional=True),
    Prompt("team", "Which team looks after it? Enter where there is none.",
           "Findings and their work go to a team.", optional=True),
)  # fmt: skip


def accept(prompt: Prompt, line: str) -> str | Refused:
    """Return what a line answers, cleaned, or why it cannot be taken."""
    text = " ".join(line.split())[:LONGEST]
    if text == "?" or not text:
        return "" if prompt.optional or (text and prompt.options) else Refused("type a few words first")
    if prompt.options:
        last = prompt.first + len(prompt.options) - 1
        fits = text.isdigit() and prompt.first <= int(text) <= last
        return text if fits else Refused(f"'{text[:20]}' is none of the answers: type {prompt.first} to {last}")
    if prompt.id == "revenue":
        return _money(text)
    return text if id_of(text) else Refused("use at least one letter from a to z, or a digit")


def _money(text: str) -> str | Refused:
    try:
        value, currency = money(text)
    except ValueError:
        return Refused(f"'{text[:20]}' is no number: type one such as 12000, 9k or 1.5M")
    return f"{value:.15g} {currency}".rstrip() if value >= 0 else Refused("it must be 0 or more")


def money(text: str) -> tuple[float, str]:
    """Read an amount of money with its currency, by sign or code; the latter is empty where none is said.

    Raises:
        ValueError: when it is none.
    """
    found = re.fullmatch(r"([€$£¥]?)\s?(.*?)\s?([€$£¥]|(?<![A-Z])[A-Z]{3})?", text)
    if not found or (found[1] and found[3]):
        raise ValueError(text)
    said = found[1] or found[3] or ""
    return amount(found[2]), CODES.get(said, said)


def id_of(name: str) -> str:
    """Return the id that a name becomes: `Order intent (v2)` is `order-intent-v2`; empty where nothing is left."""
    made = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return f"{made}-1" if made and made in RESERVED else made


def inventory_of(said: Mapping[str, str]) -> str:
    """Return a starter inventory."""
    team, model = id_of(said.get("team", "")), id_of(said["model"])
    system = _apart(id_of(said["system"]), {model, team}, "app")
    model = _apart(model, {team}, "model")
    owner = {"owner": team} if team else {}
    pipeline = f"{model}-pipeline"
    used = {"id": system, "name": said["system"], **owner, **_numbers(said), "calls": [model]}
    made = {"id": model, "name": said["model"], **owner, "system": system, "status": "production", **_family(said)}
    document: dict[str, object] = {
        "systems": [used],
        "models": [{**made, "built_by": [pipeline]}],
        "pipelines": [{"id": pipeline, **owner, "status": "production", "kind": "training"}],
    }
    if team:
        document["teams"] = [{"id": team, "name": said["team"]}]
    _value, currency = money(said["revenue"]) if said.get("revenue") else (0, "")
    if currency:
        document["organisation"] = {"currency": currency}
    return HEAD + dump(document)


def _apart(id_: str, taken: set[str], ending: str) -> str:
    """Return an id that nothing else has: ids are unique over all kinds."""
    return f"{id_}-{ending}" if id_ in taken else id_


def _numbers(said: Mapping[str, str]) -> dict[str, object]:
    criticality, revenue = said.get("criticality", ""), said.get("revenue", "")
    made: dict[str, object] = {"criticality": int(criticality) + 1} if criticality else {}
    return {**made, "revenue_per_day": money(revenue)[0]} if revenue else made


def _family(said: Mapping[str, str]) -> dict[str, object]:
    chosen = said.get("family", "")
    return {"family": FAMILIES[int(chosen) - 1]} if chosen else {}
