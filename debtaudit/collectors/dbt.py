"""dbt: the artefacts of a project in its `target/` folder: manifest, run results, source freshness and catalog.

What is read: `manifest.json` (v7 to v12), and where they are there `run_results.json` of `dbt build`, `run` or `test`,
`sources.json` of `dbt source freshness`, and `catalog.json` of `dbt docs generate`. What becomes of it:

    source, seed, model, snapshot a dataset; what it is made from is what it reads; ephemeral models are folded into
                                  those that use them
    project                       a pipeline of kind etl, with a step for each model; it builds the datasets
    group, meta.owner             the owning team
    tests                         validation of the dataset, with the share of its columns that have a test; test runs
                                  of the pipeline, and the share that passed; a skipped test did not pass
    unit tests                    tests.unit of the pipeline
    enforced contract             schema of the dataset, and the contract of links from it; a model without contract
                                  and without tests gives none
    freshness                     freshness_sla_hours (error_after, else warn_after), last_updated_at
    tag or meta that says so      personal_data (option `personal`)
    exposure                      a system that reads, of type dashboard, application or report; of type ml a model
                                  that trains on what it depends on
    deprecation_date              deprecated_at
    code                          lines, languages and comments that admit a shortcut (TODO, FIXME, XXX, HACK)

Not taken: SQL, arguments, environment, hosts, and e-mail addresses but for the part before the @ where an owner has no
name. `dbt docs generate` and `dbt compile` overwrite the run results with rows that say success: these are left out. A
table without tests may be checked elsewhere, unless `complete: yes` says that nothing else checks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from debtaudit.collectors._collector import Collected, Export, Options, collector
from debtaudit.collectors._exports import files_like
from debtaudit.collectors._gather import Gather, automated, first, without_secrets
from debtaudit.collectors._node import Node, read_json
from debtaudit.domain.facts import Names, YesNo, fact
from debtaudit.inventory.names import slug

VERSIONS: Final = {"manifest": (7, 12), "run-results": (4, 6), "sources": (2, 3), "catalog": (1, 1)}
SCHEMA: Final = re.compile(r"/dbt/([a-z-]+)/v(\d+)\.json$")
TABLES: Final = ("source", "seed", "model", "snapshot")
SHORTCUT: Final = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
EXPOSURES: Final = {"dashboard": "dashboard", "application": "application", "notebook": "report", "analysis": "report"}
PERSONAL: Final = ("pii", "personal_data", "contains_personal_data", "personal-data", "gdpr")
TELLING: Final = frozenset({"build", "test", "run"})
HOURS: Final = {"minute": 1 / 60, "hour": 1.0, "day": 24.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class DbtOptions(Options):
    """What may be said of a dbt project."""

    complete: YesNo = fact("whether what this tool does not know does not exist; it is unknown unless said")
    personal: Names = fact("tags or keys of meta that mark personal data")


@dataclass(slots=True)
class _Project:
    """The artefacts of all projects, by the unique ids that join them."""

    nodes: dict[str, Node] = field(default_factory=dict)
    exposures: dict[str, Node] = field(default_factory=dict)
    owners: dict[str, Node] = field(default_factory=dict)
    results: dict[str, Node] = field(default_factory=dict)
    ran: dict[str, Node] = field(default_factory=dict)  # when the result was made
    freshness: dict[str, Node] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    unit_tested: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    tests: dict[str, list[Node]] = field(default_factory=dict)  # by what they test

    def tables(self) -> Iterator[tuple[str, Node]]:
        """Yield what is a table somewhere, in order."""
        for unique, node in sorted(self.nodes.items()):
            if node["resource_type"].text in TABLES and not _ephemeral(node):
                yield unique, node

    def inputs(self, node: Node, seen: frozenset[str] = frozenset()) -> Iterator[str]:
        """Yield the tables that one is made from; what is made on the way only has none of its own."""
        for each in node["depends_on"]["nodes"]:
            below = self.nodes.get(each.text)
            if below is None or each.text in seen:
                continue
            if _ephemeral(below):
                yield from self.inputs(below, seen | {each.text})
            else:
                yield each.text


@collector(files_like(".json"), options=DbtOptions)
def dbt(exports: Sequence[Export], options: DbtOptions, aliases: Mapping[str, str]) -> Collected:
    """Describe the tables of a project, the pipeline that makes them, and who uses them."""
    gather, project = Gather(aliases), _Project()
    for export in exports:
        node = gather.taken(read_json(export))
        if node:
            _sort(node, project, gather)
    _name(project)
    ids = {unique: gather.asset("datasets", project.names[unique], node) for unique, node in project.tables()}
    for unique, node in project.tables():
        _dataset(unique, node, ids, project, options, gather)
    for name in sorted({node["package_name"].text for _, node in project.tables()} - {""}):
        _pipeline(name, ids, project, gather)
    for _, exposure in sorted(project.exposures.items()):
        _exposure(exposure, ids, project, gather)
    return gather.collected()


def _sort(node: Node, project: _Project, gather: Gather) -> None:
    said = SCHEMA.search(node["metadata"]["dbt_schema_version"].text)
    if not said or said[1] not in VERSIONS:
        gather.warn(node, "no-artefact", "this is no artefact of dbt; it is left out")
        return
    kind, version = said[1], int(said[2])
    oldest, newest = VERSIONS[kind]
    if version < oldest:
        gather.refuse(
            node, "old-version", f"{kind} v{version} is older than what can be read (v{oldest})", "upgrade dbt"
        )
        return
    if version > newest:
        gather.warn(node, "new-version", f"{kind} v{version} is newer than what is known (v{newest})", "is all there?")
    gather.seen(node["metadata"]["generated_at"].day)
    {"manifest": _manifest, "run-results": _results, "sources": _freshness, "catalog": _catalog}[kind](
        node, project, gather
    )


def _manifest(node: Node, project: _Project, _gather: Gather) -> None:
    for group in ("nodes", "sources"):
        project.nodes |= {each["unique_id"].text or unique: each for unique, each in node[group].entries() if each}
    project.exposures |= dict(node["exposures"].entries())
    project.owners |= {each["name"].text: each["owner"] for _, each in node["groups"].entries()}
    project.unit_tested |= {each["package_name"].text for _, each in node["unit_tests"].entries()}
    for unique, each in sorted(project.nodes.items()):
        if each["resource_type"].text == "test" and each not in project.tests.get(unique, ()):
            tested = [each["attached_node"].text] if each["attached_node"] else [
                one.text for one in each["depends_on"]["nodes"]]  # fmt: skip
            for one in tested:
                project.tests.setdefault(one, []).append(each)


def _results(node: Node, project: _Project, gather: Gather) -> None:
    which = node["args"]["which"].text
    if which and which not in TELLING:
        gather.warn(node, "no-results", f"these results are of `dbt {which}`, which says success of all: left out",
                    "copy run_results.json right after dbt build")  # fmt: skip
        return
    made = node["metadata"]["generated_at"]
    for result in node["results"]:
        unique, known = result["unique_id"].text, project.ran.get(result["unique_id"].text)
        if known is None or (made.moment and known.moment and made.moment > known.moment):
            project.results[unique], project.ran[unique] = result, made


def _freshness(node: Node, project: _Project, _gather: Gather) -> None:
    project.freshness |= {each["unique_id"].text: each for each in node["results"]}


def _catalog(node: Node, project: _Project, _gather: Gather) -> None:
    for group in ("nodes", "sources"):
        project.columns |= {unique: len(list(each["columns"].entries())) for unique, each in node[group].entries()}


def _name(project: _Project) -> None:
    """Call tables by their own names; where two share one, by source or package and name."""
    short = {unique: node["name"].text or unique for unique, node in project.tables()}
    shared = {name for name in short.values() if sum(each == name for each in short.values()) > 1} if short else set()
    for unique, node in project.tables():
        home = first([node["source_name"].text, node["package_name"].text])
        project.names[unique] = f"{home}.{short[unique]}" if short[unique] in shared else short[unique]


def _dataset(
    unique: str, node: Node, ids: Mapping[str, str], project: _Project, options: DbtOptions, gather: Gather
) -> None:
    id_ = ids[unique]
    gather.state("datasets", id_, "name", project.names[unique], node)
    gather.state("datasets", id_, "description", node["description"].text, node["description"])
    if node["resource_type"].text != "source":
        gather.state("datasets", id_, "origin", "internal", node)
    _owner("datasets", id_, node, project, gather)
    gather.state("datasets", id_, "deprecated_at", node["deprecation_date"].day, node["deprecation_date"])
    marks = {each.text for each in node["tags"]}
    marks |= {name for meta in (node["meta"], node["config"]["meta"]) for name, each in meta.entries() if each.yes}
    if marks & set(options.personal or PERSONAL):
        gather.state("datasets", id_, "personal_data", True, node)  # noqa: FBT003 - a fact's value
    if node["contract"]["enforced"].yes:
        gather.state("datasets", id_, "schema", "dbt contract, enforced", node["contract"])
    if node["resource_type"].text == "snapshot":
        gather.state("datasets", id_, "snapshot_policy", "dbt snapshot", node)
    _validation(unique, id_, project, gather)
    if options.complete and unique not in project.tests:
        gather.absent("datasets", id_, ["validation"], node)
    _fresh(unique, id_, node, project, gather)
    for other in sorted(set(project.inputs(node))):
        if other in ids:
            contract = _contract(project.nodes[other], bool(project.tests.get(other)))
            gather.link("datasets", id_, "reads", ids[other], node["depends_on"], contract=contract)


def _contract(node: Node, tested: bool) -> str | None:  # noqa: FBT001 - one of two things that make a contract
    """Return what is agreed about a table. Only of models dbt knows that there is no contract."""
    if node["contract"]["enforced"].yes:
        return "tested" if tested else "schema"
    stated = node["resource_type"].text == "model" and node["contract"]["enforced"].yes is False
    return "none" if stated and not tested else None


def _owner(section: str, id_: str, node: Node, project: _Project, gather: Gather) -> None:
    group = project.owners.get(node["group"].text)
    said = [node["meta"]["owner"], node["config"]["meta"]["owner"], node["owner"]["name"], node["owner"]["email"]]
    said += [group["name"], group["email"]] if group else []
    owner = next((each for each in said if each.text), None)
    if owner:
        name = owner.text.partition("@")[0]
        team = slug(name)
        gather.state("teams", team, "name", name, owner)
        gather.state(section, id_, "owner", team, owner)


def _validation(unique: str, id_: str, project: _Project, gather: Gather) -> None:
    tests = project.tests.get(unique, [])
    if not tests:
        return
    gather.state("datasets", id_, "validation.level", "automated", tests[0])
    ran = [day for each in tests if (made := project.ran.get(each["unique_id"].text)) and (day := made.day)]
    gather.state("datasets", id_, "validation.last_run_at", max(ran, default=None), tests[0])
    tested = {each["column_name"].text for each in tests} - {""}
    columns = project.columns.get(unique) or len(list(project.nodes[unique]["columns"].entries()))
    if columns and tested:
        gather.state("datasets", id_, "validation.covers", round(min(len(tested) / columns, 1), 3), tests[0])


def _fresh(unique: str, id_: str, node: Node, project: _Project, gather: Gather) -> None:
    checked = project.freshness.get(unique)
    criteria = checked["criteria"] if checked else node["freshness"]
    for limit in ("error_after", "warn_after"):
        count, unit = criteria[limit]["count"].number, HOURS.get(criteria[limit]["period"].text)
        if count is not None and unit and count > 0:
            gather.state("datasets", id_, "freshness_sla_hours", round(count * unit, 3), criteria[limit])
    if checked:
        gather.state("datasets", id_, "last_updated_at", checked["max_loaded_at"].day, checked["max_loaded_at"])
        age = checked["max_loaded_at_time_ago_in_s"].number
        if age is not None:
            gather.measure("quality", id_, metric="freshness_age_hours", value=round(age / 3600, 2),
                           higher_is_better=False, at=checked["snapshotted_at"].day)  # fmt: skip


def _pipeline(name: str, ids: Mapping[str, str], project: _Project, gather: Gather) -> None:
    made = [(unique, node) for unique, node in project.tables()
            if node["package_name"].text == name and node["resource_type"].text != "source"]  # fmt: skip
    if not made:
        return
    at = made[0][1]
    id_ = gather.asset("pipelines", name, at)
    gather.state("pipelines", id_, "name", name, at)
    gather.state("pipelines", id_, "kind", "etl", at)
    steps = []
    for unique, node in made:
        inputs = sorted({ids[each] for each in project.inputs(node) if each in ids})
        reads = {"reads": inputs} if inputs else {}
        steps.append({"id": project.names[unique], **reads, "writes": [ids[unique]],
                      "tested": bool(project.tests.get(unique))})  # fmt: skip
        gather.link("pipelines", id_, "writes", ids[unique], node)
        for other in project.inputs(node):
            if other in ids and project.nodes[other]["resource_type"].text == "source":
                gather.link("pipelines", id_, "reads", ids[other], node)
    gather.state("pipelines", id_, "steps", steps, at)
    _code([node for _, node in sorted(project.nodes.items()) if node["package_name"].text == name], id_, gather)
    _tested(name, id_, project, gather)


def _code(nodes: Sequence[Node], id_: str, gather: Gather) -> None:
    models = [each for each in nodes if each["resource_type"].text in {"model", "snapshot"} and each["raw_code"].text]
    if models:
        codes = [each["raw_code"].text for each in models]
        languages = sorted({each["language"].text for each in models} - {""})
        gather.state("pipelines", id_, "languages", languages or None, models[0])
        gather.state("pipelines", id_, "todo_count", sum(len(SHORTCUT.findall(each)) for each in codes), models[0])
        gather.state("pipelines", id_, "lines", sum(each.count("\n") + 1 for each in codes), models[0])


def _tested(name: str, id_: str, project: _Project, gather: Gather) -> None:
    tests = {each["unique_id"].text: each for some in project.tests.values() for each in some
             if each["package_name"].text == name}  # fmt: skip
    ran = {unique: project.results[unique] for unique in sorted(tests) if unique in project.results}
    if name in project.unit_tested:
        gather.state("pipelines", id_, "tests.unit", automated(), next(iter(tests.values()), ""))
    if not ran:
        return
    ends = [each["status"].text for each in ran.values()]
    passed, failed = sum(each == "pass" for each in ends), sum(each in {"fail", "error"} for each in ends)
    at, day = (
        next(iter(ran.values())),
        max((made.day for unique in ran if (made := project.ran[unique]).day), default=None),
    )
    gather.state("pipelines", id_, "tests.integration", automated(day), at)
    if passed + failed:
        gather.state("pipelines", id_, "test_pass_rate", round(passed / (passed + failed), 3), at)
        gather.measure("tests", id_, passed=passed, failed=failed, at=day)


def _exposure(exposure: Node, ids: Mapping[str, str], project: _Project, gather: Gather) -> None:
    name, kind = exposure["name"].text, exposure["type"].text
    if not name:
        return
    section = "models" if kind == "ml" else "systems"
    id_ = gather.asset(section, name, exposure)
    if section == "models" and name not in gather.aliases:
        gather.warn(exposure, "ml-exposure", f"exposure '{name}' of type ml becomes the model '{id_}'",
                    "where another tool calls it otherwise, join the names under 'aliases'")  # fmt: skip
    gather.state(section, id_, "name", first([exposure["label"].text, name]), exposure)
    gather.state(section, id_, "description", exposure["description"].text, exposure["description"])
    gather.state(section, id_, "url", without_secrets(exposure["url"].text), exposure["url"])
    _owner(section, id_, exposure, project, gather)
    if section == "systems":
        gather.state(section, id_, "type", EXPOSURES.get(kind), exposure["type"])
    for each in sorted(set(project.inputs(exposure))):
        if each in ids:
            contract = _contract(project.nodes[each], bool(project.tests.get(each)))
            key = "trains_on" if section == "models" else "reads"
            gather.link(section, id_, key, ids[each], exposure["depends_on"], contract=contract)


def _ephemeral(node: Node) -> bool:
    return node["config"]["materialized"].text == "ephemeral"
