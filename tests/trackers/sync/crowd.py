"""Two thousand findings that have their issues already: how much a plan reads and holds, and how long it takes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from debtaudit.inventory.write import write
from debtaudit.trackers.sync.adapters.linear import id_of
from debtaudit.trackers.sync.journal import Journal
from debtaudit.trackers.sync.plan import written
from tests.trackers.sync.fakes import FAKES
from tests.trackers.sync.sitting import Desk, told

SAYS = "Nobody knows by how much the model is wrong, for nothing is measured. " * 20
"""As much as a ticket of the sample company says."""


def crowd(name: str, folder: Path, number: int, says: str = SAYS) -> Desk:
    """Return a desk with so many findings, each with an issue that is in step and remembered.

    Only the first issue is made by requests; the others are its copies under other names.
    """
    findings = told(*(f"n{at:05}" for at in range(number)), says=says)
    desk = Desk(FAKES[name](), folder, findings[:1])
    desk.apply()
    [first] = desk.fake.live
    text = json.dumps(first.data)
    for each in findings[1:]:
        names = ((findings[0].finding, each.finding), (findings[0].mark, each.mark))
        copy = text
        for before, after in (*names, (id_of(findings[0].mark), id_of(each.mark))):
            copy = copy.replace(before, after)
        desk.fake.add(json.loads(copy))
    desk.told = findings
    _remember(desk)
    desk.fake.calls.clear()
    return desk


def _remember(desk: Desk) -> None:
    found = desk.look()
    there = {issue.mark: issue for issue in found.remote.issues.values()}
    journal = Journal(desk.folder, desk.state(), write)
    items = {each.finding: written(each, there[each.mark]) for each in found.wanted}
    journal.state = replace(journal.state, items=items)
    journal.fold()
