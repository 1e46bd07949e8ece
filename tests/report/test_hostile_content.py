"""Whatever stands in an inventory runs nothing, asks for nothing, turns nothing round and pushes nothing aside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from debtaudit import flow
from debtaudit.domain.audit import Audit
from debtaudit.domain.settings import Look, Settings
from debtaudit.inventory import load
from debtaudit.inventory.write import dump
from debtaudit.report import files, write_site
from tests.report.payloads import PAYLOADS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

AS_OF = date(2026, 9, 30)
HUGE = "<b>" * 20_000 + "W" * 40_000
WHOLE = ("index", "backlog", "teams", "map", "method")


def described(number: int, text: str) -> dict[str, object]:
    """Return a model and all that hangs on it, in whose every field of free text the same is written."""
    told = {"name": text, "description": text, "repository": text, "notes": text, "url": text, "tags": [text]}
    model, team = f"model-{number}", f"team-{number}"
    return {
        "teams": [{"id": team, "name": text, "roles": [text], "contact": text, "members": 3}],
        "models": [{
            "id": model, "owner": team, "system": "shop", "status": "production", "family": "tree", "task": text,
            "version": text, "output_semantics": text, "isolation": text, "maintainers": [text],
            "monitoring": {"quality": {"level": "none", "alert_route": text}},
            "thresholds": [{"name": text, "value": 0.5, "method": "fixed", "set_at": "2020-01-01"}],
            "trains_on": [f"data-{number}"], **told,
        }],
        "datasets": [{"id": f"data-{number}", "owner": team, "snapshot_policy": text, "schema": text,
                      "label_process": text, "not_applicable": {"validation": text}, **told}],
        "incidents": [{"id": f"inc-{number}", "title": text, "assets": [model], "url": text, "repeat_of": text,
                       "detected_at": "2026-07-01T10:00:00Z", "detected_by": "customer"}],
        "estimates": [{"finding": f"fixed-threshold@{model}", "low": 1, "likely": 2, "high": 3, "by": text}],
        "decisions": [
            {"finding": f"fixed-threshold@{model}", "state": "accepted", "reason": text, "owner": text,
             "approver": text + "!", "decided_at": "2026-09-01", "expires_at": "2026-12-01", "ticket": text},
            {"finding": f"unmonitored-concept-drift@{model}", "state": "planned", "reason": text, "ticket": text},
        ],
        "answers": [{"question": "q-live-quality", "asset": model, "level": "0", "by": text, "note": text,
                     "evidence": text, "at": "2026-09-01"}],
    }  # fmt: skip


def hostile(folder: Path, texts: tuple[str, ...], whole: str = "Merrowline") -> Audit:
    """Write an inventory with all of these, and return its audit."""
    shop = {
        "id": "shop",
        "revenue_per_day": 9000,
        "users_per_day": 90,
        "criticality": 4,
        "name": whole,
        "platform": whole,
    }
    head = {
        "organisation": {"name": whole, "currency": "EUR", "engineer_day_cost": 700.0, "shared_dashboard": whole},
        "systems": [shop],
    }
    (folder / "head.yaml").write_text(dump(head), "utf-8")
    for number, text in enumerate(texts):
        (folder / f"part-{number}.yaml").write_text(dump(described(number, text)), "utf-8")
    inventory = load(folder)
    assert not [each for each in inventory.problems if each.level == "error"], inventory.problems[:3]
    return flow.audit(
        inventory, AS_OF, Settings(headline=whole if whole != "Merrowline" else "", look=Look(name=whole))
    )


class Watched:
    """A page with all that it does noted: what it says, asks for, opens or runs into."""

    def __init__(self, browser: Browser, width: int = 390) -> None:
        self.page: Page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
        self.done: list[str] = []
        self.page.on("console", lambda message: self.done.append(f"says {message.text}"))
        self.page.on("pageerror", lambda error: self.done.append(f"fails {error}"))
        self.page.on("dialog", self._dismiss)
        self.page.on("request", lambda request: self.done.append(f"asks for {request.url}"))
        self.page.on("popup", lambda page: self.done.append(f"pops up {page.url}"))

    def _dismiss(self, dialog: Dialog) -> None:
        self.done.append(f"opens {dialog.message}")
        dialog.dismiss()

    def visits(self, file: Path) -> None:
        """Open a file; the file itself is all that may be asked for, and nothing may push it aside."""
        self.done.clear()
        self.page.goto(file.as_uri())
        self.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert self.done == [f"asks for {file.as_uri()}"], (file.name, self.done)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 390, file.name
        addresses = self.page.evaluate("[...document.querySelectorAll('a')].map(each => each.href)")
        assert all(each.startswith(("file:///", "https://", "http://")) for each in map(str, addresses))


@pytest.fixture
def closing(browser: Browser) -> Iterator[None]:
    yield
    for context in browser.contexts:
        context.close()


pytestmark = [pytest.mark.usefixtures("closing"), pytest.mark.slow]


def test_there_are_a_hundred_payloads_at_least() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 100


def test_every_payload_in_every_field_of_every_page(browser: Browser, tmp_path: Path) -> None:
    source, site = tmp_path / "inventory", tmp_path / "site"
    source.mkdir()
    audit = hostile(source, PAYLOADS)
    write_site(audit, site)
    watched = Watched(browser)
    for name in WHOLE:
        watched.visits(site / f"{name}.html")
    for kind in ("unmonitored-concept-drift@model-", "fixed-threshold@model-"):
        pages = sorted(site.glob(f"item/{kind}*.html"))
        assert len(pages) == len(PAYLOADS)
        for page in pages:
            watched.visits(page)
    for page in sorted(site.glob("team/team-*.html")):
        watched.visits(page)


def test_the_maps_script_draws_hostile_names_as_text(browser: Browser, tmp_path: Path) -> None:
    source, site = tmp_path / "inventory", tmp_path / "site"
    source.mkdir()
    write_site(hostile(source, PAYLOADS), site)
    watched = Watched(browser, 1280)
    watched.page.goto((site / "map.html").as_uri())
    for number in range(0, len(PAYLOADS), 5):
        watched.page.evaluate(f"location.hash = '#asset-model-{number}'")
        watched.page.wait_for_selector(f".near:not([hidden]) .stage a[data-id=asset-model-{number}]", state="attached")
    watched.page.get_by_role("searchbox").fill("<")
    assert watched.page.locator(".matches li").count() > 5
    assert not [each for each in watched.done if not each.startswith("asks for file:")], watched.done


@pytest.mark.parametrize("text", PAYLOADS[::11])
def test_payloads_in_the_names_of_the_whole(browser: Browser, tmp_path: Path, text: str) -> None:
    source, site = tmp_path / "inventory", tmp_path / "site"
    source.mkdir()
    audit = hostile(source, ("one",), whole=text)
    write_site(audit, site)
    watched = Watched(browser)
    for name in WHOLE:
        watched.visits(site / f"{name}.html")
    assert "50337" not in "".join(files(audit).values())  # 7 * 7191: no template language has read it


def test_texts_of_a_hundred_thousand_characters_keep_their_place(browser: Browser, tmp_path: Path) -> None:
    source, site = tmp_path / "inventory", tmp_path / "site"
    source.mkdir()
    audit = hostile(source, (HUGE, "b"), whole=HUGE)
    write_site(audit, site)
    watched = Watched(browser)
    for name in WHOLE:
        watched.visits(site / f"{name}.html")
    assert (site / "index.html").stat().st_size < 150_000
    watched.visits(site / "item" / "fixed-threshold@model-0.html")
    pdf = watched.page.goto((site / "index.html").as_uri()) and watched.page.pdf(prefer_css_page_size=True)
    assert pdf
