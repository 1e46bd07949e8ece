"""One finding explained in a terminal, from an audit written by hand."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from debtaudit.domain.audit import Audit
from debtaudit.domain.facts import Place
from debtaudit.domain.risk import Factor
from debtaudit.report.formats.explanation_terminal import print_explanation
from tests.report.example import INTENT, WAYS, audit_of, item

SHORT = Place("conversation/models.yaml", 31, 7)
LONG = Place("teams/conversations/models-and-features.yaml", 1204, 13)


def explained(audit: Audit, width: int) -> list[str]:
    console = Console(width=width, file=io.StringIO(), no_color=True)
    with console.capture() as out:
        print_explanation(audit.items[0], audit, console)
    return [line.rstrip() for line in out.get().splitlines()]


def audit_with(*factors: Factor, **more: Any) -> Audit:
    return audit_of(item("concept-drift", INTENT, systems=WAYS), factors=lambda _id: factors, **more)


@pytest.mark.parametrize(
    ("width", "place"), [(80, SHORT), (100, SHORT), (120, SHORT), (100, LONG), (120, LONG)],
)  # fmt: skip
def test_a_place_is_never_broken(width: int, place: Place) -> None:
    lines = explained(audit_with(Factor("severity", 0.8, "0 to 1", "extent of the debt", place)), width)
    assert any(str(place) in line for line in lines)
    assert max(map(len, lines)) <= width


def test_a_default_is_called_one_even_where_a_place_decides_which() -> None:
    lines = explained(audit_with(
        Factor("noticed", 0.6, "0 to 1", "people look", Place("models.yaml", 9, 3), default=True),
        Factor("growth", 0.1, "a quarter", "when nothing is done", default=True),
        Factor("days", 12, "engineer-days", "by ines"),
    ), 120)  # fmt: skip
    said = {line.split()[0]: line for line in lines if line.startswith("  ") and line.split()}
    assert said["noticed"].endswith("models.yaml:9:3, default")
    assert said["growth"].endswith("default")
    assert "default" not in said["days"]


def test_units_name_the_currency() -> None:
    factor = Factor("response", 2_100, "currency an event", "3 engineer-days", default=True)
    assert any("2,100  EUR an event" in line for line in explained(audit_with(factor), 100))
    relative = explained(audit_with(factor, money_known=False), 100)
    assert any("2,100  units an event" in line for line in relative)
    assert relative[1] == "Amounts are relative units: no revenue is stated."


def test_each_system_is_told_with_the_way_to_it() -> None:
    text = " ".join(" ".join(explained(audit_with(), 80)).split())
    assert "1.00 none 5,000 5,000 order-chat 0.54" in text
    assert "seller-inbox through order-chat -> chat-messages -> chat-order-join -> tone" in text


def test_what_to_do_is_numbered() -> None:
    lines = explained(audit_with(), 80)
    at = lines.index("What to do")
    assert lines[at + 1 : at + 3] == ["  1. Mend it", "  2. Keep it that way"]
