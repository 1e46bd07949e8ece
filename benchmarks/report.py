"""All pages of a large report, in a process of its own: the audit, then the pages, each for itself."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.generate import generate, write
from benchmarks.measure import Row

AS_OF = date(2026, 9, 30)
SIZES = ((1_420, 5.0), (14_200, 30.0))
"""Assets in which a thousand and ten thousand debts are found, and the seconds that all pages may take."""
BOARD_KB = 150.0


def rows(sizes: tuple[tuple[int, float], ...] = SIZES) -> Iterator[Row]:
    """All measurements of this file, one at a time as they are ready."""
    for assets, seconds in sizes:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "inventory.yaml"
            write(generate(assets, "mesh"), path)
            done = subprocess.run(  # noqa: S603 - our own module
                [sys.executable, "-m", "benchmarks.report", str(path)], check=True, capture_output=True, text=True
            )
        took: dict[str, float] = json.loads(done.stdout)
        name = f"{took['pages']:,.0f} pages of {took['findings']:,.0f} findings"
        yield Row(name, "s", took["seconds"], seconds, 1, f"limit; the audit before them took {took['audit']:.1f} s")
        yield Row(f"board of {took['findings']:,.0f} findings", "kB", took["board"], BOARD_KB, 1, "limit")


def _measure(path: Path) -> dict[str, float]:
    from debtaudit.flow import audit  # noqa: PLC0415
    from debtaudit.inventory import load  # noqa: PLC0415
    from debtaudit.ledger.review import review  # noqa: PLC0415
    from debtaudit.report import files, write_site  # noqa: PLC0415

    gc.disable()  # as the command does
    begun = time.perf_counter()
    made = audit(load(path), AS_OF)
    reviewed = review(made, (), {})
    audited = time.perf_counter()
    with TemporaryDirectory() as out:
        board = write_site(made, Path(out), review=reviewed)
        seconds, size = time.perf_counter() - audited, board.stat().st_size / 1_000
    pages = sum(address.endswith(".html") for address in files(made, review=reviewed))
    return {"findings": len(made.items), "pages": pages, "audit": audited - begun, "seconds": seconds, "board": size}


if __name__ == "__main__":
    print(json.dumps(_measure(Path(sys.argv[1]))))
