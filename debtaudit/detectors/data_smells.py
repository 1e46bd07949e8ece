"""Data smells: values that are legal and suspicious, and may mislead a model later.

Why it is debt:
    Dummy values, doubled rows and columns that mix types pass every schema. A model takes them for signal, and each
    team that stumbles over them builds its own workaround.
If it waits:
    Odd answers turn up that nobody can explain, because the oddness is in the data.
Source:
    Foidl et al. 2022, a catalogue of data smells; Recupito et al. 2024.
Fix:
    - Profile the dataset and list what is suspicious
    - Decide on each smell with the owner, and write it into the datasheet
    - Clean at the source instead of in every model
    - Add the rule to the automated checks
False alarms:
    Sparse one-hot columns are meant to be nearly constant: leave them out of the profile. A smell that the datasheet
    explains is accepted as a decision, with the datasheet as its reason.
Decisions:
    It is told on the dataset, never again on its features. A nearly constant column counts where the data feeds
    features or models. What the profile does not state is clean when the data is checked automatically, else unknown.
Example:
    datasets: [{id: visits, profile: {missing: 27%, duplicates: 0, dominant_value: 0.4, type_mixed_columns: 0}}]
Instead:
    datasets: [{id: visits, profile: {missing: 2%, duplicates: 0, dominant_value: 0.4, type_mixed_columns: 0}}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Dataset, Feature, Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.facts import Absent
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, above, every, level_is
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Sign, Verdict, judge, sign


@dataclass(frozen=True)
class Limits:
    """From where a share is suspicious."""

    missing: float = 0.20  # of a column; above it the way of filling gaps drives results
    duplicates: float = 0.05  # of the rows; above it they commonly stand on both sides of a split
    dominant_value: float = 0.95  # of a column; above it the column says nothing or is a dummy
    type_mixed_columns: int = 0  # columns; a single one is a fault of reading or writing


EACH, MOST = 0.2, 0.8  # severity a smell, and of all together


@debt(
    Dataset,
    category="data",
    dimension="data",
    prior_rate=0.08,
    growth=0.03,
    effort=Days(1, 3, 8),
    loss="silent",
    severity=(0.2, 0.8),
    limits=Limits(),
    questions=("q-schema", "q-coverage"),
    overlap=Overlap("source trust", 3),
)
def data_smells(dataset: Dataset, graph: Graph, limits: Limits) -> Verdict:
    """Compare a dataset's profile with what is suspicious."""
    profile, checked = dataset.profile, level_is(dataset.validation, "automated")
    constant = _smell("dominant_value", profile.dominant_value, limits.dominant_value, checked,
                      "{:.0%} of a column are one value")  # fmt: skip
    return judge(
        _smell("missing", profile.missing, limits.missing, checked, "{:.0%} of a column are missing"),
        _smell("duplicates", profile.duplicates, limits.duplicates, checked, "{:.0%} of its rows stand more than once"),
        _smell("type_mixed_columns", profile.type_mixed_columns, limits.type_mixed_columns, checked,
               "{:.0f} of its columns mix types"),
        sign(every(constant.holds, _used(dataset, graph)), constant.severity, constant.says, *constant.facts),
        combine="sum",
    )  # fmt: skip


def _smell(name: str, value: float | Absent | None, limit: float, checked: Truth, says: str) -> Sign:
    """Compare one figure; what nobody measured is clean only where checks run by themselves."""
    measured = None if value is None or isinstance(value, Absent) else value
    suspicious = above(measured, limit)
    if suspicious is None and checked:
        suspicious = False
    return sign(suspicious, EACH, says.format(measured or 0), f"profile.{name}",
                *(("validation",) if suspicious is None and checked is None else ()))  # fmt: skip


def _used(dataset: Dataset, graph: Graph) -> Truth:
    """Whether its columns are inputs of models."""
    consumers = graph.consumers(dataset)
    if any(isinstance(each, (Feature, Model)) for each in consumers):
        return True
    return graph.feeds_service(dataset)
