"""How long `debtaudit --help` takes beside a comparable tool's, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Row

RUNS = 7
SHARE = 0.35


def rows() -> Iterator[Row]:
    """Yield one row; none where the peer cannot be had, and say so."""
    with TemporaryDirectory() as folder:
        peer = _peer(Path(folder))
        if peer is None:
            print("pip-audit cannot be installed here: `--help` is not compared", file=sys.stderr)
            return
        ours = _quickest([sys.executable, "-m", "debtaudit", "--help"])
        yield Row("debtaudit --help", "s", ours, _quickest([str(peer), "--help"]), 1 / SHARE, "pip-audit --help")


def _peer(folder: Path) -> Path | None:
    beside = Path(sys.executable).with_name("pip-audit")
    if beside.is_file():
        return beside
    venv.create(folder, with_pip=True)
    installed = subprocess.run(  # noqa: S603 - pip of the environment made above
        [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "pip-audit"], check=False, capture_output=True
    )
    return folder / "bin" / "pip-audit" if installed.returncode == 0 else None


def _quickest(command: list[str]) -> float:
    environ = {**os.environ, "COLUMNS": "100"}
    took = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=environ)  # noqa: S603 - the two commands above
        took.append(time.perf_counter() - begun)
    return min(took)
