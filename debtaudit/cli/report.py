"""`debtaudit report`: the page for the board, and all that stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debtaudit.cli._ledger import Ledger, reviewed
from debtaudit.cli._options import ALL_HERE, AsOf, Config, Inventories
from debtaudit.cli._session import NOT_RUN, fail, finish, say, write_out

if TYPE_CHECKING:
    from debtaudit.ledger.review import Review

PDF, XLSX = "board.pdf", "debtaudit.xlsx"
Quarter = Annotated[
    str | None,
    typer.Option("--quarter", metavar="QUARTER", show_default="that of --as-of",
                 help="Report a quarter, as 2026-Q3, as it was known on its last day."),
]  # fmt: skip
Since = Annotated[
    str | None,
    typer.Option("--compare", metavar="QUARTER", show_default="the one before",
                 help="Show what changed since then: a quarter of the ledger, or a snapshot's file."),
]  # fmt: skip


def report(
    roots: Inventories = ALL_HERE,
    out: Annotated[Path, typer.Option("--out", metavar="SITE", help="Folder for the pages.")] = Path("debt-report"),
    *,
    pdf: Annotated[
        bool, typer.Option("--pdf", help=f"Print the board's page too, as {PDF}; needs Chromium, Chrome or Edge.")
    ] = False,
    xlsx: Annotated[
        bool,
        typer.Option(
            "--xlsx", help=f"Write a workbook to calculate with too, {XLSX}; needs pip install 'debtaudit[xlsx]'."
        ),
    ] = False,
    md: Annotated[bool, typer.Option("--md", help="Print a one-page brief for mail, and write no pages.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print all numbers for programs, and write no pages.")] = False,
    templates: Annotated[
        Path | None, typer.Option("--templates", metavar="DIR", help="Files of your own, in place of ours.")
    ] = None,
    quarter: Quarter = None,
    compare: Since = None,
    ledger: Ledger = None,
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Write the board report as a folder of pages.

    The path of the first page is printed last, after those of a PDF or a workbook.

    Company name, logo, accent colour, paper and headline are set in debtaudit.yaml, beside the inventory,
    under report: name, logo, accent, paper, headline.
    """
    _must_fit(out, templates, text=(md, json), files=(pdf, xlsx))
    review = reviewed(roots, as_of, config, ledger, quarter, compare)
    if md or json:
        _print(review, as_json=json)
    else:
        left_out = _cannot(pdf=pdf, xlsx=xlsx)
        _write(review, out, templates, left_out, wanted={PDF: pdf, XLSX: xlsx})
        _tell(left_out)
    finish(review.audit)


def _must_fit(out: Path, templates: Path | None, *, text: tuple[bool, bool], files: tuple[bool, bool]) -> None:
    """Leave at once where the options do not fit together, before anything is read."""
    if all(text):
        fail("--md and --json both go to standard output", "give one of them")
    if any(text) and any(files):
        fail("--md and --json write no files", "leave them out to have --pdf or --xlsx beside the pages")
    if out.exists() and not out.is_dir():
        fail(f"'{out}' is a file, not a folder for pages", "name another: --out debt-report")
    if templates and not (templates / "report").is_dir():
        hint = "put your files below it as ours lie: report/style.css, report/blocks/table.html"
        fail(f"'{templates}' holds no folder 'report' with templates", hint)


def _cannot(*, pdf: bool, xlsx: bool) -> dict[str, str]:
    """Return why a file that was asked for cannot be made on this machine, and how to mend that, by its name."""
    from importlib.util import find_spec

    from debtaudit.report.printing import PrintingError, browser

    missing: dict[str, str] = {}
    if xlsx and find_spec("xlsxwriter") is None:
        missing[XLSX] = "a workbook needs a library that is not installed; pip install 'debtaudit[xlsx]'"
    if pdf:
        try:
            browser()
        except PrintingError as error:
            missing[PDF] = str(error)
    return missing


def _print(review: Review, *, as_json: bool) -> None:
    if as_json:
        from debtaudit.report.formats.report_json import report_json

        write_out(report_json(review.audit, review))
    else:
        from debtaudit.report.formats.brief import brief

        write_out(brief(review.audit, review))


def _write(
    review: Review, out: Path, templates: Path | None, left_out: dict[str, str], *, wanted: dict[str, bool]
) -> None:
    """Write the pages and the files that are wanted and can be made; one that fails late is added to `left_out`."""
    from jinja2 import TemplateError

    from debtaudit.report import write_site

    try:
        with _progress() as done:
            index = write_site(review.audit, out, templates.resolve() if templates else None, done, review)
        for name, make in ((XLSX, _workbook), (PDF, _printed)):
            if wanted[name] and name not in left_out:
                make(review, index, out / name, left_out)
    except OSError as error:
        fail(f"the report could not be written to '{out}': {error.strerror or error}",
             "name a folder that you may write to: --out debt-report")  # fmt: skip
    except TemplateError as error:
        fail(f"a template cannot be drawn: {_template(error)}", "templates/README.md tells what each one is given")
    except ValueError as error:
        fail(str(error))
    say("open it in a browser:")
    write_out(str(index))


def _workbook(review: Review, _index: Path, target: Path, _left_out: dict[str, str]) -> None:
    from debtaudit.report.formats.xlsx import workbook
    from debtaudit.report.writing import write_file

    write_out(str(write_file(target, workbook(review.audit, review))))


def _printed(review: Review, index: Path, target: Path, left_out: dict[str, str]) -> None:
    from debtaudit.report.printing import PrintingError, print_pdf

    try:
        write_out(str(print_pdf(index, target, review.audit.as_of)))
    except PrintingError as error:
        left_out[target.name] = str(error)


def _tell(left_out: dict[str, str]) -> None:
    """Leave with what could not be made, and how to mend that, if there is any."""
    for name, why in left_out.items():
        say(f"left out: {name}: {why}")
    if left_out:
        fail("the rest of the report is written", code=NOT_RUN)


def _template(error: Exception) -> str:
    """Say what is wrong with a template and where, as far as it is known."""
    where = getattr(error, "name", None) or getattr(error, "filename", None)
    line = getattr(error, "lineno", None)
    place = f" ({where}{f':{line}' if line else ''})" if where else ""
    return f"{getattr(error, 'message', None) or error}{place}"


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Give what to tell of each step; on a terminal it becomes a line that is gone at the end, elsewhere nothing."""
    import sys

    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("writing pages"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("pages", total=None)
        yield lambda done, every: shown.update(task, completed=done, total=every)
