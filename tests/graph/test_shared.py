"""Direct inputs that models share."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from debtaudit.graph.shared import shared


def test_each_pair_of_models_has_the_number_of_inputs_both_read() -> None:
    assert shared({100: [3, 1], 101: [1, 2, 3], 102: [2]}) == {(1, 2): 1, (1, 3): 2, (2, 3): 1}


def test_reading_an_input_twice_shares_it_once() -> None:
    assert shared({100: [1, 1, 2, 2]}) == {(1, 2): 1}


def test_no_inputs_give_no_pairs() -> None:
    assert shared({}) == {}


def test_an_input_that_very_many_read_says_nothing() -> None:
    calendar, prices = list(range(11)), [0, 1]
    assert shared({100: calendar, 101: prices}) == {(0, 1): 1}


def test_in_a_small_organisation_ten_readers_are_no_hub() -> None:
    assert len(shared({100: list(range(10))})) == 45


def test_in_a_large_organisation_the_share_decides() -> None:
    twelve_of_a_thousand = list(range(12))
    everybody_once = {1000 + model: [model] for model in range(1000)}
    assert len(shared(everybody_once | {1: twelve_of_a_thousand})) == 66
    assert shared(everybody_once | {1: twelve_of_a_thousand}, hub_share=0.011) == {}


@given(st.dictionaries(st.integers(100, 110), st.lists(st.integers(0, 8), max_size=6)))
def test_counts_are_those_of_a_plain_comparison_of_every_pair(consumers: dict[int, list[int]]) -> None:
    inputs = {model: {name for name, models in consumers.items() if model in models} for model in range(9)}
    plain = {(a, b): len(inputs[a] & inputs[b]) for a in range(9) for b in range(a + 1, 9) if inputs[a] & inputs[b]}
    assert shared(consumers) == plain
    assert list(shared(consumers)) == sorted(plain)
