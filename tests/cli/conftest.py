"""Tests of commands run them as users do: words in, text and exit code out, on small inventories in a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from debtaudit.cli import app

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_inventory"
DAY = "2026-09-30"

SHOP = """\
organisation: {name: Tiny Shop, currency: EUR, materiality: 25000}
teams: [{id: chat}, {id: trust}]
systems:
  - {id: order-chat, owner: chat, revenue_per_day: 40000, customer_facing: yes, criticality: 5, calls: [intent]}
models:
  - id: intent
    owner: chat
    system: order-chat
    status: production
    family: tree
    volatility: high
    monitoring: {quality: none, data_drift: none}
  - {id: fraud, owner: trust, status: production}
"""


@dataclass(frozen=True)
class Said:
    """What a command said."""

    code: int
    out: str
    err: str


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "all.yaml").write_text(SHOP)
    return folder


def run(*words: str | Path) -> Said:
    """Run a command in this process."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Said(done.exit_code, done.stdout, done.stderr)


def run_alone(*words: str | Path, cwd: Path | None = None, **environ: str) -> Said:
    """Run a command in a process of its own, with stdout in a pipe."""
    whole = {**os.environ, "PYTHONPATH": str(ROOT), **environ}
    done = subprocess.run(
        [sys.executable, "-m", "debtaudit", *map(str, words)], cwd=cwd, env=whole, capture_output=True, check=False
    )
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())
