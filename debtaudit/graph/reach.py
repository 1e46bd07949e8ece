"""What every asset reaches downstream, for all assets at once and exactly.

A set of nodes is one Python integer with a bit a node. Components are numbered sinks first, so one sweep that ors the
rows of each component's successors gives all closures; the sweep runs over blocks of columns, which keeps memory to
one block's width instead of the square of the graph. Upstream sets come from the same functions on
``reversed_links(successors)``.

"Reached" never includes the node itself, on a cycle or off it, as in ``networkx.descendants``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from debtaudit.graph.components import Adjacency, Components, components

BLOCK = 8192  # columns a sweep: 1 kB a row at most, so 100 MB for 100,000 rows; wider is hardly faster


def reach_counts(successors: Adjacency, parts: Components | None = None) -> list[int]:
    """Number of other nodes that each node reaches; ``parts`` spares the component search if it is at hand."""
    parts = parts or components(successors)
    totals = [0] * len(parts.members)
    for marks in _column_blocks(parts):
        rows = _sweep(parts.condensed, marks)
        for number in range(min(marks), len(rows)):
            if rows[number]:
                totals[number] += rows[number].bit_count()
    return [totals[number] - 1 for number in parts.of]


def reached(successors: Adjacency, columns: Sequence[int], parts: Components | None = None) -> list[int]:
    """For each node the set of ``columns`` it reaches, as an integer: bit ``i`` stands for ``columns[i]``.

    Equal sets are largely shared between nodes. Memory can still grow to nodes x columns / 8 bytes on a dense graph;
    ``reached_in_blocks`` bounds it.
    """
    parts = parts or components(successors)
    marks: dict[int, int] = {}
    for bit, node in enumerate(columns):
        marks[parts.of[node]] = marks.get(parts.of[node], 0) | 1 << bit
    rows = _sweep(parts.condensed, marks)
    sets = [rows[number] for number in parts.of]
    for bit, node in enumerate(columns):
        sets[node] &= ~(1 << bit)
    return sets


def reached_in_blocks(
    successors: Adjacency, columns: Sequence[int], parts: Components | None = None, width: int = BLOCK
) -> Iterator[tuple[Sequence[int], list[int]]]:
    """The sets of ``reached``, ``width`` columns at a time: pairs of those columns and one integer a node."""
    parts = parts or components(successors)
    for start in range(0, len(columns), width):
        block = columns[start : start + width]
        yield block, reached(successors, block, parts)


def bits(row: int) -> Iterator[int]:
    """Positions of the set bits of a row, ascending."""
    while row:
        lowest = row & -row
        yield lowest.bit_length() - 1
        row ^= lowest


def _column_blocks(parts: Components) -> Iterator[dict[int, int]]:
    """Blocks of ``BLOCK`` nodes in component order, as the bits of each component in the block.

    Nothing before a block's first component can reach into the block, which halves both time and memory. A component
    larger than what is left of a block goes on in the next one, so that one huge cycle does not widen every row.
    """
    marks: dict[int, int] = {}
    used = 0
    for number, nodes in enumerate(parts.members):
        left = len(nodes)
        while left:
            taken = min(left, BLOCK - used)
            marks[number] = ((1 << taken) - 1) << used
            used, left = used + taken, left - taken
            if used == BLOCK:
                yield marks
                marks, used = {}, 0
    if marks:
        yield marks


def _sweep(condensed: Sequence[tuple[int, ...]], marks: Mapping[int, int]) -> list[int]:
    """Each component's own mark or-ed with those of all it reaches; those before the first mark reach none."""
    rows = [0] * len(condensed)
    for number in range(min(marks, default=len(rows)), len(rows)):
        row = marks.get(number, 0)
        for successor in condensed[number]:
            other = rows[successor]
            if other:  # an empty operand would copy the row instead of sharing it
                row = row | other if row else other
        rows[number] = row
    return rows
