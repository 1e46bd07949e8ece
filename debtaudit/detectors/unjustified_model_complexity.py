"""Model complexity without proven benefit: a complicated model runs, and nobody compared it with a simple one.

Why it is debt:
    A complicated model is dearer to run, harder to mend and understood by fewer people. That price is paid every day;
    the gain that should justify it was assumed, or measured once, long ago.
If it waits:
    We keep paying for a model that a much simpler one may match, and every repair takes a specialist.
Source:
    Breck et al. 2017, tests Model 3 and Model 5; Recupito et al. 2024 (jumbled model architecture); Bogner et al. 2021.
Fix:
    - Train a simple model on the same split
    - Compare quality by group, and the cost of running both
    - Keep the simple one unless the gain is worth it
    - Repeat the comparison at each major version
False alarms:
    For pictures and speech no simple model works; a comparison with a smaller one of the same kind counts as the
    baseline. What the model costs now is in the telemetry, but what the baseline would cost is not, so the stated ratio
    decides.
Decisions:
    Rules, linear models and trees are simple themselves and not applicable.
Example:
    models: [{id: demand, status: production, family: neural, baseline: none}]
Instead:
    models:
      - id: demand
        status: production
        family: neural
        baseline: {compared_at: 2026-05-04, gain: 0.12, cost_ratio: 4}
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import above, among, amount, below, every, lacks, negation
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When a comparison no longer justifies the effort."""

    max_age: int = 365  # days since the comparison; data and cheaper methods move on
    min_gain: float = 0.01  # relative gain of the main metric; below it the extra cost needs another reason
    cost_ratio: float = 2.0  # times the running cost of the baseline; up to it a small gain may be worth it


COMPLICATED = ("neural", "llm", "ensemble", "external")


@debt(
    Model,
    category="model",
    dimension="model",
    prior_rate=0.06,
    growth=0.02,
    effort=Days(2, 5, 12),
    loss="effort_or_duty",
    severity=(0.3, 0.7),
    limits=Limits(),
    questions=("q-baseline", "q-tuning"),
)
def unjustified_model_complexity(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at whether and when a complicated model was compared with a simple one, and what it gained."""
    compared = model.baseline.compared_at
    gain, ratio = amount(model.baseline.gain), amount(model.baseline.cost_ratio)
    fact = "baseline.compared_at"
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        scope(among(model.family, *COMPLICATED), "it is a simple model itself", "family"),
        sign(lacks(compared), 0.5, "it was never compared with a simple model", fact),
        sign(every(negation(lacks(compared)), above(graph.age(compared), limits.max_age)), 0.3,
             f"it was last compared with a simple model more than {limits.max_age} days ago", fact),
        sign(every(negation(lacks(compared)), below(gain, limits.min_gain), above(ratio, limits.cost_ratio)), 0.7,
             f"it gains {gain or 0:.1%} over a simple model at {ratio or 0:g} times the cost",
             "baseline.gain", "baseline.cost_ratio"),
    )  # fmt: skip
