"""Findings and incidents -> a priced and ranked backlog, in the words of `domain` alone."""

from debtaudit.scoring.backlog import price, rank

__all__ = ["price", "rank"]
