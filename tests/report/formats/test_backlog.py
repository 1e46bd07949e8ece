"""The backlog in its four forms, from audits written by hand."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from rich.console import Console
from rich.text import Text

from debtaudit.domain.asset import Organisation
from debtaudit.domain.audit import Audit
from debtaudit.domain.decision import State
from debtaudit.domain.finding import Item, NotRun
from debtaudit.report.formats.backlog_csv import backlog_csv
from debtaudit.report.formats.backlog_json import backlog_json
from debtaudit.report.formats.backlog_markdown import backlog_markdown
from debtaudit.report.formats.backlog_terminal import print_backlog
from tests.report.example import INTENT, JOIN, TONE, accepted, asset_of, audit_of, company, item


def drawn(audit: Audit, width: int, items: Sequence[Item] | None = None, hidden: Sequence[Item] = ()) -> list[str]:
    console = Console(width=width, file=io.StringIO(), no_color=True)
    with console.capture() as out:
        print_backlog(audit, audit.items if items is None else items, hidden, console)
    return [line.rstrip() for line in out.get().splitlines()]


def test_lanes_head_their_findings_in_the_order_of_urgency() -> None:
    lines = drawn(company(), 80)
    titles = [line.split("  ")[0].strip() or line.strip().split("  ")[0] for line in lines if " a quarter  " in line]
    assert titles == ["Now", "Next", "Later", "Find out", "Accepted, or no debt"]


@pytest.mark.parametrize("width", [80, 100, 120])
def test_every_price_has_its_range_at_any_width(width: int) -> None:
    lines = drawn(audit_of(item("glue-code", JOIN, "next", interest=2_700, days=20)), width)
    row = next(number for number, line in enumerate(lines) if "glue-code@chat-order-join" in line)
    assert "€2.7k" in lines[row]
    assert "1.1k–4.9k" in "".join(lines[row : row + 2])
    assert max(map(len, lines)) <= width


def test_what_was_seen_takes_two_lines_and_says_when_there_is_more() -> None:
    long = " ".join(f"reason-{number}" for number in range(40))
    lines = drawn(audit_of(item("glue-code", JOIN, message=long)), 80)
    seen = [line for line in lines if "reason-" in line]
    assert len(seen) == 2
    assert "…" in seen[1]
    assert "…" not in seen[0]


def test_an_id_that_is_too_long_is_broken_where_it_is_joined() -> None:
    wide = asset_of("the-model-that-predicts-returns-of-orders")
    lines = drawn(audit_of(item("unmanaged-downstream-coupling", wide)), 80)
    row = next(number for number, line in enumerate(lines) if "unmanaged-downstream-coupling@" in line)
    assert "the-model-that-predicts-returns-of-orders" in lines[row + 1]


def test_a_part_of_the_list_says_what_it_adds_to_the_whole() -> None:
    audit = audit_of(item("glue-code", JOIN, interest=3_000), item("stale-tests", TONE, interest=1_000))
    text = " ".join(drawn(audit, 120, audit.items[1:]))
    assert "two findings, together about €4.0k a quarter" in text
    assert "One of them is what was asked for, about €1.0k a quarter." in text
    assert "asked for" not in " ".join(drawn(audit, 120))


def test_a_list_without_a_match_says_so_and_names_no_finding() -> None:
    text = " ".join(drawn(company(), 100, []))
    assert "None of them is what was asked for." in text
    assert "debtaudit explain" not in text


def test_what_there_is_no_room_for_is_counted() -> None:
    audit = company()
    text = " ".join(drawn(audit, 100, audit.items[:3], audit.items[3:]))
    assert f"{len(audit.items) - 3} more: --all shows them." in text
    assert "asked for" not in text


def test_open_questions_are_counted_and_the_first_three_told_with_their_price() -> None:
    lines = drawn(company(), 80)
    at = next(number for number, line in enumerate(lines) if "Twelve debts cannot be told either way" in line)
    told = [line for line in lines[at:] if "question-" in line]
    assert len(told) == 3
    assert told[0].split() == ["€900", "question-0@order-intent"]


def test_nothing_found_is_said_with_how_much_is_known() -> None:
    text = " ".join(drawn(audit_of(clean=1, gaps=[("glue-code", JOIN)]), 100))
    assert "nothing was found" in text
    assert "50% of what applies is known: read the sums with care." in text


def test_colour_only_repeats_what_words_say() -> None:
    """The same page with colour has the same letters."""
    console = Console(width=100, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    audit = company()
    with console.capture() as out:
        print_backlog(audit, audit.items, (), console)
    coloured = out.get()
    assert "\x1b[1;31m" in coloured
    assert [line.rstrip() for line in Text.from_ansi(coloured).plain.splitlines()] == drawn(audit, 100)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_of_the_csv_is_a_formula(text: str) -> None:
    (row,) = csv.DictReader(io.StringIO(backlog_csv([item("glue-code", JOIN, message=text)]), newline=""))
    assert row["message"] == f"'{text}".replace("\r", "\n")
    assert float(row["interest"]) == 10_000


def test_markdown_neither_breaks_nor_calls_anybody() -> None:
    shop = Organisation(name="Shop | <b>@alice</b> #12", currency="EUR")
    text = backlog_markdown(audit_of(item("glue-code", JOIN, message="see [x](y)\nand `z`"), organisation=shop), ())
    title = text.splitlines()[0]
    assert title == r"# Debt of Shop \| \<b\>@&#8203;alice\</b\> #&#8203;12, 30 September 2026"
    audit = audit_of(item("glue-code", JOIN, message="see [x](y)\nand `z` | @bob"))
    row = backlog_markdown(audit, audit.items).splitlines()[-1]
    assert row.endswith(r"| see \[x\](y) and \`z\` \| @&#8203;bob |")


def test_markdown_says_what_could_not_be_looked_for() -> None:
    audit = audit_of(item("glue-code", JOIN), not_run=[NotRun("late-labels", "KeyError: 'x'")])
    assert "Not run, and so not clean: `late-labels`." in backlog_markdown(audit, audit.items)


def test_markdown_and_terminal_say_that_units_are_relative() -> None:
    audit = audit_of(item("glue-code", JOIN, interest=2_700), money_known=False)
    for text in (backlog_markdown(audit, audit.items), " ".join(drawn(audit, 120))):
        assert "relative units: no revenue is stated" in text
        assert "€" not in text
    assert json.loads(backlog_json(audit))["currency"] == ""


def test_json_has_no_number_that_is_none() -> None:
    """What is not finite has no place in JSON: better no document than one that no reader takes."""
    broken = item("glue-code", INTENT)
    endless = replace(broken, risk=replace(broken.risk, benefit=float("nan")))
    with pytest.raises(ValueError, match="not JSON compliant"):
        backlog_json(audit_of(endless))


def test_markdown_says_below_what_was_seen_what_the_terminal_says_there() -> None:
    same = replace(
        item("untested-pipeline", TONE, "accepted"), overlaps="glue-code@chat-order-join", notes=("a | note",)
    )
    audit = audit_of(accepted(item("glue-code", JOIN), by="bob @cto"), accepted(same, state="false_positive"))
    said = [line.rpartition(" | ")[2] for line in backlog_markdown(audit, audit.items).splitlines()[-2:]]
    seen = "nobody compares its decisions with what happened"
    assert said == [
        f"{seen}<br>Accepted until 6 January 2027, approved by bob @&#8203;cto: Only taste is at stake. |",
        (
            rf"{seen}<br>No debt until 31 January 2027, approved by cto: Only taste is at stake.<br>a \| note"
            "<br>same gap as glue-code: counted once in the sum |"
        ),
    ]
    terminal = " ".join(" ".join(drawn(audit, 200)).split())
    for sentence in ("Accepted until 6 January 2027, approved by bob @cto", "No debt until", "a | note", "same gap as"):
        assert sentence in terminal


@pytest.mark.parametrize("state", ["planned", "in_progress", "repaid"])
def test_what_becomes_of_a_debt_is_said_in_markdown_and_terminal(state: State) -> None:
    audit = audit_of(replace(item("glue-code", JOIN), state=state))
    assert backlog_markdown(audit, audit.items).endswith(f"<br>{state.replace('_', ' ')} |\n")
    assert state.replace("_", " ") in " ".join(drawn(audit, 80))


@pytest.mark.parametrize(("clean", "asks"), [(0, True), (200, False)])
def test_where_little_is_known_the_command_that_asks_is_named(clean: int, *, asks: bool) -> None:
    gaps = [(slug, INTENT) for slug in ("glue-code", "stale-model")]
    lines = drawn(audit_of(item("untested-pipeline", JOIN), gaps=gaps, clean=clean), 80)
    assert ("What nobody has stated yet is asked by: debtaudit audit" in lines) is asks
