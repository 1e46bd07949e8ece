"""The shape of a collector: what it is called, what it reads, and what it hands over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, Protocol

from debtaudit.domain.facts import Names, Text, fact
from debtaudit.domain.plugin import name_and_doc
from debtaudit.domain.problem import Problem

Document = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Export:
    """One file of an export: its name relative to what was given, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What may be said of any source under `collect:` in debtaudit.yaml; a source adds its own."""

    source: Text = fact("which collector, where the name is another one")
    origin: Names = fact("files or folders of the export, seen from debtaudit.yaml", key="from")
    url: Text = fact("address of the tool's API, instead of an export")
    token_env: Text = fact("environment variable that holds the token for it")
    user_env: Text = fact("environment variable that holds the user, where the tool wants user and token")


@dataclass(frozen=True, slots=True)
class Collected:
    """What a source gave: a document by top-level keys, where each fact stands in the source, and what was left out."""

    document: Document
    refs: Mapping[str, str]
    """`{"asset.fact": "file:line"}`, or `file#/pointer` into JSON."""
    problems: tuple[Problem, ...]
    counts: Mapping[str, int]
    """What was read, written and left out, in the words that users see."""
    at: date | None = None
    """Day of the newest thing in the export; None where nothing in it is dated."""
    stated: Mapping[str, str] = field(default_factory=dict)
    """Aliases that people stated inside the tool: `{"mlflow:churn": "churn-model"}`. They are suggested, not taken."""


class Ask(Protocol):
    """Puts one question to the tool's API and returns the JSON answer.

    Raises:
        Unanswered: with a sentence that holds the address and no secret.

    """

    link: str
    """The header Link of the last answer: where some servers say what the next page is."""

    def __call__(self, path: str, query: Mapping[str, object] | None = None, body: object = None) -> object: ...


State = Callable[[Sequence[Export], Any, Mapping[str, str]], Collected]
"""Exports, options and aliases of this source (`{tool's name: id}`) -> facts. No clock, no file, no network."""
Read = Callable[[Sequence[Path]], Iterable[Export | Problem]]
Fetch = Callable[[Ask, Any], Iterator[tuple[str, object]]]
"""A question asker and options -> names and contents of the files that an export of the tool would hold."""


@dataclass(frozen=True, slots=True)
class Collector:
    """One source: its documentation is the docstring of its file."""

    slug: str
    doc: str
    read: Read
    state: State
    options: type[Options] = Options
    fetch: Fetch | None = None
    token_env: str = ""
    """The environment variable in which the tool's own programs look for the token."""
    scheme: str = "Bearer"
    """How the token is sent: a scheme of the header Authorization, or the name of a header of its own."""

    def collect(
        self, origin: Path, options: Options | None = None, aliases: Mapping[str, str] | None = None
    ) -> Collected:
        """Read an export and say what it states."""
        return self.collect_all([origin], options, aliases)

    def collect_all(
        self, origins: Sequence[Path], options: Options | None = None, aliases: Mapping[str, str] | None = None
    ) -> Collected:
        """Read the files of an export, which may lie in several places."""
        found = list(self.read(origins))
        exports = [each for each in found if isinstance(each, Export)]
        made = self.state(exports, options or self.options(), aliases or {})
        unread = [each for each in found if isinstance(each, Problem)]
        problems = tuple(sorted((*unread, *made.problems)))
        return Collected(made.document, made.refs, problems, made.counts, made.at, made.stated)


def collector(
    read: Read,
    *,
    options: type[Options] = Options,
    fetch: Fetch | None = None,
    token_env: str = "",
    scheme: str = "Bearer",
) -> Callable[[State], Collector]:
    """Make the decorated function its file's collector. It gets each file once, in order of their names."""

    def declare(state: State) -> Collector:
        slug, doc = name_and_doc(state)

        def in_order(exports: Sequence[Export], said: Options, aliases: Mapping[str, str]) -> Collected:
            return state(sorted(set(exports), key=lambda each: (each.name, each.data)), said, aliases)

        return Collector(slug, doc, read, in_order, options, fetch, token_env, scheme)

    return declare


class Unanswered(Exception):  # noqa: N818 - it is an answer that did not come
    """The tool's API gave no answer that can be read. The message is one sentence for the user."""


NOTHING: Final = Collected({}, {}, (), {})
