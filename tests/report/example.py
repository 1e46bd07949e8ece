"""Audits written by hand: what a page shows is priced as the test says, and not as scoring would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import log
from typing import Any

from debtaudit.domain.asset import Asset, Dataset, Model, Organisation, Pipeline, System, Team
from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Days, Debt, Dimension
from debtaudit.domain.decision import Decision, State
from debtaudit.domain.facts import Place
from debtaudit.domain.finding import Detected, Evidence, Excluded, Finding, Gap, Item, NotRun, OpenQuestion, Totals
from debtaudit.domain.incident import Incident
from debtaudit.domain.inventory import InputFile, Inventory
from debtaudit.domain.link import Link
from debtaudit.domain.policy import Policy
from debtaudit.domain.risk import Band, Confidence, Factor, Lane, Likelihood, Loss, Principal, Range, Risk, SystemLoss
from debtaudit.report.sums import added, together

AS_OF = date(2026, 9, 30)
KINDS: dict[str, type[Asset]] = {"model": Model, "dataset": Dataset, "pipeline": Pipeline, "system": System}
ORGANISATION = Organisation(name="Merrowline", currency="EUR", engineer_day_cost=700.0, materiality=25_000.0)
TEAMS = {
    "conversations": Team(id="conversations", name="Conversations"),
    "platform": Team(id="platform", name="Data Platform"),
}
DOC = """{name}: {name} is there.

Why it is debt:
    It costs.
If it waits:
    {waits}
Fix:
    - {fix}
    - Keep it that way
"""


def debt_of(
    slug: str, fix: str = "Mend it", waits: str = "It gets dearer.", dimension: Dimension = "data", name: str = ""
) -> Debt:  # fmt: skip
    doc = DOC.format(name=name or slug.replace("-", " ").capitalize(), fix=fix, waits=waits)
    return Debt(slug, doc, (Model,), "data", dimension, 0.3, 0.1, Days(4, 10, 25), "silent", (0.5, 1.0), (), None,
                lambda *_: None)  # fmt: skip


def asset_of(id_: str, kind: str = "model", name: str | None = None, owner: str | None = "conversations") -> Asset:
    return KINDS[kind](id=id_, name=name, owner=owner)


def spread_of(mean: float) -> Range:
    return Range(mean, mean * 0.4, mean * 1.8)


def likelihood_of(chance: float) -> Likelihood:
    events = -log(1 - chance)
    return Likelihood(Range(events, events / 2, events * 1.7), chance, events / 2, 4.5, 6.4, 3.0, 4.0, 0.6)


def reaching(*path: str, weight: float = 1.0, loss: float = 5_000.0) -> SystemLoss:
    return SystemLoss(path[-1], weight, path, loss, loss * 0.8, loss * 0.2, anchored=False)


def item(  # noqa: PLR0913 - a finding has many sides, and a test names only those that it is about
    debt: Debt | str,
    asset: Asset,
    lane: Lane = "now",
    *,
    interest: float = 10_000.0,
    days: float = 12.0,
    chance: float = 0.47,
    loss: float = 15_000.0,
    systems: Sequence[SystemLoss] = (),
    message: str = "nobody compares its decisions with what happened",
    confidence: Confidence = "B",
    **more: Any,
) -> Item:
    """Write one finding with its price; ranges lie between 40 and 180 percent of the mean."""
    told = debt_of(debt) if isinstance(debt, str) else debt
    evidence = (Evidence("monitoring.quality", "none", Place("models.yaml", 14, 5)),)
    finding = Finding(told, asset, 0.8, message, evidence)
    band: Band = "high" if lane == "now" else "medium"
    risk = Risk(
        0.8, likelihood_of(chance), Loss(spread_of(loss), loss, loss * 0.1, 2_100, 0, 3, 1.5, tuple(systems), 0.5),
        Principal(days / 3, days, days * 2, days, days * 700), 300, spread_of(interest), 0.1, interest * 3.2,
        interest * 3.2 / (days * 700), interest * 0.88, band, lane, confidence,
    )  # fmt: skip
    return Item(0, finding, risk, **more)


def accepted(item_: Item, by: str = "cto", until: date = date(2027, 1, 31), state: State = "accepted") -> Item:
    decision = Decision(finding=item_.id, state="accepted", reason="Only taste is at stake", approver=by,
                        decided_at=date(2026, 7, 8), expires_at=until)  # fmt: skip
    return replace(item_, state=state, decision=decision, risk=replace(item_.risk, lane="accepted"))


def audit_of(
    *items: Item,
    gaps: Sequence[tuple[str, Asset]] = (),
    clean: int = 20,
    assets: Sequence[Asset] = (),
    not_run: Sequence[NotRun] = (),
    organisation: Organisation | None = None,
    incidents: int = 3,
    **more: Any,
) -> Audit:
    """Write an audit of these findings in this order; `gaps` could not be told, `clean` were not there."""
    ranked = tuple(replace(each, rank=place) for place, each in enumerate(items, 1))
    unknown = tuple(Gap(debt_of(slug), asset, ("monitoring.quality",)) for slug, asset in gaps)
    found = [each.finding.asset for each in items]
    known = {each.id: each for each in (*assets, *found, *(gap.asset for gap in unknown))}
    excluded = Excluded(debt_of("late-labels"), asset_of("old"), "it is not in service")
    findings = tuple(each.finding for each in ranked)
    detected = Detected(findings, unknown, (excluded,), tuple(not_run), (("concept-drift", clean),))
    inventory = Inventory(
        organisation or ORGANISATION, TEAMS, known,
        incidents=tuple(Incident(id=f"inc-{number}", assets=("order-intent",)) for number in range(incidents)),
        files=(InputFile("models.yaml", "ab" * 32),),
    )  # fmt: skip
    whole, carry = together(added(each) for each in ranked), sum(each.risk.carry for each in ranked)
    totals = Totals(
        whole, sum(each.risk.principal.days for each in ranked),
        sum(each.risk.principal.cost for each in ranked),
        engineering=carry + (whole.mean - carry) / 4, business=(whole.mean - carry) * 3 / 4,
        cost_of_delay=sum(each.risk.cost_of_delay for each in ranked),
    )  # fmt: skip
    priced = tuple(OpenQuestion(gap, 900.0 - place, 3.0) for place, gap in enumerate(unknown))
    factors = (Factor("severity", 0.8, "0 to 1", "extent of the debt", Place("models.yaml", 4, 5)),
               Factor("revenue", 40_000, "currency a day", "of order-chat", None, of="order-chat"))  # fmt: skip
    more.setdefault("factors", lambda _id: factors)
    return Audit(AS_OF, inventory, Policy(), detected, ranked, priced, totals, **more)


INTENT = asset_of("order-intent", name="Order intent")
CHAT = asset_of("order-chat", "system", name="Order chat")
DESK = asset_of("order-desk", "system", name="Order desk")
INBOX = asset_of("seller-inbox", "system", name="Seller inbox")
MESSAGES = asset_of("chat-messages", "dataset", owner="platform")
JOIN = asset_of("chat-order-join", "pipeline", name="Nightly chat-order join", owner="platform")
TONE = asset_of("tone", name="Tone of a message")
FRAUD = asset_of("fraud-score", name="Fraud score", owner=None)

WAYS = (
    reaching("order-intent", "order-chat"),
    reaching("order-intent", "order-desk", weight=0.54, loss=1_200),
    reaching("order-intent", "order-chat", "chat-messages", "chat-order-join", "tone", "seller-inbox", weight=0.16),
)
LINKS = tuple(
    Link(provider=provider, consumer=consumer, kind="predicts_for")
    for provider, consumer in (
        ("order-intent", "order-chat"), ("order-intent", "order-desk"), ("order-chat", "chat-messages"),
        ("chat-messages", "chat-order-join"), ("chat-order-join", "tone"), ("tone", "seller-inbox"),
    )
)  # fmt: skip


def company() -> Audit:
    """Fourteen findings over all lanes, some accepted, some of them dear, and twelve open questions."""
    fix = "Join predictions with their outcomes and publish the live metric"
    waits = "The model goes on deciding wrongly with full confidence, and we learn of it from the business figures."
    drift = debt_of("concept-drift", fix, waits, name="Unmonitored concept drift")
    return audit_of(
        item(drift, INTENT, interest=12_484, systems=WAYS, confidence="A"),
        item("late-labels", FRAUD, interest=7_400, chance=0.31, loss=24_000),
        item("hotspot", JOIN, "next", interest=3_400, days=11, chance=0.67, loss=2_500, confidence="A"),
        item("glue-code", JOIN, "next", interest=2_700, days=20, chance=0.27, loss=7_400),
        item("stale-tests", TONE, "next", interest=2_100, days=9, chance=0.46, loss=2_600),
        item("opaque-model", TONE, "next", interest=1_700, days=7, chance=0.2, loss=6_300),
        item("no-gate", INTENT, "later", interest=1_100, chance=0.1, loss=9_000),
        item(debt_of("sprawl", dimension="other"), CHAT, "later", interest=900, chance=0.3, loss=1_500),
        item(debt_of("config-debt", dimension="configuration"), JOIN, "later", interest=300, chance=0.2, loss=900),
        item("smells", MESSAGES, "later", interest=250, chance=0.05, loss=3_000, confidence="C"),
        item("unversioned", MESSAGES, "later", interest=120, chance=0.01, loss=40_000, confidence="D"),
        item("latency", CHAT, "find_out", interest=700, chance=0.15, loss=4_000),
        accepted(item("old-exports", DESK, interest=500, chance=0.5, loss=800)),
        accepted(item("hand-labels", FRAUD, interest=400, chance=0.4, loss=900)),
        gaps=[(f"question-{number}", asset) for number in range(4) for asset in (INTENT, TONE, MESSAGES)],
        clean=60, assets=[INBOX], links=LINKS,
    )  # fmt: skip
