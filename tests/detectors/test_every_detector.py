"""What is true of every debt file, so that a new one needs no line here."""

from __future__ import annotations

from pathlib import Path

import pytest

from debtaudit.domain.asset import Asset, Organisation, Team
from debtaudit.domain.debt import SECTIONS, Debt
from debtaudit.domain.plugin import discover
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown
from debtaudit.graph import AuditGraph
from tests.detectors.conftest import graph_of

DEBTS = discover("debtaudit.detectors", Debt)
PLURAL = {"system": "systems", "model": "models", "pipeline": "pipelines", "dataset": "datasets", "feature": "features",
          "dependency": "dependencies", "team": "teams"}  # fmt: skip


def verdicts(debt: Debt, graph: AuditGraph) -> list[tuple[Asset, object]]:
    return [(asset, debt.look(asset, graph, debt.limits)) for kind in debt.on for asset in graph.assets(kind)]


def hits(debt: Debt, text: str) -> list[Hit]:
    return [said for _, said in verdicts(debt, graph_of(text)) if isinstance(said, Hit)]


def nothing_stated(kind: type[Asset]) -> str:
    return "organisation: {}" if kind is Organisation else f"{PLURAL[kind.kind]}: [{{id: it}}]"


@pytest.mark.parametrize("debt", DEBTS, ids=lambda debt: debt.slug)
class TestEveryDebt:
    def test_is_documented(self, debt: Debt) -> None:
        assert [title for title in SECTIONS if not debt.section(title)] == []
        assert debt.name
        assert debt.definition
        assert len(debt.remediation) >= 2

    def test_its_example_fires_once(self, debt: Debt) -> None:
        assert len(hits(debt, debt.section("Example"))) == 1

    def test_its_instead_is_clean(self, debt: Debt) -> None:
        said = [said for _, said in verdicts(debt, graph_of(debt.section("Instead")))]
        assert None in said
        assert not [each for each in said if isinstance(each, (Hit, Unknown))]

    def test_an_asset_about_which_nothing_is_stated_is_unknown_not_clean(self, debt: Debt) -> None:
        for kind in debt.on:
            for asset, said in verdicts(debt, graph_of(nothing_stated(kind))):
                if isinstance(asset, (Team, Organisation)) and isinstance(said, NotApplicable):
                    continue
                assert isinstance(said, Unknown), f"{asset.kind}: {said}"
                assert said.facts

    def test_its_severity_stays_in_its_range(self, debt: Debt) -> None:
        low, high = debt.severity
        assert 0 <= low < high <= 1
        for hit in hits(debt, debt.section("Example")):
            assert low <= hit.severity <= high
            assert hit.message
            assert hit.evidence

    def test_has_a_twin(self, debt: Debt) -> None:
        assert (Path(__file__).parent / f"test_{debt.slug.replace('-', '_')}.py").is_file()
