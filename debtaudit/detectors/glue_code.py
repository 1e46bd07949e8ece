"""Glue code: most of a pipeline only carries data between packages, and ties the system to their quirks.

Why it is debt:
    Every package has its own idea of a table, a date and a model, and scripts in between translate. They hold no idea
    of the business, nobody tests them, and each new version of a package breaks some of them.
If it waits:
    Updates are put off because too many scripts would break, until one is forced on us at a bad moment.
Source:
    Sculley et al. 2015, section 5 (glue code); OBrien et al. 2022.
Fix:
    - List the borders between packages
    - Put each package behind one small interface with a test
    - Move what the business knows into functions of its own
    - Delete scripts that were needed once
    - Prove the way by updating one library
False alarms:
    Below 300 lines there is nothing to untangle. Generated code should not be counted in the share, and a tested
    adapter behind one interface is no glue; both are for whoever measures it.
Decisions:
    The share of lines decides. What single steps do, and why a library was held back, the inventory does not say.
Example:
    pipelines: [{id: churn-join, status: production, glue_ratio: 85%, lines: 4200}]
Instead:
    pipelines: [{id: churn-join, status: production, glue_ratio: 35%, lines: 4200}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Pipeline
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import above, amount, below
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign, within


@dataclass(frozen=True)
class Limits:
    """When glue holds more than it joins."""

    ratio: float = 0.6  # share of lines; mature systems were seen near 0.95, so this warns early without warning all
    lines: int = 300  # lines of code; a shorter pipeline can be read in one sitting


NO_GLUE, ALL_GLUE = 0.4, 0.9  # shares of lines at which severity is 0 and 1


@debt(
    Pipeline,
    category="pipeline",
    dimension="configuration",
    prior_rate=0.25,
    growth=0.05,
    effort=Days(6, 15, 40),
    loss="wrong_handling",
    severity=(0.4, 1.0),
    limits=Limits(),
    questions=("q-glue", "q-pipeline-shape", "q-feature-tests"),
    change_driven=True,
    overlap=Overlap("pipeline shape", 2),
)
def glue_code(pipeline: Pipeline, _graph: Graph, limits: Limits) -> Verdict:
    """Look at the share of lines that only connect packages."""
    ratio = amount(pipeline.glue_ratio)
    lines = amount(pipeline.lines)
    return judge(
        scope(pipeline.status not in {"experiment", "retired"}, "it is not in service", "status"),
        scope(not below(lines, limits.lines), f"it has fewer than {limits.lines} lines", "lines"),
        sign(above(ratio, limits.ratio), within(((ratio or 0) - NO_GLUE) / (ALL_GLUE - NO_GLUE)),
             f"{ratio or 0:.0%} of its lines only connect packages", "glue_ratio"),
    )  # fmt: skip
