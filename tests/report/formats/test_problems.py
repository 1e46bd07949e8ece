"""Problems as workflow commands: nothing that a problem quotes may become a command of its own."""

from __future__ import annotations

from debtaudit.domain.problem import Problem
from debtaudit.report.formats import problems


def test_an_annotation_is_one_line_whatever_it_quotes() -> None:
    odd = Problem("a,b:c.yaml", 3, 7, "error", "unknown-key", "unknown key '100%\n::error::x'", "did you mean 'y'?")
    assert problems.github([odd], "inventory") == (
        "::error file=inventory/a%2Cb%3Ac.yaml,line=3,col=7,title=unknown-key"
        "::unknown key '100%25%0A::error::x'; did you mean 'y'?\n"
    )


def test_a_problem_without_a_place_is_told_without_one() -> None:
    assert problems.github([Problem("", 0, 0, "warning", "odd", "odd")]) == "::warning title=odd::odd\n"
