"""The board's pictures as files of their own, for slides: in the light colours, with their size and their words."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.ledger.review import Review
from debtaudit.report.blocks import Heading, Picture
from debtaudit.report.charts.svg import ROLES, Element, element
from debtaudit.report.formats.palette import light_series
from debtaudit.report.section import Whole, filled

SERIES = tuple(ROLES[f"series-{number}"]["fill"] for number in range(1, 5))


def slides(audit: Audit, review: Review | None = None) -> Iterator[tuple[str, str]]:
    """Yield the name of each picture's file, and its text."""
    pages: tuple[Whole, ...] = ("index", "quarter", "map") if review else ("index", "map")
    for page in pages:
        for each in filled(page, audit, review=review):
            heading = next((block.text for block in each.blocks if isinstance(block, Heading)), "")
            for block in each.blocks:
                if isinstance(block, Picture):
                    yield f"{each.section.name.replace('_', '-')}.svg", _lone(block.wide, heading, audit.look.accent)


def _lone(picture: Element, title: str, accent: str) -> str:
    """Write a picture that stands alone: sized, titled, in the colours of the light theme or the company's."""
    attributes = dict(picture.attributes)
    _left, _top, width, height = attributes["viewBox"].split()
    whole = Element("svg", (*picture.attributes, ("width", width), ("height", height)),
                    (element("title", title), *picture.children))  # fmt: skip
    text = str(whole)
    for own, shade in zip(SERIES, light_series(accent) if accent else SERIES, strict=True):
        text = text.replace(f'fill="{own}"', f'fill="{shade}"')
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'
