from __future__ import annotations

import subprocess
import sys

from debtaudit import __version__
from tests.cli.conftest import ROOT, run


def test_help_loads_nothing_that_a_command_needs_only_when_it_runs() -> None:
    code = (
        "import sys\nsys.argv = ['debtaudit', '--help']\nfrom debtaudit.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'networkx', 'numpy', 'yaml', 'jinja2', 'rich', 'debtaudit.flow'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "backlog" in done.stdout
    assert done.stdout.rstrip().endswith("[]")


def test_the_version_is_told() -> None:
    assert run("--version").out == f"debtaudit {__version__}\n"


def test_an_unknown_command_is_wrong_use() -> None:
    assert run("backlock").code == 2
