"""YAML text <-> Inventory: the only folder that knows YAML."""

from debtaudit.inventory.load import load, loads

__all__ = ["load", "loads"]
