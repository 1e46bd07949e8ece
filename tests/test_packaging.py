"""What is published works where nothing but Python is: the wheel carries all that the program needs."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

import debtaudit

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command as a stranger would, and return what it says on stdout."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
    done = subprocess.run(command, cwd=cwd, env=environ, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it is published: made from the source distribution, not from the checkout."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    [made] = out.glob("*.whl")
    return made


def files_in(folder: str) -> set[str]:
    """Paths of all files in a folder of the checkout, relative to it, but for what Python caches."""
    top = ROOT / folder
    files = (path for path in top.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(top).as_posix() for path in files}


@pytest.mark.parametrize(
    ("folder", "inside"),
    [
        ("templates", "debtaudit/_templates"),
        ("sample_inventory", "debtaudit/_sample_inventory"),
        ("debtaudit", "debtaudit"),
    ],
)
def test_the_wheel_holds_every_file_of(folder: str, inside: str, wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        held = set(archive.namelist())

    expected = {f"{inside}/{name}" for name in files_in(folder)}

    assert expected
    assert expected <= held


def test_an_installed_wheel_says_its_version_and_finds_its_templates(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "empty", with_pip=True)
    python = tmp_path / "empty" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)

    said = run(python.with_name("debtaudit"), "--version", cwd=tmp_path)
    package = Path(run(python, "-c", "import debtaudit; print(debtaudit.__path__[0])", cwd=tmp_path).strip())

    assert said == f"debtaudit {debtaudit.__version__}\n"
    assert not package.is_relative_to(ROOT)
    assert (package / "py.typed").exists()
    assert {path.name for path in (ROOT / "templates").iterdir()} <= {
        path.name for path in (package / "_templates").iterdir()
    }
