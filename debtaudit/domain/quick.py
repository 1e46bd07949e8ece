"""Frozen types that are filled as quickly as open ones.

A frozen dataclass fills itself by one call of `object.__setattr__` a fact, which takes three times as long as plain
assignment, and an audit of 10,000 assets makes half a million of them. So an instance is an open twin of its type while
it is filled, and frozen as soon as it is whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar, cast

T = TypeVar("T")


def quick(cls: type[T]) -> type[T]:
    """Give a frozen dataclass with slots a quicker `__init__`; all else of it stays as it is.

    Raises TypeError for a class that is not frozen, has no slots, or does more than take facts when it is made.
    """
    frozen = getattr(cls, "__dataclass_params__", None)
    if not frozen or not frozen.frozen or "__slots__" not in cls.__dict__ or hasattr(cls, "__post_init__"):
        raise TypeError(f"{cls.__name__} is no frozen dataclass with slots that is made of its facts alone")
    init = _init_of(cls)
    init.__qualname__, init.__annotations__ = f"{cls.__qualname__}.__init__", cls.__init__.__annotations__
    cls.__init__ = init  # type: ignore[method-assign]
    return cls


def _init_of(cls: type) -> Callable[..., None]:
    facts = [each for each in fields(cast("Any", cls)) if each.init]
    plain = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}  # both, or assignment stays slow
    twin = type(cls.__name__, (cls,), {"__slots__": (), **plain})
    known: dict[str, Any] = {"_twin": twin, "_open": object.__setattr__, "_unsaid": MISSING}
    known |= {f"_of_{each.name}": _else(each) for each in facts}
    in_order, by_name = ([_taken(each) for each in facts if each.kw_only is only] for only in (False, True))
    lines = [
        f"def __init__({', '.join(['self', *in_order, *['*'] * bool(by_name), *by_name])}):",
        " _kind = self.__class__",
        " _open(self, '__class__', _twin)",
        *(f" self.{each.name} = {_given(each)}" for each in facts),
        " self.__class__ = _kind",
    ]
    exec("\n".join(lines), known)  # noqa: S102 - names of our own types, as dataclasses does
    return cast("Callable[..., None]", known["__init__"])


def _else(each: Field[Any]) -> object:
    """What makes or is the value of a fact that is not given."""
    return each.default_factory if each.default_factory is not MISSING else each.default


def _taken(each: Field[Any]) -> str:
    if each.default_factory is not MISSING:
        return f"{each.name}=_unsaid"
    return each.name if each.default is MISSING else f"{each.name}=_of_{each.name}"


def _given(each: Field[Any]) -> str:
    return (
        each.name
        if each.default_factory is MISSING
        else f"_of_{each.name}() if {each.name} is _unsaid else {each.name}"
    )
