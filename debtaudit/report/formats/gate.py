"""A gate's verdict for people, for pull requests, and for what reads results in CI."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Final
from xml.sax.saxutils import quoteattr

from debtaudit import __version__
from debtaudit.domain import phrases
from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Debt
from debtaudit.domain.facts import Place
from debtaudit.domain.problem import printable
from debtaudit.ledger.amounts import whole
from debtaudit.ledger.compare import PARTS, Comparison
from debtaudit.ledger.gate import Failure, Verdict
from debtaudit.ledger.snapshot import SET_ASIDE, Snapshot
from debtaudit.report.comparing import NAMES, signed, statement
from debtaudit.report.formats.backlog_json import dumps
from debtaudit.report.formats.markdown import harmless
from debtaudit.report.formats.problems import SARIF, annotation

SHOWN = 5
FEW_DAYS = 3
"""Days between a baseline and its use that need no word."""
ASIDE: Final = {"accepted": "accepted", "false_positive": "called no debt"}
"""How findings that are set aside are called, by their state."""
RENEW = "debtaudit gate --update-baseline"
SEVERITY = {"critical": "blocker", "high": "critical", "medium": "major", "low": "minor", "negligible": "info"}


class Gate:
    """A verdict and the audit that it is of; `folder` is where the inventory lies, seen from where CI runs.

    `words` name the same inventory and day on a command line, and `renew` is the command that writes the baseline.
    """

    def __init__(
        self, verdict: Verdict, audit: Audit, folder: str = "", words: str = "", renew: str = RENEW
    ) -> None:  # fmt: skip
        self.verdict, self.audit, self.folder, self.words, self.renew = verdict, audit, folder, words, renew
        self.items = {item.id: item for item in audit.items}

    @property
    def said(self) -> str:
        """The verdict in a sentence."""
        verdict = self.verdict
        failures, limit = len(verdict.failures), f"the limit '{verdict.condition.text}'"
        many = f"{failures:,} finding{'s' if failures != 1 else ''}"
        reach = "reaches" if failures == 1 else "reach"
        if verdict.comparison is None:
            found = f"{many} {reach}" if failures else "No finding reaches"
            return f"{found} {limit}, and there is no baseline yet."
        if failures:
            is_new = "is new or has grown" if failures == 1 else "are new or have grown"
            return f"{many} {is_new} since the baseline, and {reach} {limit}."
        if verdict.below:
            return f"Nothing that is new or has grown since the baseline reaches {limit}."
        return "Nothing is new or has grown since the baseline."

    @property
    def notes(self) -> tuple[str, ...]:
        """What else to know: what came or grew below the limit, and what the baseline is of."""
        return tuple(each for each in (self._below(), self._time()) if each)

    def _below(self) -> str:
        verdict, many = self.verdict, len(self.verdict.below)
        if verdict.comparison is None:
            return f"This writes the baseline: {self.renew}"
        if not many:
            return ""
        cost = phrases.money(sum(whole(each.after.amounts.interest) for each in verdict.below), self.audit.currency)
        said = "finding below it is new or has grown" if many == 1 else "findings below it are new or have grown"
        return f"{many:,} {said}, {cost} a quarter: --fail-on {verdict.catches} counts {'it' if many == 1 else 'them'}."

    def _time(self) -> str:
        """Say how old the baseline is, where that is long enough for findings to come by time alone."""
        verdict = self.verdict
        worse = (*verdict.failures, *verdict.below)
        if verdict.comparison is None or abs(verdict.days) <= FEW_DAYS or not worse:
            return ""
        day = verdict.comparison.before.as_of.isoformat()
        aged = sum(verdict.aged(each, self.files(each)) for each in worse)
        said = f"The baseline is of {day}, {abs(verdict.days)} days {'before' if verdict.days > 0 else 'after'}"
        if not aged:
            return f"{said}."
        few = f"{aged:,} of these {len(worse):,}" if aged < len(worse) else "all of these" if aged > 1 else "this one"
        return f"{said}: {few} may have come by time alone; compare on one day with --as-of {day}"

    def files(self, failure: Failure) -> tuple[str, ...]:
        """The files of the inventory that a failure rests on."""
        finding = self.items[failure.finding].finding
        places = [each.place for each in finding.evidence] + [finding.asset.place]
        return tuple(dict.fromkeys(each.file for each in places if each.file))

    def place(self, failure: Failure) -> Place:
        """Where a failure is best shown: at its first piece of evidence in a file, else where its asset stands."""
        finding = self.items[failure.finding].finding
        places = [each.place for each in finding.evidence if each.place.file] or [finding.asset.place]
        return places[0]

    def path(self, failure: Failure) -> str:
        """The file of that place, as CI sees it."""
        return (PurePosixPath(self.folder) / (self.place(failure).file or ".")).as_posix()

    def message(self, failure: Failure) -> str:
        """What was seen, and why it stops the change."""
        finding = self.items[failure.finding].finding
        return f"{finding.debt.name} on {finding.asset.id}: {failure.why}; {printable(finding.message)}"

    def where(self, failure: Failure) -> str:
        """File and line of that place, as CI sees it."""
        return f"{self.path(failure)}:{_line(self, failure)}"

    def cost(self, failure: Failure) -> str:
        """What it costs a quarter."""
        return phrases.money(whole(failure.after.amounts.interest), self.audit.currency)


def text(gate: Gate) -> str:
    """Write at most ten lines: the verdict, the dearest failures with their places, what else to know and to do."""
    lines = [gate.said, *(_in_a_line(gate, each) for each in gate.verdict.failures[:SHOWN])]
    more = len(gate.verdict.failures) - SHOWN
    if more > 0:
        lines.append(f"  and {more} more: --format json has all")
    lines += gate.notes
    if gate.verdict.failures:
        first = gate.verdict.failures[0].finding
        lines += [
            f"Why: debtaudit explain {first}{gate.words}",
            f"Repair it, sign for it (debtaudit accept), or take it into the baseline: {gate.renew}",
        ]
    return "\n".join(lines)


def _in_a_line(gate: Gate, failure: Failure) -> str:
    return f"  {failure.finding}  {gate.cost(failure)} a quarter, {failure.why}  ({gate.where(failure)})"


def as_json(gate: Gate) -> str:
    """Write the format `debtaudit-gate`, version 1."""
    verdict = gate.verdict
    parts = verdict.comparison.parts if verdict.comparison else {}
    return dumps({
        "format": "debtaudit-gate", "version": 1, "as_of": gate.audit.as_of.isoformat(),
        "currency": gate.audit.currency or None, "passed": verdict.passed, "fail_on": verdict.condition.text,
        "baseline": verdict.comparison.before.as_of.isoformat() if verdict.comparison else None,
        "below_limit": len(verdict.below),
        "failures": [
            {"id": each.finding, "why": each.why, "lane": each.after.lane, "band": each.after.band,
             "interest": whole(each.after.amounts.interest),
             "interest_before": whole(each.before.amounts.interest) if each.before else None,
             "file": gate.path(each), "line": _line(gate, each)} for each in verdict.failures
        ],
        "change": {NAMES[name]: {"findings": amounts.count, "interest": whole(amounts.interest)}
                   for name, amounts in parts.items()},
    })  # fmt: skip


def github(gate: Gate) -> str:
    """Write workflow commands that annotate the lines of a pull request."""
    return "".join(
        annotation("error", gate.path(each), gate.place(each), each.finding, gate.message(each))
        for each in gate.verdict.failures
    )


def sarif(gate: Gate) -> str:
    """Write SARIF 2.1.0, which code-scanning pages read."""
    debts = {(debt := gate.items[each.finding].finding.debt).slug: debt for each in gate.verdict.failures}
    rules = [_rule(debt) for _, debt in sorted(debts.items())]
    driver = {"name": "debtaudit", "version": __version__, "rules": rules}
    results = [_result(gate, each, sorted(debts)) for each in gate.verdict.failures]
    run = {"tool": {"driver": driver}, "results": results, "columnKind": "unicodeCodePoints"}
    return json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _rule(debt: Debt) -> dict[str, object]:
    helps = f"{debt.remediation[0]}. More: debtaudit debts {debt.slug}"
    return {"id": debt.slug, "name": debt.name.title().replace(" ", ""),
            "shortDescription": {"text": f"{debt.name}."}, "help": {"text": helps}}  # fmt: skip


def _result(gate: Gate, failure: Failure, rules: list[str]) -> dict[str, object]:
    place, slug = gate.place(failure), failure.finding.partition("@")[0]
    region = {"startLine": max(1, place.line), "startColumn": max(1, place.column)}
    where = {"physicalLocation": {"artifactLocation": {"uri": gate.path(failure)}, "region": region}}
    return {"ruleId": slug, "ruleIndex": rules.index(slug), "level": "error",
            "message": {"text": phrases.sentence(gate.message(failure))}, "locations": [where],
            "partialFingerprints": {"finding/v1": _fingerprint(failure)}}  # fmt: skip


def junit(gate: Gate) -> str:
    """Write JUnit's XML: one test a finding, failed where it stops the change."""
    failures = {each.finding: each for each in gate.verdict.failures}
    cases = [_case(gate, id_, failures.get(id_)) for id_ in gate.verdict.after.findings]
    if not cases:
        cases = ['    <testcase classname="debtaudit" name="nothing was found"/>']
    counts = f'tests="{len(cases)}" failures="{len(failures)}" errors="0"'
    head = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites {counts}>"]
    body = [f'  <testsuite name="debtaudit gate" {counts}>', *cases, "  </testsuite>"]
    return "\n".join([*head, *body, "</testsuites>"])


def _case(gate: Gate, id_: str, failure: Failure | None) -> str:
    debt, _, asset = id_.partition("@")
    opening = f"    <testcase classname={quoteattr(asset)} name={quoteattr(debt)}"
    if failure is None:
        return f"{opening}/>"
    message = f"{gate.message(failure)}; {gate.cost(failure)} a quarter ({gate.where(failure)})"
    return f"{opening} file={quoteattr(gate.path(failure))}><failure message={quoteattr(message)}/></testcase>"


def codequality(gate: Gate) -> str:
    """Write GitLab's code-quality report."""
    return json.dumps([
        {"description": gate.message(each), "check_name": each.finding.partition("@")[0],
         "fingerprint": _fingerprint(each), "severity": SEVERITY[each.after.band],
         "location": {"path": gate.path(each), "lines": {"begin": _line(gate, each)}}}
        for each in gate.verdict.failures
    ], indent=2, ensure_ascii=False)  # fmt: skip


def markdown(gate: Gate) -> str:
    """Write a comment for a pull request: the verdict, what stops it, and what the change does to the totals."""
    return "\n".join(_comment(gate))


def _comment(gate: Gate) -> Iterator[str]:
    verdict, audit = gate.verdict, gate.audit
    yield f"### {'Passed' if verdict.passed else 'Stopped'}: technical debt"
    yield ""
    yield " ".join([gate.said, *(harmless(each) for each in gate.notes)])
    yield ""
    if verdict.failures:
        yield "| Finding | A quarter | Rank | Why | Seen | Where |"
        yield "|---|---:|---:|---|---|---|"
        yield from (_failed(gate, each) for each in verdict.failures)
        yield ""
    if verdict.comparison:
        yield from _account(verdict.comparison, audit)
    low, high = audit.totals.interest.p10, audit.totals.interest.p90
    span = f"{phrases.money(low, audit.currency)} to {phrases.money(high, audit.currency)}"
    together = phrases.money(audit.totals.interest.mean, audit.currency)
    aside = without(verdict.after)
    yield f"All debt together{aside.replace('without', 'with')}: {together} a quarter (80 % range {span})."


def _failed(gate: Gate, failure: Failure) -> str:
    item = gate.items[failure.finding]
    seen = harmless(printable(item.finding.message))
    return (f"| {harmless(failure.finding)} | {gate.cost(failure)} | {item.rank} | {harmless(failure.why)} | {seen}"
            f" | {harmless(gate.where(failure))} |")  # fmt: skip


def without(snapshot: Snapshot) -> str:
    """Say what the account of open debt leaves out: `, without 2 accepted`; empty where that is nothing."""
    states: Counter[str] = Counter(line.state for line in snapshot.findings.values() if line.state in SET_ASIDE)
    told = [f"{states[state]} {name}" for state, name in ASIDE.items() if states[state]]
    return f", without {' and '.join(told)}" if told else ""


def _account(made: Comparison, audit: Audit) -> Iterator[str]:
    """Yield the table from the baseline to now; what only costs more or less changes no count, and is counted aside."""
    yield f"| Open debt{without(made.after)} | Findings | Interest a quarter |"
    yield "|---|---:|---:|"
    rows = statement(made)
    changed = {NAMES[name]: len({each.finding for each in made.of(name)}) for name in PARTS}
    for place, (name, count, interest, _days) in enumerate(rows):
        whole_sum = place in {0, len(rows) - 1}
        aside = f" ({phrases.count(changed[name], 'finding')})" if not whole_sum and not count else ""
        label = ("baseline" if place == 0 else "now") if whole_sum else f"{name}{aside}"
        yield f"| {label} | {count if whole_sum else signed(count)} | {_amount(interest, audit, whole_sum)} |"
    yield ""


def _amount(interest: int, audit: Audit, whole_sum: bool) -> str:  # noqa: FBT001 - one row or another
    return f"{phrases.signed(audit.currency)}{interest:,}" if whole_sum else signed(interest)


def _line(gate: Gate, failure: Failure) -> int:
    return max(1, gate.place(failure).line)


def _fingerprint(failure: Failure) -> str:
    return sha256(failure.finding.encode()).hexdigest()[:32]


__all__ = ["Gate", "as_json", "codequality", "github", "junit", "markdown", "sarif", "text", "without"]
