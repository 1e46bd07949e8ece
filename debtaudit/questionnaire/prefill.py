"""What the inventory knows already: the answer that follows from its facts and telemetry, with the place of each.

It is shown and only confirmed. What nobody stated gives no answer: an absent fact is unknown, never level 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from debtaudit.domain.asset import Asset, Model, Pipeline
from debtaudit.domain.facts import Place, absent
from debtaudit.domain.graph import Graph
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.measurement import Alerts
from debtaudit.domain.problem import Problem
from debtaudit.domain.say import say, value_at
from debtaudit.questionnaire.catalogue import NO_GAP, TYPES, Catalogue, Question

YEAR: Final = 365
RECENT: Final = 180
"""Days for which a way back that was tried counts as tried."""
ROLLING: Final = 92
"""Days within which a test set that moves along has taken in new cases."""
LOGGED: Final = frozenset({"version", "inputs", "output", "time"})
RECORDED: Final = (
    "git_commit", "data_snapshot", "feature_list", "hyperparameters", "random_seed", "metrics", "artifact_path",
    "environment_lock",
)  # fmt: skip
"""What a manifest must hold so that a model can be built again."""
APART: Final = 2
"""Levels by which an answer differs from a rule of thumb before it is a contradiction."""
MOST_NAMED: Final = 2
"""Statements that a warning names."""
ENOUGH, WHOLE = 0.6, 0.9
"""Shares of it from which somebody could, and from which it follows by itself."""


@dataclass(frozen=True, slots=True)
class Basis:
    """One statement that an answer follows from, where it stands, and the tool that brought it, if one did."""

    fact: str
    value: str
    place: Place
    tool: str = ""

    def __str__(self) -> str:
        """Write it in a line: `monitoring.quality: none (models.yaml:14)`."""
        where = ", ".join(each for each in (self.tool and f"from {self.tool}", self.place.line_only) if each)
        return f"{self.fact}: {self.value}{f' ({where})' if where else ''}"


@dataclass(frozen=True, slots=True)
class Known:
    """An answer that follows from what the inventory says."""

    basis: tuple[Basis, ...]
    level: int | None = None
    value: float | None = None


Found = tuple[float, tuple[str, ...]] | None
"""A level, and the facts that it follows from."""


def known(question: Question, asset: Asset, graph: Graph, inventory: Inventory) -> Known | None:
    """Return the answer that follows from the inventory, or None where it says too little."""
    if question.id in COUNTED:
        return COUNTED[question.id](asset, graph, inventory)
    found = BY_RULE[question.id](asset, graph) if question.id in BY_RULE else _by_table(question, asset)
    if found is None:
        return None
    number, facts = found
    basis = tuple(based_on(asset, fact, inventory) for fact in facts)
    return Known(basis, value=number) if question.number else Known(basis, level=int(number))


def based_on(asset: Asset, path: str, inventory: Inventory) -> Basis:
    """Return a fact as it was stated, with its place."""
    origin = inventory.origin(asset.id, path)
    tool = origin.source.name if origin and origin.source.kind == "collector" else ""
    return Basis(path, say(value_at(asset, path)), origin.place if origin else asset.place, tool)


def _by_table(question: Question, asset: Asset) -> Found:
    for path, levels in question.known.items():
        level = levels.get(say(value_at(asset, path)))
        if level is not None:
            return level, (path,)
    if question.number or question.scale:
        return next((found for path in question.states if (found := _stated(question, asset, path))), None)
    return None


def _stated(question: Question, asset: Asset, path: str) -> Found:
    value, states = value_at(asset, path), question.states[path]
    if isinstance(states, tuple):
        said = say(value)
        return (states.index(said), (path,)) if said in states else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return (round(value * 100, 6) if states == "percent" else value), (path,)


def _monitoring(asset: Asset, _graph: Graph) -> Found:
    if not isinstance(asset, Model):
        return None
    beyond = ("monitoring.inputs", "monitoring.outputs", "monitoring.quality")
    levels = [say(value_at(asset, path)) for path in beyond]
    if set(levels) == {"automated"}:
        return 3, beyond
    if {"manual", "automated"} & set(levels):
        return 2, tuple(path for path, level in zip(beyond, levels, strict=True) if level in {"manual", "automated"})
    service = say(value_at(asset, "monitoring.service"))
    if set(levels) == {"none"} and service != "unknown":
        return (0 if service == "none" else 1), ("monitoring.service", *beyond)
    return None


def _rebuild(asset: Asset, graph: Graph) -> Found:
    paths = tuple(f"manifest.{name}" for name in RECORDED)
    said = {path: value for path in paths if (value := value_at(asset, path)) is not None}
    there = tuple(path for path, value in said.items() if not absent(value))
    share = len(there) / len(paths)
    if not said:
        return None
    if share >= WHOLE:
        age = graph.age(value_at(asset, "rebuilt_at"))
        return (4, ("rebuilt_at", *there)) if age is not None and age <= YEAR else (3, there)
    if share >= ENOUGH:
        return 2, there
    return (1, ("manifest.git_commit",)) if "manifest.git_commit" in there else (0, tuple(said))


def _owner(asset: Asset, _graph: Graph) -> Found:
    if absent(asset.owner):
        return 0, ("owner",)
    people = asset.maintainers
    if not asset.owner or not people:
        return None
    return (3 if len(people) > 1 else 2), ("owner", "maintainers")


def _rollback(asset: Asset, graph: Graph) -> Found:
    found = {"none": 0, "manual": 2, "automated": 3}.get(say(value_at(asset, "release.rollback")))
    if found is None:
        return None
    tried = graph.age(value_at(asset, "release.rollback_tested_at"))
    if found and tried is not None and tried <= RECENT:
        return found + 1, ("release.rollback", "release.rollback_tested_at")
    return found, ("release.rollback",)


def _slices(asset: Asset, _graph: Graph) -> Found:
    figures = value_at(asset, "evaluation.slice_metrics")
    if figures is None:
        return None
    if absent(figures):
        return 0, ("evaluation.slice_metrics",)
    if say(value_at(asset, "monitoring.slices")) == "automated":
        return 3, ("evaluation.slice_metrics", "monitoring.slices")
    return 2, ("evaluation.slice_metrics",)


def _test_set(asset: Asset, graph: Graph) -> Found:
    refreshed = graph.age(value_at(asset, "evaluation.refreshed_at"))
    if refreshed is not None and refreshed <= ROLLING:
        return 3, ("evaluation.refreshed_at",)
    age = graph.age(value_at(asset, "evaluation.collected_to"))
    return None if age is None else ((1 if age > YEAR else 2), ("evaluation.collected_to",))


def _business_value(asset: Asset, graph: Graph) -> Found:
    metric = value_at(asset, "evaluation.business_metric")
    if metric is None:
        return None
    if absent(metric):
        return 0, ("evaluation.business_metric",)
    compared = graph.age(value_at(asset, "evaluation.online_compared_at"))
    if compared is not None and compared <= YEAR:
        return 2, ("evaluation.online_compared_at",)
    return 1, ("evaluation.business_metric",)


def _prediction_log(asset: Asset, _graph: Graph) -> Found:
    if not isinstance(asset, Model) or asset.prediction_log.enabled is None:
        return None
    if asset.prediction_log.enabled is False:
        return 0, ("prediction_log.enabled",)
    kept = asset.prediction_log.fields
    if kept is None:
        return None
    return (3 if set(kept) >= LOGGED else 1), ("prediction_log.fields",)


def _pipeline_shape(asset: Asset, _graph: Graph) -> Found:
    if not isinstance(asset, Pipeline) or asset.orchestrated is None:
        return None
    if not asset.orchestrated:
        return 1, ("orchestrated",)
    tests = {f"tests.{name}": say(value_at(asset, f"tests.{name}")) for name in ("unit", "integration", "end_to_end")}
    kept = tuple(path for path, level in tests.items() if level == "automated")
    return (3, ("orchestrated", *kept)) if kept else None


BY_RULE: Final[Mapping[str, Callable[[Asset, Graph], Found]]] = {
    "q-monitoring": _monitoring,
    "q-rebuild": _rebuild,
    "q-owner": _owner,
    "q-rollback": _rollback,
    "q-slices": _slices,
    "q-test-set": _test_set,
    "q-business-value": _business_value,
    "q-prediction-log": _prediction_log,
    "q-pipeline-shape": _pipeline_shape,
}


def _alerts(asset: Asset, graph: Graph, _inventory: Inventory) -> Known | None:
    """Count the alerts of half a year that led to action, of each twenty."""
    recent = [each for each in graph.telemetry(Alerts, asset) if (graph.age(each.day) or 0) <= RECENT]
    told = [each for each in recent if isinstance(each.fired, int) and isinstance(each.actioned, int)]
    fired, acted = (_sum(getattr(each, name) for each in told) for name in ("fired", "actioned"))
    if not fired:
        return None
    basis = Basis("telemetry", f"{acted} of {fired} alerts led to action", told[-1].place)
    return Known((basis,), value=round(min(1.0, acted / fired) * 20))


def _sum(numbers: Iterable[Any]) -> int:
    return sum(int(each) for each in numbers)


def _repaired(_asset: Asset, graph: Graph, inventory: Inventory) -> Known | None:
    """Count what repaired itself among the last ten incidents of a year."""
    since = graph.as_of - timedelta(days=YEAR)
    dated = [(at.date(), each) for each in inventory.incidents if (at := each.known_at) and each.fix is not None]
    recent = [each for day, each in sorted(dated, key=_when) if since <= day <= graph.as_of][-10:]
    if len(recent) < 10:  # noqa: PLR2004 - the question asks for the last ten
        return None
    count = sum(each.fix == "automated" for each in recent)
    basis = Basis("incidents", f"{count} of the last ten were repaired automatically", recent[-1].place)
    return Known((basis,), value=count)


def _when(dated: tuple[date, Any]) -> tuple[date, str]:
    return dated[0], dated[1].id


COUNTED: Final[Mapping[str, Callable[[Asset, Graph, Inventory], Known | None]]] = {
    "q-alerts": _alerts,
    "q-fix-automation": _repaired,
}


def corrections(graph: Graph, inventory: Inventory, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a warning for each answer far from what the inventory says, where no single fact states it.

    A fact that differs from one that an answer states is told when answers speak; here a level follows from several
    facts by a rule of thumb, and only levels two apart contradict each other. Levels 3 and 4 differ in nothing.
    """
    for answer in inventory.answers:
        question = catalogue.questions.get(answer.question)
        asset = graph.asset(answer.asset)
        if question is None or asset is None or question.states or not isinstance(asset, TYPES[question.about]):
            continue
        level = int(answer.level) if answer.level and answer.level.isdigit() else None
        found = known(question, asset, graph, inventory) if level is not None and not question.number else None
        if found and found.level is not None and abs(min(NO_GAP, found.level) - min(NO_GAP, level or 0)) >= APART:
            basis = "; ".join(map(str, found.basis[:MOST_NAMED]))
            message = f"level {level} was answered to {answer.question} on {asset.id}, yet level {found.level} follows"
            yield Problem.at(
                answer.place, "contradiction", f"{message} from {basis}", "correct one of them", warning=True
            )
