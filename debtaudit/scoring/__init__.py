"""Findings and incidents -> a priced and ranked backlog, in the words of `domain` alone."""

from debtaudit.scoring.backlog import rank

__all__ = ["rank"]
