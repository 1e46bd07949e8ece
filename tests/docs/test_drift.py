"""The page about drift states the limits that the program keeps."""

from __future__ import annotations

import re
from pathlib import Path

from debtaudit.domain.drift_statistics import MEASURES

PAGE = (Path(__file__).parents[2] / "docs" / "drift.md").read_text(encoding="utf-8")
NAMES = {"KS": "ks", "PSI": "psi", "W1": "wasserstein", "JS": "jensen_shannon", "V": "chi2"}


def test_the_limits_of_every_measure_are_the_programs() -> None:
    rows = re.findall(r"^\|[^|]*\| (\w+)[^|]*\| ([\d.]+) \| ([\d.]+) \| (\d+) \|$", PAGE, re.MULTILINE)
    stated = {NAMES[name]: (float(watch), float(act), int(rows)) for name, watch, act, rows in rows if name in NAMES}
    assert stated == {name: (each.watch, each.act, each.least_rows) for name, each in MEASURES.items()}
