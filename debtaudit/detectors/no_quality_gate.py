"""No quality gate before serving: a newly trained version may go live without passing fixed limits.

Why it is debt:
    Training succeeds on bad data as easily as on good. Without limits that a version must pass, whoever or whatever
    triggers a training decides about production; the more often a model is trained, the more often that is luck.
If it waits:
    One day we release a worse version than the one we had, and customers are the ones who test it.
Source:
    Breck et al. 2017, test Infra 4; Google's description of MLOps maturity, level 1.
Fix:
    - Set limits for the main metric, the groups that matter, latency and cost
    - Compare the new version with the current one on the same fresh cases
    - Make the gate a step of the pipeline
    - Record who overrode it, why and until when
False alarms:
    A model that is frozen by law and certified from outside has the certificate as its gate: with `retraining: none`
    and a certification among its system's `evidence` it is not applicable.
Decisions:
    A gate by hand is enough for versions that are trained by hand. That the gate was not run on the version in service
    follows from dates only: the last evaluation lies before the training, or where nobody dates it, the gate's own last
    run does; without dates an automated gate is taken at its word.
Example:
    models:
      - {id: tone, status: production, retraining: {policy: scheduled}, evaluation: {gate: none}}
Instead:
    models:
      - {id: tone, status: production, retraining: {policy: scheduled}, evaluation: {gate: automated}}
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from debtaudit.domain.asset import Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.facts import Practice
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, among, every, level_is
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """Nothing to set: a gate is there or not."""


NONE, NONE_AUTOMATIC, TOO_SLOW, NOT_RUN = 0.8, 1.0, 0.6, 0.7


@debt(
    Model,
    category="evaluation",
    dimension="evaluation",
    prior_rate=0.25,
    growth=0.03,
    effort=Days(2, 5, 10),
    loss="wrong_handling",
    severity=(0.6, 1.0),
    limits=Limits(),
    questions=("q-quality-gate", "q-model-tests"),
    change_driven=True,
    overlap=Overlap("release safety", 1),
)
def no_quality_gate(model: Model, graph: Graph, _: Limits) -> Verdict:
    """Look at whether versions must pass limits, and whether the gate keeps up and saw the version in service."""
    gate = model.evaluation.gate or Practice()
    automatic = among(model.retraining.policy, "scheduled", "triggered")
    ungated = NONE_AUTOMATIC if automatic else NONE
    fact, policy, dates = "evaluation.gate", "retraining.policy", ("evaluation.last_run_at", "trained_at")
    return judge(
        scope(graph.in_service(model) is not False, "it is not in service", "status"),
        scope(not _certified(model, graph), "it is frozen, and its certificate is its gate", policy),
        sign(level_is(gate, "none"), ungated,
             f"any version can go live{' as soon as it is trained' if automatic else ''}, no limits decide", fact),
        sign(every(level_is(gate, "manual"), automatic), TOO_SLOW,
             f"versions are trained by themselves ({model.retraining.policy}) and checked by hand", fact, policy),
        sign(every(level_is(gate, "manual", "automated"), _unseen(model, gate, graph)), NOT_RUN,
             "the version in service was trained after the last evaluation", *dates),
    )  # fmt: skip


def _certified(model: Model, graph: Graph) -> bool:
    home = graph.home(model)
    duties = [str(each.duty or "").casefold() for each in (home.evidence if home else None) or ()]
    return model.retraining.policy == "none" and any("certif" in duty for duty in duties)


def _unseen(model: Model, gate: Practice, graph: Graph) -> Truth:
    """Whether the last evaluation lies before the last training; an automated gate without dates runs each time."""
    ran = graph.age(model.evaluation.last_run_at if model.evaluation.last_run_at is not None else gate.last_run_at)
    trained = graph.age(model.trained_at)
    if ran is None or trained is None or trained == inf:
        return False if gate.level == "automated" else None
    return ran > trained
