"""The sentence above everything else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from debtaudit.domain.audit import Audit
from debtaudit.report.blocks import Title, plain
from debtaudit.report.sections.title import headline, title
from tests.report.example import INTENT, TONE, accepted, asset_of, audit_of, company, item

MANY = [item("glue-code", asset_of(f"model-{number}"), "later", interest=100) for number in range(12)]


def said(audit: Audit) -> str:
    return plain(headline(audit))


def told(audit: Audit) -> str:
    block = next(iter(title.blocks(audit)))
    assert isinstance(block, Title)
    return " ".join(plain(each) for each in block.says)


@pytest.mark.parametrize(
    ("audit", "sentence"),
    [
        (audit_of(), "Nothing has been described yet, so nothing is known about our AI debt."),
        (audit_of(assets=[INTENT]), "No AI debt was found, and every question was answered."),
        (audit_of(assets=[INTENT], gaps=[("drift", INTENT)]), "No debt is known, but one question is still open."),
        (audit_of(clean=1, gaps=[(f"drift-{n}", INTENT) for n in range(9)]),
         "We can answer only 10% of what there is to ask about our AI systems."),
        (audit_of(item("glue-code", INTENT)), "One debt is known: Order intent, glue code."),
        (audit_of(accepted(item("a", INTENT)), accepted(item("b", INTENT))),
         "All the AI debt that we know of is accepted; nothing else was found."),
        (audit_of(item("glue-code", INTENT, interest=1_200), *MANY),
         "Order intent causes half of what our AI debt costs us."),
        (audit_of(*(item("glue-code", asset_of(f"big-{n}"), interest=800) for n in range(3)), *MANY, *(
            item("sprawl", asset_of(f"model-{n}"), interest=100) for n in range(12))),
         "Three of 27 debts cause half of what our AI debt costs us."),
        (audit_of(*MANY), "Our AI debt is spread over many places: 12 debts on 12 assets."),
    ],
)  # fmt: skip
def test_the_first_rule_that_applies_states_the_situation(audit: Audit, sentence: str) -> None:
    assert said(audit) == sentence


def test_a_sentence_written_by_hand_comes_before_all_rules() -> None:
    assert said(replace(company(), headline="We are fine, thank you.")) == "We are fine, thank you."


def test_the_cause_stands_out_as_risk() -> None:
    assert [part.text for part in headline(company()) if not isinstance(part, str)] == ["Order intent"]


def test_a_very_long_name_does_not_fill_the_page() -> None:
    assert len(said(audit_of(item("glue-code", asset_of("m" * 3000))))) < 100


def test_it_says_that_this_is_the_first_measurement() -> None:
    assert "This is the first measurement" in told(company())


def test_unknown_is_said_apart_from_fine() -> None:
    assert "14% of what we asked is unknown, which is not the same as fine." in told(company())


def test_a_sum_over_little_knowledge_carries_a_warning() -> None:
    audit = audit_of(item("glue-code", TONE), clean=5, gaps=[(f"drift-{n}", INTENT) for n in range(6)])
    assert "Only 50% of what we asked has an answer, so the true sum may be far higher." in told(audit)


def test_it_counts_lanes_and_decisions() -> None:
    assert told(company()).startswith(
        "We found 14 debts on seven of eight assets; two are for now and four are for next, the other eight can wait. "
        "We ask for five decisions."
    )
