"""The colours of the style sheet: what is written can be read, in light and in dark."""

from __future__ import annotations

import re

import pytest

from debtaudit.report.charts.svg import ROLES
from debtaudit.report.formats.html import folder

STYLE = (folder() / "report" / "style.css").read_text("utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", part)) for part in STYLE.split("prefers-color-scheme: dark")[:2]
)
TEXT = 4.5  # WCAG 2.2, 1.4.3
SHAPES = 3.0  # 1.4.11
ON_PAPER = [(name, "paper", TEXT) for name in ("ink", "soft", "faint", "risk", "good")]
ON_HEAT = [("ink", f"heat-{step}", TEXT) for step in range(5)]
ON_BOXES = [("ink", "card", TEXT), ("soft", "card", TEXT), ("ink", "risk-soft", TEXT), ("soft", "risk-soft", TEXT)]
LINES = [
    ("risk", "paper", SHAPES),
    ("series-1", "paper", SHAPES),
    ("series-2", "paper", SHAPES),
    ("set-aside", "paper", SHAPES),
]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), [*ON_PAPER, *ON_HEAT, *ON_BOXES, *LINES])
def test_contrast_suffices(theme: dict[str, str], front: str, ground: str, least: float) -> None:
    assert contrast(theme[front], theme[ground]) >= least


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_white_on_the_source_of_a_fault_can_be_read(theme: dict[str, str]) -> None:
    assert contrast("#ffffff", theme["risk-fill"]) >= TEXT


def test_black_on_white_is_as_far_apart_as_can_be() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_both_themes_have_the_same_colours() -> None:
    assert set(DARK) == set(LIGHT)


def test_pictures_without_a_style_sheet_have_the_light_colours() -> None:
    for role in ("series-1", "series-2", "series-3", "series-4", "heat-0", "heat-1", "heat-2", "heat-3", "heat-4"):
        assert ROLES[role]["fill"] == LIGHT[role]


def test_every_role_of_a_picture_follows_the_theme() -> None:
    styled = set(re.findall(r"\.([\w-]+)", STYLE))
    assert {role for role in ROLES if not role.startswith("on-risk")} <= styled
