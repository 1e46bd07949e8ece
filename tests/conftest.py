"""What all tests share: how examples are drawn, and a browser for those that look at pages."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

# The same commit gets the same verdict everywhere; no example fails for being slow on a busy machine. To hunt for new
# counter-examples instead: HYPOTHESIS_PROFILE=search make test
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# Where a shell starts us in the background, Ctrl-C is ignored, and so it is by the programs that we start: those that
# are tested with it would never stop.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _disks_are_fast() -> Iterator[None]:
    """Wait for no disk: that only matters when the power fails, which no test here can make it do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _handle: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_width_is_wanted() -> Iterator[None]:
    """Write as wide as we do for everybody, whatever the shell of whoever runs the tests says."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COLUMNS", raising=False)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever uses the browser, so that -m 'not browser' leaves it out; begin with files that take long."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    long = {item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium. Without one the test is skipped; with CI=true it fails, lest it silently stop running."""
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up("no Chromium on this machine; on Debian: apt-get install chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only those who look at pages wait for it

    with sync_playwright() as playwright:
        # Containers seldom let Chromium build its sandbox, and the pages are our own.
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()
