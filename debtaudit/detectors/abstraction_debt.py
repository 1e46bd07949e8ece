"""Abstraction debt: models, features and scores travel as bare numbers, without types that carry their meaning.

Why it is debt:
    0.8 may be a probability, a log-odds or a share of a currency unit. As long as the number is all there is, each
    reader has to know, and one of them will not.
If it waits:
    Somebody reads a score with the wrong meaning, and decisions are off until the difference is noticed.
Source:
    Sculley et al. 2015, section 5 (abstraction debt, plain-old-data type smell); Tang et al. 2021.
Fix:
    - Give scores a type that tells log-odds from probability
    - Describe features with unit and meaning
    - Agree on one interface for training, predicting and evaluating
    - Check types at the borders
False alarms:
    Where a team owns a single pipeline and at most a single model, few can misread a value, and severity is halved.
Decisions:
    Missing types between parts are told on the pipeline; features without unit or meaning, and an output whose meaning
    nobody wrote down, on the model. A unit or meaning has to be stated as `none` to be missing.
Example:
    pipelines: [{id: score-export, status: production, typed_interfaces: no}]
Instead:
    pipelines: [{id: score-export, status: production, typed_interfaces: yes}]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from debtaudit.domain.asset import Asset, Feature, Model, Pipeline
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, either, lacks, negation, share_above
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Cited, Hit, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How much may go without a meaning."""

    share: float = 0.3  # share of a model's features without unit or meaning


BASE, FEATURES, OUTPUT = 0.3, 0.4, 0.2
SMALL = 0.5  # times the severity
MEANING = ("unit", "meaning")


@debt(
    Pipeline,
    Model,
    category="pipeline",
    dimension="configuration",
    prior_rate=0.08,
    growth=0.03,
    effort=Days(4, 10, 25),
    loss="wrong_handling",
    severity=(0.15, 0.9),
    limits=Limits(),
    questions=("q-glue", "q-data-rules", "q-feature-speed"),
)
def abstraction_debt(asset: Pipeline | Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at types between parts, units and meanings of features, and the meaning of the output."""
    said = _of_model(asset, graph, limits) if isinstance(asset, Model) else _of_pipeline(asset)
    return replace(said, severity=SMALL * said.severity) if isinstance(said, Hit) and _small(asset, graph) else said


def _of_pipeline(pipeline: Pipeline) -> Verdict:
    return judge(
        scope(pipeline.status not in {"experiment", "retired"}, "it is not in service", "status"),
        sign(negation(pipeline.typed_interfaces), BASE, "data passes between its parts without declared types",
             "typed_interfaces"),
    )  # fmt: skip


def _of_model(model: Model, graph: Graph, limits: Limits) -> Verdict:
    features = graph.features(model)
    bare = {each: either(lacks(each.unit), lacks(each.meaning)) for each in features}
    named = [each for each, missing in bare.items() if missing]
    many = share_above(limits.share, tuple(bare.values())) if bare else _unlisted(model, graph)
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        sign(lacks(model.output_semantics), OUTPUT, "what its output means is written nowhere", "output_semantics"),
        sign(many, FEATURES * len(named) / (len(features) or 1),
             f"{len(named)} of {len(features)} features have no unit or no meaning",
             *(_missing(named) if many else _unsaid(features))),
        combine="sum", base=BASE, involved=named,
    )  # fmt: skip


def _unlisted(model: Model, graph: Graph) -> Truth:
    """Say unknown where nobody told what goes into a model, else that it uses no features."""
    return None if model.uses is None and not graph.links_into(model) else False


def _missing(features: Iterable[Feature]) -> list[Cited]:
    return [(each, name) for each in features for name in MEANING if lacks(getattr(each, name))]


def _unsaid(features: Iterable[Feature]) -> list[Cited]:
    open_facts = [(each, name) for each in features for name in MEANING if getattr(each, name) is None]
    return [*open_facts] or ["uses"]


def _small(asset: Asset, graph: Graph) -> bool:
    """Whether the owner has just one pipeline and at most one model."""
    team = graph.team(asset)
    kinds = [type(each) for each in graph.owned(team)] if team else []
    return kinds.count(Pipeline) == 1 and kinds.count(Model) <= 1
