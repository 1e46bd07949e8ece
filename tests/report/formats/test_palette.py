"""A company's colour: whatever it is, what is drawn in it can be seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.settings import Look
from debtaudit.report.formats.palette import NIGHT, NIGHT_CARD, PAPER, contrast, dark_series, light_series, sheet_of
from tests.report.test_style import DARK, LIGHT

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS)
def test_the_strongest_shade_stands_out_from_the_page_in_light_and_dark(accent: str) -> None:
    assert contrast(light_series(accent)[0], PAPER) >= 4.5
    assert contrast(dark_series(accent)[0], NIGHT_CARD) >= 4.5


@given(COLOURS)
def test_shades_go_from_strong_to_pale(accent: str) -> None:
    steps = [contrast(shade, PAPER) for shade in light_series(accent)]
    assert steps == sorted(steps, reverse=True)


def test_a_colour_that_can_be_seen_is_kept_as_it_is() -> None:
    assert light_series("#7a1fa2")[0] == "#7a1fa2"


def test_the_grounds_are_those_of_the_pages() -> None:
    assert (LIGHT["paper"], DARK["paper"], DARK["card"]) == (PAPER, NIGHT, NIGHT_CARD)
    assert contrast(LIGHT["card"], "#000000") >= contrast(PAPER, "#000000")


def test_without_a_look_of_its_own_nothing_is_added() -> None:
    assert sheet_of(Look()) == ""
    assert sheet_of(Look(paper="letter")) == "@page { size: letter; }"
