from __future__ import annotations

import pytest

from debtaudit.detectors.glue_code import glue_code
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from tests.detectors.conftest import said_of, severity


def of(facts: str, **limits: float) -> Verdict:
    return said_of(glue_code, "p", f"pipelines: [{{id: p, {facts}}}]", **limits)


@pytest.mark.parametrize(("share", "expected"), [("65%", 0.5), ("80%", 0.8), ("95%", 1.0)])
def test_the_more_glue_the_worse(share: str, expected: float) -> None:
    assert severity(of(f"status: production, glue_ratio: {share}, lines: 4000")) == pytest.approx(expected)


def test_a_share_up_to_the_limit_is_clean() -> None:
    assert of("glue_ratio: 60%, lines: 4000") is None
    assert isinstance(of("glue_ratio: 60%, lines: 4000", ratio=0.5), Hit)


def test_short_pipelines_are_not_applicable() -> None:
    said = of("glue_ratio: 90%, lines: 299")
    assert said == NotApplicable("it has fewer than 300 lines")
    assert isinstance(of("glue_ratio: 90%, lines: 300"), Hit)


def test_an_unmeasured_share_is_unknown() -> None:
    said = of("status: production, lines: 4000")
    assert said == Unknown(("glue_ratio",))


def test_experiments_are_left_out() -> None:
    assert isinstance(of("status: experiment, glue_ratio: 90%"), NotApplicable)
