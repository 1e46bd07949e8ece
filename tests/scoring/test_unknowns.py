from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from debtaudit.domain.finding import Detected, Finding, Gap, OpenQuestion
from debtaudit.domain.policy import Policy
from debtaudit.scoring import rank
from debtaudit.scoring.unknowns import belief, beta_points
from tests.scoring.conftest import DEBTS, graph_of

CHAT = """
    systems:
      - {id: chat, revenue_per_day: 40000, customer_facing: yes, calls: [intent]}
      - {id: toy, revenue_per_day: 1, calls: [joke]}
    models:
      - {id: intent, system: chat, status: production, volatility: high}
      - {id: joke, system: toy, status: production, volatility: high}
"""
DRIFT = DEBTS["unmonitored-concept-drift"]


def questions(*ids: str) -> list[OpenQuestion]:
    graph = graph_of(CHAT)
    gaps = []
    for id_ in ids:
        asset = graph.asset(id_.partition("@")[2])
        assert asset
        gaps.append(Gap(DEBTS[id_.partition("@")[0]], asset, ("monitoring.quality",)))
    return list(rank(Detected(gaps=tuple(gaps)), graph, graph.inventory, Policy()).unknowns)


def test_what_is_worth_most_to_find_out_comes_first() -> None:
    asked = questions("unmonitored-concept-drift@joke", "unmonitored-concept-drift@intent")
    assert [each.gap.asset.id for each in asked] == ["intent", "joke"]
    assert asked[0].value_of_finding_out > asked[1].value_of_finding_out == 0


def test_not_knowing_costs_half_of_what_the_worst_would() -> None:
    graph = graph_of(CHAT)
    asset = graph.asset("intent")
    assert asset
    worst = rank(Detected((Finding(DRIFT, asset, 1.0, "seen"),)), graph, graph.inventory, Policy()).items[0]
    (asked,) = questions("unmonitored-concept-drift@intent")
    assert asked.interest == pytest.approx(worst.risk.interest.mean / 2)


def test_unknown_never_counts_as_good_even_where_everybody_else_is_clean() -> None:
    assert belief(DRIFT, (), clean=1000).mean > 0.05
    assert belief(DRIFT, (), clean=0).mean == pytest.approx(0.5, abs=0.01)
    assert belief(DRIFT, [1.0] * 1000, clean=0).mean < 1


def test_nine_known_assets_are_too_few_to_learn_from() -> None:
    assert belief(DRIFT, (), clean=9) == belief(DRIFT, (), clean=0)
    assert belief(DRIFT, (), clean=10).mean < belief(DRIFT, (), clean=9).mean


def test_a_severity_never_leaves_its_possible_range() -> None:
    narrow = replace(DRIFT, severity=(0.2, 0.4))
    assert max(belief(narrow, [0.4] * 50, clean=0).points) <= 0.4


@given(st.floats(1, 9), st.floats(1, 9))
def test_points_are_those_of_a_beta_distribution(a: float, b: float) -> None:
    exact = stats.beta(a, b).ppf([(each + 0.5) / 20 for each in range(20)])
    assert beta_points(a, b) == pytest.approx(tuple(exact), abs=0.004)


@given(st.floats(100, 1e7))
def test_the_value_of_finding_out_is_what_trying_every_severity_says(materiality: float) -> None:
    """Place each of the belief's points in its lane by pricing it as a finding, and compare."""
    graph = graph_of(CHAT)
    asset = graph.asset("intent")
    assert asset
    policy = replace(Policy(), materiality=materiality, severe_loss=1e12)
    (asked,) = rank(Detected(gaps=(Gap(DRIFT, asset, ()),)), graph, graph.inventory, policy).unknowns

    def lane(severity: float) -> str:
        found = Detected((Finding(DRIFT, asset, severity, "seen"),))
        return rank(found, graph, graph.inventory, policy).items[0].risk.lane

    points = belief(DRIFT, (), clean=0)
    middle = lane(points.mean)
    moves = sum(lane(each) != middle for each in points.points) / len(points.points)
    delay = policy.effectiveness * asked.interest * (1 + DRIFT.growth)
    assert asked.value_of_finding_out == pytest.approx(moves * delay, abs=delay * 0.051)
