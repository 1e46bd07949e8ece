"""SVG as a tree of elements: text and attributes are escaped in one place, numbers are written in one way.

A shape carries a class and the light theme's colour as an attribute. A page's style sheet beats the attribute, so the
picture follows the page's theme; where there is no style sheet (slides, a lone file) it is still in colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from debtaudit.report.charts.lettering import shortened

FONT = "Inter, Segoe UI, Roboto, Helvetica, Arial, sans-serif"
SAID = 2_000
"""Characters of a picture's text equivalent."""
LABEL, SMALL = 12.5, 11.5
"""Sizes of lettering in pixels."""

INK, SOFT, FAINT, RULE, CARD, RISK = "#17211e", "#4d5a55", "#66716c", "#d9d8cf", "#ffffff", "#b4512a"
ROLES: Mapping[str, Mapping[str, str]] = {
    "series-1": {"fill": "#12483f"},
    "series-2": {"fill": "#3f7f73"},
    "series-3": {"fill": "#8db5aa"},
    "series-4": {"fill": "#c9dbd3"},
    "risk": {"fill": RISK},
    "set-aside": {"fill": "#6f6857"},
    "heat-0": {"fill": "#f3f1ea"},
    "heat-1": {"fill": "#f4e8d8"},
    "heat-2": {"fill": "#f3dfc9"},
    "heat-3": {"fill": "#e9bb97"},
    "heat-4": {"fill": "#dfa079"},
    "hollow": {"fill": CARD, "stroke": FAINT, "stroke-dasharray": "2 3"},
    "pin": {"fill": INK},
    "ring": {"fill": "#fbfaf6", "stroke": INK, "stroke-width": "1.2"},
    "trail": {"fill": "none", "stroke": INK, "stroke-width": "1.1"},
    "pin-number": {"fill": "#fbfaf6", "font-size": "12.5", "font-weight": "600"},
    "whisker": {"fill": "none", "stroke": SOFT, "stroke-width": "1"},
    "label": {"fill": INK, "font-size": "12.5"},
    "label-soft": {"fill": SOFT, "font-size": "12.5"},
    "strong": {"fill": INK, "font-size": "12.5", "font-weight": "600"},
    "small": {"fill": SOFT, "font-size": "11.5"},
    "faint": {"fill": FAINT, "font-size": "11.5"},
    "count": {"fill": INK, "font-size": "11.5"},
    "flow": {"fill": "none", "stroke": RISK},
    "node": {"fill": CARD, "stroke": RULE, "stroke-width": "1.2"},
    "node-source": {"fill": RISK, "stroke": RISK},
    "node-reached": {"fill": "#f6e4d9", "stroke": RISK, "stroke-width": "1.2"},
    "spark": {"fill": "none", "stroke": "#3f7f73", "stroke-width": "1.8"},
    "aim": {"fill": "none", "stroke": FAINT, "stroke-dasharray": "2 3"},
    "link": {"fill": "none", "stroke": RULE, "stroke-width": "1.2"},
    "link-back": {"fill": "none", "stroke": FAINT, "stroke-width": "1.2", "stroke-dasharray": "3 3"},
    "node-name": {"fill": INK, "font-size": "11.5", "font-weight": "600"},
    "step": {"fill": "#fbfaf6", "stroke": RISK, "stroke-width": "1.4"},
    "on-risk": {"fill": "#ffffff", "font-size": "12.5", "font-weight": "600"},
    "on-risk-small": {"fill": "#ffffff", "font-size": "11.5"},
}
"""What a shape stands for, and how it looks without a style sheet."""

Value = str | float | int


@dataclass(frozen=True, slots=True)
class Element:
    """One element with its attributes in order, and what it holds: elements, or text that is escaped when written."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Element | str, ...] = ()

    def __str__(self) -> str:
        """Write it."""
        attributes = "".join([f' {name}="{_escaped(value)}"' for name, value in self.attributes])
        if not self.children:
            return f"<{self.tag}{attributes}/>"
        inner = "".join([_escaped(each) if isinstance(each, str) else str(each) for each in self.children])
        return f"<{self.tag}{attributes}>{inner}</{self.tag}>"

    def __html__(self) -> str:
        """Tell template engines that it is written and escaped already."""
        return str(self)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that something takes up: its corner, width and height."""

    x: float
    y: float
    width: float
    height: float

    def overlap(self, other: Box) -> float:
        """Return the area that both take up."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(0.0, across) * max(0.0, down)


def element(tag: str, *children: Element | str, **attributes: Value) -> Element:
    """Make an element. `_` in a name stands for `-`; numbers are written with at most one decimal."""
    return Element(tag, tuple((name.replace("_", "-"), number(value)) for name, value in attributes.items()), children)


def shape(role: str, tag: str, *children: Element | str, **attributes: Value) -> Element:
    """Make an element that plays a role: its class, its own look, and the attributes given."""
    own, look = _look(role, tuple(attributes))
    written = [(name, number(value)) for name, value in zip(own, attributes.values(), strict=True)]
    return Element(tag, (("class", role), *written, *look), children)


@lru_cache(maxsize=1_000)
def _look(role: str, given: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return how given attributes are called, and those of a role that are not given; pictures ask for few of them."""
    own = tuple(name.replace("_", "-") for name in given)
    return own, tuple(each for each in ROLES[role].items() if each[0] not in own)


def text(role: str, x: float, y: float, words: str, anchor: str = "start") -> Element:
    """Make one line of text that starts, is centred or ends at x and stands on y."""
    return shape(role, "text", words, x=x, y=y, text_anchor=anchor)


def picture(width: float, height: float, says: str, children: Iterable[Element]) -> Element:
    """Make the whole picture; `says` is its text equivalent."""
    return element(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="img",
        aria_label=shortened(says, SAID),
        font_family=FONT,
    )


def number(value: Value) -> str:
    """Write a number with at most one decimal, the same on every machine; text as it is."""
    if isinstance(value, str):
        return value
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


@lru_cache(maxsize=10_000)
def _escaped(text: str) -> str:
    """Return text as it may stand in markup; colours, sizes and common places come again and again."""
    return escape(text)
