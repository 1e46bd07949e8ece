"""Verdicts and history -> the ranked backlog.

Order: lane, then benefit for each unit of cost, then interest, then id. Debts of one overlap group on one asset
describe one gap: the first is the parent, and the event loss of the others is not added to the totals again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from debtaudit.domain.decision import Decision
from debtaudit.domain.finding import Detected, Finding, Item, OpenQuestion, Totals
from debtaudit.domain.graph import Graph
from debtaudit.domain.incident import Incident, counted_once
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.policy import Policy
from debtaudit.domain.problem import Problem
from debtaudit.domain.risk import LANES, Factor, Risk
from debtaudit.scoring.attribution import Attributed, attribute
from debtaudit.scoring.case import Case, Cases, newest
from debtaudit.scoring.decisions import Settled, settle, unmatched
from debtaudit.scoring.factors import factors
from debtaudit.scoring.pricing import Priceable, Pricer
from debtaudit.scoring.situation import Fleet
from debtaudit.scoring.uncertainty import range_of, zeros
from debtaudit.scoring.unknowns import open_questions

if TYPE_CHECKING:
    from debtaudit.scoring.uncertainty import Draws

Parents = Mapping[str, str]
WORKERS, PART = 2, 32
SET_ASIDE = frozenset({"accepted", "false_positive"})


@dataclass(frozen=True)
class Ranked:
    """The backlog, what is not known, and what remains unexplained."""

    items: tuple[Item, ...]
    unknowns: tuple[OpenQuestion, ...]
    totals: Totals
    unexplained: tuple[Incident, ...]
    problems: tuple[Problem, ...]
    factors: Callable[[str], tuple[Factor, ...]]


def rank(
    detected: Detected, graph: Graph, inventory: Inventory, policy: Policy, repaid: Sequence[Finding] = ()
) -> Ranked:  # fmt: skip
    """Price and rank everything that the detectors said; `inventory` is as known on the day of the graph.

    `repaid` are findings that are no more, on trial: incidents that spoke for them do not speak for others now.
    """
    findings = detected.findings
    incidents = counted_once(inventory.incidents)
    cases = Cases(Fleet(graph, incidents, policy), findings, newest(inventory.estimates))
    blamed = (*findings, *repaid)
    by_id = {finding.id: cases.of(finding.debt, finding.asset) for finding in blamed}
    priors = {finding.id: by_id[finding.id].rate * finding.severity for finding in blamed}
    shares = attribute(incidents, blamed, priors, inventory.decisions, graph.as_of, policy)
    items, loss = _price_all(findings, by_id, cases, shares, policy)
    settled = [_settled(item, inventory.decisions, graph.as_of) for item in items]
    ordered = [replace(item, rank=place) for place, item in enumerate(sorted(settled, key=_order), start=1)]
    gaps = frozenset(f"{gap.debt.slug}@{gap.asset.id}" for gap in detected.gaps) if inventory.decisions else frozenset()
    risks = {item.id: item.risk for item in ordered}
    return Ranked(
        tuple(ordered), open_questions(detected, cases, policy), _totals(ordered, loss), shares.unexplained,
        tuple(unmatched(inventory.decisions, by_id, gaps)),
        lambda id_: factors(risks[id_], by_id[id_], inventory, policy) if id_ in risks else (),
    )  # fmt: skip


def overlapping(findings: Iterable[Finding]) -> Parents:
    """Return the parent of each finding whose gap an earlier debt of its overlap group already covers."""
    parents: dict[tuple[str, str], Finding] = {}
    members = [each for each in findings if each.debt.overlap]
    for finding in sorted(members, key=lambda each: each.debt.overlap.place if each.debt.overlap else 0):
        parents.setdefault((finding.asset.id, _group(finding)), finding)
    return {
        each.id: parent.id for each in members if (parent := parents[each.asset.id, _group(each)]) is not each
    }  # fmt: skip


def _group(finding: Finding) -> str:
    return finding.debt.overlap.group if finding.debt.overlap else ""


def _price_all(
    findings: Sequence[Finding], by_id: Mapping[str, Case], cases: Cases, shares: Attributed, policy: Policy
) -> tuple[list[Item], Draws]:  # fmt: skip
    """Price all findings in parts of one size, two parts at a time: draws are made outside of Python's lock.

    Those of which more is unknown take more drawing, and keep company. Sums are added in the order of the parts,
    whichever is done first, so that they are the same on every run.
    """
    overlaps, pricer = overlapping(findings), Pricer(cases, policy)
    alike = sorted(findings, key=lambda each: len(by_id[each.id].setting.spread))
    priceable = [Priceable(each, by_id[each.id], shares.weights.get(each.id, 0.0)) for each in alike]
    parts = [priceable[start : start + PART] for start in range(0, len(priceable), PART)]
    with ThreadPoolExecutor(WORKERS) as pool:
        done = list(pool.map(lambda part: _price(part, pricer, shares, overlaps), parts))
    return [item for items, _loss in done for item in items], sum((loss for _items, loss in done), start=zeros())


def _price(
    part: Sequence[Priceable], pricer: Pricer, shares: Attributed, overlaps: Parents
) -> tuple[list[Item], Draws]:  # fmt: skip
    """Price findings, and add up the draws of what they cost: all at once they would fill memory."""
    priced = pricer.price(part)
    parents = [overlaps.get(each.finding.id, "") for each in part]
    items = [
        Item(0, each.finding, risk, incidents=shares.incidents.get(each.finding.id, ()), overlaps=parent)
        for each, risk, parent in zip(part, priced.risks, parents, strict=True)
    ]
    counted = [not parent for parent in parents]
    return items, priced.losses[counted].sum(axis=0) + priced.friction.sum(axis=0)


def _settled(item: Item, decisions: Sequence[Decision], as_of: date) -> Item:
    settled: Settled = settle(item.id, item.risk, decisions, as_of)
    risk = replace(item.risk, lane="accepted") if settled.state in SET_ASIDE else item.risk
    return replace(item, risk=risk, state=settled.state, decision=settled.decision, notes=settled.notes)


def _order(item: Item) -> tuple[int, float, float, str]:
    risk = item.risk
    return LANES.index(risk.lane), -risk.priority, -risk.interest.mean, item.id


def event_loss(risk: Risk) -> float:
    """Return the part of the interest that events cost, a quarter."""
    return risk.interest.mean - risk.carry


def _totals(items: Sequence[Item], losses: Draws) -> Totals:
    counted = [item for item in items if not item.overlaps]
    carry = sum(item.risk.carry for item in items)
    response = sum(item.risk.likelihood.events.mean * item.risk.loss.response for item in counted)
    interest = sum(event_loss(item.risk) for item in counted) + carry
    aside = [item for item in items if item.state in SET_ASIDE]
    return Totals(
        range_of(losses, interest),
        sum(item.risk.principal.days for item in items),
        sum(item.risk.principal.cost for item in items),
        engineering=carry + response,
        business=interest - carry - response,
        undecided=interest - sum(item.risk.carry + (0.0 if item.overlaps else event_loss(item.risk)) for item in aside),
        cost_of_delay=sum(item.risk.cost_of_delay for item in counted),
    )
