"""Every command that README and docs show is run, or stands in a list with the reason why it is not."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir
from pathlib import Path

import pytest
import typer

from debtaudit.cli import app
from tests.cli.conftest import DAY, ROOT, SAMPLE
from tests.docs.conftest import DOCS, making

console = making("console")
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *DOCS.glob("*.md"), *DOCS.glob("tutorials/*.md"), *ROOT.glob("*/README.md"))
)
FILLED = {"docs/extend.md", "docs/gate.md", *(f"docs/tutorials/{user}.md" for user in ("tech-lead", "manager", "team"))}
"""Pages whose console blocks `docs/generate.py` runs; that they are current is another test's."""
MADE = {"docs/json.md", "docs/commands.md"}
"""Pages that are made by running what they show."""
NOT_RUN = {
    "pip install": "needs a package index; tests/test_packaging.py installs what is published",
    "export DEBTAUDIT_": "sets a token",
    "debtaudit sync github": "needs GitHub; tests/trackers/sync/ has servers that answer like it",
    "debtaudit collect mlflow --url": "needs a server; tests/collectors/test_mlflow_server.py has one",
    "debtaudit collect dbt warehouse/target": "needs a project of dbt; tests/docs/test_collect.py runs it on an export",
    "make ": "`.ci/run` runs demo, test and docs; the others set up, measure or clean",
}
BLOCK = re.compile(r"^```(console|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def shown(page: str) -> Iterator[str]:
    """Yield the commands of a page's blocks, in their order, without remarks and with continued lines joined."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for kind, body in BLOCK.findall(text):
        if kind == "console":
            lines = [] if page in FILLED else [each[2:] for each in body.splitlines() if each.startswith("$ ")]
        else:
            lines = body.replace("\\\n", " ").splitlines()
        for line in lines:
            yield from (each for part in line.split(" && ") if (each := part.partition(" #")[0].strip()))
    if page == "README.md":
        yield from re.findall(r"^make \w+", text, re.MULTILINE)


def reason(command: str) -> str | None:
    return next((why for start, why in NOT_RUN.items() if command.startswith(start)), None)


def starter() -> None:
    console.run("debtaudit init inventory")


def tables() -> None:
    Path("inventory").mkdir()
    Path("inventory/all.yaml").write_text("models: [{id: recommender, status: production}]\n", encoding="utf-8")
    rows = "\n".join(f"{number % 37},{number % 5}" for number in range(60))
    for name in ("training", "last-week"):
        Path(f"{name}.csv").write_text(f"price,shops\n{rows}\n", encoding="utf-8")
        import duckdb  # noqa: PLC0415 - only this page needs it

        duckdb.sql(f"COPY (FROM '{name}.csv') TO '{name}.parquet'")


def company() -> None:
    shutil.copytree(SAMPLE, "sample_inventory")


def trusted() -> None:
    starter()
    console.run("debtaudit gate inventory --update-baseline")
    Path("trusted").mkdir()
    Path("trusted/debtaudit.yaml").write_text("policy: {day_cost: 800}\n", encoding="utf-8")
    Path("inventory").rename("checkout")
    Path("work").mkdir()
    Path("checkout").rename("work/inventory")


def baseline() -> None:
    starter()
    console.run(dated("debtaudit gate inventory --update-baseline"))


SETUP: Mapping[str, Callable[[], None]] = {
    "docs/collect.md": starter,
    "docs/drift.md": tables,
    "docs/gate.md": baseline,
    "docs/ledger.md": starter,
    "docs/security.md": trusted,
    "sample_inventory/README.md": company,
}
"""What has to lie there for the commands of a page."""
INSIDE = {"docs/security.md": "work", "sample_inventory/README.md": "sample_inventory"}


def dated(command: str) -> str:
    """Add the day of the sample where a command takes one and does not say."""
    words = shlex.split(command)
    takes_day = any("--as-of" in each.opts for each in typer.main.get_group(app).commands[words[1]].params)
    return f"{command} --as-of {DAY}" if takes_day and "--as-of" not in words else command


@pytest.mark.parametrize("page", [page for page in PAGES if page not in MADE and any(shown(page))])
def test_every_command_of_a_page_is_run(page: str, tmp_path: Path) -> None:
    with chdir(tmp_path):
        SETUP.get(page, lambda: None)()
    with chdir(tmp_path / INSIDE.get(page, ".")):
        for command in shown(page):
            if reason(command) is None:
                code, said = console.run(dated(command))
                assert code == 0, f"`{command}`: {said}"


def test_the_reasons_are_of_commands_that_are_shown() -> None:
    commands = [command for page in PAGES for command in shown(page)]
    assert len(commands) > 25
    assert [start for start in NOT_RUN if not any(command.startswith(start) for command in commands)] == []
    assert {page for page in FILLED if "$ debtaudit" not in (ROOT / page).read_text(encoding="utf-8")} == set()


PLACEHOLDER = re.compile(r"\b(TRACKER|WHAT)\b")
"""Words that stand for one of several, where any other word is wrong use."""


def mentioned() -> Iterator[tuple[str, str]]:
    """Yield each page and command that is named within a sentence or a table."""
    for page in PAGES:
        text = re.sub(r"^```.*?^```$", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        for command in dict.fromkeys(re.findall(r"`(debtaudit [^`\n]+)`", text)):
            yield page, command.replace("\\|", "|")


def test_every_command_that_is_mentioned_is_one_that_debtaudit_takes() -> None:
    commands = typer.main.get_group(app).commands
    found = list(mentioned())
    assert len(found) > 60
    wrong = []
    for page, command in found:
        _, name, *words = shlex.split(command.replace("...", "").replace("…", ""))
        try:
            if name != "--version":
                partial = len(words) < 2 or PLACEHOLDER.search(command) is not None
                commands[name].make_context(name, list(words), resilient_parsing=partial)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told with its page
            wrong.append((page, command, repr(error)))
    assert wrong == []
