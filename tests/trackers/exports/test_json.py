from __future__ import annotations

import json

from tests.trackers.example import ticket_of
from tests.trackers.exports.formats import written


def test_a_ticket_is_a_record_with_nulls_where_nothing_was_stated() -> None:
    made = ticket_of(team="")
    assert json.loads(written("json", made)) == {"format": "debtaudit-tickets", "version": 1, "tickets": [{
        "id": "glue-code@order-join", "mark": made.mark, "rank": 1, "title": "[debt] Glue code on order-join",
        "lane": "next", "priority": 2, "state": "open", "labels": ["debtaudit", "glue-code", "pipeline"], "team": None,
        "days": 2.5, "due": None, "ticket": None,
        "body": "On the pipeline x: it is glue.\n\nFound on a day.\n",
        "text": "On the pipeline x: it is glue.\n\nFound on a day.\n",
    }]}  # fmt: skip
