"""Surveys: how satisfied people are with a system, per week; any table as CSV, and Zigpoll's answers.

What is read: CSV files in one of two forms, or the answers of Zigpoll's API as JSON (`{"data": [...]}`). A table of
answers has a row an answer, a table of weeks a row a week with its mean. The options say which column holds what:
`columns: {survey: Poll, question: Question, score: Score, at: Created At}`, which is what is taken without them, or
`columns: {survey: system, week: week, score: score, scale: scale, answers: n}`. What becomes of it:

    survey                        the system, by option `assets`, aliases (`survey:Order chat`) or its own name
    score of answers in one week  telemetry satisfaction: the mean, of a scale that the option `scale` must say, and how
                                  many answered; with `scale: NPS` promoters less detractors, -100 to 100
    survey of a named system      feedback.channel of the system: there is one

Not taken: free text, people, orders, pages, and other questions of the survey (option `question` names the one that
counts). An empty score is no answer. With fewer answers than ten a week the score stands with its number all the same.
Columns of Zigpoll's export depend on the account; the shapes are those of the public documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from debtaudit.collectors._collector import Ask, Collected, Export, Options, Unanswered, collector
from debtaudit.collectors._exports import files_like
from debtaudit.collectors._gather import Gather
from debtaudit.collectors._node import Node, read_json
from debtaudit.collectors._table import Calendar, Row, Table, calendar, decimal, read_table
from debtaudit.domain.facts import Free, Text, fact
from debtaudit.inventory.names import slug

ANSWERS: Final = {"survey": "Poll", "question": "Question", "score": "Score", "at": "Created At"}
WEEKS: Final = {"survey": "system", "week": "week", "score": "score", "scale": "scale", "answers": "n"}
WEEK: Final = re.compile(r"(\d{4})-?W(\d{1,2})$", re.IGNORECASE)
PROMOTER, DETRACTOR = 9, 6
PAGE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyOptions(Options):
    """What may be said of a survey."""

    columns: Free = fact("which column holds which fact: {survey: Poll, score: Score, at: Created At}")
    assets: Free = fact("which system each survey is about: {Order chat poll: order-chat}")
    scale: Free = fact("highest score there is, or NPS; or one for each survey")
    question: Text = fact("the question that counts, where a survey asks several")
    timezone: Text = fact("time zone of times without an offset, for example Europe/Berlin")
    date_format: Text = fact("how times are written, as %d.%m.%Y %H:%M")
    account: Text = fact("account to ask Zigpoll for")


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer, or one week of them."""

    survey: str
    monday: date
    score: float
    answers: int
    scale: str
    place: Node


def _fetch(ask: Ask, options: SurveyOptions) -> Iterator[tuple[str, object]]:
    if not options.account:
        raise Unanswered("Zigpoll asks for an account: set the option account")
    cursor, number, seen = "", 0, set[str]()
    while True:
        query = {"accountId": options.account, "limit": PAGE, **({"startCursor": cursor} if cursor else {})}
        page, number = ask("/responses", query), number + 1
        yield f"responses-{number}.json", page
        cursor = Node(page, "")["endCursor"].text
        if not Node(page, "")["hasNextPage"].yes:
            return
        if not cursor or cursor in seen:
            raise Unanswered("Zigpoll says that more answers follow, and not where")
        seen.add(cursor)


@collector(
    files_like(".csv", ".tsv", ".json"), options=SurveyOptions, fetch=_fetch, token_env="ZIGPOLL_API_KEY",  # noqa: S106 - a variable's name
    scheme="Authorization",
)  # fmt: skip
def survey(exports: Sequence[Export], options: SurveyOptions, aliases: Mapping[str, str]) -> Collected:
    """State how satisfied people were, week by week."""
    gather = Gather(aliases)
    times = calendar(gather, options.date_format, options.timezone)
    answers: dict[tuple[object, ...], _Answer] = {}
    for export in exports:
        for key, answer in _read(export, options, times, gather):
            answers.setdefault(key, answer)
    weeks: dict[tuple[str, date], list[_Answer]] = {}
    for answer in answers.values():
        weeks.setdefault((answer.survey, answer.monday), []).append(answer)
    for (name, monday), found in sorted(weeks.items()):
        _week(name, monday, found, options, gather)
    return gather.collected()


def _read(
    export: Export, options: SurveyOptions, times: Calendar, gather: Gather
) -> Iterator[tuple[tuple[object, ...], _Answer]]:
    if export.name.endswith(".json"):
        node = gather.taken(read_json(export))
        for each in (list(node["data"]) or list(node)) if node else ():
            yield from _of_zigpoll(each, options)
        return
    table = read_table(export, gather)
    if table is None:
        return
    columns = _columns(table, options)
    if not table.has(columns["survey"], columns["score"]):
        hint = f"its columns are {', '.join(table.columns)[:200]}; say which is which under columns"
        message = f"this has no columns {columns['survey']} and {columns['score']}"
        gather.refuse(table.name, "other-columns", message, hint)
        return
    for row in table.rows:
        answer = _of_row(row, columns, options, times, gather)
        if answer:
            yield (row[columns.get("id", "Response ID")].text or row.ref,), answer


def _columns(table: Table, options: SurveyOptions) -> dict[str, str]:
    own = options.columns if isinstance(options.columns, Mapping) else {}
    weekly = "week" in own or (not own and table.has("week"))
    return {**(WEEKS if weekly else ANSWERS), **{str(name): str(column) for name, column in own.items()}}


def _of_row(
    row: Row, columns: Mapping[str, str], options: SurveyOptions, times: Calendar, gather: Gather
) -> _Answer | None:
    name, score = row[columns["survey"]].text, decimal(row[columns["score"]], comma=False)
    if not name or score is None:
        gather.count("rows without a score, left out")
        return None
    if options.question and "question" in columns and row[columns["question"]].text != options.question:
        gather.count("answers to other questions, left out")
        return None
    if "week" in columns:
        monday = _monday(row[columns["week"]], gather)
    else:
        when = times.moment(row[columns["at"]])
        monday = _start(when) if when else None
    if monday is None:
        return None
    said = row[columns.get("scale", "scale")].text or _scale(options, name)
    number = row[columns["answers"]].whole if "answers" in columns else 1
    return _Answer(name, monday, score, number or 0, said, row[columns["score"]])


def _of_zigpoll(node: Node, options: SurveyOptions) -> Iterator[tuple[tuple[object, ...], _Answer]]:
    """Read an answer of Zigpoll; the question is its slide."""
    when, slide = node["createdAt"].moment, node["slideId"].text
    score = next((value for key in ("value", "score", "response") if (value := node[key].number) is not None), None)
    name = node["pollTitle"].text or node["pollId"].text
    if when and score is not None and name and (not options.question or slide == options.question):
        yield (
            (node["_id"].text or repr(node.value),),
            _Answer(name, _start(when), score, 1, _scale(options, name), node),
        )


def _monday(cell: Node, gather: Gather) -> date | None:
    said = WEEK.match(cell.text)
    try:
        if said:
            return date.fromisocalendar(int(said[1]), int(said[2]), 1)
    except ValueError:
        pass
    gather.warn(cell, "no-week", f"'{cell.text[:40]}' is no week; it is left out", "write it as 2026-W31")
    return None


def _start(when: datetime) -> date:
    """Return the Monday of a week."""
    return when.date() - timedelta(days=when.weekday())


def _week(name: str, monday: date, found: Sequence[_Answer], options: SurveyOptions, gather: Gather) -> None:
    scale = next((each.scale for each in found if each.scale), "")
    answers = sum(each.answers for each in found)
    nps = scale.casefold() == "nps"
    highest = 100.0 if nps else Node(scale, "").number
    if not highest or highest <= 0:
        gather.refuse(found[0].place, "no-scale", f"nothing says of what '{name}' is a score",
                      "set the option scale: 5, 10 or NPS, or one for each survey")  # fmt: skip
        return
    if not answers:
        gather.count("weeks without answers, left out")
        return
    score = _score(found, answers, nps=nps)
    if abs(score) > highest:
        gather.warn(
            found[0].place, "beyond-scale", f"{score:g} of '{name}' is beyond its scale of {highest:g}: left out"
        )
        return
    mapped = options.assets if isinstance(options.assets, Mapping) else {}
    known = mapped.get(name) or gather.aliases.get(name)
    asset = str(known or slug(name))
    gather.seen(monday + timedelta(days=6))
    gather.measure("satisfaction", asset, score=round(score, 3), scale=highest, answers=answers,
                   from_=monday, to=monday + timedelta(days=6))  # fmt: skip
    if known:
        gather.state("systems", asset, "feedback.channel", f"survey {name}", found[0].place)


def _score(found: Sequence[_Answer], answers: int, *, nps: bool) -> float:
    """Return the mean; of single answers to an NPS question, the share of promoters less that of detractors."""
    if nps and all(each.answers == 1 for each in found):
        promoters, detractors = (
            sum(each.score >= PROMOTER for each in found),
            sum(each.score <= DETRACTOR for each in found),
        )
        return 100 * (promoters - detractors) / answers
    return sum(each.score * each.answers for each in found) / answers


def _scale(options: SurveyOptions, name: str) -> str:
    said = options.scale.get(name, "") if isinstance(options.scale, Mapping) else options.scale
    return str(said or "")
