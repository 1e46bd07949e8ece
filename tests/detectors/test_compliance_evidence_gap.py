from __future__ import annotations

import pytest

from debtaudit.detectors.compliance_evidence_gap import Limits, compliance_evidence_gap
from debtaudit.domain.asset import System
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [system] = graph.assets(System)
    return compliance_evidence_gap.look(system, graph, limits or Limits())


def test_each_of_eight_duties_without_a_document_is_an_eighth(graph: AuditGraph) -> None:
    """
    systems:
      - id: credit
        regulatory_class: high
        evidence:
          - {duty: Risk management file, url: https://x.example/1, at: 2026-03-01}
          - {duty: data-governance, url: https://x.example/2, at: 2026-03-01}
          - {duty: technical_documentation, url: https://x.example/3, at: 2026-03-01}
          - {duty: transparency, url: https://x.example/4, at: 2026-03-01}
          - {duty: robustness tests, url: https://x.example/5, at: 2026-03-01}
          - {duty: post-market monitoring, url: none, at: 2026-03-01}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(3 / 8)
    assert said.message == (
        "nothing shows record-keeping, human oversight, post-market monitoring and incident reporting"
    )


def test_an_old_document_counts_half(graph: AuditGraph) -> None:
    """
    systems:
      - id: order-chat
        regulatory_class: limited
        evidence: [{duty: transparency, url: https://x.example/1, at: 2025-03-01}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.5)
    assert look(graph, Limits(fresh=700)) is None


def test_of_two_documents_the_newer_counts(graph: AuditGraph) -> None:
    """
    systems:
      - id: order-chat
        regulatory_class: limited
        evidence:
          - {duty: transparency, url: https://x.example/1, at: 2024-03-01}
          - {duty: transparency notice, url: https://x.example/2, at: 2026-03-01}
    """
    assert look(graph) is None


def test_a_document_without_a_date_is_asked_for(graph: AuditGraph) -> None:
    """
    systems:
      - {id: order-chat, regulatory_class: limited, evidence: [{duty: transparency, url: https://x.example/1}]}
    """
    assert look(graph) == Unknown(("evidence",))


def test_no_evidence_at_all_is_full_severity(graph: AuditGraph) -> None:
    """
    systems: [{id: credit, regulatory_class: high, evidence: none}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(1)


def test_a_system_without_regulated_use_needs_none(graph: AuditGraph) -> None:
    """
    systems: [{id: banners, regulatory_class: none, evidence: none}]
    """
    assert look(graph) == NotApplicable("its use falls under no regulated class")


def test_a_class_that_nobody_decided_on_is_asked_for(graph: AuditGraph) -> None:
    """
    systems: [{id: credit, evidence: none}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert said.facts[0] == "regulatory_class"
