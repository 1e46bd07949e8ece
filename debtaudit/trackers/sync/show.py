"""A plan as people read it: like a difference, with reasons, and who may hear of each change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import ndiff
from typing import Final

from debtaudit.domain.problem import printable
from debtaudit.trackers.sync.plan import Action, Change, Kind
from debtaudit.trackers.sync.watchers import Watchers
from debtaudit.trackers.sync.words import normal

LONGEST: Final = 12
"""Lines of a body's difference that are shown."""
FEW: Final = 20
"""Equal remarks that are shown one by one."""
SIGNS: Final[dict[Kind, str]] = {
    "create": "+", "adopt": "=", "update": "~", "close": "x",
    "kept": ".", "conflict": "!", "closed": "!", "gone": "!", "orphan": "?", "duplicate": "!", "foreign": "!",
}  # fmt: skip
SAYS: Final[dict[Kind, tuple[str, str]]] = {
    "create": ("new issue", "new issues"),
    "adopt": ("found again", "found again"),
    "update": ("to be changed", "to be changed"),
    "close": ("to be closed", "to be closed"),
    "kept": ("text of people stays", "texts of people stay"),
    "conflict": ("changed on both sides", "changed on both sides"),
    "closed": ("closed there, still found here", "closed there, still found here"),
    "gone": ("deleted there", "deleted there"),
    "orphan": ("not found any more, stays open", "not found any more, stay open"),
    "duplicate": ("with a mark that another has", "with marks that others have"),
    "foreign": ("with our mark by somebody else", "with our marks by somebody else"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line, and the colour that it is shown in where there are colours."""

    text: str
    style: str = ""


STYLES: Final = {"+": "green", "~": "yellow", "x": "red", "!": "bold red", "=": "cyan", "?": "dim", ".": "dim"}


def rows(actions: Sequence[Action], width: int, watchers: Watchers) -> Iterator[Row]:
    """Yield the lines of a plan: first what is done, with who may hear of it, then what is only told."""
    counts: Counter[Kind] = Counter()
    heard = [watchers.of(action) for action in actions if _is_heard(action)]
    same = len(heard) > 1 and len(set(heard)) == 1
    for action in actions:
        counts[action.kind] += 1
        if action.does or counts[action.kind] <= FEW:
            yield from _action(action, width)
        if _is_heard(action) and not same:
            yield Row(_cut(f"            may hear: {watchers.of(action)}", width), "dim")
    for kind, number in counts.items():
        if kind in SAYS and number > FEW and not Action(kind, "", "").does:
            yield Row(f"{SIGNS[kind]} and {number - FEW} more {SAYS[kind][1]}", "dim")
    if same:
        yield Row(_cut(f"May hear of each of these {len(heard)} changes: {heard[0]}", width), "dim")


def _is_heard(action: Action) -> bool:
    """Tell whether something is sent that people may be told of."""
    return action.does and action.kind != "adopt"


def _action(action: Action, width: int) -> Iterator[Row]:
    sign = SIGNS[action.kind]
    key = action.issue.key if action.issue else ""
    title = action.wanted.title if action.wanted else action.issue.title if action.issue else ""
    shown = _cut(f"{sign} {action.kind:<9} {f'{key}  ' if key else ''}{title or action.finding}", width)
    yield Row(shown, STYLES.get(sign, ""))
    if action.reason:
        yield Row(_cut(f"            {action.reason}", width), "dim")
    if action.kind == "create" and action.wanted:
        about = ", ".join(filter(None, (action.wanted.priority, *sorted(action.wanted.labels))))
        yield Row(_cut(f"            {about}", width), "dim")
    for change in action.changes:
        yield from _change(change, width, theirs=not action.does)


def _change(change: Change, width: int, *, theirs: bool) -> Iterator[Row]:
    """Show a text that changes: ours instead of theirs, or theirs, which stays."""
    before, after = normal(change.before), normal(change.after)
    if change.field != "body":
        said = f"'{before}' stays; ours is '{after}'" if theirs else f"{before} → {after}" if before else after
        yield Row(_cut(f"            {change.field}: {said}", width))
        return
    lines = [each for each in ndiff(before.splitlines(), after.splitlines()) if each[:1] in "+-"]
    said = "apart; theirs stays" if theirs else "changed"
    yield Row(f"            body: {len(lines)} line{'s' if len(lines) != 1 else ''} {said}")
    if theirs:
        return
    for line in lines[:LONGEST]:
        yield Row(_cut(f"              {line}", width), "green" if line.startswith("+") else "red")
    if len(lines) > LONGEST:
        yield Row(f"              and {len(lines) - LONGEST} more", "dim")


def summary(actions: Sequence[Action]) -> str:
    """Return one sentence: how many of what."""
    counts = Counter(action.kind for action in actions)
    said = [f"{counts[kind]} {words[counts[kind] != 1]}" for kind, words in SAYS.items() if counts[kind]]
    return ", ".join(said) if said else "nothing to do: all is in step"


def _cut(text: str, width: int) -> str:
    text = printable(text)
    return text if len(text) <= width else f"{text[: width - 1]}…"
