from __future__ import annotations

from debtaudit.domain.asset import Model
from debtaudit.domain.groups import Manifest
from debtaudit.domain.verdict import Hit, judge, sign


def test_an_asset_with_mappings_among_its_facts_can_be_kept_in_sets_and_cited() -> None:
    model = Model(id="m", manifest=Manifest(hyperparameters={"depth": 4}), not_applicable={"trained_at": "rules"})
    said = judge(sign(True, 1.0, "seen", (model, "manifest")), involved={model})
    assert said == Hit(1.0, "seen", ((model, "manifest"),), (model,))
