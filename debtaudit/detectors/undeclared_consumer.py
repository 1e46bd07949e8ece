"""Undeclared consumer: something uses a model's output or a dataset without the owner having agreed to it.

Why it is debt:
    The owner changes what nobody seems to need, and breaks a process he has never heard of. Hidden readers also close
    loops: what they do with an answer can come back as data.
If it waits:
    A change to one product breaks another one that nobody knew was attached to it.
Source:
    Sculley et al. 2015, section 2 (undeclared consumers); Recupito et al. 2024 on what it means for security.
Fix:
    - Ask every caller for a key of its own, and turn open access off
    - Read the access log and talk to each reader
    - Declare the links with owner, strength and contract
    - Publish how long an old version is kept
    - Block unknown keys after an announced day
False alarms:
    Callers below the least number of calls are trials or scanners. Test and monitoring accounts, and callers behind a
    gateway that passes identities on, count as declared once `declared_consumers` lists them.
Decisions:
    A link that somebody wrote down without `declared` is an agreement if the owner's list names the consumer, if access
    is per consumer, or if both ends have one owner; without list and access rule it is unknown. Measured calls of the
    last month that all come from declared consumers clear open access; older calls say nothing. A dataset's features,
    and what writes it, are part of it, not consumers. Severity takes the share of calls where calls were counted, else
    none.
Example:
    systems: [{id: order-chat, calls: [order-intent]}, {id: campaign-mailer, calls: [order-intent]}]
    models: [{id: order-intent, status: production, declared_consumers: [order-chat]}]
Instead:
    systems: [{id: order-chat, calls: [order-intent]}, {id: campaign-mailer, calls: [order-intent]}]
    models: [{id: order-intent, status: production, declared_consumers: [order-chat, campaign-mailer]}]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from debtaudit.domain.asset import Asset, Dataset, Feature, Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.link import Link, LinkKind
from debtaudit.domain.logic import Truth, amount, below
from debtaudit.domain.measurement import Calls
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """Which calls count."""

    window: int = 30  # days; catches jobs that run once a month
    least_calls: float = 10  # calls in the window; fewer are trials or scanners


SEEN = OPEN = 0.5  # severity of a reader before its share of the calls, and of open access
READS: tuple[LinkKind, ...] = ("predicts_for", "reads", "trains_on", "corrects")
OWN_WORDS = ("telemetry", "system")  # links that follow from measured calls, counted apart, or from the stated home


@debt(
    Model,
    Dataset,
    category="model",
    dimension="model",
    prior_rate=0.22,
    growth=0.07,
    effort=Days(3, 6, 15),
    loss="wrong_handling",
    severity=(0.5, 1.0),
    limits=Limits(),
    questions=("q-prediction-log", "q-consumers"),
    change_driven=True,
    overlap=Overlap("unknown readers", 1),
)
def undeclared_consumer(asset: Model | Dataset, graph: Graph, limits: Limits) -> Verdict:
    """Compare who reads an asset, by links and by measured calls, with who was agreed to."""
    readers = [(link, _undeclared(link, asset, graph, limits)) for link in _links(asset, graph)]
    measured = _recent_calls(asset, graph, limits)
    calls = _counts(measured)
    known = {*_agreed(asset), *(link.consumer for link, undeclared in readers if not undeclared)}
    strangers = [id_ for id_, count in calls.items() if count >= limits.least_calls and id_ not in known]
    hidden = [link for link, undeclared in readers if undeclared and link.consumer not in strangers]
    share = sum(calls[id_] for id_ in strangers) / (sum(calls.values()) or 1.0)
    open_to_all = isinstance(asset, Model) and asset.access == "open" and (bool(strangers) or not calls)
    untold = any(undeclared is None for _link, undeclared in readers) or not (readers or calls or _rule(asset))
    rules = ("declared_consumers", "access") if isinstance(asset, Model) else ("declared_consumers",)
    return judge(
        scope(True if calls else _serves(asset, graph), "it is not in service", "status"),
        sign(bool(strangers), SEEN + share,
             f"nobody agreed to calls by {', '.join(strangers)}: {share:.0%} of all calls",
             *(each for each in measured if each.consumer in strangers)),
        sign(bool(hidden), SEEN, f"nobody agreed to reading by {', '.join(link.consumer for link in hidden)}", *hidden),
        sign(open_to_all, OPEN, "its output is open to everybody", "access"),
        sign(None if untold else False, 0, "", *rules),
        involved=_assets((*strangers, *(link.consumer for link in hidden)), graph),
    )  # fmt: skip


def _serves(asset: Model | Dataset, graph: Graph) -> Truth:
    return graph.in_service(asset) if isinstance(asset, Model) else True


def _links(asset: Asset, graph: Graph) -> list[Link]:
    """Links that somebody wrote down to readers outside; what makes a dataset, and its features, are a part of it."""
    makers = {link.provider for link in graph.links_into(asset, "writes")}
    links = [link for link in graph.links_out_of(asset, *READS) if link.written_as not in OWN_WORDS]
    outside = [link for link in links if link.consumer not in makers]
    return [link for link in outside if not isinstance(graph.asset(link.consumer), Feature)]


def _undeclared(link: Link, asset: Model | Dataset, graph: Graph, limits: Limits) -> Truth:
    if link.declared is not None:
        trial = below(amount(link.observed_calls_30d), limits.least_calls)
        return not link.declared and not trial
    if asset.declared_consumers is not None:
        return link.consumer not in _agreed(asset)
    return False if _rule(asset) or graph.crosses_teams(link) is False else None


def _agreed(asset: Model | Dataset) -> tuple[str, ...]:
    home = str(asset.system or "") if isinstance(asset, Model) else ""
    return (*(asset.declared_consumers or ()), home)


def _rule(asset: Model | Dataset) -> bool:
    """Whether something is stated that tells who may read it."""
    return asset.declared_consumers is not None or (isinstance(asset, Model) and asset.access == "per_consumer")


def _recent_calls(asset: Asset, graph: Graph, limits: Limits) -> list[Calls]:
    ages = ((each, graph.age(each.day)) for each in graph.telemetry(Calls, asset) if isinstance(each.consumer, str))
    return [each for each, age in ages if age is not None and age <= limits.window]


def _counts(calls: Iterable[Calls]) -> Counter[str]:
    """Calls by consumer; calls that nobody counted weigh nothing."""
    counts: Counter[str] = Counter()
    for each in calls:
        counts[str(each.consumer)] += int(amount(each.count) or 0)
    return counts


def _assets(ids: Iterable[str], graph: Graph) -> list[Asset]:
    return [asset for id_ in dict.fromkeys(ids) if (asset := graph.asset(id_))]
