"""The debts as they are set, and the page of one: what `debts` lists and `explain` looks up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from debtaudit.cli._session import NO_SETTINGS, fail, refuse

if TYPE_CHECKING:
    from debtaudit.detectors._catalogue import Catalogue
    from debtaudit.domain.debt import Debt
    from debtaudit.domain.graph import Graph
    from debtaudit.report.debt_page import DebtPage


def catalogue_of(root: Path, config: Path | None) -> Catalogue:
    """Return all debts with the settings of an inventory; leave with what is wrong with those."""
    from debtaudit.detectors._catalogue import catalogue
    from debtaudit.domain.settings import Settings
    from debtaudit.inventory.settings import find_settings, read_settings

    if config and not config.is_file():
        fail(f"there is no settings file '{config}'", NO_SETTINGS)
    path = config or find_settings(root)
    settings, problems = read_settings(path) if path else (Settings(), ())
    made = catalogue(settings)
    refuse((*problems, *made.problems), root, config=config)
    return made


def page_of(debt: Debt, made: Catalogue) -> DebtPage:
    """Return everything that there is to say of a debt."""
    from debtaudit.detectors._trial import facts_that_tell
    from debtaudit.report import debt_page

    try:
        facts = facts_that_tell(debt, example_graph)
    except Exception:  # noqa: BLE001 - a debt of the users' that cannot answer still has its words
        facts = tuple((kind.kind, ()) for kind in debt.on)
    return debt_page.page_of(debt, made.debts, facts, made.touched)


def example_graph(text: str) -> Graph:
    """Make the graph of an example.

    Raises:
        ValueError: when the text is no inventory without errors.
    """
    from debtaudit.detectors._trial import EXAMPLES_AS_OF
    from debtaudit.domain.problem import errors
    from debtaudit.graph import AuditGraph
    from debtaudit.inventory import loads

    inventory = loads(text, "example")
    if wrong := errors(inventory.problems):
        raise ValueError("; ".join(map(str, wrong)))
    return AuditGraph(inventory, EXAMPLES_AS_OF)
