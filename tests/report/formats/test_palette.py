"""A company's colour: whatever it is, what is drawn in it can be seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.settings import Look
from debtaudit.report.formats.palette import NIGHT, PAPER, contrast, dark_series, light_series, sheet_of

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS)
def test_the_strongest_shade_stands_out_from_the_page_in_light_and_dark(accent: str) -> None:
    assert contrast(light_series(accent)[0], PAPER) >= 4.45  # 4.5 before it is rounded to a colour of the screen
    assert contrast(dark_series(accent)[0], NIGHT) >= 4.45


@given(COLOURS)
def test_shades_go_from_strong_to_pale(accent: str) -> None:
    steps = [contrast(shade, PAPER) for shade in light_series(accent)]
    assert steps == sorted(steps, reverse=True)


def test_a_colour_that_can_be_seen_is_kept_as_it_is() -> None:
    assert light_series("#7a1fa2")[0] == "#7a1fa2"


def test_without_a_look_of_its_own_nothing_is_added() -> None:
    assert sheet_of(Look()) == ""
    assert sheet_of(Look(paper="letter")) == "@page { size: letter; }"
