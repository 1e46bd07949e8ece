"""Obsolete or unpinned library: a library is unsupported, far behind, or its version is left open.

Why it is debt:
    What is far behind gets no repairs, and each release skipped makes the step to the next one longer. What is not
    pinned changes by itself on the day it is installed.
If it waits:
    A security hole or a vendor forces an update on us, and training or serving breaks while we make it.
Source:
    Bogner et al. 2021 (build and infrastructure debt); OBrien et al. 2022; Cox et al. 2015 (libyears).
Fix:
    - Lock the environment with hashes
    - Update in small steps behind tests
    - Let a tool propose updates
    - Replace packages that nobody looks after
False alarms:
    Long-term support counts as support: state the date on which it ends. Tools that are tagged build are worth half,
    because they do not run where customers are. Hardware, vendors' models and feeds have debts of their own.
Decisions:
    How far a version lies behind is read from its age where a newer one exists. A missing lock of the whole environment
    is told by irreproducible-training on the model.
Example:
    dependencies:
      - {id: textkit, kind: library, version: 2.4.1, latest_version: 5.0.2, released_at: 2022-03-01, pinned: yes,
         end_of_support_at: 2027-01-01}
Instead:
    dependencies:
      - {id: textkit, kind: library, version: 5.0.1, latest_version: 5.0.2, released_at: 2026-03-01, pinned: yes,
         end_of_support_at: 2028-01-01}
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from debtaudit.domain.asset import Dependency
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.facts import ABSENT
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, above, among, every, negation
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How far behind is too far."""

    majors: int = 2  # major versions behind; each may break what we call
    libyears: float = 2.0  # years since the version in use was released, where a newer one exists


UNSUPPORTED, BEHIND, OLD, OPEN = 0.4, 0.2, 0.2, 0.3
BUILD_ONLY = 0.5
YEAR = 365.25


@debt(
    Dependency,
    category="infrastructure",
    dimension="configuration",
    prior_rate=0.15,
    growth=0.06,
    effort=Days(2, 6, 18),
    loss="outage",
    severity=(0.1, 1.0),
    limits=Limits(),
    questions=("q-glue",),
    change_driven=True,
    overlap=Overlap("rebuild", 3),
)
def obsolete_dependencies(dependency: Dependency, graph: Graph, limits: Limits) -> Verdict:
    """Look at support, distance to the newest version, age, and whether the version is fixed."""
    ends, age = graph.age(dependency.end_of_support_at), graph.age(dependency.released_at)
    ended = False if dependency.end_of_support_at is ABSENT else above(ends, 0)
    majors = _majors_behind(dependency)
    return judge(
        scope(among(dependency.type, "library", "service"), "it is no software that we update", "kind"),
        sign(ended, UNSUPPORTED, f"its support ended {ends or 0:.0f} days ago", "end_of_support_at"),
        sign(None if majors is None else majors >= limits.majors, BEHIND, f"{majors} major versions behind",
             "version", "latest_version"),
        sign(every(_newer(dependency), above(age, limits.libyears * YEAR)), OLD,
             f"{(age or 0) / YEAR:.1f} years old although a newer version exists", "released_at", "latest_version"),
        sign(negation(dependency.pinned), OPEN, "its version is left open", "pinned"),
        combine="sum", times=BUILD_ONLY if "build" in (dependency.tags or ()) else 1.0,
    )  # fmt: skip


def _newer(dependency: Dependency) -> Truth:
    version, latest = dependency.version, dependency.latest_version
    return None if version is None or latest is None else bool(latest) and str(version) != str(latest)


def _majors_behind(dependency: Dependency) -> int | None:
    own, newest = (_major(str(each or "")) for each in (dependency.version, dependency.latest_version))
    if dependency.latest_version is ABSENT:
        return 0
    return None if own is None or newest is None else max(0, newest - own)


def _major(version: str) -> int | None:
    found = re.match(r"v?(\d+)", version)
    return int(found[1]) if found else None
