"""The shape of an export: what it is called, the file that it writes, and how that is imported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import dedent

from debtaudit.domain.plugin import name_and_doc
from debtaudit.trackers.ticket import Ticket

SECTIONS = ("How to import", "Mapping", "Good to know")


@dataclass(frozen=True, slots=True)
class File:
    """One file of an export: its name, its text, and how many tickets it holds."""

    name: str
    text: str
    tickets: int


@dataclass(frozen=True, slots=True)
class Export:
    """One format; its documentation is the docstring of its file, and tells users how to import what is written."""

    slug: str
    doc: str
    suffix: str
    write: Callable[[Sequence[Ticket]], str]
    tracker: str = ""  # whose importer takes it; empty: no tracker creates tickets from it
    most: int | None = None  # tickets that one file may hold

    @property
    def stem(self) -> str:
        """The name of its file without number and suffix: `jira`, `tickets`."""
        return self.slug.removesuffix(self.suffix).rstrip("-") or "tickets"

    def files(self, tickets: Sequence[Ticket]) -> tuple[File, ...]:
        """Write tickets, into as many files as their number needs; into one where there is none."""
        most = self.most or max(1, len(tickets))
        parts = [tickets[start : start + most] for start in range(0, len(tickets), most)] or [tickets]
        return tuple(File(self._name(n, len(parts)), self.write(part), len(part)) for n, part in enumerate(parts, 1))

    def ours(self, name: str) -> bool:
        """Tell whether a file has a name that this export writes."""
        return bool(re.fullmatch(rf"{re.escape(self.stem)}(-\d+-of-\d+)?\.{re.escape(self.suffix)}", name))

    @property
    def guide_name(self) -> str:
        """The name of the file that tells how to import."""
        return f"{self.slug}.how-to-import.md"

    def guide(self, files: Sequence[File], tickets: Sequence[Ticket], facts: Iterable[str]) -> str:
        """Write in Markdown how to import these files, with the mapping of every field; `facts` are of this run."""
        return "\n".join(self._guide(files, tickets, facts)) + "\n"

    def section(self, title: str) -> str:
        """Return one section of the documentation, without its indent; empty where there is none."""
        match = re.search(rf"^{re.escape(title)}:\n((?:(?:    .*)?\n)+)", f"{self.doc}\n", re.MULTILINE)
        return dedent(match[1]).strip("\n") if match else ""

    def _name(self, number: int, of: int) -> str:
        return f"{self.stem}.{self.suffix}" if of == 1 else f"{self.stem}-{number}-of-{of}.{self.suffix}"

    def _guide(self, files: Sequence[File], tickets: Sequence[Ticket], facts: Iterable[str]) -> Iterator[str]:
        head, _, rest = self.doc.partition("\n\n")
        yield f"# {' '.join(head.split()).rstrip('.')}\n"
        intro = rest.partition(":\n")[0].rpartition("\n")[0].strip()
        if intro:
            yield f"{' '.join(intro.split())}\n"
        yield from (f"- `{each.name}`: {each.tickets} ticket{'' if each.tickets == 1 else 's'}" for each in files)
        yield from (f"- {each}" for each in (*facts, *_projects(tickets)))
        for title in SECTIONS:
            yield f"\n## {title}\n\n{self.section(title)}"


def export(
    *, suffix: str, tracker: str = "", most: int | None = None
) -> Callable[[Callable[[Sequence[Ticket]], str]], Export]:
    """Make the decorated function its file's export: it writes one file, and is given at most `most` tickets."""

    def declare(write: Callable[[Sequence[Ticket]], str]) -> Export:
        slug, doc = name_and_doc(write)
        return Export(slug, doc, suffix, write, tracker, most)

    return declare


def _projects(tickets: Sequence[Ticket]) -> Iterator[str]:
    """Say which team keeps its tickets where, as far as teams stated it."""
    for team, project in sorted({(each.team, each.project) for each in tickets if each.project}):
        yield f"tickets of team `{team}` belong into project `{project}`: export them alone with `--team {team}`"
