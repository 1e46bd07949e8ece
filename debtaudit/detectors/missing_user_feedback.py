"""Missing user feedback channel: what users say of wrong answers is not collected, or reaches nobody who can act.

Why it is debt:
    Customers see a silent failure first, and they tell: to support, in ratings, by leaving. A team that does not hear
    them learns of its faults last, and loses the cheapest labels there are.
If it waits:
    Customers notice for weeks that answers are wrong before we do, and some do not wait that long.
Source:
    SE4ML practice "enable users to give feedback".
Fix:
    - Ask in the product, or by a short survey, whether the answer helped
    - Tag each ticket with the model concerned
    - Show satisfaction beside the model's metrics
    - Add confirmed errors to the test set
False alarms:
    Internal tools may use the support queue: a system that faces no customers is not applicable.
Decisions:
    The worst of the gaps counts: a channel that is missing makes the others moot. It is told on the system; a model is
    only asked for the system in which users meet it.
Example:
    systems: [{id: order-chat, customer_facing: yes, feedback: {channel: none}}]
Instead:
    systems:
      - id: order-chat
        customer_facing: yes
        feedback: {channel: thumbs in the chat, linked_to_model: yes, reviewed_at: 2026-09-10}
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model, System
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import above, every, lacks
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import NotApplicable, Unknown, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How long feedback may lie unread."""

    review: int = 90  # days; a quarter at most between two readings


NO_CHANNEL, NOT_LINKED, NOT_READ = 0.8, 0.5, 0.3


@debt(
    System,
    Model,
    category="process",
    dimension="evaluation",
    prior_rate=0.12,
    growth=0.03,
    effort=Days(1, 4, 10),
    loss="silent",
    severity=(0.3, 0.8),
    limits=Limits(),
    after=("missing-prediction-log",),
    questions=("q-feedback-channel",),
)
def missing_user_feedback(asset: System | Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at where users say what was wrong, whether it is joined to the model, and when it was last read."""
    return _of_system(asset, graph, limits) if isinstance(asset, System) else _of_model(asset, graph)


def _of_system(system: System, graph: Graph, limits: Limits) -> Verdict:
    feedback = system.feedback
    mute = lacks(feedback.channel)
    return judge(
        scope(system.customer_facing, "no customer touches it", "customer_facing"),
        sign(mute, NO_CHANNEL, "customers have nowhere to say that an answer was wrong", "feedback.channel"),
        sign(every(not mute, lacks(feedback.linked_to_model)), NOT_LINKED,
             "complaints are not joined to the model that caused them", "feedback.linked_to_model"),
        sign(every(not mute, above(graph.age(feedback.reviewed_at), limits.review)), NOT_READ,
             f"nobody has read the feedback for {limits.review} days", "feedback.reviewed_at"),
    )  # fmt: skip


def _of_model(model: Model, graph: Graph) -> Verdict:
    users = [each for each in graph.consumers(model, "predicts_for", "reads") if isinstance(each, System)]
    if users:
        return NotApplicable("the systems that use its answer collect what users say")
    return NotApplicable("no system shows its answer to users") if graph.links_out_of(model) else Unknown(("system",))
