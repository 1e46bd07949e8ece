"""What to ask, of which assets, in which order: first what is worth most to find out for a minute of asking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from debtaudit.domain.asset import Asset, Model, Organisation, Pipeline, System, Undescribed
from debtaudit.domain.audit import Audit
from debtaudit.domain.decision import Answer
from debtaudit.domain.graph import Graph
from debtaudit.domain.inventory import Inventory
from debtaudit.questionnaire.answers_file import RULES
from debtaudit.questionnaire.catalogue import ORDER, TYPES, Catalogue, Question
from debtaudit.questionnaire.interview import SKIPPED, Ask, Interview, Key
from debtaudit.questionnaire.prefill import known
from debtaudit.questionnaire.scope import LeftOut, left_out
from debtaudit.questionnaire.spoken import is_fresh, newest

FIRST: Final = ("q-criticality", "q-revenue")
"""What the ranking of all the rest hangs on."""


@dataclass(frozen=True, slots=True)
class Pick:
    """The model that matters most, and why it does."""

    model: Model
    why: str


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A question that is not asked about an asset, and why."""

    question: Question
    asset: Asset
    left_out: LeftOut


@dataclass(frozen=True)
class Plan:
    """Everything to ask, in order; what answers may bring up; what is not asked, and what was answered lately."""

    interview: Interview
    not_asked: tuple[NotAsked, ...] = ()
    fresh: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Quick:
    """The quick audit of a model, and the models that matter more: there, nothing is left to ask for now."""

    pick: Pick
    plan: Plan
    done: tuple[Model, ...]


@dataclass(frozen=True)
class Setting:
    """What a plan is made from. `inventory` and `graph` are as people wrote them: no answer has spoken in them yet."""

    catalogue: Catalogue
    inventory: Inventory
    graph: Graph
    audit: Audit | None = None
    by: str = ""
    again: frozenset[Key] = field(default_factory=frozenset)  # asked whether or not they were answered lately


def pick(graph: Graph) -> Pick | None:
    """Return the model in production that matters most: by criticality, then revenue, then how many use it."""
    return next(picks(graph), None)


def picks(graph: Graph) -> Iterator[Pick]:
    """Yield the models in production, or else those that may be in service, the one that matters most first."""
    live = [each for each in graph.assets(Model) if each.status == "production"]
    live = live or [each for each in graph.assets(Model) if graph.in_service(each) is not False]
    ranked = sorted(live, key=lambda each: (*(-number for number in _weight(each, graph)), each.id))
    yield from (Pick(each, _why(each, graph, len(live))) for each in ranked)


def next_quick(setting: Setting) -> Quick | None:
    """Plan the quick audit of the first model that has an open question; None where no model is in service.

    Where none has, it is that of the first model, and all are done.
    """
    first = pick(setting.graph)
    done: list[Model] = []
    for each in picks(setting.graph):
        # What is asked again only since an interview was broken off does not make a finished model an open one.
        if quick(each.model, replace(setting, again=frozenset())).interview.plan:
            return Quick(each, quick(each.model, setting), tuple(done))
        done.append(each.model)
    return Quick(first, quick(first.model, setting), tuple(done)) if first else None


def _weight(model: Model, graph: Graph) -> tuple[float, float, float]:
    return graph.criticality(model) or 0, _revenue(model, graph), len(graph.consumers(model))


def _systems(model: Model, graph: Graph) -> tuple[System, ...]:
    home = graph.home(model)
    return tuple(dict.fromkeys((*([home] if home else []), *(each.system for each in graph.reaches(model)))))


def _revenue(model: Model, graph: Graph) -> float:
    stated = (each.revenue_per_day for each in _systems(model, graph))
    return sum(float(each) for each in stated if isinstance(each, (int, float)))


def _why(model: Model, graph: Graph, of: int) -> str:
    if of == 1:
        return "it is the only model that may be in production"
    criticality, revenue, users = _weight(model, graph)
    systems = _systems(model, graph)
    reasons = []
    if systems and criticality:
        top = next((each for each in systems if each.criticality == criticality), systems[0])
        reasons.append(f"what it decides reaches {top.label}, of criticality {criticality:g}")
    if revenue:
        reasons.append(f"{revenue:,.0f} a day pass through what it reaches")
    if not reasons:
        used = f"{users:g} other{'s use' if users > 1 else ' uses'} it" if users else "nothing tells them apart"
        reasons.append(f"no criticality is stated, and {used}")
    return f"of {of} models in production, {'; '.join(reasons)}"


def target(question: Question, model: Asset, graph: Graph) -> Asset | None:
    """Return the asset that a question is about when a model is audited: its system, pipeline, data, or itself.

    Of any other asset a question about models means the first that it feeds or uses.
    """
    if isinstance(model, TYPES[question.about]):
        return model
    if not isinstance(model, Model):
        mine = graph.feeds(model) or [each for each in graph.providers(model) if isinstance(each, Model)]
        return next(iter(mine), None) if question.about == "model" else None
    near: Mapping[str, Sequence[Asset]] = {
        "system": _systems(model, graph)[:1], "organisation": (graph.organisation,),
        "pipeline": _pipelines(model, graph)[:1], "dataset": graph.training_data(model)[:1],
    }  # fmt: skip
    return next(iter(near[question.about]), None)


def _pipelines(model: Model, graph: Graph) -> tuple[Asset, ...]:
    """Return its pipelines: what builds it, else what makes its data or features, else what it reads."""
    data: tuple[Asset, ...] = (*graph.training_data(model), *graph.features(model))
    made = [graph.providers(model), *(graph.providers(each) for each in data), graph.consumers(model)]
    return tuple(each for ends in made for each in ends if isinstance(each, Pipeline))


def quick(model: Model, setting: Setting) -> Plan:
    """Plan the quick audit of a model. A question whose asset nobody described is asked of the model itself."""
    pairs = [(each, target(each, model, setting.graph) or model) for each in setting.catalogue.quick]
    return _planned(pairs, setting, follow=False)


def of_pairs(pairs: Sequence[tuple[Question, Asset]], setting: Setting, *, follow: bool = True) -> Plan:
    """Plan these questions, each about its asset."""
    return _planned(pairs, setting, follow=follow)


def auditable(inventory: Inventory) -> Iterator[Asset]:
    """Yield everything that questions can be about: systems first, then the organisation, models and the rest."""
    kinds = {TYPES[kind]: place for place, kind in enumerate(ORDER)}
    described = [
        each for each in inventory.assets.values() if not isinstance(each, Undescribed) and type(each) in kinds
    ]
    yield from sorted((*described, inventory.organisation), key=lambda each: (kinds[type(each)], each.id))


def _planned(pairs: Sequence[tuple[Question, Asset]], setting: Setting, *, follow: bool) -> Plan:
    latest = newest(setting.inventory.answers)
    asked, not_asked, fresh = [], [], []
    for question, asset in dict.fromkeys(pairs):
        reason = left_out(question, asset, setting.graph, setting.catalogue)
        answer = latest.get((question.id, asset.id))
        if reason and (question.id, asset.id) not in setting.again:
            not_asked.append(NotAsked(question, asset, reason))
        elif answer and not _is_due(answer, setting):
            fresh.append(answer)
        else:
            asked.append((question, asset))
    asks = [_ask(question, asset, setting, latest) for question, asset in _ordered(asked, setting)]
    opened = {ask.key: tuple(_followed(ask, setting, latest)) for ask in asks} if follow else {}
    more = {each.key: tuple(_followed(each, setting, latest)) for after in opened.values() for each in after}
    return Plan(Interview(tuple(asks), {**more, **opened}), tuple(not_asked), tuple(fresh))


def _is_due(answer: Answer, setting: Setting) -> bool:
    """Tell whether to ask again: what is old, what was skipped, and what somebody else did not know."""
    if (
        (answer.question, answer.asset) in setting.again
        or answer.by == RULES
        or not is_fresh(answer, setting.graph.as_of)
    ):
        return True
    skipped = str(answer.note or "").startswith(SKIPPED)
    return answer.level == "unknown" and (skipped or answer.by != setting.by)


def _ordered(pairs: list[tuple[Question, Asset]], setting: Setting) -> list[tuple[Question, Asset]]:
    worth = _worth(setting.audit)
    places = {id_: place for place, id_ in enumerate(setting.catalogue.questions)}

    def order(pair: tuple[Question, Asset]) -> tuple[bool, float, float, int, int, str]:
        question, asset = pair
        value, interest = worth.get((question.id, asset.id), (0.0, 0.0))
        unset = question.id in FIRST and known(question, asset, setting.graph, setting.inventory) is None
        return not unset, -value, -interest, question.quick or len(places), places[question.id], asset.id

    return sorted(pairs, key=order)


def _worth(audit: Audit | None) -> Mapping[Key, tuple[float, float]]:
    """Return what each question is worth a minute, and the interest that it may tell of, over all its debts."""
    found: dict[Key, tuple[float, float]] = {}
    for each in audit.unknowns if audit else ():
        for question in each.gap.debt.questions:
            value, interest = found.get((question, each.gap.asset.id), (0.0, 0.0))
            found[question, each.gap.asset.id] = value + each.value_of_finding_out, interest + each.interest
    return found


def _ask(question: Question, asset: Asset, setting: Setting, latest: Mapping[Key, Answer], because: str = "") -> Ask:
    key = question.id, asset.id
    return Ask(
        question, asset.id, "your organisation" if isinstance(asset, Organisation) else asset.id,
        str(asset.owner or ""), known(question, asset, setting.graph, setting.inventory), latest.get(key), because,
    )  # fmt: skip


def _followed(ask: Ask, setting: Setting, latest: Mapping[Key, Answer]) -> Iterator[Ask]:
    asset = _asset(ask.asset, setting)
    for id_ in ask.question.follow.ask if ask.question.follow and asset else ():
        question = setting.catalogue.questions[id_]
        at = target(question, asset, setting.graph) if asset else None
        answer = latest.get((id_, at.id)) if at else None
        if (
            at
            and not left_out(question, at, setting.graph, setting.catalogue)
            and not (answer and not _is_due(answer, setting))
        ):
            yield _ask(question, at, setting, latest, f"because of your answer to {ask.question.id}")


def _asset(id_: str, setting: Setting) -> Asset | None:
    return setting.inventory.organisation if id_ == setting.inventory.organisation.id else setting.graph.asset(id_)
