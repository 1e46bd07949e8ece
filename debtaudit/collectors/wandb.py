"""Weights & Biases: runs, as offline run folders or as JSON that a script exported.

What is read: the log of a run (`run-ID.wandb`, of offline and of synchronised runs), `requirements.txt` beside it, and
JSON `{"runs": [...]}` with what `wandb.Api().runs(...)` gives: name, project, jobType, state, createdAt, config,
summary, commit, remote, used_artifacts, logged_artifacts. What becomes of it:

    project                       a model (option `model: run` takes the run's group, `config` what config.model says)
    newest training run that      all facts below are of this one: of job type training (option `job_type`), ended
    ended well                    without an error; a run with an alias or tag production goes before it
    config                        manifest.hyperparameters, manifest.random_seed, the family by model_type
    summary                       manifest.metrics
    git                           manifest.git_commit, repository
    start                         trained_at
    used artifact of type dataset a dataset, trains_on, manifest.data_snapshot (its digest)
    logged artifact of type model manifest.artifact_path
    files/requirements.txt        manifest.environment_lock

An offline run cannot name what it used: logged datasets count as inputs only with option `logged_datasets: inputs`. A
log that ends in the middle is a run that was killed: what stands before is read, and told. Not taken: user, e-mail,
host, program, arguments, environment, console output.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from debtaudit.collectors._collector import Collected, Export, Options, collector
from debtaudit.collectors._exports import files_like
from debtaudit.collectors._gather import Gather, without_secrets
from debtaudit.collectors._node import Node, read_json
from debtaudit.domain.facts import Text, fact

HEAD: Final = b":W&B\xe1\xbe\x00"
BLOCK: Final = 32_768
FULL, FIRST, MIDDLE, LAST = 1, 2, 3, 4
SEEDS: Final = ("random_seed", "seed", "random_state")
LIVE: Final = frozenset({"production", "prod", "champion", "live"})
FAMILIES: Final = {
    "xgboost": "tree", "lightgbm": "tree", "catboost": "tree", "random_forest": "tree", "linear": "linear",
    "logistic": "linear", "ridge": "linear", "mlp": "neural", "transformer": "neural", "bert": "neural",
    "lstm": "neural", "cnn": "neural", "gpt": "llm", "llm": "llm",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class WandbOptions(Options):
    """What may be said of Weights & Biases."""

    model: Literal["project", "run", "config"] | None = fact("what names the model: project unless said")
    job_type: Text = fact("job type of runs that train; training or train unless said")
    logged_datasets: Literal["inputs", "ignored"] | None = fact(
        "whether a dataset that a run logs is what it learned from"
    )


@dataclass(slots=True)
class _Run:
    """One run, wherever it was read."""

    place: Node
    project: str = ""
    group: str = ""
    job: str = ""
    start: Node = field(default_factory=lambda: Node(None, ""))
    ended: bool | None = None
    failed: bool = False
    tags: set[str] = field(default_factory=set)
    config: dict[str, object] = field(default_factory=dict)
    summary: dict[str, object] = field(default_factory=dict)
    commit: str = ""
    remote: str = ""
    used: list[Mapping[str, str]] = field(default_factory=list)
    logged: list[Mapping[str, str]] = field(default_factory=list)
    required: tuple[str, int] | None = None


@collector(files_like(".wandb", "requirements.txt", ".json"), options=WandbOptions)
def wandb(exports: Sequence[Export], options: WandbOptions, aliases: Mapping[str, str]) -> Collected:
    """Describe each model by the newest run that trained it."""
    gather = Gather(aliases)
    pinned = {each.name.rpartition("/")[0].removesuffix("files").rstrip("/"): each
              for each in exports if each.name.rpartition("/")[2] == "requirements.txt"}  # fmt: skip
    by_model: dict[str, list[_Run]] = {}
    for run in _runs(exports, pinned, gather):
        name = _model_name(run, options)
        if name:
            by_model.setdefault(name, []).append(run)
        else:
            gather.warn(run.place, "no-name", "this run names no model; it is left out", "see the option model")
    for name, runs in sorted(by_model.items()):
        _model(name, runs, options, gather)
    return gather.collected()


def _runs(exports: Sequence[Export], pinned: Mapping[str, Export], gather: Gather) -> Iterator[_Run]:
    for export in exports:
        if export.name.endswith(".wandb"):
            run = _from_log(export, gather)
            folder = export.name.rpartition("/")[0]
            if run and folder in pinned:
                run.required = (
                    pinned[folder].name,
                    sum("==" in line for line in pinned[folder].data.decode("utf-8", "replace").splitlines()),
                )
            if run:
                yield run
        elif export.name.endswith(".json"):
            node = gather.taken(read_json(export))
            for each in (node["runs"] or node) if node else ():
                yield _from_json(each)


def _from_json(node: Node) -> _Run:
    run = _Run(node, node["project"].text, node["group"].text, node["jobType"].text or node["job_type"].text)
    run.start = node["createdAt"] or node["created_at"]
    run.ended, run.failed = (
        node["state"].text in {"finished", ""},
        node["state"].text in {"failed", "crashed", "killed"},
    )
    run.tags = {each.text for each in node["tags"]}
    run.config = {name: each.value for name, each in node["config"].entries()}
    run.summary = {name: each.value for name, each in node["summary"].entries()}
    run.commit, run.remote = node["commit"].text, node["remote"].text
    run.used = [_artifact(each) for each in node["used_artifacts"]]
    run.logged = [_artifact(each) for each in node["logged_artifacts"]]
    return run


def _artifact(node: Node) -> Mapping[str, str]:
    aliases = " ".join(each.text for each in node["aliases"])
    return {"type": node["type"].text, "name": node["name"].text, "digest": node["digest"].text, "aliases": aliases}


def _model_name(run: _Run, options: WandbOptions) -> str:
    if options.model == "config":
        said = run.config.get("model", run.config.get("model_name", ""))
        return said if isinstance(said, str) else ""
    return run.group if options.model == "run" else run.project


def _model(name: str, runs: Sequence[_Run], options: WandbOptions, gather: Gather) -> None:
    wanted = {str(options.job_type)} if options.job_type else {"training", "train", ""}
    fit = [each for each in runs if each.job.casefold() in wanted and not each.failed]
    for each in runs:
        gather.seen(each.start.day)
    if not fit:
        gather.count("models without a training run that ended well")
        return
    run = max(fit, key=lambda each: (bool(each.ended), bool(each.tags & LIVE), str(each.start.moment), each.place.ref))
    id_ = gather.asset("models", name, run.place)
    gather.state("models", id_, "name", name, run.place)
    if run.ended:
        gather.state("models", id_, "trained_at", run.start.day, run.place)
    live = run.tags & LIVE or any(LIVE & set(each["aliases"].split()) for each in run.logged if each["type"] == "model")
    gather.state("models", id_, "status", "production" if live else None, run.place)
    config = {key: value for key, value in sorted(run.config.items()) if not key.startswith("_") and _plain(value)}
    gather.state("models", id_, "manifest.hyperparameters", config or None, run.place)
    gather.state(
        "models", id_, "manifest.random_seed", next((config[key] for key in SEEDS if key in config), None), run.place
    )
    method = str(config.get("model_type", "")).casefold()
    gather.state(
        "models", id_, "family", next((found for word, found in FAMILIES.items() if word in method), None), run.place
    )
    metrics = {key: value for key, each in sorted(run.summary.items())
               if not key.startswith("_") and (value := Node(each, "").number) is not None}  # fmt: skip
    gather.state("models", id_, "manifest.metrics", metrics or None, run.place)
    gather.state("models", id_, "manifest.git_commit", run.commit, run.place)
    gather.state("models", id_, "repository", without_secrets(run.remote), run.place)
    if run.required:
        gather.state(
            "models",
            id_,
            "manifest.environment_lock",
            f"{run.required[0]}: {run.required[1]} packages pinned",
            run.place,
        )
    _artifacts(run, id_, options, gather)


def _artifacts(run: _Run, id_: str, options: WandbOptions, gather: Gather) -> None:
    inputs = [*run.used, *(run.logged if options.logged_datasets == "inputs" else ())]
    for each in sorted(
        (each for each in inputs if each["type"] == "dataset" and each["name"]), key=lambda each: each["name"]
    ):
        dataset = gather.asset("datasets", each["name"].partition(":")[0].rpartition("/")[2], run.place)
        gather.state("datasets", dataset, "name", each["name"].partition(":")[0], run.place)
        gather.state("datasets", dataset, "versioned", True, run.place)  # noqa: FBT003 - a fact's value
        gather.link("models", id_, "trains_on", dataset, run.place)
        gather.state("models", id_, "manifest.data_snapshot", each["digest"], run.place)
    made = next((each for each in run.logged if each["type"] == "model" and each["name"]), None)
    if made:
        gather.state("models", id_, "manifest.artifact_path", f"{run.project}/{made['name']}", run.place)


def _plain(value: object) -> bool:
    return (value is not None and not isinstance(value, (dict, list)) and Node(value, "").text != "") or isinstance(
        value, bool
    )


# The log: a header, then records as LevelDB writes them, each a message of Google's protocol buffers.


def _from_log(export: Export, gather: Gather) -> _Run | None:
    if not export.data.startswith(HEAD):
        version = export.data[6:7] if export.data[:4] == HEAD[:4] else b""
        says = f"its version is {version[0]}, known is 0" if version else "it does not begin as one"
        gather.refuse(export.name, "no-log", f"this is no log of a run: {says}", "is it a file of wandb?")
        return None
    run = _Run(Node(None, export.name))
    for record in _records(export, gather):
        _take(dict_of(record), run)
    if run.ended is None:
        gather.warn(
            export.name, "no-end", "this run has no end: it was killed, or the file is cut; what is there is read"
        )
    return run


def _records(export: Export, gather: Gather) -> Iterator[bytes]:
    """Yield the records of a log up to its end, or to where it is cut or damaged."""
    data, at, whole = export.data, len(HEAD), b""
    while at < len(data):
        left = BLOCK - at % BLOCK
        if left < 7:  # noqa: PLR2004 - the length of a head: what is left of a block is filled up
            at += left
            continue
        length, kind = int.from_bytes(data[at + 4 : at + 6], "little"), data[at + 6 : at + 7]
        body = data[at + 7 : at + 7 + length]
        if len(body) < length or not kind:
            return
        if zlib.crc32(kind + body) != int.from_bytes(data[at : at + 4], "little"):
            gather.warn(export.name, "damaged", f"the log is damaged at byte {at}; what stands before is read")
            return
        whole = body if kind[0] in {FULL, FIRST} else whole + body
        if kind[0] in {FULL, LAST}:
            yield whole
        at += 7 + length


Message = dict[int, list[int | bytes]]


def dict_of(data: bytes) -> Message:
    """Read a message of protocol buffers: values by field number. What cannot be read ends it."""
    found: Message = {}
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            value, at = _varint(data, at)
            found.setdefault(number, []).append(value)
        elif wire == 2:  # noqa: PLR2004 - bytes with their length before them
            length, at = _varint(data, at)
            found.setdefault(number, []).append(data[at : at + length])
            at += length
        elif wire in {1, 5}:
            at += 8 if wire == 1 else 4
        else:
            break
    return found


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift < 70:  # noqa: PLR2004 - ten bytes of seven bits
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:  # noqa: PLR2004 - the last byte of a number
            return value, at
    return value, max(at, len(data))


def _texts(message: Message, number: int) -> list[str]:
    return [each.decode("utf-8", "replace") for each in message.get(number, ()) if isinstance(each, bytes)]


def _text(message: Message, number: int) -> str:
    return next(iter(_texts(message, number)[-1:]), "")


def _inner(message: Message, number: int) -> list[Message]:
    return [dict_of(each) for each in message.get(number, ()) if isinstance(each, bytes)]


def _take(record: Message, run: _Run) -> None:
    """Take what one record tells; field numbers are those of wandb's record, equal from 0.16 to 0.31."""
    for each in _inner(record, 17):
        _take_run(each, run)
    for each in _inner(record, 5):
        _items(each, run.config)
    for each in _inner(record, 3):
        _items(each, run.summary)
    for each in _inner(record, 8):
        aliases = " ".join(_texts(each, 11))
        known = {"type": _text(each, 4), "name": _text(each, 5), "digest": _text(each, 6), "aliases": aliases}
        run.logged.append(known)
    for each in _inner(record, 18):
        code = next((one for one in each.get(1, ()) if isinstance(one, int)), 0)
        run.ended, run.failed = True, code != 0


def _take_run(message: Message, run: _Run) -> None:
    run.project, run.group, run.job = _text(message, 3), _text(message, 6), _text(message, 7)
    run.tags |= set(_texts(message, 10))
    for config in _inner(message, 4):
        _items(config, run.config)
    for start in _inner(message, 17):
        run.start = Node(next((one for one in start.get(1, ()) if isinstance(one, int)), None), run.place.ref)
    for git in _inner(message, 21):
        run.remote, run.commit = _text(git, 1), _text(git, 2)


def _items(message: Message, into: dict[str, object]) -> None:
    """Take keys and values of config or summary; the key stands in one of two places, the value is JSON in a text."""
    for item in _inner(message, 1):
        key = _text(item, 1) or ".".join(_texts(item, 2))
        if key and re.match(r"[^\x00-\x1f]+$", key):
            try:
                into[key] = json.loads(_text(item, 16), parse_constant=lambda _: None)
            except (ValueError, RecursionError):
                continue
