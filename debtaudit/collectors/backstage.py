"""Backstage: the software catalogue, as `catalog-info.yaml` files or the answers of the catalogue's API.

What is read: YAML files with any number of entities, or JSON of `/api/catalog/entities/by-query`. With `--url` the
catalogue is asked. Locations are never followed, `$text` and its like never fetched. What becomes of it:

    System                        a system of type application
    Component                     a model where type, or a label, says model; a pipeline where the type says pipeline,
                                  job, etl or workflow; else a system: of type api or application
    API                           a part of the component that provides it; without one a system of type api
    Resource                      a dataset where the type says database, dataset, table, topic or bucket; else a
                                  dependency, of kind hardware where the type says gpu, cluster or hardware
    Group                         a team, with its number of members
    title or name, description    as they are; the id is the name in small letters
    owner                         the owning team, where it is a group; a user is no team
    lifecycle                     status of models and pipelines: experimental, production, deprecated
    system                        home system of a model
    dependsOn, dependencyOf       of a model on datasets: trains_on; on models and systems: calls; on dependencies:
                                  runs_on; of all others on datasets: reads
    consumesApis                  calls of the component that provides the API
    label or tag personal-data    personal_data of a dataset
    annotations                   of MLflow, PagerDuty and Sentry: aliases, suggested with `--suggest-aliases`

Not taken: users, links, definitions of APIs, templates and locations. A lifecycle says what people meant: production is
no proof of a deployment. References to what no file describes are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from debtaudit.collectors._collector import Ask, Collected, Export, Options, Unanswered, collector
from debtaudit.collectors._exports import files_like
from debtaudit.collectors._gather import Gather, first
from debtaudit.collectors._node import Node, read_json, read_yaml
from debtaudit.inventory.names import slug

MODEL: Final = re.compile(r"(^|[-_ ])(ml|ai)?[-_ ]?model(?!-?(server|registry|catalog))", re.IGNORECASE)
PIPELINE: Final = re.compile(r"pipeline|job|etl|workflow|\bdag\b", re.IGNORECASE)
DATA: Final = re.compile(r"database|dataset|table|topic|bucket|\bdata\b|warehouse", re.IGNORECASE)
HARDWARE: Final = re.compile(r"gpu|cluster|hardware|node-?pool", re.IGNORECASE)
STATUS: Final = {"experimental": "experiment", "experiment": "experiment", "production": "production",
                 "deprecated": "deprecated", "retired": "retired"}  # fmt: skip
BRIDGES: Final = {"mlflow.org/model-name": "mlflow", "pagerduty.com/service-id": "pagerduty",
                  "sentry.io/project-slug": "sentry"}  # fmt: skip
SKIPPED: Final = frozenset({"location", "user", "template", "domain"})
DEFAULT_KIND: Final = {"dependsOn": "component", "dependencyOf": "component", "consumesApis": "api",
                       "providesApis": "api", "owner": "group", "system": "system"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Entity:
    """One entity: its canonical reference, its section and id in the inventory."""

    ref: str
    node: Node
    section: str
    id: str


@dataclass(slots=True)
class _Catalogue:
    """All entities by reference, and which component stands behind an API."""

    gather: Gather
    entities: dict[str, _Entity] = field(default_factory=dict)
    behind: dict[str, str] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)

    def find(self, ref: str) -> _Entity | None:
        """Return what a reference leads to; an API leads to the component that provides it."""
        return self.entities.get(self.behind.get(ref, ref))


def _fetch(ask: Ask, _options: Options) -> Iterator[tuple[str, object]]:
    cursor, seen = "", set[str]()
    while True:
        page = Node(ask("/api/catalog/entities/by-query", {"limit": 500, **({"cursor": cursor} if cursor else {})}), "")
        yield f"entities-{len(seen) + 1}.json", page.value
        cursor = page["pageInfo"]["nextCursor"].text
        if not cursor:
            return
        if cursor in seen:
            raise Unanswered("the catalogue sent the same cursor twice")
        seen.add(cursor)


@collector(files_like(".yaml", ".yml", ".json"), fetch=_fetch, token_env="BACKSTAGE_TOKEN")  # noqa: S106 - a variable's name
def backstage(exports: Sequence[Export], _options: Options, aliases: Mapping[str, str]) -> Collected:
    """Describe the entities of a catalogue and what they depend on."""
    gather = Gather(aliases)
    catalogue = _Catalogue(gather)
    found: dict[str, Node] = {}
    for node in _entities(exports, gather):
        ref = _own_ref(node)
        if not ref:
            gather.count("entries that are no entities, left out")
        elif ref in found and found[ref].value != node.value:
            gather.warn(node, "twice", f"{ref} stands at {found[ref].ref} too; the first is taken")
        else:
            found.setdefault(ref, node)
    _sort(found, catalogue)
    for entity in catalogue.entities.values():
        _describe(entity, catalogue)
    return gather.collected()


def _entities(exports: Sequence[Export], gather: Gather) -> Iterator[Node]:
    for export in exports:
        reads = [read_json(export)] if export.name.endswith(".json") else read_yaml(export)
        for read in reads:
            node = gather.taken(read)
            if node is None:
                continue
            if node["pageInfo"]["nextCursor"] and not any(each is not export for each in exports):
                gather.refuse(node, "no-last-page", "this page says that more follow, and there are none",
                              "export all pages")  # fmt: skip
            several = [*node["items"], *node]
            yield from several or [node]


def _own_ref(node: Node) -> str:
    kind, name = node["kind"].text, node["metadata"]["name"].text
    return _ref(f"{kind}:{node['metadata']['namespace'].text or 'default'}/{name}", "") if kind and name else ""


def _ref(said: str, kind: str) -> str:
    """Return the one form of a reference: kind:namespace/name in small letters."""
    before, colon, rest = said.strip().rpartition(":")
    namespace, slash, name = rest.rpartition("/")
    return f"{before if colon else kind}:{namespace if slash else 'default'}/{name}".casefold()


def _sort(found: Mapping[str, Node], catalogue: _Catalogue) -> None:
    gather = catalogue.gather
    order = ("component", "system", "resource", "api", "group")
    for ref, node in sorted(found.items(), key=lambda each: (_rank(each[0], order), each[0])):
        kind = ref.partition(":")[0]
        if kind in SKIPPED or kind not in order:
            catalogue.skipped.add(ref)
            gather.count(f"entities of kind {kind}, left out")
            continue
        for api in node["spec"]["providesApis"]:
            catalogue.behind.setdefault(_ref(api.text, "api"), ref)
        if ref in catalogue.behind:
            continue
        section = _section(kind, node)
        name = node["metadata"]["name"].text
        if section == "teams":
            catalogue.entities[ref] = _Entity(ref, node, section, gather.aliases.get(name) or slug(name))
        else:
            catalogue.entities[ref] = _Entity(ref, node, section, _id(section, kind, name, node, gather))


def _rank(ref: str, order: Sequence[str]) -> int:
    kind = ref.partition(":")[0]
    return order.index(kind) if kind in order else len(order)


def _id(section: str, kind: str, name: str, node: Node, gather: Gather) -> str:
    """Return the id; an alias may name the entity with its kind, as `component/order-intent`."""
    own = f"{kind}:default/{name}".casefold()
    called = next((alias for alias in sorted(gather.aliases) if _alias_ref(alias) == own), name)
    return gather.asset(section, called, node)


def _alias_ref(alias: str) -> str:
    kind, slash, name = alias.partition("/")
    return f"{kind}:default/{name}".casefold() if slash and ":" not in alias else _ref(alias, "")


def _section(kind: str, node: Node) -> str:
    if kind == "group":
        return "teams"
    said = " ".join([node["spec"]["type"].text, *(each.text for _, each in node["metadata"]["labels"].entries())])
    if kind == "component":
        return "models" if MODEL.search(said) else "pipelines" if PIPELINE.search(said) else "systems"
    if kind == "resource":
        return "models" if MODEL.search(said) else "datasets" if DATA.search(said) else "dependencies"
    return "systems"


def _describe(entity: _Entity, catalogue: _Catalogue) -> None:
    gather, node, section, id_ = catalogue.gather, entity.node, entity.section, entity.id
    about, spec = node["metadata"], node["spec"]
    name = first([about["title"].text, spec["profile"]["displayName"].text, about["name"].text])
    gather.state(section, id_, "name", name, about)
    gather.state(section, id_, "description", about["description"].text, about["description"])
    if section == "teams":
        members = len(list(spec["members"]))
        gather.state(section, id_, "members", members or None, spec["members"])
        return
    _owner(entity, catalogue)
    kind, said = entity.ref.partition(":")[0], spec["type"].text
    if section == "systems":
        api = kind == "api" or "api" in said.casefold()
        gather.state(section, id_, "type", "api" if api else "application", spec["type"] if said else node)
    if section == "dependencies":
        gather.state(section, id_, "kind", "hardware" if HARDWARE.search(said) else "service", spec["type"])
    if section in {"models", "pipelines"}:
        gather.state(section, id_, "status", STATUS.get(spec["lifecycle"].text.casefold()), spec["lifecycle"])
    _marks(entity, gather)
    _links(entity, catalogue)


def _owner(entity: _Entity, catalogue: _Catalogue) -> None:
    said = entity.node["spec"]["owner"]
    if not said.text:
        return
    ref = _ref(said.text, "group")
    if ref.startswith("user:"):
        catalogue.gather.count("owners that are a person, left out")
        return
    team = catalogue.entities.get(ref)
    if team is None:
        catalogue.gather.warn(said, "no-such-entity", f"{entity.ref} is owned by {ref}, which no file describes")
    id_ = team.id if team else slug(ref.rpartition("/")[2])
    if team is None:
        catalogue.gather.state("teams", id_, "name", ref.rpartition("/")[2], said)
    catalogue.gather.state(entity.section, entity.id, "owner", id_, said)


def _marks(entity: _Entity, gather: Gather) -> None:
    about = entity.node["metadata"]
    for name, each in about["labels"].entries():
        if entity.section == "datasets" and "personal" in name.casefold() and each.yes is not None:
            gather.state("datasets", entity.id, "personal_data", each.yes, each)
    tags = [each.text for each in about["tags"] if each.text]
    gather.state(entity.section, entity.id, "tags", tags or None, about["tags"])
    for name, each in about["annotations"].entries():
        if name in BRIDGES and each.text:
            gather.stated[f"{BRIDGES[name]}:{each.text}"] = entity.id
        if name == "github.com/project-slug" and each.text:
            gather.state(entity.section, entity.id, "repository", f"https://github.com/{each.text}", each)


def _links(entity: _Entity, catalogue: _Catalogue) -> None:
    spec = entity.node["spec"]
    home = catalogue.find(_ref(spec["system"].text, "system")) if spec["system"].text else None
    if entity.section == "models" and home and home.section == "systems":
        catalogue.gather.state("models", entity.id, "system", home.id, spec["system"])
    for key in ("dependsOn", "consumesApis"):
        for said in _several(spec[key]):
            other = _follow(entity, said, key, catalogue)
            if other:
                _link(entity, other, said, catalogue.gather)
    for said in _several(spec["dependencyOf"]):
        other = _follow(entity, said, "dependencyOf", catalogue)
        if other:
            _link(other, entity, said, catalogue.gather)


def _several(said: Node) -> list[Node]:
    return list(said) or ([said] if said.text else [])


def _follow(entity: _Entity, said: Node, key: str, catalogue: _Catalogue) -> _Entity | None:
    ref = _ref(said.text, DEFAULT_KIND[key])
    other = catalogue.find(ref)
    if other is None and ref not in catalogue.skipped:
        message = f"{entity.ref} names {ref} under {key}, which no file describes; the link is left out"
        catalogue.gather.warn(said, "no-such-entity", message, "a file that is missing, or another name?")
        catalogue.gather.count("links to what no file describes")
    return other


def _link(consumer: _Entity, provider: _Entity, where: Node, gather: Gather) -> None:
    """State that one uses the other, in the words of its kind."""
    if provider.section == "dependencies":
        gather.link(consumer.section, consumer.id, "runs_on", provider.id, where)
    elif provider.section == "datasets":
        key = "trains_on" if consumer.section == "models" else "reads"
        gather.link(consumer.section, consumer.id, key, provider.id, where)
    elif provider.section in {"models", "systems"} and consumer.section in {"models", "systems", "pipelines"}:
        gather.link(consumer.section, consumer.id, "calls", provider.id, where)
    elif provider.section != "teams" and consumer.section != "teams":
        gather.link(consumer.section, consumer.id, "reads", provider.id, where)
