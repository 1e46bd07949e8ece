"""Missing data contract and validation: what a dataset must look like is not written down or not enforced.

Why it is debt:
    A column that turns to text, a unit that changes, a load that comes up half empty: software stops at such things,
    models swallow them. The next training makes the fault permanent.
If it waits:
    One bad delivery of data spoils today's answers and everything the model learns from it.
Source:
    Breck et al. 2017, test Data 1, and 2019 on validation; Polyzotis et al. 2018; Bogner et al. 2021, data debt.
Fix:
    - Derive a schema from clean history and go through it with the owner
    - Check at the border, for training and for serving
    - Hold failing batches back instead of passing them on
    - Agree on freshness and volume, and publish both
False alarms:
    A frozen copy (`snapshot_policy: frozen`) is checked once, when it is made: it needs no freshness. Data that only
    retired models or experiments use is not applicable.
Decisions:
    Data is late only when it must be: dates are days, so the benefit of the day is given. A date of the last update
    that nobody stated makes nothing late.
Example:
    models: [{id: tone, status: production, trains_on: [mails]}]
    datasets: [{id: mails, schema: none, validation: automated, freshness_sla_hours: 24}]
Instead:
    models: [{id: tone, status: production, trains_on: [mails]}]
    datasets: [{id: mails, schema: warehouse/mails.yaml, validation: automated, freshness_sla_hours: 24}]
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from debtaudit.domain.asset import Dataset
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, above, amount, every, has, lacks, level_is
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Hit, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When data is late."""

    late_factor: float = 2  # times the agreed freshness; a single late run is noise


NO_SCHEMA, SCHEMA_ONLY, BY_HAND, NO_FRESHNESS, LATE = 0.9, 0.6, 0.5, 0.3, 0.6
HOURS = 24  # a day
FROZEN = ("frozen", "immutable")


@debt(
    Dataset,
    category="data",
    dimension="data",
    prior_rate=0.35,
    growth=0.04,
    effort=Days(2, 4, 10),
    loss="wrong_handling",
    severity=(0.3, 0.9),
    limits=Limits(),
    questions=("q-schema", "q-data-rules"),
    overlap=Overlap("source trust", 1),
)
def missing_data_contract(dataset: Dataset, graph: Graph, limits: Limits) -> Verdict:
    """Look at the schema, at who checks it, and at freshness agreed and kept."""
    frozen = any(word in str(dataset.snapshot_policy or "").casefold() for word in FROZEN)
    checks = dataset.validation
    late = False if frozen else _late(dataset, graph, limits)
    said = judge(
        scope(graph.feeds_service(dataset), "it feeds no model in service", "trains_on"),
        sign(lacks(dataset.schema), NO_SCHEMA, "nobody wrote down what it must look like", "schema"),
        sign(every(has(dataset.schema), level_is(checks, "none")), SCHEMA_ONLY,
             "its schema is written down and nothing checks it", "schema", "validation"),
        sign(level_is(checks, "manual"), BY_HAND, "its rules are checked by hand", "validation"),
        sign(False if frozen else lacks(dataset.freshness_sla_hours), NO_FRESHNESS,
             "how fresh it must be is not agreed", "freshness_sla_hours"),
        sign(late, LATE, f"it was last updated {graph.age(dataset.last_updated_at) or 0:.0f} days ago, agreed are "
             f"{amount(dataset.freshness_sla_hours) or 0:g} hours", "last_updated_at", "freshness_sla_hours"),
    )  # fmt: skip
    return replace(said, involved=graph.feeds(dataset)) if isinstance(said, Hit) else said


def _late(dataset: Dataset, graph: Graph, limits: Limits) -> Truth:
    """Whether it must be late, though it was updated at the end of that day and the audit is at the start of this."""
    agreed, days = amount(dataset.freshness_sla_hours), graph.age(dataset.last_updated_at)
    return bool(agreed and days is not None and above((days - 1) * HOURS, limits.late_factor * agreed))
