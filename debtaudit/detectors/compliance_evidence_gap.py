"""Compliance evidence gap: documents that the system's regulatory class calls for are missing or out of date.

Why it is debt:
    Evidence is a by-product while the work is done, and archaeology two years later. Each release made without it is
    one more that nobody can prove was made with care.
If it waits:
    An auditor or a large customer asks for proof, and we cannot show it in time to keep the product running.
Source:
    EU AI Act (its duties as categories only); NIST AI RMF; Bogner et al. 2021.
Fix:
    - Write down the class of the system and who decided on it
    - List the evidence it needs, each with an owner and a date
    - Fill the gaps from manifests, logs and cards
    - Rehearse the request of an auditor
False alarms:
    This lists categories and gives no legal advice. Whether class `none` is right, and why, is a matter for the notes
    of the system: the reason cannot be checked here.
Decisions:
    Duties are told apart by the words that `duty` contains, such as "oversight" or "post-market", in any spelling of
    spaces and hyphens. A list that is stated is taken as complete: what it does not hold is missing, and so is an entry
    whose `url` is none. Of several documents for a duty the newest counts; one without a date is asked for.
Example:
    systems: [{id: order-chat, regulatory_class: limited, evidence: none}]
Instead:
    systems:
      - id: order-chat
        regulatory_class: limited
        evidence: [{duty: transparency, url: https://wiki.example/chat-notice, at: 2026-04-20}]
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from debtaudit.domain.asset import System
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.facts import ABSENT
from debtaudit.domain.graph import Graph
from debtaudit.domain.groups import Evidence
from debtaudit.domain.logic import above, every, lacks, negation
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How long a document stands for today."""

    fresh: int = 365  # days; a year brings new versions, data and people


DUTIES = {
    "risk management": ("risk",),
    "data governance": ("data", "governance"),
    "technical documentation": ("technical", "documentation"),
    "record-keeping": ("record", "log"),
    "transparency": ("transparen",),
    "human oversight": ("oversight",),
    "accuracy and robustness": ("accura", "robust"),
    "post-market monitoring and incident reporting": ("post market", "monitoring", "incident"),
}
"""What each duty is called, and the beginnings of words by which an entry is known to be about it."""
REQUIRED = {"high": tuple(DUTIES), "limited": ("transparency",)}
STALE = 0.5  # of a missing document


@debt(
    System,
    category="governance",
    dimension="other",
    prior_rate=0.04,
    growth=0.05,
    effort=Days(5, 15, 40),
    loss="effort_or_duty",
    severity=(STALE / len(DUTIES), 1.0),
    limits=Limits(),
    questions=("q-regulation", "q-oversight", "q-model-card", "q-privacy"),
    overlap=Overlap("evidence", 1),
    touches_rights=True,
)
def compliance_evidence_gap(system: System, graph: Graph, limits: Limits) -> Verdict:
    """Compare the documents that are listed with those that the regulatory class calls for."""
    required = REQUIRED.get(str(system.regulatory_class), ())
    entries = {duty: [each for each in system.evidence or () if _shows(each, duty)] for duty in required}
    old = {duty: every(*(above(graph.age(each.at), limits.fresh) for each in entries[duty])) for duty in required}
    missing = [duty for duty in required if not entries[duty]]
    stale = [duty for duty in required if entries[duty] and old[duty]]
    known = system.regulatory_class is not None and system.evidence is not None
    undated = any(old[duty] is None for duty in required)
    return judge(
        scope(negation(lacks(system.regulatory_class)), "its use falls under no regulated class", "regulatory_class"),
        sign(bool(missing) if known else None, len(missing) / (len(required) or 1),
             f"nothing shows {', '.join(missing)}", "regulatory_class", "evidence"),
        sign(bool(stale) or (None if undated else False), STALE * len(stale) / (len(required) or 1),
             f"evidence for {', '.join(stale)} is more than {limits.fresh} days old", "evidence"),
        combine="sum",
    )  # fmt: skip


def _shows(entry: Evidence, duty: str) -> bool:
    """Whether an entry is about a duty, by the beginnings of its words, and there is a document."""
    words = " ".join(re.findall("[a-z]+", str(entry.duty).lower()))
    return entry.url is not ABSENT and any(f" {stem}" in f" {words}" for stem in DUTIES[duty])
