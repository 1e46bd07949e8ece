"""The documentation as a site: it builds without a warning, and works from a disk without asking for anything."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from tests.docs.conftest import DOCS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CONFIG = DOCS / "site" / "mkdocs.yml"
LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href", "object": "data"}
LOADED_LINKS = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "manifest", "modulepreload"}
ELSEWHERE = re.compile(r"^\s*(https?:)?//", re.IGNORECASE)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-f", CONFIG, "--site-dir", folder],
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return folder


class Loads(HTMLParser):
    """Collects the addresses that a page loads by itself; where its links lead is another matter."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "link" and not LOADED_LINKS & set((said.get("rel") or "").split()):
            return
        self.found += [said[name] or "" for name in (LOADS.get(tag, ""), "srcset", "poster") if name in said]
        self.found += re.findall(r"url\(['\"]?([^'\")]+)", said.get("style") or "")


def loaded_by(page: Path) -> list[str]:
    parser = Loads()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser.found


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 80
    loaded = {page.relative_to(site).as_posix(): loaded_by(page) for page in pages}
    assert min(map(len, loaded.values())) >= 4
    assert [(page, each) for page, found in loaded.items() for each in found if ELSEWHERE.match(each)] == []


def test_no_style_sheet_or_picture_loads_anything_from_elsewhere(site: Path) -> None:
    files = [*site.rglob("*.css"), *site.glob("pictures/*.svg")]
    assert len(files) >= 4
    for file in files:
        text = file.read_text(encoding="utf-8")
        asked = re.findall(r"(?:url\(|@import\s*)['\"]?([^'\")\s]+)", text) + re.findall(r"href=\"([^\"]+)", text)
        assert [each for each in asked if ELSEWHERE.match(each)] == [], file.name


def test_what_would_load_from_elsewhere_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<a href="https://fine.example"></a><link rel="canonical" href="https://fine.example">'
        '<script src="https://bad.example/a.js"></script><link rel="stylesheet" href="//bad.example/a.css">'
        '<p style="background: url(http://bad.example/a.png)">'
    )
    assert sum(bool(ELSEWHERE.match(each)) for each in loaded_by(page)) == 3


def test_every_page_of_the_folder_is_in_the_site_and_nothing_that_makes_them(site: Path) -> None:
    made = {path.relative_to(site).with_suffix(".md").as_posix() for path in site.rglob("*.html")}
    assert {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} <= made
    assert {"sample.md", "templates.md", "contributing.md", "changelog.md"} <= made
    assert not any((site / name).exists() for name in ("making", "site", "generate.py", "coverage.yaml"))


def test_every_heading_is_one_and_no_block_is_left_open(site: Path) -> None:
    for source in DOCS.rglob("*.md"):
        text = re.sub(r"^```.*?^```$", "", source.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        page = (site / source.relative_to(DOCS)).with_suffix(".html").read_text(encoding="utf-8")
        assert page.count("<h2 id=") == len(re.findall(r"^## ", text, re.MULTILINE)), source.name
        assert "```" not in page, source.name


def test_links_out_of_the_folder_lead_to_the_pages_made_of_their_targets(site: Path) -> None:
    assert 'href="../sample.html"' in (site / "tutorials" / "tech-lead.html").read_text(encoding="utf-8")
    assert 'href="templates.html"' in (site / "settings.html").read_text(encoding="utf-8")
    assert 'href="extend.html"' in (site / "contributing.html").read_text(encoding="utf-8")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    yield opened
    context.close()


def test_search_works_from_a_disk_and_no_request_leaves_the_page(site: Path, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "index.html").as_uri())
    page.locator("iframe[title=search]").wait_for(state="attached", timeout=60_000)  # it takes the place of a worker
    page.locator("input.md-search__input").click(force=True)
    page.locator("input.md-search__input").press_sequentially("concept drift")
    first = page.locator(".md-search-result__item a").first
    first.wait_for(state="attached", timeout=60_000)
    assert "unmonitored-concept-drift" in (first.get_attribute("href") or "")
    assert len(asked) > 5
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_pages_fit_the_screen(site: Path, browser: Browser, width: int, scheme: Literal["dark", "light"]) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    for name in ("index", "tutorials/manager", "model", "inventory"):
        page.goto((site / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    shade = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", shade)[:3])) < 200) == (scheme == "dark"), shade
    context.close()
