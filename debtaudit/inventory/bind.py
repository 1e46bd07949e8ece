"""A tree of plain values -> frozen types, by the annotations of those types. No kind of fact is named here.

Everything wrong is recorded in the `Sink` with its place; a value that cannot be read leaves its fact unknown, so that
one run reports all problems.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Final, TypeVar, cast

from debtaudit.domain.facts import ABSENT, SHORTHAND, Form
from debtaudit.domain.problem import Problem
from debtaudit.inventory import forms
from debtaudit.inventory.hint import did_you_mean, one_of
from debtaudit.inventory.tree import Mapping, Node, Sequence, place
from debtaudit.inventory.vocabulary import Shape, by_name, facts_of

T = TypeVar("T")

MOST_HINTS: Final = 1000
"""Problems of a run after which no more hints are looked for: by then the files are wrong as a whole."""


@dataclass(slots=True)
class Sink:
    """Where problems go while one file is bound, and whose facts are being read: an entry's, and a group's within it.

    `names` gives the ids that stand for names in this file: an asset's old id, or what a tool calls it. `own` does the
    same for the ids that the file describes.
    """

    file: str
    problems: list[Problem]
    names: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    entry: str = ""
    within: list[str] = field(default_factory=list)

    def error(self, at: int, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem.at(place(self.file, at), code, message, hint))

    def bad(self, at: int, name: str, message: str, hint: str = "") -> Any:
        """Record a value that cannot be read. Returns None: its fact stays unknown."""
        self.error(at, "bad-value", f"'{name}'{self.on} {message}", hint)

    def wrong(self, node: Any, at: int, name: str, wanted: str) -> Any:
        """Record a value of the wrong shape. Returns None: its fact stays unknown."""
        got = {Mapping: "a mapping", Sequence: "a list"}.get(type(node)) or f"'{forms.short(str(node))}'"
        return self.bad(at, name, f"must be {wanted}, not {got}")

    def hint(self, word: str, known: Collection[str]) -> str:
        return did_you_mean(word, known) if len(self.problems) < MOST_HINTS else ""

    @property
    def who(self) -> str:
        return " of ".join([*reversed(self.within), *([self.entry] if self.entry else [])])

    @property
    def on(self) -> str:
        return f" on {self.who}" if self.who else ""


Converter = Callable[[Any, int, str, Sink], Any]
"""Takes a node, its position, the name of the fact, and the sink; returns the typed value or None."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a type is read: per name its attribute and converter, what it must have, and whether it keeps its place."""

    reads: dict[str, tuple[str, Converter]]
    required: frozenset[str]
    has_place: bool


@cache
def _planned(cls: Any) -> _Plan:
    return _Plan(
        {name: (spec.attribute, converter(spec.shape)) for name, spec in by_name(cls).items()},
        frozenset(spec.attribute for spec in facts_of(cls) if spec.required),
        any(each.name == "place" for each in fields(cls)),
    )


_plan: Callable[[Any], _Plan] = _planned


def bind(cls: type[T], node: Node, at: int, sink: Sink, apart: str = "", **more: object) -> T | None:
    """Read one mapping as a type; `apart` names a key that was read before.

    Returns None when a required fact is missing or the node is no mapping.
    """
    if not isinstance(node, Mapping):
        sink.error(
            at,
            "not-a-mapping",
            f"{sink.who or cls.__name__.lower()} must be a mapping of facts",
            "write each fact as name: value",
        )
        return None
    plan = _plan(cls)
    values = _values(plan.reads, node, sink, apart)
    if not plan.required <= values.keys():
        _tell_missing(cls, node, at, sink)
        return None
    if plan.has_place:
        values["place"] = place(sink.file, at)
    if more:
        values |= more
    return cls(**values)


def _tell_missing(cls: Any, node: Mapping, at: int, sink: Sink) -> None:
    """Tell what must be stated and is not; what was stated wrongly has been told already."""
    for spec in facts_of(cls):
        if spec.required and forms.is_unknown(node.get(spec.name, "")):
            example = "a name of a-z, 0-9 and dashes" if spec.name == "id" else spec.says
            sink.error(at, "missing-key", f"{sink.who} needs '{spec.name}'".lstrip(), f"write {spec.name}: {example}")


def _values(reads: dict[str, tuple[str, Converter]], node: Mapping, sink: Sink, apart: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value, key_at, value_at in node.entries():
        known = reads.get(name)
        if known is None:
            if name != apart:
                hint = sink.hint(name, reads) or "`debtaudit schema` lists the names"
                sink.error(key_at, "unknown-key", f"unknown key '{forms.short(name)}'{sink.on}", hint)
            continue
        attribute, convert = known
        if attribute in values:
            also = next(each for each, (other, _) in reads.items() if other == attribute and each != name)
            sink.error(key_at, "duplicate-key", f"'{name}' says the same as '{also}'{sink.on}", "keep one of them")
            continue
        read = convert(value, value_at, name, sink)
        if read is not None:
            values[attribute] = read
    return values


def converter(shape: Shape) -> Converter:
    """Return the reader for a shape."""
    if shape.form is not None:
        return _FORMS.get(shape.form.name) or _scalar(shape.form, shape.absence)
    if shape.options:
        return _choice(shape.options, shape.absence)
    if shape.item is not None:
        return _list(converter(shape.item))
    return _group(cast("type", shape.group), shape.absence)


def _range(form: Form) -> str:
    """Return which numbers are right, as a hint."""
    if form.name == "share":
        return "a share is 0 to 1, or 35%"
    number = "a whole number" if form.name == "count" else "a number"
    least, most = form.low, form.high
    if least is not None and most is not None:
        return f"write {number} from {least:g} to {most:g}"
    return f"write {number} of {least:g} or more" if least is not None else f"write {number} of at most {most:g}"


def _scalar(form: Form, absence: object) -> Converter:
    read = cast("Callable[[str], Any]", forms.READERS[form.name])
    low, high = form.low, form.high

    def convert(node: Any, at: int, name: str, sink: Sink) -> Any:
        if not isinstance(node, str):
            return sink.wrong(node, at, name, f"a single value ({form.name})")
        if node in forms.SILENT:
            return None if node in forms.UNKNOWN else absence
        try:
            value = read(str(node))
        except ValueError as error:
            return sink.bad(at, name, f"is wrong: {error}")
        if low is not None and value < low:
            return sink.bad(at, name, f"is wrong: {node} is below {low:g}", _range(form))
        if high is not None and value > high:
            return sink.bad(at, name, f"is wrong: {node} is above {high:g}", _range(form))
        return value

    return convert


def _choice(options: tuple[str, ...], absence: object) -> Converter:
    known = frozenset(options)

    def convert(node: Any, at: int, name: str, sink: Sink) -> Any:
        if not isinstance(node, str):
            return sink.wrong(node, at, name, f"one of {', '.join(options)}")
        if node in known:
            return str(node)
        if node in forms.UNKNOWN:
            return None
        if node in forms.ABSENCE and absence is not None:
            return absence
        return sink.bad(at, name, f"cannot be '{forms.short(node)}'", one_of(node, options))

    return convert


def _group(cls: type, absence: object) -> Converter:
    in_a_word = _in_a_word(cls)

    def convert(node: Any, at: int, name: str, sink: Sink) -> Any:
        if node.__class__ is Mapping:
            sink.within.append(name)
            read = bind(cls, node, at, sink)
            sink.within.pop()
            return read
        if not isinstance(node, str):
            return sink.wrong(node, at, name, f"a mapping of {', '.join(by_name(cls))}")
        if node in forms.UNKNOWN:
            return None
        if node in forms.ABSENCE and absence is not None:
            return absence
        return in_a_word(node, at, name, sink)

    return convert


def _in_a_word(cls: type) -> Converter:
    """Read a group from the one word that may stand for it, where there is such a word."""
    short = SHORTHAND.get(cls)

    def convert(node: Any, at: int, name: str, sink: Sink) -> Any:
        if short is None:
            return sink.wrong(node, at, name, f"a mapping of {', '.join(by_name(cls))}")
        plan = _plan(cls)
        attribute, read_word = plan.reads[short]
        read = read_word(node, at, name, sink)
        if read is None:
            return None
        return cls(**{attribute: read}, place=place(sink.file, at)) if plan.has_place else cls(**{attribute: read})

    return convert


def _list(item: Converter) -> Converter:
    def convert(node: Any, at: int, name: str, sink: Sink) -> Any:
        if isinstance(node, str) and (node in forms.SILENT or node == "0"):
            return None if node in forms.UNKNOWN else ()
        if not isinstance(node, Sequence):
            return _lone(item(node, at, name, sink))
        found = [_entry(item, each, each_at, name, sink) for each, each_at in zip(node, node.values_at, strict=True)]
        return tuple(each for each in found if each is not None)

    return convert


def _entry(item: Converter, node: Any, at: int, name: str, sink: Sink) -> Any:
    silent = isinstance(node, str) and node in forms.SILENT
    return _empty(at, name, sink) if silent else item(node, at, name, sink)


def _lone(read: object) -> tuple[object, ...] | None:
    """One word or one mapping where a list is meant: a list of one."""
    return None if read is None else (read,)


def _empty(at: int, name: str, sink: Sink) -> Any:
    hint = "leave it out, or write none in place of the whole list"
    return sink.bad(at, name, "has an entry that says nothing", hint)


def _several(rename: Callable[[str, Sink], str]) -> Converter:
    """Read a list of names, each renamed where its form says so."""

    def convert(node: Any, at: int, name: str, sink: Sink) -> Any:
        if isinstance(node, str):
            if node == "0" or (node.__class__ is str and node in forms.SILENT):
                return None if node in forms.UNKNOWN else ()
            return (rename(str(node), sink),) if node else None  # names have letters, in quotes too
        if not isinstance(node, Sequence) or not all(isinstance(each, str) for each in node):
            return sink.wrong(node, at, name, "a list of names")
        for each, each_at in zip(node, node.values_at, strict=True):
            if each in forms.UNKNOWN or each == "none":  # but `no` may be a name
                _empty(each_at, name, sink)
        return tuple(rename(str(each), sink) for each in node)

    return convert


def _one(rename: Callable[[str, Sink], str]) -> Converter:
    """Read text that may be unknown or absent."""

    def convert(node: Any, at: int, name: str, sink: Sink) -> Any:
        if not isinstance(node, str):
            return sink.wrong(node, at, name, "a single value (text)")
        if node.__class__ is str and node in forms.SILENT:
            return None if node in forms.UNKNOWN else ABSENT
        return rename(str(node), sink)

    return convert


def _stated(rename: Callable[[str, Sink], str], check: Callable[[str], str] = str) -> Converter:
    """Read text that must be stated."""

    def convert(node: Any, at: int, name: str, sink: Sink) -> Any:
        if not isinstance(node, str):
            return sink.wrong(node, at, name, "a word")
        if node in forms.UNKNOWN:
            return None
        try:
            return check(rename(str(node), sink))
        except ValueError as error:
            return sink.bad(at, name, f"is wrong: {error}")

    return convert


def _reasons(node: Any, at: int, name: str, sink: Sink) -> Any:
    if isinstance(node, str) and node in forms.SILENT:
        return None if node in forms.UNKNOWN else {}
    if not isinstance(node, Mapping) or not all(
        isinstance(each, str) and each not in forms.UNKNOWN for each in node.values()
    ):
        return sink.wrong(node, at, name, "a mapping, and each of its keys needs a word")
    return {str(key): str(reason) for key, reason in node.items()}


def _free(node: Any, _at: int, _name: str, _sink: Sink) -> object:
    return forms.free(node)


def _as_it_is(text: str, _sink: Sink) -> str:
    return text


def _own(text: str, sink: Sink) -> str:
    return sink.own.get(text, text)


def _renamed(text: str, sink: Sink) -> str:
    return sink.names.get(text, text)


def _finding(text: str, sink: Sink) -> str:
    debt, at, asset = text.rpartition("@")
    return f"{debt}{at}{sink.names.get(asset, asset)}" if at else text


_FORMS: Final[dict[str, Converter]] = {
    "slug": _stated(_own, forms.slug),
    "target": _stated(_renamed, forms.slug),
    "finding": _stated(_finding),
    "word": _stated(_as_it_is),
    "text": _one(_as_it_is),
    "ref": _one(_renamed),
    "names": _several(_as_it_is),
    "refs": _several(_renamed),
    "findings": _several(_finding),
    "reasons": _reasons,
    "places": _reasons,
    "free": _free,
}
