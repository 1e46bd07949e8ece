"""An inventory on disk -> `Inventory`: read, bind, merge, link and check, with every problem of the run in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from debtaudit.domain.asset import Organisation, Team
from debtaudit.domain.inventory import InputFile, Inventory, Source
from debtaudit.domain.measurement import MEASUREMENTS, Measurement
from debtaudit.domain.problem import Problem
from debtaudit.inventory import checks, files, forms, history, names, tree
from debtaudit.inventory.bind import Sink, bind
from debtaudit.inventory.hint import one_of
from debtaudit.inventory.links import links_of
from debtaudit.inventory.merge import Described, Fragment, join, merge, origin_in
from debtaudit.inventory.pieces import parse_all
from debtaudit.inventory.sections import DESCRIBED, HISTORY, NAMED_BY, RECORDS, TELEMETRY, TOP_LEVEL, SourceHeader
from debtaudit.inventory.tree import Mapping, Node, has_libyaml, place, without_collection


@dataclass(slots=True)
class _Document:
    """One file after parsing."""

    file: str
    root: Mapping
    source: Source
    member: int


@dataclass(slots=True)
class _Heap:
    """What has been read so far, over all files."""

    problems: list[Problem] = field(default_factory=list)
    files: list[InputFile] = field(default_factory=list)
    documents: list[_Document] = field(default_factory=list)
    assets: list[Fragment] = field(default_factory=list)
    incidents: list[Fragment] = field(default_factory=list)
    records: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in (*RECORDS, TELEMETRY)})


def load(
    root: Path,
    aliases: dict[str, str] | None = None,
    others: Sequence[Path] = (),
    drafts: dict[str, str] | None = None,
) -> Inventory:
    """Read a directory or a file. Problems stand in the result; nothing is raised for bad input.

    `aliases` joins names in other tools to ids: `{"mlflow:order-intent": "order-intent"}`. `others` are further
    inventories of the same organisation: their links meet by id, and what two of them say about the organisation or a
    team is joined. An asset stands in one of them only. `drafts` are texts that stand in for files of these names, to
    see what an inventory would be with them.
    """
    found = files.read_members((root, *others)) if others else files.read_all(root)
    return _assemble(_with(drafts, found) if drafts else found, aliases or {})


def _with(drafts: dict[str, str], found: Iterable[files.TextFile | Problem]) -> Iterator[files.TextFile | Problem]:
    for each in found:
        gone = each.code in {"no-such-path", "no-yaml"} if isinstance(each, Problem) else each.name in drafts
        if not gone:
            yield each
    for name, text in sorted(drafts.items()):
        yield files.TextFile(name, text, "")


def loads(text: str, file: str = "inventory.yaml", aliases: dict[str, str] | None = None) -> Inventory:
    """Read an inventory from text, as tests and examples do."""
    return _assemble([files.TextFile(file, text, "")], aliases or {})


def _assemble(found: Iterable[files.TextFile | Problem], aliases: dict[str, str]) -> Inventory:
    with without_collection():
        heap = _parsed(found)
        parsed = [(each.file, each.root, each.source) for each in heap.documents]
        known = names.Names(names.formerly(parsed, heap.problems), aliases)
        for document in heap.documents:
            _bind(document, known, heap)
        return _joined(heap)


def _parsed(found: Iterable[files.TextFile | Problem]) -> _Heap:
    heap = _Heap()
    texts: list[files.TextFile] = []
    for each in found:
        if isinstance(each, Problem):
            heap.problems.append(each)
        elif not each.text.startswith(files.SNAPSHOT):
            heap.files.append(InputFile(each.name, each.sha256))
            texts.append(each)
    for text, (root, problems) in zip(texts, parse_all([(each.name, each.text) for each in texts]), strict=True):
        heap.problems += problems
        heap.documents += _document(text, root, problems, heap.problems)
    if not has_libyaml():
        heap.problems.append(Problem("", 0, 0, "warning", "no-libyaml", "PyYAML came without libyaml: reading is slow"))
    return heap


def _document(
    text: files.TextFile, root: Node | None, found: Sequence[Problem], problems: list[Problem]
) -> Iterator[_Document]:  # fmt: skip
    sink = Sink(text.name, problems)
    if isinstance(root, Mapping):
        yield _Document(text.name, root, _source(root, sink), text.member)
    elif root is not None and not forms.is_unknown(root):
        sink.error(
            getattr(root, "at", 0),
            "not-an-inventory",
            "an inventory file is a mapping of models, datasets, …",
            "begin with a key such as 'models:'",
        )
    elif all(each.level == "warning" for each in found):
        problems.append(Problem(text.name, 1, 1, "warning", "empty", "this file is empty"))


def _source(root: Mapping, sink: Sink) -> Source:
    if "source" not in root:
        return Source()
    sink.entry = "source"
    node, at = root["source"], root.value_at("source")
    header = None if forms.is_unknown(node) else bind(SourceHeader, node, at, sink)
    if header is None:
        return Source()
    return Source(header.kind or "hand", header.name or "", header.at or None, header.refs or {}, header.stale or (),
                  header.gone_since or None)  # fmt: skip


def _bind(document: _Document, known: names.Names, heap: _Heap) -> None:
    renamed = known.read_from(document.source)
    own = {} if document.source.kind == "hand" else renamed
    sink = Sink(document.file, heap.problems, renamed, own)
    _warn_of_stale(document, sink)
    for name, node, key_at, value_at in document.root.entries():
        sink.entry = ""
        if name not in TOP_LEVEL:
            sink.error(key_at, "unknown-key", f"unknown key '{forms.short(name)}'", one_of(name, TOP_LEVEL))
        elif name == "organisation" and not forms.is_unknown(node):
            sink.entry = name
            _put(name, _described(Organisation, node, value_at, sink, document), heap)
        elif name not in {"source", "organisation"}:
            for each, at in _items(node, value_at, name, sink):
                _put(name, _read_item(name, each, at, sink, document), heap)


def _warn_of_stale(document: _Document, sink: Sink) -> None:
    if document.source.gone_since:
        source, at = document.source, document.root["source"].value_at("gone_since")
        message = f"{source.name or 'its source'} cannot be read since {source.gone_since}; what stands here is older"
        hint = "give it another place under 'collect:' in debtaudit.yaml, or take it out there and delete this file"
        sink.problems.append(Problem.at(place(sink.file, at), "gone", message, hint, warning=True))
    for id_ in document.source.stale:
        at = document.root["source"].value_at("stale")
        since = f" as of {document.source.at}" if document.source.at else ""
        message = f"'{sink.own.get(id_, id_)}' is gone from {document.source.name or 'its source'}{since}"
        problem = Problem.at(place(sink.file, at), "stale", message, "is it retired, or renamed?", warning=True)
        sink.problems.append(problem)


def _items(node: Any, at: int, name: str, sink: Sink) -> Iterable[tuple[Any, int]]:
    if isinstance(node, tree.Sequence):
        return zip(node, node.values_at, strict=True)
    if isinstance(node, str) and node in forms.SILENT:
        return ()
    return sink.bad(at, name, "must be a list", "put a dash before each entry") or ()


def _read_item(name: str, node: Any, at: int, sink: Sink, document: _Document) -> Any:
    if name in DESCRIBED:
        sink.entry = _who(DESCRIBED[name].kind, node)
        return _described(DESCRIBED[name], node, at, sink, document)
    if name == TELEMETRY:
        return _measured(node, at, sink)
    sink.entry = _who(name.removesuffix("s"), node)
    if name == HISTORY:
        return history.read(node, at, sink)
    more = {"written_as": name} if name == "links" else {}
    return bind(RECORDS[name], node, at, sink, **more)


def _put(name: str, record: Any, heap: _Heap) -> None:
    if record is None:
        return
    if isinstance(record, Fragment):
        (heap.incidents if name == "incidents" else heap.assets).append(record)
    else:
        heap.records[name].append(record)


def _described(cls: type[Described], node: Any, at: int, sink: Sink, document: _Document) -> Fragment | None:
    described = bind(cls, node, at, sink)
    return None if described is None else Fragment(described, node, sink.file, document.source, document.member)


def _measured(node: Any, at: int, sink: Sink) -> Measurement | None:
    sink.entry = "telemetry"
    if not isinstance(node, Mapping):
        sink.error(at, "not-a-mapping", "telemetry must be a mapping of facts", "write each fact as name: value")
        return None
    kind = node.get("kind")
    cls = MEASUREMENTS.get(kind) if isinstance(kind, str) else None
    if cls is None:
        wrong = f"telemetry cannot have the kind '{forms.short(kind)}'" if isinstance(kind, str) and kind else ""
        code = "bad-value" if wrong else "missing-key"
        sink.error(at, code, wrong or "telemetry needs 'kind'", one_of(str(kind or ""), MEASUREMENTS))
        return None
    sink.entry = _who(f"{kind} telemetry", node)
    return bind(cls, node, at, sink, apart="kind")


def _who(kind: str, node: Any) -> str:
    if not isinstance(node, Mapping):
        return kind
    name = next((node[each] for each in NAMED_BY if isinstance(node.get(each), str)), "")
    return f"{kind} {forms.short(name)}".rstrip()


def _joined(heap: _Heap) -> Inventory:
    fragments = merge(heap.assets, heap.problems)
    whole = {id_: join(mine, heap.problems) for id_, mine in fragments.items()}
    incidents = [join(mine, heap.problems) for mine in merge(heap.incidents, heap.problems).values()]
    described = {id_: each for id_, each in whole.items() if not isinstance(each, (Team, Organisation))}
    links = links_of(described.values(), heap.records["links"], heap.problems)
    assets, undescribed = checks.undescribed(described, links)
    inventory = Inventory(
        organisation=next((each for each in whole.values() if isinstance(each, Organisation)), Organisation()),
        teams={id_: each for id_, each in whole.items() if isinstance(each, Team)},
        assets=assets,
        links=links,
        incidents=tuple(sorted(incidents, key=lambda each: (each.place.file, each.place.line, each.place.column))),
        telemetry=tuple(heap.records[TELEMETRY]),
        estimates=tuple(heap.records["estimates"]),
        decisions=tuple(heap.records["decisions"]),
        answers=tuple(heap.records["answers"]),
        history=tuple(history.bound(heap.records[HISTORY], whole)),
        files=tuple(heap.files),
        origin=origin_in(fragments),
    )
    problems = {*heap.problems, *undescribed, *checks.check(inventory)}
    return replace(inventory, problems=tuple(sorted(problems)))
