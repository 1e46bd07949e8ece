from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from debtaudit.domain.asset import KINDS
from debtaudit.domain.facts import Place
from debtaudit.domain.link import Link
from debtaudit.domain.quick import quick


@quick
@dataclass(frozen=True, slots=True)
class Parcel:
    weight: float
    kind: str = "letter"
    stamps: list[str] = field(default_factory=list)
    seal: int = field(default=7, init=True, kw_only=True)


@quick
@dataclass(frozen=True, slots=True)
class Registered(Parcel):
    number: str = ""


def test_it_is_filled_as_any_dataclass_is() -> None:
    assert Parcel(2.5) == Parcel(weight=2.5, kind="letter", stamps=[], seal=7)
    assert repr(Registered(1, "box", ["a"], "x9", seal=3)) == (
        "Registered(weight=1, kind='box', stamps=['a'], seal=3, number='x9')"
    )
    assert Parcel(1).stamps is not Parcel(1).stamps


def test_whole_it_is_frozen_and_of_its_own_type() -> None:
    parcel = Registered(1)
    assert type(parcel) is Registered
    assert isinstance(parcel, Parcel)
    with pytest.raises(FrozenInstanceError):
        parcel.weight = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del parcel.kind


def test_it_is_copied_replaced_pickled_and_told_apart_as_before() -> None:
    place = Place("models.yaml", 3, 9)
    assert replace(place, line=4) == Place("models.yaml", 4, 9)
    assert copy.deepcopy(place) == place
    assert pickle.loads(pickle.dumps(place)) == place
    assert type(pickle.loads(pickle.dumps(place))) is Place
    assert len({place, Place("models.yaml", 3, 9)}) == 1


def test_what_is_missing_or_unknown_is_refused() -> None:
    with pytest.raises(TypeError, match="weight"):
        Parcel()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="colour"):
        Parcel(1, colour="red")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        Link("a", "b", "reads")  # type: ignore[call-arg]


def test_a_fact_may_have_any_name() -> None:
    link = Link(provider="a", consumer="b", kind="reads")
    assert (link.provider, link.consumer, link.kind) == ("a", "b", "reads")


@pytest.mark.parametrize("kind", [*KINDS.values(), Link, Place])
def test_its_signature_is_the_one_that_dataclasses_would_give(kind: type) -> None:
    assert set(inspect.signature(kind).parameters) == {each.name for each in fields(kind) if each.init}


@pytest.mark.parametrize("options", [{"frozen": True}, {"slots": True}])
def test_only_frozen_types_with_slots_can_be_quick(options: dict[str, bool]) -> None:
    class Loose:
        weight: float = 0.0

    with pytest.raises(TypeError, match="Loose is no frozen dataclass"):
        quick(dataclass(**options)(Loose))
    with pytest.raises(TypeError, match="Loose is no frozen dataclass"):
        quick(Loose)


def test_what_does_more_when_it_is_made_cannot_be_quick() -> None:
    with pytest.raises(TypeError, match="Checked is no frozen dataclass"):

        @quick
        @dataclass(frozen=True, slots=True)
        class Checked:
            weight: float

            def __post_init__(self) -> None:
                raise ValueError
