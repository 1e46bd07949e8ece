"""What is remembered survives: half a line, a crash between two files, a second program."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.inventory.write import write
from debtaudit.trackers.sync.journal import Broken, Journal, Locked, locked, peek
from debtaudit.trackers.sync.state import Entry, Pending, State, entry_from_plain, entry_to_plain, from_plain, to_plain
from debtaudit.trackers.sync.words import Known

FRESH = State("github acme/shop")
PENDING = Pending("a@b", "m1", 1.5, {"title": "t"}, frozenset({"x"}))
KNOWN = Known("a@b", "m1", "7", "#7", "https://x.example/7", {"title": "t"}, {"title": "u"}, frozenset({"x"}), "doing")


def test_what_was_written_is_there_for_the_next_run(tmp_path: Path) -> None:
    first = Journal(tmp_path, FRESH, write)
    first.write(Entry("begin", "m1", pending=PENDING))
    assert Journal(tmp_path, FRESH, write).state.pending == {"m1": PENDING}
    first.write(Entry("made", "m1", known=KNOWN))
    second = Journal(tmp_path, FRESH, write)
    assert second.state.pending == {} and second.state.items == {"a@b": KNOWN}
    second.fold()
    assert Journal(tmp_path, FRESH, write).state == second.state


def test_half_a_line_at_the_end_was_never_written(tmp_path: Path) -> None:
    Journal(tmp_path, FRESH, write).write(Entry("begin", "m1", pending=PENDING))
    with (tmp_path / "journal.jsonl").open("ab") as file:
        file.write(b'{"number": 2, "does": "ma')
    again = Journal(tmp_path, FRESH, write)
    assert again.state.pending == {"m1": PENDING}
    again.write(Entry("made", "m1", known=KNOWN))
    assert Journal(tmp_path, FRESH, write).state.items == {"a@b": KNOWN}


def test_whoever_only_reads_leaves_half_a_line_to_whoever_writes_it(tmp_path: Path) -> None:
    Journal(tmp_path, FRESH, write).write(Entry("begin", "m1", pending=PENDING))
    with (tmp_path / "journal.jsonl").open("ab") as file:
        file.write(b'{"number": 2, "does": "ma')
    before = (tmp_path / "journal.jsonl").read_bytes()
    assert peek(tmp_path, FRESH).pending == {"m1": PENDING}
    assert (tmp_path / "journal.jsonl").read_bytes() == before


def test_a_crash_between_the_state_and_the_new_journal_changes_nothing(tmp_path: Path) -> None:
    first = Journal(tmp_path, FRESH, write)
    first.write(Entry("begin", "m1", pending=PENDING))
    first.write(Entry("made", "m1", known=KNOWN))
    kept = (tmp_path / "journal.jsonl").read_bytes()
    first.fold()
    (tmp_path / "journal.jsonl").write_bytes(kept)
    assert Journal(tmp_path, FRESH, write).state == first.state


def test_a_line_is_on_the_disk_before_anything_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []
    monkeypatch.setattr(os, "fsync", lambda handle: sizes.append(os.fstat(handle).st_size))
    Journal(tmp_path, FRESH, write).write(Entry("begin", "m1", pending=PENDING))
    assert sizes == [(tmp_path / "journal.jsonl").stat().st_size] and sizes[0] > 0


@pytest.mark.parametrize("name", ["state.json", "journal.jsonl"])
def test_a_file_that_is_no_state_is_told_by_its_place_and_not_overwritten(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("[1]\n")
    with pytest.raises(Broken, match=name):
        Journal(tmp_path, FRESH, write)
    assert (tmp_path / name).read_text() == "[1]\n"


def test_a_state_of_another_project_is_refused(tmp_path: Path) -> None:
    Journal(tmp_path, FRESH, write).fold()
    with pytest.raises(Broken, match="not about github other/one"):
        Journal(tmp_path, State("github other/one"), write)


def test_only_one_works_on_a_target(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(Locked), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


texts = st.text(max_size=20)
prints = st.dictionaries(texts, texts, max_size=3)
knowns = st.builds(
    Known, texts, texts, texts, texts, texts, prints, prints, st.frozensets(texts, max_size=3),
    st.sampled_from(["open", "doing", "done", "dropped"]), texts, texts, texts,
)  # fmt: skip
pendings = st.builds(Pending, texts, texts, st.floats(0, 4e9), prints, st.frozensets(texts, max_size=3))


@given(st.lists(knowns, max_size=4), st.lists(pendings, max_size=4))
def test_a_state_is_read_back_as_it_was_written(items: list[Known], pending: list[Pending]) -> None:
    state = State("t", {each.finding: each for each in items}, {each.mark: each for each in pending}, 3)
    assert from_plain(to_plain(state)) == state


@given(knowns, pendings)
def test_a_line_is_read_back_as_it_was_written(known: Known, pending: Pending) -> None:
    for entry in (Entry("made", "m", None, known, 3), Entry("begin", "m", pending, None, 4)):
        assert entry_from_plain(entry_to_plain(entry)) == entry


@given(st.lists(st.one_of(knowns, pendings), max_size=6))
def test_reading_a_journal_twice_is_reading_it_once(parts: list[Known | Pending]) -> None:
    entries = [
        Entry("made", each.mark, known=each, number=at)
        if isinstance(each, Known)
        else Entry("begin", each.mark, each, number=at)
        for at, each in enumerate(parts, start=1)
    ]
    once = State("t")
    for entry in entries:
        once = once.after(entry)
    twice = once
    for entry in entries:
        twice = twice.after(entry)
    assert twice == once
