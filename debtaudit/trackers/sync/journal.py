"""The files of one target: a state, and a journal that is written ahead of it. One program at a time.

A line of the journal is on the disk before `write` returns. The state is replaced in one step when the journal is
folded into it; whoever pulls the plug between the two finds lines that are in the state already, and changes nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol

from debtaudit.inventory.lock import Busy, alone
from debtaudit.trackers.sync.state import Entry, State, entry_from_plain, entry_to_plain, from_plain, to_plain

STATE: Final = "state.json"
JOURNAL: Final = "journal.jsonl"
LOCK: Final = "lock"


class Locked(Exception):  # noqa: N818 - it says what is the matter, as the others here do
    """Another run is at work on the same target."""


class Broken(Exception):  # noqa: N818 - the same
    """A file of the target cannot be read; the message says which, where, and what to do."""


class Book(Protocol):
    """What is remembered, and a way to write down what happens."""

    @property
    def state(self) -> State:
        """What is remembered now."""

    def write(self, entry: Entry) -> None:
        """Write down what happens; it is on the disk when this returns."""


class Journal:
    """The state of one target on the disk, and every step as it is taken."""

    def __init__(
        self, folder: Path, state: State, write: Callable[[Path, str], None], *, mend: bool = True
    ) -> None:  # fmt: skip
        """Open what stands in a folder.

        `state` is where a first run begins, and names the target; `write` replaces a file in one step. `mend` takes
        away half a line at the end of the journal, which only whoever holds the lock may do: another may be writing it.
        """
        self.folder = folder
        self._write = write
        self._folded = _read_state(folder / STATE)
        self.state = self._folded or state
        if self.state.target != state.target:
            raise Broken(f"{folder / STATE} is about {self.state.target}, not about {state.target}; move it away")
        for entry in _read_journal(folder / JOURNAL, mend=mend):
            self.state = self.state.after(entry)

    def write(self, entry: Entry) -> None:
        """Append a line and flush it to the disk."""
        entry = replace(entry, number=self.state.number + 1)
        line = json.dumps(entry_to_plain(entry), sort_keys=True, ensure_ascii=False)
        with (self.folder / JOURNAL).open("ab") as file:
            file.write(f"{line}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        self.state = self.state.after(entry)

    def fold(self) -> None:
        """Replace the state by what it is now, and begin a new journal; nothing, where nothing changed."""
        if self.state is self._folded:
            return
        self._write(self.folder / STATE, json.dumps(to_plain(self.state), indent=1, ensure_ascii=False) + "\n")
        self._write(self.folder / JOURNAL, "")
        self._folded = self.state


def peek(folder: Path, state: State) -> State:
    """Return what is remembered without writing anything."""
    return Journal(folder, state, _refuse, mend=False).state


def _refuse(path: Path, _text: str) -> None:
    raise Broken(f"{path} was about to be written by a command that only reads")


def _read_state(path: Path) -> State | None:
    if not path.exists():
        return None
    try:
        return from_plain(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, UnicodeDecodeError) as error:
        hint = "move it away, and `debtaudit sync TRACKER adopt` finds the issues again"
        raise Broken(f"{path} cannot be read: {error}; {hint}") from None


def _read_journal(path: Path, *, mend: bool) -> Iterator[Entry]:
    """Yield what was written down; a last line without an end was cut off before anything came of it."""
    if not path.exists():
        return
    *lines, cut = path.read_bytes().split(b"\n")
    if cut and mend:
        _cut_off(path, len(cut))
    for number, line in enumerate(lines, start=1):
        try:
            yield entry_from_plain(json.loads(line))
        except (ValueError, UnicodeDecodeError) as error:
            hint = "move the folder away, and `debtaudit sync TRACKER adopt` finds the issues again"
            raise Broken(f"{path}:{number} cannot be read: {error}; {hint}") from None


def _cut_off(path: Path, length: int) -> None:
    """Take half a line away, so that the next one begins on a line of its own."""
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - length)
        os.fsync(file.fileno())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep every other run away from a target until this one ends, however it ends.

    Raises:
        Locked: when another run is at work.

    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        try:
            held.enter_context(alone(folder / LOCK, folder, patience=0))
        except Busy:
            raise Locked(f"another run is at work on {folder}") from None
        yield
