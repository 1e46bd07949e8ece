"""What one debt says of all assets, and how it travels from a second process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from debtaudit.domain.asset import Asset, Organisation, Team
from debtaudit.domain.debt import Debt
from debtaudit.domain.facts import Place
from debtaudit.domain.finding import Evidence, Excluded, Finding, Gap
from debtaudit.domain.graph import Graph
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.problem import Problem

Packed = tuple[Any, ...]
Token = int | Asset
_new = tuple.__new__
"""Makes a named tuple from its parts in half the time."""


@dataclass
class Heap:
    """What one debt says: `clean` counts the verdicts that leave nothing, `failure` says why it was not run."""

    findings: list[Finding] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    excluded: list[Excluded] = field(default_factory=list)
    contradictions: list[Problem] = field(default_factory=list)
    clean: int = 0
    failure: str = ""
    _facts: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def once(self, facts: tuple[str, ...]) -> tuple[str, ...]:
        """Return the same names of facts as the same object: thousands of gaps name the same."""
        return self._facts.setdefault(facts, facts)


class Post:
    """Packs heaps small: debts and assets, which both processes have at the same addresses, as numbers."""

    def __init__(self, debts: Sequence[Debt], graph: Graph, inventory: Inventory) -> None:
        self._debts = debts
        self._assets = {id(each): each for each in _everything(graph, inventory)}

    def pack(self, heap: Heap) -> Packed:
        """Turn a heap into tuples."""
        token, crowds = self._token, dict[int, list[Token]]()

        def crowd(involved: tuple[Asset, ...]) -> list[Token]:
            """Whole neighbourhoods involve the same assets: such a list is sent once."""
            if id(involved) not in crowds:
                crowds[id(involved)] = [token(each) for each in involved]
            return crowds[id(involved)]

        return (
            [(token(each.asset), each.severity, each.message, [_flat(said) for said in each.evidence],
              crowd(each.involved)) for each in heap.findings],
            [(token(each.asset), each.facts) for each in heap.gaps],
            [(token(each.asset), each.reason) for each in heap.excluded],
            heap.contradictions, heap.clean, heap.failure,
        )  # fmt: skip

    def unpack(self, number: int, packed: Packed) -> Heap:
        """Turn tuples into what this debt said."""
        findings, gaps, excluded, contradictions, clean, failure = packed
        debt, asset, crowds = self._debts[number], self._asset, dict[int, tuple[Asset, ...]]()
        here = self._assets.get

        def crowd(involved: list[Token]) -> tuple[Asset, ...]:
            if id(involved) not in crowds:
                crowds[id(involved)] = tuple([asset(each) for each in involved])
            return crowds[id(involved)]

        return Heap(
            [Finding(debt, asset(token), severity, message, tuple([_whole(*each) for each in evidence]),
                     crowd(involved))
             for token, severity, message, evidence, involved in findings],
            [_new(Gap, (debt, here(token) or token, facts)) for token, facts in gaps],
            [Excluded(debt, asset(token), reason) for token, reason in excluded],
            contradictions, clean, failure,
        )  # fmt: skip

    def _token(self, asset: Asset) -> Token:
        return id(asset) if id(asset) in self._assets else asset

    def _asset(self, token: Token) -> Asset:
        return self._assets[token] if isinstance(token, int) else token


def _everything(graph: Graph, inventory: Inventory) -> Iterator[Asset]:
    yield from (asset for id_ in inventory.assets if (asset := graph.asset(id_)))
    yield from graph.assets(Team)
    yield from graph.assets(Organisation)


def _flat(said: Evidence) -> Packed:
    where = said.place
    return said.fact, said.value, where.file, where.line, where.column, said.kind


def _whole(fact: str, value: str, file: str, line: int, column: int, kind: str) -> Evidence:
    return Evidence(fact, value, Place(file, line, column), kind)
