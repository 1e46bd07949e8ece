from __future__ import annotations

import pytest

from debtaudit.detectors.pipeline_jungle import pipeline_jungle
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from tests.detectors.conftest import said_of, severity

STEPS = """
              - {id: scrape, reads: [pages], writes: [raw], manual: MANUAL, tested: TESTED}
              - {id: join, reads: [raw], writes: [joined], manual: no, tested: TESTED}
"""


def of(facts: str = "", *, manual: str = "no", tested: str = "no", steps: str = STEPS, more: str = "") -> Verdict:
    listed = steps.replace("MANUAL", manual).replace("TESTED", tested)
    text = f"""
        pipelines:
          - id: join
            status: production
            {facts}
            steps:{listed}
        {more}
    """
    return said_of(pipeline_jungle, "join", text)


UNRULED = "orchestrated: no\n            failure_rate_30d: 12%"
RULED = "orchestrated: yes\n            failure_rate_30d: 1%"


def chain(length: int, *, tested: str = "no", between: str = "no") -> str:
    return "\n" + "".join(
        f"              - {{id: s{n}, reads: [t{n}], writes: [t{n + 1}], manual: no, tested: {tested},"
        f" intermediate_output: {between if n < length - 1 else 'no'}}}\n" for n in range(length)
    )  # fmt: skip


def test_three_signals_are_a_jungle_and_two_are_not() -> None:
    said = of(UNRULED, manual="yes")
    assert severity(said) == pytest.approx(3 / 9)
    assert isinstance(said, Hit)
    assert said.message == "steps done by hand, no scheduler that runs them all, 12% of its runs fail"
    assert of(UNRULED) is None
    assert of(RULED, manual="yes") is None


def test_long_chains_and_files_in_between_are_signals() -> None:
    said = of("orchestrated: yes\n            failure_rate_30d: 0", steps=chain(16, between="yes"))
    assert isinstance(said, Hit)
    assert said.message == "16 steps, a chain of 16 steps, many intermediate outputs for each final one"


def test_layers_that_are_all_tested_are_fine_however_many() -> None:
    assert of(RULED, steps=chain(20, tested="yes", between="yes")) is None
    assert isinstance(of(f"{RULED}\n            tests: {{end_to_end: automated}}", steps=chain(20, between="yes")), Hit)


def test_circles_and_one_source_read_everywhere_are_signals() -> None:
    tangle = """
              - {id: a, reads: [pages, c], writes: [a], manual: no}
              - {id: b, reads: [pages, a], writes: [b], manual: no}
              - {id: c, reads: [pages, a, b], writes: [c], manual: no}
"""
    said = of(RULED, steps=tangle)
    assert severity(said) == pytest.approx(3 / 9)
    assert isinstance(said, Hit)
    assert said.message.split(", ") == [
        "steps that hang together crosswise",
        "one source read by several steps",
        "steps that wait for one another in a circle",
    ]


def test_silent_faults_make_it_worse() -> None:
    more = """
        incidents:
          - {id: i, started_at: 2026-08-01T00:00:00Z, detected_at: DETECTED, assets: [join]}
    """
    assert severity(of(UNRULED, manual="yes", more=more.replace("DETECTED", "2026-08-04T00:00:00Z"))) == 0.6
    quick = of(UNRULED, manual="yes", more=more.replace("DETECTED", "2026-08-01T02:00:00Z"))
    assert severity(quick) == pytest.approx(3 / 9)


def test_what_is_not_said_of_the_steps_is_unknown_only_where_it_decides() -> None:
    silent = "\n              - {id: s, reads: [pages], writes: [out]}\n"
    assert isinstance(of(UNRULED, steps=silent), Unknown)
    assert of(RULED, steps=silent) is None
    assert isinstance(said_of(pipeline_jungle, "p", "pipelines: [{id: p, orchestrated: no}]"), Unknown)


def test_what_is_out_of_service_is_left_out() -> None:
    assert isinstance(said_of(pipeline_jungle, "p", "pipelines: [{id: p, status: retired}]"), NotApplicable)
