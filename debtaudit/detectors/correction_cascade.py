"""Correction cascade: a model was put behind another model to mend its answers instead of mending the model.

Why it is debt:
    The corrector learns the faults of the version below it. A better model below then makes the sum worse, so neither
    can be improved alone, and each layer adds a pair of versions to keep in step.
If it waits:
    Improving the original model makes the final decisions worse, so nobody dares to improve it any more.
Source:
    Sculley et al. 2015, section 2 (correction cascades).
Fix:
    - Bring the special case into the base model as features or labels
    - Retrain the base model and compare it with the stack
    - Retire the corrector in shadow mode first
    - If it must stay, release both together and test them end to end
False alarms:
    An ensemble that one pipeline builds together with its parts, and a calibration layer that is refitted without a
    person, are no cascades. A model that takes in several models of one task chooses among them and corrects none.
Decisions:
    A chain is told on its last corrector, with its depth and with how many correctors its most mended base has. Using
    one model's answer to predict the same task is a correction as well, unless it is declared an ensemble. A corrector
    with unknown status is taken to serve: the link says that it does. That it corrects nothing is believed of a model
    that somebody described, not of an id with some links.
Example:
    models:
      - {id: tone, status: production, trains_on: [letters]}
      - {id: tone-for-sellers, status: production, corrects: [tone]}
Instead:
    models:
      - {id: tone, status: production, trains_on: [letters]}
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Asset, Model
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.link import Link
from debtaudit.domain.logic import Truth
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How many layers are too many."""

    depth: int = 1  # layers; a single one already locks both models together
    correctors: int = 2  # of one base model


LAYER, CORRECTOR = 0.4, 0.1  # severity a layer, and a further corrector of the same base
REFITTED = ("scheduled", "triggered")  # retraining policies that need no person


@debt(
    Model,
    category="model",
    dimension="model",
    prior_rate=0.18,
    growth=0.08,
    effort=Days(8, 18, 45),
    loss="silent",
    severity=(0.4, 1.0),
    limits=Limits(),
    questions=("q-correction",),
)
def correction_cascade(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Follow corrections from the last corrector of a chain down to its base."""
    chain = _chain(model, graph) if _is_last(model, graph) else []
    most = max((len(_correctors(link.provider, graph)) for link in chain), default=0)
    too_many = bool(chain) and (len(chain) >= limits.depth or most >= limits.correctors)
    bases = [base for link in chain if (base := graph.asset(link.provider)) and base is not model]
    return judge(
        scope(graph.in_service(model) is not False, "it is not in service", "status"),
        sign(too_many, LAYER * len(chain) + CORRECTOR * max(0, most - 1), _told(chain, most), *chain),
        sign(_open(model, graph), 0, "", "corrects", *_unnamed_tasks(model, graph)),
        involved=bases,
    )


def _told(chain: list[Link], most: int) -> str:
    way = ", which corrects ".join(link.provider for link in chain)
    says = f"{chain[0].consumer} corrects {way}" if chain else ""
    return f"{says}; {most} models correct the same one" if most > 1 else says


def _chain(model: Model, graph: Graph, above: tuple[str, ...] = ()) -> list[Link]:
    """Links of the longest way down from a corrector to a base."""
    longest: list[Link] = []
    for link in _corrections(model, graph):
        base = graph.asset(link.provider)
        if link.provider in above:
            continue
        below = _chain(base, graph, (*above, model.id)) if isinstance(base, Model) else []
        longest = max(longest, [link, *below], key=len)
    return longest


def _is_last(model: Model, graph: Graph) -> bool:
    """Whether nothing corrects it in turn; of models that correct one another in a circle, the first is the last."""
    members = [each for each in graph.cycle(model, "corrects") if isinstance(each, Model)] or [model]
    ring = [each.id for each in members if graph.in_service(each) is not False]
    outside = {corrector for each in ring for corrector in _correctors(each, graph)} - set(ring)
    return not outside and ring[:1] == [model.id]


def _correctors(id_: str, graph: Graph) -> set[str]:
    """Models, perhaps in service, that correct the one of this id."""
    base = graph.asset(id_)
    near = graph.consumers(base, "corrects", "predicts_for") if base else ()
    return {
        each.id for each in near if isinstance(each, Model) and graph.in_service(each) is not False
        and any(link.provider == id_ for link in _corrections(each, graph))
    }  # fmt: skip


def _corrections(model: Model, graph: Graph) -> list[Link]:
    """Links from the models whose answers it corrects: said so, or taken in to predict the same."""
    said = graph.links_into(model, "corrects")
    asked = [link for link in _answers(model, graph) if _task(graph.asset(link.provider)) == _task(model) != ""]
    alike = asked if len(asked) == 1 and not said and model.family != "ensemble" else []
    return [link for link in (*said, *alike) if not _moves_along(model, graph.asset(link.provider), graph)]


def _answers(model: Model, graph: Graph) -> list[Link]:
    links = graph.links_into(model, "predicts_for")
    return [link for link in links if isinstance(graph.asset(link.provider), Model)]


def _task(asset: Asset | None) -> str:
    return str(asset.task or "").casefold() if isinstance(asset, Model) else ""


def _moves_along(model: Model, base: Asset | None, graph: Graph) -> bool:
    """Whether a model is renewed with its base: an ensemble built in one go, a calibration refitted by itself."""
    if "calibrat" in _task(model):
        return model.retraining.policy in REFITTED
    if model.family != "ensemble" or base is None:
        return False
    return not set(graph.providers(model, "writes")).isdisjoint(graph.providers(base, "writes"))


def _open(model: Model, graph: Graph) -> Truth:
    """Unknown while nothing is said of its inputs, or while tasks are missing that would tell a correction."""
    silent = model.corrects is None and not (graph.links_into(model) and _described(model))
    return None if silent or _unnamed_tasks(model, graph) else False


def _described(model: Model) -> bool:
    """Whether somebody said what it is; the links of a mere id may be a part of its links."""
    return any(each is not None for each in (model.status, model.family, model.task))


def _unnamed_tasks(model: Model, graph: Graph) -> list[tuple[Asset, str]]:
    if model.family == "ensemble" or graph.links_into(model, "corrects"):
        return []
    near = [model, *(graph.asset(link.provider) for link in _answers(model, graph))]
    return [(each, "task") for each in near if isinstance(each, Model) and each.task is None] if len(near) > 1 else []
