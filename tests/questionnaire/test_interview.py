"""The interview without a terminal: what may be typed, where it leads, and that nothing which was said gets lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.decision import Answer
from debtaudit.domain.facts import Place
from debtaudit.questionnaire.catalogue import catalogue
from debtaudit.questionnaire.interview import Ask, Interview, Refused, Remark, Reply, Step, answer_of, read
from debtaudit.questionnaire.prefill import Basis, Known

QUESTIONS = catalogue().questions
DAY = date(2026, 9, 30)


def ask(question: str = "q-input-drift", asset: str = "intent", **more: object) -> Ask:
    return Ask(QUESTIONS[question], asset, asset, **more)  # type: ignore[arg-type]


def talk(interview: Interview, *lines: str) -> Interview:
    """Type lines, each of which must be taken."""
    for line in lines:
        here = interview.ask
        assert here, f"nothing is asked any more when '{line}' is typed"
        step = read(line, here)
        assert isinstance(step, Step), step
        after = interview.step(step)
        assert isinstance(after, Interview), after
        interview = after
    return interview


def quick() -> Interview:
    return Interview(tuple(ask(each.id) for each in catalogue().quick))


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("3", Reply("level", level=3)),
        ("  0 ", Reply("level", level=0)),
        ("?", Reply("unknown")),
        ("? Bo", Reply("unknown", text="Bo")),
        ("x rules only", Reply("n/a", text="rules only")),
        ("s", Reply("skip")),
        ("S on holiday", Reply("skip", text="on holiday")),
    ],
)
def test_one_line_is_one_answer(line: str, reply: Reply) -> None:
    step = read(line, ask())
    assert isinstance(step, Step)
    assert step.reply == reply


@pytest.mark.parametrize("line", ["5", "-1", "3.5", "three", "x", "n", "33", "yes", "0x1"])
def test_what_is_no_answer_is_refused_with_what_to_type(line: str) -> None:
    said = read(line, ask())
    assert isinstance(said, Refused)
    assert said.says


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("40000", 40000.0), ("40,000", 40000.0), ("40k", 40000.0), ("1.5M", 1.5e6), ("10 to 15", (10.0, 15.0)),
        ("15-10", (10.0, 15.0)), ("20k to 30k", (20000.0, 30000.0)), ("12 000", 12000.0),
        ("10 000 to 1.5M", (10000.0, 1.5e6)), ("9k EUR", 9000.0), ("12 https://finance/x", 12.0),
    ],
)  # fmt: skip
def test_numbers_and_ranges_are_typed_as_people_write_them(line: str, value: object) -> None:
    step = read(line, ask("q-revenue"))
    assert isinstance(step, Step) and step.reply
    assert step.reply.value == value


@pytest.mark.parametrize("line", ["-1", "101", "many", "1e400", "1 to 200"])
def test_a_number_out_of_bounds_is_refused(line: str) -> None:
    assert isinstance(read(line, ask("q-capacity")), Refused)


@pytest.mark.parametrize("line", ["9,5", "1,5M", "1.5m"])
def test_a_number_that_can_be_read_in_two_ways_is_refused_with_examples(line: str) -> None:
    said = read(line, ask("q-revenue"))
    assert isinstance(said, Refused) and "type one such as 12, 9k or 1.5M" in said.says
    said = read(line, ask("q-capacity"))
    assert isinstance(said, Refused) and "type one such as 12 or 9.5" in said.says


def test_a_link_in_the_same_line_is_evidence_and_other_words_are_a_note() -> None:
    made = talk(Interview((ask(),)), "3 https://wiki/drift looked at in May")
    assert made.remarks["q-input-drift", "intent"] == Remark("https://wiki/drift", "looked at in May")


def test_notes_before_the_answer_are_kept_with_it() -> None:
    made = talk(Interview((ask(),)), "n docs/drift.md", "n the new one", "2 since June")
    assert made.remarks["q-input-drift", "intent"] == Remark("docs/drift.md", "the new one; since June")


def test_back_asks_again_and_keeps_what_was_said_until_it_is_changed() -> None:
    made = talk(quick(), "1", "2", "b", "b")
    assert made.ask and made.ask.question.id == "q-rebuild"
    assert made.replies["q-rebuild", "intent"].level == 1
    kept = talk(made, "")
    assert kept.replies["q-rebuild", "intent"].level == 1
    assert talk(made, "4").replies["q-rebuild", "intent"].level == 4
    assert kept.ask and kept.ask.question.id == "q-live-quality"


def test_there_is_nothing_before_the_first_question() -> None:
    assert isinstance(quick().step(Step("back")), Refused)


def test_enter_confirms_what_the_inventory_knows_and_cites_it() -> None:
    known = Known((Basis("monitoring.data_drift", "none", Place("models.yaml", 14, 5)),), level=0)
    made = talk(Interview((ask(known=known),)), "")
    assert made.replies["q-input-drift", "intent"] == Reply("level", level=0)
    assert made.remarks["q-input-drift", "intent"].evidence == "models.yaml:14"


def test_enter_confirms_nothing_where_nothing_is_known() -> None:
    assert isinstance(quick().step(Step("confirm")), Refused)


def test_a_bad_answer_brings_up_more_questions_and_a_better_one_takes_them_back() -> None:
    more = (ask("q-spec-review"), ask("q-tuning"))
    interview = Interview((ask("q-rebuild"), ask("q-owner")), {("q-rebuild", "intent"): more})
    bad = talk(interview, "1")
    assert [each.question.id for each in bad.queue] == ["q-rebuild", "q-spec-review", "q-tuning", "q-owner"]
    assert bad.ask and bad.ask.question.id == "q-spec-review"
    assert [each.question.id for each in talk(bad, "b", "3").queue] == ["q-rebuild", "q-owner"]


def test_a_question_that_is_planned_anyway_only_moves_forward() -> None:
    interview = Interview(
        (ask("q-rebuild"), ask("q-owner"), ask("q-tuning")), {("q-rebuild", "intent"): (ask("q-tuning"),)}
    )
    assert [each.question.id for each in talk(interview, "0").queue] == ["q-rebuild", "q-tuning", "q-owner"]


def test_a_question_that_an_answer_makes_senseless_is_dropped_with_its_reason() -> None:
    interview = Interview((ask("q-monitoring"), ask("q-alerts", "chat")))
    dark = talk(interview, "1")
    assert dark.ask is None
    assert [(each.question.id, why) for each, why in dark.dropped] == [("q-alerts", "next to nothing is watched")]
    assert talk(interview, "2").ask


@pytest.mark.parametrize(
    ("reply", "level", "note"),
    [
        (Reply("level", level=4), "4", None),
        (Reply("unknown", text="Bo"), "unknown", "would know: Bo"),
        (Reply("n/a", text="rules only"), "n/a", "rules only"),
        (Reply("skip", text="no time"), "unknown", "skipped: no time"),
        (Reply("skip"), "unknown", "skipped"),
    ],
)
def test_what_goes_on_record(reply: Reply, level: str, note: str | None) -> None:
    made = answer_of(ask(), reply, Remark("https://x/y"), "ann", DAY)
    assert (made.level, made.note, made.evidence) == (level, note, "https://x/y")
    assert (made.question, made.asset, made.by, made.at) == ("q-input-drift", "intent", "ann", DAY)


def test_a_range_goes_on_record_as_it_was_given() -> None:
    made = answer_of(ask("q-revenue"), Reply("value", value=(10.0, 15.0)), Remark(), "ann", DAY)
    assert made == Answer(question="q-revenue", asset="intent", value=(10.0, 15.0), by="ann", at=DAY)


LINES = st.sampled_from(["0", "1", "2", "3", "4", "?", "? Bo", "x why", "s", "b", "", "n a note", "7", "nonsense"])


@given(st.lists(LINES, max_size=60))
def test_whatever_is_typed_the_interview_stands_somewhere_and_forgets_nothing(lines: list[str]) -> None:
    more = {("q-rebuild", "intent"): (ask("q-spec-review"), ask("q-tuning"))}
    interview = Interview(quick().plan, more)
    for line in lines:
        here = interview.ask
        if here is None:
            break
        step = read(line, here)
        after = interview.step(step) if isinstance(step, Step) else step
        if isinstance(after, Refused):
            continue
        assert set(interview.replies) <= set(after.replies)
        assert 1 <= after.number <= len(after.queue) and 0 <= after.left <= len(after.queue)
        interview = after
    keys = [each.key for each in interview.queue]
    assert len(keys) == len(set(keys))
    assert (interview.ask is None) == (interview.left == 0) or interview.at is not None


@given(st.text(max_size=80))
def test_any_line_is_read_or_refused(line: str) -> None:
    for question in ("q-rebuild", "q-revenue"):
        assert isinstance(read(line, ask(question)), (Step, Refused))
