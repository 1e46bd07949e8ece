"""Missing model and data documentation: purpose, limits, origin and past changes are not written down or outdated.

Why it is debt:
    Those who use a model guess what it is good for, those who mend it repeat old mistakes, and the patch of last year
    is undone by the next person, because nothing tells why it was there.
If it waits:
    Somebody uses or mends the product wrongly because nobody wrote down what it can do and why.
Source:
    Mitchell et al. 2019, model cards; Gebru et al. 2021, datasheets; Sambasivan et al. 2021; Bogner et al. 2021.
Fix:
    - Write one page with purpose, limits, data and figures
    - Fill in what the manifest knows by machine
    - Record each change and patch with its reason
    - Look at the page at every release
False alarms:
    A generated page counts once a person has filled in purpose, limits and owner; the inventory cannot tell whether one
    did.
Decisions:
    A card may be older than the version in service by the allowed lag. Hand-written rules are not trained, so their
    card ages only with their change log. Models out of service need none; datasets always do.
Example:
    models:
      - {id: tone, status: production, trained_at: 2026-05-01, documentation: {card_updated_at: none, change_log: yes}}
Instead:
    models:
      - id: tone
        status: production
        trained_at: 2026-05-01
        documentation: {card_updated_at: 2026-05-06, change_log: yes}
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Dataset, Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, above, every, has, lacks
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When a page is out of date."""

    lag: int = 30  # days that a card may be older than the version in service
    max_age: int = 365  # days since a datasheet was looked at; sources change within a year


ABSENT, OUTDATED, NO_LOG = 0.8, 0.4, 0.4


@debt(
    Model,
    Dataset,
    category="governance",
    dimension="model",
    prior_rate=0.12,
    growth=0.04,
    effort=Days(1, 2, 5),
    loss="effort_or_duty",
    severity=(0.4, 0.8),
    limits=Limits(),
    questions=("q-model-card", "q-coverage"),
    overlap=Overlap("evidence", 2),
)
def missing_documentation(asset: Model | Dataset, graph: Graph, limits: Limits) -> Verdict:
    """Look at whether a model has a card and a change log, or a dataset a datasheet, and how old they are."""
    return _of_model(asset, graph, limits) if isinstance(asset, Model) else _of_dataset(asset, graph, limits)


def _of_model(model: Model, graph: Graph, limits: Limits) -> Verdict:
    card, log = model.documentation.card_updated_at, model.documentation.change_log
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        sign(lacks(card), ABSENT, "it has no card", "documentation.card_updated_at"),
        sign(every(has(card), _behind(model, graph, limits)), OUTDATED,
             f"its card of {card} is older than the version of {model.trained_at}",
             *(("trained_at",) if model.trained_at is None else ("documentation.card_updated_at", "trained_at"))),
        sign(lacks(log), NO_LOG, "its changes are not recorded", "documentation.change_log"),
    )  # fmt: skip


def _behind(model: Model, graph: Graph, limits: Limits) -> Truth:
    """Whether a card is older than the version in service by more than the lag; rules have no trained version."""
    if model.family == "rules" or lacks(model.trained_at):
        return False
    card, trained = graph.age(model.documentation.card_updated_at), graph.age(model.trained_at)
    return None if card is None or trained is None else card > trained + limits.lag


def _of_dataset(dataset: Dataset, graph: Graph, limits: Limits) -> Verdict:
    sheet = dataset.datasheet_updated_at
    old = every(has(sheet), above(graph.age(sheet), limits.max_age))
    return judge(
        sign(lacks(sheet), ABSENT, "it has no datasheet", "datasheet_updated_at"),
        sign(old, OUTDATED, f"its datasheet was last looked at on {sheet}", "datasheet_updated_at"),
    )
