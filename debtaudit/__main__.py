"""Run the command line as `python -m debtaudit`."""

from __future__ import annotations

from debtaudit.cli import main

if __name__ == "__main__":
    main()
