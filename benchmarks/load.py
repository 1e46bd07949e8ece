"""Speed and memory of reading an inventory: `python -m benchmarks.load [--large]`.

PyYAML's own safe loaders are the peers. They only parse, and forget where things stand; ours keeps every position and
finds duplicate keys, and the whole load also types, merges, links and checks. What both make of a file is compared as
well: a fast wrong answer raises.
"""

from __future__ import annotations

import argparse
import gc
from collections.abc import Iterator
from functools import partial

import yaml

from benchmarks.generate import generate, text_of
from benchmarks.measure import Row, peak_megabytes, timed, within
from debtaudit.inventory import loads
from debtaudit.inventory.tree import Mapping, Sequence, parse

SMALL, LARGE = 2_000, 16_000
PARSE_FLOOR = {SMALL: 3.5, LARGE: 4.5}  # CSafeLoader gets slower with size, for the collector walks all it has read
PURE_FLOOR = {SMALL: 12, LARGE: 15}
WHOLE_FLOOR = {SMALL: 2, LARGE: 2.5}
SECONDS = {SMALL: 0.4, LARGE: 3.0}  # 0.25 and 2.0 on a quiet machine
MEGABYTES = {SMALL: 30, LARGE: 200}
SAMPLE_ASSETS = 500  # of SafeLoader, which takes half a minute for the large file


def rows(sizes: tuple[int, ...] = (SMALL, LARGE)) -> Iterator[Row]:
    """All measurements of this file, one at a time as they are ready; about five seconds small, a minute large."""
    for assets in sizes:
        yield from _measure(assets, text_of(generate(assets)))


def _measure(assets: int, text: str) -> Iterator[Row]:
    name = f"{assets:,} assets, {len(text) / 1e6:.1f} MB"
    ours, (tree, problems) = timed(partial(parse, text, "inventory.yaml"), repeat=3)
    peer, data = timed(lambda: yaml.load(text, yaml.CSafeLoader))
    if problems or _scalars(tree) != _scalars(data):
        raise AssertionError("our tree differs from CSafeLoader's")
    del tree, data
    yield Row(f"parse, {name}", "s", ours, peer, PARSE_FLOOR[assets], "yaml.CSafeLoader, without positions")
    slow, against = _safe_loader(len(text))
    yield Row(f"parse, {name}", "s", ours, slow, PURE_FLOOR[assets], against)
    whole, inventory = timed(partial(loads, text), repeat=3)
    if inventory.problems or len(inventory.assets) != assets:
        raise AssertionError("the generated inventory has problems")
    del inventory
    gc.collect()
    yield Row(f"whole load, {name}", "s", whole, peer, WHOLE_FLOOR[assets], "yaml.CSafeLoader, parse alone")
    yield within(f"whole load, {name}", whole, SECONDS[assets])
    yield Row(
        f"memory of the whole load, {name}", "MB", peak_megabytes(partial(loads, text)), MEGABYTES[assets], 1, "limit"
    )


def _safe_loader(characters: int) -> tuple[float, str]:
    """Seconds of PyYAML's loader in Python, from a small inventory."""
    text = text_of(generate(SAMPLE_ASSETS))
    seconds, _ = timed(lambda: yaml.safe_load(text))
    return seconds * characters / len(text), f"yaml.SafeLoader, {SAMPLE_ASSETS} assets, scaled"


def _scalars(node: object) -> int:
    """How many scalars a tree holds, keys included: what was lost or read twice would change it."""
    waiting: list[object] = [node]
    count = 0
    while waiting:
        each = waiting.pop()
        if isinstance(each, (Mapping, dict)):
            count += len(each)
            waiting += each.values()
        elif isinstance(each, (Sequence, list)):
            waiting += each
        else:
            count += 1
    return count


def main() -> None:
    """Print one line a measurement."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--large", action="store_true", help="16,000 assets too (a minute)")
    sizes = (SMALL, LARGE) if parser.parse_args().large else (SMALL,)
    for row in rows(sizes):
        print(row, flush=True)


if __name__ == "__main__":
    main()
