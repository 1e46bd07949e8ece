from __future__ import annotations

import pytest

from debtaudit.detectors.ungoverned_debt_backlog import Limits, ungoverned_debt_backlog
from debtaudit.domain.verdict import Hit, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    return ungoverned_debt_backlog.look(graph.organisation, graph, limits or Limits())


def test_everything_missing_adds_up(graph: AuditGraph) -> None:
    """
    organisation: {debt_review: none, remediation_capacity: 0, risk_criteria: none, shared_dashboard: none}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(1)
    assert "debt was not reviewed within 91 days" in said.message


def test_a_review_may_be_late_by_a_fifth(graph: AuditGraph) -> None:
    """
    organisation:
      debt_review: {last_at: 2026-06-15, cadence_days: 91, board_reported_at: 2026-06-20}
      remediation_capacity: 10%
      risk_criteria: https://x.example
    """
    assert look(graph) is None
    said = look(graph, Limits(late=1))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.3)


def test_a_stated_cadence_sets_the_day(graph: AuditGraph) -> None:
    """
    organisation: {debt_review: {last_at: 2026-08-15, cadence_days: 30}}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.message == "debt was not reviewed within 30 days"


def test_a_report_of_last_year_and_too_little_time_add_up(graph: AuditGraph) -> None:
    """
    organisation:
      debt_review: {last_at: 2026-09-01, board_reported_at: 2025-11-01}
      remediation_capacity: 4%
      risk_criteria: https://x.example
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.4)
    assert said.evidence == ("debt_review.board_reported_at", "remediation_capacity")
    assert look(graph, Limits(report=400, capacity=0.03)) is None


def test_no_shared_list_is_no_debt_by_itself(graph: AuditGraph) -> None:
    """
    organisation:
      debt_review: {last_at: 2026-09-01, board_reported_at: 2026-09-01}
      remediation_capacity: 20%
      risk_criteria: https://x.example
      shared_dashboard: none
    """
    assert look(graph) is None


def test_a_first_audit_starts_a_baseline_and_accuses_nobody(graph: AuditGraph) -> None:
    """
    organisation: {name: Merrowline}
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert said.facts[0] == "debt_review.last_at"
