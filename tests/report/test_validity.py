"""Pages as two checkers read them: the Nu checker and html-validate, which npm brings in for this test alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

from debtaudit.report import write_site
from tests.report.test_pages_in_a_browser import quarter

RULES = {
    "extends": ["html-validate:recommended", "html-validate:a11y"],
    "rules": {
        "long-title": "off",  # a title names company, debt, asset and day
        "valid-id": ["error", {"relaxed": True}],  # findings are called debt@asset
        "wcag/h32": "off",  # filters work as they are set: there is nothing to submit
        "no-trailing-whitespace": "off",
    },
}


def give_up(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def checkers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of both checkers."""
    for program in ("npm", "node", "java"):
        if not shutil.which(program):
            give_up(f"{program} is not on this machine")
    folder = tmp_path_factory.mktemp("checkers")
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "html-validate@10", "vnu-jar@26"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240, check=False)
    except subprocess.TimeoutExpired:
        give_up("npm did not install the checkers in time")
    if done.returncode or not (folder / "node_modules" / "vnu-jar").is_dir():
        give_up(f"npm cannot install the checkers: {done.stderr.strip().splitlines()[-1:]}")
    return folder / "node_modules"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return one page of each kind."""
    site = tmp_path_factory.mktemp("site")
    found = quarter()
    write_site(found.audit, site, review=found)
    return [
        *map(str, sorted(site.glob("*.html"))),
        *(str(min(site.glob(f"{kind}/*.html"))) for kind in ("item", "team", "debt")),
    ]


@pytest.mark.slow
def test_the_nu_checker_finds_no_error(checkers: Path, pages: list[str]) -> None:
    jar = checkers / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(["java", "-jar", jar, "--errors-only", *pages], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_html_validate_finds_no_error(checkers: Path, pages: list[str], tmp_path: Path) -> None:
    config = tmp_path / "rules.json"
    config.write_text(json.dumps(RULES), "utf-8")
    program = checkers / ".bin" / "html-validate"
    done = subprocess.run([program, "--config", config, *pages], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
