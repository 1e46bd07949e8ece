"""`debtaudit schema`: JSON Schemas of the inventory and of the settings, for editors."""

from __future__ import annotations

from typing import Annotated

import typer

from debtaudit.cli._session import write_out


def schema(
    *,
    settings: Annotated[
        bool, typer.Option("--settings", help="The schema of debtaudit.yaml, instead of that of the inventory.")
    ] = False,
) -> None:
    """Print the JSON Schema of the inventory, for editors.

    With --settings that of debtaudit.yaml. Put into a file .settings.schema.json beside it, editors take it where
    debtaudit.yaml begins with "# yaml-language-server: $schema=.settings.schema.json".
    """
    import json

    from debtaudit.inventory.schema import schema as derived

    write_out(json.dumps(_of_settings() if settings else derived(), indent=2, ensure_ascii=False))


def _of_settings() -> dict[str, object]:
    from debtaudit.cli._settings_schema import settings_schema
    from debtaudit.collectors import _collector
    from debtaudit.detectors._catalogue import catalogue
    from debtaudit.domain.plugin import discover
    from debtaudit.domain.settings import Settings
    from debtaudit.ledger.measure import catalogue as figures

    sources = discover("debtaudit.collectors", _collector.Collector)
    return settings_schema(catalogue(Settings()).debts, sources, figures())
