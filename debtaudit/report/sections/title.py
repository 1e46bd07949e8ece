"""The sentence that states the situation, and what a reader must know before any figure.

The first rule that has something to say gives the sentence; a sentence in the audit's settings comes before all rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import count, listed, percent, sentence, share, upper, words
from debtaudit.report.blocks import Block, Line, Run, Title, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.choices import LOW_COVERAGE, decisions
from debtaudit.report.section import section
from debtaudit.report.sums import Part, added, parts

LARGE, FEW, HARDLY_KNOWN = 0.175, 0.25, 0.4
NAME, HEADLINE = 42, 120


@section("index", place=10, share="more")
def title(audit: Audit) -> Iterator[Block]:
    """Yield the page's title."""
    yield Title(headline(audit), tuple(_says(audit)))


def headline(audit: Audit) -> Line:
    """Return the sentence of the first rule that applies."""
    return next(found for rule in RULES if (found := rule(audit)))


def written_by_hand(audit: Audit) -> Line | None:
    """Somebody wrote the sentence."""
    return line(shortened(audit.headline, HEADLINE)) if audit.headline.strip() else None


def nothing_described(audit: Audit) -> Line | None:
    """Nobody has described anything."""
    if audit.inventory.assets:
        return None
    return line("Nothing has been described yet, so ", Run("nothing is known", "risk"), " about our AI debt.")


def hardly_known(audit: Audit) -> Line | None:
    """Most questions have no answer."""
    coverage = audit.detected.coverage
    if coverage >= HARDLY_KNOWN:
        return None
    return line("We can answer only ", Run(percent(coverage), "risk"), " of what there is to ask about our AI systems.")


def nothing_found(audit: Audit) -> Line | None:
    """There is no finding."""
    if audit.items:
        return None
    if audit.detected.gaps:
        return line(
            "No debt is known, but ",
            Run(count(len(audit.detected.gaps), "question is", "questions are"), "risk"),
            " still open.",
        )
    return line("No AI debt was found, and every question was answered.")


def all_accepted(audit: Audit) -> Line | None:
    """Everything found was set aside."""
    if any(item.risk.lane != "accepted" for item in audit.items):
        return None
    return line("All the AI debt that we know of is ", Run("accepted", "strong"), "; nothing else was found.")


def only_one(audit: Audit) -> Line | None:
    """There is a single finding."""
    if len(audit.items) > 1:
        return None
    item = audit.items[0]
    return line(
        "One debt is known: ", Run(_name(item.finding.asset.label), "risk"), f", {_lower(item.finding.debt.name)}."
    )


def one_asset(audit: Audit) -> Line | None:
    """One asset causes a large part of the cost."""
    largest = _by_asset(audit)[0]
    if largest.share < LARGE:
        return None
    name = _name(largest.items[0].finding.asset.label)
    return line(Run(name, "risk"), f" causes {share(largest.share)} of what our AI debt costs us.")


def few(audit: Audit) -> Line | None:
    """A few findings cause half of the cost."""
    total = sum(added(item).mean for item in audit.items)
    dearest = sorted((added(item).mean for item in audit.items), reverse=True)
    needed = next((place for place, so_far in enumerate(accumulate(dearest), 1) if so_far >= total / 2), 0)
    if not total or needed > FEW * len(audit.items):
        return None
    return line(
        Run(f"{upper(words(needed))} of {len(audit.items):,} debts", "risk"),
        " cause half of what our AI debt costs us.",
    )


def spread_out(audit: Audit) -> Line:
    """No single cause stands out."""
    assets = len({item.finding.asset.id for item in audit.items})
    return line(
        "Our AI debt is ", Run("spread over many places", "risk"), f": {len(audit.items):,} debts on {assets:,} assets."
    )


Rule = Callable[[Audit], Line | None]
RULES: tuple[Rule, ...] = (
    written_by_hand,
    nothing_described,
    hardly_known,
    nothing_found,
    only_one,
    all_accepted,
    one_asset,
    few,
    spread_out,
)


def _says(audit: Audit) -> Iterator[Line]:
    if not audit.inventory.assets:
        yield line(
            "Describe systems, models, pipelines and datasets in the inventory, or collect them from the tools in use."
        )
        return
    yield line(" ".join(filter(None, (_found(audit), _asked(audit), _known(audit), _first(audit)))))


def _found(audit: Audit) -> str:
    if not audit.items:
        return f"{sentence(count(len(audit.inventory.assets), 'asset is', 'assets are'))[:-1]} described."
    assets = len({item.finding.asset.id for item in audit.items})
    where = f"{words(assets)} of {count(len(audit.inventory.assets), 'asset')}"
    return f"We found {count(len(audit.items), 'debt')} on {where}{_lanes(audit)}."


def _lanes(audit: Audit) -> str:
    lanes = Counter(item.risk.lane for item in audit.items)
    told = [
        f"{words(lanes[lane])} {'is' if lanes[lane] == 1 else 'are'} for {lane}"
        for lane in ("now", "next")
        if lanes[lane]
    ]
    rest = len(audit.items) - lanes["now"] - lanes["next"]
    if not told:
        return ""
    return f"; {listed(told)}" + (f", the other {words(rest)} can wait" if rest else "")


def _asked(audit: Audit) -> str:
    asked = len(decisions(audit))
    return f"We ask for {count(asked, 'decision')}." if asked else ""


def _known(audit: Audit) -> str:
    coverage = audit.detected.coverage
    if not audit.detected.gaps:
        return ""
    if coverage < LOW_COVERAGE:
        return f"Only {percent(coverage)} of what we asked has an answer, so the true sum may be far higher."
    return f"{percent(1 - coverage)} of what we asked is unknown, which is not the same as fine."


def _first(audit: Audit) -> str:
    return audit.since or "This is the first measurement; from the next one on, changes will show."


def _by_asset(audit: Audit) -> tuple[Part, ...]:
    return parts(audit.items, lambda item: item.finding.asset.id)


def _name(label: str) -> str:
    return shortened(label, NAME)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:] if not name[1:2].isupper() else name
