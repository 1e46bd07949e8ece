"""One language everywhere: the same word for the same thing in commands, pages, questions and documentation."""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from debtaudit.cli import app
from tests.cli.conftest import DAY, SAMPLE, run

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "debtaudit"

REFUSED = {
    r"nodes?|vert(?:ex|ices)": "asset",
    r"graph edges?|edges? (?:from|to|between)": "link",
    r"(?:data )?attributes? of (?:an? )?(?:asset|model)|metadata fields?": "fact",
    r"violations?|offen[cs]es?|code smells?": "finding",
    r"backlog (?:items?|entr(?:y|ies)|tickets?)": "finding",
    r"issues? (?:found|detected)|debt issues?|debt items?": "finding, debt",
    r"tech(?:-| )debts?|td items?": "debt",
    r"analy[sz]ers?|debt rules?": "detector",
    r"(?:risk|debt|priority|impact|severity|health) scores?": "interest, severity, priority",
    r"criticality scores?|risk ratings?|risk grades?": "band",
    r"expected (?:cost|loss)es? (?:per|a) quarter|running costs? of debt": "interest",
    r"(?:repair|fixing|remediation|refactoring) costs?|cost to (?:fix|repair)": "principal",
    r"occurrence rates?|event probabilit(?:y|ies)": "likelihood",
    r"blast radius|single loss expectancy|impact cost": "loss",
    r"swim ?lanes?|urgency (?:class|level|bucket)e?s?|buckets?": "lane",
    r"road ?maps?|sprint plans?": "plan",
    r"waiv(?:e|es|ed|ers?|ing)|suppress(?:es|ed|ions?|ing)?|muted?|snooz(?:e|ed)|whitelist(?:ed)?|allowlist(?:ed)?":
        "accept, decision",
    r"checkpoints?|state files? of (?:a )?quarters?": "snapshot",
    r"history (?:files?|folders?)|snapshot (?:store|folder|director(?:y|ies))": "ledger",
    r"data sets?": "dataset",
    r"asset types?|types? of assets?|entity types?": "kind",
    r"knowledge base|registry of debts|debt register": "catalogue",
    r"colors?|behaviou?rs? score|organi[z]ations?|catalogs?|artifacts?|behaviors?|prioriti[z]e[ds]?|labell?ings? debt":
        "British spelling: colour, organisation, catalogue, artefact, behaviour",
    r"config(?:uration)? files?": "settings",
}  # fmt: skip
"""What is not said, as a pattern of whole words -> what is said instead."""

MEANT = re.compile(r"Node\.js|product-catalog|catalog-info|catalog\.json|expected node content")
"""Names of other things, in which a refused word may stand."""
OTHERS = {
    "collectors/backstage.py",  # its addresses
    "report/formats/graph.py",  # the languages DOT and GraphML
    "report/printing.py",  # a browser's name
    "trackers/sync/adapters/linear.py",  # GraphQL
}
"""Modules that speak to other programs in their words."""


def literals(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the texts that a module says, without its documentation for programmers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and " " in node.value
            and id(node) not in silent
        ):
            yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value


def documents() -> Iterator[tuple[str, str]]:
    for pattern in ("README.md", "CONTRIBUTING.md", "docs/**/*.md", "templates/README.md", "templates/inventory.yaml",
                    "templates/completion/*", "templates/**/*.html", "sample_inventory/README.md",
                    "debtaudit/questionnaire/questions.yaml"):  # fmt: skip
        for path in sorted(ROOT.glob(pattern)):
            text = path.read_text(encoding="utf-8")
            lines = CODE.sub(lambda block: "\n" * block[0].count("\n"), text).splitlines()
            yield from ((f"{path.relative_to(ROOT)}:{number}", line) for number, line in enumerate(lines, start=1))


def spoken() -> Iterator[tuple[str, str]]:
    for name in ("", *typer.main.get_group(app).commands):
        yield f"debtaudit {name} --help".replace("  ", " "), run(*[name] if name else [], "--help").out
    yield "debtaudit backlog", run("backlog", SAMPLE, "--as-of", DAY, "--limit", "30").out


CODE = re.compile(r"^```(?:python|yaml|toml|groovy)\b.*?^```", re.DOTALL | re.MULTILINE)
"""Code on a page speaks the language of what it is written for."""
ANY = re.compile(rf"(?<![\w-])(?:{'|'.join(REFUSED)})(?![\w-])", re.IGNORECASE)


def refused(text: str) -> list[str]:
    plain = MEANT.sub("", text)
    if not ANY.search(plain):
        return []
    return [f"'{found[0]}': say {instead}" for pattern, instead in REFUSED.items()
            if (found := re.search(rf"(?<![\w-])(?:{pattern})(?![\w-])", plain, re.IGNORECASE))]  # fmt: skip


def told(texts: Iterator[tuple[str, str]]) -> list[str]:
    return [f"{where}: {each}" for where, text in texts for each in refused(text)]


def test_documentation_templates_and_questions_keep_to_our_words() -> None:
    assert told(documents()) == []


def test_commands_keep_to_our_words() -> None:
    assert told(spoken()) == []


def test_whatever_the_program_says_keeps_to_our_words() -> None:
    ours = (path for path in sorted(PACKAGE.rglob("*.py")) if path.relative_to(PACKAGE).as_posix() not in OTHERS)
    said = (each for path in ours for each in literals(path))
    assert told(said) == []


@pytest.mark.slow
def test_the_pages_of_the_sample_keep_to_our_words(tmp_path: Path) -> None:
    assert run("report", SAMPLE, "--as-of", DAY, "--out", tmp_path / "site").code == 0
    pages = sorted((tmp_path / "site").rglob("*.html"))
    kinds = {path.parent.name + path.stem[:1]: path for path in pages}  # some of each kind say it all
    assert len(kinds) > 8
    assert told((path.name, _text(path.read_text(encoding="utf-8"))) for path in kinds.values()) == []


def _text(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<(style|script).*?</\1>", "", page, flags=re.DOTALL)))


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("each node of the graph", "asset"), ("12 violations", "finding"), ("waive it", "accept"),
        ("the risk score", "interest"), ("a data set", "dataset"), ("your tech debt", "debt"),
        ("pick a color", "colour"), ("the Roadmap", "plan"),
    ],
)  # fmt: skip
def test_a_refused_word_is_seen(text: str, instead: str) -> None:
    [found] = refused(text)
    assert instead in found


def test_our_own_words_are_not_refused() -> None:
    ours = ("asset link fact detector finding severity likelihood loss interest principal lane backlog plan decision "
            "snapshot ledger kind dataset catalogue settings accept key figure")  # fmt: skip
    assert refused(ours) == []
