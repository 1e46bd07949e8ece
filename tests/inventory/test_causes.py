"""Of many problems, which to mend first: whatever a broken file would have described is missed elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from debtaudit.domain.problem import Problem
from debtaudit.inventory import load
from debtaudit.inventory.causes import UNREAD, causes

WHOLE = {
    "organisation.yaml": "organisation: {name: Tiny, currency: EUR}\nteams: [{id: chat}, {id: trust}]\n",
    "systems.yaml": "systems: [{id: order-chat, owner: chat, calls: [intent]}]\n",
    "models.yaml": "models: [{id: intent, owner: chat, system: order-chat, reads: [age]}]\n",
    "features.yaml": "features: [{id: age, owner: trust}]\n",
    "seen.yaml": "incidents: [{id: inc-1, assets: [intent], opened_at: 2026-05-01}]\n"
    "telemetry: [{kind: latency, asset: order-chat, at: 2026-05-01, p95: 300}]\n",
    "answers.yaml": "answers: [{question: q-owner, asset: intent, level: 2, by: Ann, at: 2026-05-01}]\n",
    "history.yaml": "history: [{asset: order-chat, fact: customer_facing, was: yes, until: 2026-01-01}]\n",
}


def problems(folder: Path, **other: str) -> tuple[Problem, ...]:
    for name, text in {**WHOLE, **other}.items():
        (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    return load(folder).problems


def test_what_is_taken_for_whole_is_whole(tmp_path: Path) -> None:
    assert not problems(tmp_path)


@pytest.mark.parametrize("broken", WHOLE)
@pytest.mark.parametrize(
    "text", ["a: [\n", "a: \udcff\n", "\0", "- a\n", "a: !tag b\n", "a: *b\n", "a: {}\n---\nb: {}\n", "a: &a [*a]\n"]
)
def test_whatever_a_broken_file_brings_about_is_the_cause_or_follows(broken: str, text: str, tmp_path: Path) -> None:
    told = problems(tmp_path, **{broken: text})
    found = causes(told)
    assert [each.file for each in found.unread] == [broken]
    assert found.others == ()
    assert sorted((*found.unread, *found.following)) == list(told)


def test_where_every_file_can_be_read_nothing_follows(tmp_path: Path) -> None:
    told = problems(tmp_path, **{"systems.yaml": "systems: [{id: order-chta, ownr: chat}]\n"})
    assert {"unknown-key", "no-such-system", "no-such-asset"} <= {each.code for each in told}
    assert causes(told).following == () and causes(told).others == told


def test_a_mistake_of_its_own_does_not_follow_from_a_broken_file(tmp_path: Path) -> None:
    told = problems(tmp_path, **{"organisation.yaml": "a: [", "features.yaml": "features: [{id: age, ownr: trust}]\n"})
    assert [each.code for each in causes(told).others] == ["unknown-key"]


def test_an_unknown_anchor_is_a_cause_and_an_unknown_alias_of_a_tool_is_none() -> None:
    cause = Problem("a.yaml", 1, 1, "error", "unknown-alias", "no anchor")
    assert "unknown-alias" in UNREAD and causes([cause]).unread == (cause,)
    assert causes([Problem("debtaudit.yaml", 1, 1, "warning", "unknown-alias", "not described")]).unread == ()
