"""A server's answer, asked for what it holds. What is missing or of another sort is empty, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from debtaudit.domain.problem import printable
from debtaudit.trackers.sync.failures import Down

LONGEST = 300
"""Characters of a server's message that are shown."""


@dataclass(frozen=True, slots=True)
class Got:
    """A value decoded from JSON."""

    value: object = None

    def at(self, *path: str) -> Got:
        """Return what stands below some keys."""
        value = self.value
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return Got(value)

    def text(self, *path: str) -> str:
        """Return the text or number below some keys, as text."""
        value = self.at(*path).value
        return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""

    def number(self, *path: str) -> int:
        """Return the whole number below some keys, or 0."""
        value = self.at(*path).value
        return value if isinstance(value, int) and not isinstance(value, bool) else 0

    def yes(self, *path: str) -> bool:
        """Tell whether true stands below some keys."""
        return self.at(*path).value is True

    def each(self, *path: str) -> Iterator[Got]:
        """Yield the entries of the list below some keys."""
        value = self.at(*path).value
        yield from map(Got, value if isinstance(value, list) else ())

    def rows(self, *path: str) -> list[Got]:
        """Return the list below some keys, which must be there: no list is not the same as an empty one.

        Raises:
            Down: when there is none.

        """
        if not isinstance(self.at(*path).value, list):
            raise Down(
                f"the server's answer holds no list{f' of {path[-1]}' if path else ''}: {complaint(self)}".rstrip(": ")
            )
        return list(self.each(*path))

    def texts(self, *path: str) -> tuple[str, ...]:
        """Return the texts of a list below some keys."""
        return tuple(each.value for each in self.each(*path) if isinstance(each.value, str))


def complaint(body: Got) -> str:
    """Return what a server says is wrong, in one printable line, from the shapes that trackers write it in."""
    said = "; ".join(dict.fromkeys(filter(None, _said(body))))
    said = printable(" ".join(said.split()))
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"


def _said(body: Got) -> Iterator[str]:
    yield from body.texts("errorMessages")
    for name in ("message", "error", "errors", "error_description"):
        yield from _parts(body.at(name).value)


def _parts(value: object, name: str = "") -> Iterator[str]:
    match value:
        case str():
            yield f"{name}: {value}" if name else value
        case list():
            for each in value:
                yield from _parts(each, name)
        case dict() if isinstance(value.get("message"), str):
            yield from _parts(value["message"], name)
        case dict() if isinstance(value.get("code"), str):  # as GitHub tells a field's fault
            yield f"{value.get('field') or value.get('resource') or name}: {value['code']}"
        case dict():
            for key, each in value.items():
                yield from _parts(each, str(key))
