"""OpenLineage: which jobs read and wrote which data, as the events that clients emit.

What is read: events one a line (as the file transport writes them), a JSON array of events, or files of one event each.
What becomes of it:

    job                           a pipeline; a job with a parent is a step of it; the kind by job type or name:
                                  train, score or predict, eval; else etl
    inputs, outputs               reads, writes, and the steps
    output in a model registry    a model (namespaces that begin with mlflow, option `registries`): built_by the
                                  pipeline; it trains_on what the job reads
    ownership                     the owning team: OWNER, else MAINTAINER; `team:x` is x
    schema facet                  schema of the dataset
    columnLineage                 features of datasets that a model trains on, with what they are made of
    COMPLETE                      last_updated_at of what was written
    COMPLETE, FAIL, ABORT         failure_rate_30d, over the runs that ended in the 30 days before the newest event
    data quality metrics          profile: rows, and the share missing in the worst column
    data quality assertions       validation of the dataset, and telemetry tests
    source code location          repository

Events have no order and may come twice: all of a run are put together, the latest word counts. A run without an end is
unknown, not failed. What no event tells is not known to be absent. Not taken: SQL, stack traces, and other facets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from debtaudit.collectors._collector import Collected, Export, Options, collector
from debtaudit.collectors._exports import files_like
from debtaudit.collectors._gather import Gather, automated, without_secrets
from debtaudit.collectors._node import Node, decode, json_text, read_json
from debtaudit.domain.facts import Names, fact
from debtaudit.domain.problem import Problem
from debtaudit.inventory.names import slug

KINDS: Final = (
    ("training", "train"),
    ("inference", "score|predict|infer|serve"),
    ("evaluation", "eval|validat|backtest"),
)
PORTS: Final = {"postgres": "5432", "postgresql": "5432", "mysql": "3306", "sqlserver": "1433", "redshift": "5439"}
ENDED: Final = ("COMPLETE", "FAIL", "ABORT")
KNOWN: Final = re.compile(r"/spec/([12])-\d+-\d+/")
LONGEST_LINE: Final = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenlineageOptions(Options):
    """What may be said of lineage events."""

    registries: Names = fact("beginnings of namespaces that hold models; mlflow unless said")


Name = tuple[str, str]


@dataclass(slots=True)
class _Lineage:
    """Events put together: facets by job and dataset, ends by run."""

    jobs: dict[Name, dict[str, Node]] = field(default_factory=dict)
    parents: dict[Name, str] = field(default_factory=dict)
    data: dict[Name, dict[str, Node]] = field(default_factory=dict)
    reads: dict[Name, set[Name]] = field(default_factory=dict)
    writes: dict[Name, set[Name]] = field(default_factory=dict)
    ends: dict[tuple[Name, str], tuple[datetime, str]] = field(default_factory=dict)
    written: dict[Name, datetime] = field(default_factory=dict)
    places: dict[Name, Node] = field(default_factory=dict)
    newest: datetime = datetime(1970, 1, 1, tzinfo=UTC)


@collector(files_like(".json", ".ndjson", ".jsonl", ".log"), options=OpenlineageOptions)
def openlineage(exports: Sequence[Export], options: OpenlineageOptions, aliases: Mapping[str, str]) -> Collected:
    """Describe jobs and data, and what flows between them."""
    gather, lineage = Gather(aliases), _Lineage()
    events = [each for export in exports for each in _events(export, gather)]
    for event in sorted(events, key=lambda each: (each["eventTime"].text, each["eventType"].text, repr(each.value))):
        _event(event, lineage, gather)
    models = {name for name in lineage.data if name[0].startswith(tuple(options.registries or ("mlflow",)))}
    ids = _ids(lineage, models, gather)
    for name in sorted(lineage.data):
        (_model if name in models else _dataset)(name, lineage, ids, gather)
    for name in sorted(lineage.jobs):
        _job(name, lineage, ids, models, gather)
    _features(lineage, ids, models, gather)
    return gather.collected()


def _events(export: Export, gather: Gather) -> Iterator[Node]:
    text = decode(export)
    if isinstance(text, Problem):
        gather.problems.append(text)
        return
    lines = text.splitlines()
    if text.lstrip()[:1] != "{" or not _is_one(lines):
        node = gather.taken(read_json(export))
        if node:
            yield from list(node) or list(node["events"]) or [node]
        return
    for number, line in enumerate(lines):
        if len(line) > LONGEST_LINE:
            gather.warn(f"{export.name}:{number + 1}", "long-line", "this line is longer than 10 MB; it is left out")
        elif line.strip():
            node = gather.taken(json_text(line, export.name, number))
            if node:
                yield Node(node.value, f"{export.name}#line-{number + 1}")


def _is_one(lines: Sequence[str]) -> bool:
    """Tell whether each line is an event of its own: an event that is spread over lines does not end in its first."""
    begun = [line.strip() for line in lines if line.strip()]
    return len(begun) == 1 or (len(begun) > 1 and begun[0].endswith("}") and begun[1].startswith("{"))


def _event(event: Node, lineage: _Lineage, gather: Gather) -> None:
    when = event["eventTime"].moment
    if when is None:
        gather.warn(event, "no-time", "this event has no time that can be read; it is left out")
        return
    if event["schemaURL"].text and not KNOWN.search(event["schemaURL"].text):
        gather.warn(event, "new-version", "this event is of a version that is not known", "is all there?")
    lineage.newest = max(lineage.newest, when)
    gather.seen(when.date())
    if event["dataset"]:
        _note(event["dataset"], lineage)
    job = _named(event["job"])
    if job:
        _run(job, event, when, lineage)


def _run(job: Name, event: Node, when: datetime, lineage: _Lineage) -> None:
    lineage.jobs.setdefault(job, {}).update(_facets(event["job"]["facets"]))
    lineage.places.setdefault(job, event)
    parent = event["run"]["facets"]["parent"]["job"]["name"].text
    if parent:
        lineage.parents[job] = parent
    for side, into in (("inputs", lineage.reads), ("outputs", lineage.writes)):
        into.setdefault(job, set()).update(name for each in event[side] if (name := _note(each, lineage)))
    if event["eventType"].text == "COMPLETE":
        for each in event["outputs"]:
            name = _named(each)
            if name:
                lineage.written[name] = max(when, lineage.written.get(name, when))
    if event["eventType"].text in ENDED:
        lineage.ends[job, event["run"]["runId"].text] = (when, event["eventType"].text)


def _note(dataset: Node, lineage: _Lineage) -> Name | None:
    name = _named(dataset)
    if name:
        facets = lineage.data.setdefault(name, {})
        for group in ("facets", "inputFacets", "outputFacets"):
            facets.update(_facets(dataset[group]))
        lineage.places.setdefault(name, dataset)
    return name


def _facets(node: Node) -> dict[str, Node]:
    return {name: each for name, each in node.entries() if not each["_deleted"].yes}


def _named(node: Node) -> Name | None:
    """Return namespace and name in one notation: s3a is s3, and a port that goes without saying goes."""
    namespace, name = node["namespace"].text.rstrip("/"), node["name"].text.strip("/")
    if not name:
        return None
    scheme, mark, host = namespace.partition("://")
    scheme = {"s3a": "s3", "s3n": "s3", "gcs": "gs", "postgresql": "postgres"}.get(scheme.casefold(), scheme)
    host = host.removesuffix(f":{PORTS.get(scheme, '-')}")
    return f"{scheme}{mark}{host}", name


def _ids(lineage: _Lineage, models: set[Name], gather: Gather) -> dict[Name, str]:
    """Return the id of each dataset and model, by the last part of its name where that is its alone."""
    short: dict[str, list[Name]] = {}
    for name in sorted(lineage.data):
        short.setdefault(re.split(r"[/.]", name[1])[-1] or name[1], []).append(name)
    ids = {}
    for called, names in sorted(short.items()):
        for name in names:
            own = (
                f"{name[0]}/{name[1]}"
                if f"{name[0]}/{name[1]}" in gather.aliases
                else called
                if len(names) == 1
                else name[1]
            )
            section = "models" if name in models else "datasets"
            ids[name] = gather.asset(section, own, lineage.places[name])
    return ids


def _dataset(name: Name, lineage: _Lineage, ids: Mapping[Name, str], gather: Gather) -> None:
    id_, facets, place = ids[name], lineage.data[name], lineage.places[name]
    gather.state("datasets", id_, "name", name[1], place)
    gather.state("datasets", id_, "url", without_secrets(f"{name[0]}/{name[1]}"), place)
    _owner("datasets", id_, facets, gather)
    if "documentation" in facets:
        gather.state(
            "datasets", id_, "description", facets["documentation"]["description"].text, facets["documentation"]
        )
    if "schema" in facets and list(facets["schema"]["fields"]):
        gather.state("datasets", id_, "schema", "OpenLineage schema facet", facets["schema"])
    if name in lineage.written:
        gather.state("datasets", id_, "last_updated_at", lineage.written[name].date(), place)
    _profile(id_, facets, gather)
    _assertions(id_, facets, lineage, gather)


def _profile(id_: str, facets: Mapping[str, Node], gather: Gather) -> None:
    metrics = facets.get("dataQualityMetrics")
    rows = metrics["rowCount"].whole if metrics else None
    if metrics and rows:
        gather.state("datasets", id_, "profile.rows", rows, metrics)
        missing = [each["nullCount"].whole for _, each in metrics["columnMetrics"].entries()]
        known = [each for each in missing if each is not None and each <= rows]
        if known:
            gather.state("datasets", id_, "profile.missing", round(max(known) / rows, 6), metrics)
    elif "outputStatistics" in facets:
        rows = facets["outputStatistics"]["rowCount"].whole
        gather.state("datasets", id_, "profile.rows", rows, facets["outputStatistics"])


def _assertions(id_: str, facets: Mapping[str, Node], lineage: _Lineage, gather: Gather) -> None:
    stated = list(facets["dataQualityAssertions"]["assertions"]) if "dataQualityAssertions" in facets else []
    ends = [each["success"].yes for each in stated]
    if stated:
        day = lineage.newest.date()
        gather.state("datasets", id_, "validation", automated(day), facets["dataQualityAssertions"])
        gather.measure("tests", id_, passed=ends.count(True), failed=ends.count(False), at=day)


def _owner(section: str, id_: str, facets: Mapping[str, Node], gather: Gather) -> None:
    owners = list(facets["ownership"]["owners"]) if "ownership" in facets else []
    owners.sort(key=lambda each: (each["type"].text != "OWNER", each["name"].text))
    owner = next((each for each in owners if each["name"].text), None)
    if owner is None or owner["name"].text.startswith("user:"):
        return
    name = owner["name"].text.rpartition(":")[2]
    gather.state("teams", slug(name), "name", name, owner)
    gather.state(section, id_, "owner", slug(name), owner)


def _model(name: Name, lineage: _Lineage, ids: Mapping[Name, str], gather: Gather) -> None:
    gather.state("models", ids[name], "name", name[1], lineage.places[name])
    if name in lineage.written:
        gather.state("models", ids[name], "trained_at", lineage.written[name].date(), lineage.places[name])
    _owner("models", ids[name], lineage.data[name], gather)


def _job(name: Name, lineage: _Lineage, ids: Mapping[Name, str], models: set[Name], gather: Gather) -> None:
    whole = lineage.parents.get(name, name[1])
    facets, place = lineage.jobs[name], lineage.places[name]
    id_ = gather.asset("pipelines", whole, place)
    gather.state("pipelines", id_, "name", whole, place)
    gather.state("pipelines", id_, "kind", _kind(name, facets), place)
    _owner("pipelines", id_, facets, gather)
    if "sourceCodeLocation" in facets:
        where = facets["sourceCodeLocation"]
        gather.state("pipelines", id_, "repository", without_secrets(where["repoUrl"].text or where["url"].text), where)
    reads, writes = sorted(lineage.reads.get(name, ())), sorted(lineage.writes.get(name, ()))
    for other in reads:
        gather.link("pipelines", id_, "calls" if other in models else "reads", ids[other], place)
    for other in writes:
        if other in models:
            gather.link("models", ids[other], "built_by", id_, place)
            for data in reads:
                if data not in models:
                    gather.link("models", ids[other], "trains_on", ids[data], place)
        else:
            gather.link("pipelines", id_, "writes", ids[other], place)
    _steps(whole, id_, lineage, ids, gather)
    _failures(whole, id_, lineage, gather)


def _kind(name: Name, facets: Mapping[str, Node]) -> str:
    said = f"{name[1]} {facets['jobType']['jobType'].text if 'jobType' in facets else ''}".casefold()
    return next((kind for kind, words in KINDS if re.search(words, said)), "etl")


def _steps(whole: str, id_: str, lineage: _Lineage, ids: Mapping[Name, str], gather: Gather) -> None:
    steps = []
    for name in sorted(lineage.jobs):
        if lineage.parents.get(name, name[1]) == whole:
            reads, writes = (
                sorted(ids[each] for each in side.get(name, ())) for side in (lineage.reads, lineage.writes)
            )
            ends = {"reads": reads} if reads else {}
            steps.append({"id": name[1], **ends, **({"writes": writes} if writes else {})})
    gather.state("pipelines", id_, "steps", steps, lineage.places[next(iter(sorted(lineage.jobs)))])


def _failures(whole: str, id_: str, lineage: _Lineage, gather: Gather) -> None:
    since = lineage.newest - timedelta(days=30)
    ends = [end for (name, _), (when, end) in lineage.ends.items()
            if lineage.parents.get(name, name[1]) == whole and when >= since]  # fmt: skip
    if ends:
        place = next(
            lineage.places[name] for name in sorted(lineage.jobs) if lineage.parents.get(name, name[1]) == whole
        )
        gather.state("pipelines", id_, "failure_rate_30d", round(1 - ends.count("COMPLETE") / len(ends), 4), place)


def _features(lineage: _Lineage, ids: Mapping[Name, str], models: set[Name], gather: Gather) -> None:
    """Describe the columns of what models train on, where lineage says what they are made of."""
    learned = {data for name in lineage.jobs if lineage.writes.get(name, set()) & models
               for data in lineage.reads.get(name, set()) - models}  # fmt: skip
    for name in sorted(learned):
        lineage_facet = lineage.data[name].get("columnLineage")
        for column, each in lineage_facet["fields"].entries() if lineage_facet else ():
            sources = [(one, _named(one)) for one in each["inputFields"]]
            made = sorted({_made(one) for one, known in sources if known} - {""})
            if not made:
                continue
            id_ = gather.asset("features", f"{ids[name]}.{column}", each)
            gather.state("features", id_, "name", column, each)
            gather.state("features", id_, "dataset", ids[name], each)
            gather.state("features", id_, "meaning", "; ".join(made), each)


def _made(source: Node) -> str:
    how = sorted({each["subtype"].text or each["type"].text for each in source["transformations"]} - {""})
    return f"{', '.join(how) or 'made'} of {source['name'].text}.{source['field'].text}"
