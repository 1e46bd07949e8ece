from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.detectors._catalogue import Catalogue, catalogue
from debtaudit.domain.debt import Days, Debt
from debtaudit.domain.declared import flaws
from debtaudit.domain.limits import Limit, limits_of
from debtaudit.domain.settings import Settings
from debtaudit.inventory.settings import parse_settings


def under(text: str, home: Path = Path()) -> Catalogue:
    settings, problems = parse_settings(text, home=home)
    assert not problems, problems
    return catalogue(settings)


def debt(slug: str, made: Catalogue) -> Debt:
    return next(each for each in made.debts if each.slug == slug)


def test_without_settings_every_debt_is_as_its_file_says() -> None:
    made = catalogue(Settings())
    assert len(made.debts) == len({each.slug for each in made.debts}) >= 47
    assert (made.problems, made.not_run, made.touched) == ((), (), ())


def test_a_limit_is_replaced_and_told_as_touched() -> None:
    made = under("limits: {unjustified-model-complexity: {max_age: 200, min_gain: 5%}}")
    limits = debt("unjustified-model-complexity", made).limits
    assert (limits.max_age, limits.min_gain) == (200, 0.05)
    (age,) = (each for each in made.touched if each.name.endswith("max_age"))
    assert (age.name, age.default, age.value) == ("limits.unjustified-model-complexity.max_age", 365, 200)
    assert str(age.place) == "debtaudit.yaml:1:50"


def test_economics_are_replaced() -> None:
    made = under(
        "economics: {static-test-set: {prior_rate: 0.5, growth: 0.2, loss: outage,"
        " effort: {low: 1, likely: 2, high: 4}}}"
    )
    changed = debt("static-test-set", made)
    assert (changed.prior_rate, changed.growth, changed.loss, changed.effort) == (0.5, 0.2, "outage", Days(1, 2, 4))


def test_what_is_fitted_for_a_category_holds_for_all_of_its_debts_and_no_other() -> None:
    made = under("categories: {evaluation: {rate_ratio: 1.7, pseudo_quarters: 2.5, effort_ratio: 1.2}}")
    for each in made.debts:
        fitted = (each.rate_ratio, each.pseudo_quarters, each.effort_ratio)
        assert fitted == ((1.7, 2.5, 1.2) if each.category == "evaluation" else (1.0, 0.0, 1.0))
    assert [(each.name, each.value) for each in made.touched] == [
        ("categories.evaluation.effort_ratio", 1.2),
        ("categories.evaluation.pseudo_quarters", 2.5),
        ("categories.evaluation.rate_ratio", 1.7),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("categories: {evaluaton: {rate_ratio: 2}}", "did you mean 'evaluation'"),
        ("categories: {data: {rate: 2}}", "unknown setting 'categories.data.rate'"),
        ("categories: {data: {rate_ratio: 0}}", "'categories.data.rate_ratio' must be a number above 0"),
        ("categories: {data: {pseudo_quarters: many}}", "a number of quarters above 0"),
        ("limits: {static-test-sets: {max_age: 3}}", "did you mean 'static-test-set'"),
        ("limits: {unjustified-model-complexity: {maxage: 3}}", "did you mean 'max_age'"),
        ("limits: {static-test-sets: {}}", "did you mean 'static-test-set'"),
        ("limits: {unjustified-model-complexity: {max_age: old}}", "must be a whole number"),
        ("limits: {unjustified-model-complexity: {min_gain: yes}}", "must be a number"),
        (
            "limits: {data-smells: {missing: 1.2}}",
            "'limits.data-smells.missing' must be a number, 0 to 1 (of a column)",
        ),
        ("limits: {opaque-model: {criticality: 7}}", "must be a whole number, 1 to 5"),
        ("limits: {unjustified-model-complexity: {max_age: 1.5}}", "must be a whole number"),
        ("limits: {unjustified-model-complexity: {max_age: -3}}", "must be a whole number, 0 or more"),
        ("economics: {static-test-set: {rate: 3}}", "unknown setting 'economics.static-test-set.rate'"),
        ("economics: {static-test-set: {loss: small}}", "must be one of silent"),
        ("economics: {static-test-set: {prior_rate: -1}}", "a number of events a quarter, 0 or more, not '-1'"),
        ("economics: {static-test-set: {effort: 3}}", "three ascending numbers"),
        ("economics: {static-test-set: {effort: {low: 9, likely: 2, high: 5}}}", "three ascending numbers"),
    ],
)
def test_a_wrong_setting_is_told_with_its_place_and_the_rest_holds(text: str, says: str) -> None:
    made = under(text)
    (problem,) = made.problems
    assert says in str(problem)
    assert str(problem).startswith("debtaudit.yaml:1:")
    assert made.debts == catalogue(Settings()).debts


OWN = '''"""Chatty model: it talks too much.

Why it is debt:
    Nobody reads it.
"""

from dataclasses import dataclass

from debtaudit.domain.asset import Model
from debtaudit.domain.debt import Days
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Hit


@dataclass(frozen=True)
class Limits:
    most: int = 3


@debt(Model, category="model", dimension="model", prior_rate=0.1, growth=0.01, effort=Days(1, 2, 3), loss="silent",
      severity=(0.5, 0.5), limits=Limits())
def chatty_model(model, graph, limits):
    return Hit(0.5, "it talks too much", ("id",))
'''


def test_users_add_their_own_debts_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "chatty_model.py").write_text(OWN)
    made = under("debts: {folder: ours}\nlimits: {chatty-model: {most: 9}}", tmp_path)
    own = debt("chatty-model", made)
    assert (own.name, own.definition, own.limits.most) == ("Chatty model", "it talks too much.", 9)


def test_a_broken_debt_of_the_users_is_not_run_and_never_silent(tmp_path: Path) -> None:
    for name, text in {
        "raises": "\nraise RuntimeError('not today')\n",
        "exits": "import sys\nsys.exit(0)\n",
        "misspelt": "import dataklasses\n",
        "unreadable": "def (:\n",
        "empty": "",
        "static_test_set": OWN,
        "My Debt": OWN,
    }.items():
        (tmp_path / f"{name}.py").write_text(text)
    made = under("debts: {folder: .}", tmp_path)
    told = {each.debt: each.error for each in made.not_run}
    assert told["raises"] == "RuntimeError: not today (raises.py:2)"
    assert told["exits"] == "SystemExit: 0 (exits.py:2)"
    assert told["misspelt"] == "ModuleNotFoundError: No module named 'dataklasses' (misspelt.py:1)"
    assert told["unreadable"].startswith("SyntaxError:") and told["unreadable"].endswith("(unreadable.py:1)")
    assert "must declare exactly one Debt" in told["empty"]
    assert "built in" in told["static-test-set"]
    assert "use a-z, 0-9 and underscores" in told["My Debt"]
    assert made.debts == catalogue(Settings()).debts


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("@debt(Model, ", "@debt(", "it must name the kinds of asset"),
        ("@debt(Model, ", "@debt('model', ", "it must name the kinds of asset"),
        ('category="model"', 'category="modle"', "category must be one of data, model"),
        ("prior_rate=0.1", "prior_rate='often'", "prior_rate must be a number"),
        ("growth=0.01", "growth=float('nan')", "growth must be a number"),
        ("effort=Days(1, 2, 3)", "effort=2", "effort must be Days"),
        ("effort=Days(1, 2, 3)", "effort=Days(3, 2, 1)", "effort must be Days"),
        ('loss="silent"', 'loss="some"', "loss must be one of silent"),
        ("severity=(0.5, 0.5)", "severity=(0.5, 7)", "severity must be"),
        ("limits=Limits()", "limits=None", "limits must be a frozen dataclass"),
        ("limits=Limits()", "limits=Limits(), questions='q-owner'", "questions must be a tuple"),
        ("limits=Limits()", "limits=Limits(), overlap='group'", "overlap must be Overlap"),
    ],
)
def test_a_debt_that_declares_itself_wrongly_is_not_run(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    (tmp_path / "chatty_model.py").write_text(OWN.replace(right, wrong))
    made = under("debts: {folder: .}", tmp_path)
    (told,) = made.not_run
    assert told.debt == "chatty-model"
    assert says in told.error
    assert "chatty-model" not in {each.slug for each in made.debts}


def test_users_files_may_share_one_and_no_trace_is_left_in_their_folder(tmp_path: Path) -> None:
    (tmp_path / "_ours.py").write_text("MOST = 5\n")
    sharing = OWN.replace("\n\n\n@dataclass", "\nfrom ._ours import MOST\n\n\n@dataclass").replace("= 3", "= MOST")
    (tmp_path / "chatty_model.py").write_text(sharing)
    assert debt("chatty-model", under("debts: {folder: .}", tmp_path)).limits.most == 5
    assert {each.name for each in tmp_path.iterdir()} == {"_ours.py", "chatty_model.py"}


def test_a_changed_file_of_the_users_is_read_anew(tmp_path: Path) -> None:
    (tmp_path / "chatty_model.py").write_text(OWN)
    assert debt("chatty-model", under("debts: {folder: .}", tmp_path)).limits.most == 3
    (tmp_path / "chatty_model.py").write_text(OWN.replace("most: int = 3", "most: int = 4"))
    assert debt("chatty-model", under("debts: {folder: .}", tmp_path)).limits.most == 4


def test_settings_of_a_broken_debt_are_not_called_unknown_as_well(tmp_path: Path) -> None:
    (tmp_path / "chatty_model.py").write_text("raise RuntimeError\n")
    made = under("debts: {folder: .}\nlimits: {chatty-model: {most: 4}}", tmp_path)
    assert [each.debt for each in made.not_run] == ["chatty-model"]
    assert not made.problems


def test_limits_that_refuse_their_values_are_a_problem(tmp_path: Path) -> None:
    guard = (
        "    def __post_init__(self) -> None:\n        if self.most > 9:\n            raise ValueError('9 at most')\n"
    )
    (tmp_path / "chatty_model.py").write_text(OWN.replace("    most: int = 3\n", f"    most: int = 3\n\n{guard}"))
    made = under("debts: {folder: .}\nlimits:\n  chatty-model:\n    most: 10", tmp_path)
    (problem,) = made.problems
    assert str(problem) == "debtaudit.yaml:4:5 error: 'limits.chatty-model' does not hold: 9 at most"
    assert debt("chatty-model", made).limits.most == 3


def all_limits() -> list[tuple[str, Limit]]:
    """Return the limits that are numbers."""
    every = ((each.slug, limit) for each in catalogue(Settings()).debts for limit in limits_of(each.limits))
    return [(slug, limit) for slug, limit in every if isinstance(limit.value, (int, float))]


@given(st.sampled_from(all_limits()), st.floats(0, 1e6))
def test_any_limit_takes_what_lies_in_its_range_and_nothing_else(which: tuple[str, Limit], value: float) -> None:
    slug, limit = which
    least, most = limit.least_and_most
    number = round(value) if limit.whole else value
    made = under(f"limits:\n  {slug}:\n    {limit.name}: {number!r}\n")
    if least <= number and (most is None or number <= most):
        assert not made.problems
        assert getattr(debt(slug, made).limits, limit.name) == number
        assert [each.value for each in made.touched] == ([number] if number != limit.value else [])
    else:
        assert [(each.line, each.code) for each in made.problems] == [(3, "bad-value")]
        assert debt(slug, made) == debt(slug, catalogue(Settings()))


def test_what_is_set_to_its_default_is_not_touched() -> None:
    made = under("limits: {unjustified-model-complexity: {max_age: 365, min_gain: 2%}}")
    assert [each.name for each in made.touched] == ["limits.unjustified-model-complexity.min_gain"]


WORDS = st.sampled_from(["yes", "none", "unknown", "", "35%", "-1", "1e9", "low", "outage", "max_reuse", "a: b"])
VALUES = st.recursive(
    WORDS | st.floats(-1e9, 1e9).map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["low", "likely", "high"]), inner),
    max_leaves=6,
)
NAMES = st.sampled_from(["max_reuse", "limit_high", "prior_rate", "growth", "effort", "loss", "nothing"])


@given(
    st.dictionaries(
        st.sampled_from(["limits", "economics"]),
        st.dictionaries(st.sampled_from(["static-test-set", "data-smells", "no-debt"]), st.dictionaries(NAMES, VALUES)),
    )
)
def test_whatever_is_set_each_value_is_either_taken_or_told_with_its_place(document: dict[str, Any]) -> None:
    settings, problems = parse_settings(yaml.safe_dump(document))
    assert not problems
    made = catalogue(settings)
    assert [each.slug for each in made.debts] == [each.slug for each in catalogue(Settings()).debts]
    assert all(each.line and each.code in {"unknown-setting", "bad-value"} for each in made.problems)
    stated = {
        f"{part}.{slug}.{name}" for part in ("limits", "economics")
        for slug, of_debt in getattr(settings, part).items() for name in of_debt.values
    }  # fmt: skip
    assert {each.name for each in made.touched} <= stated
    assert all(flaws(each) == () for each in made.debts)


@pytest.mark.parametrize(
    ("written", "told"),
    [("[a, 3]", "[a, 3]"), ("{a: b}", "{a: b}"), ("no", "'no'"), ("old", "'old'"), ("1.5", "1.5"), ("none", "'none'")],
)
def test_a_wrong_value_is_quoted_as_it_was_written(written: str, told: str) -> None:
    (problem,) = under(f"limits: {{static-test-set: {{max_reuse: {written}}}}}").problems
    assert str(problem).endswith(f", not {told}")
