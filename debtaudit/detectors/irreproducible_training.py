"""Training that cannot be repeated: what made the model in service was not recorded, so nobody could make it again.

Why it is debt:
    Code, data, settings, seed, environment and artefact have to be known together. With one of them gone a model can
    neither be mended by a small change, nor compared with a new one, nor defended.
If it waits:
    The day the model has to be changed or defended, we find that nobody can make it again.
Source:
    Sculley et al. 2015, section 8 (reproducibility debt); Breck et al. 2017, test Infra 1.
Fix:
    - Write a manifest at the end of each training run
    - Keep it beside the artefact and in a registry
    - Freeze or version the training data
    - Fix the seeds and lock the environment
    - Rebuild one model as a drill every half-year
False alarms:
    Nobody asks for the same bits, so a rebuild whose quality stays within tolerance counts. Models of a vendor are
    judged by unpinned-external-model, and hand-written rules are not trained.
Decisions:
    Only what is stated to be missing counts; the rest of the manifest is asked for. A seed of 0 is a seed. A manifest
    that is complete but was never tried, on a model that much hangs on, weighs as much as one that was tried and has
    gaps.
Example:
    models:
      - id: order-intent
        status: production
        manifest: {git_commit: 4f1c2aa, data_snapshot: none, artifact_path: none}
Instead:
    systems: [{id: order-chat, criticality: 3}]
    models:
      - id: order-intent
        system: order-chat
        status: production
        manifest:
          model_id: order-intent-7
          git_commit: 4f1c2aa
          data_snapshot: chats-2026-09-01
          feature_list: [words]
          hyperparameters: {depth: 4}
          random_seed: 0
          metrics: {accuracy: 0.9}
          artifact_path: models/order-intent-7
          environment_lock: requirements.lock
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from debtaudit.domain.asset import Dependency, Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.facts import ABSENT
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, above, below, every, negation
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """What must be recorded, and how often it must be tried."""

    complete: float = 0.9  # weight of the recorded fields; leaves room for one minor field
    drill: int = 365  # days since the last rebuild
    criticality: int = 4  # of 5, from which a rebuild has to be tried
    proven: float = 0.2  # severity at most after a rebuild that worked, and that of a manifest nobody tried


WEIGHTS: Final = {
    "data_snapshot": 0.22, "git_commit": 0.20, "artifact_path": 0.12, "environment_lock": 0.12, "hyperparameters": 0.12,
    "feature_list": 0.08, "random_seed": 0.06, "metrics": 0.05, "model_id": 0.03,
}  # fmt: skip
"""Share of each field in a rebuild; they sum to 1."""
CRITICAL = ("git_commit", "data_snapshot", "artifact_path")
"""Fields without which there is nothing to rebuild from."""


@debt(
    Model,
    category="reproducibility",
    dimension="model",
    prior_rate=0.15,
    growth=0.07,
    effort=Days(3, 7, 18),
    loss="effort_or_duty",
    severity=(0.1, 1.0),
    limits=Limits(),
    questions=("q-rebuild", "q-tuning"),
    overlap=Overlap("rebuild", 1),
)
def irreproducible_training(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at what is recorded of a training, and when it was last repeated."""
    missing = [name for name in WEIGHTS if _missing(model, name)]
    unknown = [name for name in WEIGHTS if _missing(model, name) is None]
    gap = sum(WEIGHTS[name] for name in missing)
    age = graph.age(model.rebuilt_at)
    rebuilt = age is not None and age <= limits.drill
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        scope(model.family != "rules", "hand-written rules are not trained"),
        scope(not _of_a_vendor(model, graph), "its vendor trains it"),
        sign(_incomplete(missing, unknown, limits), min(gap, limits.proven) if rebuilt else gap,
             f"nothing is recorded of its {_listed(missing)}", *_paths(missing or unknown)),
        sign(every(above(age, limits.drill), negation(below(graph.criticality(model), limits.criticality))),
             limits.proven, f"nobody has rebuilt it for {limits.drill} days, although much hangs on it", "rebuilt_at"),
    )  # fmt: skip


def _missing(model: Model, name: str) -> Truth:
    value = getattr(model.manifest, name)
    return None if value is None else value is ABSENT or value is False or value in ((), {}, "")


def _incomplete(missing: list[str], unknown: list[str], limits: Limits) -> Truth:
    if _too_little(missing, limits):
        return True
    return None if _too_little([*missing, *unknown], limits) else False


def _too_little(missing: list[str], limits: Limits) -> bool:
    recorded = sum(weight for name, weight in WEIGHTS.items() if name not in missing)
    return not set(CRITICAL).isdisjoint(missing) or round(recorded, 6) < limits.complete


def _paths(names: list[str]) -> list[str]:
    return [f"manifest.{name}" for name in names]


def _listed(names: list[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)


def _of_a_vendor(model: Model, graph: Graph) -> bool:
    """Whether somebody else trained it: said so, or it runs on an external model and learns from nothing of ours."""
    rented = any(isinstance(each, Dependency) and each.type == "external_model" for each in graph.providers(model))
    return model.family == "external" or (rented and not graph.links_into(model, "trains_on", "uses_feature"))
