"""One debt planted in a healthy chain of assets is found where its facts stand, and nothing else is found anywhere.

The chain is `healthy_chain.yaml`, the plants are `planted_debts.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from debtaudit.domain.asset import KINDS, Model
from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Debt
from debtaudit.domain.link import LINK_KEYS
from debtaudit.domain.plugin import discover
from debtaudit.domain.problem import errors
from debtaudit.flow import audit
from debtaudit.inventory import loads
from tests.detectors.conftest import AS_OF, graph_of

HERE = Path(__file__).parent
HEALTHY: Mapping[str, Any] = yaml.safe_load((HERE / "healthy_chain.yaml").read_text(encoding="utf-8"))
PLANTS: Mapping[str, Any] = yaml.safe_load((HERE / "planted_debts.yaml").read_text(encoding="utf-8"))
DEBTS = discover("debtaudit.detectors", Debt)
ENDS = {"id", "system", "dataset", *LINK_KEYS}
"""What remains of an asset when all is forgotten but where it stands."""


def planted(patch: Mapping[str, Any]) -> Audit:
    tree = deepcopy(dict(HEALTHY))
    for section, stated in deepcopy(dict(patch)).items():
        tree[section] = laid_over(tree[section], stated) if isinstance(stated, dict) else joined(tree[section], stated)
    inventory = loads(yaml.safe_dump(tree, sort_keys=False, allow_unicode=True))
    assert [str(each) for each in errors(inventory.problems)] == []
    return audit(inventory, AS_OF)


def joined(entries: list[dict[str, Any]], stated: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lay entries over those of the same id; an asset that is not there must be marked with `+`, lest it be a slip."""
    known = {each["id"]: each for each in entries if "id" in each}
    for entry in stated:
        if entry.get("id") in known:
            known[entry["id"]].update(laid_over(known[entry["id"]], entry))
        else:
            assert entry.pop("+", False) or "kind" in entry or "detected_at" in entry, entry
            entries.append(entry)
    return entries


def laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    both = dict(under)
    for name, value in over.items():
        nested = isinstance(value, dict) and isinstance(under.get(name), dict)
        both[name] = laid_over(under[name], value) if nested else value
    return both


def test_a_chain_of_which_nothing_is_wrong_carries_no_finding() -> None:
    detected = planted({}).detected
    assert [f"{each.id}: {each.message}" for each in detected.findings] == []
    assert detected.not_run == ()
    assert detected.coverage > 0.95


@pytest.mark.parametrize("slug", sorted(PLANTS))
def test_a_planted_debt_is_found_where_it_stands_and_nothing_else_is(slug: str) -> None:
    findings = planted(PLANTS[slug]["stated"]).detected.findings
    assert [each.id for each in findings] == [f"{slug}@{PLANTS[slug]['asset']}"]


def test_every_debt_is_planted() -> None:
    assert {debt.slug for debt in DEBTS} == set(PLANTS)


@pytest.mark.parametrize("kept", [{"id"}, ENDS], ids=["ids", "ids and links"])
def test_no_model_without_facts_is_called_clean(kept: set[str]) -> None:
    graph = graph_of(yaml.safe_dump({section: [bare(each, kept) for each in HEALTHY[section]] for section in KINDS}))
    said = {debt.slug: debt.look(model, graph, debt.limits)
            for debt in DEBTS if Model in debt.on for model in graph.assets(Model)}  # fmt: skip
    assert [slug for slug, verdict in said.items() if verdict is None] == []


@pytest.mark.parametrize("kept", [{"id"}, ENDS], ids=["ids", "ids and links"])
def test_nothing_is_found_on_assets_without_facts(kept: set[str]) -> None:
    nothing = {section: [bare(each, kept) for each in HEALTHY[section]] for section in KINDS}
    assert audit(loads(yaml.safe_dump(nothing)), AS_OF).detected.findings == ()


def bare(asset: Mapping[str, Any], kept: set[str]) -> dict[str, Any]:
    """Keep some facts of an asset; of its links only where they lead, and nothing of those stated to be none."""
    ends = {name: value for name, value in asset.items() if name in kept and value}
    return {name: [entry_id(each) for each in value] if isinstance(value, list) else value
            for name, value in ends.items()}  # fmt: skip


def entry_id(link: str | Mapping[str, str]) -> str:
    return link if isinstance(link, str) else link["id"]
