"""Prints the board's page as PDF, by whichever browser of Chromium's family is on this machine. Nothing is fetched.

A browser is searched for in the variable DEBTAUDIT_BROWSER, then by its usual names on the path, then where Windows
and macOS keep theirs. It runs without a window and with a profile of its own, which is thrown away afterwards.

A PDF is sent to people who have no other page of the report. It leads to none, since a browser would write down where
the pages lie on this machine; and it is dated as its audit, so that the same report gives the same bytes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

VARIABLE = "DEBTAUDIT_BROWSER"
NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
    "microsoft-edge-stable", "msedge", "brave-browser", "vivaldi",
)  # fmt: skip
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Microsoft/Edge/Application/msedge.exe",
)
SECONDS = 120
QUIET = (
    "--headless=new", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions",
    "--disable-background-networking", "--disable-sync", "--no-pdf-header-footer",
)  # fmt: skip
UNCAGED = "--no-sandbox"
"""What a browser needs where it can build no sandbox, as in containers. The page is ours, and runs nothing."""

OTHER_PAGES = re.compile(rb'(?<=<a )([^>]*?)\bhref="(?!#|[a-z]+:)[^"]*"')
MADE = re.compile(rb"(/(?:CreationDate|ModDate) ?\(D:)\d{14}[+-]\d\d'\d\d'")


class PrintingError(Exception):
    """No PDF was made; the message says why, in a sentence."""


def browser() -> str:
    """Return the program to print with.

    Raises:
        PrintingError: when there is none.
    """
    chosen = os.environ.get(VARIABLE, "").strip()
    if chosen:
        if found := shutil.which(chosen):
            return found
        raise PrintingError(f"{VARIABLE} names '{chosen}', which is no program here")
    found = next(_browsers(), None)
    if found is None:
        raise PrintingError(
            "there is no Chromium, Chrome or Edge to print with; install one, or name it in the variable"
            f" {VARIABLE}, or print index.html from any browser: it fills exactly two sides"
        )
    return found


def print_pdf(page: Path, out: Path, day: date) -> Path:
    """Print a page into a file dated so, which is put in its place once it is whole, and return that file.

    Raises:
        PrintingError: when there is no browser, or it does not print.
        OSError: when the page cannot be read, or the file cannot be written.
    """
    program = browser()
    with _alone(page) as alone:
        return _print(program, alone, out, day)


@contextmanager
def _alone(page: Path) -> Iterator[Path]:
    """Give a copy of a page beside it, for as long as it is printed, whose links to other pages are plain text."""
    text = OTHER_PAGES.sub(rb"\1", page.read_bytes())
    with tempfile.NamedTemporaryFile(dir=page.parent, prefix=".print-", suffix=".html", delete=False) as copy:
        copy.write(text)
    try:
        yield Path(copy.name)
    finally:
        Path(copy.name).unlink()


def _print(program: str, page: Path, out: Path, day: date) -> Path:
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".pdf-") as name:
        made = Path(name) / out.name
        failed = ""
        for cage in ((), (UNCAGED,)):
            failed = _run([program, *QUIET, *cage, f"--user-data-dir={name}/profile", f"--print-to-pdf={made}",
                           page.resolve().as_uri()])  # fmt: skip
            if made.is_file() and made.stat().st_size:
                made.write_bytes(_dated(made.read_bytes(), day))
                made.chmod(0o644)
                made.replace(out)
                return out
    raise PrintingError(f"'{program}' did not print the page{f': {failed}' if failed else ''}")


def _dated(pdf: bytes, day: date) -> bytes:
    """Return a PDF that says it was made on a day; each byte stays at its place, which is written down at the end."""
    return MADE.sub(rb"\g<1>" + f"{day:%Y%m%d}000000+00'00'".encode(), pdf)


def _browsers() -> Iterator[str]:
    yield from (found for name in NAMES if (found := shutil.which(name)))
    yield from (place for place in ELSEWHERE if Path(place).is_file())


def _run(command: list[str]) -> str:
    """Run a browser; return the last line that it said, which tells why when nothing was printed."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, text=True, errors="replace")  # noqa: S603 - a program of the user's own
    except subprocess.TimeoutExpired:
        return f"it was not done after {SECONDS} seconds"
    except OSError as error:
        return error.strerror or str(error)
    lines = [each.strip() for each in done.stderr.splitlines() if each.strip()]
    return lines[-1][:200] if lines else f"it ended with code {done.returncode}"
