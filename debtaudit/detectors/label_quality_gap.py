"""Label and annotation quality gap: labels are made without instructions, measured agreement or audits.

Why it is debt:
    No model can be better than what it was told is right. Where nobody knows how good the labels are, nobody knows how
    good the model can be, and the test set carries the same errors and applauds them.
If it waits:
    The model learns our mistakes, and our own test says that it does well.
Source:
    Sambasivan et al. 2021; Krippendorff on agreement; Bogner et al. 2021, data debt.
Fix:
    - Write instructions with the hard cases in them
    - Have a sample labelled twice and measure agreement
    - Audit a gold set every quarter
    - Give disputed cases to people who know the field
    - Version labels together with the data
False alarms:
    Labels that are recorded facts (paid or not paid) need neither agreement nor audits: `label_process: recorded
    outcome`. Labels by weak rules are fine when their measured agreement is stated.
Decisions:
    Only data that a model learns from directly or is judged by has labels; data behind features has none, unless facts
    on its labels are stated. An agreement stated as `none` was never measured, which is as bad as a stale audit.
Example:
    models: [{id: tone, status: production, trains_on: [tone-labels]}]
    datasets: [{id: tone-labels, label_process: ad_hoc, label_agreement: 0.8, labels_audited_at: 2026-06-10}]
Instead:
    models: [{id: tone, status: production, trains_on: [tone-labels]}]
    datasets: [{id: tone-labels, label_process: two readers, label_agreement: 0.8, labels_audited_at: 2026-06-10}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Dataset, Model
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, above, amount, below, either, has, lacks
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Sign, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How far annotators may differ, and how old an audit may be."""

    min_kappa: float = 0.67  # agreement; lower limit for tentative conclusions, 0.80 for firm ones
    audit_max: int = 365  # days; instructions and annotators rarely stay the same longer


NO_PROCESS, AD_HOC, UNMEASURED, UNAUDITED = 0.9, 0.7, 0.3, 0.3
DISAGREEING = 0.3  # severity at the limit, growing to 1.3 (cut to 1) at no agreement
LOOSE = ("ad hoc", "informal")
RECORDED = ("recorded", "outcome")


@debt(
    Dataset,
    category="data",
    dimension="data",
    prior_rate=0.12,
    growth=0.04,
    effort=Days(4, 10, 30),
    loss="silent",
    severity=(0.3, 1.0),
    limits=Limits(),
    questions=("q-labels",),
)
def label_quality_gap(dataset: Dataset, graph: Graph, limits: Limits) -> Verdict:
    """Look at how labels are made, how well annotators agree, and when labels were last audited."""
    process = str(dataset.label_process or "").casefold().replace("_", " ").replace("-", " ")
    by_people = not any(word in process for word in RECORDED)
    loose = any(word in process for word in LOOSE) if dataset.label_process else lacks(dataset.label_process)
    how = "labels are made without written instructions" if process else "nobody can say how labels are made"
    return judge(
        scope(_has_labels(dataset, graph), "no model in service learns from its labels or is judged by them",
              "trains_on"),
        sign(loose, AD_HOC if process else NO_PROCESS, how, "label_process"),
        *((_agreement(dataset, limits), _audit(dataset, graph, limits)) if by_people else ()),
        involved=[each for each in graph.learners(dataset) if graph.in_service(each)],
    )  # fmt: skip


def _agreement(dataset: Dataset, limits: Limits) -> Sign:
    agreement = amount(dataset.label_agreement)
    if lacks(dataset.label_agreement) and not isinstance(dataset.label_agreement, float):
        return sign(True, UNMEASURED, "nobody measures how far annotators agree", "label_agreement")
    short = (limits.min_kappa - (agreement or 0)) / limits.min_kappa
    return sign(below(agreement, limits.min_kappa), min(1.0, DISAGREEING + max(0.0, short)),
                f"annotators agree at {agreement or 0:.2f}; {limits.min_kappa} is the least",
                "label_agreement")  # fmt: skip


def _audit(dataset: Dataset, graph: Graph, limits: Limits) -> Sign:
    days = graph.age(dataset.labels_audited_at)
    never = lacks(dataset.labels_audited_at)
    says = "labels were never audited" if never else f"labels were last audited {days or 0:.0f} days ago"
    return sign(above(days, limits.audit_max), UNAUDITED, says, "labels_audited_at")


def _has_labels(dataset: Dataset, graph: Graph) -> Truth:
    """Whether models in service learn from it directly or are judged by it; behind pipelines, stated labels count."""
    trained = [each for each in graph.consumers(dataset, "trains_on") if isinstance(each, Model)]
    judged = [each for each in graph.learners(dataset) if each.evaluation.dataset == dataset.id]
    learners = [each for each in (*trained, *judged) if each.family != "rules"]
    if learners:
        return either(*(graph.in_service(each) for each in learners))
    stated = either(has(dataset.label_process), has(dataset.label_agreement), has(dataset.labels_audited_at))
    feeds = graph.feeds_service(dataset)
    return feeds if stated or feeds is None else False
