"""`debtaudit schema`: the JSON Schema of the inventory, for editors."""

from __future__ import annotations

from debtaudit.cli._session import write_out


def schema() -> None:
    """Print the JSON Schema of the inventory, for editors."""
    import json

    from debtaudit.inventory.schema import schema as derived

    write_out(json.dumps(derived(), indent=2, ensure_ascii=False))
