"""Unmanaged downstream coupling: consumers that are known rely on a model's answers, and nothing is agreed about them.

Why it is debt:
    A score with another scale, one label more or a new null value is a change of interface. Without a contract or a
    pinned version each release is a bet on what the readers can bear.
If it waits:
    A routine release of one model makes the systems behind it act wrongly until somebody finds out why.
Source:
    Sculley et al. 2015, section 2; Bogner et al. 2021, architectural debt.
Fix:
    - Write down what the output means, with unit and range, as a contract
    - Keep the old version of the endpoint for an agreed time
    - Let the tests of the consumers decide about a release
    - Announce changes to the owners of all consumers
False alarms:
    Dashboards and reports count little, whatever strength was stated. Consumers in the same repository are released
    with the model and do not count. Readers nobody declared are told by undeclared-consumer.
Decisions:
    A schema is a contract, and a pinned version will do; a missing contract must be stated, a pin that nobody mentions
    is none. The limit on the unmanaged part is a strength, not a share: with a share, a consumer who leaves could turn
    the remaining ones into a debt. For the same reason the default strength of a link does not look at the consumer's
    other inputs, and the link that follows from a model's home tells nothing about terms.
Example:
    systems: [{id: checkout-rules, automated_actions: yes, calls: [{id: fraud-score, contract: none}]}]
    models: [{id: fraud-score, status: production}]
Instead:
    systems: [{id: checkout-rules, automated_actions: yes, calls: [{id: fraud-score, contract: tested}]}]
    models: [{id: fraud-score, status: production}]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from debtaudit.domain.asset import Asset, Model, System
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.link import Link, LinkKind
from debtaudit.domain.logic import Truth, has, lacks
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How much coupling needs to be managed."""

    least_strength: float = 1.0  # summed strength; one full-strength consumer is enough to need agreement
    unmanaged: float = 0.3  # summed strength of links without contract or pin; less is advice and display
    display: float = 0.2  # strength at most of a consumer that only shows the answer
    full: float = 3.0  # unmanaged strength at which severity is 1: three consumers that fully rely on it


SOLE, ADVISORY = 1.0, 0.3  # strength of a link for which none is stated: acted upon, or looked at first
ANSWERS: tuple[LinkKind, ...] = ("predicts_for", "reads")
DISPLAYS = ("dashboard", "report")


@debt(
    Model,
    category="model",
    dimension="model",
    prior_rate=0.25,
    growth=0.05,
    effort=Days(3, 8, 20),
    loss="wrong_handling",
    severity=(0.1, 1.0),
    limits=Limits(),
    questions=("q-interfaces", "q-consumers"),
    change_driven=True,
    overlap=Overlap("unknown readers", 2),
)
def unmanaged_downstream_coupling(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Sum up how strongly consumers rely on a model's answers, and how much of that nothing was agreed about."""
    links = [link for link in graph.links_out_of(model, *ANSWERS) if _counts(link, model, graph)]
    stated = [link for link in links if link.written_as != "system"]
    bare = [link for link in stated if _unmanaged(link)]
    unsure = [link for link in links if link not in stated or _unmanaged(link) is None]
    whole, loose = _sum(stated, graph, limits), _sum(bare, graph, limits)
    most_whole, most_loose = _sum(links, graph, limits), loose + _sum(unsure, graph, limits)
    perhaps = not links or _exceeds(most_whole, most_loose, limits)
    holds = _exceeds(whole, loose, limits) or (None if perhaps else False)
    names = ", ".join(link.consumer for link in bare)
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        scope(_has_consumers(model, links, graph), "no consumer outside its own code is known",
              "declared_consumers"),
        sign(holds, loose / limits.full, f"{names} {'rely' if len(bare) > 1 else 'relies'} on it without contract or "
             f"pinned version (strength {loose:.1f} of {whole:.1f})", *(bare if holds else _terms(unsure, graph))),
        involved=[consumer for link in bare if (consumer := graph.asset(link.consumer))],
    )  # fmt: skip


def _exceeds(whole: float, loose: float, limits: Limits) -> bool:
    return whole >= limits.least_strength and loose >= limits.unmanaged


def _counts(link: Link, model: Model, graph: Graph) -> bool:
    """Whether a consumer is known and released apart from the model."""
    consumer = graph.asset(link.consumer)
    together = consumer is not None and has(model.repository) and consumer.repository == model.repository
    return link.written_as != "telemetry" and not together


def _unmanaged(link: Link) -> Truth:
    """Whether nothing is agreed: neither a contract, nor a version that stays."""
    return False if has(link.version_pin) else lacks(link.contract)


def _sum(links: Iterable[Link], graph: Graph, limits: Limits) -> float:
    return sum(_strength(link, graph.asset(link.consumer), limits) for link in links)


def _strength(link: Link, consumer: Asset | None, limits: Limits) -> float:
    stated = float(link.strength) if isinstance(link.strength, (int, float)) else None
    if not isinstance(consumer, System):
        return SOLE if stated is None else stated
    if consumer.type in DISPLAYS:
        return min(limits.display, limits.display if stated is None else stated)
    default = ADVISORY if consumer.human_oversight == "every_decision" else SOLE
    return default if stated is None else stated


def _has_consumers(model: Model, links: list[Link], graph: Graph) -> Truth:
    if links:
        return True
    nobody = model.declared_consumers == () or graph.links_into(model) or graph.links_out_of(model)
    return False if nobody else None


def _terms(links: Iterable[Link], graph: Graph) -> list[tuple[Asset, str]]:
    """What would tell: the entry of each consumer, under the key it is written with."""
    keys = {"system": "calls", "": "calls"}
    return [
        (consumer, f"{keys.get(link.written_as, link.written_as)}.contract")
        for link in links if (consumer := graph.asset(link.consumer))
    ]  # fmt: skip
