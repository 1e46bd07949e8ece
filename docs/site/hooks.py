"""What mkdocs cannot do by itself: pages that lie outside of `docs/`, links to them, and the list of all debts."""  # noqa: INP001

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

Entry: TypeAlias = object
"""An entry of the navigation: a page, or a title with what is below it."""
ROOT = Path(__file__).parents[2]
OUTSIDE = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "sample_inventory/README.md": "sample.md",
    "templates/README.md": "templates.md",
}
"""Files of the repository that are pages too, and what they are called there."""
BESIDE = ("favicon.svg", "iframe-worker.js", "site.css")
"""Files that lie beside this one and are served."""
FENCE = re.compile(r"^(```\w+) .*$", re.MULTILINE)
"""The start of a block that says more than its language: that is for tests, and no block to Python's Markdown."""
LINK = re.compile(r"(\]\()([^)#\s]+)([^)]*\))")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put a page for each debt into the navigation."""
    config.nav = [_with_debts(part) for part in config.nav or ()]
    return config


def _with_debts(part: Entry) -> Entry:
    if part != {"Debts": "DEBTS"}:
        return part
    names = {path.name for path in (ROOT / "docs" / "debts").glob("*.md")} - {"index.md", "coverage.md"}
    return {"Debts": ["debts/index.md", *(f"debts/{name}" for name in sorted(names))]}


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add what lies outside of the folder of the pages."""
    for source, name in OUTSIDE.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        files.append(File.generated(config, name, content=_linked(text, source)))
    for name in BESIDE:
        files.append(File.generated(config, f"looks/{name}", abs_src_path=str(Path(__file__).with_name(name))))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let links that leave the folder of the pages lead to the page that is made of their target."""
    del config, files
    markdown = FENCE.sub(r"\1", markdown)
    if page.file.src_uri in OUTSIDE.values():
        return markdown  # done when it was read
    return _linked(markdown, f"docs/{page.file.src_uri}")


def _linked(text: str, source: str) -> str:
    """Write each link of a file of the repository as its page has to."""
    return LINK.sub(lambda found: f"{found[1]}{_target(found[2], source)}{found[3]}", text)


def _target(link: str, source: str) -> str:
    if re.match(r"[a-z]+:", link):
        return link
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source), link))
    page = OUTSIDE.get(path) or path.removeprefix("docs/")
    here = OUTSIDE.get(source) or source.removeprefix("docs/")
    return posixpath.relpath(page, posixpath.dirname(here) or ".")


def on_post_build(*, config: MkDocsConfig) -> None:
    """Leave out the pictures and scripts of the theme that no page asks for."""
    for path in _unused(Path(config.site_dir)):
        path.unlink()


def _unused(site: Path) -> Iterator[Path]:
    yield from site.rglob("*.map")
    yield from site.glob("sitemap.xml*")
