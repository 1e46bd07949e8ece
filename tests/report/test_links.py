"""Addresses: each page has its own, none needs escaping, and none leads where it should not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.report.links import file_name, outside, to_item, to_owner


def test_an_ordinary_id_is_its_own_address() -> None:
    assert to_item("concept-drift@order-intent") == "item/concept-drift@order-intent.html"


@given(st.text(max_size=400), st.text(max_size=400))
def test_file_names_are_plain_short_and_never_shared(one: str, other: str) -> None:
    assert re.fullmatch(r"[a-z0-9._@-]{1,140}", file_name(one))
    assert not file_name(one).startswith(".")
    assert (file_name(one) == file_name(other)) == (one == other)


def test_what_nobody_owns_shares_its_page_with_no_team() -> None:
    assert to_owner("") == "team/_nobody.html" != to_owner("_nobody")


@pytest.mark.parametrize("address", ["https://example.org/1?a=b#c", "http://tracker/DEBT-1"])
def test_the_web_may_be_linked_to(address: str) -> None:
    assert outside(address) == address


@pytest.mark.parametrize(
    "address", ["", None, "DEBT-1", "javascript:alert(1)", "data:text/html,x", "//example.org", "file:///etc/passwd",
                'https://x/" onclick="y', "https://x/ y", "ftp://example.org"],
)  # fmt: skip
def test_nothing_else_may(address: object) -> None:
    assert outside(address) == ""
