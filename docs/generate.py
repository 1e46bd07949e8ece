"""Makes the pages that follow from the program: `python docs/generate.py`; `--check` only tells what is old."""  # noqa: INP001

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from making.commands import commands_page
from making.console import ENVIRON, filled
from making.inventory import inventory_page
from making.json_formats import json_page
from making.kpis import kpis_page
from making.model import model_page
from making.terminal import terminal_svg

from debtaudit.detectors._catalogue import catalogue
from debtaudit.detectors._trial import EXAMPLES_AS_OF, facts_that_tell
from debtaudit.domain.debt import Debt
from debtaudit.domain.policy import Policy
from debtaudit.domain.settings import Settings
from debtaudit.graph import AuditGraph
from debtaudit.inventory import loads
from debtaudit.inventory.settings import in_words
from debtaudit.questionnaire.catalogue import ORDER
from debtaudit.questionnaire.catalogue import catalogue as catalogue_of_questions
from debtaudit.report.debt_page import page_of
from debtaudit.report.formats.debts_markdown import catalogue_markdown, debt_markdown

HERE = Path(__file__).parent
DEBTS = HERE / "debts"
COVERAGE = HERE / "coverage.yaml"
SAMPLE = HERE.parent / "sample_inventory"
RUN = (*sorted((HERE / "tutorials").glob("*.md")), HERE / "extend.md", HERE / "gate.md")
"""Pages whose commands are run, and their output filled in."""


def pages() -> Mapping[Path, str]:
    """Return the text of every generated page by its path. The same sources give the same bytes."""
    debts = catalogue(Settings()).debts
    made = {
        HERE / "audit-session.txt": _session(),
        HERE / "policy.md": _policy(),
        HERE / "questions.md": _questions(),
        HERE / "commands.md": commands_page(),
        HERE / "inventory.md": inventory_page(),
        HERE / "json.md": json_page(SAMPLE),
        HERE / "kpis.md": kpis_page(),
        HERE / "model.md": model_page(),
        HERE / "pictures" / "terminal.svg": terminal_svg(SAMPLE),
        DEBTS / "index.md": _index(debts),
        DEBTS / "coverage.md": _coverage({debt.slug for debt in debts}),
    }
    for debt in debts:
        text = debt_markdown(page_of(debt, debts, facts_that_tell(debt, _graph)), _link)
        made[DEBTS / f"{debt.slug}.md"] = _from(f"debtaudit/detectors/{debt.slug.replace('-', '_')}.py") + text
    made |= {page: filled(page.read_text(encoding="utf-8"), SAMPLE) for page in RUN}
    return made


def old(made: Mapping[Path, str]) -> tuple[Path, ...]:
    """Return the pages that are missing, differ from what would be made, or belong to no debt any more."""
    differ = {path for path, text in made.items() if not path.is_file() or path.read_text(encoding="utf-8") != text}
    return tuple(sorted(differ | (set(DEBTS.glob("*.md")) - made.keys())))


def covered() -> tuple[dict[str, object], ...]:
    """Return what each work describes, with our debts that answer to it."""
    return tuple(yaml.safe_load(COVERAGE.read_text(encoding="utf-8")))


def _index(debts: tuple[Debt, ...]) -> str:
    return (
        f"{_from('debtaudit/detectors/')}# The debts\n\n"
        f"{len(debts)} debts are looked for. Each is one file, and its page here is made from that file. Limits and"
        " economics can be set per debt, see [settings](../settings.md); which of them answers to what the literature"
        " describes is told in [coverage](coverage.md).\n\n"
        f"{catalogue_markdown(debts, _link)}"
    )


def _questions() -> str:
    """List the questions of the audit, with what their levels 0, 3 and 4 mean."""
    text = _from("debtaudit/questionnaire/questions.yaml") + "# What `debtaudit audit` asks\n\n"
    text += (
        "Level 2 is always done by hand with something written down, 3 runs by itself and again and again, 4 is acted"
        " upon and looked over as well. A number after the id is its place in the quick audit, and what stands in"
        " brackets its test of the ML Test Score.\n"
    )
    for kind in ORDER:
        text += f"\n## {kind.capitalize()}\n\n| Question | | |\n|---|---|---|\n"
        for each in (each for each in catalogue_of_questions().questions.values() if each.about == kind):
            marks = " ".join(
                [f"`{each.id}`", *([str(each.quick)] * bool(each.quick)), *([f"({each.test})"] * bool(each.test))]
            )
            levels = "<br>".join(f"{at} {said}" for at, said in enumerate(each.levels))
            answers = levels or f"a number, {each.number.unit if each.number else ''}"
            text += f"| {marks} | {each.asks}<br>*{each.why}* | {answers} |\n"
    return text


TYPED = (
    "Order intent", "Order chat", "3", "12000", "3", "Conversations",
    "1", "2 https://wiki.example/consumers", "0", "w", "1", "3", "2", "1", "b", "2", "1", "? Ines", "1", "2", "2",
)  # fmt: skip
"""What a newcomer types in the recorded session."""


def _session() -> str:
    """Record the real program in an empty folder, as a screen of 100 columns shows it."""
    with TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "debtaudit", "audit", "--by", "ann", "--as-of", "2026-09-30"],
            cwd=folder, input="\n".join([*TYPED, ""]), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            check=True, env={**os.environ, "PYTHONPATH": str(HERE.parent), **ENVIRON},
        )  # fmt: skip
    said = "\n".join(line.rstrip() for line in done.stdout.splitlines())
    return f"$ debtaudit audit --by ann --as-of 2026-09-30\n{said}\n"


def _policy() -> str:
    rows = "\n".join(
        f"| `{each.name}` | {each.default:,g} | {each.metadata['says']} | {in_words(each.name)} |"
        for each in fields(Policy)
    )
    return (
        f"{_from('debtaudit/domain/policy.py')}# Settings of the risk model\n\n"
        "Set them below `policy:` in [`debtaudit.yaml`](settings.md). Every default is judgement, to be calibrated.\n\n"
        f"| Setting | Default | Means | Takes |\n|---|--:|---|---|\n{rows}\n"
    )


def _coverage(debts: Collection[str]) -> str:
    return f"{_from('docs/coverage.yaml')}# Coverage of the literature\n\n" + "\n".join(_works(debts))


def _works(debts: Collection[str]) -> Iterator[str]:
    for work in covered():
        yield f"## {work['work']}\n\n{work['says']}\n"
        yield "| There | Here |\n|---|---|"
        answers = work["debts"]
        for name, slugs in answers.items() if isinstance(answers, dict) else ():
            yield f"| {name} | {', '.join(_link(slug) for slug in slugs if slug in debts)} |"
        yield ""


def _from(source: str) -> str:
    return f"<!-- Made by docs/generate.py from {source}; change it there. -->\n\n"


def _link(slug: str) -> str:
    return f"[{slug}]({slug}.md)"


def _graph(text: str) -> AuditGraph:
    return AuditGraph(loads(text), EXAMPLES_AS_OF)


def _main() -> int:
    made = pages()
    stale = old(made)
    if "--check" in sys.argv[1:]:
        sys.stdout.writelines(f"{path.relative_to(HERE.parent)} is old: run docs/generate.py\n" for path in stale)
        return bool(stale)
    DEBTS.mkdir(exist_ok=True)
    for path in stale:
        if path in made:
            path.write_text(made[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(_main())
