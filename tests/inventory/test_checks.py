"""What is odd about an inventory that could be read."""

from __future__ import annotations

from datetime import date

import pytest

from debtaudit.domain.asset import Undescribed
from debtaudit.inventory import checks, loads

AS_OF = date(2026, 9, 30)


def told(text: str) -> list[str]:
    return [str(problem).removeprefix("inventory.yaml:") for problem in loads(text).problems]


def ahead(text: str) -> list[str]:
    inventory = loads(text)
    assert not [str(each) for each in inventory.problems if each.level == "error"]
    return [
        str(problem).removeprefix("inventory.yaml:")
        for problem in checks.ahead(inventory, inventory.known_at(AS_OF), AS_OF)
    ]


def test_an_id_that_nobody_describes_stays_and_is_told_once() -> None:
    inventory = loads("models: [{id: a, reads: [orders]}, {id: b, reads: [orders]}]\ndatasets: [{id: order}]")
    assert isinstance(inventory.assets["orders"], Undescribed)
    assert len(inventory.links) == 2
    assert [str(each) for each in inventory.problems] == [
        "inventory.yaml:1:26 warning: 'orders', which a is linked to, is not described; did you mean 'order'?"
    ]


def test_an_owner_that_is_no_team_is_told_once() -> None:
    text = (
        "teams: [{id: growth}]\nmodels:\n- {id: a, owner: growht}\n- {id: b, owner: growht}\n- {id: c, owner: growth}"
    )
    assert told(text) == [
        "3:11 warning: owner 'growht' of model a and 1 more is not a listed team; did you mean 'growth'?"
    ]


def test_an_owner_that_is_unknown_or_absent_is_no_team_either() -> None:
    assert told("models: [{id: a, owner: none}, {id: b, owner: unknown}, {id: c}]") == []


def test_a_home_that_is_no_system() -> None:
    text = "systems: [{id: shop}]\nmodels: [{id: a, system: shpo}, {id: b, system: a}, {id: c, system: shop}]"
    assert told(text) == [
        "2:18 warning: 'system' of model a names 'shpo', which is no system here; did you mean 'shop'?",
        "2:41 warning: 'system' of model b names 'a', which is no system here",
    ]


def test_a_retired_model_that_is_still_used() -> None:
    text = (
        "models: [{id: old, status: retired}, {id: new, status: production, reads: [old]},\n"
        "  {id: gone, status: retired, reads: [old]}]"
    )
    assert told(text) == ["1:76 warning: model old is retired, yet new still uses it; is it really switched off?"]


def test_not_applicable_names_facts() -> None:
    text = (
        "models: [{id: m, not_applicable: {monitoring.data_drfit: rules, trained_at: rules, evaluation.gate.level: x}}]"
    )
    assert told(text) == [
        (
            "1:18 error: not_applicable of model m names 'monitoring.data_drfit', which is no fact of a model; "
            "did you mean 'monitoring.data_drift'?"
        )
    ]


def test_what_does_not_apply_cannot_be_stated() -> None:
    text = "models: [{id: m, monitoring: {data_drift: none}, not_applicable: {monitoring.data_drift: rules}}]"
    assert told(text) == [
        (
            "1:50 warning: 'monitoring.data_drift' of model m is stated and not applicable at once; "
            "it is stated at inventory.yaml:1:31"
        )
    ]


def test_an_incident_of_an_asset_that_is_not_there() -> None:
    text = "models: [{id: router}]\nincidents: [{id: i, assets: [rooter, router]}]"
    assert told(text) == [
        "2:13 warning: incident i names asset 'rooter', which is not in the inventory; did you mean 'router'?"
    ]


@pytest.mark.parametrize(("first", "word"), [("detected_at", "detected"), ("started_at", "begun")])
def test_an_incident_that_ends_before_it_begins(first: str, word: str) -> None:
    text = f"incidents: [{{id: i, assets: [], {first}: 2026-08-03, resolved_at: 2026-08-02}}]"
    assert told(text) == [f"1:13 warning: incident i was resolved before it was {word}; are the two dates swapped?"]


def test_an_incident_that_stands_twice() -> None:
    text = "incidents:\n- {id: i, assets: []}\n- {id: i, assets: []}"
    assert told(text) == ["3:4 error: id 'i' is described here a second time; it stands first at inventory.yaml:2:4"]


def test_measurements_and_answers_about_what_is_not_there() -> None:
    text = (
        "models: [{id: router}]\nteams: [{id: t}]\n"
        "telemetry: [{kind: cost, asset: roter, at: 2026-01-01}]\n"
        "answers: [{question: q, asset: tt, level: 1}, {question: q, asset: t, level: 1},\n"
        "  {question: q, asset: organisation, level: 1}]"
    )
    assert told(text) == [
        "3:13 warning: cost telemetry names asset 'roter', which is not in the inventory; did you mean 'router'?",
        "4:11 warning: an answer names asset 'tt', which is not in the inventory; did you mean 't'?",
    ]


def test_a_measurement_without_a_day() -> None:
    text = "models: [{id: m}]\ntelemetry: [{kind: cost, asset: m, amount: 7}, {kind: cost, asset: m, to: 2026-01-01}]"
    assert told(text) == [
        "2:13 warning: cost telemetry on m says neither 'at' nor 'from' and 'to'; without a day it counts for nothing"
    ]


def test_answers_that_say_nothing() -> None:
    text = (
        "models: [{id: m}]\nanswers: [{question: q, asset: m}, {question: r, asset: m, level: n/a},\n"
        "  {question: s, asset: m, level: unknown}, {question: t, asset: m, level: n/a, note: rules}]"
    )
    assert [each.partition(";")[0] for each in told(text)] == [
        "2:11 warning: the answer to q on m has neither level nor value",
        "2:36 warning: the answer to r on m is n/a without a note",
    ]


def test_an_acceptance_needs_a_person_and_an_end() -> None:
    text = (
        "decisions:\n- {finding: x@m, state: accepted, reason: small, owner: none}\n- {finding: y@m, state: planned}\n"
        "- {finding: z@m, state: accepted, reason: a, owner: b, approver: c, expires_at: 2027-01-01}"
    )
    assert told(text) == [
        "2:3 error: the acceptance of x@m needs owner, approver, expires_at; an accepted debt has a person and an end"
    ]


def test_a_link_that_stands_twice_in_one_list() -> None:
    assert told("models: [{id: a}, {id: b, reads: [a, a]}]") == [
        "1:38 warning: the link a -> b (reads) stands here a second time; it stands first at inventory.yaml:1:35"
    ]


def test_a_link_written_at_both_ends_is_one_link() -> None:
    text = "pipelines: [{id: p, writes: [{id: d, contract: schema}]}]\n"
    text += "datasets: [{id: d, built_by: [{id: p, strength: 0.9}]}]"
    (link,) = loads(text).links
    assert (link.provider, link.consumer, link.kind, link.contract, link.strength) == (
        "p",
        "d",
        "writes",
        "schema",
        0.9,
    )
    assert told(text) == []


def test_two_ends_that_disagree_about_a_link_and_the_consumer_is_believed() -> None:
    text = (
        "pipelines: [{id: a, writes: [{id: b, strength: 1}]}]\ndatasets: [{id: b, built_by: [{id: a, strength: 0.5}]}]"
    )
    assert told(text) == ["1:30 warning: the link a -> b has strength 1 here but 0.5 at inventory.yaml:2:31; kept: 0.5"]


def test_facts_dated_after_the_audit() -> None:
    text = (
        "models: [{id: m, trained_at: 2062-01-01, deployed_at: 2026-09-30, reads: [{id: d, since: 2027-01-01}],\n"
        "  evaluation: {gate: {level: manual, last_run_at: 2026-10-01}}}]\ndatasets: [{id: d}]\n"
        "dependencies: [{id: l, end_of_support_at: 2029-01-01}]\n"
        "systems: [{id: s, peak_calendar: [{from: 2026-11-01, to: 2026-12-31}]}]\n"
        "organisation: {debt_review: {last_at: 2026-12-01}}\n"
    )
    assert [each.partition(";")[0] for each in ahead(text)] == [
        "1:67 warning: 'reads.since' of model m is 2027-01-01, after the day of the audit (2026-09-30)",
        "1:18 warning: 'trained_at' of model m is 2062-01-01, after the day of the audit (2026-09-30)",
        "2:38 warning: 'evaluation.gate.last_run_at' of model m is 2026-10-01, after the day of the audit (2026-09-30)",
        (
            "6:30 warning: 'debt_review.last_at' of organisation organisation is 2026-12-01, "
            "after the day of the audit (2026-09-30)"
        ),
    ]


def test_records_dated_after_the_audit_are_told_once_a_sort() -> None:
    text = (
        "incidents:\n"
        + "".join(f"- {{id: i{month}, assets: [], detected_at: 2026-{month}-01}}\n" for month in ("08", "10", "11"))
        + "answers: [{question: q, asset: a, level: 1, at: 2027-01-01}]"
    )
    assert ahead(text) == [
        (
            "3:3 warning: 2 of the incidents are dated after the day of the audit (2026-09-30), the first of them here"
            "; they are left out of this audit"
        ),
        (
            "5:11 warning: 1 of the answers are dated after the day of the audit (2026-09-30), the first of them here"
            "; they are left out of this audit"
        ),
    ]


def test_an_acceptance_approved_by_who_carries_it_is_warned_of() -> None:
    text = "decisions:\n- {finding: x@m, state: accepted, reason: a, owner: Ana, approver: ana, expires_at: 2027-01-01}"
    [warning] = told(text)
    assert warning == (
        "2:3 warning: the acceptance of x@m was approved by Ana, who carries it; "
        "it stays open until somebody else approves it"
    )
