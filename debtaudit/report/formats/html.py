"""Draws blocks as HTML pages, each complete by itself: style and script inside, nothing fetched.

Templates are searched in the folder that a user gives, then among those of the program; so a single block, the style or
the frame can be replaced. Everything is escaped by the templates; only pictures, which are made of escaped elements,
and style sheets and scripts, which are no one's input, are put in as they are.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import sha256
from html import escape
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, Template, TemplateNotFound
from markupsafe import Markup

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import count, day
from debtaudit.domain.settings import Look
from debtaudit.ledger.review import Review
from debtaudit.report.blocks import Block, Cell, Column, Heading, Line, Ranking, Run, Title, Tone
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.choices import organisation
from debtaudit.report.formats.palette import sheet_of
from debtaudit.report.section import Filled, PageName, filled, rows
from debtaudit.report.site import Sheet, navigation

PACKAGE = Path(__file__).resolve().parents[2]
NAME, TITLE, TEXT = 80, 160, 2_000
TONES: Mapping[Tone | None, str] = {
    "risk": '<em class="risk">{}</em>', "strong": "<strong>{}</strong>", "code": "<code>{}</code>",
    "faint": "<bdi>{}</bdi>", None: "<bdi>{}</bdi>",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A section as the frame needs it."""

    name: str
    named: bool  # whether it begins with a heading
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Sections that stand side by side, and how the row looks."""

    looks: str
    parts: tuple[Part, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Clothes:
    """What a kind of page wears: its style, its script where it has one, and the policy that allows just these."""

    style: Markup
    script: Markup
    policy: str


def page(sheet: Sheet, audit: Audit, templates: Path | None = None, review: Review | None = None) -> str:
    """Return one page of the site, whole.

    Raises:
        ValueError: when a style sheet or a script would end the element that it stands in.
        jinja2.TemplateError: when a user's template is wrong, or asks for what there is not.
    """
    root = "../" * sheet.address.count("/")
    surroundings = _environment(templates, root)
    clothes = _clothes(templates, sheet.page, audit.look)
    drawn = surroundings.get_template("report/page.html").render(
        title=_title(sheet, audit), style=clothes.style, script=clothes.script, policy=clothes.policy,
        organisation=shortened(organisation(audit), NAME), logo=audit.look.logo, as_of=day(audit.as_of),
        sources=_sources(audit), pages=navigation(quarter=review is not None),
        here=sheet.address, kind=sheet.page, rows=_rows(filled(sheet.page, audit, *sheet.about, review=review)),
    )  # fmt: skip
    return drawn + "\n"


def folder() -> Path:
    """Return the folder of templates: inside an installed package, else beside it in the source tree."""
    inside = PACKAGE / "_templates"
    return inside if inside.is_dir() else PACKAGE.parent / "templates"


@cache
def _environment(templates: Path | None, root: str) -> Environment:
    """Return what templates are drawn with; `root` leads from the page's folder to the site's first."""
    folders = [each for each in (templates, folder()) if each]
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(each) for each in folders]), autoescape=True, undefined=StrictUndefined,
        keep_trailing_newline=False, auto_reload=False,
    )  # fmt: skip

    @cache
    def template(block: str) -> Template:
        return made.get_template(f"report/blocks/{block}.html")

    @cache
    def known() -> Mapping[str, object]:
        return dict(made.globals)

    def draw(block: Block, name: str) -> Markup:
        # Template.render walks through the globals one by one, for each of the thirty blocks of thousands of pages.
        one = template(type(block).__name__.lower())
        context = made.context_class(made, {**known(), "block": block, "name": name}, one.name, one.blocks)
        return Markup("".join(one.root_render_func(context)))  # noqa: S704 - escaped by the template just rendered

    def address(target: str) -> str:
        return target if target.startswith(("#", "https://", "http://")) else root + target

    def written(line: Line) -> str:
        return "".join([
            escape(shortened(part, TEXT)) if isinstance(part, str) else _run(part, address) for part in line
        ])  # fmt: skip

    def words(line: Line) -> Markup:
        return Markup(written(line))  # noqa: S704 - escaped part by part

    def cells(row: Sequence[Cell], columns: tuple[Column, ...]) -> Markup:
        return Markup("".join(_cells(row, columns, written)))  # noqa: S704 - escaped where it is put together

    made.globals |= {"draw": draw, "address": address, "words": words, "cells": cells}
    return made


def _cells(row: Sequence[Cell], columns: tuple[Column, ...], words: Callable[[Line], str]) -> Iterator[str]:
    """Write the cells of a row; here and not in a template, since pages hold tens of thousands of them."""
    for cell, (start, end) in zip(row, _tags(columns), strict=True):
        below = f'<span class="below">{words(cell.below)}</span>' if cell.below else ""
        yield f"{start}{words(cell.line)}{below}{end}"


@lru_cache(maxsize=100)
def _tags(columns: tuple[Column, ...]) -> tuple[tuple[str, str], ...]:
    """Return what begins and ends each cell of a row: it is the same for thousands of rows."""
    looks = [' class="number"' if column.numeric else "" for column in columns]
    named = [f'<td data-title="{escape(column.title)}"{look}>' for column, look in zip(columns, looks, strict=True)]
    return (f'<th scope="row"{looks[0]}>', "</th>"), *((start, "</td>") for start in named[1:])


def _run(run: Run, address: Callable[[str], str]) -> str:
    """Write a run as an element; drawn here and not by a template, since pages hold tens of thousands."""
    text = escape(shortened(run.text, TEXT))
    if run.href:
        outside = ' rel="noreferrer"' if run.href.startswith("http") else ""
        return f'<a href="{escape(address(run.href))}"{outside}>{text}</a>'
    return TONES[run.tone].format(text)


@cache
def _clothes(templates: Path | None, name: PageName, look: Look) -> Clothes:
    surroundings = _environment(templates, "")
    style = f"{_style(surroundings, 'report/style.css')}\n{_style(surroundings, f'report/pages/{name}.css')}".strip()
    style = f"{style}\n{sheet_of(look)}".strip()
    script = _source(surroundings, f"report/pages/{name}.js").strip()
    if "</" in script or "<!--" in script:
        raise ValueError(f"report/pages/{name}.js must not contain '</' or '<!--'")
    allowed = f"script-src {_digest(script)}; " if script else ""
    pictures = "img-src data:; " if look.logo else ""
    policy = f"default-src 'none'; style-src {_digest(style)}; {allowed}{pictures}base-uri 'none'; form-action 'none'"
    return Clothes(Markup(style), Markup(script), policy)  # noqa: S704 - neither is anyone's input


def _source(surroundings: Environment, name: str) -> str:
    """Return the text of a file among the templates; nothing where there is none."""
    try:
        return surroundings.loader.get_source(surroundings, name)[0]  # type: ignore[union-attr]
    except TemplateNotFound:
        return ""


def _style(surroundings: Environment, name: str) -> str:
    """Return a style sheet without comments and indents.

    Raises:
        ValueError: when it would end the style element that it stands in.
    """
    style = re.sub(r"/\*.*?\*/\n?", "", _source(surroundings, name), flags=re.DOTALL)
    style = "\n".join(written for each in style.splitlines() if (written := each.strip()))
    if "</" in style:
        raise ValueError(f"{name} must not contain '</'")
    return style


def _digest(text: str) -> str:
    """Return how a policy names this very text."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _title(sheet: Sheet, audit: Audit) -> str:
    name = shortened(organisation(audit), NAME)
    return f"{name}: {shortened(sheet.title, TITLE)}".removeprefix(": ") + f", {day(audit.as_of)}"


def _sources(audit: Audit) -> str:
    known = audit.inventory
    stated = f"{count(len(known.assets), 'asset').capitalize()} and {count(len(known.incidents), 'incident')}"
    return f"{stated} in {count(len(known.files), 'file')}, as known on {day(audit.as_of)}."


def _rows(inside: Iterable[Filled]) -> list[Row]:
    side, made = 1, []
    for pair in rows(inside):
        looks = _looks(pair) + (" next-side" if pair[0].section.side > side else "")
        side = max(side, pair[0].section.side)
        made.append(Row(looks, tuple(_part(each) for each in pair)))
    return made


def _looks(pair: Sequence[Filled]) -> str:
    shares = [each.section.share for each in pair]
    looks = f" pair {'-'.join(shares)}" if len(pair) > 1 else ""
    if any(isinstance(block, Title) for each in pair for block in each.blocks):
        looks += " opening"
    if any(isinstance(block, Ranking) for each in pair for block in each.blocks):
        looks += " long"
    return looks


def _part(each: Filled) -> Part:
    name = each.section.name.replace("_", "-")
    first = each.blocks[0]
    if isinstance(first, Heading) and first.anchor:
        name = first.anchor
    return Part(name, isinstance(first, (Title, Heading)), each.blocks)
