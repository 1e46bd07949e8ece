"""Problems of an inventory as text, JSON, annotations of a pull request, and SARIF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePosixPath

from debtaudit import __version__
from debtaudit.domain.facts import Place
from debtaudit.domain.problem import Problem

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def text(problems: Sequence[Problem], _folder: str = "") -> str:
    """Write a line each, as compilers do."""
    return "".join(f"{problem}\n" for problem in problems)


def as_json(problems: Sequence[Problem], _folder: str = "") -> str:
    """Write the format `debtaudit-problems`, version 1."""
    names = ("file", "line", "column", "level", "code", "message", "hint")
    listed = [{name: getattr(problem, name) for name in names} for problem in problems]
    document = {"format": "debtaudit-problems", "version": 1, "problems": listed}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def github(problems: Sequence[Problem], folder: str = "") -> str:
    """Write workflow commands that annotate the lines of a pull request; files are relative to where it runs."""
    said = ((each, f"{each.message}; {each.hint}" if each.hint else each.message) for each in problems)
    return "".join(
        annotation(each.level, _path(each, folder), Place(each.file, each.line, each.column), each.code, words)
        for each, words in said
    )


def annotation(level: str, path: str, place: Place, title: str, said: str) -> str:
    """Write one workflow command; nothing that it quotes can become a command of its own."""
    where = {"file": path, "line": str(place.line), "col": str(place.column), "title": title}
    properties = ",".join(f"{name}={_property(value)}" for name, value in where.items() if value not in {"", "0"})
    return f"::{level} {properties}::{_data(said)}\n"


def sarif(problems: Sequence[Problem], folder: str = "") -> str:
    """Write SARIF 2.1.0, which code-scanning pages read."""
    rules = [{"id": code} for code in sorted({each.code for each in problems})]
    tool = {"driver": {"name": "debtaudit", "version": __version__, "rules": rules}}
    run = {"tool": tool, "results": [_result(each, folder) for each in problems]}
    return json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _result(problem: Problem, folder: str) -> dict[str, object]:
    said = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    region = {"startLine": max(1, problem.line), "startColumn": max(1, problem.column)}
    where = {"artifactLocation": {"uri": _path(problem, folder) or "."}, "region": region}
    return {"ruleId": problem.code, "level": problem.level, "message": {"text": said},
            "locations": [{"physicalLocation": where}]}  # fmt: skip


def _path(problem: Problem, folder: str) -> str:
    return (PurePosixPath(folder) / problem.file).as_posix() if problem.file else ""


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
