"""Why one finding costs what it costs, in one paragraph and in every factor. Scoring model, section 7."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import count, days, money, percent, span
from debtaudit.domain.risk import Factor, SystemLoss
from debtaudit.scoring.sensitivity import Border, borders

BANDS = {"critical": "critical", "high": "high", "medium": "medium", "low": "low", "negligible": "negligible"}
TENTHS = 10
"""Days below which a mean is told to a tenth."""
LANES = {"now": "now", "next": "next", "later": "later", "find_out": "find out", "accepted": "accepted"}


def paragraph(item: Item, audit: Audit) -> str:
    """Say in a few sentences what a finding costs, why, and what repaying it returns."""
    return " ".join(sentence for sentence in _sentences(item, audit, audit.factors(item.id)) if sentence)


def _sentences(item: Item, audit: Audit, factors: tuple[Factor, ...]) -> Iterator[str]:
    risk, currency = item.risk, audit.currency
    one = {each.name: each for each in factors if not each.of}
    events = risk.likelihood
    yield (f"{item.finding.debt.name} on {item.finding.asset.label} costs about {money(risk.interest.mean, currency)}"
           f" a quarter ({span(risk.interest, currency)}, confidence {risk.confidence}).")  # fmt: skip
    says = one["volatility"].says if "volatility" in one else ""
    yield (f"We expect {events.events.mean:.2f} loss events a quarter: the catalogue starts at {events.prior:.2f}"
           f" (severity {risk.severity:.2g}; {says}){_history(item)}.")  # fmt: skip
    yield _event(item, audit, one)
    yield _cascade(item)
    yield f"Left alone it grows by {percent(risk.growth)} a quarter."
    principal = risk.principal
    yield (f"Repaying takes {principal.low:g} / {principal.likely:g} / {principal.high:g} engineer-days"
           f" ({_average(principal.days)} on average, {money(principal.cost, currency)}) and returns"
           f" {risk.priority:.1f} times its cost within a year,"
           f" so it is in lane {LANES[risk.lane]}, rank {item.rank} (band {BANDS[risk.band]}).")  # fmt: skip
    yield _to_find_out(item)
    yield from (_border(each, currency) for each in borders(risk, audit.policy))
    yield from (f"Override: {each}." for each in risk.overrides)
    if item.overlaps:
        yield f"The same gap is counted with {item.overlaps}; only the friction of this one is added to the sum."
    yield from (f"Note: {note}." for note in item.notes)


def _average(number: float) -> str:
    """Write a mean of engineer-days so that its cost can be worked out again: tenths below ten days."""
    return f"{number:.1f} days" if number < TENTHS and f"{number:.1f}" != "1.0" else days(number)


def _to_find_out(item: Item) -> str:
    """Say which answer would move a finding of the lane find out: only an unknown volatility puts one there."""
    if item.risk.lane != "find_out":
        return ""
    asset = item.finding.asset
    own = hasattr(asset, "volatility")
    world = f"the world of {asset.label}" if own else f"the world of the models around {asset.label}"
    return (f"To find out: how fast {world} moves (`volatility`: low, medium or high), which nobody stated;"
            " if it is high, this belongs in a higher lane.")  # fmt: skip


def _border(border: Border, currency: str) -> str:
    return (f"It would be in lane {LANES[border.lane]} at {money(border.interest, currency)} a quarter: at"
            f" {border.events:.2g} events, or at {money(border.loss, currency)} an event.")  # fmt: skip


def _history(item: Item) -> str:
    events = item.risk.likelihood
    if not item.incidents:
        quiet = f"{events.quarters:.1f} quarters without an incident of its own"
        return f", and {quiet} moved it" if events.quarters > 0 else ", and there is no history yet"
    return f", and {count(len(item.incidents), 'incident')} in the log moved it"


def _event(item: Item, audit: Audit, one: dict[str, Factor]) -> str:
    loss, currency = item.risk.loss, audit.currency
    watch = f" because {one['detect'].says}" if "detect" in one else ""
    lasts = loss.detect_days + loss.resolve_days
    return (f"One event costs about {money(loss.event.mean, currency)}: it lasts {lasts:.2g} days"
            f" ({loss.detect_days:.2g} to notice{watch}, {loss.resolve_days:.2g} to fix), and engineers cost"
            f" {money(loss.response, currency)}.")  # fmt: skip


def _cascade(item: Item) -> str:
    loss = item.risk.loss
    hit = [each for each in loss.systems if each.loss]
    if not hit:
        return "It hurts no system that earns money." if loss.systems else "It reaches no system that is described."
    if loss.cascade <= 0:
        return f"All of it falls on {_route(hit[0])}."
    dearest = max(hit, key=lambda each: (each.weight * each.loss, each.system))
    share = percent(loss.cascade / loss.event.mean)
    return f"{share} of it falls on systems further down; most on {_route(dearest)}."


def _route(hit: SystemLoss) -> str:
    return f"{hit.system} (through {' -> '.join(hit.path)})" if len(hit.path) > 1 else hit.system
