"""A checkout of git as one document: files with lines and shortcuts, and who changed what when. Nothing in it is run.

Hooks, file system monitors, external diffs, filters and signatures of the repository's own configuration are switched
off, and nothing is fetched.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from debtaudit.collectors._collector import Export
from debtaudit.collectors._exports import one
from debtaudit.collectors._gather import without_secrets
from debtaudit.domain.facts import Place
from debtaudit.domain.problem import Problem, printable

SAFE: Final = (
    "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "log.showSignature=false",
    "-c", "core.quotePath=false",
)  # fmt: skip
QUIET: Final = {
    "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_NOSYSTEM": "1", "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C",
}  # fmt: skip
TIMEOUT: Final = 300
LARGEST: Final = 1_000_000
"""Bytes of a file that people wrote; larger ones are made by programs."""
TWO_YEARS: Final = 730 * 86_400
SHORTCUT: Final = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
VENDORED: Final = re.compile(r"(^|/)(vendor|third_party|node_modules|dist|site-packages)/|\.min\.(js|css)$")
COMMIT: Final = "\x1e%H\x1f%ct\x1f%aN\x1f%aE"


class _Failed(Exception):  # noqa: N818 - told as a Problem
    pass


def read_repositories(origins: Sequence[Path]) -> Iterator[Export | Problem]:
    """Yield a document for each checkout; a file is one that was written before."""
    for origin in origins:
        if not origin.is_dir():
            yield one(origin, origin.name)
            continue
        try:
            document = _document(origin)
        except _Failed as no:
            yield Problem.at(Place(printable(str(origin))), "no-repository", str(no))
        except (subprocess.TimeoutExpired, OSError) as error:
            yield Problem.at(Place(printable(str(origin))), "no-repository", f"git could not read this: {error}"[:300])
        else:
            yield Export(f"{document['name']}.json", json.dumps(document, ensure_ascii=True, sort_keys=True).encode())


def _git(folder: Path, *words: str, given: bytes = b"", fails: bool = False) -> bytes:
    program = shutil.which("git")
    if program is None:
        raise _Failed("there is no git on this machine")
    done = subprocess.run(  # noqa: S603 - the words are ours, paths come behind --
        [program, *SAFE, "-C", str(folder), *words], input=given, capture_output=True, check=False, timeout=TIMEOUT,
        env={**{name: value for name, value in os.environ.items() if not name.startswith("GIT_")}, **QUIET},
    )  # fmt: skip
    if done.returncode and not fails:
        raise _Failed(_reason(done.stderr.decode("utf-8", "replace"), folder))
    return b"" if done.returncode else done.stdout


def _reason(said: str, folder: Path) -> str:
    if "dubious ownership" in said:
        return f"this belongs to another user, so git refuses it; git config --global --add safe.directory {folder}"
    if "not a git repository" in said:
        return "this is no git repository"
    if "does not have any commits" in said or "unknown revision" in said or "bad revision" in said:
        return "this repository has no commits"
    lines = [line for line in said.splitlines() if line.strip()]
    return f"git says: {lines[-1][:200] if lines else 'nothing'}"


def _document(folder: Path) -> dict[str, Any]:
    if _git(folder, "rev-parse", "--is-bare-repository").strip() == b"true":
        raise _Failed("this repository is bare: give a checkout of it")
    top = Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    head = int(_git(top, "log", "-1", "--format=%ct", "HEAD", "--"))
    remote = os.fsdecode(_git(top, "config", "--get", "remote.origin.url", fails=True)).strip()
    name = remote.rstrip("/").rpartition("/")[2].removesuffix(".git") or top.name
    paths = _tracked(top)
    changed = _last_changes(top, set(paths))
    return {
        "format": "debtaudit-git", "version": 1, "name": printable(name), "head": head,
        "shallow": _git(top, "rev-parse", "--is-shallow-repository").strip() == b"true",
        "remote": printable(without_secrets(remote)), "commits": list(_commits(top, head)),
        "files": [{**each, "changed": changed.get(each["path"])} for each in _files(top, paths)],
    }  # fmt: skip


def _tracked(top: Path) -> list[str]:
    """Return the files under version control, without submodules, links, and what programs made."""
    found = []
    for entry in _git(top, "ls-files", "-s", "-z").split(b"\0"):
        mode, tab, path = entry.partition(b"\t")
        if tab and mode.startswith(b"100"):
            found.append(os.fsdecode(path))
    given = b"\0".join(os.fsencode(path) for path in found)
    said = _git(top, "check-attr", "-z", "--stdin", "linguist-generated", "linguist-vendored", given=given)
    parts = said.split(b"\0")
    made = {
        os.fsdecode(path)
        for path, _, value in zip(parts[::3], parts[1::3], parts[2::3], strict=False)
        if value in {b"set", b"true"}
    }
    return [path for path in dict.fromkeys(found) if path not in made and not VENDORED.search(path)]


def _files(top: Path, paths: Sequence[str]) -> Iterator[dict[str, Any]]:
    for path in paths:
        try:
            if (top / path).is_symlink() or (top / path).stat().st_size > LARGEST:
                continue
            data = (top / path).read_bytes()
        except OSError:
            continue  # deleted in the checkout
        if b"\0" in data[:8000]:
            continue
        text = data.decode("utf-8", "replace")
        more = {"text": text} if re.search(r"(^|/)requirements[^/]*\.txt$", path) else {}
        yield {"path": printable(path), "lines": text.count("\n") + (not text.endswith("\n") and bool(text)),
               "shortcuts": len(SHORTCUT.findall(text)), **more}  # fmt: skip


def _last_changes(top: Path, wanted: set[str]) -> Mapping[str, int]:
    """Return when each file was last changed, in seconds since 1970."""
    found: dict[str, int] = {}
    said = _git(
        top, "log", "--no-merges", "--no-renames", "--name-only", "-z", "--format=%x1e%ct", "HEAD", "--", fails=True
    )
    for entry in said.split(b"\x1e")[1:]:
        when, _, names = entry.partition(b"\0")
        for name in names.split(b"\0"):
            path = os.fsdecode(name.lstrip(b"\n"))
            if path in wanted:
                found.setdefault(printable(path), int(when))
    return found


def _commits(top: Path, head: int) -> Iterator[dict[str, Any]]:
    """Yield the commits of the two years before the newest: who, when, and how many lines of which file."""
    since = f"--since={head - TWO_YEARS}"
    common = ("log", "--no-merges", "--no-renames", "--use-mailmap", "-z", f"--format={COMMIT}", since)
    counted = _git(top, *common, "--numstat", "--no-ext-diff", "--no-textconv", "HEAD", "--", fails=True)
    said = counted or _git(top, *common, "--name-only", "HEAD", "--", fails=True)  # a partial clone cannot count lines
    for entry in said.split(b"\x1e")[1:]:
        about, _, rest = entry.partition(b"\0")
        fields = about.decode("utf-8", "replace").strip().split("\x1f")
        if len(fields) != 4:  # noqa: PLR2004 - hash, time, name, address
            continue
        yield {"at": int(fields[1]), "name": printable(fields[2]), "address": printable(fields[3].casefold()),
               "files": dict(_changes(rest))}  # fmt: skip


def _changes(rest: bytes) -> Iterator[tuple[str, int]]:
    for each in rest.split(b"\0"):
        parts = each.lstrip(b"\n").split(b"\t")
        if len(parts) == 3:  # noqa: PLR2004 - added, deleted, path
            added, deleted = (int(part) if part.isdigit() else 1 for part in parts[:2])
            yield printable(os.fsdecode(parts[2])), added + deleted
        elif parts[0]:
            yield printable(os.fsdecode(parts[0])), 1
