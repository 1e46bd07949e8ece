"""The form as people meet it: a file on a disk, in a real browser, by keyboard, on a telephone, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from debtaudit.inventory import load, loads
from tests.cli.conftest import DAY, run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SHOP = """\
teams: [{id: chat}]
systems: [{id: order-chat, owner: chat, criticality: 5, customer_facing: yes, calls: [intent]}]
models:
  - {id: intent, owner: chat, system: order-chat, status: production, family: tree, trains_on: [labels],
     name: "Order <b>intent</b> </script> & more", monitoring: {data_drift: none}}
datasets: [{id: labels, owner: chat}]
pipelines: [{id: nightly, owner: chat, writes: [labels]}]
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "all.yaml").write_text(SHOP)
    return folder


@pytest.fixture
def form(shop: Path) -> Path:
    target = shop.parent / "form.html"
    assert run("audit", "intent", shop, "--form", target, "--as-of", DAY).code == 0
    return target


@pytest.fixture(params=[(1280, "light"), (390, "light"), (390, "dark"), (1280, "dark")], ids=str)
def page(request: pytest.FixtureRequest, browser: Browser, form: Path) -> Iterator[Page]:
    yield from opened(browser, form, *request.param)


def opened(browser: Browser, form: Path, width: int = 1280, scheme: Any = "light") -> Iterator[Page]:
    """Open the page; a request, an error or a broken policy fails the test."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab, wrong = context.new_page(), []
    tab.on("request", lambda each: wrong.append(each.url) if not each.url.startswith(("file:", "blob:")) else None)
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda each: wrong.append(each.text) if each.type in {"error", "warning"} else None)
    tab.goto(form.as_uri())
    yield tab
    assert not wrong
    context.close()


@pytest.fixture
def tab(browser: Browser, form: Path) -> Iterator[Page]:
    yield from opened(browser, form)


def field(page: Page, question: str) -> Any:
    return page.locator(f"fieldset[data-question={question}]")


def progress(page: Page) -> str:
    return page.locator("#progress").inner_text()


def downloaded(page: Page, into: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the answers file").click()
    target = into / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


def test_there_is_nothing_that_axe_objects_to(page: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # noqa: PLC0415 - browser only

    field(page, "q-rebuild").locator("input[value='1']").check()
    field(page, "q-owner").locator("input[value='n/a']").check()
    page.get_by_role("button", name="Download the answers file").click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_nothing_is_cut_or_hangs_out_at_the_side(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    small = page.evaluate(
        "[...document.querySelectorAll('label.choice, button:not([hidden])')].filter(e => e.offsetParent)"
        ".filter(e => e.getBoundingClientRect().height < 24).length"
    )
    assert small == 0


def test_names_are_shown_as_they_are_and_run_nothing(tab: Page) -> None:
    assert tab.locator("h1").inner_text() == "Questions about Order <b>intent</b> </script> & more"


def test_an_answer_moves_progress_and_brings_up_what_follows(tab: Page) -> None:
    before = progress(tab)
    assert before.startswith("0 of ")
    assert not field(tab, "q-upstream-notice").is_visible()
    field(tab, "q-entanglement").locator("input[value='0']").check()
    assert field(tab, "q-upstream-notice").is_visible()
    assert progress(tab).startswith("1 of ") and progress(tab) != before
    field(tab, "q-entanglement").locator("input[value='3']").check()
    assert not field(tab, "q-upstream-notice").is_visible()


def test_a_draft_outlives_the_page_and_can_be_forgotten(tab: Page, form: Path) -> None:
    tab.get_by_label("Your name").fill("Ann Lee")
    field(tab, "q-rebuild").locator("input[value='2']").check()
    field(tab, "q-rebuild").get_by_text("Add a link or a note").click()
    field(tab, "q-rebuild").get_by_role("textbox", name="Note").fill("by hand")
    tab.goto("about:blank")
    tab.goto(form.as_uri())
    assert tab.get_by_label("Your name").input_value() == "Ann Lee"
    assert field(tab, "q-rebuild").locator("input[value='2']").is_checked()
    assert field(tab, "q-rebuild").get_by_role("textbox", name="Note").input_value() == "by hand"
    tab.get_by_role("button", name="Forget").click()
    tab.goto("about:blank")
    tab.goto(form.as_uri())
    assert tab.get_by_label("Your name").input_value() == ""


def test_it_works_where_the_browser_keeps_nothing(browser: Browser, form: Path) -> None:
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied'); }})")
    page = context.new_page()
    page.goto(form.as_uri())
    field(page, "q-rebuild").locator("input[value='2']").check()
    assert progress(page).startswith("1 of ")
    assert "keeps no draft" in page.locator("#kept").inner_text()
    context.close()


def test_the_file_is_taken_in_once_with_who_and_when(tab: Page, shop: Path, tmp_path: Path) -> None:
    tab.get_by_label("Your name").fill('Ann: "Lee" #1')
    field(tab, "q-rebuild").locator("input[value='3']").check()
    field(tab, "q-rebuild").get_by_label("Link or path").fill("https://wiki/x?a=1&b={2}")
    field(tab, "q-rebuild").get_by_role("textbox", name="Note").fill('it\'s: "- {a}" \\ € \u2028 end')
    field(tab, "q-owner").locator("input[value='unknown']").check()
    field(tab, "q-owner").get_by_label("Who would know?").fill("Bo")
    field(tab, "q-tuning").locator("input[value='n/a']").check()
    field(tab, "q-tuning").get_by_label("Why not?").fill("bought")
    field(tab, "q-label-delay").get_by_label("A number, days").fill("30")
    made = downloaded(tab, tmp_path)
    read = loads(made.read_text(encoding="utf-8"))
    assert not read.problems or all(each.code == "no-such-asset" for each in read.problems)
    far = "2099-01-01"
    first = run("audit", shop, "--answers", made, "--as-of", far)
    assert first.code == 0, first.err
    assert "4 new answers" in first.err
    kept = {each.question: each for each in load(shop).answers}
    assert kept["q-rebuild"].level == "3" and kept["q-rebuild"].by == 'Ann: "Lee" #1'
    assert kept["q-rebuild"].evidence == "https://wiki/x?a=1&b={2}"
    assert str(kept["q-rebuild"].note).startswith('it\'s: "- {a}" \\ €')
    assert (kept["q-owner"].level, kept["q-owner"].note) == ("unknown", "would know: Bo")
    assert (kept["q-tuning"].level, kept["q-tuning"].note) == ("n/a", "bought")
    assert kept["q-label-delay"].value == 30
    before = (shop / "answers" / "audit-chat.yaml").read_bytes()
    again = run("audit", shop, "--answers", made, "--as-of", far)
    assert "0 new answers, 4 were known already" in again.err
    assert (shop / "answers" / "audit-chat.yaml").read_bytes() == before


def test_what_is_missing_is_told_and_gets_the_focus(tab: Page) -> None:
    download = tab.get_by_role("button", name="Download the answers file")
    download.click()
    assert "There is no answer yet" in tab.locator("#wrong").inner_text()
    field(tab, "q-owner").locator("input[value='n/a']").check()
    download.click()
    assert "2 fields need a look" in tab.locator("#wrong").inner_text()
    assert tab.evaluate("document.activeElement.id") == "by"
    tab.keyboard.type("Ann")
    download.click()
    assert "reason" in str(tab.evaluate("document.activeElement.id"))


def test_the_whole_form_can_be_filled_in_by_keyboard_alone(tab: Page, tmp_path: Path) -> None:
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "To the questions"
    tab.keyboard.press("Tab")
    tab.keyboard.type("Ann")
    answered: set[str] = set()
    for _ in range(400):
        tab.keyboard.press("Tab")
        here = tab.evaluate(
            "(() => { const e = document.activeElement; const f = e.closest('fieldset');"
            " return [e.type || e.tagName, f ? f.id : '', e.id, e.value || '']; })()"
        )
        if here[2] == "download":
            break
        if here[0] == "radio" and here[1] not in answered:
            tab.keyboard.press("Space")
            if here[3] == "0":  # a question with levels: on to the next of them
                tab.keyboard.press("ArrowDown")
            answered.add(here[1])
    else:
        pytest.fail("the download was never reached")
    done, _, of = progress(tab).split()[:3]
    assert done == of
    with tab.expect_download() as waiting:
        tab.keyboard.press("Enter")
    waiting.value.save_as(tmp_path / "made.yaml")
    assert len(loads((tmp_path / "made.yaml").read_text()).answers) == int(done)


def test_enter_in_a_line_does_not_end_the_interview(tab: Page) -> None:
    tab.get_by_label("Your name").fill("Ann")
    tab.get_by_label("Your name").press("Enter")
    assert tab.locator("#wrong").inner_text() == ""


def test_without_script_the_page_says_what_to_do(browser: Browser, form: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(form.as_uri())
    assert "debtaudit audit --sheet" in page.locator("noscript").inner_text()
    context.close()


def test_the_same_inventory_gives_the_same_page(shop: Path, form: Path) -> None:
    other = form.with_name("other.html")
    run("audit", "intent", shop, "--form", other, "--as-of", DAY)
    assert other.read_text().replace("answers-other", "answers-form") == form.read_text()


def test_only_its_own_style_and_script_may_run(form: Path) -> None:
    policy = form.read_text().partition('Content-Security-Policy" content="')[2].partition('"')[0]
    assert policy.startswith("default-src &#39;none&#39;") and "unsafe" not in policy and "http" not in policy
