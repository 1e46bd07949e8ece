"""Two processes say what one says. In processes of their own: these tests have threads, beside which none is forked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from debtaudit.sharing import ALONE, Helper, can_fork

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
import multiprocessing
import os, time
from debtaudit import sharing
multiprocessing.cpu_count = lambda: 2

def piece(number):
    time.sleep(0.02)  # long enough for either to take some
    return number, os.getpid()

with sharing.Helper() as helper:
    made = helper.share(piece, 40, pack=lambda both: f"{both[0]} {both[1]}",
                        unpack=lambda number, text: tuple(map(int, text.split())))
print([number for number, _ in made] == list(range(40)), len({process for _, process in made}))
"""
    ).split() == ["True", "2"]


@linux_only
def test_pieces_of_a_killed_helper_are_made_here_and_an_error_there_is_raised_here() -> None:
    assert alone(
        """
import multiprocessing
import os, time
from debtaudit import sharing
multiprocessing.cpu_count = lambda: 2
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
with sharing.Helper() as helper:
    print(helper.share(dies, 5, same, lambda number, each: each))
    print(helper.begin(abs, -3)())
try:
    with sharing.Helper() as helper:
        helper.share(fails, 5, same, lambda number, each: each)
except ZeroDivisionError as error:
    print(str(error)[:5])
"""
    ).split("\n") == ["[0, 1, 4, 9, 16]", "3", "piece", ""]


@linux_only
def test_work_begun_in_the_helper_is_done_there_and_its_result_or_error_comes_back() -> None:
    assert alone(
        """
import multiprocessing
import os
from debtaudit import sharing
multiprocessing.cpu_count = lambda: 2

def where(_):
    return os.getpid()

def dies(here):
    if os.getpid() != here:
        os._exit(9)
    return "done here"

with sharing.Helper() as helper:
    print(helper.begin(where, None)() != os.getpid())
    try:
        helper.begin(int, "x")()
    except ValueError as error:
        print("error")
    print(helper.share(lambda number: os.getpid(), 3, int, lambda _, each: each) == [os.getpid()] * 3)
    result = helper.begin(dies, os.getpid())
    print(result())
    print(helper.begin(where, None)() == os.getpid())
with sharing.Helper(wanted=False) as nobody:
    print(nobody.begin(where, None)() == os.getpid())
"""
    ).split("\n") == ["True", "error", "True", "done here", "True", "True", ""]


@linux_only
def test_debts_asked_by_two_processes_say_what_one_process_hears() -> None:
    assert alone(
        """
import multiprocessing
from datetime import date
from pathlib import Path
from threading import Event, Thread
from debtaudit import sharing
from debtaudit.detectors._ask import ask
from debtaudit.detectors._catalogue import catalogue
from debtaudit.domain.settings import Settings
from debtaudit.graph import AuditGraph
from debtaudit.inventory import load
multiprocessing.cpu_count = lambda: 2
graph = AuditGraph(load(Path("sample_inventory")), date(2026, 9, 30))
debts = catalogue(Settings()).debts
one = ask(debts, graph, graph.inventory)
assert sharing.can_fork()
with sharing.Helper() as helper:
    two = ask(debts, graph, graph.inventory, helper=helper)
print(one == two, len(one.findings) > 50, len(one.gaps) > 50)
mine = {id(each) for each in graph.inventory.assets.values()}
print(all(id(each.asset) in mine for each in two.findings if each.asset.id in graph.inventory.assets))
"""
    ).split() == ["True", "True", "True", "True"]


@linux_only
def test_an_inventory_that_two_processes_parse_is_the_one_that_one_parses() -> None:
    assert (
        alone(
            """
import multiprocessing
from dataclasses import replace
from pathlib import Path
from debtaudit import sharing
from debtaudit.inventory import load, pieces
multiprocessing.cpu_count = lambda: 2
one = load(Path("sample_inventory"))
pieces.SIZE, pieces.WORTH_HELP = 2_000, 0
two = load(Path("sample_inventory"))
same = lambda inventory: replace(inventory, origin=None)
print(same(one) == same(two), one.problems == two.problems)
places = [(id_, "owner") for id_ in one.assets]
print([one.origin(*each) for each in places] == [two.origin(*each) for each in places])
"""
        ).split()
        == ["True"] * 3
    )


@linux_only
def test_an_audit_with_a_helper_says_what_one_without_says() -> None:
    assert (
        alone(
            """
import multiprocessing
from datetime import date
from pathlib import Path
from debtaudit import flow, sharing
from debtaudit.inventory import load
multiprocessing.cpu_count = lambda: 2
inventory = load(Path("sample_inventory"))
one = flow.audit(inventory, date(2026, 9, 30))
flow.WORTH_HELP = 0
two = flow.audit(inventory, date(2026, 9, 30))
print(one.items == two.items, one.unknowns == two.unknowns, one.totals == two.totals, one.problems == two.problems)
"""
        ).split()
        == ["True"] * 4
    )


def test_beside_other_threads_all_is_made_here() -> None:
    done = Event()
    other = Thread(target=done.wait)
    other.start()
    try:
        assert not can_fork()
        with Helper() as helper:
            assert helper.share(lambda number: number + 1, 3, str, lambda _, text: int(text)) == [1, 2, 3]
            assert helper.begin(lambda number: number + 1, 3)() == 4  # it could not even be sent
    finally:
        done.set()
        other.join()


def test_nobody_helps_where_nobody_is_wanted() -> None:
    assert ALONE.share(lambda number: number + 1, 2, str, lambda _, text: int(text)) == [1, 2]
    assert ALONE.begin(lambda number: number + 1, 1)() == 2
