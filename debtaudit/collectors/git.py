"""git: how code is kept, from checkouts: last changes, how few people know it, shortcuts, languages, pinned packages.

What is read: the folder of a checkout, by the program git alone: nothing in it is run, nothing is fetched. Option
`pipelines` says which paths are which pipeline: `{churn-training: [train, etl/churn]}`; without it a checkout is one
pipeline of the repository's name. Option `models` does the same for models. What becomes of it:

    newest commit of the paths    last_commit_at of a pipeline
    authors of a year             maintainers, as person-1, person-2: how many matters, not who; `names: yes` names them
    who made half of the changes  notes: how many people made half of the changes in two years, where there are ten or
                                  more commits
    comments that admit shortcuts todo_count: TODO, FIXME, XXX, HACK
    lines, endings of files       lines, languages
    notebooks                     origin notebook, where at least half of the code files are notebooks
    settings under version        config.versioned
    control
    requirements*.txt             dependencies that are not pinned, and what runs on them
    remote                        repository, without user and password

Not taken: bots, merges, submodules, links, files that programs made (linguist-generated, vendored), and every line of
code. A shallow clone has no history: it is told, and only what stands in the files is stated. Ages count to the newest
commit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from debtaudit.collectors._collector import Collected, Export, Options, collector
from debtaudit.collectors._gather import Gather
from debtaudit.collectors._node import Node, read_json
from debtaudit.collectors._repository import read_repositories
from debtaudit.domain.facts import Free, YesNo, fact

YEAR: Final = 365 * 86_400
FEWEST: Final = 10
BOT: Final = re.compile(r"\[bot\]|\bbot\b|dependabot|renovate|github-actions|semantic-release", re.IGNORECASE)
LANGUAGES: Final = {
    "py": "python", "ipynb": "python", "r": "r", "sql": "sql", "scala": "scala", "java": "java", "kt": "kotlin",
    "go": "go", "js": "javascript", "ts": "typescript", "tsx": "typescript", "sh": "shell", "bash": "shell",
    "jl": "julia", "rs": "rust", "c": "c", "cc": "c++", "cpp": "c++", "cs": "c#", "rb": "ruby", "php": "php",
    "pl": "perl", "m": "matlab", "sas": "sas",
}  # fmt: skip
SETTINGS: Final = re.compile(r"\.(ya?ml|toml|ini|cfg|conf|properties)$")
PINNED: Final = re.compile(r"===?|@|^-")


@dataclass(frozen=True, slots=True, kw_only=True)
class GitOptions(Options):
    """What may be said of a repository."""

    pipelines: Free = fact("which paths are which pipeline: {churn-training: [train, etl/churn]}")
    models: Free = fact("which paths are which model: {churn: [train]}")
    names: YesNo = fact("whether people are named; no unless said")


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of a repository that is one asset: what lies at or below its paths."""

    section: str
    name: str
    prefixes: tuple[str, ...]

    def holds(self, path: str) -> bool:
        """Tell whether a file belongs to it."""
        return any(not each or path == each or path.startswith(f"{each}/") for each in self.prefixes)


@collector(read_repositories, options=GitOptions)
def git(exports: Sequence[Export], options: GitOptions, aliases: Mapping[str, str]) -> Collected:
    """Describe the code behind pipelines and models."""
    gather = Gather(aliases)
    for export in exports:
        node = gather.taken(read_json(export))
        if node and node["format"].text != "debtaudit-git":
            gather.warn(node, "no-such-kind", "this was not read from a repository; it is left out")
        elif node:
            _repository(node, options, gather)
    return gather.collected()


def _repository(node: Node, options: GitOptions, gather: Gather) -> None:
    gather.seen(node["head"].day)
    if node["shallow"].yes:
        gather.warn(node, "shallow", f"the clone of '{node['name'].text}' is shallow: its history is not known",
                    "git fetch --unshallow")  # fmt: skip
    whole = {} if options.pipelines or options.models else {node["name"].text or "repository": ("",)}
    for section, said in (("pipelines", options.pipelines or whole), ("models", options.models)):
        for name, paths in sorted(said.items()) if isinstance(said, Mapping) else ():
            prefixes = tuple(str(each).strip("/") for each in (paths if isinstance(paths, tuple) else (paths,)))
            _asset(_Part(section, str(name), prefixes), node, options, gather)


def _asset(part: _Part, node: Node, options: GitOptions, gather: Gather) -> None:
    files = [each for each in node["files"] if part.holds(each["path"].text)]
    if not files:
        gather.warn(node, "no-files", f"nothing in '{node['name'].text}' lies under {', '.join(part.prefixes)}; "
                    f"{part.name} is left out")  # fmt: skip
        return
    id_ = gather.asset(part.section, part.name, node)
    gather.state(part.section, id_, "repository", node["remote"].text, node["remote"])
    if not node["shallow"].yes:
        changed = [when for each in files if (when := each["changed"].number)]
        if part.section == "pipelines" and changed:
            gather.state(part.section, id_, "last_commit_at", Node(max(changed), node.ref).day, node["files"])
        _people(part, id_, node, options, gather)
    if part.section == "pipelines":
        _code(id_, files, gather)
    _requirements(part.section, id_, files, gather)


def _people(part: _Part, id_: str, node: Node, options: GitOptions, gather: Gather) -> None:
    """State how many people changed the files: in a year, and half of all changes of two years."""
    recent, churn, commits = Counter[str](), Counter[str](), 0
    named: dict[str, str] = {}
    for commit in node["commits"]:
        size = sum(each.whole or 0 for path, each in commit["files"].entries() if part.holds(path))
        if not size or BOT.search(f"{commit['name'].text} {commit['address'].text}"):
            continue
        who = commit["address"].text or commit["name"].text
        named.setdefault(who, commit["name"].text)
        commits, churn[who] = commits + 1, churn[who] + size
        if (commit["at"].number or 0) >= (node["head"].number or 0) - YEAR:
            recent[who] += size
    people = [who for who, _ in sorted(recent.items(), key=lambda each: (-each[1], each[0]))]
    if people:
        hidden = [f"person-{number + 1}" for number in range(len(people))]
        called = list(dict.fromkeys(named[who] or who for who in people)) if options.names else hidden
        gather.state(part.section, id_, "maintainers", called, node["commits"])
    if commits >= FEWEST:
        gather.state(part.section, id_, "notes", _few(churn, commits), node["commits"])


def _few(churn: Counter[str], commits: int) -> str:
    """Say how many people made half of the changes: with them, half of the knowledge would go."""
    left, few = sum(churn.values()) / 2, 0
    for _, size in churn.most_common():
        if left <= 0:
            break
        left, few = left - size, few + 1
    who = "one person" if few == 1 else f"{few} people"
    return f"{who} of {len(churn)} made half of the changes in two years ({commits} commits)"


def _code(id_: str, files: Sequence[Node], gather: Gather) -> None:
    code = [each for each in files if each["path"].text.rpartition(".")[2].lower() in LANGUAGES]
    settings = [each for each in files if SETTINGS.search(each["path"].text)]
    if settings:
        gather.state("pipelines", id_, "config.versioned", True, settings[0])  # noqa: FBT003 - a fact's value
    if not code:
        return
    languages = sorted({LANGUAGES[each["path"].text.rpartition(".")[2].lower()] for each in code})
    gather.state("pipelines", id_, "languages", languages, code[0])
    gather.state("pipelines", id_, "lines", sum(each["lines"].whole or 0 for each in code), code[0])
    gather.state("pipelines", id_, "todo_count", sum(each["shortcuts"].whole or 0 for each in code), code[0])
    notebooks = [each for each in code if each["path"].text.lower().endswith(".ipynb")]
    if notebooks and len(notebooks) * 2 >= len(code):
        gather.state("pipelines", id_, "origin", "notebook", notebooks[0])


def _requirements(section: str, id_: str, files: Sequence[Node], gather: Gather) -> None:
    for each in files:
        for line in each["text"].text.splitlines():
            wanted = line.split(" #")[0].split("#")[0].split(";")[0].strip()
            name = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", wanted)
            if not name or PINNED.search(wanted):
                continue
            dependency = gather.asset("dependencies", name[0].lower(), each)
            gather.state("dependencies", dependency, "kind", "library", each)
            gather.state("dependencies", dependency, "pinned", False, each)  # noqa: FBT003 - a fact's value
            gather.link(section, id_, "runs_on", dependency, each)
