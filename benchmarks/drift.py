"""Drift of ten million rows in five columns: `python -m benchmarks.drift [--rows 5000000]`.

The peer does what data scientists do by hand: pandas reads, scipy and numpy compute the same measures of the same
columns. Both run in processes of their own, one after the other, so that neither's memory counts for the other; what
they find is compared as well. Time is that of reading and measuring, without starting Python and importing libraries.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # each side runs this file by its path
    sys.path.insert(0, str(ROOT))

from benchmarks.measure import Row  # noqa: E402 - found only now

ROWS = 5_000_000  # a side
BLOCK = 500_000
MEGABYTES = 512
CONTINUOUS, TIED = ("amount", "seconds", "score"), ("items", "age")
LIBRARIES = {
    "ours": ("duckdb", "debtaudit.drift.compare", "debtaudit.drift.duckdb_engine"),
    "peer": ("pandas", "pyarrow.parquet", "scipy.stats", "scipy.spatial.distance"),
}
WHOLE_FLOOR = 1 / 1.2
TIED_FLOOR = 5
MEMORY_FLOOR = 2.5  # times what the peer needs: several, and the more the more columns it reads


def rows(each_side: int = ROWS) -> Iterator[Row]:
    """All measurements of this file; two minutes on a quiet machine."""
    with TemporaryDirectory() as folder:
        for side, shift in (("a", 0.0), ("b", 0.05)):
            _write(Path(folder, f"{side}.parquet"), shift, each_side)
        yield from _measured(folder, f"{2 * each_side / 1e6:.3g} million rows")


def _measured(folder: str, size: str) -> Iterator[Row]:
    everything = (*CONTINUOUS, *TIED)
    ours, peer = _run("ours", folder, everything), _run("peer", folder, everything)
    _must_agree(ours, peer)
    against = "pandas, scipy and numpy"
    yield Row(f"drift, {size}, 5 columns", "s", ours["seconds"], peer["seconds"], WHOLE_FLOOR, against)
    tied, tied_peer = _run("ours", folder, TIED), _run("peer", folder, TIED)
    yield Row(f"drift, {size}, 2 with ties", "s", tied["seconds"], tied_peer["seconds"], TIED_FLOOR, against)
    small = _run("ours", folder, everything, MEGABYTES)
    _must_agree(small, peer)
    name = f"drift, {size}, memory"
    yield Row(name, "MB", small["megabytes"], MEGABYTES, 1, f"limit; it took {small['seconds']:.0f} s so")
    yield Row(name, "MB", small["megabytes"], peer["megabytes"], MEMORY_FLOOR, against)


def _run(who: str, folder: str, columns: Sequence[str], megabytes: int = 0) -> dict[str, float]:
    command = [sys.executable, __file__, "--who", who, "--folder", folder, "--columns", ",".join(columns)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*command, "--megabytes", str(megabytes)], env=environ, capture_output=True, check=True)  # noqa: S603 - ourselves
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _must_agree(ours: dict[str, float], peer: dict[str, float]) -> None:
    for name in sorted(set(ours) - {"seconds", "megabytes"}):
        if abs(ours[name] - peer[name]) > 1e-9:
            raise AssertionError(f"{name}: ours is {ours[name]}, the peer's {peer[name]}")


def _write(path: Path, shift: float, count: int) -> None:
    import numpy as np  # noqa: PLC0415 - neither side shall pay for it before its clock runs
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    rng = np.random.default_rng(round(100 * shift) + 1)
    writer = None
    for first in range(0, count, BLOCK):
        n = min(BLOCK, count - first)
        score = rng.normal(10 + shift, 3, n)
        table = pa.table({
            "amount": rng.normal(shift, 1, n), "seconds": rng.lognormal(3 + shift, 0.8, n),
            "score": pa.array(score, mask=rng.random(n) < 0.03), "items": rng.poisson(4 + shift, n),
            "age": np.clip(rng.normal(40 + shift, 12, n), 18, 90).round(),
        })  # fmt: skip
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


def _ours(folder: Path, columns: Sequence[str], megabytes: int) -> dict[str, float]:
    from debtaudit.drift.compare import compare  # noqa: PLC0415 - the other side has no use for it
    from debtaudit.drift.duckdb_engine import DuckDBEngine  # noqa: PLC0415
    from debtaudit.drift.pairing import Wish  # noqa: PLC0415
    from debtaudit.drift.source import find  # noqa: PLC0415

    engine = DuckDBEngine(megabytes or None)
    reference, current = (find(str(folder / f"{side}.parquet")) for side in ("a", "b"))
    found = compare(engine, reference, current, Wish(only=columns))
    engine.close()
    return {f"{column.name} {each.measure}": each.value or 0.0 for column in found.columns for each in column.measures}


def _peer(folder: Path, columns: Sequence[str]) -> dict[str, float]:
    import pandas as pd  # noqa: PLC0415 - the other side has no use for it

    a, b = (pd.read_parquet(folder / f"{side}.parquet", columns=list(columns)) for side in ("a", "b"))
    found: dict[str, float] = {}
    for name in columns:
        measures = _by_hand(a[name].dropna().to_numpy(dtype=float), b[name].dropna().to_numpy(dtype=float))
        found |= {f"{name} {measure}": value for measure, value in measures.items()}
    return found


def _by_hand(a: object, b: object) -> dict[str, float]:
    import numpy as np  # noqa: PLC0415 - as above
    from scipy import stats  # noqa: PLC0415
    from scipy.spatial.distance import jensenshannon  # noqa: PLC0415

    ref, cur = np.asarray(a), np.asarray(b)
    low, high = np.quantile(ref, [0.001, 0.999], method="inverted_cdf")
    clipped = np.clip(ref, low, high)
    distance = stats.wasserstein_distance(clipped, np.clip(cur, low, high)) / clipped.std()
    edges = np.unique(np.quantile(ref, np.arange(1, 10) / 10, method="inverted_cdf"))
    n, m = (np.bincount(np.searchsorted(edges, side, side="left"), minlength=len(edges) + 1) for side in (ref, cur))
    used = (n + m) > 0
    r, c = n[used] / len(ref), m[used] / len(cur)
    psi = ((c - r) * np.log(c / r)).sum()
    gap = stats.ks_2samp(ref, cur, method="asymp").statistic
    return {"ks": float(gap), "psi": float(psi), "wasserstein": float(distance),
            "jensen_shannon": float(jensenshannon(r, c, base=2))}  # fmt: skip


def _side(who: str, folder: Path, columns: Sequence[str], megabytes: int) -> None:
    for library in LIBRARIES[who]:
        importlib.import_module(library)
    begun = time.perf_counter()
    found = _ours(folder, columns, megabytes) if who == "ours" else _peer(folder, columns)
    took = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**found, "seconds": took, "megabytes": peak}))


def main() -> int:
    """Print one line a measurement; return 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of each side")
    for inner in ("--who", "--folder", "--columns", "--megabytes"):
        parser.add_argument(inner, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.who:
        _side(chosen.who, Path(chosen.folder), chosen.columns.split(","), int(chosen.megabytes))
        return 0
    missed = 0
    for row in rows(chosen.rows):
        print(row, flush=True)
        missed += not row.ok
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
