"""What a sitting with a tracker begins with: all that is missing is told at once, and the words to say it again."""

from __future__ import annotations

import os
import shlex
from collections.abc import Collection, Sequence
from enum import Enum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import typer

from debtaudit.cli._session import NOT_RUN, fail, refuse, say

if TYPE_CHECKING:
    from debtaudit.domain.settings import DebtSettings
    from debtaudit.trackers.sync.target import Target
    from debtaudit.trackers.sync.token import Token

PACKAGE: Final = ("this needs a package that is not installed", "pip install 'debtaudit[trackers]'")
YAML: Final = frozenset({".yaml", ".yml"})
ONE_RUN: Final = ("tracker", "what", "out", "plan", "form", "exit_code", "yes", "verbose")
"""What is said of one run alone."""
NEW_ISSUES: Final = ("lane", "team", "top")
"""What a saved plan says itself."""


def said_of(tracker: str, root: Path, config: Path | None) -> DebtSettings | None:
    """Return what the settings say of a tracker; leave when they are wrong."""
    from debtaudit.domain.settings import Settings
    from debtaudit.inventory.settings import find_settings, read_settings
    from debtaudit.trackers.sync.settings import problems

    path = config or find_settings(root)
    settings = read_settings(path)[0] if path else Settings()
    refuse(tuple(sorted(problems(settings.trackers))), root, config=config)
    return settings.trackers.get(tracker)


def ready(
    ctx: typer.Context, tracker: str, said: DebtSettings | None, *, url: str, project: str, allow_public: bool
) -> tuple[Target, Token]:  # fmt: skip
    """Return where issues go and the token; leave with everything that is missing, the package first."""
    from debtaudit.trackers.sync.failures import Failure
    from debtaudit.trackers.sync.opening import target_of
    from debtaudit.trackers.sync.token import find_token

    missing = [PACKAGE] if find_spec("httpx") is None else []
    target = token = None
    try:
        target = target_of(tracker, said, os.environ, url=url, project=project, allow_public=allow_public)
    except Failure as error:
        missing.append((str(error), error.hint))
    try:
        token = find_token(tracker, os.environ, Path.home())
    except Failure as error:
        missing.append((str(error), error.hint))
    if not target or not token or missing:
        _tell_missing(missing, f"debtaudit sync {tracker} doctor{repeated(ctx)}")
    return target, token


def _tell_missing(missing: Sequence[tuple[str, str]], doctor: str) -> NoReturn:
    """Leave with what is missing; `doctor` is the command that looks again."""
    if len(missing) == 1:
        fail(*missing[0], code=NOT_RUN)
    for at, (text, hint) in enumerate(missing, start=1):
        say(f"{at}. {text}{f'; {hint}' if hint else ''}")
    fail(f"{len(missing)} things are missing", f"mend them all, then: {doctor}", NOT_RUN)


def must_be_yaml(out: Path | None) -> None:
    """Leave when drafts would go to a file that nobody takes for YAML, or to a folder."""
    if out and (out.suffix not in YAML or out.is_dir()):
        better = out / "drafts.yaml" if out.is_dir() else f"{out}.yaml"
        fail(f"--out {out} is no YAML file", f"name one, for example --out {better}")


def repeated(ctx: typer.Context, besides: Collection[str] = ()) -> str:
    """Return what was given on the command line and holds for the next command, too, ready to be pasted."""
    words: list[str] = []
    for each in ctx.command.params:
        name, value = str(each.name), ctx.params.get(str(each.name))
        source = ctx.get_parameter_source(name)
        if source is None or source.name != "COMMANDLINE" or name in {*ONE_RUN, *besides}:
            continue
        option = [each.opts[0]] if each.param_type_name == "option" else []
        if value is True:
            words += option
        else:
            for one in value if isinstance(value, (list, tuple)) else [value]:
                words += [*option, str(one.value if isinstance(one, Enum) else one)]
    return f" {shlex.join(words)}" if words else ""
