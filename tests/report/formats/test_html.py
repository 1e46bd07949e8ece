"""Pages as text: escaped, closed to the outside, the same each time, built from templates that users may replace."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest
from jinja2 import UndefinedError

from debtaudit.domain.asset import Organisation
from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import NotRun
from debtaudit.domain.problem import Problem
from debtaudit.report import files, pages, write_site
from debtaudit.report.formats.html import folder
from tests.report.example import INTENT, accepted, asset_of, audit_of, company, debt_of, item, reaching

HOSTILE = [
    "<script>alert(1)</script>",
    "]]><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
    "\N{RIGHT-TO-LEFT OVERRIDE}drow\N{POP DIRECTIONAL FORMATTING}",
    "&amp;&lt;",
    "javascript:alert(1)",
    "</style><style>*{}",
]
SCRIPTED = {"backlog.html", "map.html"}
EMPTY = {"area", "br", "hr", "img", "input", "link", "meta"}


def hostile(text: str) -> Audit:
    """An audit in which everything that people write says the same."""
    model, system = asset_of("model-1", name=text, owner=text), asset_of("system-1", "system", name=text)
    debt = debt_of("glue-code", fix=text, waits=text)
    told = item(debt, model, message=text, systems=[reaching("model-1", "system-1")], notes=(text,))
    return audit_of(
        told, accepted(item(debt_of("old", fix=text), model), by=text), gaps=[("drift", model)], assets=[system],
        organisation=Organisation(name=text, currency="EUR"), headline=text,
        problems=(Problem("<b>.yaml", 1, 1, "warning", "odd", text, text),),
    )  # fmt: skip


class Tags(HTMLParser):
    """Collects tags and attributes, and checks that what opens is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(text: str) -> Tags:
    tags = Tags()
    tags.feed(text)
    assert not tags.open
    return tags


def arrives(page: str, address: str) -> tuple[str, str]:
    """Return where a link on a page leads: a file of the site, and a place in it."""
    target, _, fragment = address.partition("#")
    found = normpath(join(dirname(page), target)) if target else page
    return found, unquote(fragment)


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_an_inventory_says_adds_no_element_and_no_attribute(text: str) -> None:
    # the team that is called so has another address, so pages are compared in their order
    for page, harmless in zip(pages(hostile(text)).values(), pages(hostile("harmless words")).values(), strict=True):
        found, expected = parsed(page), parsed(harmless)
        # a name may take two lines in a picture, and so two elements of text; nothing else may differ
        assert [tag for tag in found.tags if tag != "text"] == [tag for tag in expected.tags if tag != "text"]
        assert {key for key, _ in found.attributes} == {key for key, _ in expected.attributes}


def test_no_element_has_a_style_a_script_or_a_handler_of_its_own() -> None:
    for name, page in pages(company()).items():
        found = parsed(page)
        assert found.tags.count("script") == (name in SCRIPTED) and found.tags.count("style") == 1
        assert not [key for key, _ in found.attributes if key == "style" or key.startswith("on")]


def test_nothing_is_fetched_and_no_address_leaves_the_site() -> None:
    site = pages(company())
    for name, page in site.items():
        found = parsed(page)
        assert not {"img", "link", "iframe", "object"} & set(found.tags)
        addresses = [value for key, value in found.attributes if key in ("href", "src")]
        assert addresses and {arrives(name, each)[0] for each in addresses} <= set(site)


def digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def test_the_policy_allows_exactly_the_style_and_the_script_inside() -> None:
    for name, page in pages(company()).items():
        style = page.partition("<style>")[2].partition("</style>")[0]
        script = page.partition("<script>")[2].partition("</script>")[0]
        allowed = f"default-src &#39;none&#39;; style-src &#39;sha256-{digest(style)}&#39;; "
        allowed += f"script-src &#39;sha256-{digest(script)}&#39;; " if name in SCRIPTED else ""
        assert f"{allowed}base-uri &#39;none&#39;; form-action &#39;none&#39;" in page
        assert "unsafe" not in page.partition("<title>")[0]


def test_every_id_is_there_once_and_every_link_inside_the_site_arrives() -> None:
    site = {name: parsed(page) for name, page in pages(company()).items()}
    ids = {name: [value for key, value in found.attributes if key == "id"] for name, found in site.items()}
    for name, found in site.items():
        assert len(ids[name]) == len(set(ids[name]))
        for key, value in found.attributes:
            if key == "href":
                target, fragment = arrives(name, value)
                assert target in ids and (not fragment or fragment in ids[target]), value


def test_the_same_audit_gives_the_same_bytes() -> None:
    assert pages(company()) == pages(company())


def test_the_site_is_written_whole_and_leaves_nothing_else(tmp_path: Path) -> None:
    site = tmp_path / "deep" / "site"
    index = write_site(company(), site)
    assert index == site / "index.html"
    written = {each.relative_to(site).as_posix(): each.read_text("utf-8") for each in site.rglob("*") if each.is_file()}
    assert written == dict(files(company()))
    assert index.stat().st_mode & 0o777 == 0o644


def test_a_page_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(company(), tmp_path)
    before, files = (tmp_path / "index.html").read_text("utf-8"), sorted(tmp_path.rglob("*"))

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_site(audit_of(item("glue-code", INTENT)), tmp_path)
    assert (tmp_path / "index.html").read_text("utf-8") == before
    assert sorted(tmp_path.rglob("*")) == files


def test_pages_of_what_is_gone_are_taken_away_and_nothing_else_is(tmp_path: Path) -> None:
    write_site(audit_of(item("glue-code", INTENT), item("old", INTENT)), tmp_path)
    (tmp_path / "item" / "notes.html").write_text("somebody's own", "utf-8")
    write_site(audit_of(item("glue-code", INTENT)), tmp_path)
    assert sorted(each.name for each in (tmp_path / "item").iterdir()) == ["glue-code@order-intent.html", "notes.html"]


def test_a_template_of_the_users_own_stands_in_for_ours(tmp_path: Path) -> None:
    own = tmp_path / "report" / "blocks" / "notice.html"
    own.parent.mkdir(parents=True)
    own.write_text("<p>our own notice</p>", "utf-8")
    (tmp_path / "report" / "style.css").write_text("h1 { color: #123456 } /* ours */\n", "utf-8")
    page = pages(audit_of(item("a", INTENT), not_run=[NotRun("glue-code", "broken")]), tmp_path)["index.html"]
    assert "<p>our own notice</p>" in page and "<style>h1 { color: #123456 }\n" in page
    assert "<h1" in page


def test_a_variable_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    own = tmp_path / "report" / "blocks" / "sums.html"
    own.parent.mkdir(parents=True)
    own.write_text("{{ block.total_of_everything }}", "utf-8")
    with pytest.raises(UndefinedError, match="total_of_everything"):
        dict(pages(company(), tmp_path))


def test_a_style_sheet_that_would_end_its_element_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "style.css").write_text("</style><script>", "utf-8")
    with pytest.raises(ValueError, match="must not contain"):
        dict(pages(company(), tmp_path))


def test_templates_lie_beside_the_package_or_inside_it() -> None:
    assert (folder() / "report" / "page.html").is_file()


def test_a_backlog_of_many_findings_stays_small() -> None:
    many = [
        item("glue-code", asset_of(f"model-{number}"), "later", systems=[reaching("a", "b")]) for number in range(1_000)
    ]
    assert len(pages(audit_of(*many))["backlog.html"]) < 4_000_000


def test_the_board_page_does_not_grow_with_the_backlog() -> None:
    def size(number: int) -> int:
        debts = [item("glue-code", asset_of(f"model-{each}"), "now") for each in range(number)]
        aside = [accepted(replace(each, notes=())) for each in debts[: number // 2]]
        return len(pages(audit_of(*debts, *aside))["index.html"])

    assert size(400) < size(20) * 1.1
