"""Ecosystem Graphs: cards of foundation models, datasets and applications (Bommasani et al. 2023) as YAML files.

What is read: every YAML file below the folder that holds a list of cards. What becomes of it:

    dataset, model, application   a dataset, a model, a system (of type application)
    name, description, url        as they are; the id is the name in small letters
    organization                  the owning team; further organizations become tags
    created_date                  created_at of a model, where it is a whole day
    access                        open -> open, limited -> per_consumer; closed does not say how readers are told apart
    dependencies                  of a model: trains_on for datasets, else reads; of an application: calls for models
                                  and applications, else reads; of a dataset: reads
    model_card, datasheet         none -> no card, no datasheet; a link says that there is one, but not of when
    monitoring of a model         none -> outputs are not monitored: the card asks about watching its use
    feedback of an application    none -> no channel
    quality_control of a dataset  none -> no validation
    license, size, modality       the notes

Not taken: unknown and empty values, which stay unknown, and prose that answers no question of the inventory (intended
and prohibited uses, analysis, samples, training time, hardware and emissions, users). `none` is taken as stated
absence. Names are matched whatever their case and punctuation; what has no card stays in the graph as not described.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from debtaudit.collectors._collector import Collected, Export, Options, collector
from debtaudit.collectors._exports import files_like
from debtaudit.domain.problem import Problem
from debtaudit.inventory import files, forms, tree

SECTIONS = {"dataset": "datasets", "model": "models", "application": "systems"}
ACCESS = {"open": "open", "limited": "per_consumer"}
NOTED = ("license", "size", "modality", "output_space")
LONGEST_NOTE = 300
SAYING_NOTHING = frozenset({*forms.UNKNOWN, *forms.ABSENCE, *forms.YES})
"""Words that an inventory reads as unknown, none or yes: no id can be one of them."""


@dataclass(frozen=True, slots=True)
class _Card:
    """One card with its id and place."""

    id: str
    kind: str
    card: tree.Mapping
    file: str

    def place(self, name: str = "") -> str:
        """Return `file:line` of one of its facts, or of itself."""
        at = self.card.key_at(name) if name in self.card else self.card.at
        where = tree.place(self.file, at)
        return f"{where.file}:{where.line}"

    def said(self, name: str) -> str | None:
        """Return what a card says of something; None when it says nothing, `none` when it says that there is none."""
        value = self.card.get(name)
        if isinstance(value, tree.Mapping):
            value = value.get("value")
        if not isinstance(value, str):
            return None
        text = " ".join(value.split())
        lowered = text.casefold().rstrip(".")
        return None if lowered in {"", "unknown", "todo", "n/a", "null", "~"} else "none" if lowered == "none" else text


@dataclass(slots=True)
class _Run:
    """One run: cards by slug of their names, documents by section, and what is to be told."""

    cards: list[_Card] = field(default_factory=list)
    by_name: dict[str, _Card] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    teams: dict[str, str] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number

    def warn(self, card: _Card, name: str, code: str, message: str, hint: str = "") -> None:
        at = card.card.key_at(name) if name in card.card else card.card.at
        self.problems.append(Problem.at(tree.place(card.file, at), code, message, hint, warning=True))


@collector(files_like(".yaml", ".yml"))
def ecosystem_graphs(exports: Sequence[Export], _options: Options, _aliases: Mapping[str, str]) -> Collected:
    """Read a folder of cards."""
    run = _Run()
    for each in exports:
        text = files.decode(each.data, each.name)
        if isinstance(text, Problem):
            run.problems.append(text)
        else:
            _read(text, run)
    sections: dict[str, list[object]] = {name: [] for name in SECTIONS.values()}
    for card in run.cards:
        sections[SECTIONS[card.kind]].append(_asset(card, run))
    teams = [{"id": id_, "name": name} for id_, name in sorted(run.teams.items())]
    document = {"teams": teams, **{name: entries for name, entries in sections.items() if entries}}
    return Collected({name: entries for name, entries in document.items() if entries}, run.refs,
                     tuple(sorted(run.problems)), run.counts)  # fmt: skip


def _read(text: files.TextFile, run: _Run) -> None:
    root, problems = tree.parse(text.text, text.name)
    run.problems += problems
    if not isinstance(root, tree.Sequence):
        run.count("files without cards, left out")
        return
    run.count("files read")
    for entry, at in zip(root, root.values_at, strict=True):
        if not isinstance(entry, tree.Mapping) or not isinstance(entry.get("name"), str):
            where = tree.place(text.name, at)
            run.problems.append(Problem.at(where, "no-card", "this entry has no name, it is left out", warning=True))
            run.count("entries without a name, left out")
            continue
        _keep(entry, text.name, run)


def _keep(entry: tree.Mapping, file: str, run: _Run) -> None:
    kind = str(entry.get("type"))
    name = slug(str(entry["name"]))
    card = _Card(_free(name, run), kind, entry, file)
    if kind not in SECTIONS:
        message = f"a card of type '{kind[:40]}' is left out"
        run.warn(card, "type", "no-such-kind", message, "known: dataset, model, application")
        run.count("cards of another type, left out")
        return
    first = run.by_name.setdefault(name, card)
    if first is not card:
        message = f"'{entry['name']}' stands at {first.place()} too; this one becomes '{card.id}'"
        run.warn(card, "name", "same-name", message, "links that name it lead to the first")
    run.taken.add(card.id)
    run.cards.append(card)
    run.count(f"{kind} cards")


def _free(name: str, run: _Run) -> str:
    number, free = 2, name
    while free in run.taken:
        free, number = f"{name}-{number}", number + 1
    return free


def slug(name: str) -> str:
    """Return a name as an id: small letters, digits and dashes."""
    words = re.sub(r"[^a-z0-9.+]+", "-", name.casefold().replace("+", "plus")).strip("-.") or "unnamed"
    return f"{words}-card" if words in SAYING_NOTHING else words


def _asset(card: _Card, run: _Run) -> dict[str, object]:
    facts: dict[str, object] = {"id": card.id}
    for name, value, source in _facts(card, run):
        facts[name] = value
        run.refs[f"{card.id}.{name}"] = card.place(source)
    run.count("facts written", len(facts) - 1)
    return facts


def _facts(card: _Card, run: _Run) -> Iterator[tuple[str, object, str]]:
    """Yield each fact of a card: its name, its value, and the card's own name for it."""
    yield "name", " ".join(str(card.card["name"]).split()), "name"
    for name in ("description", "url"):
        said = card.said(name)
        if said and said != "none":
            yield name, said, name
    yield from _owner(card, run)
    if card.kind == "model":
        yield from _model(card, run)
    elif card.kind == "dataset":
        yield from _absences(card, {"datasheet": "datasheet_updated_at", "quality_control": "validation"})
    else:
        yield "type", "application", "type"
        if card.said("feedback") == "none":
            yield "feedback", {"channel": "none"}, "feedback"
    yield from _links(card, run)
    noted = {name: said[:LONGEST_NOTE] for name in NOTED if (said := card.said(name)) and said != "none"}
    if noted:
        yield "notes", "; ".join(f"{name}: {said}" for name, said in noted.items()), next(iter(noted))


def _owner(card: _Card, run: _Run) -> Iterator[tuple[str, object, str]]:
    said = card.said("organization")
    if not said or said == "none":
        return
    owners = [each.strip() for each in re.split(r",|;| and ", said) if each.strip()]
    ids = [_team(each, run) for each in owners]
    yield "owner", ids[0], "organization"
    if len(owners) > 1:
        yield "tags", [f"with-{id_}" for id_ in ids[1:]], "organization"


def _team(name: str, run: _Run) -> str:
    """Return the id of an organization, apart from those of assets: some are called like what they make."""
    id_ = slug(name)
    if id_ in run.taken:
        id_ = f"{id_}-team"
    run.teams.setdefault(id_, name)
    return id_


def _model(card: _Card, run: _Run) -> Iterator[tuple[str, object, str]]:
    day = card.said("created_date")
    if day and re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        try:
            yield "created_at", date.fromisoformat(day), "created_date"
        except ValueError:
            run.warn(card, "created_date", "no-day", f"'{day}' is no day; it is left out")
    elif day and day != "none":
        run.warn(card, "created_date", "no-day", f"'{day[:40]}' is no whole day; it is left out")
    access = card.said("access")
    if access in ACCESS:
        yield "access", ACCESS[access], "access"
    if card.said("monitoring") == "none":
        yield "monitoring", {"outputs": "none"}, "monitoring"
    if card.said("model_card") == "none":
        yield "documentation", {"card_updated_at": "none"}, "model_card"


def _absences(card: _Card, names: Mapping[str, str]) -> Iterator[tuple[str, object, str]]:
    for source, name in names.items():
        if card.said(source) == "none":
            yield name, "none", source


def _links(card: _Card, run: _Run) -> Iterator[tuple[str, object, str]]:
    links: dict[str, list[str]] = {}
    for name in _dependencies(card, run):
        target = run.by_name.get(slug(name))
        if target is None:
            run.count("dependencies on what has no card")
        id_ = target.id if target else slug(name)
        key = _key(card.kind, target.kind if target else "")
        if id_ != card.id and id_ not in links.get(key, ()):
            links.setdefault(key, []).append(id_)
            run.count("links written")
    for key, ids in links.items():
        yield key, ids, "dependencies"


def _dependencies(card: _Card, run: _Run) -> Iterator[str]:
    stated: Any = card.card.get("dependencies")
    if isinstance(stated, tree.Mapping):
        stated = stated.get("value")
    if isinstance(stated, tree.Sequence):
        yield from (each for each in stated if isinstance(each, str) and each.casefold() not in {"", "unknown", "none"})
    elif isinstance(stated, str) and stated.strip("[] ").casefold() not in {"", "unknown", "none"}:
        run.warn(card, "dependencies", "no-list", f"dependencies are no list but '{stated[:60]}'; they are left out")
        run.count("dependencies in prose, left out")


def _key(kind: str, target: str) -> str:
    if kind == "model" and target == "dataset":
        return "trains_on"
    return "calls" if kind == "application" and target in {"model", "application"} else "reads"
