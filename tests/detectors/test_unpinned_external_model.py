from __future__ import annotations

import pytest

from debtaudit.detectors.unpinned_external_model import Limits, unpinned_external_model
from debtaudit.domain.asset import Dependency, Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, id_: str, limits: Limits | None = None) -> Verdict:
    asset = graph.asset(id_)
    assert isinstance(asset, (Model, Dependency))
    return unpinned_external_model.look(asset, graph, limits or Limits())


def hit(said: Verdict) -> Hit:
    assert isinstance(said, Hit), said
    return said


def test_what_the_supplier_may_do_is_told_on_the_dependency(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, runs_on: [gpt], tests: {regression: manual}, prompts: {versioned: yes}}]
    dependencies: [{id: gpt, kind: external_model, pinned: no, end_of_support_at: 2026-12-01}]
    """
    said = hit(look(graph, "gpt"))
    assert said.severity == pytest.approx(0.55)
    assert said.message == "its version is not fixed, so it may change under m; its support ends on 2026-12-01"
    assert [each.id for each in said.involved] == ["m"]
    assert look(graph, "m") is None
    assert hit(look(graph, "gpt", Limits(sunset=30))).severity == pytest.approx(0.35)


def test_what_we_left_undone_is_told_on_the_model(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, runs_on: [gpt], tests: {regression: none}, prompts: {versioned: no}}]
    dependencies: [{id: gpt, kind: external_model, pinned: yes, end_of_support_at: none}]
    """
    said = hit(look(graph, "m"))
    assert said.severity == pytest.approx(0.45)
    assert [each.id for each in said.involved] == ["gpt"]
    assert look(graph, "gpt") is None


def test_support_that_has_ended_counts_too(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, runs_on: [gpt]}]
    dependencies: [{id: gpt, kind: external_model, pinned: yes, end_of_support_at: 2026-01-01}]
    """
    assert hit(look(graph, "gpt")).severity == pytest.approx(0.2)


def test_self_hosted_weights_with_a_checksum_are_pinned(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, runs_on: [gpt]}]
    dependencies:
      - {id: gpt, kind: external_model, pinned: no, version: "llama@sha256:8f3a", end_of_support_at: none}
    """
    assert look(graph, "gpt") is None


def test_a_link_that_pins_the_version_pins_it_for_its_model(graph: AuditGraph) -> None:
    """
    models:
      - {id: m, status: production, runs_on: [{id: gpt, version_pin: 2026-05-13}]}
      - {id: n, status: production, runs_on: [gpt]}
      - {id: o, status: production, runs_on: [{id: claude, version_pin: "4"}]}
    dependencies:
      - {id: gpt, kind: external_model, pinned: no, end_of_support_at: none}
      - {id: claude, kind: external_model, pinned: no, end_of_support_at: none}
    """
    assert hit(look(graph, "gpt")).message.endswith("under n")
    assert look(graph, "claude") is None


def test_an_external_model_without_a_dependency_is_judged_by_what_we_do(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, family: external, tests: {regression: none}, prompts: {versioned: yes}}]
    """
    assert hit(look(graph, "m")).severity == pytest.approx(0.25)


def test_home_made_models_and_other_dependencies_are_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, family: tree, tests: {regression: none}, runs_on: [lib], trains_on: [d]}]
    datasets: [{id: d}]
    dependencies: [{id: lib, kind: library, pinned: no}]
    """
    assert look(graph, "m") == NotApplicable("it uses no model of somebody else")
    assert look(graph, "lib") == NotApplicable("it is no model")


def test_a_dependency_that_only_experiments_use_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: experiment, runs_on: [gpt]}]
    dependencies: [{id: gpt, kind: external_model, pinned: no}]
    """
    assert look(graph, "gpt") == NotApplicable("nothing in service uses it")
    assert look(graph, "m") == NotApplicable("it is not in service")


def test_facts_that_nobody_stated_are_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, runs_on: [gpt]}, {id: silent, status: production, family: llm}]
    dependencies: [{id: gpt, kind: external_model}]
    """
    assert look(graph, "gpt") == Unknown(("pinned", "end_of_support_at"))
    assert look(graph, "m") == Unknown(("tests.regression", "prompts.versioned"))
    assert look(graph, "silent") == Unknown(("runs_on", "tests.regression", "prompts.versioned"))
