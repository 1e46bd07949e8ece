"""Counting over three-valued conditions: an answer is given when no way to settle the unknown ones changes it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.logic import Truth, at_least, share_above

conditions = st.lists(st.sampled_from([True, False, None]), max_size=6)


def settled(conditions: list[Truth]) -> Iterator[list[bool]]:
    options = [[True, False] if each is None else [each] for each in conditions]
    return (list(way) for way in product(*options))


def agreed(answers: set[bool]) -> Truth:
    return answers.pop() if len(answers) == 1 else None


@given(st.integers(1, 6), conditions)
def test_at_least_so_many_holds_when_it_does_however_the_unknown_turn_out(count: int, each: list[Truth]) -> None:
    assert at_least(count, *each) is agreed({sum(way) >= count for way in settled(each)})


@given(st.floats(0, 0.99), conditions)
def test_more_than_a_share_holds_when_it_does_however_the_unknown_turn_out(share: float, each: list[Truth]) -> None:
    assert share_above(share, each) is agreed({sum(way) > share * len(way) for way in settled(each)})
