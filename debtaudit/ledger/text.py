"""A snapshot as text: YAML, one thing a line and sorted, so that a diff of two quarters reads as what changed.

The last line holds a checksum of all lines above it: what was cut short or edited by hand is told from what was frozen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Final

from debtaudit.inventory import write
from debtaudit.ledger.amounts import written
from debtaudit.ledger.reading import Reading
from debtaudit.ledger.snapshot import FORMAT, VERSION, Line, Scoped, Snapshot

CHECKSUM: Final = "checksum"
NUMBERS: Final = ("value", "numerator", "denominator", "low", "high", "target")
_plain = re.compile("[a-z][a-z0-9_./@-]*").fullmatch
WORDS: Final = frozenset({"yes", "no", "on", "off", "none", "null", "true", "false", "unknown", "y", "n"})


def dump(snapshot: Snapshot) -> str:
    """Write a snapshot. The same snapshot gives the same bytes; `debtaudit.ledger.read` reads them back."""
    body = "".join(f"{line}\n" for line in _lines(snapshot))
    return f"{body}{CHECKSUM}: {checksum(body)}\n"


def checksum(body: str) -> str:
    """Return the checksum of what stands above it; line ends may have been changed on the way."""
    return sha256(body.replace("\r\n", "\n").encode()).hexdigest()


def quoted(text: str) -> str:
    """Write text so that YAML takes it for text."""
    return text if _plain(text) and text not in WORDS else write.dump({"x": text}).removeprefix("x: ").rstrip("\n")


def _lines(it: Snapshot) -> Iterator[str]:
    yield f"format: {FORMAT}"
    yield f"version: {VERSION}"
    yield f"quarter: {it.quarter.label}"
    yield f"year_starts_in: {it.quarter.start}"
    yield f"as_of: {it.as_of}"
    yield f"organisation: {quoted(it.organisation)}"
    yield f"currency: {it.currency or 'none'}"
    yield f"interest: {_interest(it)}"
    yield f"questions: {{told: {it.told}, asked: {it.asked}}}"
    yield from _section("key_figures", {name: _reading(each) for name, each in it.readings.items()})
    yield from _section("findings", {id_: _line(line) for id_, line in it.findings.items()})
    if it.rescored:
        yield f"settings_before: {it.rescored.settings}"
        lines = it.rescored.lines.items()
        yield from _section("under_settings_before", {id_: _line(line) if line else "none" for id_, line in lines})
    yield from _section("unknown", {id_: written(value) for id_, value in it.unknown.items()})
    yield from _list("not_applicable", sorted(it.not_applicable))
    yield from _list("not_run", it.not_run)
    yield from _section("assets", {id_: _asset(each) for id_, each in it.assets.items()})
    yield from _section("settings", dict(it.settings))
    yield from _section("rules", dict(it.rules))
    yield from _section("inputs", dict(it.inputs))


def _interest(it: Snapshot) -> str:
    amounts = {"open": it.open.interest, "whole": it.whole.interest, "low": it.low, "high": it.high}
    return f"{{{', '.join(f'{name}: {written(each)}' for name, each in amounts.items())}}}"


def _section(name: str, entries: Mapping[str, str]) -> Iterator[str]:
    yield f"{name}:" if entries else f"{name}: {{}}"
    yield from (f"  {quoted(key)}: {entries[key]}" for key in sorted(entries))


def _list(name: str, entries: tuple[str, ...] | list[str]) -> Iterator[str]:
    yield f"{name}:" if entries else f"{name}: []"
    yield from (f"  - {quoted(each)}" for each in entries)


def _line(it: Line) -> str:
    amounts = it.amounts
    parts = [
        f"interest: {written(amounts.interest)}", f"low: {written(it.low)}", f"high: {written(it.high)}",
        f"days: {written(amounts.days)}", f"cost: {written(amounts.cost)}", f"loss: {written(it.loss)}",
        f"chance: {it.chance:g}", f"severity: {it.severity:g}", f"band: {it.band}", f"lane: {it.lane}",
    ]  # fmt: skip
    parts += [f"state: {it.state}"] if it.state != "open" else []
    parts += [f"covered_by: {quoted(it.covered_by)}"] if it.covered_by else []
    return f"{{{', '.join(parts)}}}"


def _asset(it: Scoped) -> str:
    parts = [f"kind: {it.kind}"]
    parts += [f"owner: {quoted(it.owner)}"] if it.owner else []
    parts += [f"formerly: [{', '.join(map(quoted, it.formerly))}]"] if it.formerly else []
    return f"{{{', '.join(parts)}}}"


def _reading(it: Reading) -> str:
    if not it.known:
        return "unknown"
    numbers = [f"{name}: {value:.6g}" for name in NUMBERS if (value := getattr(it, name)) is not None]
    return f"{{{', '.join([*numbers, f'n: {it.n}'])}}}"
