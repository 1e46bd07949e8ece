"""What tests of the questionnaire share: an inventory as text, and a plan of questions about it."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

from debtaudit import flow
from debtaudit.graph import AuditGraph
from debtaudit.inventory import loads
from debtaudit.questionnaire.catalogue import catalogue
from debtaudit.questionnaire.plan import Setting

AS_OF = date(2026, 9, 30)


def setting_of(text: str, by: str = "ann") -> Setting:
    """Return what plans are made from, of an inventory."""
    inventory = loads(dedent(text))
    assert not [each for each in inventory.problems if each.level == "error"]
    known = inventory.known_at(AS_OF)
    return Setting(catalogue(), known, AuditGraph(known, AS_OF), flow.audit(inventory, AS_OF), by)
