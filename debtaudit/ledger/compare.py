"""Two snapshots -> what lies between them, in parts that add up exactly.

The account is of open debt: opening + parts = closing, in findings, interest, days and cost. Each change of a finding
belongs to one part; a finding that grew while settings changed gives two changes, one to each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from debtaudit.ledger.amounts import NOTHING, Amounts, total
from debtaudit.ledger.snapshot import SET_ASIDE, Line, Snapshot, split

Part = Literal["repaid", "clarified", "new", "grown", "shrunk", "re_scored", "left_scope", "accepted"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)
LINK: Final = "@"


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one finding, and how much open debt it added or took away."""

    finding: str
    part: Part
    why: str
    amounts: Amounts
    before: Line | None = None
    after: Line | None = None
    formerly: str = ""  # the finding's id before, where its asset was renamed


@dataclass(frozen=True)
class Comparison:
    """Two snapshots side by side. `changes` come in order of part, the largest change of interest first."""

    before: Snapshot
    after: Snapshot
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()

    @property
    def opening(self) -> Amounts:
        """The open debt of the first snapshot."""
        return self.before.open

    @property
    def closing(self) -> Amounts:
        """The open debt of the second one."""
        return self.after.open

    def part(self, name: Part) -> Amounts:
        """What one part adds; what it takes away is negative."""
        return total(each.amounts for each in self.changes if each.part == name)

    def of(self, name: Part) -> tuple[Change, ...]:
        """The changes of one part."""
        return tuple(each for each in self.changes if each.part == name)

    @property
    def parts(self) -> Mapping[Part, Amounts]:
        """Every part, in the order of `PARTS`; with the opening they add up to the closing."""
        return {name: self.part(name) for name in PARTS}


def compare(before: Snapshot, after: Snapshot) -> Comparison:
    """Split the change of open debt between two snapshots into its parts."""
    renamed = _renamed(after)
    earlier = _today(before, renamed)
    between = _under_old_settings(after, before)
    changes = [*_changes(earlier, between, after), *_rescored(between, after)]
    old = {new: former for former, new in _former_ids(before, renamed).items() if former != new}
    named = (replace(each, formerly=old.get(each.finding, "")) for each in changes)
    ordered = sorted(named, key=lambda each: (PARTS.index(each.part), -abs(each.amounts.interest), each.finding))
    return Comparison(before, after, tuple(ordered), tuple(_notes(before, after)))


def lines_before(made: Comparison) -> Mapping[str, Line]:
    """Return the findings of the first snapshot under the names that they have in the second one."""
    return _today(made.before, _renamed(made.after)).findings


def _renamed(after: Snapshot) -> dict[str, str]:
    """Return the id of today for each old id, as the later snapshot knows it; an id still in use is nobody's past."""
    return {
        old: new for new, asset in after.assets.items() for old in asset.formerly if old not in after.assets
    }  # fmt: skip


def _former_ids(before: Snapshot, renamed: Mapping[str, str]) -> dict[str, str]:
    return {each: _called(each, renamed) for each in (*before.findings, *before.unknown, *before.not_applicable)}


def _called(finding: str, renamed: Mapping[str, str]) -> str:
    debt, asset = split(finding)
    return f"{debt}{LINK}{renamed.get(asset, asset)}"


def _today(snapshot: Snapshot, renamed: Mapping[str, str]) -> Snapshot:
    """Return a snapshot in which assets have the ids of today. Findings of assets that became one are added up."""
    if not renamed:
        return snapshot
    findings: dict[str, Line] = {}
    for id_, line in snapshot.findings.items():
        name = _called(id_, renamed)
        findings[name] = _joined(findings[name], line) if name in findings else line
    return replace(
        snapshot, findings=findings,
        assets={renamed.get(id_, id_): asset for id_, asset in snapshot.assets.items()},
        unknown={_called(id_, renamed): value for id_, value in snapshot.unknown.items()},
        not_applicable=frozenset(_called(id_, renamed) for id_ in snapshot.not_applicable),
    )  # fmt: skip


def _joined(one: Line, other: Line) -> Line:
    """Return one line for two; it is set aside only when both were, and holds what was open."""
    if one.state in SET_ASIDE and other.state in SET_ASIDE:
        return replace(one, amounts=one.amounts + other.amounts)
    state = other.state if one.state in SET_ASIDE else one.state
    return replace(one, amounts=one.open + other.open, state=state)


def _under_old_settings(after: Snapshot, before: Snapshot) -> Snapshot:
    """Return the later snapshot as it would be under the earlier one's settings, where that is on record."""
    if after.settings == before.settings or after.rescored is None or after.rescored.settings != before.fingerprint:
        return after
    changed = after.rescored.lines
    findings = {**after.findings, **{id_: line for id_, line in changed.items() if line is not None}}
    gone = {id_ for id_, line in changed.items() if line is None}
    return replace(
        after, findings={id_: line for id_, line in sorted(findings.items()) if id_ not in gone},
        settings=before.settings,
    )  # fmt: skip


def _rescored(between: Snapshot, after: Snapshot) -> Iterator[Change]:
    """Yield what the new settings alone change."""
    if between is after:
        return
    for id_ in sorted(between.findings.keys() | after.findings.keys()):
        one, other = between.findings.get(id_), after.findings.get(id_)
        difference = _open(other) - _open(one)
        if difference:
            yield Change(id_, "re_scored", "settings changed", difference, one, other)


def _changes(before: Snapshot, after: Snapshot, final: Snapshot) -> Iterator[Change]:
    """Yield what happened to each finding while settings stayed, as far as they did."""
    for id_ in sorted(before.findings.keys() | after.findings.keys()):
        one, other = before.findings.get(id_), after.findings.get(id_)
        shown = final.findings.get(id_, other) if other else None
        part, why = _cause(id_, before, after)
        if one is None and other and other.state in SET_ASIDE:  # found and set aside within the quarter
            yield Change(id_, part, why, other.amounts, None, shown)
            part, why = _decided(Line(NOTHING), other)
            yield Change(id_, part, why, -other.amounts, None, shown)
        elif _open(other) != _open(one) or other is None:
            yield Change(id_, part, why, _open(other) - _open(one), one, shown)


def _cause(id_: str, before: Snapshot, after: Snapshot) -> tuple[Part, str]:
    """Tell the part that a finding's change belongs to, and why."""
    one, other = before.findings.get(id_), after.findings.get(id_)
    judged = _judged_otherwise(id_, before, after)
    if one is None:
        return _came(id_, before, judged)
    if other is None:
        return _went(id_, after, judged)
    if (one.state in SET_ASIDE) != (other.state in SET_ASIDE):
        return _decided(one, other)
    if judged:
        return "re_scored", judged
    less = (other.amounts.interest, other.amounts.days) < (one.amounts.interest, one.amounts.days)
    return ("shrunk", "it costs less") if less else ("grown", "it costs more")


def _came(id_: str, before: Snapshot, judged: str) -> tuple[Part, str]:
    debt, asset = split(id_)
    if id_ in before.unknown:
        return "clarified", "it was unknown, and is found"
    if asset not in before.assets:
        return "new", "its asset is new in the inventory"
    if judged:
        return "re_scored", judged
    if debt in before.not_run:
        return "re_scored", "it could not be looked for before"
    return "new", "it applies now" if id_ in before.not_applicable else "it was not there"


def _went(id_: str, after: Snapshot, judged: str) -> tuple[Part, str]:
    debt, asset = split(id_)
    if asset not in after.assets:
        return "left_scope", "its asset is not in the inventory any more"
    if debt in after.not_run:
        return "re_scored", "it could not be looked for"
    if id_ in after.not_applicable:
        return "left_scope", "it does not apply any more"
    if judged:
        return "re_scored", judged
    if id_ in after.unknown:
        return "clarified", "nobody can tell any more"
    return "repaid", "it is not found any more"


def _decided(one: Line, other: Line) -> tuple[Part, str]:
    now = other.state if other.state in SET_ASIDE else one.state
    back = other.state not in SET_ASIDE
    if now == "accepted":
        return "accepted", "its acceptance has ended" if back else "it was accepted"
    return "clarified", "it is no false positive after all" if back else "it was a false positive"


def _judged_otherwise(id_: str, before: Snapshot, after: Snapshot) -> str:
    """Tell whether rules or settings of a finding changed so that its change says nothing about the debt."""
    debt, _ = split(id_)
    if before.rules.get(debt) != after.rules.get(debt):
        return "its rule changed" if debt in before.rules and debt in after.rules else "its rule came or went"
    if before.rules.get("model") != after.rules.get("model"):
        return "the risk model changed"
    if before.currency != after.currency:
        return "the currency changed"
    return "settings changed" if _touches(debt, before, after) else ""


def _touches(debt: str, before: Snapshot, after: Snapshot) -> bool:
    """Tell whether a setting changed that a debt's price or verdict rests on."""
    if before.settings == after.settings:
        return False
    names = before.settings.keys() | after.settings.keys()
    changed = (name for name in names if before.settings.get(name) != after.settings.get(name))
    return any(name.startswith("policy.") or name.split(".")[1] == debt for name in changed)


def _open(line: Line | None) -> Amounts:
    return NOTHING if line is None else line.open


def _notes(before: Snapshot, after: Snapshot) -> Iterator[str]:
    """Yield what a reader must know to trust the split."""
    if before.as_of >= after.as_of:
        yield "The first snapshot is not older than the second: everything reads backwards."
    if before.currency != after.currency:
        yield "The two count in different currencies: all amounts are re-scored, and say nothing about the debt."
    if before.organisation != after.organisation:
        yield f"They are of different organisations: {before.organisation or 'unnamed'}, {after.organisation}."
    known = after.rescored is not None and after.rescored.settings == before.fingerprint
    if before.settings != after.settings and not known:
        yield "Settings changed between the two, and what that alone did is not on record: it counts as re-scored."
    if after.rules.get("model") != before.rules.get("model"):
        yield "The risk model changed between the two: changes of findings found both times count as re-scored."


__all__ = ["PARTS", "Change", "Comparison", "Part", "compare"]
