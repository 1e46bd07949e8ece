from __future__ import annotations

import json

from tests.trackers.example import ticket_of
from tests.trackers.exports.formats import written


def test_each_line_is_the_body_of_a_request() -> None:
    lines = written("github-jsonl", ticket_of(), ticket_of("glue-code@other")).splitlines()
    assert [json.loads(each)["title"] for each in lines] == [
        "[debt] Glue code on order-join", "[debt] Glue code on other",
    ]  # fmt: skip
    assert json.loads(lines[0]) == {
        "title": "[debt] Glue code on order-join",
        "body": "On the pipeline x: it is glue.\n\nFound on a day.\n",
        "labels": ["debtaudit", "glue-code", "pipeline", "priority-2"],
    }


def test_labels_are_no_longer_than_github_takes() -> None:
    [line] = written("github-jsonl", ticket_of(labels=("x" * 50,))).splitlines()
    assert max(map(len, json.loads(line)["labels"])) <= 50
