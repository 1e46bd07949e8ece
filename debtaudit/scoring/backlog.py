"""Verdicts and history -> the ranked backlog.

Order: lane, then benefit for each unit of cost, then interest, then id. Debts of one overlap group on one asset
describe one gap: the first is the parent, and the event loss of the others is not added to the totals again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from debtaudit.domain.decision import Decision
from debtaudit.domain.finding import Detected, Finding, Item, OpenQuestion, Totals
from debtaudit.domain.graph import Graph
from debtaudit.domain.incident import Incident, counted_once
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.policy import Policy
from debtaudit.domain.problem import Problem
from debtaudit.domain.risk import LANES, Factor, Range, Risk
from debtaudit.scoring.attribution import Attributed, attribute
from debtaudit.scoring.case import Cases, newest
from debtaudit.scoring.decisions import Book, Settled, settle, unmatched
from debtaudit.scoring.factors import factors
from debtaudit.scoring.pricing import Priceable, Pricer
from debtaudit.scoring.simulation import Span, Uncertain, prepare, simulate
from debtaudit.scoring.situation import Fleet
from debtaudit.scoring.unknowns import open_questions
from debtaudit.sharing import ALONE, Helper

Parents = Mapping[str, str]
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
    return price(detected, graph, inventory, policy, repaid)()


def price(
    detected: Detected, graph: Graph, inventory: Inventory, policy: Policy, repaid: Sequence[Finding] = (),
    helper: Helper = ALONE,
) -> Callable[[], Ranked]:  # fmt: skip
    """Begin to do the same, and return what ends it: between the two, the helper draws what is uncertain."""
    helper.begin(prepare, None)
    findings = detected.findings
    incidents = counted_once(inventory.incidents)
    cases = Cases(Fleet(graph, incidents, policy), findings, newest(inventory.estimates))
    blamed = (*findings, *repaid)
    by_id = {finding.id: cases.of(finding.debt, finding.asset) for finding in blamed}
    priors = {finding.id: by_id[finding.id].rate * finding.severity for finding in blamed}
    shares = attribute(incidents, blamed, priors, inventory.decisions, graph.as_of, policy)
    overlaps, pricer = overlapping(findings), Pricer(cases, policy)
    priceable = [Priceable(each, by_id[each.id], shares.weights.get(each.id, 0.0)) for each in findings]
    uncertain = [Uncertain(pricer.doubt(each), each.finding.id not in overlaps) for each in priceable]
    simulated = helper.begin(simulate, uncertain)
    gaps = frozenset(f"{gap.debt.slug}@{gap.asset.id}" for gap in detected.gaps) if inventory.decisions else frozenset()
    unknowns = open_questions(detected, cases, policy)
    expected = [pricer.expect(each, known=doubts.known) for each, (doubts, _) in zip(priceable, uncertain, strict=True)]

    def ranked() -> Ranked:
        drawn = simulated()
        spans = zip(expected, drawn.interest, drawn.events, strict=True)
        risks = {each.of.finding.id: pricer.price(each, span, events) for each, span, events in spans}
        items = _ordered(findings, risks, shares, overlaps, inventory.decisions, graph.as_of)
        settled = {item.id: item.risk for item in items}
        return Ranked(
            items, unknowns, _totals(items, drawn.total), shares.unexplained,
            tuple(unmatched(inventory.decisions, by_id, gaps)),
            lambda id_: factors(settled[id_], by_id[id_], inventory, policy) if id_ in settled else (),
        )  # fmt: skip

    return ranked


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


def _ordered(
    findings: Iterable[Finding], risks: Mapping[str, Risk], shares: Attributed, overlaps: Parents,
    decisions: Sequence[Decision], as_of: date,
) -> tuple[Item, ...]:  # fmt: skip
    """Make the backlog of findings, in order of rank, with what was decided about each."""
    book = Book(decisions)
    settled = [_settled(finding, risks[finding.id], book, as_of) for finding in findings]
    settled.sort(key=_order)
    return tuple(
        Item(place, finding, risk, decided.state, decided.decision, shares.incidents.get(finding.id, ()),
             overlaps.get(finding.id, ""), decided.notes)
        for place, (finding, risk, decided) in enumerate(settled, start=1)
    )  # fmt: skip


def _settled(finding: Finding, risk: Risk, book: Book, as_of: date) -> tuple[Finding, Risk, Settled]:
    settled = settle(finding.id, risk, book.about(finding.id), as_of)
    return finding, replace(risk, lane="accepted") if settled.state in SET_ASIDE else risk, settled


def _order(settled: tuple[Finding, Risk, Settled]) -> tuple[int, float, float, str]:
    finding, risk, _ = settled
    return LANES.index(risk.lane), -risk.priority, -risk.interest.mean, finding.id


def event_loss(risk: Risk) -> float:
    """Return the part of the interest that events cost, a quarter."""
    return risk.interest.mean - risk.carry


def _totals(items: Sequence[Item], drawn: Span) -> Totals:
    counted = [item for item in items if not item.overlaps]
    carry = sum(item.risk.carry for item in items)
    response = sum(item.risk.likelihood.events.mean * item.risk.loss.response for item in counted)
    interest = sum(event_loss(item.risk) for item in counted) + carry
    aside = [item for item in items if item.state in SET_ASIDE]
    return Totals(
        Range(interest, *drawn),
        sum(item.risk.principal.days for item in items),
        sum(item.risk.principal.cost for item in items),
        engineering=carry + response,
        business=interest - carry - response,
        undecided=interest - sum(item.risk.carry + (0.0 if item.overlaps else event_loss(item.risk)) for item in aside),
        cost_of_delay=sum(item.risk.cost_of_delay for item in counted),
    )
