"""Two processes say what one says. In processes of their own: these tests have threads, beside which none is forked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from debtaudit.sharing import can_share, shared

ROOT = Path(__file__).parents[1]
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


def alone(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    return done.stdout


@linux_only
def test_a_helper_takes_a_part_and_pieces_keep_their_order() -> None:
    assert alone(
        """
import os, time
from debtaudit import sharing
sharing.multiprocessing.cpu_count = lambda: 2

def piece(number):
    time.sleep(0.02)  # long enough for either to take some
    return number, os.getpid()

made = sharing.shared(piece, 40, pack=lambda both: f"{both[0]} {both[1]}",
                      unpack=lambda number, text: tuple(map(int, text.split())))
print([number for number, _ in made] == list(range(40)), len({process for _, process in made}))
"""
    ).split() == ["True", "2"]


@linux_only
def test_pieces_of_a_killed_helper_are_made_here_and_an_error_there_is_raised_here() -> None:
    assert alone(
        """
import os, time
from debtaudit import sharing
sharing.multiprocessing.cpu_count = lambda: 2
here = os.getpid()

def dies(number):
    if os.getpid() != here:
        os._exit(9)
    time.sleep(0.2)  # long enough for the helper to take a piece, and die of it
    return number * number

def fails(number):
    if os.getpid() != here:
        raise ZeroDivisionError("piece " + str(number))
    time.sleep(0.2)
    return number

same = lambda each: each
print(sharing.shared(dies, 5, same, lambda number, each: each))
try:
    sharing.shared(fails, 5, same, lambda number, each: each)
except ZeroDivisionError as error:
    print(str(error)[:5])
"""
    ).split("\n") == ["[0, 1, 4, 9, 16]", "piece", ""]


@linux_only
def test_debts_asked_by_two_processes_say_what_one_process_hears() -> None:
    assert alone(
        """
from datetime import date
from pathlib import Path
from threading import Event, Thread
from debtaudit import sharing
from debtaudit.detectors import _ask
from debtaudit.detectors._catalogue import catalogue
from debtaudit.domain.settings import Settings
from debtaudit.graph import AuditGraph
from debtaudit.inventory import load
sharing.multiprocessing.cpu_count = lambda: 2
graph = AuditGraph(load(Path("sample_inventory")), date(2026, 9, 30))
debts = catalogue(Settings()).debts
one = _ask.ask(debts, graph, graph.inventory)
assert sharing.can_share()
_ask.WORTH_SHARING = 0
two = _ask.ask(debts, graph, graph.inventory)
print(one == two, len(one.findings) > 50, len(one.gaps) > 50)
mine = {id(each) for each in graph.inventory.assets.values()}
print(all(id(each.asset) in mine for each in two.findings if each.asset.id in graph.inventory.assets))
"""
    ).split() == ["True", "True", "True", "True"]


def test_beside_other_threads_all_is_made_here() -> None:
    done = Event()
    other = Thread(target=done.wait)
    other.start()
    try:
        assert not can_share()
        assert shared(lambda number: number + 1, 3, str, lambda _, text: int(text)) == [1, 2, 3]
    finally:
        done.set()
        other.join()
