"""The JSON Schema of an inventory file, for editors: completion, descriptions and first warnings while typing.

It is derived from the types and accepts what the loader accepts. Editors read YAML 1.2, where `yes` is text and `35%`
too; so words and numbers are allowed in both forms. What needs a look at more than one value is left to the loader:
calendars, ranges of quoted numbers, and everything between two entries.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from inspect import cleandoc
from typing import Any, Final

from debtaudit.domain.facts import SHORTHAND, Form
from debtaudit.domain.measurement import MEASUREMENTS, Measurement
from debtaudit.inventory import forms
from debtaudit.inventory.sections import SECTIONS, TELEMETRY, TOP_LEVEL
from debtaudit.inventory.vocabulary import FactType, Shape, facts_of, paths

Schema = dict[str, Any]
_Ways = Callable[[Form, type, Schema], list[Schema]]
"""Gives the ways to write a form in a type, and may add definitions."""

EXAMPLE: Final = 12_000
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def _said(says: str, words: list[str], all_: frozenset[str], *ways: Schema) -> Schema:
    """Return the schema of something that may be written in many ways, of which an editor offers the first."""
    offered = {"description": says, "enum": words}
    return {"description": says, "anyOf": [offered, *ways, _pattern(all_ - set(words))]}


def _pattern(words: frozenset[str]) -> Schema:
    return {"type": "string", "pattern": f"^({'|'.join(sorted(map(re.escape, words)))})$"}


def _text(says: str, pattern: str, *examples: str) -> Schema:
    return {"description": says, "type": "string", "pattern": f"^{pattern}$", "examples": list(examples)}


UNKNOWN: Final[Schema] = {"$ref": "#/$defs/unknown"}
_ABSENT: Final[Schema] = {"$ref": "#/$defs/absent"}
_NO: Final[Schema] = {"$ref": "#/$defs/no"}
"""The same in other words, where `none` is an option already: else an editor explains the word twice."""
WORDS: Final[Schema] = {
    "unknown": _said("Nobody knows.", ["unknown"], forms.UNKNOWN, {"type": "null"}),
    "absent": _said("It was looked at, and there is none.", ["none"], forms.ABSENCE, {"const": False}),
    "no": {"anyOf": [{"const": False}, _pattern(forms.ABSENCE - {"none"})]},
    "yes_no": _said("yes or no", ["yes", "no"], forms.YES | forms.ABSENCE, {"type": "boolean"}),
    "text": {"type": ["string", "number", "boolean"]},
    "word": {"type": ["string", "number", "boolean"], "not": UNKNOWN},
    "id": {
        "description": "a-z, 0-9, dot, dash and underscore",
        "examples": ["order-intent"],
        "anyOf": [
            {"type": "string", "pattern": f"^{forms.SLUG}$", "not": {"enum": sorted(forms.RESERVED)}},
            {"type": "number", "minimum": 0},
        ],
    },
    "name": {"type": ["string", "number", "boolean"], "not": {"enum": [*sorted(forms.UNKNOWN), "none"]}},
    "date": {
        "description": "a day",
        "type": "string",
        "pattern": f"^{forms.DATE}({forms.TIME})?$",
        "examples": ["2026-09-30"],
    },
    "moment": {
        "description": "a day, or a moment",
        "type": "string",
        "pattern": f"^{forms.DATE}({forms.TIME})?$",
        "examples": ["2026-09-30T14:05:00Z"],
    },
    "currency": {
        "description": "three letters",
        "type": "string",
        "pattern": f"^{forms.CURRENCY}$",
        "examples": ["EUR", "USD"],
    },
    "reason": {"type": ["string", "number", "boolean"], "not": UNKNOWN},
}
"""Definitions of what every file may hold, by name."""


def schema() -> Schema:
    """Return the schema of one inventory file (draft 2020-12)."""
    definitions: Schema = dict(WORDS)
    properties = {name: _section(name, definitions) for name in TOP_LEVEL}
    return {
        "$schema": DIALECT,
        "title": "debtaudit inventory",
        "description": "Everything known about machine-learned systems. An absent fact is unknown; write none where "
        "something is known not to exist.",
        "type": ["object", "null"],
        "properties": properties,
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def _section(name: str, definitions: Schema) -> Schema:
    if name == TELEMETRY:
        listed = any_of({"type": "array", "items": _telemetry(definitions)}, UNKNOWN, _ABSENT)
        return {"description": "What was measured, as tools counted it: drift, quality, calls, …", **listed}
    shape = SECTIONS[name]
    if shape.item is None:
        return {"description": _doc(shape.group), **any_of(group(shape.group, definitions), UNKNOWN)}
    listed = any_of({"type": "array", "items": group(shape.item.group, definitions)}, UNKNOWN, _ABSENT)
    return {"description": _doc(shape.item.group), **listed}


def _doc(cls: Any) -> str:
    """Return the first sentence of a type's documentation."""
    return cleandoc(cls.__doc__ or "").partition("\n")[0]


def _telemetry(definitions: Schema) -> Schema:
    """Measurements, told apart by their kind first, so that an editor speaks of that kind alone."""
    chosen = [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": group(cls, definitions),
        }
        for kind, cls in MEASUREMENTS.items()
    ]
    kinds = {"description": "what was measured", "enum": list(MEASUREMENTS)}
    return {"type": "object", "required": ["kind"], "properties": {"kind": kinds}, "allOf": chosen}


def group(cls: Any, definitions: Schema) -> Schema:
    """Define a type once, and return the reference to it."""
    name = cls.__name__
    if name not in definitions:
        definitions[name] = {}  # so that a type that holds itself ends
        properties = {}
        for spec in facts_of(cls):
            said = _fact(spec, cls, definitions)
            properties[spec.name] = said
            properties |= {also: {**said, "description": f"Another name of {spec.name}."} for also in spec.also}
        if issubclass(cls, Measurement):
            properties = {"kind": {"description": "what was measured", "const": cls.kind}, **properties}
        definitions[name] = {
            "title": name,
            "description": _doc(cls),
            "type": "object",
            "properties": properties,
            "required": [spec.name for spec in facts_of(cls) if spec.required],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}


def _fact(spec: FactType, cls: type, definitions: Schema) -> Schema:
    written = _written(spec.shape, cls, definitions)
    may_be_unknown = [] if spec.required else [UNKNOWN]
    described = {"description": f"{spec.says} ({spec.unit})" if spec.unit else spec.says} if spec.says else {}
    default = {} if spec.else_ is None else {"default": spec.else_}
    return {**described, **default, **any_of(*written, *may_be_unknown)}


def _written(shape: Shape, cls: type, definitions: Schema) -> list[Schema]:
    """Return the ways to write a fact, stated absence among them."""
    absent = [] if shape.absence is None else [_ABSENT]
    if shape.form is not None:
        return [*_FORMS[shape.form.name](shape.form, cls, definitions), *absent]
    if shape.options:
        numbers = [int(option) for option in shape.options if option.isdecimal()]
        return [{"enum": [*shape.options, *numbers]}, *([_NO] if absent and "none" in shape.options else absent)]
    if shape.item is not None:
        items = [way for way in _written(shape.item, cls, definitions) if way not in (_ABSENT, _NO)]
        return [
            {"type": "array", "items": {**any_of(*items), "not": {"anyOf": [UNKNOWN, _ABSENT]}}},
            *items,
            {"enum": [0, "0"]},
            _ABSENT,
        ]
    short = SHORTHAND.get(shape.group) if shape.group else None
    in_a_word = next((spec.shape for spec in facts_of(shape.group) if spec.name == short), None)
    words = [] if in_a_word is None else _written(in_a_word, cls, definitions)
    return [group(shape.group, definitions), *words, *([] if _NO in words else absent)]


def _named(name: str) -> _Ways:
    return lambda _form, _cls, _definitions: [{"$ref": f"#/$defs/{name}"}]


def _number(form: Form, _cls: type, definitions: Schema) -> list[Schema]:
    """Define a number once for each range, and return the reference to it."""
    low = -forms.LARGEST if form.low is None else form.low
    high = forms.LARGEST if form.high is None else form.high
    kind = "integer" if form.name == "count" else "number"
    percent = "( *%)?" if form.name == "share" else ""
    name = f"{form.name}_{low:g}_to_{high:g}"
    definitions[name] = any_of(
        {"type": kind, "minimum": low, "maximum": high},
        {"type": "string", "pattern": f"^({forms.NUMBER}){percent}$"},
    )
    definitions[name]["examples"] = ["35%", 0.35] if percent else [min(EXAMPLE, high)]
    return [{"$ref": f"#/$defs/{name}"}]


def _several(_form: Form, _cls: type, _definitions: Schema) -> list[Schema]:
    return [{"type": "array", "items": {"$ref": "#/$defs/name"}}, {"$ref": "#/$defs/word"}]


def _reasons(_form: Form, cls: type, _definitions: Schema) -> list[Schema]:
    keys = {"enum": list(paths(cls))}
    return [{"type": "object", "propertyNames": keys, "additionalProperties": {"$ref": "#/$defs/reason"}}]


def _places(_form: Form, _cls: type, _definitions: Schema) -> list[Schema]:
    return [{"type": "object", "additionalProperties": {"$ref": "#/$defs/reason"}}]


def _anything(_form: Form, _cls: type, _definitions: Schema) -> list[Schema]:
    return [{"type": ["string", "number", "boolean", "array", "object"]}]


_FORMS: Final[dict[str, _Ways]] = {
    "slug": _named("id"),
    "target": _named("id"),
    "word": _named("word"),
    "finding": _named("word"),
    "text": _named("text"),
    "ref": _named("text"),
    "currency": _named("currency"),
    "date": _named("date"),
    "moment": _named("moment"),
    "yes/no": _named("yes_no"),
    "number": _number,
    "share": _number,
    "count": _number,
    "names": _several,
    "refs": _several,
    "findings": _several,
    "reasons": _reasons,
    "places": _places,
    "free": _anything,
}


def any_of(*ways: Schema) -> Schema:
    """Describe what may be written in any of these ways, each told once."""
    different = [way for at, way in enumerate(ways) if way not in ways[:at]]
    return different[0] if len(different) == 1 else {"anyOf": different}
