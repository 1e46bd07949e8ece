"""A company's colour and paper as a style sheet: one accent gives the four shades of series, in light and in dark.

The strongest of them is the colour of links, of the page that is shown in the navigation, and of the lines below the
head and above the foot, too. Risk keeps its own colour: an accent is for what is no risk. A colour too pale or too dark
to be read on the page is moved towards black or white, as little as needed.
"""

from __future__ import annotations

from debtaudit.domain.settings import Look

Colour = tuple[float, float, float]  # red, green and blue, 0 to 1
PAPER, NIGHT, NIGHT_CARD = "#fbfaf6", "#121816", "#18201d"
"""The page in light and in dark, and what is lifted off it in the dark; in light that is white, and further off."""
LEAST = 4.5
"""Contrast with any of these that the strongest shade has at least: what text needs (WCAG 2.2, 1.4.3)."""
TOWARDS_PAPER = (0.0, 0.28, 0.56, 0.8)
TOWARDS_NIGHT = (0.0, 0.35, 0.6, 0.75)
STEPS = 50
SIZES = {"a4": "A4", "letter": "letter"}


def sheet_of(look: Look) -> str:
    """Return the rules that a look adds to the style sheet; nothing for the program's own."""
    paper = "" if look.paper == "a4" else f"@page {{ size: {SIZES[look.paper]}; }}\n"
    if not look.accent:
        return paper.strip()
    light, dark = (f":root {{ {_written(each)} }}" for each in (light_series(look.accent), dark_series(look.accent)))
    return f"{paper}{light}\n@media screen and (prefers-color-scheme: dark) {{ {dark} }}"


def light_series(accent: str) -> tuple[str, ...]:
    """Return four shades, strong to pale, that stand on the light page."""
    strong = _seen(_parsed(accent), _parsed(PAPER), (0.0, 0.0, 0.0))
    return tuple(_hex(_mixed(strong, _parsed(PAPER), part)) for part in TOWARDS_PAPER)


def dark_series(accent: str) -> tuple[str, ...]:
    """Return the same for the dark page."""
    strong = _seen(_parsed(accent), _parsed(NIGHT_CARD), (1.0, 1.0, 1.0))
    return tuple(_hex(_mixed(strong, _parsed(NIGHT), part)) for part in TOWARDS_NIGHT)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    return _contrast(_parsed(one), _parsed(other))


def _written(shades: tuple[str, ...]) -> str:
    return " ".join((f"--accent: {shades[0]};", *(f"--series-{at}: {shade};" for at, shade in enumerate(shades, 1))))


def _seen(colour: Colour, page: Colour, end: Colour) -> Colour:
    moved = (_parsed(_hex(_mixed(colour, end, step / STEPS))) for step in range(STEPS + 1))  # as screens show it
    return next(each for each in moved if _contrast(each, page) >= LEAST)


def _mixed(one: Colour, other: Colour, part: float) -> Colour:
    red, green, blue = (a + (b - a) * part for a, b in zip(one, other, strict=True))
    return red, green, blue


def _contrast(one: Colour, other: Colour) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in colour)  # noqa: PLR2004 - WCAG
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parsed(colour: str) -> Colour:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(each * 255):02x}" for each in colour)
