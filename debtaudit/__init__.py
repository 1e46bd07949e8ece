"""Finds, prices and ranks the technical debt of machine-learning systems.

>>> made = audit(load(Path("inventory")), date(2026, 9, 30))
>>> made.items[0].risk.interest.mean
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from debtaudit.domain.audit import Audit
    from debtaudit.domain.finding import Finding
    from debtaudit.flow import audit
    from debtaudit.graph.networkx_view import to_networkx
    from debtaudit.inventory import load, loads

__all__ = ["Audit", "Finding", "__version__", "audit", "load", "loads", "to_networkx"]

__version__ = "0.1.0"

_HOMES = {
    "Audit": "debtaudit.domain.audit",
    "Finding": "debtaudit.domain.finding",
    "audit": "debtaudit.flow",
    "load": "debtaudit.inventory",
    "loads": "debtaudit.inventory",
    "to_networkx": "debtaudit.graph.networkx_view",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for: the command line starts without all of them."""
    if name not in _HOMES:
        raise AttributeError(f"module 'debtaudit' has no attribute '{name}'")
    from importlib import import_module  # noqa: PLC0415 - see above

    return getattr(import_module(_HOMES[name]), name)
