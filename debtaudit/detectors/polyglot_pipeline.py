"""Multiple-language pipeline: one model's way to production crosses several programming languages.

Why it is debt:
    Each border between languages is crossed by hand: formats, rounding, missing values. Tests stop at it, and fewer
    people can mend the whole way.
If it waits:
    A rewrite in another language differs a little from the original, and few people are able to find out where.
Source:
    Sculley et al. 2015, section 5 (multiple-language smell).
Fix:
    - Choose one language for each border
    - Hand transforms over as an artefact instead of writing them again
    - Add parity tests across languages
False alarms:
    Query languages, markup and settings do not count, nor does compiled code behind a stable binding: leave it out of
    the list.
Decisions:
    Logic counts as written twice when a feature that the pipeline makes, or a feature of a model that it feeds, has one
    code for training and another one for serving.
Example:
    pipelines: [{id: churn, status: production, languages: [python, scala, r, sql]}]
Instead:
    pipelines: [{id: churn, status: production, languages: [python, sql, yaml]}]
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from debtaudit.domain.asset import Feature, Pipeline
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, either, lacks
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign, within


@dataclass(frozen=True)
class Limits:
    """How many languages are too many."""

    count: int = 3  # languages for programs; two are common and can be lived with
    twice: int = 2  # languages; enough when the same logic is written in both


NOT_COUNTED = frozenset(
    {"sql", "yaml", "json", "toml", "hcl", "jinja", "html", "css", "xml", "markdown", "bash", "shell", "sh", "make",
     "makefile", "dockerfile", "hiveql", "spark-sql", "sparksql", "graphql", "ini"}
)  # fmt: skip
A_LANGUAGE, DUPLICATED = 0.2, 0.3


@debt(
    Pipeline,
    category="pipeline",
    dimension="configuration",
    prior_rate=0.06,
    growth=0.02,
    effort=Days(5, 12, 30),
    loss="wrong_handling",
    severity=(0.4, 1.0),
    limits=Limits(),
    questions=("q-glue", "q-skew"),
    overlap=Overlap("pipeline shape", 5),
)
def polyglot_pipeline(pipeline: Pipeline, graph: Graph, limits: Limits) -> Verdict:
    """Count languages, and look for logic that is written in two of them."""
    stated = pipeline.languages
    languages = sorted({each.casefold() for each in stated or ()} - NOT_COUNTED)
    codes = _codes(pipeline, graph) if len(languages) >= limits.twice else {}
    twice = None if stated is None else either(False, *codes.values())
    severity = within(A_LANGUAGE * (len(languages) - 1) + (DUPLICATED if twice else 0.0))
    listed = ", ".join(languages)
    many = None if stated is None else len(languages) >= limits.count
    return judge(
        scope(pipeline.status not in {"experiment", "retired"}, "it is not in service", "status"),
        sign(many, severity, f"written in {len(languages)} languages: {listed}", "languages"),
        sign(twice, severity, f"the same feature is computed twice, in {listed}", "languages", *_told(codes, twice)),
    )  # fmt: skip


def _codes(pipeline: Pipeline, graph: Graph) -> dict[Feature, Truth]:
    """Say of each feature that it makes, or that a model behind it uses, whether it has two codes."""
    made = (each for each in graph.consumers(pipeline) if isinstance(each, Feature))
    used = (feature for model in graph.feeds(pipeline) for feature in graph.features(model))
    return {each: _two_codes(each) for each in chain(made, used)}


def _two_codes(feature: Feature) -> Truth:
    training, serving = feature.training_code, feature.serving_code
    if lacks(training) or lacks(serving):
        return False
    return None if training is None or serving is None else training != serving


def _told(codes: dict[Feature, Truth], twice: Truth) -> list[tuple[Feature, str]]:
    """Name the codes that were compared, or would have to be."""
    return [
        (each, name) for each, truth in codes.items() if truth is twice is not False
        for name in ("training_code", "serving_code")
    ]  # fmt: skip
