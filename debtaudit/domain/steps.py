"""The steps of a pipeline as a graph: a step follows another when it reads what that one writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from debtaudit.domain.groups import Step


@dataclass(frozen=True, slots=True)
class StepGraph:
    """Which steps follow which, by their place in the list; and what that says of the whole."""

    steps: tuple[Step, ...]
    before: tuple[frozenset[int], ...]
    most_readers: int  # steps that read the most read source from outside
    cyclic: bool
    longest: int  # steps one after the other

    @property
    def density(self) -> float:
        """Links for each link that a tree of these steps would need."""
        links = sum(len(each) for each in self.before)
        return links / (len(self.steps) - 1) if len(self.steps) > 1 else 0.0


def step_graph(steps: Sequence[Step]) -> StepGraph:
    """Join steps by what they write and read."""
    writers: dict[str, set[int]] = {}
    for number, step in enumerate(steps):
        for name in step.writes or ():
            writers.setdefault(name, set()).add(number)
    before = tuple(
        frozenset(writer for name in step.reads or () for writer in writers.get(name, ()) if writer != number)
        for number, step in enumerate(steps)
    )
    sources = Counter(name for step in steps for name in set(step.reads or ()) if name not in writers)
    order = _order(before)
    longest = _longest(before, order) if order is not None else len(steps)
    return StepGraph(tuple(steps), before, max(sources.values(), default=0), order is None, longest)


def _order(before: Sequence[frozenset[int]]) -> tuple[int, ...] | None:
    try:
        return tuple(TopologicalSorter(dict(enumerate(before))).static_order())
    except CycleError:
        return None


def _longest(before: Sequence[frozenset[int]], order: Sequence[int]) -> int:
    length: dict[int, int] = {}
    for number in order:
        length[number] = 1 + max((length[each] for each in before[number]), default=0)
    return max(length.values(), default=0)
