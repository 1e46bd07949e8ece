"""Several people and a scheduled job at work on one inventory: who comes second waits, and else is told."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path
from typing import Any

import pytest

from debtaudit.inventory import lock
from debtaudit.inventory.lock import changing
from debtaudit.questionnaire.session import Session
from tests.cli.conftest import DAY, SAMPLE, Said, run
from tests.cli.test_audit import NEW, typed

COLLECT, GATE = (importlib.import_module(f"debtaudit.cli.{name}") for name in ("collect", "gate"))
ANSWERS = """\
source: {kind: questionnaire, name: debtaudit questions 1}
answers: [{question: q-rebuild, asset: intent, level: 2, by: ann, at: 2026-09-30}]
"""
CARDS = "- {type: model, name: Base, organization: Lab}\n"


def accept(root: Path) -> Said:
    words = ("--until", "2026-12-01", "--by", "ana", "--approver", "max", "--reason", "new shop", "--as-of", DAY)
    return run("accept", "unmonitored-concept-drift@intent", root, *words)


def take_answers(root: Path) -> Said:
    (root.parent / "taken.yaml").write_text(ANSWERS)
    return run("audit", root, "--answers", root.parent / "taken.yaml", "--as-of", DAY)


def snapshot(root: Path) -> Said:
    return run("snapshot", root, "--as-of", DAY, "--out", root / "q3.yaml")


def renew_baseline(root: Path) -> Said:
    return run("gate", root, "--as-of", DAY, "--baseline", root / "baseline.yaml", "--update-baseline")


def compare_data(root: Path) -> Said:
    for name in ("a", "b"):
        (root.parent / f"{name}.csv").write_text("n\n1\n2\n3\n")
    data = ("--reference", root.parent / "a.csv", "--current", root.parent / "b.csv")
    return run("drift", *data, "--into", root / "drift.yaml", "--asset", "intent", "--as-of", DAY)


def collect(root: Path, more: str = "") -> Said:
    (root.parent / "cards.yaml").write_text(CARDS + more)
    return run("collect", "ecosystem-graphs", root.parent / "cards.yaml", "--into", root, "--as-of", DAY)


def calibrate(root: Path) -> Said:
    (root / "all.yaml").unlink(missing_ok=True)
    shutil.copytree(SAMPLE, root, dirs_exist_ok=True)
    return run("calibrate", root, "--until", DAY, "--write")


WRITERS = [
    (accept, "decisions.yaml"), (take_answers, "answers/audit-chat.yaml"), (snapshot, "q3.yaml"),
    (renew_baseline, "baseline.yaml"),
    (compare_data, "drift.yaml"), (collect, "ecosystem-graphs.yaml"), (calibrate, "debtaudit.yaml"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "name"), WRITERS, ids=lambda each: getattr(each, "__name__", each))
def test_who_finds_another_at_work_is_told_so_and_writes_nothing(
    command: Any, name: str, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0)
    target = shop / name
    target.parent.mkdir(exist_ok=True)
    with changing(target):
        said = command(shop)
    assert said.code == 4
    assert f"{target}: somebody else is writing this file just now, and nothing was changed" in said.err
    assert "run it again in a moment" in said.err
    assert not target.exists()
    assert command(shop).code == 0
    assert target.is_file()
    assert not [each.name for each in shop.rglob(".*.lock")]


def test_what_somebody_writes_while_a_source_is_read_is_not_overwritten(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect(shop)
    theirs = (shop / "ecosystem-graphs.yaml").read_text() + "# seen by ann\n"
    read = COLLECT._run

    def read_slowly(*words: Any, **more: Any) -> Any:
        made = read(*words, **more)
        (shop / "ecosystem-graphs.yaml").write_text(theirs)
        return made

    monkeypatch.setattr(COLLECT, "_run", read_slowly)
    said = collect(shop, more="- {type: model, name: Other, organization: Lab}\n")
    assert said.code == 4
    assert "ecosystem-graphs.yaml: somebody else has changed this file meanwhile, and it stays as it is" in said.err
    assert (shop / "ecosystem-graphs.yaml").read_text() == theirs
    monkeypatch.undo()
    assert collect(shop, more="- {type: model, name: Other, organization: Lab}\n").code == 0
    assert "id: other" in (shop / "ecosystem-graphs.yaml").read_text()


def test_a_baseline_that_somebody_renewed_meanwhile_stays(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot(shop)
    older, newer = shop / "baseline.yaml", (shop / "q3.yaml").read_text()
    run("snapshot", shop, "--as-of", "2026-06-30", "--out", older)
    freeze = GATE.frozen

    def frozen_slowly(*words: Any) -> Any:
        made = freeze(*words)
        older.write_text(newer)
        return made

    monkeypatch.setattr(GATE, "frozen", frozen_slowly)
    said = renew_baseline(shop)
    assert (said.code, older.read_text()) == (4, newer)
    assert f"{older}: somebody else has changed this file meanwhile, and it stays as it is" in said.err
    monkeypatch.undo()
    assert renew_baseline(shop).code == 0


def test_one_source_whose_file_is_taken_does_not_keep_the_others_from_theirs(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0)
    for name in ("one", "two"):
        (shop.parent / f"{name}.yaml").write_text(CARDS.replace("Base", name))
    sources = (f"{name}: {{source: ecosystem-graphs, from: ../{name}.yaml}}" for name in ("one", "two"))
    (shop / "debtaudit.yaml").write_text(f"collect: {{{', '.join(sources)}}}\n")
    with changing(shop / "one.yaml"):
        said = run("collect", "--all", "--into", shop, "--as-of", DAY)
    assert (said.code, said.out) == (4, f"{shop / 'two.yaml'}\n")
    assert f"one: {shop / 'one.yaml'}: somebody else is writing this file just now" in said.err
    assert "1 of 2 sources could not be written; run it again in a moment" in said.err


def test_a_first_inventory_that_a_colleague_wrote_while_i_typed_mine_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed_out = Session.begin

    def beside_a_colleague(session: Session) -> str:
        (tmp_path / "inventory.yaml").write_text("models: [{id: theirs, status: production}]\n")
        return typed_out(session)

    monkeypatch.setattr(Session, "begin", beside_a_colleague)
    said = typed(tmp_path, "\n".join([*NEW, ""]))
    assert said.code == 4
    assert "inventory.yaml: somebody else has changed this file meanwhile" in said.err
    assert "theirs" in (tmp_path / "inventory.yaml").read_text()
    assert "most critical model in production: theirs" in typed(tmp_path, "q\n").err
