"""The reference of what programs read: every JSON format, as the commands write it for the sample."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir
from inspect import getfile
from pathlib import Path
from tempfile import TemporaryDirectory

from debtaudit.detectors import stale_model
from making.console import run
from making.markdown import made_from, table

DAY = "--as-of 2026-09-30"
FINDING = "unmonitored-concept-drift@order-intent"
COMMANDS = (
    f"debtaudit backlog sample_inventory {DAY} --format json",
    f"debtaudit explain {FINDING} sample_inventory {DAY} --format json",
    f"debtaudit impact order-intent sample_inventory {DAY} --format json",
    f"debtaudit graph sample_inventory {DAY} --format json",
    f"debtaudit whatif sample_inventory --fix {FINDING} {DAY} --format json",
    f"debtaudit whatif sample_inventory {DAY} --format json",
    f"debtaudit plan sample_inventory --days 30 {DAY} --format json",
    f"debtaudit kpis sample_inventory {DAY} --format json",
    f"debtaudit compare 2026-Q2 2026-Q3 sample_inventory {DAY} --format json",
    f"debtaudit gate sample_inventory {DAY} --format json",
    f"debtaudit report sample_inventory {DAY} --json",
    "debtaudit check sample_inventory --format json",
    "debtaudit debts stale-model --format json",
    "debtaudit debts --test our_debts --format json",
    "debtaudit explain stale-model --format json",
    "debtaudit calibrate sample_inventory --until 2026-09-30 --format json",
    f"debtaudit backtest sample_inventory {DAY} --format json",
    f"debtaudit audit order-intent sample_inventory --quick {DAY} --format json",
    f"debtaudit export sample_inventory --to json --out tickets {DAY}",
)
"""One for each format, with the sample so filled that few keys are empty."""
WRITTEN = {"export": Path("tickets/tickets.json")}
"""Where commands write their document, if not to stdout."""
LEAF = {str: "text", bool: "yes or no", int: "number", float: "number", type(None): "null"}
NAME = re.compile(r"[a-z][a-z0-9_]*")
MANY = 12
"""Keys from which an object is a table by name and no record."""


def json_page(sample: Path) -> str:
    """Write the page, from what the commands say of a copy of the sample."""
    with TemporaryDirectory() as folder, chdir(folder):
        shutil.copytree(sample, "sample_inventory")
        Path("our_debts").mkdir()  # a debt that passes its trial: one of ours under another name
        shutil.copy(str(getfile(stale_model)), "our_debts/aged_model.py")
        return made_from("what the commands write") + "\n".join(_page()).rstrip("\n") + "\n"


def _page() -> Iterator[str]:
    documents = [(command, document(command)) for command in COMMANDS]
    yield "# JSON formats\n"
    yield (
        "What programs may rely on. Each document begins with `format` and `version`. Keys may be added within a"
        " version; a key that goes away or changes its meaning makes a new one. Amounts are in the organisation's"
        " currency, not rounded. `null` is unknown or not there, never zero; `[]` stands for each item of a list,"
        " `<name>` for each key of a table. The same input and `--as-of` give the same bytes.\n"
    )
    yield "The tables are made from what each command really says of the sample company.\n"
    yield from table(("Format", "Version", "By"), [
        (f"[`{said['format']}`](#{said['format']})", str(said["version"]), f"`debtaudit {command.split()[1]}`")
        for command, said in documents
    ])  # fmt: skip
    for command, said in documents:
        yield f"## `{said['format']}` {{#{said['format']}}}\n"
        yield f"```sh\n{command}\n```\n"
        yield from table(("Key", "Holds", "For example"), _rows(said))


def document(command: str) -> Mapping[str, object]:
    """Return what a command writes, without what it says to people beside."""
    _code, said = run(command, apart=True)
    file = WRITTEN.get(command.split()[1])
    read = json.loads(file.read_text(encoding="utf-8") if file else said)
    if not isinstance(read, dict):
        raise TypeError(f"`{command}` writes no object")
    return read


def _rows(said: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    for path, values in _paths("", [said]):
        holds = _holds(values)
        if path and holds not in {"object", "list of objects"}:  # what is in them follows, with the whole path
            yield f"`{path}`", holds, _example(values)


def _paths(path: str, values: Sequence[object]) -> Iterator[tuple[str, list[object]]]:
    """Yield every path with all values that stand there, items of lists taken together."""
    yield path, list(values)
    objects = [value for value in values if isinstance(value, dict)]
    names = dict.fromkeys(name for value in objects for name in value)
    if _by_name(objects) or (len(names) > MANY and not all(map(NAME.fullmatch, names))):
        yield from _paths(f"{path}.<name>", [each for value in objects for each in value.values()])
    else:
        for name in names:
            yield from _paths(f"{path}.{name}".lstrip("."), [value[name] for value in objects if name in value])
    items = [item for value in values if isinstance(value, list) for item in value]
    if items and any(isinstance(item, (dict, list)) for item in items):
        yield from _paths(f"{path}[]", items)


def _by_name(objects: Sequence[Mapping[str, object]]) -> bool:
    """Tell whether the keys are names of assets or debts."""
    return any("-" in name or "@" in name for value in objects for name in value)


def _holds(values: Sequence[object]) -> str:
    """Say which kinds of values stand at a path: `text or null`."""
    kinds = {_kind(value) for value in values}
    if any(kind.startswith("list of") for kind in kinds):
        kinds.discard("list")  # an empty one
    return " or ".join(sorted(kinds, key=lambda kind: (kind == "null", kind)))


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "object"
    if isinstance(value, list):
        inner = sorted({LEAF.get(type(item), "objects" if isinstance(item, dict) else "lists") for item in value})
        return f"list of {' or '.join(inner)}" if inner else "list"
    return LEAF[type(value)]


def _example(values: Sequence[object]) -> str:
    """Return a short value, the first that says something."""
    for value in values:
        leaf = value[0] if isinstance(value, list) and value else value
        if isinstance(leaf, (str, int, float)) and leaf != "" and len(str(leaf)) <= MANY * 4:
            return f"`{json.dumps(round(leaf, 4) if isinstance(leaf, float) else leaf, ensure_ascii=False)}`"
    return ""
