"""The report's picture of inputs that moved: from telemetry, newest comparison only, and nothing without one."""

from __future__ import annotations

from datetime import date

from debtaudit.flow import audit
from debtaudit.inventory import loads
from debtaudit.report.blocks import Block, Picture, Subheading, plain
from debtaudit.report.sections.moved_inputs import moved_inputs

MODEL = "models: [{id: recommender, name: Recommender, status: production}]\n"
ROW = """\
  - kind: drift
    asset: recommender
    at: {day}
    feature: {feature}
    measure: psi
    value: {value}
    n_ref: 1000
    n_cur: 500
    {parts}
"""
PARTS = "parts: [{name: us, reference: 90%, current: 20%}, {name: jp, reference: 10%, current: 80%}]"


def blocks(*rows: str) -> tuple[Block, ...]:
    text = MODEL + "telemetry:\n" + "".join(rows)
    return tuple(moved_inputs.blocks(audit(loads(text), date(2026, 9, 30))))


def row(day: str = "2026-09-20", feature: str = "country", value: float = 1.5, parts: str = PARTS) -> str:
    return ROW.format(day=day, feature=feature, value=value, parts=parts)


def test_an_input_that_moved_is_drawn_with_its_numbers_in_words() -> None:
    found = blocks(row())
    [heading] = [each for each in found if isinstance(each, Subheading)]
    assert (heading.text, heading.hint) == (
        "country, Recommender", "20 September 2026, PSI 1.50, 1,000 rows of reference, 500 now",
    )  # fmt: skip
    [drawn] = [each for each in found if isinstance(each, Picture)]
    assert dict(drawn.wide.attributes)["aria-label"] == "country: us 90% → 20%; jp 10% → 80%."
    assert drawn.numbers and [plain(cell.line) for cell in drawn.numbers.rows[1]] == ["jp", "10%", "80%"]


def test_only_the_newest_comparison_counts() -> None:
    assert len([each for each in blocks(row("2026-09-13"), row()) if isinstance(each, Picture)]) == 1
    assert blocks(row("2026-09-13"), row(value=0.01)) == ()


def test_the_furthest_comes_first() -> None:
    found = blocks(row(feature="a", value=0.5), row(feature="b", value=0.9))
    assert [each.text[0] for each in found if isinstance(each, Subheading)] == ["b", "a"]


def test_without_shares_or_without_a_move_there_is_nothing_to_draw() -> None:
    assert blocks(row(parts="")) == ()
    assert blocks(row(value=0.2)) == ()
    assert blocks() == ()
