"""Hidden feedback loop: products that share no data still steer one another, as each changes the world of the others.

Why it is debt:
    One model sets prices, another one orders stock, and both learn from shoppers who react to either. No diagram shows
    the link, each team tests alone, and both chase what the other one did.
If it waits:
    Two products drive each other away from what we want, and neither team sees the reason in its own figures.
Source:
    Sculley et al. 2015, section 4 (hidden feedback loops).
Fix:
    - Draw the loop together with all owners
    - Keep the links through the world in the inventory, and agree on one measure for the whole loop
    - Release one member at a time and try changes in a closed-off market
    - Limit how much each member may change at once
False alarms:
    Links weaker than the limit are left out. A loop that somebody examined within the last year is known, not hidden:
    an answer of level 2 or above to q-feedback-loop on any of its members tells so. A loop whose truth comes in later
    than two rounds of retraining counts half.
Decisions:
    A loop is told once, on the first of its models that learn on the way, or on the first system where none does. With
    a single learning model it is a direct feedback loop and told there. Severity counts automatic action when every
    system on the way acts without a person.
Example:
    systems:
      - {id: shop, calls: [price], influences: [demand]}
      - {id: depot, calls: [stock], influences: [availability]}
    models:
      - {id: price, status: production, trains_on: [availability]}
      - {id: stock, status: production, trains_on: [demand]}
    datasets: [{id: demand}, {id: availability}]
Instead:
    systems:
      - {id: shop, calls: [price], influences: [demand]}
      - {id: depot, calls: [stock], influences: none}
    models:
      - {id: price, status: production, trains_on: [availability]}
      - {id: stock, status: production, trains_on: [demand]}
    datasets: [{id: demand}, {id: availability}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Asset, Model, System
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.link import Link
from debtaudit.domain.logic import amount
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """What makes a loop, and what makes it known."""

    review: int = 365  # days; loops change slowly but must not be forgotten
    examined: int = 2  # level of q-feedback-loop from which the loop was written down
    least_strength: float = 0.1  # of each link; a weaker one carries nothing round
    slow: float = 2.0  # retraining intervals until the truth is known, beyond which the loop counts half


LOOP, TEAM, ACTS, SLOW = 0.4, 0.15, 0.2, 0.5  # severity of a loop, a further team, acting alone; factor of a slow loop


@debt(
    Model,
    System,
    category="model",
    dimension="model",
    prior_rate=0.06,
    growth=0.06,
    effort=Days(5, 15, 40),
    loss="silent",
    severity=(0.2, 1.0),
    limits=Limits(),
    questions=("q-feedback-loop",),
)
def hidden_feedback_loop(asset: Model | System, graph: Graph, limits: Limits) -> Verdict:
    """Look for a way through the world on which several models learn, or several systems act."""
    way = next((each for each in graph.loops(asset, "influences") if _hidden(each, asset, graph, limits)), ())
    members = [each for link in way if isinstance(each := graph.asset(link.provider), (Model, System))]
    teams = {each.owner for each in members if each.owner}
    systems = [each for each in members if isinstance(each, System)]
    acting = bool(systems) and all(each.automated_actions for each in systems)
    silent = graph.unsaid_effects(asset) if not way else ()
    serves = graph.in_service(asset) if isinstance(asset, Model) else True
    return judge(
        scope(serves, "it is not in service", "status"),
        sign(bool(way), LOOP + TEAM * max(0, len(teams) - 1) + (ACTS if acting else 0),
             f"{' -> '.join([asset.id, *(link.consumer for link in way)])} is a circle through the world", *way),
        sign(None if silent else False, 0, "", "influences", *((each, "influences") for each in silent[1:])),
        times=SLOW if any(_slow(each, limits) for each in graph.taught(way)) else 1.0,
        involved=[each for each in members if each is not asset],
    )  # fmt: skip


def _hidden(way: tuple[Link, ...], asset: Model | System, graph: Graph, limits: Limits) -> bool:
    """Whether a way is a hidden loop, and this asset the one to report it."""
    passed = [graph.asset(link.provider) for link in way]
    known = any(_examined(each, graph, limits) for each in passed if each)
    if known or any(graph.strength(link) < limits.least_strength for link in way):
        return False
    surest_first = sorted(graph.taught(way), key=lambda model: not graph.in_service(model))
    learning = [model.id for model in surest_first]
    systems = sorted(link.provider for link in way if isinstance(graph.asset(link.provider), System))
    parties = learning or systems
    return len(parties) > 1 and parties[0] == asset.id


def _examined(member: Asset, graph: Graph, limits: Limits) -> bool:
    answer = graph.answer("q-feedback-loop", member)
    level = graph.level("q-feedback-loop", member)
    age = graph.age(answer.at) if answer else None
    return level is not None and level >= limits.examined and age is not None and age <= limits.review


def _slow(model: Model, limits: Limits) -> bool:
    """Whether the truth about its decisions comes in only after several rounds of retraining."""
    delay, interval = amount(model.label_delay_days), amount(model.retraining.interval_days)
    return bool(delay and interval and delay > limits.slow * interval)
