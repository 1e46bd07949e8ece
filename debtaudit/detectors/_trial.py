"""Try a debt's file before anybody relies on it: is it documented, and do its own examples say what they should?

Graphs are made from text by whoever asks, so that nothing here knows YAML. Examples are read as on one fixed day: the
same file always gives the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from debtaudit.domain.asset import KINDS, Asset, Organisation, Team
from debtaudit.domain.debt import SECTIONS, Debt
from debtaudit.domain.graph import Graph
from debtaudit.domain.incident import Incident
from debtaudit.domain.link import Link
from debtaudit.domain.measurement import Measurement
from debtaudit.domain.plugin import told
from debtaudit.domain.verdict import Cited, Hit, NotApplicable, Unknown

EXAMPLES_AS_OF: Final = date(2026, 9, 30)
"""The day on which Example and Instead are read."""
GraphOf = Callable[[str], Graph]
"""Makes a graph from the text of an inventory; raises ValueError with what is wrong with the text."""


def failures(debt: Debt, graph_of: GraphOf) -> tuple[str, ...]:
    """Return a sentence for each thing that a debt's file does not do as it should."""
    found = list(_undocumented(debt))
    for check in (_example, _instead, _nothing_stated):
        try:
            found += check(debt, graph_of)
        except Exception as error:  # noqa: BLE001 - whatever it raises is what the trial is for
            found.append(f"{TRIED[check]} raised {told(error, debt.look.__code__.co_filename)}")
    return tuple(found)


def facts_that_tell(debt: Debt, graph_of: GraphOf) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the facts that tell, by kind of asset: what is asked of an empty one, and what the example rests on."""
    found: dict[str, dict[str, None]] = {kind.kind: {} for kind in debt.on}
    for kind in debt.on:
        for _, said in _verdicts(debt, graph_of(_empty(kind))):
            found[kind.kind] |= dict.fromkeys(said.facts if isinstance(said, Unknown) else ())
    for asset, said in _verdicts(debt, graph_of(debt.section("Example"))):
        if isinstance(said, Hit):
            found[asset.kind] |= dict.fromkeys(_name(each) for each in said.evidence)
    return tuple((kind, tuple(facts)) for kind, facts in found.items())


def _name(cited: Cited) -> str:
    match cited:
        case str(path):
            return path
        case Link():
            return f"{cited.written_as or cited.kind} (link)"
        case Incident():
            return "incidents"
        case Measurement():
            return f"telemetry.{cited.kind}"
        case (Asset() as other, str(path)):
            return f"{other.kind}.{path}"
        case _:
            return "answers"


def _undocumented(debt: Debt) -> Iterator[str]:
    if not all(debt.doc.partition("\n\n")[0].partition(":")):
        yield "its docstring must begin with its name, a colon and one sentence"
    missing = [title for title in SECTIONS if not debt.section(title)]
    if missing:
        yield f"its docstring lacks {', '.join(missing)}"


def _example(debt: Debt, graph_of: GraphOf) -> Iterator[str]:
    hits = [said for _, said in _verdicts(debt, graph_of(debt.section("Example"))) if isinstance(said, Hit)]
    if len(hits) != 1:
        yield f"Example must fire once, it fires {len(hits)} times"
    low, high = debt.severity
    for hit in hits:
        if not low <= hit.severity <= high:
            yield f"Example has severity {hit.severity:g}, declared is {low:g} to {high:g}"
        if not hit.message or not hit.evidence:
            yield "Example must say what was seen, and on which facts that rests"


def _instead(debt: Debt, graph_of: GraphOf) -> Iterator[str]:
    said = [each for _, each in _verdicts(debt, graph_of(debt.section("Instead")))]
    if None not in said:
        yield "Instead must hold an asset that is clean"
    yield from (f"Instead must be clean, it fires: {each.message}" for each in said if isinstance(each, Hit))
    yield from (f"Instead leaves open {', '.join(each.facts)}" for each in said if isinstance(each, Unknown))


def _nothing_stated(debt: Debt, graph_of: GraphOf) -> Iterator[str]:
    for kind in debt.on:
        for asset, said in _verdicts(debt, graph_of(_empty(kind))):
            excused = isinstance(asset, (Team, Organisation)) and isinstance(said, NotApplicable)
            if not excused and not (isinstance(said, Unknown) and said.facts):
                yield f"a {kind.kind} of which nothing is stated must be Unknown with the facts that would tell"


TRIED: Final = {_example: "Example", _instead: "Instead", _nothing_stated: "an asset of which nothing is stated"}


def _verdicts(debt: Debt, graph: Graph) -> Iterator[tuple[Asset, object]]:
    for kind in debt.on:
        for asset in graph.assets(kind):
            said: object = debt.look(asset, graph, debt.limits)
            if said is not None and not isinstance(said, (Hit, Unknown, NotApplicable)):
                raise TypeError(f"it answered {said!r}; a verdict is Hit, Unknown, NotApplicable or None")
            yield asset, said


def _empty(kind: type[Asset]) -> str:
    """Write an inventory with one asset of a kind, of which nothing is stated."""
    if kind is Organisation:
        return "organisation: {}"
    section = next((name for name, each in KINDS.items() if each is kind), f"{kind.kind}s")
    return f"{section}: [{{id: it}}]"
