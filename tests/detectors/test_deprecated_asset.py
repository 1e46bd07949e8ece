from __future__ import annotations

import pytest

from debtaudit.detectors.deprecated_asset import deprecated_asset
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown
from tests.detectors.conftest import said_of, severity


def test_what_nobody_uses_and_nobody_removed() -> None:
    text = "pipelines: [{id: export, status: deprecated, deprecated_at: 2025-06-01}]"
    assert severity(said_of(deprecated_asset, "export", text)) == pytest.approx(0.3)


def test_each_live_consumer_up_to_three_makes_it_worse() -> None:
    readers = "".join(f"  - {{id: s{n}, reads: [export]}}\n" for n in range(5))
    text = f"pipelines: [{{id: export, status: deprecated, deprecated_at: 2026-09-01}}]\nsystems:\n{readers}"
    said = said_of(deprecated_asset, "export", text)
    assert severity(said) == pytest.approx(0.6)
    assert isinstance(said, Hit)
    assert len(said.involved) == 5


def test_a_removal_under_way_is_a_plan() -> None:
    text = "pipelines: [{id: export, status: deprecated, deprecated_at: 2026-09-01}]"
    assert said_of(deprecated_asset, "export", text) is None
    assert isinstance(said_of(deprecated_asset, "export", text, age=20), Hit)


def test_consumers_that_are_gone_themselves_do_not_count() -> None:
    text = """
        pipelines:
          - {id: export, status: deprecated, deprecated_at: 2026-09-01}
          - {id: old-load, status: retired, reads: [export]}
    """
    assert said_of(deprecated_asset, "export", text) is None


def test_systems_and_libraries_are_marked_by_a_date() -> None:
    text = """
        systems: [{id: board, deprecated_at: 2025-01-01}, {id: shop, deprecated_at: none, runs_on: [py2]}]
        dependencies: [{id: py2, kind: library, deprecated_at: 2025-01-01, end_of_support_at: 2020-01-01}]
    """
    assert severity(said_of(deprecated_asset, "board", text)) == pytest.approx(0.3)
    assert severity(said_of(deprecated_asset, "py2", text)) == pytest.approx(0.3 + 0.1 + 0.2)
    assert said_of(deprecated_asset, "shop", text) is None


def test_what_is_marked_since_nobody_knows_when_is_unknown_unless_somebody_uses_it() -> None:
    alone = "pipelines: [{id: export, status: deprecated}]"
    assert isinstance(said_of(deprecated_asset, "export", alone), Unknown)
    used = f"{alone}\nsystems: [{{id: shop, reads: [export]}}]"
    assert isinstance(said_of(deprecated_asset, "export", used), Hit)


def test_what_is_retired_is_gone() -> None:
    text = "pipelines: [{id: export, status: retired, deprecated_at: 2020-01-01}]"
    assert isinstance(said_of(deprecated_asset, "export", text), NotApplicable)
