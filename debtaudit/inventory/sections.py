"""What stands under each top-level key of an inventory file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from debtaudit.domain.asset import KINDS, Asset, Organisation, Team
from debtaudit.domain.decision import Answer, Decision, Estimate
from debtaudit.domain.facts import Day, Names, Places, Text, fact
from debtaudit.domain.history import Earlier
from debtaudit.domain.incident import Incident
from debtaudit.domain.inventory import SourceKind
from debtaudit.domain.link import Link
from debtaudit.inventory.vocabulary import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHeader:
    """Who wrote a file: people unless it says otherwise, a collector, or the questionnaire."""

    kind: SourceKind | None = fact("who wrote this file; by hand unless it says otherwise", else_="hand")
    name: Text = fact("which tool")
    gone_since: Day = fact("since when the tool cannot be read; what stands here is older")
    at: Day = fact("as of when")
    refs: Places = fact("per fact (asset.fact), where it stands in the tool")
    stale: Names = fact("ids that are gone from the tool")


DESCRIBED: Final[dict[str, type[Asset | Incident]]] = {"teams": Team, **KINDS, "incidents": Incident}
"""Keys whose entries have ids, and may be described by several sources."""
RECORDS: Final[dict[str, type]] = {"links": Link, "estimates": Estimate, "decisions": Decision, "answers": Answer,
                                  "history": Earlier}  # fmt: skip
"""Keys whose entries stand for themselves."""
HISTORY: Final = "history"
"""The key whose entries are read as the fact that they name."""
TELEMETRY: Final = "telemetry"
"""The key whose entries are of the type that their `kind` names."""
TOP_LEVEL: Final = ("source", "organisation", *DESCRIBED, *RECORDS, TELEMETRY)

SECTIONS: Final[dict[str, Shape]] = {
    "source": Shape(group=SourceHeader),
    "organisation": Shape(group=Organisation),
    **{name: Shape(item=Shape(group=cls)) for name, cls in {**DESCRIBED, **RECORDS}.items()},
}
"""How what stands under a key is written; telemetry depends on its kind."""

NAMED_BY: Final = ("id", "finding", "question", "asset", "from", "to", "kind", "at")
"""The facts by which an entry is named, the first that it has, and sorted."""
