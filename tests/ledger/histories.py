"""Random snapshots, and random quarters that follow them: findings come, go, grow, are accepted, renamed, re-scored."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from debtaudit.ledger.amounts import Amounts
from debtaudit.ledger.quarter import Quarter
from debtaudit.ledger.reading import Reading, shortened
from debtaudit.ledger.snapshot import Line, Rescored, Scoped, Snapshot

DEBTS = ("glue-code", "stale-model")
ASSETS = ("a", "b", "chat.v2")
IDS = [f"{debt}@{asset}" for debt in DEBTS for asset in ASSETS]
MONEY = st.integers(0, 10**12)
STATES = ("open", "planned", "in_progress", "repaid", "accepted", "false_positive")
SETTINGS = {"policy.hop": "0.9", "policy.day_cost": "700", "limits.glue-code.most": "3"}

lines = st.builds(
    Line,
    amounts=st.builds(Amounts, st.just(1), MONEY, MONEY, MONEY),
    state=st.sampled_from(STATES),
    lane=st.sampled_from(["now", "next", "later", "find_out", "accepted"]),
    band=st.sampled_from(["critical", "high", "medium", "low", "negligible"]),
    low=MONEY, high=MONEY, loss=MONEY,
    chance=st.integers(0, 10**4).map(lambda n: n / 10**4),
    severity=st.integers(0, 10**4).map(lambda n: n / 10**4),
    covered_by=st.sampled_from(["", *IDS]),
)  # fmt: skip
numbers = st.none() | st.floats(-1e9, 1e9, allow_nan=False).map(shortened)
readings = st.just(Reading()) | st.builds(
    Reading, value=st.floats(-1e9, 1e9).map(shortened), numerator=numbers, denominator=numbers,
    n=st.integers(0, 10**6), low=numbers, high=numbers, target=numbers,
)  # fmt: skip


@st.composite
def snapshots(draw: st.DrawFn, number: int = 1) -> Snapshot:
    """Draw a snapshot of one of the quarters of a year."""
    assets = draw(st.sets(st.sampled_from(ASSETS), min_size=1))
    here = [id_ for id_ in IDS if id_.partition("@")[2] in assets]
    fate = {id_: draw(st.sampled_from(["found", "found", "unknown", "not_applicable", "clean"])) for id_ in here}
    settings = {**SETTINGS, "policy.hop": draw(st.sampled_from(["0.9", "0.8"]))}
    rescored = draw(st.dictionaries(st.sampled_from(IDS), st.none() | lines, max_size=2))
    before = draw(st.sampled_from([None, "0.9", "0.8"]))
    old = Snapshot(Quarter(2026, 1), date(2026, 1, 1), settings={**SETTINGS, "policy.hop": before or ""}).fingerprint
    return Snapshot(
        Quarter(2026, number), Quarter(2026, number).last, draw(st.sampled_from(["Shop", "Läden: 店", ""])),
        draw(st.sampled_from(["EUR", "EUR", "EUR", ""])), low=draw(MONEY), high=draw(MONEY),
        told=draw(st.integers(0, 900)), asked=1000,
        assets={id_: Scoped("model", draw(st.sampled_from(["", "team"])), draw(_formerly())) for id_ in sorted(assets)},
        findings={id_: draw(lines) for id_ in sorted(here) if fate[id_] == "found"},
        unknown={id_: draw(MONEY) for id_ in sorted(here) if fate[id_] == "unknown"},
        not_applicable=frozenset(id_ for id_ in here if fate[id_] == "not_applicable"),
        not_run=tuple(sorted(draw(st.sets(st.sampled_from(DEBTS), max_size=1)))),
        settings=dict(sorted(settings.items())),
        rules={debt: draw(st.sampled_from(["r1", "r1", "r2"])) for debt in sorted(DEBTS)}
        | {"model": draw(st.sampled_from(["1", "1", "2"]))},
        inputs={"a folder/all.yaml": "00ff"},
        readings=draw(st.dictionaries(st.sampled_from(["time-to-detect", "models-retrained"]), readings)),
        rescored=Rescored(old, dict(sorted(rescored.items()))) if before else None,
    )  # fmt: skip


def _formerly() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from([*ASSETS, "old"]), max_size=2, unique=True).map(lambda ids: tuple(sorted(ids)))
