"""Takes the picture of the board's page anew: `make pictures`. Needs Chromium."""  # noqa: INP001

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from making.console import run
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT, LARGEST = 1040, 690, 150_000


def _main() -> int:
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        sys.stderr.write("no Chromium on this machine; on Debian: apt-get install chromium\n")
        return 1
    with TemporaryDirectory() as folder:
        sample = HERE.parent / "sample_inventory"
        code, said = run(f"debtaudit report '{sample}' --as-of 2026-09-30 --out '{folder}/site'")
        if code:
            sys.stderr.write(said)
            return code
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
            page.goto(f"file://{folder}/site/index.html")
            page.screenshot(path=HERE / "pictures" / "board.png")
            browser.close()
    size = (HERE / "pictures" / "board.png").stat().st_size
    sys.stdout.write(f"docs/pictures/board.png, {size / 1000:.0f} kB\n")
    return int(size > LARGEST)


if __name__ == "__main__":
    sys.exit(_main())
