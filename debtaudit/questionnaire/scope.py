"""Which questions make sense for which asset: the conditions that `questions.yaml` names, and what they leave out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from debtaudit.domain.asset import Asset, Dataset, Dependency, Model, Organisation, System
from debtaudit.domain.graph import Graph
from debtaudit.domain.measurement import Calls
from debtaudit.questionnaire.catalogue import Catalogue, Question

FEW_INCIDENTS: Final = 3
MINOR: Final = 2
"""Criticality up to which a system is of little weight."""
RECENT_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why a question is not asked. `later`: it makes sense and stays unknown; else it does not apply."""

    reason: str
    later: bool = False


def left_out(question: Question, asset: Asset, graph: Graph, catalogue: Catalogue) -> LeftOut | None:
    """Return why a question is not asked about an asset; None where it is. What is not known leaves nothing out."""
    return next(_reasons(question, asset, graph, catalogue), None)


def _reasons(question: Question, asset: Asset, graph: Graph, catalogue: Catalogue) -> Iterator[LeftOut]:
    for condition, reason in question.unless:
        if CONDITIONS[condition](asset, graph):
            yield LeftOut(reason)
    stated = asset.not_applicable or {}
    yield from (LeftOut(stated[path]) for path in question.states if path in stated)
    for rule in catalogue.rules:
        if rule.drops(question.id) and CONDITIONS[rule.when](asset, graph):
            yield LeftOut(rule.reason, rule.later)


def _status(*known: str) -> Callable[[Asset, Graph], bool]:
    return lambda asset, _graph: isinstance(asset, Model) and asset.status in known


def _family(known: str) -> Callable[[Asset, Graph], bool]:
    return lambda asset, _graph: isinstance(asset, Model) and asset.family == known


def _few_incidents(_asset: Asset, graph: Graph) -> bool:
    """Tell whether too little went wrong for a share to say something; a log that nobody keeps tells nothing."""
    kept = graph.incident_rate(Model, quarters=4)
    found = {each.id for model in graph.assets(Model) for each in graph.incidents(model)}
    return kept is not None and len(found) < FEW_INCIDENTS


def _acts_on_nothing(asset: Asset, _graph: Graph) -> bool:
    return isinstance(asset, System) and asset.automated_actions is False


def _minor(asset: Asset, graph: Graph) -> bool:
    """Tell whether everything that it reaches is of little weight and internal."""
    systems = [asset] if isinstance(asset, System) else [each.system for each in graph.reaches(asset)]
    home = graph.home(asset)
    return all(_is_minor(each) for each in (*systems, *([home] if home else []))) and bool(systems or home)


def _is_minor(system: System) -> bool:
    grade = system.criticality
    return isinstance(grade, int) and grade <= MINOR and system.customer_facing is False


def _no_neighbours(asset: Asset, graph: Graph) -> bool:
    """Tell whether calls are counted somewhere, yet none of it in 90 days, and nobody stated that anything uses it."""
    counted = any(graph.telemetry(Calls, each) for each in graph.assets(System))
    recent = [each for each in graph.telemetry(Calls, asset) if (graph.age(each.day) or 0) <= RECENT_DAYS]
    return counted and not recent and not graph.consumers(asset) and not graph.providers(asset)


def _decides_about_nobody(asset: Asset, graph: Graph) -> bool:
    home = graph.home(asset)
    said = [getattr(asset, "affects_people", None), home.affects_people if home else None]
    return False in said and True not in said


def _decides_by_no_limit(asset: Asset, _graph: Graph) -> bool:
    return isinstance(asset, Model) and asset.thresholds == ()


def _only_in_batch(asset: Asset, _graph: Graph) -> bool:
    return isinstance(asset, Model) and asset.serving.modes == ("batch",) and asset.serving.shared_code is True


def _no_external_model(asset: Asset, graph: Graph) -> bool:
    """Tell whether what it runs on is stated, and no external model is among it."""
    if not isinstance(asset, Model) or asset.family in {"external", "llm"} or asset.runs_on is None:
        return False
    rests_on = graph.providers(asset, "deploys_on")
    return not any(isinstance(each, Dependency) and each.type == "external_model" for each in rests_on)


def _no_personal_data(asset: Asset, _graph: Graph) -> bool:
    return isinstance(asset, Dataset) and asset.personal_data is False


def _teaches_no_labels(asset: Asset, graph: Graph) -> bool:
    """Tell whether something is known to use it, and no model learns from it."""
    return isinstance(asset, Dataset) and bool(graph.consumers(asset)) and not graph.learners(asset)


def _organisation(asset: Asset, _graph: Graph) -> bool:
    return isinstance(asset, Organisation)


CONDITIONS: Final[Mapping[str, Callable[[Asset, Graph], bool]]] = {
    "few-incidents": _few_incidents,
    "acts-on-nothing": _acts_on_nothing,
    "minor-and-internal": _minor,
    "no-neighbours": _no_neighbours,
    "decides-about-nobody": _decides_about_nobody,
    "decides-by-no-limit": _decides_by_no_limit,
    "only-in-batch": _only_in_batch,
    "no-external-model": _no_external_model,
    "no-personal-data": _no_personal_data,
    "teaches-no-labels": _teaches_no_labels,
    "experiment": _status("experiment"),
    "on-its-way-out": _status("deprecated", "retired"),
    "rules": _family("rules"),
    "external": _family("external"),
    "minor": lambda asset, graph: not _organisation(asset, graph) and _minor(asset, graph),
}
"""Each tells whether a condition surely holds for an asset."""
