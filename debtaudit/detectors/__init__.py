"""Debts: one file each, found by looking into this folder. None is listed anywhere."""

from debtaudit.detectors._ask import ask

__all__ = ["ask"]
