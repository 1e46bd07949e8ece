from __future__ import annotations

from dataclasses import dataclass, make_dataclass

import pytest

from debtaudit.domain.debt import Debt
from debtaudit.domain.limits import Limit, limits_of
from debtaudit.domain.plugin import discover


@dataclass(frozen=True)
class Limits:
    """What counts; not a limit: this."""

    window: int = 30  # days; catches jobs
    # that run once a month
    least: float = 10  # calls in the window
    share: float = 0.5  # of the calls; half
    level: int = 2  # of 4 in the answer
    word: str = "old"
    words: tuple[str, ...] = ("a", "b")  # names; "#1: days" among them
    strict: bool = False  # whether trials count


LIMITS = {each.name: each for each in limits_of(Limits())}


def test_a_limit_says_what_it_counts_and_why() -> None:
    assert LIMITS["window"] == Limit("window", 30, "days", "catches jobs that run once a month", whole=True)
    assert (LIMITS["least"].counts, LIMITS["least"].reason) == ("calls in the window", "")
    assert LIMITS["words"].says == 'names; "#1: days" among them'
    assert LIMITS["word"].says == ""
    assert list(LIMITS) == ["window", "least", "share", "level", "word", "words", "strict"]


@pytest.mark.parametrize(
    ("name", "given", "read"),
    [
        ("window", 45, 45), ("window", 45.0, 45), ("window", 4.5, None), ("window", -1, None), ("window", True, None),
        ("least", 4.5, 4.5), ("least", 1e9, 1e9), ("share", 1, 1.0), ("share", 1.1, None), ("level", 4, 4),
        ("level", 5, None), ("word", "new", "new"), ("word", 3, None), ("words", ("c",), ("c",)),
        ("words", "c", ("c",)), ("words", (1,), None), ("strict", True, True), ("strict", 1, None),
    ],
)  # fmt: skip
def test_a_value_is_read_in_the_limits_own_type_and_range(name: str, given: object, read: object) -> None:
    value = LIMITS[name].read(given)
    assert value == read
    assert type(value) is type(read)


def test_what_is_wanted_is_said_in_words() -> None:
    assert LIMITS["window"].wanted == "a whole number, 0 or more (days)"
    assert LIMITS["share"].wanted == "a number, 0 to 1 (of the calls)"
    assert LIMITS["strict"].wanted == "yes or no"
    assert LIMITS["words"].wanted == "a word, or a list of words"


def test_a_class_without_source_still_has_its_names_and_values() -> None:
    assert limits_of(make_dataclass("Limits", [("most", int, 3)])()) == (Limit("most", 3, "", "", whole=True),)


def test_what_is_no_instance_has_no_limits() -> None:
    assert limits_of(None) == limits_of(Limits) == ()


@pytest.mark.parametrize("debt", discover("debtaudit.detectors", Debt), ids=lambda debt: debt.slug)
def test_every_limit_of_every_debt_says_what_it_counts_and_keeps_its_own_range(debt: Debt) -> None:
    for limit in limits_of(debt.limits):
        assert limit.counts, limit.name
        assert limit.read(limit.value) == limit.value, limit.wanted
