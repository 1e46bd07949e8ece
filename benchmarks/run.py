"""All benchmarks in one table: what ours takes, what its peer takes in the same run, and what was promised."""

from __future__ import annotations

import argparse
import sys
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # `make bench` runs this file by its path
    sys.path.insert(0, str(ROOT))

from benchmarks import audit, graph, load, report, start, sync  # noqa: E402 - found only now
from benchmarks.measure import HEADING  # noqa: E402


def main() -> int:
    """Print a line a measurement, as soon as it is there; return 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--large", action="store_true", help="16,000 and 100,000 assets too (some minutes)")
    parser.add_argument("--assets", type=int, default=audit.ASSETS, help="assets of the whole audit")
    chosen = parser.parse_args()
    print(HEADING, flush=True)
    missed = 0
    for row in chain(
        load.rows((load.SMALL, load.LARGE) if chosen.large else (load.SMALL,)),
        graph.rows((graph.SMALL, graph.LARGE) if chosen.large else (graph.SMALL,)),
        audit.rows(chosen.assets),
        sync.rows(),
        report.rows(report.SIZES if chosen.large else report.SIZES[:1]),
        start.rows(),
    ):
        print(row, flush=True)
        missed += not row.ok
    print(f"{missed} promises are not kept" if missed else "every promise is kept", file=sys.stderr)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
