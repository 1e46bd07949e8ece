"""Made-up facts of each kind of asset and of incidents, drawn from a given generator of random numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random

Facts = dict[str, object]

TODAY = dt.date(2026, 9, 30)
KNOWN = 0.8  # share of facts that somebody wrote down; the rest is unknown, as in real inventories


def known_facts(rng: Random, kind: str) -> Facts:
    """Facts of an asset of this kind, a fifth of them missing."""
    return {name: value for name, value in FACTS[kind](rng).items() if rng.random() < KNOWN}


def incident(rng: Random, number: int, asset: str) -> Facts:
    """An incident of one asset within the last two years, resolved on the day it was detected."""
    day = TODAY - dt.timedelta(days=rng.randrange(1, 730))
    return {
        "id": f"inc-{number:07d}",
        "detected_at": f"{day}T{rng.randrange(10):02d}:10:00Z",
        "resolved_at": f"{day}T{rng.randrange(10, 24)}:40:00Z",
        "severity": rng.choices((1, 2, 3, 4, 5), (20, 30, 30, 15, 5))[0],
        "assets": [asset],
        "detected_by": rng.choice(("monitor", "customer", "staff", "audit")),
        "fix": rng.choice(("automated", "assisted", "manual")),
        "cause": rng.choice(("data", "model", "configuration", "pipeline", "interface", "human")),
    }


def _practice(rng: Random) -> str:
    return rng.choice(("none", "manual", "automated"))


def _level(rng: Random) -> str:
    return rng.choice(("low", "medium", "high"))


def _days_ago(rng: Random, most: int) -> str:
    return str(TODAY - dt.timedelta(days=rng.randrange(1, most)))


def _share(rng: Random) -> float:
    return round(rng.random(), 2)


def _dependency(rng: Random) -> Facts:
    return {
        "kind": rng.choice(("library", "service", "hardware", "external_model", "data_feed")),
        "version": f"{rng.randrange(5)}.{rng.randrange(20)}",
        "pinned": rng.random() < 0.6,
        "end_of_support_at": str(TODAY + dt.timedelta(days=rng.randrange(-300, 900))),
    }


def _dataset(rng: Random) -> Facts:
    return {
        "origin": rng.choice(("internal", "external", "third_party", "synthetic")),
        "versioned": rng.random() < 0.6,
        "volatility": _level(rng),
        "validation": _practice(rng),
        "freshness_sla_hours": 24,
        "last_updated_at": _days_ago(rng, 9),
    }


def _pipeline(rng: Random) -> Facts:
    return {
        "kind": rng.choice(("etl", "training", "retraining", "inference", "evaluation")),
        "status": "production",
        "orchestrated": rng.random() < 0.8,
        "languages": ["python", "sql"],
        "glue_ratio": _share(rng),
        "test_coverage": _share(rng),
        "last_commit_at": _days_ago(rng, 700),
    }


def _feature(rng: Random) -> Facts:
    return {
        "importance": round(rng.random() / 10, 4),
        "tested": rng.random() < 0.5,
        "parity_tested": rng.random() < 0.3,
        "unit": "count",
        "last_reviewed_at": _days_ago(rng, 900),
    }


def _model(rng: Random) -> Facts:
    watched = ("service", "data_drift", "quality", "upstream")
    return {
        "status": "production",
        "family": rng.choice(("linear", "tree", "neural", "llm")),
        "volatility": _level(rng),
        "trained_at": _days_ago(rng, 700),
        "monitoring": {what: _practice(rng) for what in watched},
        "retraining": {"policy": rng.choice(("none", "manual", "scheduled")), "interval_days": 90},
        "evaluation": {"refreshed_at": _days_ago(rng, 600), "gate": _practice(rng)},
        "release": {"method": rng.choice(("replace", "canary", "shadow")), "rollback": _practice(rng)},
    }


def _system(rng: Random) -> Facts:
    criticality = rng.choices((1, 2, 3, 4, 5), (20, 30, 30, 15, 5))[0]
    return {
        "type": rng.choice(("application", "rule_engine", "dashboard", "api", "report")),
        "criticality": criticality,
        "revenue_per_day": 100 * 4**criticality,
        "customer_facing": criticality > 2,
        "automated_actions": rng.random() < 0.4,
    }


FACTS: dict[str, Callable[[Random], Facts]] = {
    "dependency": _dependency,
    "dataset": _dataset,
    "pipeline": _pipeline,
    "feature": _feature,
    "model": _model,
    "system": _system,
}
