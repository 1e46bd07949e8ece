"""Pipeline jungle: data preparation has grown into a tangle of joins, scrapes, hand work and intermediate files.

Why it is debt:
    Each new signal was bolted on where it was least trouble. By now nobody sees the whole, a test of the whole is not
    possible, and a fault in one step travels to the model as a number that looks fine.
If it waits:
    One step quietly delivers wrong data and the model learns it, because nobody can oversee or test the whole chain.
Source:
    Sculley et al. 2015, section 5 (pipeline jungles).
Fix:
    - Draw the real flow, hand work included
    - Add an end-to-end test on a small fixture
    - Remove dead branches and reads that repeat one another
    - Collect data and build features in one designed flow
    - Put what is left under one scheduler, with checks between the stages
False alarms:
    Layers that are all tested are fine however many they are: the number of steps, the longest chain and intermediate
    outputs then count for nothing. Two signals are worth a look and no finding. Retries of a scheduler and runs a
    partition are no steps of their own; the inventory has to list logical steps.
Decisions:
    A step follows another when it reads what that one writes. Whether a step is done by hand is asked only where other
    signals leave the verdict open. A fault counts as silent when it was found more than a day after it began.
Example:
    pipelines:
      - id: order-join
        status: production
        orchestrated: no
        failure_rate_30d: 12%
        steps:
          - {id: scrape, reads: [shop-pages], writes: [raw], intermediate_output: yes, manual: yes}
          - {id: join, reads: [raw], writes: [joined], manual: no}
Instead:
    pipelines:
      - id: order-join
        status: production
        orchestrated: yes
        failure_rate_30d: 0.4%
        steps:
          - {id: fetch, reads: [shop-export], writes: [raw], intermediate_output: yes, manual: no, tested: yes}
          - {id: join, reads: [raw], writes: [joined], intermediate_output: no, manual: no, tested: yes}
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Pipeline
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.groups import Step
from debtaudit.domain.incident import Incident
from debtaudit.domain.logic import Truth, above, amount, at_least, every, negation
from debtaudit.domain.plugin import debt
from debtaudit.domain.steps import StepGraph, step_graph
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When a flow is no longer one."""

    steps: int = 15  # steps; a newcomer cannot hold more of them in mind
    chain: int = 8  # steps one after the other; each adds its own delay and its own way to fail
    intermediates: float = 5.0  # intermediate outputs for each final one; files in between are interfaces nobody owns
    density: float = 1.6  # links for each that a tree would need; a clean chain or fan-in is close to 1
    readers: int = 3  # steps that read one source; each of them cleans it in its own way
    failing: float = 0.05  # share of runs in 30 days; more than one in twenty and people stop looking
    signals: int = 3  # of nine; two alone are worth a look, not a finding
    silent: float = 1.0  # days until a fault is found; beyond it nobody and nothing was watching


SIGNALS = 9
LEAST_SILENT = 0.6


@debt(
    Pipeline,
    category="pipeline",
    dimension="configuration",
    prior_rate=0.40,
    growth=0.06,
    effort=Days(10, 25, 70),
    loss="wrong_handling",
    severity=(0.33, 1.0),
    limits=Limits(),
    questions=("q-pipeline-shape", "q-pipeline-tests", "q-feature-speed"),
    change_driven=True,
    overlap=Overlap("pipeline shape", 1),
)
def pipeline_jungle(pipeline: Pipeline, graph: Graph, limits: Limits) -> Verdict:
    """Count nine signals of a tangle in a pipeline's steps and runs."""
    signals = _signals(pipeline, limits)
    seen = [says for says, (holds, _fact) in signals.items() if holds]
    silent = [each for each in graph.incidents(pipeline, root=True) if _days_hidden(each) > limits.silent]
    facts = dict.fromkeys(fact for holds, fact in signals.values() if holds or (holds is None and not seen))
    unsaid = dict.fromkeys(fact for holds, fact in signals.values() if holds is None)
    found = at_least(limits.signals, *(holds for holds, _fact in signals.values()))
    count = sum(holds is True for holds, _fact in signals.values())
    severity = max(count / SIGNALS, LEAST_SILENT if silent else 0.0)
    return judge(
        scope(pipeline.status not in {"experiment", "retired"}, "it is not in service", "status"),
        sign(found, severity, ", ".join(seen), *(facts if found else unsaid), *silent),
    )


def _signals(pipeline: Pipeline, limits: Limits) -> dict[str, tuple[Truth, str]]:
    """Return each signal: what was seen, whether it holds, and the fact that says so."""
    steps = pipeline.steps
    shape = None if steps is None else step_graph(steps)
    untested = not _tested(pipeline)
    by_hand = None if steps is None else [step for step in steps if step.manual]
    failing = amount(pipeline.failure_rate_30d)
    return {
        f"{len(steps or ())} steps": (every(untested, _more(shape and len(shape.steps), limits.steps)), "steps"),
        f"a chain of {shape.longest if shape else 0} steps": (
            every(untested, _more(shape and shape.longest, limits.chain)), "steps"),
        "many intermediate outputs for each final one": (
            every(untested, _more(shape and _intermediates(steps or ()), limits.intermediates)), "steps"),
        "steps that hang together crosswise": (_more(shape and shape.density, limits.density), "steps"),
        "steps done by hand": (None if by_hand is None else (bool(by_hand) or _unsaid(steps or ())), "steps"),
        "no scheduler that runs them all": (negation(pipeline.orchestrated), "orchestrated"),
        "one source read by several steps": (
            _more(shape and shape.most_readers, limits.readers - 1), "steps"),
        "steps that wait for one another in a circle": (shape.cyclic if shape else None, "steps"),
        f"{failing or 0:.0%} of its runs fail": (above(failing, limits.failing), "failure_rate_30d"),
    }  # fmt: skip


def _more(value: float | StepGraph | None, limit: float) -> Truth:
    return None if value is None or isinstance(value, StepGraph) else value > limit


def _unsaid(steps: tuple[Step, ...]) -> Truth:
    return None if any(step.manual is None for step in steps) else False


def _tested(pipeline: Pipeline) -> bool:
    """Whether all its steps have a test; what nobody mentioned is taken as not there."""
    return bool(pipeline.steps) and all(step.tested for step in pipeline.steps or ())


def _intermediates(steps: tuple[Step, ...]) -> float:
    between = sum(len(step.writes or ()) for step in steps if step.intermediate_output)
    final = sum(len(step.writes or ()) for step in steps if not step.intermediate_output)
    return between / max(1, final)


def _days_hidden(incident: Incident) -> float:
    begun, noticed = incident.started_at, incident.detected_at
    return (noticed - begun).total_seconds() / 86400 if begun and noticed else 0.0
