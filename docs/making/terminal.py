"""The picture of the terminal: the backlog of the sample as it looks on a dark screen of 100 columns."""

from __future__ import annotations

import re
from datetime import date
from io import StringIO
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import TerminalTheme

from debtaudit.flow import audit
from debtaudit.inventory import load
from debtaudit.inventory.settings import find_settings, read_settings
from debtaudit.report.formats.backlog_terminal import print_backlog

COLUMNS, SHOWN, AS_OF = 100, 6, date(2026, 9, 30)
FONT_FACES = re.compile(r"@font-face \{\{.*?\}\}\s*", re.DOTALL)
"""They would fetch a font from elsewhere; the reader's own will do."""
REMARK = re.compile(r"<!--.*?-->\s*", re.DOTALL)
THEME = TerminalTheme(
    (18, 24, 22), (236, 238, 233),
    [(24, 32, 29), (229, 143, 102), (108, 195, 154), (214, 178, 94), (120, 170, 220), (180, 150, 210), (143, 208, 191),
     (236, 238, 233)],
)  # fmt: skip


def terminal_svg(sample: Path) -> str:
    """Draw it. The same inventory gives the same bytes."""
    path = find_settings(sample)
    settings = read_settings(path)[0] if path else None
    made = audit(load(sample), AS_OF, *([settings] if settings else []))
    console = Console(width=COLUMNS, record=True, file=StringIO(), force_terminal=True, highlight=False,
                      color_system="standard", legacy_windows=False)  # fmt: skip
    console.print(f"[bold]$[/bold] debtaudit backlog sample_inventory --as-of {AS_OF} --limit {SHOWN}\n")
    print_backlog(made, made.items[:SHOWN], made.items[SHOWN:], console)
    console.print()
    look = REMARK.sub("", FONT_FACES.sub("", CONSOLE_SVG_FORMAT)).replace("Fira Code", "ui-monospace, Menlo, Consolas")
    drawn = console.export_svg(title="debtaudit", theme=THEME, code_format=look, unique_id="terminal")
    return "\n".join(line.rstrip() for line in drawn.splitlines()).strip() + "\n"
