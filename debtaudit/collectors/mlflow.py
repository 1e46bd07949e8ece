"""MLflow: registered models, their versions and runs, as the REST API of a tracking server answers them.

What is read: a folder of answers as JSON (`registered-models/search`, `model-versions/search`, `runs/search`,
`logged-models/...`, all pages), and beside them the `MLmodel` and `requirements.txt` of versions. With `--url` the same
answers are asked for. What becomes of it:

    registered model              a model; the id is the name in small letters
    description                   as it is
    tag owner or team             the owning team
    alias champion or production  tells the live version, all facts below are of this one; else the stage Production;
                                  else the newest version that is ready, and its status stays unknown
    creation of the model         created_at
    version, source               version, manifest.model_id, manifest.registry_uri, manifest.artifact_path
    end of its run                trained_at
    parameters                    manifest.hyperparameters, manifest.random_seed, the family
    metrics (finite ones)         manifest.metrics; evaluation.metrics where the run names evaluation data
    mlflow.source.git.*           manifest.git_commit, repository
    dataset of context training   a dataset, trains_on, manifest.data_snapshot (its digest)
    dataset of context evaluation evaluation.dataset, evaluation.last_run_at
    signature                     manifest.feature_list
    requirements.txt              manifest.environment_lock where every line is pinned; else its unpinned lines are
                                  dependencies that are not pinned

Not taken: user names, source files, notes, tags of any other name. A run without logged data says nothing about
training data: it stays unknown, unless `complete: yes` says that what MLflow does not hold does not exist. When an
alias moved is not known to MLflow, so deployed_at stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from debtaudit.collectors._collector import Collected, Export, Options, collector
from debtaudit.collectors._exports import files_like
from debtaudit.collectors._gather import Gather, first, without_secrets
from debtaudit.collectors._mlflow_server import fetch, model_id
from debtaudit.collectors._node import Node, decode, json_text, read_json, read_yaml
from debtaudit.domain.facts import Names, YesNo, fact
from debtaudit.domain.problem import Problem
from debtaudit.inventory.names import slug

LIVE: Final = ("champion", "production", "prod", "live")
SEEDS: Final = ("random_seed", "seed", "random_state", "train.seed")
FAMILIES: Final = {
    "tree": ("xgboost", "lightgbm", "catboost", "gbm", "gradient_boosting", "random_forest", "decision_tree", "gbdt"),
    "linear": ("logistic", "linear", "ridge", "lasso", "elastic", "naive_bayes", "prophet", "arima", "svm"),
    "neural": ("pytorch", "tensorflow", "keras", "neural", "mlp", "lstm", "transformer", "bert"),
    "llm": ("openai", "langchain", "llama_index", "anthropic", "gpt", "llm"),
}
KINDS: Final = ("registered_models", "model_versions", "runs", "experiments", "model", "models", "run")
K = TypeVar("K")
RECORDED: Final = tuple(f"manifest.{name}" for name in (
    "git_commit", "data_snapshot", "feature_list", "hyperparameters", "random_seed", "metrics", "environment_lock",
))  # fmt: skip
"""What a registry that is used in full holds of a model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MlflowOptions(Options):
    """What may be said of an MLflow server."""

    complete: YesNo = fact("whether what this tool does not know does not exist; it is unknown unless said")
    live: Names = fact("aliases that mark the version in service")
    owner_tags: Names = fact("tags of a registered model that name its team")


@dataclass(slots=True)
class _Server:
    """What the answers hold, by the names that join them."""

    models: dict[str, Node] = field(default_factory=dict)
    versions: dict[tuple[str, str], Node] = field(default_factory=dict)
    runs: dict[str, Node] = field(default_factory=dict)
    logged: dict[str, Node] = field(default_factory=dict)
    described: dict[str, tuple[Node, str]] = field(default_factory=dict)  # MLmodel by model or run, and its folder
    required: dict[str, Export] = field(default_factory=dict)  # requirements.txt by folder
    open_pages: dict[str, list[bool]] = field(default_factory=dict)


@collector(
    files_like(".json", "mlmodel", "mlmodel.yaml", "requirements.txt"), options=MlflowOptions, fetch=fetch,
    token_env="MLFLOW_TRACKING_TOKEN",  # noqa: S106 - the name of a variable, not what is in it
)  # fmt: skip
def mlflow(exports: Sequence[Export], options: MlflowOptions, aliases: Mapping[str, str]) -> Collected:
    """Describe every registered model by its live version."""
    gather, server = Gather(aliases), _Server()
    for export in exports:
        _sort(export, server, gather)
    for kind, more in sorted(server.open_pages.items()):
        if all(more):
            gather.refuse(exports[0].name, "no-last-page", f"the last page of {kind} is not here: its answers go on",
                          "export again until an answer has no next_page_token")  # fmt: skip
    for name in sorted({*server.models, *(model for model, _ in server.versions)}):
        _model(name, server, options, gather)
    return gather.collected()


def _sort(export: Export, server: _Server, gather: Gather) -> None:
    folder, _, file = export.name.rpartition("/")
    if file == "requirements.txt":
        server.required[folder] = export
    elif file.casefold().startswith("mlmodel"):
        for read in read_yaml(export):
            node = gather.taken(read)
            if node:
                server.described |= {node[key].text: (node, folder) for key in ("run_id", "model_id") if node[key].text}
    else:
        node = gather.taken(read_json(export))
        if node:
            _sort_answer(node, server, gather)


def _sort_answer(answer: Node, server: _Server, gather: Gather) -> None:
    if answer["error_code"].text:
        gather.warn(answer, "error-answer", f"this is no export but an error: {answer['error_code'].text}")
        return
    kind = next((key for key in KINDS if answer[key]), "")
    if kind in {"registered_models", "model_versions", "runs"}:
        server.open_pages.setdefault(kind, []).append(bool(answer["next_page_token"]))
    elif not kind and answer.value != {}:
        gather.warn(answer, "no-such-kind", f"this is none of {', '.join(KINDS)}; it is left out")
    _join(answer, server)


def _join(answer: Node, server: _Server) -> None:
    for model in answer["registered_models"]:
        _newer(server.models, model["name"].text, model)
        for version in model["latest_versions"]:
            _newer(server.versions, (version["name"].text, version["version"].text), version)
    for version in answer["model_versions"]:
        _newer(server.versions, (version["name"].text, version["version"].text), version)
    for run in _one_or_all(answer, "run"):
        _newer(server.runs, first([run["info"]["run_id"].text, run["info"]["run_uuid"].text]), run)
    for logged in _one_or_all(answer, "model"):
        _newer(server.logged, logged["info"]["model_id"].text, logged)


def _one_or_all(answer: Node, kind: str) -> Iterator[Node]:
    yield from answer[f"{kind}s"]
    if answer[kind]:
        yield answer[kind]


def _newer(known: dict[K, Node], name: K, other: Node) -> None:
    """Keep the newest of what is told of one name; it may stand on two pages."""
    held = known.get(name)
    if held is None or _age(other) > _age(held):
        known[name] = other


def _age(node: Node) -> tuple[float, str]:
    changed = node["last_updated_timestamp"].number or node["info"]["end_time"].number or 0
    return changed, repr(node.value)


def _model(name: str, server: _Server, options: MlflowOptions, gather: Gather) -> None:
    node = server.models.get(name)
    versions = {version: each for (model, version), each in server.versions.items() if model == name}
    if not name:
        gather.warn(node or next(iter(versions.values())), "no-name", "a registered model has no name; it is left out")
        return
    about = node or next(versions[each] for each in sorted(versions))
    id_ = gather.asset("models", name, about)
    gather.state("models", id_, "name", name, about)
    if node:
        _registered(node, id_, options, gather)
    live, marked = _live(node, versions, options, gather)
    if live:
        gather.state("models", id_, "status", "production" if marked else None, live)
        _version(live, id_, gather)
        _known(live, name, id_, server, gather)
        gather.absent("models", id_, RECORDED if options.complete else (), live)
    else:
        gather.count("registered models without a version that is ready")


def _known(live: Node, name: str, id_: str, server: _Server, gather: Gather) -> None:
    """State what run, logged model and MLmodel know of the live version."""
    run, run_id = server.runs.get(live["run_id"].text), live["run_id"].text
    if run:
        _trained(run, id_, gather)
    elif run_id:
        gather.warn(live, "no-run", f"run {run_id[:12]} of '{name}' is not in the export: parameters, metrics and "
                    "training data stay unknown", "deleted, or on a page that is missing?")  # fmt: skip
    of = model_id(live["source"].text)
    logged = server.logged.get(of)
    if logged:
        _logged(logged, id_, gather)
    described = server.described.get(of) or server.described.get(run_id)
    if described:
        _described(described, id_, server, gather)


def _registered(node: Node, id_: str, options: MlflowOptions, gather: Gather) -> None:
    gather.state("models", id_, "description", node["description"].text, node["description"])
    gather.state("models", id_, "created_at", gather.seen(node["creation_timestamp"].day), node["creation_timestamp"])
    gather.seen(node["last_updated_timestamp"].day)
    tags = _pairs(node["tags"])
    tag = next((each for each in options.owner_tags or ("owner", "team") if each in tags and tags[each].text), "")
    if tag:
        team = slug(tags[tag].text)
        gather.state("teams", team, "name", tags[tag].text, tags[tag])
        gather.state("models", id_, "owner", team, tags[tag])


def _live(
    node: Node | None, versions: Mapping[str, Node], options: MlflowOptions, gather: Gather
) -> tuple[Node | None, bool]:
    """Return the version in service, and whether somebody marked it as such."""
    aliases = {each["alias"].text.casefold(): each for each in node["aliases"]} if node else {}
    for alias in options.live or LIVE:
        marked = aliases.get(alias.casefold())
        if marked and marked["version"].text in versions:
            return versions[marked["version"].text], True
        if marked:
            version = marked["version"].text
            gather.warn(marked, "no-version", f"alias '{alias}' leads to version {version}, which is not in the export")
    newest = sorted(versions.values(), key=lambda each: each["version"].number or 0, reverse=True)
    staged = next((each for each in newest if each["current_stage"].text.casefold() == "production"), None)
    if staged:
        return staged, True
    ready = next((each for each in newest if each["status"].text in {"READY", ""}), None)
    if ready:
        gather.warn(ready, "none-live", f"nothing marks the live version of '{ready['name'].text}'; "
                    f"the newest, {ready['version'].text}, is described", "set the alias champion on it")  # fmt: skip
    return ready, False


def _version(live: Node, id_: str, gather: Gather) -> None:
    version = live["version"].text
    gather.seen(live["last_updated_timestamp"].day)
    gather.state("models", id_, "version", version, live["version"])
    gather.state("models", id_, "manifest.model_id", f"{live['name'].text}/{version}", live)
    gather.state("models", id_, "manifest.registry_uri", f"models:/{live['name'].text}/{version}", live)
    gather.state("models", id_, "manifest.artifact_path", without_secrets(live["source"].text), live["source"])


def _trained(run: Node, id_: str, gather: Gather) -> None:
    ended = gather.seen(run["info"]["end_time"].day)
    if run["info"]["status"].text == "FINISHED":
        gather.state("models", id_, "trained_at", ended, run["info"]["end_time"])
    tags = _pairs(run["data"]["tags"])
    _parameters(run["data"]["params"], id_, gather)
    _metrics(run["data"]["metrics"], id_, gather)
    for tag, path in (("mlflow.source.git.commit", "manifest.git_commit"), ("mlflow.source.git.repoURL", "repository")):
        if tag in tags:
            gather.state("models", id_, path, without_secrets(tags[tag].text), tags[tag])
    if "mlflow.log-model.history" in tags:  # before MLflow 3 the signature stood here
        history = tags["mlflow.log-model.history"]
        for logged in Node(_loads(history.text), history.ref):
            _signature(logged["signature"], id_, gather)
    for each in run["inputs"]["dataset_inputs"]:
        _dataset(each, run, id_, gather)


def _parameters(params: Node, id_: str, gather: Gather) -> None:
    known = {name: _value(each.text) for name, each in sorted(_pairs(params).items()) if name}
    if not known:
        return
    gather.state("models", id_, "manifest.hyperparameters", known, params)
    seed = next((known[name] for name in SEEDS if name in known), None)
    gather.state("models", id_, "manifest.random_seed", seed, params)
    gather.state("models", id_, "family", family(str(known.get("model_type", ""))), params)


def _metrics(metrics: Node, id_: str, gather: Gather) -> None:
    known: dict[str, float] = {}
    for each in sorted(metrics, key=lambda each: (each["key"].text, each["step"].number or 0)):
        value = each["value"].number
        if value is None:
            gather.warn(each, "no-number", f"metric '{each['key'].text}' is {each['value'].text or 'empty'}: left out")
        elif each["key"].text:
            known[each["key"].text] = value
    if known:
        gather.state("models", id_, "manifest.metrics", known, metrics)


def _dataset(used: Node, run: Node, id_: str, gather: Gather) -> None:
    name = used["dataset"]["name"].text
    if not name:
        return
    dataset = gather.asset("datasets", name, used)
    gather.state("datasets", dataset, "name", name, used["dataset"]["name"])
    profile, source = (_loads(used["dataset"][key].text) for key in ("profile", "source"))
    gather.state("datasets", dataset, "profile.rows", Node(profile, "")["num_rows"].whole, used["dataset"])
    gather.state("datasets", dataset, "url", without_secrets(_address(source)), used["dataset"])
    contexts = {each["value"].text for each in used["tags"] if each["key"].text == "mlflow.data.context"}
    if contexts & {"evaluation", "eval", "test", "testing", "validation"}:
        gather.state("models", id_, "evaluation.dataset", dataset, used)
        gather.state("models", id_, "evaluation.last_run_at", run["info"]["end_time"].day, run)
        metrics = {each["key"].text: each["value"].number for each in run["data"]["metrics"]}
        finite = {name: value for name, value in sorted(metrics.items()) if name and value is not None}
        gather.state("models", id_, "evaluation.metrics", finite or None, run)
    else:
        gather.link("models", id_, "trains_on", dataset, used)
        gather.state("models", id_, "manifest.data_snapshot", used["dataset"]["digest"].text, used["dataset"])


def _logged(logged: Node, id_: str, gather: Gather) -> None:
    gather.seen(logged["info"]["last_updated_timestamp_ms"].day)
    _parameters(logged["data"]["params"], id_, gather)
    _metrics(logged["data"]["metrics"], id_, gather)
    gather.state("models", id_, "manifest.artifact_path", without_secrets(logged["info"]["artifact_uri"].text), logged)


def _described(described: tuple[Node, str], id_: str, server: _Server, gather: Gather) -> None:
    node, folder = described
    _signature(node["signature"], id_, gather)
    flavors = [name for name, _ in node["flavors"].entries() if name != "python_function"]
    gather.state("models", id_, "family", family(" ".join(flavors)), node["flavors"])
    required = server.required.get(folder)
    if required:
        _environment(required, id_, gather)


def _signature(signature: Node, id_: str, gather: Gather) -> None:
    inputs = Node(_loads(signature["inputs"].text), signature.ref)
    names = [each["name"].text for each in inputs if each["name"].text]
    gather.state("models", id_, "manifest.feature_list", names or None, signature)


def _environment(export: Export, id_: str, gather: Gather) -> None:
    text = decode(export)
    if isinstance(text, Problem):
        gather.problems.append(text)
        return
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    wanted = [line for line in lines if line and not line.startswith("-")]
    unpinned = [line for line in wanted if "==" not in line and "@" not in line]
    if wanted and not unpinned:
        lock = f"{export.name}: all {len(wanted)} packages pinned"
        gather.state("models", id_, "manifest.environment_lock", lock, export.name)
    for line in unpinned:
        library = line.split(";")[0].split("[")[0].strip().split("<")[0].split(">")[0].split("~")[0].split("!")[0]
        dependency = gather.asset("dependencies", library.strip(), export.name)
        gather.state("dependencies", dependency, "kind", "library", f"{export.name}:{lines.index(line) + 1}")
        gather.state("dependencies", dependency, "pinned", False, f"{export.name}:{lines.index(line) + 1}")  # noqa: FBT003
        gather.link("models", id_, "runs_on", dependency, export.name)


def family(words: str) -> str | None:
    """Return the family of a method by the words that MLflow has for it."""
    said = words.casefold().replace("-", "_").replace(" ", "_")
    return next((name for name, signs in FAMILIES.items() if any(sign in said for sign in signs)), None)


def _pairs(tags: Node) -> dict[str, Node]:
    """Return a list of {key, value} by key."""
    return {each["key"].text: each["value"] for each in tags}


def _value(text: str) -> object:
    """Return a parameter, which MLflow keeps as text, as the number that it is."""
    number = Node(text, "").number
    return text if number is None else int(number) if number == int(number) and "." not in text else number


def _loads(text: str) -> object:
    """Read JSON that stands in a text; what is none says nothing."""
    read = json_text(text, "") if text else None
    return read.value if isinstance(read, Node) else None


def _address(source: object) -> str:
    node = Node(source, "")
    return first([node["uri"].text, node["url"].text, node["path"].text])
