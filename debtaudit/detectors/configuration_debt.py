"""Configuration debt: settings that steer data, training and decisions are unreviewed, unchecked or differ by place.

Why it is debt:
    A model is moved as much by its settings as by its code, yet settings are edited in consoles and files that nobody
    reviews. A wrong one raises no error; it makes another model.
If it waits:
    One wrong setting reaches production, and it takes days to see that no code and no data had changed.
Source:
    Sculley et al. 2015, section 6; Bogner et al. 2021 (configuration debt).
Fix:
    - Move settings into reviewed files with versions
    - Check them against a schema before use
    - Show how environments and releases differ
    - Delete settings that nothing reads
    - Raise an alert on edits outside the repository
False alarms:
    Secrets and addresses of machines have to differ between environments; state environments_equal for the rest. Where
    environments differ for a recorded reason, list `config.environments_equal` under `not_applicable` with it.
Decisions:
    How settings are kept is stated on pipelines. Models and systems are told by incidents whose cause was
    configuration; a year of the log without them is good news only where somebody answers for the asset, because nobody
    files faults of what has no owner.
Example:
    pipelines:
      - id: train
        status: production
        config: {versioned: yes, validated: no, reviewed: no, environments_equal: yes}
Instead:
    pipelines:
      - id: train
        status: production
        config: {versioned: yes, validated: yes, reviewed: yes, environments_equal: yes}
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model, Pipeline, System
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, negation
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Sign, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How often settings may be the cause."""

    incidents: int = 2  # in four quarters; one is chance
    logged: float = 4.0  # quarters of incidents on record that clear a model or a system


EACH = 0.25


@debt(
    Pipeline,
    Model,
    System,
    category="configuration",
    dimension="configuration",
    prior_rate=0.25,
    growth=0.05,
    effort=Days(3, 7, 18),
    loss="wrong_handling",
    severity=(0.25, 1.0),
    limits=Limits(),
    questions=("q-spec-review", "q-entanglement"),
    change_driven=True,
)
def configuration_debt(asset: Pipeline | Model | System, graph: Graph, limits: Limits) -> Verdict:
    """Look at how settings are kept, and at incidents that they caused."""
    caused = [each for each in graph.incidents(asset, root=True) if each.cause == "configuration"]
    says = f"{len(caused)} incidents within a year went back to a setting"
    often = sign(_often(len(caused), asset, graph, limits), EACH, says, *(caused or ("incidents", "owner")))
    kept = _kept(asset) if isinstance(asset, Pipeline) else ()
    return judge(scope(_live(asset, graph), "it is not in service", "status"), *kept, often, combine="sum")


def _live(asset: Pipeline | Model | System, graph: Graph) -> bool:
    if isinstance(asset, Model):
        return graph.in_service(asset) is not False
    return getattr(asset, "status", None) not in {"experiment", "retired"}


def _often(count: int, asset: Pipeline | Model | System, graph: Graph, limits: Limits) -> Truth:
    if count >= limits.incidents:
        return True
    if isinstance(asset, Pipeline):
        return False
    return False if asset.owner and graph.observed_quarters(asset) >= limits.logged else None


def _kept(pipeline: Pipeline) -> tuple[Sign, ...]:
    config = pipeline.config
    equal = True if "config.environments_equal" in (pipeline.not_applicable or {}) else config.environments_equal
    return (
        sign(negation(config.versioned), EACH, "its settings are under no version control", "config.versioned"),
        sign(negation(config.reviewed), EACH, "its settings are changed without review", "config.reviewed"),
        sign(negation(config.validated), EACH, "its settings are used unchecked", "config.validated"),
        sign(negation(equal), EACH, "training, staging and serving run on different settings",
             "config.environments_equal"),
    )  # fmt: skip
