"""The report: an audit as a site of pages that open from a disk, print well, and need no network."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

from debtaudit.domain.audit import Audit
from debtaudit.ledger.review import Review
from debtaudit.report.comparing import dated
from debtaudit.report.formats.brief import brief
from debtaudit.report.formats.html import page
from debtaudit.report.formats.report_json import report_json
from debtaudit.report.formats.slides import slides
from debtaudit.report.site import sheets
from debtaudit.report.writing import write_files


class Site(Mapping[str, str]):
    """The text of each file of a site, by its address; drawn when asked for, since there may be thousands."""

    def __init__(self, drawn: Mapping[str, Callable[[], str]]) -> None:
        self.drawn = drawn

    def __getitem__(self, address: str) -> str:
        return self.drawn[address]()

    def __iter__(self) -> Iterator[str]:
        return iter(self.drawn)

    def __len__(self) -> int:
        return len(self.drawn)


def pages(audit: Audit, templates: Path | None = None, review: Review | None = None) -> Site:
    """Return the text of each page of the site, by its address. The same audit gives the same bytes.

    `templates` is a folder whose files stand in for those of the program; see templates/README.md. With the `review` of
    the quarter, the pages of key figures and of the quarter are there too.
    """
    audit = replace(
        dated(audit, review), factors=lru_cache(maxsize=8)(audit.factors)
    )  # asked for by several sections of a page
    known = sheets(audit, quarter=review is not None)
    return Site({sheet.address: partial(page, sheet, audit, templates, review) for sheet in known})


def files(audit: Audit, templates: Path | None = None, review: Review | None = None) -> Site:
    """Return all files of the site: its pages, the same numbers for programs, a brief for mail, pictures for slides."""
    audit = dated(audit, review)
    beside: dict[str, Callable[[], str]] = {
        "data.json": partial(report_json, audit, review),
        "brief.md": partial(brief, audit, review),
        **{f"charts/{name}": partial(str, text) for name, text in slides(audit, review)},
    }
    # What takes longest comes first, so that no process is left with it at the end.
    return Site({**beside, **pages(audit, templates, review).drawn})


def write_site(
    audit: Audit, out: Path, templates: Path | None = None, done: Callable[[int, int], None] = lambda _done, _all: None,
    review: Review | None = None,
) -> Path:  # fmt: skip
    """Write the site into a folder, which is made if need be, and return the path of its first page.

    A report that fails leaves the one before it whole. `done` is told how many files are written, and how many there
    are.

    Raises:
        OSError: when the folder or a file cannot be written.
        ValueError: when a style sheet or a script of the user's own cannot stand in a page.
        jinja2.TemplateError: when a template of the user's own is wrong.
    """
    site = files(audit, templates, review)
    write_files(site, out, lambda written: done(written, len(site)))
    return out / "index.html"
