"""Pages as people meet them: on a desk and on a telephone, in light and dark, on paper, without script, by keyboard."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from debtaudit import flow
from debtaudit.domain.audit import Audit, Support
from debtaudit.domain.settings import Look
from debtaudit.inventory import load
from debtaudit.ledger.files import folder_of, read_all
from debtaudit.ledger.review import Review, review
from debtaudit.report import pages, write_site
from tests.report.example import AS_OF, INTENT, TONE, accepted, asset_of, audit_of, company, debt_of, item, reaching

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = ("index", "kpi", "quarter", "backlog", "teams", "map", "method", "item", "team", "debt")
"""Every kind of page; of those that are there many times, the one that stands first in its folder."""
WIDTHS = (1280, 390)
PAPER = 703
"""Pixels between the margins of A4."""
LONG = "A department whose name is as long as the day on which somebody made it up and wrote it down"


def crowded() -> Audit:
    """Everything at its longest: what a page must still hold."""
    text = "Look at all of its incidents together with whoever was there, and name the common cause of them all"
    debts = [
        debt_of(f"debt-{number}", fix=text, waits=text + ", before the season begins once more", name=LONG)
        for number in range(9)
    ]
    models = [asset_of(f"model-{number}", name=f"{LONG} {number}", owner=f"{number}{LONG}") for number in range(9)]
    names = [f"model-{number}" for number in range(9)]
    ways = [reaching(*names[: number + 1], weight=0.9 / number) for number in range(2, 9)]
    items = [
        item(debt, model, systems=ways if model is models[0] else (), message=text + text)
        for debt, model in zip(debts, models, strict=True)
    ]
    aside = [accepted(item(debt, models[place - 1]), by=LONG) for place, debt in enumerate(debts)]
    gaps = [(debt.slug, model) for debt in debts for model in models]
    rests = tuple(Support(model, 9) for model in models)
    return audit_of(*items, *aside, gaps=gaps, assets=models, headline=f"{LONG} {LONG}", supports=rests)


def foreign() -> Audit:
    """Names in scripts that are as wide as they are high, that run from right to left, and that never break."""
    names = (
        "订单意图识别模型的第二个版本在所有市场" * 3,
        "نموذج التعرف على نية الطلب " * 4,
        "Kundenzufriedenheitsprognosemodell" * 3,
    )
    debts = [debt_of(f"debt-{number}", fix=name, waits=name, name=name) for number, name in enumerate(names * 3)]
    models = [asset_of(f"model-{number}", name=name, owner=name) for number, name in enumerate(names * 3)]
    pairs = tuple(zip(debts, models, strict=True))
    aside = [accepted(item(debt, models[place - 1]), by=names[0]) for place, debt in enumerate(debts)]
    gaps = [(debt.slug, model) for debt, model in pairs]
    return audit_of(*(item(debt, model, message=debt.name) for debt, model in pairs), *aside, gaps=gaps, assets=models)


def sample() -> Audit:
    return flow.audit(load(Path(__file__).parents[2] / "sample_inventory"), AS_OF)


@cache
def quarter() -> Review:
    """Return the sample's quarter, with the five before it."""
    earlier, _problems = read_all(folder_of(Path(__file__).parents[2] / "sample_inventory"))
    return review(sample(), earlier, {})


AUDITS: dict[str, Callable[[], Audit]] = {
    "company": company,
    "crowded": crowded,
    "sample": sample,
    "empty": audit_of,
    "one": lambda: audit_of(item("glue-code", INTENT)),
}
LATER: dict[str, Callable[[], Audit]] = {
    "crowded": crowded, "foreign": foreign, "empty": audit_of, "one": AUDITS["one"],
    "without money": lambda: replace(crowded(), money_known=False),
}  # fmt: skip
"""Audits whose board has an earlier quarter to compare with, and so the most sections."""


@pytest.fixture(scope="module", params=AUDITS)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(str(request.param))
    reviewed = quarter() if request.param == "sample" else None
    write_site(reviewed.audit if reviewed else AUDITS[str(request.param)](), folder, review=reviewed)
    return folder


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("usual")
    write_site(company(), folder, review=replace(quarter(), audit=company()))
    return folder


def address(site: Path, name: str) -> str:
    """Return where a page lies; one of a kind that this site has none of is skipped."""
    found = [site / f"{name}.html"] if (site / f"{name}.html").is_file() else sorted(site.glob(f"{name}/*.html"))
    if not found:
        pytest.skip(f"this site has no page {name}")
    return found[0].as_uri()


def opened(browser: Browser, site: Path, name: str, width: int = 1280, **settings: object) -> Page:
    """Open a page, with every message and request that leaves it noted on the way."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **settings)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url))
    page.goto(address(site, name))
    assert said == [page.url], said
    return page


@pytest.fixture
def closing(browser: Browser) -> Iterator[None]:
    yield
    for context in browser.contexts:
        context.close()


pytestmark = pytest.mark.usefixtures("closing")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_complain_of(browser: Browser, usual: Path, name: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy

    page = opened(browser, usual, name, color_scheme=scheme, bypass_csp=True)
    page.evaluate("[...document.querySelectorAll('details')].slice(0, 3).forEach(each => { each.open = true })")
    for width in (1280, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page)
        assert found.violations_count == 0, (width, found.generate_report())
    if scheme == "light":
        page.emulate_media(media="print")
        page.set_viewport_size({"width": PAPER, "height": 900})
        found = Axe().run(page)
        assert found.violations_count == 0, ("print", found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= PAPER


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_quiet_asks_for_nothing_and_never_has_to_be_pushed_sideways(
    browser: Browser, site: Path, name: str
) -> None:
    page = opened(browser, site, name)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    for width in (1280, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_the_board_page_prints_to_exactly_two_sides_of_a4(browser: Browser, site: Path) -> None:
    pdf = opened(browser, site, "index").pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2
    boxes = {tuple(float(each) for each in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", pdf)}
    assert {(round(right), round(top)) for _, _, right, top in boxes} == {(595, 842)}


@pytest.mark.parametrize("name", LATER)
def test_the_board_prints_to_two_sides_in_a_later_quarter_too(browser: Browser, tmp_path: Path, name: str) -> None:
    audit = LATER[name]()
    page_text = pages(audit, review=replace(quarter(), audit=audit))["index.html"]
    assert len(page_text.encode()) <= 150_000
    (tmp_path / "index.html").write_text(page_text, "utf-8")
    page = opened(browser, tmp_path, "index")
    for width in (1280, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2


@pytest.mark.parametrize("width", [1280, 900, 768])
def test_what_to_do_has_the_widest_column(browser: Browser, usual: Path, width: int) -> None:
    page = opened(browser, usual, "index", width)
    wide = page.evaluate("[...document.querySelectorAll('.ask thead th')].map(each => each.offsetWidth)")
    assert max(wide) == wide[1] > width * 0.28


def test_everything_can_be_read_without_javascript(browser: Browser, usual: Path) -> None:
    page = opened(browser, usual, "index", java_script_enabled=False)
    text = page.locator("main").inner_text()
    assert "Order intent causes two fifths of what our AI debt costs us." in text
    assert "Five decisions to take" in text and "What we accept for now" in text


@pytest.mark.parametrize("width", WIDTHS)
def test_each_width_gets_one_picture_and_not_both(browser: Browser, usual: Path, width: int) -> None:
    page = opened(browser, usual, "index", width)
    for figure in page.locator("figure").all():
        assert [each.is_visible() for each in figure.locator("svg").all()] == [width > 736, width <= 736]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_lettering_of_a_picture_lies_on_other_lettering(browser: Browser, site: Path, width: int) -> None:
    page = opened(browser, site, "index", width)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width).map(svg =>
             [...svg.querySelectorAll('text')].map(text => {
               const box = text.getBoundingClientRect(), whole = svg.getBoundingClientRect();
               return [text.textContent, box.left, box.top, box.right, box.bottom, whole.left, whole.right];
             }))"""
    )
    for picture in boxes:
        for place, (words, left, top, right, bottom, start, end) in enumerate(picture):
            assert start - 1 <= left and right <= end + 1, words
            for other, x1, y1, x2, y2, *_ in picture[place + 1 :]:
                across, down = min(right, x2) - max(left, x1), min(bottom, y2) - max(top, y1)
                assert across <= 0.5 or down <= 2.5, (words, other)


def test_a_decision_leads_to_its_explanation_and_on_from_there(browser: Browser, usual: Path) -> None:
    page = opened(browser, usual, "index")
    page.get_by_role("link", name="Join predictions with their outcomes").click()
    assert page.url.endswith("item/concept-drift@order-intent.html")
    assert page.get_by_text("Nobody compares its decisions with what happened.").first.is_visible()
    page.get_by_role("link", name="what this debt is").click()
    assert page.url.endswith("debt/concept-drift.html")
    page.go_back()
    page.get_by_role("link", name="Conversations").first.click()
    assert page.url.endswith("team/conversations.html")


def wait_until(page: Page, holds: str) -> None:
    """Ask again and again from outside: the page's own policy forbids what a browser would have to evaluate inside."""
    for _ in range(200):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    raise AssertionError(holds)


class TestTheBacklog:
    def titles(self, page: Page) -> list[str]:
        rows = page.locator(".ranking tbody tr:visible th[scope=row] a")
        return [str(each.text_content()) for each in rows.all()]

    def test_it_is_whole_and_in_order_without_a_script_and_shows_no_dead_tools(
        self, browser: Browser, usual: Path
    ) -> None:
        page = opened(browser, usual, "backlog", java_script_enabled=False)
        assert [each.split()[0] for each in self.titles(page)][:3] == ["Unmonitored", "Late", "Hotspot"]
        assert len(self.titles(page)) == 14
        assert not page.locator(".tools").is_visible() and page.locator(".ranking button").count() == 0

    def test_it_can_be_searched_narrowed_and_shown_whole_again(self, browser: Browser, usual: Path) -> None:
        page = opened(browser, usual, "backlog")
        page.keyboard.press("/")
        page.keyboard.type("tone stale")
        assert self.titles(page) == ["Stale tests"]
        assert page.locator(".tools output").text_content() == "1 of 14 debts"
        page.get_by_role("searchbox").fill("")
        page.get_by_label("Lane").select_option("Accepted")
        page.get_by_label("Kind").select_option("system")
        assert self.titles(page) == ["Old exports"]
        page.get_by_role("searchbox").fill("nothing is called like this")
        assert self.titles(page) == [] and page.get_by_text("Nothing matches").is_visible()
        page.get_by_role("button", name="Show all").click()
        wait_until(page, "document.querySelector('.tools output').value === '14 debts'")
        assert len(self.titles(page)) == 14

    def test_it_is_sorted_by_keyboard_and_says_so(self, browser: Browser, usual: Path) -> None:
        page = opened(browser, usual, "backlog")
        head = page.get_by_role("columnheader", name="Repair")
        head.get_by_role("button").focus()
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == "descending" and self.titles(page)[0] == "Glue code"
        assert not page.locator(".ranking tr.lane").first.is_visible()
        page.keyboard.press("Space")
        assert head.get_attribute("aria-sort") == "ascending" and self.titles(page)[0] == "Opaque model"
        page.get_by_role("columnheader", name="Rank").get_by_role("button").click()
        assert self.titles(page)[0] == "Unmonitored concept drift"
        assert page.locator(".ranking tr.lane").first.is_visible()

    def test_what_it_is_narrowed_to_is_in_its_address(self, browser: Browser, usual: Path) -> None:
        page = opened(browser, usual, "backlog")
        page.get_by_label("Team").select_option("Data Platform")
        shown, address_ = self.titles(page), page.url
        again = opened(browser, usual, "backlog")
        again.goto(address_)
        again.reload()
        assert self.titles(again) == shown and 0 < len(shown) < 14


class TestTheMap:
    def test_every_asset_is_told_without_a_script(self, browser: Browser, usual: Path) -> None:
        page = opened(browser, usual, "map", java_script_enabled=False)
        row = page.locator("#asset-tone")
        assert "Nightly chat-order join" in row.inner_text() and "seller-inbox" not in row.inner_text()
        assert "Seller inbox" in row.inner_text()
        assert not page.locator(".finder").is_visible() and not page.locator(".near").is_visible()

    def test_an_asset_is_found_and_its_neighbourhood_walked_by_keyboard(self, browser: Browser, usual: Path) -> None:
        page = opened(browser, usual, "map")
        page.get_by_role("searchbox").fill("nightly")
        page.keyboard.press("Enter")
        here = "document.activeElement.getAttribute('aria-label').split(',')[0]"
        wait_until(page, "document.activeElement.closest('.stage')")
        assert page.evaluate(here) == "Nightly chat-order join"
        assert "3 upstream, 2 downstream" in str(page.locator(".near [role=status]").text_content())
        page.keyboard.press("ArrowRight")
        assert page.evaluate(here) == "Tone of a message"
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        assert page.evaluate(here) == "chat-messages"
        page.keyboard.press("Enter")
        wait_until(page, "document.querySelector('#near').textContent === 'chat-messages'")
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.name") == "q"

    def test_an_address_with_an_asset_opens_its_neighbourhood(self, browser: Browser, usual: Path) -> None:
        page = opened(browser, usual, "item")
        page.get_by_role("link", name="on the map").first.click()
        page.wait_for_selector(".near h2")
        assert page.locator(".stage svg a").count() > 0

    def test_on_a_telephone_the_neighbourhood_is_a_list(self, browser: Browser, usual: Path) -> None:
        page = opened(browser, usual, "map", 390)
        page.goto(f"{page.url}#asset-tone")
        assert page.locator(".flows li").count() > 3 and not page.locator(".stage").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_board_page_prints_to_two_sides_of_letter_too(browser: Browser, site: Path) -> None:
    pdf = opened(browser, site, "index").pdf(format="Letter", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_companys_logo_colour_and_name_are_seen(browser: Browser, tmp_path: Path, scheme: str) -> None:
    logo = b64encode(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30"/></svg>'
    )
    look = Look("Merrowline Group", f"data:image/svg+xml;base64,{logo.decode()}", "#ffd400")
    write_site(replace(company(), look=look), tmp_path)
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    assert "Merrowline Group" in page.locator("header").inner_text()
    assert page.evaluate("document.querySelector('header img').naturalWidth") == 90
    bar = page.evaluate("getComputedStyle(document.querySelector('rect.series-1')).fill")
    red, green, blue = (int(each) for each in re.findall(r"\d+", bar))
    assert red > blue + 60 and green > blue + 60, "yellow, as far as it can be seen"
    for element, what in (
        ("main a", "color"),
        (".mast", "borderBottomColor"),
        (".end", "borderTopColor"),
        ("[aria-current]", "color"),
    ):
        assert page.evaluate(f"getComputedStyle(document.querySelector('{element}')).{what}") == bar, element
    elsewhere = page.evaluate("getComputedStyle(document.querySelector('nav a:not([aria-current])')).color")
    assert elsewhere == page.evaluate("getComputedStyle(document.querySelector('.lead')).color"), "only one is current"


def test_a_name_that_turns_writing_round_turns_nothing_else(browser: Browser, tmp_path: Path) -> None:
    turned = asset_of("model-1", name="\N{RIGHT-TO-LEFT OVERRIDE}evil")
    write_site(audit_of(item("glue-code", turned), item("b", TONE, "later")), tmp_path)
    page = opened(browser, tmp_path, "index")
    places = page.evaluate(
        """() => {
             const range = document.createRange(), after = document.querySelector('h1').lastChild;
             return [1, 2].map(place => {
               range.setStart(after, place);
               range.setEnd(after, place + 1);
               return range.getBoundingClientRect().left;
             });
           }"""
    )
    assert places[0] < places[1]
