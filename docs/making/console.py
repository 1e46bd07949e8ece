"""Runs the commands that a page shows in its console blocks, and puts below each what it really says.

A line that begins with `$ ` is a command, what follows is its output. Where the output begins with `> `, that was
typed: it is handed to the command again. A comment before the block may say what is shown of it, and how it must end:

    <!-- run: first 12, last 3, exit 1 -->

A block of YAML or Python that begins with `# folder/name.yaml` is written there, before the commands below it are run.
Commands of one page share a folder of their own, in which a copy of the sample lies; nothing else is there.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from typer.testing import CliRunner

from debtaudit.cli import app

BLOCK = re.compile(r"(?:^<!-- run: ([a-z0-9, ]+) -->\n)?^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^```(?:yaml|python)\n# ([a-z][\w/.-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND, TYPED, CUT = "$ ", "> ", "…"
SHELL = frozenset({"|", ">", ">>", "<", "&&", "||", ";"})
ENVIRON = {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}


class Unexpected(Exception):  # noqa: N818 - it is what happened
    """A command ended otherwise than its page says; the message is the command, its exit code and what it said."""


@dataclass(frozen=True)
class How:
    """What is shown of an output (None: all of it), and the exit code that is expected."""

    first: int | None = None
    last: int = 0
    exit: int = 0

    def shown(self, lines: list[str]) -> list[str]:
        """Return the lines to show, with a sign where some are left out."""
        if self.first is None or len(lines) <= self.first + self.last + 1:
            return lines
        return [*lines[: self.first], CUT, *lines[len(lines) - self.last :]]


def how(said: str | None) -> How:
    """Read what a comment says: `first 12, exit 1`."""
    words = [each.split() for each in (said or "").split(",") if each.strip()]
    return How(**{name: int(number) for name, number in words})


def commands(text: str) -> tuple[str, ...]:
    """Return every command in the console blocks of a page, one line each."""
    return tuple(command for _said, body in BLOCK.findall(text) for command, _shown in _parts(body))


def filled(text: str, sample: Path) -> str:
    """Return the page with the output of every command as it is today.

    Raises:
        Unexpected: when a command ends with another exit code than its block says.

    """
    with TemporaryDirectory() as folder, chdir(folder):
        shutil.copytree(sample, "sample_inventory")
        return re.sub(f"{BLOCK.pattern}|{FILE.pattern}", _block, text, flags=BLOCK.flags)


def _block(found: re.Match[str]) -> str:
    said, body, name, content = found.groups()
    if name:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(content, encoding="utf-8")
        return found[0]
    wanted = how(said)
    head = f"<!-- run: {said} -->\n" if said else ""
    parts = "\n".join(_said(written, shown, wanted) for written, shown in _parts(body))
    return f"{head}```console\n{parts}\n```"


def _parts(body: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a block, continued lines joined as the shell does, with the lines below it."""
    command, shown = "", list[str]()
    for line in body.splitlines():
        if command.endswith("\\"):
            command += f"\n{line}"
        elif line.startswith(COMMAND):
            if command:
                yield command, shown
            command, shown = line.removeprefix(COMMAND), []
        else:
            shown.append(line)
    if command:
        yield command, shown


def _said(written: str, shown: list[str], wanted: How) -> str:
    command = written.replace("\\\n", " ")
    typed = "".join(f"{line.removeprefix(TYPED)}\n" for line in shown if line.startswith(TYPED))
    code, output = run(command, typed)
    if code != wanted.exit:
        raise Unexpected(f"`{command}` ended with {code}, not {wanted.exit}:\n{output}")
    lines = [line.rstrip() for line in output.rstrip().splitlines()]
    return "\n".join([f"{COMMAND}{written}", *wanted.shown(lines)])


def run(command: str, typed: str = "", *, apart: bool = False) -> tuple[int, str]:
    """Run a command in the current folder: ours in this process, others by the shell.

    Returns exit code and output; `apart` leaves stderr out of it.
    """
    words = shlex.split(command)
    if "debtaudit" in words[1:] or (words[0] == "debtaudit" and SHELL & set(words)):
        raise Unexpected(f"`{command}`: debtaudit is run here without a shell; give it a line of its own")
    if words[0] == "debtaudit":
        done = CliRunner().invoke(app, words[1:], input=typed, env=ENVIRON, prog_name="debtaudit")
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.stdout if apart else done.output
    shell = ["sh", "-c", command]
    other = subprocess.run(  # noqa: S603 - our own pages say what is run
        shell, input=typed, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )
    return other.returncode, other.stdout
