"""Static test set: the cases that certify new versions were collected once and no longer resemble today's.

Why it is debt:
    A version is released because it passes the exam. When the exam is about last year's customers, passing it says
    little, and fifty versions chosen on the same cases have learned the exam by heart.
If it waits:
    We release worse versions with a good certificate, because the certificate is about a world that is gone.
Source:
    Breck et al. 2017, test Infra 4; Bogner et al. 2021, test debt.
Fix:
    - Add a rolling window of recent cases with their outcomes
    - Keep the old cases only as a check for regressions
    - Report both figures with intervals
    - Give every test set a date after which it no longer certifies
False alarms:
    A frozen set for regressions is welcome beside a fresh one: state the dates of the fresh one. Backtests on rolling
    windows are fresh by nature: state the end of the newest window as `collected_to`.
Decisions:
    The younger of `collected_to` and `refreshed_at` counts, and what is not stated of the two is left aside. Where
    nobody states how fast the world moves, the limit for a medium pace holds. Evaluations on the same cases are counted
    where telemetry holds values on the test set. A model that is stated to have no test set is told by no-quality-gate.
Example:
    models: [{id: tone, status: production, evaluation: {collected_to: 2025-06-30, refreshed_at: none}}]
Instead:
    models: [{id: tone, status: production, evaluation: {collected_to: 2025-06-30, refreshed_at: 2026-08-31}}]
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from debtaudit.domain.asset import Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.facts import ABSENT
from debtaudit.domain.graph import Graph
from debtaudit.domain.input_drift import moved
from debtaudit.domain.logic import above
from debtaudit.domain.measurement import Drift, Quality
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How old a test set may be, and how often it may decide."""

    limit_high: int = 90  # days where the world moves fast: fraud, retail, language
    limit_medium: int = 180  # days; half a year
    limit_low: int = 365  # days for physical or slow worlds
    max_reuse: int = 50  # evaluations; repeated choice on one set slowly fits it


DRIFTED = 0.7  # severity at least where the cases were measured to differ from today's inputs
WORN = 0.5  # severity of a set that has decided too often
DATES = ("evaluation.collected_to", "evaluation.refreshed_at")


@debt(
    Model,
    category="evaluation",
    dimension="evaluation",
    prior_rate=0.20,
    growth=0.10,
    effort=Days(2, 5, 12),
    loss="silent",
    severity=(0.5, 1.0),
    limits=Limits(),
    questions=("q-test-set",),
    overlap=Overlap("exam", 1),
)
def static_test_set(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at the age of the test cases, at their distance from today's inputs, and at how often they decided."""
    age, pace = _age(model, graph), graph.volatility(model) or "medium"
    limit = {"high": limits.limit_high, "low": limits.limit_low}.get(pace, limits.limit_medium)
    test_set = graph.asset(str(model.evaluation.dataset or ""))
    drifts = moved(graph.telemetry(Drift, test_set)) if test_set else ()
    uses = _uses(model, graph, age)
    return judge(
        scope(graph.in_service(model) is not False, "it is not in service", "status"),
        scope(not _has_none(model), "it is stated to have no test set", "evaluation.dataset"),
        sign(above(age, limit), min(1.0, (age or 0) / (2 * limit)), _said(age, limit, pace), *DATES),
        sign(bool(drifts), DRIFTED, f"today's inputs differ from the test set in {', '.join(map(_named, drifts))}",
             *drifts),
        sign(len(uses) > limits.max_reuse, WORN,
             f"{len(uses)} evaluations were made on the same cases since they were last refreshed", *uses[-1:]),
        involved=[test_set] if test_set else [],
    )  # fmt: skip


def _age(model: Model, graph: Graph) -> float | None:
    """Days since cases were last collected or added; None where no date is stated."""
    ages = [graph.age(day) for day in (model.evaluation.collected_to, model.evaluation.refreshed_at)]
    return min((age for age in ages if age is not None and age < inf), default=None)


def _has_none(model: Model) -> bool:
    stated = (model.evaluation.dataset, model.evaluation.collected_to)
    return ABSENT in stated and not any(stated)


def _said(age: float | None, limit: int, pace: str) -> str:
    return f"its newest test cases are {age or 0:.0f} days old; the limit is {limit} where the pace of change is {pace}"


def _named(drift: Drift) -> str:
    return f"{drift.feature or 'its cases'} ({drift.measure} {drift.value:g})"


def _uses(model: Model, graph: Graph, age: float | None) -> list[Quality]:
    """Values on the test set since its cases were last refreshed."""
    name = model.evaluation.dataset
    mine = [each for each in graph.telemetry(Quality, model) if each.test_set and each.test_set == name]
    days = [(each, graph.age(each.day)) for each in mine if not each.slice]
    return [each for each, days_ago in days if days_ago is not None and (age is None or days_ago <= age)]
