"""Unpinned external model: behaviour hangs on a model of somebody else that may change or go without being noticed.

Why it is debt:
    A vendor moves an alias to the next version, and prompts tuned to the old one give other answers. Without a fixed
    version, versioned prompts and cases to compare with, the change arrives unannounced and cannot be undone.
If it waits:
    Overnight our product answers differently because a supplier changed something, and we cannot go back.
Source:
    Sculley et al. 2015, section 3; Bogner et al. 2021; NIST AI Risk Management Framework (third-party risk).
Fix:
    - Fix the exact version and record it in the manifest
    - Put prompts under review and version control
    - Build a set of cases with limits that a new version must pass
    - Try the next version in shadow mode
    - Keep a second supplier, or rules to fall back on
False alarms:
    Weights that we host ourselves are pinned when their checksum is the version (`sha256:...`); a link that pins the
    version does the same for its model.
Decisions:
    What the supplier may do (version not fixed, end of support) is told on the dependency, what we left undone
    (prompts, regression cases) on the model that uses it. A model of the family `external` is one without any
    dependency stated. No end of support announced is an answer: no.
Example:
    models:
      - {id: reply-drafter, status: production, family: llm, runs_on: [parley], prompts: {versioned: yes},
         tests: {regression: automated}}
    dependencies: [{id: parley, kind: external_model, pinned: no, end_of_support_at: none}]
Instead:
    models:
      - {id: reply-drafter, status: production, family: llm, runs_on: [parley], prompts: {versioned: yes},
         tests: {regression: automated}}
    dependencies: [{id: parley, kind: external_model, pinned: yes, end_of_support_at: none}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Dependency, Model
from debtaudit.domain.debt import Days
from debtaudit.domain.facts import ABSENT
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, above, among, either, every, has, lacks, level_is
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How early the end has to be prepared."""

    sunset: int = 90  # days until support ends; notices come a few months ahead and moving takes weeks


UNPINNED, UNTESTED, PROMPTS, SUNSET = 0.35, 0.25, 0.2, 0.2  # parts of severity
MAYBE_RENTED = ("llm", "external")  # families that are seldom home-made


@debt(
    Model,
    Dependency,
    category="model",
    dimension="model",
    prior_rate=0.35,
    growth=0.06,
    effort=Days(3, 7, 18),
    loss="wrong_handling",
    severity=(0.2, 0.55),
    limits=Limits(),
    questions=("q-spec-review", "q-external-model"),
    change_driven=True,
)
def unpinned_external_model(asset: Model | Dependency, graph: Graph, limits: Limits) -> Verdict:
    """Look at what a supplier may change about a dependency, and at how a model would stand it."""
    return _of_model(asset, graph) if isinstance(asset, Model) else _of_dependency(asset, graph, limits)


def _of_model(model: Model, graph: Graph) -> Verdict:
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        scope(_rents(model, graph), "it uses no model of somebody else", "runs_on"),
        sign(level_is(model.tests.regression, "none"), UNTESTED, "no cases would show that its answers changed",
             "tests.regression"),
        sign(lacks(model.prompts.versioned), PROMPTS, "its prompts are not versioned", "prompts.versioned"),
        combine="sum",
        involved=[each for each in graph.providers(model, "deploys_on") if _is_model(each)],
    )  # fmt: skip


def _rents(model: Model, graph: Graph) -> Truth:
    """Whether it runs on a model of somebody else; a stated list of what it runs on decides."""
    parts = [each for each in graph.providers(model, "deploys_on") if isinstance(each, Dependency)]
    if model.family == "external" or any(_is_model(each) for each in parts):
        return True
    if any(each.type is None for each in parts) or not graph.links_into(model):
        return None
    return None if not parts and model.runs_on is None and model.family in {None, *MAYBE_RENTED} else False


def _is_model(asset: object) -> Truth:
    return among(asset.type, "external_model") if isinstance(asset, Dependency) else False


def _of_dependency(dependency: Dependency, graph: Graph, limits: Limits) -> Verdict:
    links = graph.links_out_of(dependency, "deploys_on")
    loose = [link.consumer for link in links if not has(link.version_pin)]
    hashed = "sha256:" in str(dependency.version or "")
    ends = dependency.end_of_support_at
    return judge(
        scope(_is_model(dependency), "it is no model", "kind"),
        scope(_used(dependency, graph), "nothing in service uses it", "runs_on"),
        sign(every(lacks(dependency.pinned), not hashed, bool(loose)), UNPINNED,
             f"its version is not fixed, so it may change under {', '.join(loose)}", "pinned"),
        sign(False if ends is ABSENT else above(graph.age(ends), -limits.sunset), SUNSET,
             f"its support ends on {ends}", "end_of_support_at"),
        combine="sum",
        involved=graph.consumers(dependency, "deploys_on"),
    )  # fmt: skip


def _used(dependency: Dependency, graph: Graph) -> Truth:
    users = graph.consumers(dependency, "deploys_on")
    return either(*(graph.in_service(each) if isinstance(each, Model) else True for each in users)) if users else None
