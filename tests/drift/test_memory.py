"""Ten million rows in half a gigabyte, measured as the operating system does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[2]
ROWS, BLOCK = 5_000_000, 500_000
LIMIT = 512
# Its own peak: what getrusage says of a process begins with the memory of the one that started it.
CHILD = """
import re, sys
from debtaudit.cli import app
try:
    app(sys.argv[1:])
finally:
    print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024, file=sys.stderr)
"""


def _write(path: Path, shift: float) -> Path:
    rng = np.random.default_rng(int(10 * shift) + 1)
    schema = pa.schema([("amount", pa.float64()), ("items", pa.int64())])
    with pq.ParquetWriter(path, schema) as writer:
        for _ in range(ROWS // BLOCK):
            block = {"amount": rng.normal(shift, 1, BLOCK), "items": rng.poisson(4, BLOCK)}
            writer.write_table(pa.table(block, schema))
    return path


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="the system tells no peak of a process alone")
def test_ten_million_rows_are_compared_in_512_megabytes(tmp_path: Path) -> None:
    reference, current = _write(tmp_path / "a.parquet", 0.0), _write(tmp_path / "b.parquet", 0.5)
    words = ["drift", "--reference", reference, "--current", current, "--memory", LIMIT, "--format", "json"]
    command = [sys.executable, "-c", CHILD, *map(str, words)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    amount, items = json.loads(done.stdout)["columns"]
    assert amount["measures"]["ks"]["value"] == pytest.approx(0.1974, abs=0.001)  # 2 Φ(0.25) - 1
    assert items["verdict"] == "stable"
    assert int(done.stderr.split()[-1]) <= LIMIT
