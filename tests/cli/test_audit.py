"""`debtaudit audit` as people use it: in a terminal, in a pipe, killed in the middle, and in an empty folder."""

from __future__ import annotations

import json
import re
import sys
from contextlib import chdir
from pathlib import Path
from typing import Any

import pexpect
import pytest
from typer.testing import CliRunner

from debtaudit.cli import app
from debtaudit.domain.asset import System
from debtaudit.inventory import load
from debtaudit.questionnaire.terminal import Talk
from tests.cli.conftest import DAY, ROOT, Said, run, run_alone

SHOP = """\
teams: [{id: chat}, {id: trust}]
systems:
  - {id: order-chat, owner: chat, revenue_per_day: 40000, customer_facing: yes, criticality: 5, calls: [intent]}
  - {id: checks, owner: trust, criticality: 2, calls: [fraud]}
models:
  - id: intent
    owner: chat
    system: order-chat
    status: production
    family: tree
    volatility: high
    trains_on: [labels]
    monitoring: {data_drift: none}
  - {id: fraud, owner: trust, system: checks, status: production}
datasets: [{id: labels, owner: chat}]
pipelines: [{id: nightly, owner: chat, writes: [labels]}]
"""
NEW = ("Order intent", "Order chat", "3", "12000", "2", "Conversations")
QUICK = 12


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "all.yaml").write_text(SHOP)
    return folder


def typed(folder: Path, lines: str, *words: str) -> Said:
    """Run the command in a folder, with lines in a pipe."""
    with chdir(folder):
        done = CliRunner().invoke(app, ["audit", *words, "--by", "ann", "--as-of", DAY], input=lines)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Said(done.exit_code, done.stdout, done.stderr)


def answers(folder: Path) -> dict[tuple[str, str], str | None]:
    return {(each.question, each.asset): each.level for each in load(folder).answers}


def outcome(folder: Path, lines: str, *words: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(typed(folder, lines, *words, "--format", "json").out)
    return made


def spawned(folder: Path, width: int = 80, **environ: str) -> Any:
    words = ["-m", "debtaudit", "audit", "--by", "ann", "--as-of", DAY]
    whole = {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", **environ}
    return pexpect.spawn(
        sys.executable, words, dimensions=(50, width), env=whole, encoding="utf-8", timeout=60, cwd=str(folder)
    )


def test_it_picks_the_most_critical_model_and_says_why(shop: Path) -> None:
    said = typed(shop, "q\n")
    assert "most critical model in production: intent" in said.err
    assert "order-chat, of criticality 5; 40,000 a day" in " ".join(said.err.split())
    assert "1 of 12, about 10 minutes left" in said.err
    assert said.code == 0


def test_questions_go_to_stderr_and_the_result_alone_to_stdout(shop: Path) -> None:
    said = run_alone("audit", shop, "--by", "ann", "--as-of", DAY, "--format", "json")
    assert said.code == 0 and json.loads(said.out)["level"]["unknown"] == 11
    assert "1 of 12" in said.err


def test_a_whole_quick_audit_in_a_pipe(shop: Path) -> None:
    said = typed(shop, "1\n" * QUICK)
    assert said.code == 0
    assert len(answers(shop)) == QUICK
    assert "Debt of intent: crippling" in said.out
    assert "ML Test Score: 0 to" in said.out and "MLOps level: 0, by hand" in said.out
    assert said.out.count("First:") == 3
    assert "What your answers moved in the ranking" in said.out
    assert "\x1b" not in said.out + said.err


def test_questions_about_pipeline_and_data_go_to_the_pipeline_and_the_data(shop: Path) -> None:
    typed(shop, "1\n" * QUICK)
    assert ("q-pipeline-shape", "nightly") in answers(shop)


def test_what_the_inventory_knows_is_confirmed_with_its_source(shop: Path) -> None:
    said = typed(shop, "\n" * 40 + "q\n")
    assert "The inventory says 0. Enter keeps it" in said.err or "type an answer first" in said.err
    whole = typed(shop, "", "--question", "q-input-drift")
    assert "monitoring.data_drift: none (all.yaml:13)" in whole.err
    assert answers(shop).get(("q-input-drift", "intent")) is None
    typed(shop, "\n", "--question", "q-input-drift")
    assert answers(shop)["q-input-drift", "intent"] == "0"


def test_a_correction_is_kept_and_told_with_both_places(shop: Path) -> None:
    made = outcome(shop, "3 https://x/y\n", "--question", "q-input-drift")
    (told,) = made["contradictions"]
    assert told["known"] == [{"fact": "monitoring.data_drift", "value": "none", "file": "all.yaml", "line": 13}]
    checked = run("check", shop, "--as-of", DAY).out
    assert "answers/audit-chat.yaml:7:5 warning" in checked and "all.yaml:13" in checked


def test_two_people_who_disagree_are_both_kept_and_shown(shop: Path) -> None:
    assert "Where people disagree" not in typed(shop, "3\n", "--question", "q-owner").out
    with chdir(shop):
        both = CliRunner().invoke(app, ["audit", "--question", "q-owner", "--by", "bo", "--as-of", DAY], input="2\n")
    assert "Where people disagree" in both.stdout and "ann level 3" in " ".join(both.stdout.split())
    assert {each.by for each in load(shop).answers} == {"ann", "bo"}


def test_the_next_run_asks_only_what_is_left_and_then_nothing(shop: Path) -> None:
    typed(shop, "2\n" * 5)
    said = typed(shop, "2\n" * 7)
    assert "Going on where you stopped: 5 answered, 7 to go" in said.err
    assert "6 of 12" in said.err and len(answers(shop)) == QUICK
    again = typed(shop, "", "intent", "--quick")
    assert "There is nothing to ask about intent: all 12 answers are younger than half a year" in again.err
    assert "Debt of intent: heavy" in again.out  # as stated, nobody looks for drift: what people wrote wins
    assert not list(shop.glob(".audit*"))


def test_answers_older_than_half_a_year_are_asked_again(shop: Path) -> None:
    typed(shop, "2\n" * QUICK)
    later = run_alone("audit", shop, "--by", "ann", "--as-of", "2027-06-01")
    assert "1 of 12" in later.err and "it is asked again" in later.err


def test_the_result_in_json_says_the_same(shop: Path) -> None:
    made = outcome(shop, "2 https://x/y\n? Bo\nx not for us\ns no time\n" + "3\n" * 8)
    assert made["format"] == "debtaudit-questionnaire" and made["version"] == 1
    assert made["level"]["debt"] in {"light", "moderate", "heavy"} and made["level"]["enough_known"] is True
    assert {each["reason"] for each in made["unknown"]} == {"nobody here knows", "skipped"}
    assert "Bo" in {each["ask"] for each in made["unknown"]}
    assert any(each["reason"] == "no time" for each in made["skipped"])
    assert set(made["ml_test_score"]["sections"]) == {"data", "model", "infrastructure", "monitoring"}
    by_level = {each.get("level"): each["confidence"] for each in made["answers"]}
    assert by_level["3"] == 0.6 and by_level["2"] > 0.6 and by_level["unknown"] == 0
    assert made["moved"] and made["as_of"] == DAY


def test_answers_reach_the_backlog(shop: Path) -> None:
    typed(shop, "0\n", "--question", "q-owner")
    found = json.loads(run("backlog", shop, "--as-of", DAY, "--format", "json").out)["findings"]
    (orphan,) = [each for each in found if each["id"] == "orphaned-asset@intent"]
    assert any(each["file"] == "answers/audit-chat.yaml" for each in orphan["evidence"])


@pytest.mark.parametrize(
    ("words", "about", "count"),
    [
        (("fraud",), {"fraud"}, 33),
        (("--team", "trust"), {"checks", "fraud"}, 42),
        (("--role", "product"), {"order-chat", "checks"}, 19),
        (("intent", "--role", "data"), {"labels"}, 6),
        (("labels",), {"labels"}, 6),
        (("organisation",), {"your organisation"}, 7),
    ],
)
def test_several_people_answer_their_part(words: tuple[str, ...], about: set[str], count: int, shop: Path) -> None:
    said = typed(shop, "b\ns\n" * 60, *words)
    places = re.findall(r"^(\d+) of (\d+).* left: (.*)$", said.err, re.MULTILINE)
    assert {name for _, _, name in places} <= about
    assert abs(int(places[0][1]) - count) <= 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("intnet",), "did you mean 'intent'"),
        (("--question", "q-ownr"), "did you mean 'q-owner'"),
        (("--team", "chatt"), "did you mean 'chat'"),
        (("--role", "modell"), "did you mean 'model'"),
        (("intent", "nowhere"), "'nowhere' is no folder"),
        (("labels", "--question", "q-fallback"), "q-fallback is about a system"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(words: tuple[str, ...], says: str, shop: Path) -> None:
    said = typed(shop, "", *words)
    assert said.code == 2 and says in said.err and "Traceback" not in said.err


def test_a_file_of_another_name_is_not_overwritten(shop: Path) -> None:
    (shop / "answers").mkdir()
    (shop / "answers" / "audit-chat.yaml").write_text("answers: []\n")
    said = typed(shop, "2\n", "--question", "q-owner")
    assert said.code == 3 and "answers/audit-chat.yaml:1:1 error" in said.err
    assert (shop / "answers" / "audit-chat.yaml").read_text() == "answers: []\n"


def test_an_inventory_with_errors_is_told_before_anything_is_asked(shop: Path) -> None:
    (shop / "all.yaml").write_text("modls: []")
    said = typed(shop, "2\n")
    assert said.code == 3 and "did you mean 'models'" in said.err


def test_a_newcomer_in_an_empty_folder_gets_an_inventory_a_level_and_findings(tmp_path: Path) -> None:
    said = typed(tmp_path, "\n".join([*NEW, *["1"] * QUICK, ""]))
    assert said.code == 0
    assert "There is no inventory here yet" in said.err
    made = load(tmp_path)
    assert not [each for each in made.problems if each.level == "error"]
    assert set(made.assets) == {"order-intent", "order-chat", "order-intent-pipeline"}
    assert "Debt of order-intent: crippling" in said.out
    assert "The ranking now\n1." in said.out
    assert run("backlog", tmp_path, "--as-of", DAY).code == 0


@pytest.mark.parametrize(
    "lines",
    [("none", "none", "?", "", "", ""), ("A", "a", "4", "", "", "a"), ("Größe 1", "no", "0", "1_000", "1", "yes")],
)
def test_whatever_a_newcomer_types_the_inventory_can_be_read(lines: tuple[str, ...], tmp_path: Path) -> None:
    said = typed(tmp_path, "\n".join([*lines, "q", ""]))
    assert said.code == 0, said.err
    made = load(tmp_path)
    assert not [each for each in made.problems if each.level == "error"]
    assert len(made.assets) == 3


def test_nothing_is_written_where_a_newcomer_says_nothing(tmp_path: Path) -> None:
    said = typed(tmp_path, "")
    assert said.code == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lines", ["q\n", "b\nw\nq\n", "9\nq\n"])
def test_who_stops_before_the_first_answer_is_told_so_and_leaves_no_file(lines: str, shop: Path) -> None:
    said = typed(shop, lines)
    assert "Nothing was answered yet" in said.err and "aved" not in said.err
    assert [each.name for each in shop.iterdir()] == ["all.yaml"]


def test_who_stops_after_an_answer_is_told_that_it_is_saved(shop: Path) -> None:
    said = typed(shop, "2\nq\n")
    assert "Saved. The same command goes on with question 2 of 12" in said.err and "Nothing was" not in said.err
    assert list(shop.glob(".audit*"))


def test_ctrl_c_says_whether_anything_was_answered(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = iter(["2", "2"])

    def line(_talk: Talk) -> str:
        if typed := next(lines, ""):
            return typed
        raise KeyboardInterrupt

    monkeypatch.setattr(Talk, "line", line)
    said = typed(shop, "")
    assert said.code == 130 and "Stopped. What you answered is saved" in said.err
    for each in shop.glob(".audit*"):
        each.unlink()
    said = typed(shop, "")
    assert said.code == 130 and "Stopped. Nothing was answered yet" in said.err
    assert not list(shop.glob(".audit*"))


def test_when_a_model_is_done_the_next_most_critical_one_comes(shop: Path) -> None:
    typed(shop, "2\n" * QUICK)
    said = typed(shop, "2\nq\n")
    assert "the next most critical model in production: fraud" in said.err
    assert "Nothing is left to ask about intent: answered within half a year" in said.err
    assert "reaches checks, of criticality 2" in " ".join(said.err.split())
    going_on = typed(shop, "2\n" * QUICK)
    assert "Going on where you stopped: 1 answered" in going_on.err and "Debt of fraud: " in going_on.out
    done = typed(shop, "")
    assert "None of the quick questions about intent and fraud is open" in " ".join(done.err.split())
    assert "debtaudit audit --all" in done.err and done.code == 0


def test_a_sheet_goes_on_to_the_next_model_as_well(shop: Path) -> None:
    typed(shop, "2\n" * QUICK)
    said = typed(shop, "", "--sheet", "q.csv")
    assert said.code == 0 and "questions about fraud" in said.err and "left to ask about intent" in said.err
    sheet = (shop / "q.csv").read_text()
    assert "fraud" in sheet and ",intent," not in sheet
    typed(shop, "2\n" * QUICK)
    none = typed(shop, "", "--sheet", "more.csv")
    assert none.code == 2 and "none of the quick questions about intent and fraud is open" in none.err
    assert not (shop / "more.csv").exists()


@pytest.mark.parametrize(("answered", "told"), [(0, False), (5, False), (6, True)])
def test_no_verdict_is_told_where_less_than_half_is_known(answered: int, told: bool, shop: Path) -> None:
    lines = "2\n" * answered + "?\n" * (QUICK - answered)
    said = typed(shop, lines, "fraud", "--quick")
    line = next(each for each in said.out.splitlines() if each.startswith("Debt of fraud"))
    assert ("not enough is known to say" not in line) is told, line
    assert "are unknown" in line


def _killed_at(child: Any, mark: str) -> None:
    """Wait for a question, type half a line, and pull the plug."""
    child.expect_exact(mark)
    child.expect_exact("> ")
    child.send("4")
    child.kill(9)
    child.expect(pexpect.EOF)


@pytest.mark.slow
def test_kill_9_at_every_question_loses_at_most_the_line_that_was_being_typed(tmp_path: Path) -> None:
    for number, line in enumerate(NEW, start=1):
        _killed_at(spawned(tmp_path), f"Question {number} of 6")
        child = spawned(tmp_path)
        child.expect_exact(f"Question {number} of 6")
        child.expect_exact("> ")
        child.sendline(line)
        child.expect_exact("1 of 12" if number == len(NEW) else f"Question {number + 1} of 6")
        child.kill(9)
        child.expect(pexpect.EOF)
    asked = []
    for number in range(1, QUICK + 1):
        child = spawned(tmp_path)
        child.expect(rf"{number} of {QUICK}[^\r\n]*\r\n([^\r\n]*)\r\n")
        asked.append(child.match[1])
        child.expect_exact("> ")
        child.send("4")
        child.kill(9)
        child.expect(pexpect.EOF)
        assert len(answers(tmp_path)) == number - 1
        child = spawned(tmp_path)
        child.expect(rf"{number} of {QUICK}[^\r\n]*\r\n([^\r\n]*)\r\n")
        assert child.match[1] == asked[-1], "the same question comes again"
        child.expect_exact("> ")
        child.sendline("2")
        child.expect_exact("Your answers stand in" if number == QUICK else f"{number + 1} of {QUICK}")
        child.kill(9)
        child.expect(pexpect.EOF)
    assert set(answers(tmp_path).values()) == {"2"} and len(answers(tmp_path)) == len(set(asked)) == QUICK


@pytest.mark.parametrize("end", ["intr", "eof"])
def test_ctrl_c_and_ctrl_d_keep_what_was_answered(end: str, shop: Path) -> None:
    child = spawned(shop)
    child.expect_exact("> ")
    child.sendline("2")
    child.expect_exact("2 of 12")
    child.expect_exact("> ")
    child.sendintr() if end == "intr" else child.sendeof()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == (130 if end == "intr" else 0)
    assert len(answers(shop)) == 1
    assert "Traceback" not in child.before


@pytest.mark.parametrize("width", [60, 100])
def test_a_full_quick_audit_in_a_terminal_fits_its_width(width: int, shop: Path) -> None:
    child = spawned(shop, width)
    for number in range(1, QUICK + 1):
        child.expect_exact(f"{number} of {QUICK}")
        child.expect_exact("> ")
        child.sendline(str(number % 5))
    child.expect(pexpect.EOF)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", str(child.before))
    assert max(len(line.rstrip()) for line in plain.splitlines()) <= width
    assert "Debt of intent" in plain and len(answers(shop)) == QUICK
    assert not re.search(r"\x1b\[\d*[A-HJKf]", child.before), "the cursor is never moved"


def test_without_colour_there_is_none(shop: Path) -> None:
    child = spawned(shop, NO_COLOR="1")
    child.expect_exact("> ")
    assert not re.search(r"\x1b\[(3[0-8]|9[0-7])", str(child.before))
    child.sendline("q")
    child.expect(pexpect.EOF)


def test_an_unknown_name_is_told_with_the_lines_that_add_it(shop: Path) -> None:
    said = typed(shop, "", "Intent classifier")
    assert said.code == 2 and "new file intent-classifier.yaml" in said.err
    _head, _, rest = said.err.partition("models:\n")
    (shop / "intent-classifier.yaml").write_text("models:\n" + rest.partition("\n\n")[0] + "\n")
    made = load(shop)
    assert not made.problems and made.assets["intent-classifier"].label == "Intent classifier"
    assert said.err.endswith("Then: debtaudit audit intent-classifier\n")
    assert "1 of" in typed(shop, "", "intent-classifier").err
    assert "new file" not in typed(shop, "", "Intent Classifier").err, "it is there by now, and only meant"


@pytest.mark.parametrize(
    ("line", "value", "currency"),
    [("9k", 9e3, ""), ("1.5M", 1.5e6, ""), ("12,000", 12e3, ""), ("€9k", 9e3, "EUR"), ("$ 9 000", 9e3, "USD"),
     ("9k CHF", 9e3, "CHF"), ("9000 £", 9e3, "GBP")],
)  # fmt: skip
def test_a_newcomer_types_money_as_people_do_and_sees_what_was_understood(
    line: str, value: float, currency: str, tmp_path: Path
) -> None:
    said = typed(tmp_path, "\n".join([*NEW[:3], line, *NEW[4:], "q", ""]))
    assert f"Understood as {f'{value:,.0f} {currency}'.rstrip()}.\n" in said.err
    assert (load(tmp_path).organisation.currency or "") == currency
    (system,) = [each for each in load(tmp_path).assets.values() if isinstance(each, System)]
    assert system.revenue_per_day == value


def test_money_that_can_be_read_in_two_ways_is_asked_for_again(tmp_path: Path) -> None:
    said = typed(tmp_path, "\n".join([*NEW[:3], "9,5k", "1.5m", "-3", "€9k EUR", "9000", *NEW[4:], "q", ""]))
    assert "'9,5k' is no number: type one such as 12000, 9k or 1.5M\n" in said.err
    assert "'1.5m' is no number" in said.err and "it must be 0 or more" in said.err
    assert "Understood" not in said.err, "9000 is plain"


@pytest.mark.parametrize(("line", "shown"), [("50k", "50,000"), ("40k to 50k https://x/y", "40,000 to 50,000")])
def test_an_amount_in_an_answer_is_written_in_full(line: str, shown: str, shop: Path) -> None:
    words = ("order-chat", "--question", "q-revenue")
    said = typed(shop, f"{line}\n", *words)
    assert "a number such as 9000 or 9k, a day in your currency, or a range" in " ".join(said.err.split())
    assert f"Understood as {shown}.\n" in said.err
    (answer,) = load(shop).answers
    assert answer.value == (5e4 if shown == "50,000" else (4e4, 5e4))
    (kept,) = (shop / "answers").glob("*.yaml")
    assert "50k" not in kept.read_text(), "files know plain numbers only"


def test_money_in_another_currency_is_kept_when_an_interview_goes_on(tmp_path: Path) -> None:
    typed(tmp_path, "\n".join([*NEW[:3], "9k USD", "q", ""]))
    typed(tmp_path, "\n".join([*NEW[4:], "q", ""]))
    known = load(tmp_path)
    assert not known.problems and known.organisation.currency == "USD"
