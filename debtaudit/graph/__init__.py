"""Inventory -> graph: the only folder that knows networkx and the integer lists behind the sweeps."""

from debtaudit.graph.audit_graph import AuditGraph

__all__ = ["AuditGraph"]
