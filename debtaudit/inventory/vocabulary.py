"""The facts of a type, read from its annotations: what the loader, the JSON Schema, the writer and the checks go by.

No kind of fact is named here. A fact added to a type in `domain/` can be written, checked and merged at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from debtaudit.domain.facts import ABSENT, Absent, Form, Practice


@dataclass(frozen=True, slots=True)
class Shape:
    """How a fact is written: one of a form (a scalar), options (words), a group of facts, or a list of items."""

    form: Form | None = None
    options: tuple[str, ...] = ()
    group: type | None = None
    item: Shape | None = None
    may_be_absent: bool = False

    @property
    def absence(self) -> object:
        """What `none` means: no, an empty list, the word, an absent group, or ABSENT. None: it cannot be absent."""
        if self.form is not None:
            return _FORMS_ABSENT.get(self.form.name, ABSENT)
        if self.options:
            return "none" if "none" in self.options else ABSENT if self.may_be_absent else None
        return () if self.item else _absent_group(self.group)


_FORMS_ABSENT: dict[str, object] = {
    "yes/no": False,
    "names": (),
    "refs": (),
    "findings": (),
    "reasons": {},
    "places": {},
    "slug": None,
    "target": None,
    "finding": None,
    "word": None,
}


@dataclass(frozen=True, slots=True)
class FactType:
    """One fact of a type: its name in the inventory, its attribute, and how it is written."""

    name: str
    attribute: str
    shape: Shape
    required: bool
    says: str
    unit: str
    also: tuple[str, ...]
    else_: object = None
    """What is taken where nothing is said; None: it is unknown then."""


@cache
def facts_of(cls: Any) -> tuple[FactType, ...]:
    """Return the facts of a type in the order of their declaration."""
    hints = get_type_hints(cls, include_extras=True)
    return tuple(
        FactType(
            name=each.metadata.get("key") or each.name,
            attribute=each.name,
            shape=shape_of(hints[each.name]),
            required=each.default is MISSING and each.default_factory is MISSING,
            says=each.metadata.get("says", ""),
            unit=each.metadata.get("unit", ""),
            also=each.metadata.get("also", ()),
            else_=each.metadata.get("else"),
        )
        for each in fields(cls)
        if not each.metadata.get("internal")
    )


@cache
def by_name(cls: Any) -> dict[str, FactType]:
    """Return the facts of a type under every name they are read by."""
    return {name: spec for spec in facts_of(cls) for name in (spec.name, *spec.also)}


def shape_of(hint: Any) -> Shape:
    """Read an annotation.

    Raises:
        TypeError: when no fact can be written that way; it shows in the first test that touches the type.

    """
    if get_origin(hint) is Annotated:
        base, *marks = get_args(hint)
        form = next((mark for mark in marks if isinstance(mark, Form)), None)
        return Shape(form) if form else shape_of(base)
    if get_origin(hint) in {Union, UnionType}:
        parts = [part for part in get_args(hint) if part not in {type(None), Absent}]
        shapes = [shape_of(part) for part in parts]
        options = tuple(option for shape in shapes for option in shape.options)
        return Shape(shapes[0].form, options, shapes[0].group, shapes[0].item, Absent in get_args(hint))
    if get_origin(hint) is Literal:
        return Shape(options=get_args(hint))
    if get_origin(hint) is tuple:
        return Shape(item=shape_of(get_args(hint)[0]))
    if is_dataclass(hint):
        return Shape(group=cast("type", hint))
    raise TypeError(f"no way to write {hint}")


@cache
def _absent_group(cls: type | None) -> object:
    if cls is None or cls is Practice:
        return Practice(level="none") if cls else None
    specs = facts_of(cls)
    if any(spec.required for spec in specs):
        return None
    return cls(**{spec.attribute: spec.shape.absence for spec in specs})


@cache
def paths(cls: Any) -> tuple[str, ...]:
    """Return the paths of all facts of a type: groups, what is in them, and what is in a practice."""
    return tuple(_paths(cls))


def _paths(cls: Any) -> Iterator[str]:
    for spec in facts_of(cls):
        yield spec.name
        if spec.shape.group is not None:
            yield from (f"{spec.name}.{path}" for path in _paths(spec.shape.group))


def shape_at(cls: type, path: str) -> Shape | None:
    """Return how the fact at a path such as `monitoring.data_drift` is written; None where there is no such fact."""
    shape: Shape | None = Shape(group=cls)
    for part in path.split("."):
        spec = by_name(shape.group).get(part) if shape and shape.group else None
        shape = spec.shape if spec else None
    return shape
