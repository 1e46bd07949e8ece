from __future__ import annotations

import pytest

from debtaudit.detectors.obsolete_dependencies import obsolete_dependencies
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from tests.detectors.conftest import said_of, severity

FRESH = {
    "kind": "library", "version": "5.0.1", "latest_version": "5.1.0", "released_at": "2026-03-01", "pinned": "yes",
    "end_of_support_at": "2028-01-01",
}  # fmt: skip


def of(**changes: str) -> Verdict:
    facts = ", ".join(f"{name}: {value}" for name, value in {**FRESH, **changes}.items() if value)
    return said_of(obsolete_dependencies, "lib", f"dependencies: [{{id: lib, {facts}}}]")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"end_of_support_at": "2026-01-01"}, 0.4),
        ({"latest_version": "7.0"}, 0.2),
        ({"released_at": "2023-01-01"}, 0.2),
        ({"pinned": "no"}, 0.3),
        ({"end_of_support_at": "2026-01-01", "latest_version": "v9", "released_at": "2019-01-01", "pinned": "no"}, 1.0),
    ],
)
def test_severity_adds_what_is_wrong(changes: dict[str, str], expected: float) -> None:
    assert severity(of(**changes)) == pytest.approx(expected)


def test_a_recent_pinned_and_supported_library_is_clean() -> None:
    assert of() is None
    assert of(latest_version="6.9") is None
    assert of(released_at="2019-01-01", latest_version="5.0.1") is None
    assert of(end_of_support_at="none") is None


def test_build_tools_count_half() -> None:
    assert severity(of(pinned="no", tags="[build]")) == pytest.approx(0.15)


@pytest.mark.parametrize("kind", ["hardware", "external_model", "data_feed"])
def test_what_is_no_software_of_ours_is_not_applicable(kind: str) -> None:
    assert isinstance(of(kind=kind, pinned="no"), NotApplicable)


@pytest.mark.parametrize("missing", ["version", "released_at", "pinned", "end_of_support_at"])
def test_what_is_not_said_is_unknown(missing: str) -> None:
    assert isinstance(of(**{missing: ""}), Unknown)
    assert isinstance(of(kind="", pinned="no"), Unknown)


def test_one_sure_sign_is_enough() -> None:
    assert isinstance(of(version="", released_at="", pinned="no"), Hit)
