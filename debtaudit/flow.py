"""The whole flow: Inventory -> what answers say -> graph -> what the debts say -> prices -> Audit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from statistics import fmean

from debtaudit.detectors._ask import ask
from debtaudit.detectors._catalogue import catalogue
from debtaudit.domain.asset import System
from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Debt
from debtaudit.domain.finding import Finding
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.problem import Problem
from debtaudit.domain.settings import Settings
from debtaudit.graph import AuditGraph
from debtaudit.graph.supports import supports
from debtaudit.inventory.checks import ahead, aliased
from debtaudit.questionnaire.catalogue import NOT_ASKED
from debtaudit.questionnaire.catalogue import catalogue as questions
from debtaudit.questionnaire.prefill import corrections
from debtaudit.questionnaire.spoken import speak, worded
from debtaudit.scoring import price
from debtaudit.sharing import Helper

DEFAULTS = Settings()
WORTH_HELP = 3_000
"""Assets from which a second process saves more than it costs."""


def audit(
    inventory: Inventory, as_of: date, settings: Settings = DEFAULTS, repaid: Sequence[Finding] = (),
    remembered: Sequence[str] = (),
) -> Audit:  # fmt: skip
    """Return everything that can be said of an inventory on a day; what was not known by then is left out.

    `repaid` are findings that are taken as repaired, on trial. `remembered` are ids of findings that stood on that day,
    though the facts that told of them are gone: they are priced as they may have been.
    """
    then, asked = inventory.known_at(as_of), questions() if inventory.answers else NOT_ASKED
    spoken = speak(then, asked, as_of)
    known = spoken.inventory
    policy = settings.policy_for(known.organisation)
    debts = catalogue(settings)
    graph = AuditGraph(known, as_of, policy.hop, policy.floor, known=True)
    with Helper(wanted=len(known.assets) >= WORTH_HELP) as helper:
        found = ask(debts.debts, graph, known, lambda answer: worded(answer, questions()), helper)
        gone = {each.id for each in repaid}
        findings = tuple(each for each in found.findings if each.id not in gone)
        findings += tuple(recalled(remembered, found.findings, debts.debts, known))
        detected = replace(found, findings=findings, not_run=debts.not_run + found.not_run)
        ranking = price(detected, graph, known, policy, repaid, helper)
        told = _told_once((*spoken.problems, *corrections(graph, known, asked)), found.contradictions)
        odd = (*inventory.problems, *ahead(inventory, then, as_of), *aliased(settings.aliased, inventory))
        ranked = ranking()
    problems = (*odd, *debts.problems, *told, *ranked.problems)
    return Audit(
        as_of, known, policy, detected, ranked.items, ranked.unknowns, ranked.totals, ranked.unexplained,
        tuple(sorted(problems)), any_money(known), (*settings.touched_policy(policy), *debts.touched),
        settings.headline, ranked.factors, supports(graph), graph.links, settings.look,
    )  # fmt: skip


def _told_once(spoken: tuple[Problem, ...], contradictions: tuple[Problem, ...]) -> Iterator[Problem]:
    """Yield what is wrong with answers; a contradiction that was told of an answer is not told again for each debt."""
    told = {(each.file, each.line, each.column) for each in spoken if each.code == "contradiction"}
    yield from spoken
    yield from (each for each in contradictions if (each.file, each.line, each.column) not in told)


def recalled(
    remembered: Sequence[str], found: Sequence[Finding], debts: Iterable[Debt], known: Inventory
) -> Iterator[Finding]:  # fmt: skip
    """Yield the findings of these ids that are not found any more.

    How severe they were is not on record: they are taken as severe as the same debt is elsewhere, else as the middle of
    its range.
    """
    by_slug, there = {debt.slug: debt for debt in debts}, {each.id for each in found}
    for id_ in sorted(set(remembered) - there):
        slug, _, asset_id = id_.partition("@")
        debt, asset = by_slug.get(slug), known.assets.get(asset_id)
        if debt and asset:
            alike = [each.severity for each in found if each.debt.slug == slug]
            yield Finding(debt, asset, fmean(alike or debt.severity), "it was there until it was repaid")


def any_money(inventory: Inventory) -> bool:
    """Whether any system's revenue is stated; else amounts are relative, and only their order of magnitude counts."""
    systems = (each for each in inventory.assets.values() if isinstance(each, System))
    return any(isinstance(each.revenue_per_day, (int, float)) for each in systems)
