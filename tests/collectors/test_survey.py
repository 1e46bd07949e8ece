"""Surveys become satisfaction a week; scale, question and system must be known, and people stay unnamed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from debtaudit.collectors._collector import Unanswered
from debtaudit.collectors.survey import SurveyOptions, survey
from debtaudit.domain.problem import errors
from tests.collectors.reading import entries, of_json, of_text, telemetry, told

HEAD = "Response ID,Poll,Question,Score,Created At,Participant ID\n"
FIVE = SurveyOptions(scale=5, timezone="UTC")


def answers(*scores: object, poll: str = "chat", at: str = "2026-08-04 10:00:00") -> str:
    return HEAD + "".join(f"r{number},{poll},Happy?,{each},{at},p{number}\n" for number, each in enumerate(scores))


def test_the_mean_of_a_week_stands_with_its_number_and_empty_scores_are_no_answers() -> None:
    (week,) = telemetry(of_text(survey, answers(4, 1, "", 4), options=FIVE))
    assert week == {"kind": "satisfaction", "asset": "chat", "score": 3.0, "scale": 5.0, "answers": 3,
                    "from": date(2026, 8, 3), "to": date(2026, 8, 9)}  # fmt: skip


def test_weeks_go_from_monday_to_sunday_over_the_turn_of_the_year() -> None:
    made = of_text(survey, answers(4, at="2026-12-31 23:59:59") + answers(2, at="2027-01-01 00:00:00")[len(HEAD):]
                   .replace("r0", "r9"), options=FIVE)  # fmt: skip
    (week,) = telemetry(made)
    assert (week["from"], week["answers"]) == (date(2026, 12, 28), 2)


def test_promoters_less_detractors_is_no_mean() -> None:
    (week,) = telemetry(of_text(survey, answers(10, 9, 7, 2), options=SurveyOptions(scale="NPS", timezone="UTC")))
    assert (week["score"], week["scale"]) == (25.0, 100.0)


def test_without_a_scale_nothing_is_taken() -> None:
    made = of_text(survey, answers(4), options=SurveyOptions(timezone="UTC"))
    assert [each.code for each in errors(made.problems)] == ["no-scale"]


def test_a_score_beyond_its_scale_is_left_out_and_told() -> None:
    made = of_text(survey, answers(9), options=FIVE)
    assert not telemetry(made)
    assert "9 of 'chat' is beyond its scale of 5" in told(made)


def test_another_question_of_the_survey_does_not_count() -> None:
    text = answers(4) + "r8,chat,How old are you?,77,2026-08-04 10:00:00,p8\n"
    one = SurveyOptions(scale=5, timezone="UTC", question="Happy?")
    assert [each["answers"] for each in telemetry(of_text(survey, text, options=one))] == [1]


def test_a_system_is_who_people_say_it_is_and_then_has_a_channel_for_feedback() -> None:
    unnamed = of_text(survey, answers(4), options=FIVE)
    assert "systems" not in unnamed.document
    named = of_text(survey, answers(4), options=FIVE, chat="order-chat")
    assert entries(named, "systems")["order-chat"]["feedback"] == {"channel": "survey chat"}
    assert telemetry(named)[0]["asset"] == "order-chat"


def test_an_answer_that_stands_twice_counts_once() -> None:
    assert telemetry(of_text(survey, answers(4) + answers(4)[len(HEAD) :], options=FIVE))[0]["answers"] == 1


def test_a_table_of_weeks_is_read_too() -> None:
    made = of_text(
        survey, "week,system,score,scale,n\n2026-W31,chat,3.1,5,410\n2026-W31,mail,31,NPS,90\nsoon,x,1,5,1\n"
    )
    assert [(each["asset"], each["score"], each["answers"]) for each in telemetry(made)] == [
        ("chat", 3.1, 410), ("mail", 31.0, 90)]  # fmt: skip
    assert "'soon' is no week" in told(made)


def test_people_are_not_copied() -> None:
    assert "p0" not in str(of_text(survey, answers(4), options=FIVE).document)


def test_answers_of_zigpolls_api_are_read_as_its_export_is() -> None:
    answer = {"_id": "a", "createdAt": "2026-08-04T10:00:00Z", "pollId": "chat", "slideId": "s1", "value": 4}
    (week,) = telemetry(of_json(survey, {"data": [answer, {**answer, "_id": "b", "value": "2"}]}, options=FIVE))
    assert (week["asset"], week["score"], week["answers"]) == ("chat", 3.0, 2)


class Zigpoll:
    """A server of two pages; it may send the same place twice."""

    link = ""

    def __init__(self, last: dict[str, Any]) -> None:
        self.last = last

    def __call__(self, path: str, query: Any = None, body: object = None) -> object:
        return self.last if "startCursor" in query else {"data": [], "hasNextPage": True, "endCursor": "c1"}


def test_pages_are_asked_for_up_to_the_last() -> None:
    assert survey.fetch
    account = SurveyOptions(account="a1")
    assert len(list(survey.fetch(Zigpoll({"data": [], "hasNextPage": False}), account))) == 2
    with pytest.raises(Unanswered, match="and not where"):
        list(survey.fetch(Zigpoll({"hasNextPage": True, "endCursor": "c1"}), account))
    with pytest.raises(Unanswered, match="set the option account"):
        list(survey.fetch(Zigpoll({}), SurveyOptions()))
