"""The questionnaire's own files: one a team, sorted, whole, and never at the cost of what stood there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.decision import Answer
from debtaudit.inventory import loads
from debtaudit.questionnaire.answers_file import RULES, Journal, NotOurs, keep, path_of, take, text_of
from debtaudit.questionnaire.catalogue import catalogue

QUESTIONS = catalogue()
DAY = date(2026, 9, 30)
MODELS = loads("models: [{id: intent}, {id: tone}]")


def said(
    level: str = "2", question: str = "q-rebuild", asset: str = "intent", by: str = "ann", at: date = DAY
) -> Answer:
    return Answer(question=question, asset=asset, level=level, by=by, at=at)  # type: ignore[arg-type]


def stored(path: Path) -> list[Answer]:
    return list(loads(path.read_text(encoding="utf-8")).answers)


def test_entries_come_sorted_whatever_the_order_they_were_given_in(tmp_path: Path) -> None:
    entries = [said(asset="tone"), said(question="q-owner"), said(by="bo"), said()]
    one, _ = keep(tmp_path / "one", "chat", entries, QUESTIONS)
    other, _ = keep(tmp_path / "two", "chat", entries[::-1], QUESTIONS)
    assert one.read_bytes() == other.read_bytes()
    assert [each.question for each in stored(one)] == ["q-owner", "q-rebuild", "q-rebuild", "q-rebuild"]
    assert one.name == "audit-chat.yaml"


def test_the_same_again_writes_nothing(tmp_path: Path) -> None:
    path, first = keep(tmp_path, "chat", [said()], QUESTIONS)
    before = path.stat().st_mtime_ns
    _, second = keep(tmp_path, "chat", [said()], QUESTIONS)
    assert (first, second) == (1, 0)
    assert path.stat().st_mtime_ns == before


def test_a_person_s_newer_answer_replaces_the_older_and_an_older_one_does_not_come_back(tmp_path: Path) -> None:
    keep(tmp_path, "chat", [said("1", at=date(2026, 3, 1))], QUESTIONS)
    path, _ = keep(tmp_path, "chat", [said("3")], QUESTIONS)
    keep(tmp_path, "chat", [said("0", at=date(2026, 1, 1))], QUESTIONS)
    assert [each.level for each in stored(path)] == ["3"]


def test_two_people_are_both_kept(tmp_path: Path) -> None:
    path, _ = keep(tmp_path, "chat", [said("1"), said("3", by="bo")], QUESTIONS)
    assert {(each.by, each.level) for each in stored(path)} == {("ann", "1"), ("bo", "3")}


def test_what_a_rule_left_out_goes_as_soon_as_somebody_answers(tmp_path: Path) -> None:
    path, _ = keep(tmp_path, "chat", [said("n/a", by=RULES)], QUESTIONS)
    keep(tmp_path, "chat", [said("1")], QUESTIONS)
    assert [each.by for each in stored(path)] == ["ann"]


@pytest.mark.parametrize("team", ["", "Chat & Co", "../../etc", "Ünïcode", ".hidden"])
def test_whatever_a_team_is_called_its_file_stays_in_the_folder_and_is_read(team: str, tmp_path: Path) -> None:
    path = path_of(tmp_path, team)
    assert path.parent == tmp_path / "answers"
    assert path.name.startswith("audit-") and path.suffix == ".yaml"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("answers: []\n", "was not written by"),
        ("source: {kind: questionnaire, name: debtaudit questions 1}\nmodels: [{id: x}]\n", "more than answers"),
        ("source: {kind: questionnaire, name: debtaudit questions 99}\nanswers: []\n", "newer than ours"),
        ("source: {kind: questionnaire\n", "audit-chat.yaml"),
    ],
)
def test_a_file_that_is_not_ours_alone_is_never_touched(text: str, says: str, tmp_path: Path) -> None:
    path = path_of(tmp_path, "chat")
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(NotOurs, match=says):
        keep(tmp_path, "chat", [said()], QUESTIONS)
    assert path.read_text() == text


HAND = "answers:\n  - {question: q-rebuild, asset: intent, level: 2, by: ann, at: 2026-09-30}\n"


def test_answers_from_elsewhere_are_taken_whole() -> None:
    answers, problems = take(HAND, "theirs.yaml", MODELS, QUESTIONS)
    assert [each.level for each in answers] == ["2"]
    assert not problems


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("q-rebuild", "q-rebiuld", 2, "did you mean 'q-rebuild'"),
        ("intent", "intnet", 2, "did you mean 'intent'"),
        ("level: 2", "level: 7", 2, "cannot be '7'"),
        ("level: 2", "level: n/a", 2, "say why"),
        (", by: ann", "", 2, "who gave it"),
        (", at: 2026-09-30", "", 2, "when it was given"),
        ("answers:", "answrs:", 1, "did you mean 'answers'"),
        ("answers:", "source: {kind: questionnaire, name: debtaudit questions 2}\nanswers:", 1, "newer than ours"),
        (HAND, "answers: []\n", 0, "there is no answer"),
    ],
)
def test_what_is_wrong_with_them_is_told_with_its_place(old: str, new: str, line: int, says: str) -> None:
    _, problems = take(HAND.replace(old, new), "theirs.yaml", MODELS, QUESTIONS)
    assert problems
    assert any(says in f"{each.message}; {each.hint}" and each.line == line for each in problems), problems
    assert all(each.file == "theirs.yaml" and each.level == "error" for each in problems)


TEXT = st.text(max_size=40).filter(lambda text: text.strip() == text and text != "")
ANSWERS = st.builds(
    Answer,
    question=st.sampled_from(sorted(QUESTIONS.questions)), asset=st.sampled_from(["intent", "tone"]),
    level=st.sampled_from(["0", "1", "2", "3", "4", "unknown"]), by=st.sampled_from(["ann", "bo", "no", "1"]),
    at=st.dates(min_value=date(2020, 1, 1), max_value=DAY), note=st.none() | TEXT, evidence=st.none() | TEXT,
)  # fmt: skip


@given(st.lists(ANSWERS, max_size=8, unique_by=lambda each: (each.question, each.asset, each.by)))
def test_what_is_written_is_read_back(answers: list[Answer]) -> None:
    read = loads(text_of(answers, QUESTIONS)).answers
    known = {(each.question, each.asset, each.by): (each.level, each.at) for each in answers}
    assert {(each.question, each.asset, each.by): (each.level, each.at) for each in read} == known


def test_a_journal_that_a_crash_cut_short_is_read_up_to_there(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "ann")
    journal.begin([{"scope": []}])
    journal.add({"question": "q-rebuild", "line": "2"})
    with journal.path.open("ab") as file:
        file.write(b'{"question": "q-own')
    assert journal.read() == [{"scope": []}, {"question": "q-rebuild", "line": "2"}]
    journal.end()
    assert journal.read() == []
    journal.end()
